"""JSON Lines, one article a line: the format in which articles are kept and exchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from briefing.extract import paragraphs
from briefing.text import clean, one_line
from briefing.types import Article, Problem

YEARS = range(MINYEAR + 1, MAXYEAR)
KNOWN = {"url", "title", "text", "source", "published", "language", "authors", "image", "section"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an input, at its ``place`` ("file:line"): the article in it, or None and the ``reason`` why it is none.

    ``remark`` says what is wrong with an article that is one all the same.
    """

    place: str
    article: Article | None
    reason: str = ""
    remark: str = ""


def read_corpus(lines: Iterable[str], name: str) -> Iterator[Article | Problem]:
    """The articles of JSON Lines; a line that is none becomes a Problem with its number. Blank lines do not count."""
    for row in read_rows(lines, name):
        if row.article is None:
            yield Problem(row.place, row.reason, "the line is left out")
            continue
        yield row.article
        if row.remark:
            yield Problem(row.place, row.remark, "the article counts as undated")


def read_rows(lines: Iterable[str], name: str) -> Iterator[Row]:
    """Each line of JSON Lines that is not blank, with its number as it stands in the file."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(line, f"{name}:{number}")


def _row(line: str, place: str) -> Row:
    try:
        return row_of(json.loads(line), place)
    except json.JSONDecodeError as error:
        return Row(place, None, f"no JSON: {error.msg} at column {error.colno}")
    except (ValueError, RecursionError) as error:  # a number of too many digits, brackets too deep in each other
        return Row(place, None, f"no article: {error}")


def row_of(values: Any, place: str) -> Row:
    """The row of such values, as a line of JSON or a table has them."""
    try:
        article = article_of(values)
    except ValueError as error:
        return Row(place, None, f"no article: {error}")
    if values.get("published") and article.published is None:
        return Row(place, article, remark=f'"published" is no date: {values["published"]!r:.40}')
    return Row(place, article)


def article_of(row: Any) -> Article:
    """One article from the object of a corpus line; ValueError says what it lacks. Unknown keys are kept aside."""
    if not isinstance(row, Mapping):
        raise ValueError(f"an object is expected, here is {type(row).__name__}")
    for key in ("title", "text"):
        if not isinstance(row.get(key), str) or not clean(row[key]).strip():
            raise ValueError(f'"{key}" is missing or empty')
    authors = row.get("authors") or []
    if not isinstance(authors, str | list):
        raise ValueError(f'"authors" is no list of names: {authors!r:.40}')
    return Article(
        url=one_line(_string(row, "url")),
        title=one_line(row["title"]),
        text=paragraphs(row["text"]),
        source=one_line(_string(row, "source")) or "unknown",
        published=moment(row.get("published")),
        language=_string(row, "language"),
        authors=tuple(one_line(str(name)) for name in ([authors] if isinstance(authors, str) else authors) if name),
        image=_string(row, "image"),
        section=one_line(_string(row, "section")),
        extra={key: value for key, value in row.items() if key not in KNOWN},
    )


def _string(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{key}" is no text: {value!r:.40}')
    return clean(value or "")


def moment(value: object) -> datetime | None:
    """A time by ISO 8601 or RFC 5322, in UTC where it names no zone; None for what is neither."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            parsed = parse(str(value))
            return in_reach(parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            continue
    return None


def in_reach(time: datetime) -> datetime | None:
    """The time, or None where it is a placeholder at the end of the calendar that no time zone can be applied to."""
    return time if time.year in YEARS else None

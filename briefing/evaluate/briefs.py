"""Briefs and summaries as they were written to JSON, read back to be measured. They hold passages of articles, no articles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.errors import InputError
from briefing.evaluate.corpus import DAMAGES, DIGITS
from briefing.sources.files import existing
from briefing.text import one_line
from briefing.types import Article, Citation, Length, Sentence, Story, Summary, Writing

BETWEEN = "\n\n"  # passages of an article
REMEDY = "make one with `briefing make -o brief.json`, or name a corpus in JSON Lines, which ends in .jsonl"


@dataclass(frozen=True, slots=True)
class Made:
    """The summaries of a file, and the ids of their ``stories``; ``digest`` is of those. ``length`` is what was asked of each, None
    where that was not the same. An article's text is the passages of it that are cited.
    """

    name: str
    digest: str
    writer: str
    length: Length | None
    stories: tuple[str, ...]
    summaries: tuple[Summary, ...]


def read_brief(location: str) -> Made:
    """The summaries that a brief in JSON tells; InputError where it is none, or tells nothing."""
    path = existing(location)
    try:
        data = json.loads(path.read_bytes())
        json.dumps(data, ensure_ascii=False).encode()  # ValueError for half characters, which no text has
        rows = [row for row in _rows(data) if row["sentences"]]
        summaries = tuple(map(_summary, rows))
        stories = tuple(str(row["story"]) for row in rows)
        writer = _writer(data["model"])
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}", "check the file") from error
    except DAMAGES as error:
        lacks = f": it lacks {error}" if isinstance(error, KeyError) else ""
        raise InputError(f"{path} is no brief as `briefing make` writes it{lacks}", REMEDY) from error
    if not summaries:
        raise InputError(f"{path} tells no story", "there is nothing to measure")
    digest = hashlib.sha256("\n".join(sorted(stories)).encode()).hexdigest()[:DIGITS]
    asked = {summary.asked for summary in summaries}
    return Made(one_line(path.name), digest, writer, asked.pop() if len(asked) == 1 else None, stories, summaries)


def _rows(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Those of a brief's sections, or summaries without a brief around them."""
    if "summaries" in data:
        yield from data["summaries"]
        return
    for section in data["sections"]:
        yield from section["summaries"]


def _writer(model: Mapping[str, Any] | None) -> str:
    return one_line(f"{model['kind']} {model['name']}") if model else "extractive"


def _summary(row: Mapping[str, Any]) -> Summary:
    quotes: dict[int, dict[str, None]] = {}
    for citation in (citation for sentence in row["sentences"] for citation in sentence["citations"]):
        quotes.setdefault(citation["article"], {})[citation["quote"]] = None
    articles = [_article(each, list(quotes.get(place, ()))) for place, each in enumerate(row["articles"])]
    sentences = tuple(_sentence(each, articles) for each in row["sentences"])
    failure = (row.get("writing") or {}).get("failure", "")
    writing = Writing(failure=str(failure)) if row.get("writing") else None
    asked = Length(float(row["length"]["asked"]), row["length"]["unit"])
    return Summary(Story(tuple(articles)), str(row["headline"]), sentences, asked, str(row["writer"]), writing=writing)


def _article(row: Mapping[str, Any], quotes: Sequence[str]) -> Article:
    url, title, source = (_text(row[key]) for key in ("url", "title", "source"))
    return Article(url, title, BETWEEN.join(quotes), source, language=str(row.get("language") or ""))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"no text: {value!r:.40}")
    return value


def _sentence(row: Mapping[str, Any], articles: Sequence[Article]) -> Sentence:
    return Sentence(str(row["text"]), tuple(_citation(each, articles) for each in row["citations"]))


def _citation(row: Mapping[str, Any], articles: Sequence[Article]) -> Citation:
    article, quote = articles[row["article"]], row["quote"]
    start = article.text.index(quote)
    return Citation(article, quote, start, start + len(quote))

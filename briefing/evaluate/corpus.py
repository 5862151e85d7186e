"""Corpora that people made: texts with the summaries that they wrote, and articles with the stories that they belong to.

JSON Lines, plain or packed. What a row is, the first good one of its file says: a story (``articles``, ``summary``,
perhaps ``headline``), a single text (``text``, ``references``), or an article with its ``story``.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefing.charset import decode
from briefing.errors import BriefingError, InputError
from briefing.sources.corpus import article_of
from briefing.sources.files import existing
from briefing.sources.packed import opened
from briefing.text import one_line
from briefing.types import Article, Problem, Story

UNTITLED = "Untitled"  # a single text has no title
DIGITS = 16  # of a digest, hexadecimal
# What JSON raises that has not the values it should have
DAMAGES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, BriefingError)
LEFT_OUT = "the line is left out"
SHAPES = 'a row has "articles" and "summary", or "text" and "references", or an article\'s keys and "story"'


@dataclass(frozen=True, slots=True)
class Gold:
    """A story with what people wrote of it: at least one reference, perhaps a headline. ``set`` is the part of the corpus that it
    is of, empty where there are no parts; ``id`` tells it from the others of its corpus.
    """

    id: str
    story: Story
    references: tuple[str, ...]
    headline: str = ""
    set: str = ""

    @property
    def language(self) -> str:
        """ISO 639-1 code of its first article; empty where that names none."""
        return self.story.articles[0].language


@dataclass(frozen=True, slots=True)
class Labeled:
    """An article, and the story that people put it into."""

    article: Article
    story: str


Row = Gold | Labeled
Make = Callable[[Mapping[str, Any]], Row]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The good rows of a file: ``golds`` to be told, or ``articles`` to be put into stories. ``digest`` is of the whole file."""

    name: str
    digest: str
    golds: tuple[Gold, ...] = ()
    articles: tuple[Labeled, ...] = ()
    problems: tuple[Problem, ...] = ()

    def sampled(self, count: int | None, seed: int) -> Corpus:
        """So many of its stories drawn at random, in the order they have; all where ``count`` is None."""
        if count is None or count >= len(self.golds):
            return self
        chosen = sorted(random.Random(seed).sample(range(len(self.golds)), count))  # noqa: S311 - no secret
        return replace(self, golds=tuple(self.golds[place] for place in chosen))


def read(location: str) -> Corpus:
    """The corpus in a file; InputError where it is not there or has no good row. A bad row is a Problem with its number."""
    path, digest = existing(location), hashlib.sha256()
    found = list(_found(path, digest.update))
    golds = _told_apart([each for each in found if isinstance(each, Gold)])
    articles = tuple(each for each in found if isinstance(each, Labeled))
    problems = tuple(each for each in found if isinstance(each, Problem))
    if not golds and not articles:
        first = f": {problems[0].where}: {problems[0].what}" if problems else ""
        raise InputError(f"{path} holds nothing to measure{first}", SHAPES)
    return Corpus(one_line(path.name), digest.hexdigest()[:DIGITS], golds, articles, problems)


def _found(path: Path, see: Callable[[bytes], None]) -> Iterator[Row | Problem]:
    """What each line holds; ``see`` is shown the lines as they are."""
    make: Make | None = None
    with opened(path) as file:
        for number, line in enumerate(file.content, 1):
            see(line)
            if not line.strip():
                continue
            try:
                row = _object(decode(line))
                make = make or _maker(row)
                yield make(row)
            except (ValueError, RecursionError) as error:
                yield Problem(f"{one_line(str(path))}:{number}", _fault(error), LEFT_OUT)


def _fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON: {error.msg} at column {error.colno}"
    return one_line(str(error))


def _object(line: str) -> Mapping[str, Any]:
    row = json.loads(line)
    if not isinstance(row, Mapping):
        raise ValueError(f"an object is expected, here is {type(row).__name__}")
    return row


def _maker(row: Mapping[str, Any]) -> Make:
    """What rows like this one are read by; ValueError where nobody knows."""
    shapes: dict[tuple[str, str], Make] = {
        ("articles", "summary"): _story,
        ("text", "references"): _single,
        ("text", "story"): _labeled,
    }
    for keys, make in shapes.items():
        if all(key in row for key in keys):
            return make
    raise ValueError("not a row of any corpus")


def _story(row: Mapping[str, Any]) -> Gold:
    if not isinstance(row.get("articles"), list) or not row["articles"]:
        raise ValueError('"articles" is no list of articles')
    return _gold(row, tuple(map(article_of, row["articles"])), [row.get("summary")])


def _single(row: Mapping[str, Any]) -> Gold:
    if not isinstance(row.get("references"), list) or not row["references"]:
        raise ValueError('"references" is no list of texts')
    return _gold(row, (article_of({"title": UNTITLED, **row}),), row["references"])


def _gold(row: Mapping[str, Any], articles: tuple[Article, ...], references: Sequence[Any]) -> Gold:
    if not all(isinstance(each, str) and each.strip() for each in references):
        raise ValueError("a reference is missing, empty or no text")
    story = Story(tuple(replace(article, extra={}) for article in articles))
    return Gold(story.id, story, tuple(map(one_line, references)), _line(row, "headline"), _line(row, "set"))


def _labeled(row: Mapping[str, Any]) -> Labeled:
    if not isinstance(row.get("story"), str | int):
        raise ValueError('"story" is no name or number')
    article = article_of(row)
    if not article.url:
        raise ValueError('"url" is missing, by which an article is known')
    return Labeled(article, str(row["story"]))


def _line(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key) or ""
    if not isinstance(value, str):
        raise ValueError(f'"{key}" is no text: {value!r:.40}')
    return one_line(value)


def _told_apart(golds: Sequence[Gold]) -> tuple[Gold, ...]:
    """The same, no two with one id: a text may stand there twice, with other references."""
    told: dict[str, Gold] = {}
    for gold in golds:
        own = gold.id
        while own in told:
            own += "+"
        told[own] = replace(gold, id=own)
    return tuple(told.values())

"""What a model reads of a story: the beginnings of its articles in whole sentences, numbered, without addresses or outlets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from babel.core import Locale

from briefing.fence import fenced, trusted, whole_sentences, without_orders
from briefing.text import Span, sentences
from briefing.types import Article, Story, count_words

LEAST_WORDS = 50  # of an article that is read at all: of many articles the first are; chosen
TITLE_WORDS = 30  # of a title; chosen


@dataclass(frozen=True, slots=True)
class Reading:
    """One article as a model sees it, by its number from 1; ``language`` is its English name, empty where it is unknown."""

    number: int
    title: str
    text: str
    date: datetime | None
    language: str


def material(story: Story, words: int) -> tuple[Reading, ...]:
    """What is read of a story, at most so many words; what an article leaves of its share, the next ones have.

    Of a story that was told before, what is new. Sentences that would instruct a model are left out.
    """
    texts = [(number, _sentences(story, number)) for number, article in enumerate(story.articles) if article.text]
    told = [(number, each) for number, each in texts if each][: max(1, words // LEAST_WORDS)]
    readings: list[Reading] = []
    left = words
    for turn, (number, each) in enumerate(told):
        text = whole_sentences(each, max(left // (len(told) - turn), LEAST_WORDS))
        left -= count_words(text)
        if text:
            readings.append(_reading(story.articles[number], len(readings) + 1, text))
    return tuple(readings)


def split(readings: Sequence[Reading], parts: int) -> list[tuple[Reading, ...]]:
    """The same in so many parts of about as many words, none within a sentence; fewer where there are fewer sentences."""
    pieces = [(each, span.string) for each in readings for span in sentences(each.text)]
    whole = sum(count_words(string) for _, string in pieces)
    groups: list[list[tuple[Reading, str]]] = [[] for _ in range(parts)]
    before = 0
    for piece in pieces:
        groups[min(parts - 1, before * parts // max(1, whole))].append(piece)
        before += count_words(piece[1])
    return [_joined(group) for group in groups if group]


def _joined(group: Sequence[tuple[Reading, str]]) -> tuple[Reading, ...]:
    """Sentences of articles put together again, article by article."""
    texts: dict[int, list[str]] = {}
    by_number = {each.number: each for each, _ in group}
    for each, string in group:
        texts.setdefault(each.number, []).append(string)
    return tuple(replace(by_number[number], text=" ".join(text)) for number, text in texts.items())


def _sentences(story: Story, number: int) -> list[str]:
    article = story.articles[number]
    spans = trusted(sentences(article.text, article.language or "en"))
    if story.news is not None:
        news = [(passage.start, passage.end) for passage in story.news if passage.article == number]
        spans = [span for span in spans if _is_among(span, news)]
    return [fenced(span.string) for span in spans]


def _is_among(span: Span, news: Sequence[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in news)


def _reading(article: Article, number: int, text: str) -> Reading:
    title = fenced(without_orders(article.title, article.language or "en"))
    short = " ".join(title.split()[:TITLE_WORDS])
    return Reading(number, short, text, article.published, language_name(article.language))


@cache
def language_name(code: str) -> str:
    """The English name of a language by its code; empty for what is none."""
    return str(Locale("en").languages.get(code.partition("-")[0].lower(), "")) if code else ""

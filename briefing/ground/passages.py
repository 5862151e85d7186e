"""The passages of articles that a claim may rest on, with their words, and which of them say it word for word. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.fence import trusted
from briefing.ground.words import is_content, stem, words
from briefing.likeness import ENCODER_LANGUAGE
from briefing.prose import without_dateline
from briefing.text import Span, sentences
from briefing.types import Article, Citation, Story

MOST_CHARACTERS = 100_000  # of an article that is looked at: some 16,000 words; chosen
LONGEST = 1000  # characters of a passage: longer sentences are cut at a space; chosen


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article, ``article.text[start:end]``, with the stems of its words in their order."""

    article: Article
    start: int
    end: int
    stems: tuple[str, ...]
    content: frozenset[str]

    @property
    def quote(self) -> str:
        return self.article.text[self.start : self.end]

    @property
    def citation(self) -> Citation:
        return Citation(self.article, self.quote, self.start, self.end)


@lru_cache(maxsize=512)  # articles: more than the stories that are told have
def spans(article: Article) -> tuple[Span, ...]:
    """The sentences of an article that may be cited: all but those that address a model."""
    return tuple(trusted(sentences(article.text[:MOST_CHARACTERS], article.language or ENCODER_LANGUAGE)))


@lru_cache(maxsize=512)
def passages(article: Article) -> tuple[Passage, ...]:
    """The sentences of an article that may be cited, the longest ones in pieces."""
    language = article.language or ENCODER_LANGUAGE
    return tuple(_passage(article, span, language) for whole in spans(article) for span in _bounded(whole))


@lru_cache(maxsize=512)
def told(article: Article) -> tuple[str, str]:
    """The title of an article and its text, paragraph by paragraph, without sentences that address a model."""
    title = " ".join(span.string for span in trusted(sentences(article.title, article.language or ENCODER_LANGUAGE)))
    kept: dict[int, list[str]] = {}
    for span in spans(article):
        kept.setdefault(span.paragraph, []).append(span.string)
    return title, "\n".join(" ".join(paragraph) for paragraph in kept.values())


def _passage(article: Article, span: Span, language: str) -> Passage:
    found = words(span.string)
    stems = tuple(stem(word, language) for word in found)
    content = frozenset(each for word, each in zip(found, stems, strict=True) if is_content(word, language))
    return Passage(article, span.start, span.end, stems, content)


def _bounded(span: Span) -> Iterator[Span]:
    """The span in pieces of at most LONGEST characters, cut at spaces."""
    start, string = span.start, span.string
    while len(string) > LONGEST:
        cut = string.rfind(" ", 1, LONGEST) + 1 or LONGEST
        yield Span(string[:cut].rstrip(), start, start + len(string[:cut].rstrip()), span.paragraph)
        start, string = start + cut, string[cut:]
    yield Span(string, start, span.end, span.paragraph)


@lru_cache(maxsize=512)
def stated(article: Article) -> dict[str, tuple[int, int]]:
    """Where each sentence of an article stands that may be cited, by its words; also without the place it was written from."""
    found = [each for span in spans(article) for each in (without_dateline(span), span)]
    return {plain(span.string): (span.start, span.end) for span in reversed(found)}


def plain(sentence: str) -> str:
    """The words of a sentence: a teaser has no stop at its end."""
    return " ".join(sentence.split()).rstrip(".。")


def verbatim(claim: str, story: Story) -> Citation | None:
    """The passage that says a claim word for word; None where none does."""
    said = plain(claim)
    for article in story.articles:
        if said and said in stated(article):
            start, end = stated(article)[said]
            return Citation(article, article.text[start:end], start, end)
    return None

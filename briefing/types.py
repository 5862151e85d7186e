"""The nouns of a brief, from source to finished document: frozen values that every stage takes and gives back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from typing import Any, Literal, overload

from briefing.errors import LengthError

Unit = Literal["words", "sentences", "minutes"]
UNITS: tuple[Unit, ...] = ("words", "sentences", "minutes")
TOLERANCE = 0.15  # how far a summary may lie from the length asked for, as a share of it
READING_SPEED = 238  # words a minute, silent reading of English non-fiction by adults (Brysbaert 2019, 190 studies)
WORDS_PER_SENTENCE = 24.0  # mean over the sentences of the stories corpus that can stand in a summary
LATEST = datetime.max.replace(tzinfo=UTC)  # where an undated article stands among dated ones
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def count_words(text: str) -> int:
    """Words between spaces; in scripts that are written without spaces, two characters count as a word."""
    unspaced = len(UNSPACED.findall(text))
    return len(text.split()) if not unspaced else len(UNSPACED.sub("", text).split()) + (unspaced + 1) // 2


def reading_minutes(words: int) -> int:
    """Whole minutes that reading takes, at least one."""
    return max(1, ceil(words / READING_SPEED))


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text shall be: a positive amount with its unit. Minutes are reading minutes at READING_SPEED."""

    amount: float
    unit: Unit = "words"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise LengthError(f"{self.amount:g} {self.unit}", "a length is counted in words, sentences or minutes")
        if not 0 < self.amount < float("inf"):
            raise LengthError(str(self), "a length is above zero: try 45 words, 3 sentences or 1 minute")
        if self.unit == "sentences" and self.amount != int(self.amount):
            raise LengthError(str(self), "sentences come whole: try 2 or 3")

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read ``45``, ``45 words``, ``3 sentences``, ``1.5 minutes`` or ``5 min``."""
        match = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*(?:([a-z]+?)s?)?\s*", text.lower())
        units = [unit for unit in UNITS if match and unit.startswith(match[2] or "words")]
        if not match or not units:
            raise LengthError(text, 'write a number and its unit, such as "45 words", "3 sentences" or "1 minute"')
        return cls(float(match[1]), units[0])

    @property
    def words(self) -> float:
        """The same length in words; for sentences, what that many sentences of news usually have."""
        per_unit = {"words": 1.0, "sentences": WORDS_PER_SENTENCE, "minutes": float(READING_SPEED)}
        return self.amount * per_unit[self.unit]

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if self.amount == 1 else self.unit
        return f"{self.amount:.12g} {unit}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where news comes from: a feed, a page, a file or a folder, with what the reader says about it."""

    location: str
    name: str = ""
    section: str = ""
    weight: float = 1.0
    language: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place where an article's text was printed: the same wire text, or the same page under another address."""

    source: str
    url: str
    title: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One text from one outlet. ``published`` has a time zone, or is None where the outlet gave no time."""

    url: str
    title: str
    text: str
    source: str
    published: datetime | None = None
    language: str = ""
    authors: tuple[str, ...] = ()
    image: str = ""
    section: str = ""
    weight: float = 1.0
    copies: tuple[Copy, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Everyone who printed this text, its own outlet first."""
        return tuple(dict.fromkeys([self.source, *(copy.source for copy in self.copies)]))


@dataclass(frozen=True, slots=True)
class Story:
    """The articles about one event, the earliest first. May be put together by hand."""

    articles: tuple[Article, ...]
    section: str = ""
    score: float = 0.0

    def __post_init__(self) -> None:
        if not self.articles:
            raise ValueError("a story has at least one article")

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that depend on the articles alone."""
        keys = sorted(article.url or f"{article.title} {article.text}" for article in self.articles)
        return hashlib.sha256("\n".join(keys).encode(errors="replace")).hexdigest()[:12]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that report the story, in the order in which they came."""
        return tuple(dict.fromkeys(outlet for article in self.articles for outlet in article.outlets))

    @property
    def since(self) -> datetime | None:
        """When the first of its dated articles, or of their copies, was published."""
        own = [article.published for article in self.articles]
        copied = [copy.published for article in self.articles for copy in article.copies]
        return min((moment for moment in own + copied if moment), default=None)

    @property
    def first(self) -> Article:
        """The article that was published first; the first one given where none has a time."""
        return min(self.articles, key=lambda article: article.published or LATEST)


@dataclass(frozen=True, slots=True)
class Citation:
    """The passage that a sentence rests on: ``article.text[start:end] == quote``."""

    article: Article
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a summary with the passages it rests on."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences written about a story, under a headline, with the length that was asked for."""

    story: Story
    headline: str
    sentences: tuple[Sentence, ...]
    asked: Length
    writer: str
    note: str = ""

    @property
    def short(self) -> bool:
        """Whether it fell short of what was asked by more than the tolerance: its articles had no more to give."""
        got = len(self.sentences) if self.asked.unit == "sentences" else self.words
        wanted = self.asked.amount if self.asked.unit == "sentences" else self.asked.words
        return got < wanted * (1 - TOLERANCE)

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def words(self) -> int:
        return count_words(self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief: summaries in the order of their rank."""

    name: str
    summaries: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong with one thing and cost nothing else: where, what, and what to do about it."""

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" ({self.remedy})" if self.remedy else "")


@dataclass(frozen=True, slots=True)
class Reading(Sequence[Article]):
    """What reading some inputs gave: a sequence of articles, with the problems met on the way.

    ``old`` counts the articles that were left out because they are too old for the brief.
    """

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()
    old: int = 0

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        return self.articles[index]

    def __len__(self) -> int:
        return len(self.articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)


@dataclass(frozen=True, slots=True)
class Brief:
    """The finished document.

    ``asked`` is the length of each story, or ``total`` that of the whole brief; ``overview`` is the day in a few sentences;
    ``elsewhere`` are stories told by links alone; ``read`` counts the articles it was made from, ``old`` those that
    were too old for it.
    """

    title: str
    date: datetime
    sections: tuple[Section, ...]
    asked: Length
    total: Length | None = None
    overview: tuple[Sentence, ...] = ()
    elsewhere: tuple[Story, ...] = ()
    problems: tuple[Problem, ...] = ()
    read: int = 0
    old: int = 0
    language: str = "en"

    @property
    def summaries(self) -> tuple[Summary, ...]:
        return tuple(summary for section in self.sections for summary in section.summaries)

    @property
    def stories(self) -> tuple[Story, ...]:
        """All its stories, those told by links alone last."""
        return (*(summary.story for summary in self.summaries), *self.elsewhere)

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(outlet for story in self.stories for outlet in story.outlets))

    @property
    def words(self) -> int:
        """Words of the overview and of all summaries, as a reader reads them."""
        overview = sum(count_words(sentence.text) for sentence in self.overview)
        return overview + sum(summary.words for summary in self.summaries)

    @property
    def sentences(self) -> int:
        return sum(len(summary.sentences) for summary in self.summaries)

    @property
    def minutes(self) -> int:
        """Whole minutes that reading it takes."""
        return reading_minutes(self.words)

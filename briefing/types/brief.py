"""Summaries with their citations, and the finished document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import datetime

from briefing.types.article import Citation
from briefing.types.length import TOLERANCE, Length, count_words, reading_minutes
from briefing.types.source import Health, Problem
from briefing.types.story import Story
from briefing.types.writing import ModelCard, Writing

QUIET = 2  # stories that are told on a quiet day, at most, and that are linked; chosen


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a summary with the passages it rests on."""

    text: str
    citations: tuple[Citation, ...]

    @property
    def verbatim(self) -> bool:
        """Whether a passage says it word for word; a teaser's missing full stop may have been added."""
        return any(_words(citation.quote) == _words(self.text) for citation in self.citations)


def _words(text: str) -> list[str]:
    return text.rstrip(".。").split()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that travels with the brief: JPEG, already small; ``credit`` is the outlet it comes from.

    ``width`` and ``height`` are in pixels.
    """

    content: bytes
    width: int
    height: int
    credit: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences written about a story, under a headline, with the length that was asked for.

    ``writer`` is who wrote it; ``writing`` how it came of a model's text, None where no model was asked.
    """

    story: Story
    headline: str
    sentences: tuple[Sentence, ...]
    asked: Length
    writer: str
    note: str = ""
    image: Image | None = None
    writing: Writing | None = None

    @property
    def got(self) -> int:
        """How long it became: sentences where those were asked for, else words."""
        return len(self.sentences) if self.asked.unit == "sentences" else self.words

    @property
    def short(self) -> bool:
        """Whether it fell short of what was asked by more than the tolerance: its articles had no more to give."""
        wanted = self.asked.amount if self.asked.unit == "sentences" else self.asked.words
        return self.got < wanted * (1 - TOLERANCE)

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
class Brief:
    """The finished document.

    ``asked`` is the length of each story, or ``total`` that of the whole brief; ``overview`` is the day in a few sentences;
    ``elsewhere`` are stories told by links alone; ``read`` counts the articles it was made from, ``old`` those that
    were too old for it; ``health`` tells how each of its sources fares. ``edition`` is its slot: morning, evening, weekly.

    ``continuing`` are stories told before that others report now and that hold nothing new; ``known`` counts those that add
    nothing at all and are left out, ``muted`` those that the reader does not want, ``crowded`` those that there
    was no room for. ``since`` is when the last edition was made; ``day`` is
    the one that it is of, where that is not the day of its ``date``;
    ``covered`` are the outlets of all the articles that were read. ``model`` is the one that was asked to write, None where
    the extractive writer was; ``glance`` is how the overview came of its text.
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
    health: tuple[Health, ...] = ()
    edition: str = "morning"
    day: calendar_date | None = None
    continuing: tuple[Story, ...] = ()
    known: int = 0
    muted: int = 0
    crowded: int = 0
    since: datetime | None = None
    covered: tuple[str, ...] = ()
    model: ModelCard | None = None
    glance: Writing | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing to tell: no story that is new or updated, not even by a link."""
        return not self.elsewhere and not any(summary.sentences for summary in self.summaries)

    @property
    def is_quiet(self) -> bool:
        """Whether little has happened: few stories are told or linked since the last edition, though the sources answered."""
        few = len(self.summaries) <= QUIET and len(self.elsewhere) <= QUIET
        return few and bool(self.since) and not self.failing

    @property
    def id(self) -> str:
        """The one brief of its slot and day: ``morning-2026-10-15``."""
        return f"{self.edition}-{self.day or self.date:%Y-%m-%d}"

    @property
    def coverage(self) -> tuple[tuple[str, int], ...]:
        """How many of the stories that are told each outlet reports, the most first."""
        count = Counter(outlet for summary in self.summaries for outlet in summary.story.outlets)
        return tuple(sorted(count.items(), key=lambda each: (-each[1], each[0].casefold())))

    @property
    def failing(self) -> tuple[Health, ...]:
        """The sources that could not be read when they were last asked."""
        return tuple(each for each in self.health if each.failures or each.gone)

    @property
    def answered(self) -> tuple[Health, ...]:
        """The sources that answered when they were last asked."""
        return tuple(each for each in self.health if each.success and each not in self.failing)

    @property
    def verbatim(self) -> bool:
        """Whether every sentence of its summaries is quoted word for word."""
        return all(sentence.verbatim for summary in self.summaries for sentence in summary.sentences)

    @property
    def middle(self) -> int:
        """Length of the summary that is in the middle by length: in sentences where those were asked for, else in words."""
        by_sentence = self.asked.unit == "sentences" and not self.total
        lengths = sorted(len(each.sentences) if by_sentence else each.words for each in self.summaries)
        return lengths[len(lengths) // 2] if lengths else 0

    @property
    def summaries(self) -> tuple[Summary, ...]:
        return tuple(summary for section in self.sections for summary in section.summaries)

    @property
    def stories(self) -> tuple[Story, ...]:
        """All its stories, those told by links alone last."""
        return (*(summary.story for summary in self.summaries), *self.continuing, *self.elsewhere)

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(outlet for story in self.stories for outlet in story.outlets))

    @property
    def words(self) -> int:
        """Words of the overview and of all summaries, as a reader reads them."""
        overview = sum(count_words(sentence.text) for sentence in self.overview)
        return overview + sum(summary.words for summary in self.summaries)

    @property
    def got(self) -> str:
        """What it came to, in words, and before them in the unit that was asked for the whole: ``4 minutes, 925 words``."""
        words = f"{self.words} word{'s' * (self.words != 1)}"
        counts = {"minutes": self.minutes, "sentences": self.sentences}
        unit = self.total.unit if self.total else "words"
        return f"{counts[unit]} {unit.removesuffix('s' * (counts[unit] == 1))}, {words}" if unit in counts else words

    @property
    def sentences(self) -> int:
        return sum(len(summary.sentences) for summary in self.summaries)

    @property
    def minutes(self) -> int:
        """Whole minutes that reading it takes."""
        return reading_minutes(self.words)

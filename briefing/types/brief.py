"""Summaries with their citations, and the finished document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefing.types.length import TOLERANCE, Length, count_words, reading_minutes
from briefing.types.source import Health, Problem
from briefing.types.story import Article, Story


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
class Brief:
    """The finished document.

    ``asked`` is the length of each story, or ``total`` that of the whole brief; ``overview`` is the day in a few sentences;
    ``elsewhere`` are stories told by links alone; ``read`` counts the articles it was made from, ``old`` those that
    were too old for it; ``health`` tells how each of its sources fares.
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

    @property
    def failing(self) -> tuple[Health, ...]:
        """The sources that could not be read when they were last asked."""
        return tuple(each for each in self.health if each.failures or each.gone)

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

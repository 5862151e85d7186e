"""What each writer makes of the stories at each length, and how good that is: one encoding for all of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from briefing.evaluate.measures import keeps_length, mean, redundancy, support
from briefing.pipeline import Desk
from briefing.pipeline.writers import Extractive, Writer
from briefing.summarize.candidates import Encode, Vectors
from briefing.summarize.remembered import Write, remembering
from briefing.tune.content import Content, coverage
from briefing.types import READING_SPEED, Length, Story, Summary

# Words. Close together where curves are steep: below 40 words each sentence more or less is 5 points of coverage
LENGTHS = (15, 20, 25, 30, 40, 50, 60, 70, 80, 100, 120, 140, 160, 200)
MODEL_LENGTHS = (20, 45, 80, 140)  # a model is slow; the curve has two unknowns
# 40 tell the whole brief's length to 5 words; more are for sections and sources, and cost 0.3 s each to encode
MOST_STORIES = 150
MODEL_STORIES = 8  # at which the recommendation scatters by 10 words
EXTRACTIVE = "extractive"

Grid = NDArray[np.float64]


@dataclass(frozen=True)
class Contender:
    """A writer by its name, the lengths in words that it is tried at, and on how many of the stories at most."""

    name: str
    writer: Writer
    lengths: tuple[int, ...]
    stories: int

    @property
    def is_model(self) -> bool:
        return self.writer.card is not None


@dataclass(frozen=True, slots=True)
class Point:
    """A length and what it buys, as means over the stories: ``words`` are those that were got, ``kept`` the share of stories that
    came within the tolerance; ``seconds`` is what writing took a story, its sentences encoded, NaN where all was remembered.
    """

    asked: int
    words: float
    coverage: float
    redundancy: float
    support: float
    kept: float
    seconds: float

    @property
    def reading(self) -> float:
        """Seconds that reading it takes."""
        return self.words / READING_SPEED * 60


@dataclass(frozen=True)
class Trial:
    """What a writer made of the stories. ``summaries`` has a row for each length; the grids have shape (stories, lengths);
    ``seconds`` are a story's, for each length.
    """

    writer: str
    stories: tuple[Story, ...]
    lengths: tuple[int, ...]
    summaries: tuple[tuple[Summary, ...], ...] = field(repr=False)
    coverage: Grid = field(repr=False)
    redundancy: Grid = field(repr=False)
    support: Grid = field(repr=False)
    seconds: tuple[float, ...]

    def points(self) -> list[Point]:
        """The means over all stories, for each length."""
        return [self._point(place) for place in range(len(self.lengths))]

    def _point(self, place: int) -> Point:
        summaries = self.summaries[place]
        return Point(
            self.lengths[place],
            mean([summary.words for summary in summaries]),
            float(self.coverage[:, place].mean()),
            float(self.redundancy[:, place].mean()),
            float(np.nanmean(self.support[:, place])),
            mean([keeps_length(summary) for summary in summaries]),
            self.seconds[place],
        )

    @property
    def failures(self) -> int:
        """How many of its summaries a model failed to write, so that the extractive writer did."""
        return sum(bool(each.writing and each.writing.failure) for row in self.summaries for each in row)


def contenders(desk: Desk, stories: int | None = None) -> list[Contender]:
    """The writer of the settings, then the extractive one where that is another. ``stories``: so many at most for each."""
    own = desk.writer.writer
    plain = Contender(EXTRACTIVE, Extractive(desk.encoder, desk.progress), LENGTHS, stories or MOST_STORIES)
    if own.card is None:  # no model
        return [plain]
    name = f"{desk.options.writer.name} {desk.options.writer.model}".strip()
    return [Contender(name, own, MODEL_LENGTHS, stories or MODEL_STORIES), plain]


def estimate(desk: Desk, contender: Contender, stories: Sequence[Story]) -> float:
    """Seconds that trying a writer takes beyond the first story, which is told for it; at most, for its model was loaded too."""
    told = stories[: contender.stories]
    write = _Clock(contender.writer).remembering(desk)
    began = time.perf_counter()
    write([told[0]] * len(contender.lengths), [Length(words) for words in contender.lengths])
    return (time.perf_counter() - began) * (len(told) - 1)


def trial(desk: Desk, contender: Contender, stories: Sequence[Story], contents: Sequence[Content]) -> Trial:
    """Have a writer tell the first of the stories at each of its lengths, and measure what came of it.

    ``contents``: what each of the stories holds. What a model wrote is remembered, as in a brief.
    """
    told, clock = tuple(stories[: contender.stories]), _Clock(contender.writer)
    write = clock.remembering(desk)
    rows, seconds = list[tuple[Summary, ...]](), list[float]()
    for done, words in enumerate(contender.lengths, 1):
        rows.append(tuple(write(told, [Length(words)] * len(told))))
        seconds.append(clock.lap())
        desk.progress(f"Trying {contender.name}", done, len(contender.lengths))
    vectors = _vectors(rows, desk.encoder.encode)
    covered = _grid(rows, lambda place, summary: coverage(contents[place], vectors(summary)))
    repeated = _grid(rows, lambda _, summary: redundancy(vectors(summary)))
    supported = np.array([support(row, desk.encoder.encode) for row in rows]).T
    return Trial(contender.name, told, contender.lengths, tuple(rows), covered, repeated, supported, tuple(seconds))


def _vectors(rows: Sequence[Sequence[Summary]], encode: Encode) -> Callable[[Summary], Vectors]:
    """The vectors of a summary's sentences; those of all summaries are made at once."""
    texts = list(dict.fromkeys(sentence.text for row in rows for summary in row for sentence in summary.sentences))
    known = dict(zip(texts, encode(texts), strict=True))

    def of(summary: Summary) -> Vectors:
        return np.array([known[sentence.text] for sentence in summary.sentences], dtype=np.float32)

    return of


def _grid(rows: Sequence[Sequence[Summary]], measure: Callable[[int, Summary], float]) -> Grid:
    """A measure of each summary and its story's place, shape (stories, lengths)."""
    return np.array([[measure(place, summary) for place, summary in enumerate(row)] for row in rows]).T


@dataclass
class _Clock:
    """A writer with a clock: what is remembered is not written, and takes no time of it."""

    writer: Writer
    seconds: float = 0.0
    stories: int = 0

    def remembering(self, desk: Desk) -> Write:
        """The writer, asked for a model's summaries only where it has not written them before."""
        if self.writer.card is None or not self.writer.identity:
            return self.summaries
        return remembering(self.summaries, self.writer.identity, desk.store)

    def summaries(self, stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        began = time.perf_counter()
        written = self.writer.summaries(stories, lengths)
        self.seconds += time.perf_counter() - began
        self.stories += len(stories)
        return written

    def lap(self) -> float:
        """Seconds a story since the last time; NaN where none was written."""
        taken = self.seconds / self.stories if self.stories else math.nan
        self.seconds, self.stories = 0.0, 0
        return taken

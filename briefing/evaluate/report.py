"""What came of an evaluation: scores story by story, means with their intervals, comparisons, clusterings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from briefing.evaluate.clustering import Agreement
from briefing.evaluate.metrics import METRICS, Metric, Scores
from briefing.evaluate.significance import Difference, Interval, interval, paired
from briefing.types import Length, Problem

DIGITS = 6  # after the point, of a score: so many are kept in files, and two runs are compared by so many


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one story's summary; ``set`` is the part of the corpus that the story is of."""

    story: str
    set: str
    scores: Scores


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean of a metric over the stories that have it, with its interval."""

    metric: Metric
    interval: Interval


@dataclass(frozen=True)
class Told:
    """All that one writer told: the scores by story, and the seconds that it took; 0 where it was not seen at work."""

    writer: str
    scored: tuple[Scored, ...]
    seconds: float = 0.0

    @property
    def sets(self) -> tuple[str, ...]:
        """The parts of the corpus, in their order; none where it has no parts."""
        return tuple(dict.fromkeys(each.set for each in self.scored if each.set))

    @property
    def seconds_a_story(self) -> float:
        return self.seconds / max(1, len(self.scored))

    def values(self, metric: Metric) -> NDArray[np.float64]:
        """The metric story by story, NaN where it says nothing."""
        return np.array([getattr(each.scores, metric.name) for each in self.scored], dtype=np.float64)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every metric that says something of what was told."""
        found = (Figure(metric, interval(self.values(metric))) for metric in METRICS)
        return tuple(figure for figure in found if figure.interval.count)

    def of(self, name: str) -> Told:
        """What was told of one part of the corpus; its seconds are not known."""
        return Told(self.writer, tuple(each for each in self.scored if each.set == name))


@dataclass(frozen=True, slots=True)
class Compared:
    """By how much the first of two is above the second in a metric, over the stories that both told."""

    metric: Metric
    difference: Difference

    @property
    def is_same(self) -> bool:
        """Whether it is never above and never below: no story differs."""
        found = self.difference.interval
        return found.low == found.high == 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two writers, story by story; ``second`` says where it is from, if not of the same run."""

    first: str
    second: str
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Clustering:
    """How well the articles of a corpus were put into stories."""

    articles: int
    stories: int
    gold: int
    b_cubed: Agreement
    pairwise: Agreement
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """A run: which corpus (its name, its digest), how long summaries were to be, and what came of it.

    ``length`` is None where no one length was asked for. ``megabytes``: the most memory that the process had.
    """

    corpus: str
    digest: str
    length: Length | None
    told: tuple[Told, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    clustering: Clustering | None = None
    problems: tuple[Problem, ...] = ()
    megabytes: float = 0.0

    @property
    def stories(self) -> int:
        return max((len(each.scored) for each in self.told), default=0)


def compared(first: Told, second: Told, called: str = "") -> Comparison:
    """The paired bootstrap test in each metric, over the stories that both told; ``called`` is the second's name beside the first's."""
    others = {each.story: each for each in second.scored}
    shared = [(each.scores, others[each.story].scores) for each in first.scored if each.story in others]
    found = (Compared(metric, _difference(metric, shared)) for metric in METRICS)
    return Comparison(
        first.writer, called or second.writer, tuple(each for each in found if each.difference.interval.count)
    )


def _difference(metric: Metric, shared: Sequence[tuple[Scores, Scores]]) -> Difference:
    values = [[getattr(scores, metric.name) for scores in pair] for pair in shared]
    first, second = np.array(values, dtype=np.float64).round(DIGITS).reshape(-1, 2).T
    return paired(first, second)

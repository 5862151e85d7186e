"""What a run over an archive came to, or would come to."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from briefing.archive.output import Place, line_of, whole

LEAD = ("no article",)  # what begins a reason and does not say it


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows have something in common."""

    name: str
    rows: int

    @classmethod
    def all(cls, counts: Mapping[str, int]) -> tuple[Self, ...]:
        """The largest first."""
        return tuple(cls(name, rows) for name, rows in sorted(counts.items(), key=lambda each: (-each[1], each[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``articles`` and ``rejected`` are all the rows of the inputs. ``rate`` is articles/s of what this run itself worked on, a run
    before had done the rest; ``seconds`` and ``peak_megabytes`` are those of this run as a whole.
    """

    output: str
    inputs: tuple[str, ...]
    articles: int
    rejected: int
    reasons: tuple[Count, ...]
    rate: float
    seconds: float = 0.0
    peak_megabytes: float = 0.0


Reported = TypeVar("Reported", bound=Report)


def ended(report: Reported, place: Place, begun: float) -> Reported:
    """The report of a run that has begun at this time of the monotonic clock and ends now, written beside its output."""
    from briefing.evaluate.memory import peak_megabytes

    complete = replace(report, seconds=round(time.monotonic() - begun, 1), peak_megabytes=round(peak_megabytes(), 1))
    with whole(place.summary) as file:
        file.write(line_of(complete))
    return complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a run would come to; ``rate`` is articles/s of one worker in this process, from the first of the rows."""

    articles: int
    rejected: int
    reasons: tuple[Count, ...]
    rate: float

    def seconds(self, workers: int = 1) -> float:
        """How long so many workers would take."""
        return self.articles / (self.rate * workers) if self.rate else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarized(Report):
    """``parts_before`` were finished by an earlier run. ``undated`` articles have no time that can be read, ``empty`` ones no prose
    to quote.
    """

    writer: str
    length: str
    writers: tuple[Count, ...]
    undated: int
    empty: int
    words: int
    mean_words: float
    parts: int
    parts_before: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRehearsal(Rehearsal):
    """The articles would be summarized in so many ``parts``."""

    parts: int


def kind_of(reason: str) -> str:
    """What a reason has in common with others of its kind: without the values that it names."""
    said, _, more = reason.partition(": ")
    return more.partition(": ")[0] if said in LEAD and more else said

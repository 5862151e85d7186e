"""What a run over an archive came to, or would come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

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


@dataclass(frozen=True, slots=True)
class Report:
    """``articles`` and ``rejected`` are all the rows of the inputs. ``rate`` is articles/s of the work of this run; ``parts_before``
    were finished by an earlier one. ``undated`` articles have no time that can be read, ``empty`` ones no prose to quote.
    """

    output: str
    inputs: tuple[str, ...]
    writer: str
    length: str
    articles: int
    rejected: int
    reasons: tuple[Count, ...]
    writers: tuple[Count, ...]
    undated: int
    empty: int
    words: int
    parts: int
    parts_before: int
    rate: float
    problems: tuple[str, ...] = ()
    mean_words: float = 0.0
    seconds: float = 0.0
    peak_megabytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a run would come to; ``rate`` is articles/s of one worker in this process, from the first part."""

    articles: int
    rejected: int
    reasons: tuple[Count, ...]
    parts: int
    rate: float

    def seconds(self, workers: int = 1) -> float:
        """How long so many workers would take."""
        return self.articles / (self.rate * workers) if self.rate else 0.0


def kind_of(reason: str) -> str:
    """What a reason has in common with others of its kind: without the values that it names."""
    said, _, more = reason.partition(": ")
    return more.partition(": ")[0] if said in LEAD and more else said

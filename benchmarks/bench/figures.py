"""What a measure finds: figures, and what could not be measured with the reason. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Literal

Better = Literal["more", "less", ""]
NOISE = 0.1  # how far two runs of one commit lie apart on a machine that others use too; chosen


class Effort(Enum):
    """How much is measured: all that the records hold, or a little, to see that it works."""

    WHOLE = "whole"
    QUICK = "quick"

    def of(self, whole: int, quick: int) -> int:
        """The one number or the other."""
        return whole if self is Effort.WHOLE else quick


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, under a name that says on how much. ``goal``: what it is to reach, or at most to be, where ``better`` is less.
    ``detail``: one of many like it, which the table leaves out.
    """

    name: str
    value: float
    unit: str
    better: Better = ""
    goal: float | None = None
    detail: bool = False

    @property
    def misses(self) -> bool:
        """Whether it has a goal and does not reach it."""
        if self.goal is None:
            return False
        return self.value > self.goal if self.better == "less" else self.value < self.goal

    def change(self, before: float | None) -> float | None:
        """By what part of the value before it differs from it; None where there is none."""
        return self.value / before - 1 if before else None

    def is_worse(self, before: float | None) -> bool:
        """Whether it is worse than before by more than noise."""
        change = self.change(before)
        if change is None or not self.better:
            return False
        return change > NOISE if self.better == "less" else change < -NOISE


@dataclass(frozen=True, slots=True)
class Absent:
    """What was not measured, and why: something is not there, or the measure ``failed``."""

    name: str
    reason: str
    failed: bool = False


Found = Figure | Absent
Measure = Callable[[Effort], Iterator[Found]]


def shown(value: float) -> str:
    """Three digits are all that a timing is good for; whole numbers stay whole."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

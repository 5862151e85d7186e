"""Editions: the slots that briefs are made for, by the clock of their time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, tzinfo

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Window:
    """What a brief speaks of: what came after ``start``, up to ``end``. Both have a time zone."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a time lies in it: windows that follow each other share none and leave none out."""
        return self.start < moment <= self.end


@dataclass(frozen=True, slots=True)
class Edition:
    """A brief's slot: its name, when it is due, on which days (Monday is 0), in which time zone (this computer's for None).

    Without a time it is of the day on which it is made. ``knows`` are the editions whose readers read this one too: what they
    told is known here; its own name is among them.
    """

    name: str = "morning"
    at: time | None = None
    days: frozenset[int] = EVERY_DAY
    zone: tzinfo | None = None
    knows: tuple[str, ...] = ()

"""A number as it stands in a text, with all that it can be read as."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.ground.units import BARE


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a number: its value, by what it was multiplied, half of what its last digit is worth where that makes it
    a rounded one, and what it is of.
    """

    value: float
    units: tuple[str, ...] = (BARE,)
    times: float = 1.0
    half: float = 0.0


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands, ``text[start:end]``, with all that it can be read as."""

    start: int
    end: int
    readings: tuple[Reading, ...]

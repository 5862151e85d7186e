"""How far a run over an archive is, how fast it goes, and how long it will take yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """``done`` articles in a phase and ``rejected`` rows so far, ``rate`` articles/s of this run, and the seconds that are
    ``left``, None while nobody can know.
    """

    phase: str
    done: int
    rejected: int = 0
    rate: float = 0.0
    left: float | None = None

    def __str__(self) -> str:
        told = [f"{self.phase}: {self.done:,} articles"]
        told += [f"{self.rate:,.1f} articles/s"] if self.rate else []
        told += [f"{spoken(self.left)} left"] if self.left is not None else []
        told += [f"{self.rejected:,} rejected"] if self.rejected else []
        return ", ".join(told)


Watch = Callable[[Pace], None]


def unwatched(pace: Pace) -> None:
    """Nobody looks."""


class Stopwatch:
    """Seconds of work: it runs from the first time that it is started."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun: float | None = None

    def start(self) -> None:
        """Begin, where it has not begun."""
        self._begun = self._clock() if self._begun is None else self._begun

    @property
    def seconds(self) -> float:
        return 0.0 if self._begun is None else self._clock() - self._begun


def left(done: int, to_do: float, rate: float) -> float | None:
    """Seconds for what is to do at this rate; None where nothing was done yet."""
    return max(0.0, to_do - done) / rate if rate else None


def spoken(seconds: float) -> str:
    """``45 s``, ``12 min``, ``3 h 5 min``, ``2 d 4 h``."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h" + f" {minutes} min" * bool(minutes)
    return f"{hours // 24} d" + f" {hours % 24} h" * bool(hours % 24)

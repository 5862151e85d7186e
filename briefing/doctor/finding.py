"""What is examined, and what is found: values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from briefing.config import Settings
from briefing.errors import BriefingError

State = Literal["good", "warning", "broken"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, and what mends it. ``seconds`` is what looking took.

    A warning is what a brief goes out in spite of; broken is what keeps a part of it from working.
    """

    subject: str
    state: State
    text: str
    remedy: str = ""
    seconds: float = 0.0

    @classmethod
    def of(cls, subject: str, error: BriefingError) -> Finding:
        """What an error of ours says."""
        return cls(subject, "broken", error.what, error.remedy)


class LastRun(Protocol):
    """How a timer's last run went: its exit status, None while it runs."""

    @property
    def started(self) -> datetime: ...
    @property
    def status(self) -> int | None: ...


class Timer(Protocol):
    """A schedule that is installed, as :mod:`briefing.schedule` finds it."""

    @property
    def name(self) -> str: ...
    @property
    def config(self) -> Path: ...
    @property
    def log(self) -> Path: ...
    @property
    def intact(self) -> bool: ...
    @property
    def next(self) -> datetime | None: ...
    @property
    def last(self) -> LastRun | None: ...


def _none() -> Sequence[Timer]:
    return ()


def silent(phase: str, done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the checks look at. ``path`` is that of ``briefing.toml``; ``offline`` asks nothing on the network.

    ``environment`` holds passwords and tokens; ``timers`` finds the schedules of this computer.
    """

    settings: Settings
    path: Path
    now: datetime
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    offline: bool = False
    timers: Callable[[], Sequence[Timer]] = _none
    progress: Progress = silent

    @property
    def folder(self) -> Path:
        """Where the settings lie: paths in them count from there."""
        return self.path.parent


Check = Callable[[Case], Iterator[Finding]]

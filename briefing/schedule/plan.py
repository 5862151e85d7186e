"""What a schedule is: a name, a time of day, the days, the settings; and when it is due, in this computer's local time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from briefing.errors import ScheduleError
from briefing.types import week
from briefing.types.week import DAYS, NAMES, told_days

__all__ = ["DAYS", "EVERY_DAY", "NAMES", "Plan", "clock_time", "slug", "told_days", "weekdays"]

EVERY_DAY = tuple(sorted(week.EVERY_DAY))
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}  # Unicode categories that break a line, or that no character set can write


@dataclass(frozen=True, slots=True)
class Plan:
    """When a brief is made, and of what.

    ``at`` is local time, ``days`` are weekdays with Monday as 0. ``folder`` keeps its log and what became of its last run.
    ``variables`` are those of the shell that it was installed from which a timer would lack; ``secrets`` is a file of more.
    ``edition`` is the one that is made; where it is empty, that whose turn it is.
    """

    name: str
    at: time
    days: tuple[int, ...]
    config: Path
    folder: Path
    python: str
    back_end: str
    installed: datetime
    secrets: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    edition: str = ""

    def __post_init__(self) -> None:
        slug(self.name)
        if not self.days or not set(self.days) <= set(EVERY_DAY):
            raise ScheduleError(f"{self.days} are no days of the week", "name at least one, such as mon-fri")
        for path in (self.config, self.folder, self.python):
            if any(unicodedata.category(character) in UNWRITABLE for character in str(path)):
                raise ScheduleError(f"no timer can hold the path {str(path)!r}", "give it a name in plain characters")

    @property
    def command(self) -> tuple[str, ...]:
        """What the timer runs. It looks itself whether a run is due, so that catching up never makes a second brief."""
        options = ("--missed", "--name", self.name, "--config", str(self.config), "--folder", str(self.folder.parent))
        return (self.python, "-P", "-m", "briefing", "schedule", "run-once", *options)  # -P: never what lies about

    @property
    def told(self) -> str:
        """``at 06:30, Monday to Friday``."""
        return f"at {self.at:%H:%M}, {told_days(self.days)}"

    def last_due(self, now: datetime) -> datetime:
        """The latest time up to ``now`` at which it was due."""
        return max(moment for moment in self._around(now) if moment <= now)

    def next_due(self, now: datetime) -> datetime:
        """The first time after ``now`` at which it is due."""
        return min(moment for moment in self._around(now) if moment > now)

    def is_missed(self, now: datetime, succeeded: datetime | None) -> bool:
        """Whether it was due since it was installed, and no run that began since then went well."""
        due = self.last_due(now)
        return due >= self.installed and (succeeded is None or succeeded < due)

    def _around(self, now: datetime) -> Iterator[datetime]:
        """Every due time from a week before ``now`` to a week after."""
        today = now.astimezone().date()
        for number in range(-8, 9):
            day = today + timedelta(days=number)
            if day.weekday() in self.days:
                yield _moment(day, self.at)


def _moment(day: date, at: time) -> datetime:
    """That local time; the earlier reading where the clock is put back, or forward over it: when timers fire."""
    return min(datetime.combine(day, at.replace(fold=fold)).astimezone() for fold in (0, 1))


def slug(name: str) -> str:
    """The name, if it is one that units, tasks and folders can be called by."""
    if not SLUG.fullmatch(name):
        raise ScheduleError(
            f'"{name}" is no name for a schedule', "write up to 32 of a-z, 0-9 and -, such as morning or weekly-2"
        )
    return name


def clock_time(text: str) -> time:
    """``06:30`` or ``6:30``."""
    try:
        return week.clock_time(text)
    except ValueError as error:
        raise _told(error) from None


def weekdays(text: str) -> tuple[int, ...]:
    """``mon-fri``, ``mon,wed,fri``, ``sat-mon``, ``daily``, ``weekdays`` or ``weekend``, as numbers with Monday as 0."""
    try:
        return tuple(sorted(week.weekdays(text)))
    except ValueError as error:
        raise _told(error) from None


def _told(error: ValueError) -> ScheduleError:
    what, _, remedy = str(error).rpartition(": ")
    return ScheduleError(what, remedy)

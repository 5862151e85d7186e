"""What a schedule is: a name, a time of day, the days, the settings; and when it is due, in this computer's local time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from briefing.errors import ScheduleError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = tuple(range(7))
GROUPS: Mapping[str, tuple[int, ...]] = {"daily": EVERY_DAY, "weekdays": EVERY_DAY[:5], "weekend": EVERY_DAY[5:]}
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}  # Unicode categories that break a line, or that no character set can write


@dataclass(frozen=True, slots=True)
class Plan:
    """When a brief is made, and of what.

    ``at`` is local time, ``days`` are weekdays with Monday as 0. ``folder`` keeps its log and what became of its last run.
    ``variables`` are those of the shell that it was installed from which a timer would lack; ``secrets`` is a file of more.
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
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day, wherever the computer is
    except ValueError:
        raise ScheduleError(f'"{text}" is no time of day', "write hours and minutes, such as 06:30 or 18:00") from None


def weekdays(text: str) -> tuple[int, ...]:
    """``mon-fri``, ``mon,wed,fri``, ``sat-mon``, ``daily``, ``weekdays`` or ``weekend``, as numbers with Monday as 0."""
    chosen: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = (each[:3] for each in part.partition("-"))
        if part in GROUPS:
            chosen.update(GROUPS[part])
        elif not _names_day(part.partition("-")[0]) or (dash and not _names_day(part.partition("-")[2])):
            raise ScheduleError(f'"{text}" names no days', "write mon-fri, or mon,wed,fri, or daily, weekdays, weekend")
        else:
            begin, end = DAYS.index(first), DAYS.index(last or first)
            chosen.update((begin + number) % 7 for number in range((end - begin) % 7 + 1))
    return tuple(sorted(chosen))


def _names_day(text: str) -> bool:
    """``mon`` and ``monday``, and what lies between them."""
    return len(text) > 2 and any(name.lower().startswith(text) for name in NAMES)


def told_days(days: tuple[int, ...]) -> str:
    """Every day, Monday to Friday, or the days one by one."""
    if days == EVERY_DAY:
        return "every day"
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{NAMES[days[0]]} to {NAMES[days[-1]]}"
    return ", ".join(NAMES[number] for number in days)

"""Which editions are to have a timer, and at which times of this computer's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from briefing.config import Settings
from briefing.errors import ScheduleError
from briefing.schedule.plan import DAYS, clock_time, slug, weekdays
from briefing.types import Edition

MONDAY, YEAR = date(2026, 1, 5), timedelta(days=366)
USUAL = "06:30"


@dataclass(frozen=True, slots=True)
class Turn:
    """When a schedule is due by this computer's clock; ``edition`` is empty for the one whose turn it is then."""

    name: str
    at: time
    days: tuple[int, ...]
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for, as it is written; None for what is not said."""

    at: str | None = None
    days: str | None = None
    name: str | None = None


def turns(settings: Settings, wanted: Wanted, now: datetime) -> list[Turn]:
    """One for each edition that has a time (or that of the name); the one time that is asked for, where one is."""
    timed = [each for each in map(settings.edition_value, settings.edition_names) if each.at]
    chosen = [each for each in timed if wanted.name in (None, each.name)]
    if chosen and not wanted.at and not wanted.days:
        return [turn_of(each, now) for each in chosen]
    name = slug(wanted.name or "morning")
    if name in [each.name for each in timed]:
        raise ScheduleError(
            f"the edition {name} has its time in the settings", "change it there, and leave --at and --days out"
        )
    edition = name if name in [each.name for each in settings.editions] else ""
    return [Turn(name, clock_time(wanted.at or USUAL), weekdays(wanted.days or "daily"), edition)]


def turn_of(edition: Edition, now: datetime) -> Turn:
    """The turn of an edition that has a time.

    Where this computer's clock shows another time than the edition's zone, and not by the same all year, the latest is taken:
    a run before the slot would be of the slot before.
    """
    slots = [edition.next(now)]
    while slots[-1] - slots[0] < YEAR:
        slots.append(edition.next(slots[-1]))
    ahead = max(slot.astimezone().replace(tzinfo=None) - slot.replace(tzinfo=None) for slot in slots)
    here = datetime.combine(MONDAY, edition.at or time()) + ahead
    days = sorted((day + (here.date() - MONDAY).days) % len(DAYS) for day in edition.days)
    return Turn(slug(edition.name), here.time(), tuple(days), edition.name)

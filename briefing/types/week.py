"""Times of day and days of the week, as people write them and as clocks keep them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY_DAY = frozenset(range(7))
GROUPS: Mapping[str, Collection[int]] = {"daily": range(7), "weekdays": range(5), "weekend": range(5, 7)}


def clock_time(text: str) -> time:
    """``06:30`` or ``6:30``; ValueError for anything else."""
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day, wherever one is
    except ValueError:
        raise ValueError(f'"{text}" is no time of day: write hours and minutes, such as 06:30 or 18:00') from None


def weekdays(text: str) -> frozenset[int]:
    """``mon-fri``, ``mon,wed,fri``, ``sat-mon``, ``daily``, ``weekdays`` or ``weekend``, with Monday as 0; else ValueError."""
    chosen: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if part in GROUPS:
            chosen.update(GROUPS[part])
        elif not _names_day(first) or (dash and not _names_day(last)):
            raise ValueError(f'"{text}" names no days: write mon-fri, or mon,wed,fri, or daily, weekdays, weekend')
        else:
            begin, end = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
            chosen.update((begin + number) % 7 for number in range((end - begin) % 7 + 1))
    return frozenset(chosen)


def _names_day(text: str) -> bool:
    """``mon`` and ``monday``, and what lies between them."""
    return len(text) > 2 and any(name.lower().startswith(text) for name in NAMES)


def told_days(days: Collection[int]) -> str:
    """Every day, Monday to Friday, or the days one by one."""
    ordered = sorted(days)
    if len(ordered) == len(DAYS):
        return "every day"
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{NAMES[ordered[0]]} to {NAMES[ordered[-1]]}"
    return ", ".join(NAMES[number] for number in ordered)


def first_moment(day: date, at: time, zone: tzinfo | None) -> datetime:
    """When the clocks of a zone, this computer's for None, first show that time on that day.

    Where they show it twice it is the first of both; where they are put forward over it, the first moment after the gap.
    """
    wanted = datetime.combine(day, at.replace(tzinfo=None))
    readings = sorted(wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    for reading in readings:
        if reading.astimezone(zone).replace(tzinfo=None) == wanted:
            return reading.astimezone(zone)
    early, late = readings  # on both sides of the gap
    after = late.astimezone(zone).utcoffset()
    passed = bisect_left(
        range(int((late - early).total_seconds())),
        True,
        key=lambda seconds: (early + timedelta(seconds=seconds)).astimezone(zone).utcoffset() == after,
    )
    return (early + timedelta(seconds=passed)).astimezone(zone)

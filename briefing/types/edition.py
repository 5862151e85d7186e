"""Editions: the slots that briefs are made for, by the clock of their time zone.

Times are compared in UTC: two times of one zone compare by what the clock shows, which goes back in autumn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from briefing.types.week import EVERY_DAY, first_moment

WEEK = 7  # days; from one day of the week to the next of that name


@dataclass(frozen=True, slots=True)
class Window:
    """What a brief speaks of: what came after ``start``, up to ``end``. Both have a time zone."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a time lies in it: windows that follow each other share none and leave none out."""
        return _utc(self.start) < _utc(moment) <= _utc(self.end)

    @property
    def span(self) -> timedelta:
        """How long it is, by time and not by the clock, which may be changed in it."""
        return _utc(self.end) - _utc(self.start)


@dataclass(frozen=True, slots=True)
class Edition:
    """A brief's slot: its name, when it is due, on which days (Monday is 0), in which time zone (this computer's for None).

    Without a time it is due whenever it is made, on any day. ``knows`` are the editions whose readers read this one too: what
    they told is known here; its own name is among them. All times have a zone; those that come back are in its own.
    """

    name: str = "morning"
    at: time | None = None
    days: frozenset[int] = EVERY_DAY
    zone: tzinfo | None = None
    knows: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError("an edition is due on at least one day of the week")

    def slot(self, now: datetime) -> datetime:
        """The last time up to ``now`` at which it is due; ``now`` itself where it has no time."""
        return self._last(now)[0]

    def day(self, now: datetime) -> date:
        """The day that the brief of ``now`` is of: an evening's brief that is made after midnight is of the day before."""
        return self._last(now)[1]

    def before(self, slot: datetime) -> datetime:
        """The slot before that one; a day before it, by the clock, where the edition has no time."""
        return max((due for due, _ in self._around(slot) if _utc(due) < _utc(slot)), key=_utc)

    def next(self, now: datetime) -> datetime:
        """The first slot after ``now``; a day after it, by the clock, where the edition has no time."""
        return min((due for due, _ in self._around(now) if _utc(due) > _utc(now)), key=_utc)

    @property
    def rhythm(self) -> timedelta:
        """The longest that it is from one of its days to the next: a day, three for Monday to Friday, seven for a weekly."""
        days = sorted(self.days if self.at else EVERY_DAY)
        return timedelta(
            days=max((later - day - 1) % WEEK + 1 for day, later in zip(days, [*days[1:], days[0]], strict=True))
        )

    def window(self, now: datetime, last: datetime | None, first: timedelta, longest: timedelta) -> Window:
        """What the brief of ``now`` speaks of: all since ``last``, when the last one that was delivered spoke.

        Where there was none (or that lies ahead, for a brief of the past): ``first``, and at least all since the slot before
        its own. After a long silence it reaches back no further than ``longest``, or ``first`` or two rhythms where that is more.
        """
        end = _utc(now)
        earliest = end - max(longest, first, 2 * self.rhythm)
        if last is None or _utc(last) >= end:
            last = min(end - first, _utc(self.before(self.slot(now))) if self.at else end)
        return Window(max(_utc(last), earliest).astimezone(self.zone), now.astimezone(self.zone))

    def _last(self, now: datetime) -> tuple[datetime, date]:
        """Its slot at ``now``, and the day that the slot is of: a gap may carry its time over midnight."""
        if not self.at:
            local = now.astimezone(self.zone)
            return local, local.date()
        return max(
            (due for due in self._around(now) if _utc(due[0]) <= _utc(now)), key=lambda due: (_utc(due[0]), due[1])
        )

    def _around(self, now: datetime) -> Iterator[tuple[datetime, date]]:
        """Every due time, with its day, of more than a week before ``now`` and after it."""
        local = now.astimezone(self.zone)
        at, days = (self.at, self.days) if self.at else (local.time(), EVERY_DAY)
        for number in range(-WEEK - 1, WEEK + 2):
            day = local.date() + timedelta(days=number)
            if day.weekday() in days:
                yield first_moment(day, at, self.zone), day


def due(editions: Sequence[Edition], now: datetime) -> Edition:
    """The edition of ``now``: the one that was due last; the first of them where none has a time.

    Of several that were due at the same moment it is the one with the longer rhythm: a weekly would else never have its turn.
    """
    timed = [edition for edition in editions if edition.at]
    return max(timed, key=lambda each: (_utc(each.slot(now)), each.rhythm)) if timed else editions[0]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)

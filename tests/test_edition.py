"""Editions by the clock: slots, days and windows, over midnight and over the nights on which clocks change."""

from __future__ import annotations

import time as clock
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.types import Edition, Window, due
from briefing.types.week import first_moment

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = (  # each with the day on which clocks are put forward or back in it
    ("Europe/Berlin", date(2026, 3, 29)), ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)), ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4)), ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Pacific/Chatham", date(2026, 9, 27)), ("Pacific/Chatham", date(2026, 4, 5)),  # at a quarter to
    ("America/Nuuk", date(2026, 3, 28)), ("America/Nuuk", date(2026, 10, 24)),  # before midnight
)  # fmt: skip
HALF_HOURS = tuple(time(number // 2, number % 2 * 30) for number in range(48))
NIGHTLY = (*HALF_HOURS[:9], *HALF_HOURS[44:])  # from ten in the evening to four
DAY, HALF_HOUR = timedelta(days=1), timedelta(minutes=30)
FIRST, LONGEST = timedelta(days=2), timedelta(days=7)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
EDITIONS = st.builds(
    Edition,
    name=st.just("morning"),
    at=st.sampled_from(HALF_HOURS),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    zone=st.sampled_from(sorted({name for name, _ in NIGHTS} | {"Asia/Kolkata", "UTC"})).map(ZoneInfo),
)


@cache
def minutes(zone: str, day: date) -> list[tuple[datetime, datetime]]:
    """Every minute of the days around that one, in UTC, with what the clocks show then."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - DAY
    every = [begin + timedelta(minutes=number) for number in range(4 * 24 * 60)]
    return [(moment, moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) for moment in every]


def slots(edition: Edition, begin: datetime, number: int) -> list[datetime]:
    """The slots after ``begin``, in their order."""
    found = [edition.next(begin)]
    while len(found) < number:
        found.append(edition.next(found[-1]))
    return found


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer lies in Berlin."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Berlin")
        clock.tzset()
        yield
    clock.tzset()


@pytest.mark.parametrize(("zone", "day"), NIGHTS)
def test_a_time_of_day_is_when_clocks_first_show_it_or_a_later_one(zone: str, day: date) -> None:
    """In each half hour of the night: a time that clocks skip is the first after the gap, one they show twice the first."""
    for at in HALF_HOURS:
        wanted = datetime.combine(day, at)
        shown = next(moment for moment, wall in minutes(zone, day) if wall >= wanted)
        assert first_moment(day, at, ZoneInfo(zone)).astimezone(UTC) == shown, at


@pytest.mark.parametrize(
    ("at", "day", "shown"),
    [
        (time(2, 30), date(2026, 3, 29), "2026-03-29T03:00:00+02:00"),
        (time(2, 30), date(2026, 10, 25), "2026-10-25T02:30:00+02:00"),
        (time(6, 30), date(2026, 10, 25), "2026-10-25T06:30:00+01:00"),
    ],
)
@pytest.mark.usefixtures("here")
def test_this_computers_clock_is_kept_as_that_of_a_named_zone(at: time, day: date, shown: str) -> None:
    """Without a zone it is the computer's: skipped and doubled times are the same there."""
    assert first_moment(day, at, BERLIN).isoformat() == shown
    assert first_moment(day, at, None).isoformat() == shown


@pytest.mark.parametrize(("zone", "day"), NIGHTS)
def test_over_the_night_each_moment_is_in_exactly_one_window(zone: str, day: date) -> None:
    """At every half hour at which an edition may be due: its windows leave no half hour out and share none."""
    begin = minutes(zone, day)[0][0]
    for at in NIGHTLY:
        edition = Edition(at=at, zone=ZoneInfo(zone))
        nows = slots(edition, begin, 4)
        windows = [edition.window(now, last, FIRST, LONGEST) for last, now in pairwise(nows)]
        moments = [moment for moment, _ in minutes(zone, day)[::30] if nows[0] < moment <= nows[-1].astimezone(UTC)]
        assert moments
        assert [sum(window.holds(moment) for window in windows) for moment in moments] == [1] * len(moments), at


@pytest.mark.parametrize(("zone", "day"), NIGHTS)
def test_in_every_half_hour_of_the_night_the_slot_is_the_last_that_was_due(zone: str, day: date) -> None:
    """Whenever a brief is made in that night, it is of the slot behind it, and of the day that this one was due on."""
    for at in NIGHTLY:
        edition = Edition(at=at, zone=ZoneInfo(zone))
        days = [day + timedelta(days=number) for number in range(-2, 3)]
        known = [(first_moment(each, at, edition.zone).astimezone(UTC), each) for each in days]
        for moment, _ in minutes(zone, day)[24 * 60 : 3 * 24 * 60 : 30]:
            wanted = max(each for each in known if each[0] <= moment)
            assert (edition.slot(moment).astimezone(UTC), edition.day(moment)) == wanted


@given(EDITIONS, MOMENTS)
def test_slots_follow_each_other(edition: Edition, now: datetime) -> None:
    """The next one's slot before it is the slot of now, whatever the zone, the time and the days."""
    slot, following = edition.slot(now), edition.next(now)
    assert slot <= now < following
    assert edition.slot(slot) == slot
    assert edition.before(following) == slot
    assert edition.next(slot) == following
    assert edition.next(edition.before(slot)) == slot


@given(EDITIONS, MOMENTS)
def test_there_is_one_slot_for_each_day_that_it_is_due(edition: Edition, now: datetime) -> None:
    """Over some weeks, each of its days has its slot, once and in order."""
    days = [edition.day(slot) for slot in slots(edition, now, 20)]
    every = [days[0] + timedelta(days=number) for number in range((days[-1] - days[0]).days + 1)]
    assert days == [day for day in every if day.weekday() in edition.days]
    assert all(later - day <= edition.rhythm for day, later in pairwise(days))


@given(EDITIONS, MOMENTS, st.lists(st.integers(0, 60 * 20), min_size=3, max_size=8), st.data())
def test_late_and_missed_runs_leave_no_gap(
    edition: Edition, now: datetime, late: list[int], data: st.DataObject
) -> None:
    """However late a run is, and whichever are left out, what came since the last one is in the next window, once."""
    due_times = [edition.next(now)]
    for _ in late[1:]:
        due_times.append(edition.next(due_times[-1] + timedelta(minutes=60 * 20)))
    nows = [slot + timedelta(minutes=minutes) for slot, minutes in zip(due_times, late, strict=True)]
    nows = [each.astimezone(UTC) for each in nows]
    windows = [edition.window(later, one, FIRST, timedelta(days=36_500)) for one, later in pairwise(sorted(nows))]
    moment = data.draw(st.datetimes(nows[0].replace(tzinfo=None), nows[-1].replace(tzinfo=None)), "moment").replace(
        tzinfo=UTC
    )
    assert sum(window.holds(moment) for window in windows) == (min(nows) < moment <= max(nows))


def test_an_evening_that_is_made_after_midnight_is_of_the_day_before() -> None:
    """Due at half past eleven, made at ten past twelve: the same brief as one made in time."""
    evening = Edition("evening", time(23, 30), zone=BERLIN)
    for now in (datetime(2026, 6, 1, 23, 40, tzinfo=BERLIN), datetime(2026, 6, 2, 0, 10, tzinfo=BERLIN)):
        assert evening.day(now) == date(2026, 6, 1)
        assert evening.slot(now) == datetime(2026, 6, 1, 23, 30, tzinfo=BERLIN)


def test_a_time_that_a_gap_carries_over_midnight_keeps_its_day() -> None:
    """In Nuuk the clocks leave out the hour before a midnight: what is due in it is still that day's."""
    edition = Edition(at=time(23, 30), zone=ZoneInfo("America/Nuuk"))
    night = edition.slot(datetime(2026, 3, 29, 3, tzinfo=UTC))
    assert (night.isoformat(), edition.day(night)) == ("2026-03-29T00:00:00-01:00", date(2026, 3, 28))
    assert edition.day(edition.next(night)) == date(2026, 3, 29)


def test_a_day_that_a_zone_left_out_has_no_slot_of_its_own() -> None:
    """Samoa had no 30 December 2011: midnight of that day is the midnight of the next, and one slot."""
    edition = Edition(at=time(0), zone=ZoneInfo("Pacific/Apia"))
    noon = datetime(2011, 12, 31, 12, tzinfo=edition.zone)
    assert edition.day(noon) == date(2011, 12, 31)
    assert edition.day(edition.before(edition.slot(noon))) == date(2011, 12, 29)


def test_an_edition_without_a_time_is_of_the_day_of_its_zone() -> None:
    """Its slot is the moment at which it is made, and the windows still follow each other."""
    edition = Edition(zone=BERLIN)
    now = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    assert edition.slot(now) == now
    assert edition.day(now) == date(2026, 6, 2)
    assert (edition.before(now), edition.next(now)) == (now - DAY, now + DAY)
    assert edition.window(now, now - HALF_HOUR, FIRST, LONGEST) == Window(now - HALF_HOUR, now)


NOW = datetime(2026, 6, 7, 8, 5, tzinfo=UTC)  # a Sunday
DAILY = Edition("morning", time(6, 30), zone=UTC)
WEEKLY = Edition("weekly", time(8), frozenset({6}), UTC)


@pytest.mark.parametrize(
    ("edition", "last", "back"),
    [
        (DAILY, NOW - DAY, DAY),
        (DAILY, NOW - 3 * DAY, 3 * DAY),  # two mornings were missed
        (DAILY, NOW - 30 * DAY, LONGEST),
        (DAILY, None, FIRST),
        (DAILY, NOW + DAY, FIRST),  # a brief of the past
        (replace(DAILY, at=None), None, FIRST),
        (WEEKLY, NOW - 7 * DAY, 7 * DAY),
        (WEEKLY, NOW - 14 * DAY, 14 * DAY),  # one week was missed, which is longer than ``longest``
        (WEEKLY, NOW - 30 * DAY, 14 * DAY),
        (WEEKLY, None, 7 * DAY + timedelta(minutes=5)),  # all since the slot before
    ],
)
def test_a_window_reaches_back_to_the_last_brief_within_reason(
    edition: Edition, last: datetime | None, back: timedelta
) -> None:
    """Missed days are caught up with; the first brief, and the first after a long silence, reach back as far as is said."""
    assert edition.window(NOW, last, FIRST, LONGEST) == Window(NOW - back, NOW)


def test_a_window_in_the_doubled_hour_is_told_by_time_and_not_by_the_clock() -> None:
    """Half past two comes twice: what came at the second is after what came at the first."""
    first, second = (datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=BERLIN) for fold in (0, 1))
    window = Window(first, second)
    assert window.holds(datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=BERLIN))
    assert not window.holds(datetime(2026, 10, 25, 2, 10, fold=0, tzinfo=BERLIN))
    assert window.holds(second)
    assert not window.holds(first)
    assert window.span == timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "name"),
    [
        (datetime(2026, 6, 5, 6, 30, tzinfo=UTC), "morning"),
        (datetime(2026, 6, 5, 17, 59, tzinfo=UTC), "morning"),
        (datetime(2026, 6, 5, 18, 0, tzinfo=UTC), "evening"),
        (datetime(2026, 6, 6, 3, 0, tzinfo=UTC), "evening"),
        (datetime(2026, 6, 7, 7, 0, tzinfo=UTC), "morning"),
        (datetime(2026, 6, 7, 9, 0, tzinfo=UTC), "weekly"),
    ],
)
def test_the_edition_whose_turn_it_is_was_due_last(now: datetime, name: str) -> None:
    """A run that is late is still of the slot behind it; an edition without a time is made by its name alone."""
    editions = [Edition("special"), DAILY, Edition("evening", time(18), zone=UTC), WEEKLY]
    assert due(editions, now).name == name


def test_of_editions_that_are_due_together_the_rarer_one_has_its_turn() -> None:
    """On Sunday morning at eight it is the weekly's; without any time it is the first of them."""
    assert due([replace(DAILY, at=time(8)), WEEKLY], NOW) == WEEKLY
    assert due([WEEKLY, replace(DAILY, at=time(8))], NOW) == WEEKLY
    assert due([Edition("a"), Edition("b")], NOW).name == "a"


def test_an_edition_has_a_day() -> None:
    """One that is never due, or on an eighth day, is refused."""
    for days in (frozenset[int](), frozenset({7})):
        with pytest.raises(ValueError, match="at least one day"):
            Edition(days=days)

"""Which editions have a timer, and when by this computer's clock."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from briefing.config import Settings, settings
from briefing.errors import ScheduleError
from briefing.schedule import Plan, Turn, Wanted, turns
from briefing.types import Edition

Zone = Callable[[str], None]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAILY, SUNDAY = tuple(range(7)), (6,)


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zone]:
    """Puts the computer into a time zone."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        clock.tzset()

    yield put
    monkeypatch.undo()
    clock.tzset()


def three(zone: str = "") -> Settings:
    """A morning, a weekly, and one that is made by hand."""
    editions = [
        {"name": "morning", "at": "06:30"}, {"name": "weekly", "at": "08:00", "days": "sun"}, {"name": "special"},
    ]  # fmt: skip
    return settings({"brief": {"time_zone": zone}, "editions": editions})


def test_each_edition_with_a_time_has_its_turn() -> None:
    """All of them, or the one that is named."""
    weekly = Turn("weekly", time(8), SUNDAY, "weekly")
    assert turns(three(), Wanted(), NOW) == [Turn("morning", time(6, 30), DAILY, "morning"), weekly]
    assert turns(three(), Wanted(name="weekly"), NOW) == [weekly]


@pytest.mark.parametrize(
    ("wanted", "turn"),
    [
        (Wanted(name="special"), Turn("special", time(6, 30), DAILY, "special")),
        (Wanted("7:15", "sat,sun", "special"), Turn("special", time(7, 15), (5, 6), "special")),
        (Wanted("12:00", name="noon"), Turn("noon", time(12), DAILY)),
    ],
)
def test_a_time_can_be_asked_for(wanted: Wanted, turn: Turn) -> None:
    """For an edition without one; and for a schedule of another name, which makes the edition whose turn it is."""
    assert turns(three(), wanted, NOW) == [turn]


def test_without_editions_there_is_one_turn() -> None:
    """As it always was."""
    assert turns(Settings(), Wanted(), NOW) == [Turn("morning", time(6, 30), DAILY)]


def test_an_edition_has_one_time_and_no_other() -> None:
    """Two times for one edition would be a brief of the day before at one of them."""
    with pytest.raises(ScheduleError, match="change it there"):
        turns(three(), Wanted("07:00"), NOW)


@pytest.mark.parametrize(
    ("here", "there", "at", "days"),
    [
        ("UTC", "Europe/Berlin", time(7), SUNDAY),  # 08:00 is 06:00 in summer and 07:00 in winter
        ("Europe/Berlin", "America/New_York", time(14), SUNDAY),
        ("America/New_York", "Europe/Berlin", time(3), SUNDAY),  # for some weeks a year 03:00, else 02:00
        ("America/Los_Angeles", "Asia/Tokyo", time(16), (5,)),  # of the day before
        ("Pacific/Auckland", "America/Los_Angeles", time(5), (0,)),  # of the day after
        ("Asia/Kolkata", "Asia/Kolkata", time(8), SUNDAY),
    ],
)
def test_a_timer_never_goes_off_before_its_edition_is_due(
    zone: Zone, here: str, there: str, at: time, days: tuple[int, ...]
) -> None:
    """Where clocks show different times it goes off at the slot, or up to two hours late in some part of the year."""
    zone(here)
    turn = turns(three(there), Wanted(name="weekly"), NOW)[0]
    assert (turn.at, turn.days) == (at, days)
    edition = Edition("weekly", time(8), frozenset({6}), ZoneInfo(there))
    for moment in islice(_fires(turn), 60):
        assert timedelta() <= moment - edition.slot(moment) <= timedelta(hours=2)


def _fires(turn: Turn) -> Iterator[datetime]:
    """When the timer goes off, from now on."""
    plan = Plan(turn.name, turn.at, turn.days, Path("a"), Path("b"), "python", "crontab", NOW, Path("c"))
    moment = NOW
    while True:
        moment = plan.next_due(moment).astimezone(UTC)
        yield moment

"""Health: what a source's failures and successes do to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from briefing.errors import FetchError, InputError, PasswordError
from briefing.store import Store
from briefing.store.health import FIRST_WAIT, LONGEST_WAIT, HealthBook, failed, is_due, succeeded
from briefing.types import Health, Source

NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
FEED = Source("https://news.example/feed", name="News")
FRESH = Health("News", FEED.location)
DOWN = FetchError("https://news.example/feed answered 500", "it is asked again later", 500)


def test_a_source_that_fails_is_asked_less_and_less() -> None:
    """Each failure doubles the wait, up to a week; since when it fails stays."""
    health, waits = FRESH, []
    for _ in range(12):
        health = failed(health, DOWN, NOW)
        assert health.again is not None
        waits.append(health.again - NOW)
    assert waits[:4] == [FIRST_WAIT * 2**doubled for doubled in range(4)]
    assert waits[-1] == LONGEST_WAIT
    assert (health.failures, health.since, health.error) == (12, NOW, "answered 500")


def test_a_daily_run_asks_a_source_that_failed_yesterday() -> None:
    """A morning's failure never costs the next morning."""
    health = failed(FRESH, DOWN, NOW)
    assert not is_due(health, NOW + timedelta(minutes=10))
    assert is_due(health, NOW + timedelta(hours=23))


def test_what_a_server_asks_for_goes_before_our_own_wait() -> None:
    """Retry-After is kept to between runs too; not for longer than the longest wait."""
    error = FetchError("x answered 429", status=429, temporary=True)
    for seconds, wait in ((10, FIRST_WAIT), (7200, timedelta(hours=2)), (10**9, LONGEST_WAIT)):
        error.after = float(seconds)
        assert failed(FRESH, error, NOW).again == NOW + wait


def test_an_answer_wipes_the_failures_out() -> None:
    """After it only the success is told, with what was new."""
    health = succeeded(failed(FRESH, DOWN, NOW), NOW, new=3)
    assert (health.state, health.failures, health.error, health.again) == ("new", 0, "", None)
    assert succeeded(health, NOW, new=0).state == "nothing new"


def test_what_has_ended_is_not_asked_again() -> None:
    """410 stops a feed for good; its remedy says to take it out."""
    health = failed(FRESH, FetchError("x answered 410", "it has ended", 410), NOW)
    assert health.state == "gone"
    assert not is_due(health, NOW + timedelta(days=400))


def test_nothing_new_and_could_not_fetch_never_look_alike() -> None:
    """Each state has a word of its own."""
    states = [FRESH, succeeded(FRESH, NOW, 1), succeeded(FRESH, NOW, 0), failed(FRESH, DOWN, NOW)]
    assert [health.state for health in states] == ["never", "new", "nothing new", "failed"]
    assert [health.problem is not None for health in states] == [False, False, False, True]


def test_a_failing_source_says_since_when() -> None:
    """The problem names the source, what happened, how often and since when."""
    again = failed(failed(FRESH, InputError("https://news.example/feed is no feed"), NOW), DOWN, NOW)
    assert (
        str(again.problem)
        == "News: answered 500, since 2026-11-01 06:00 UTC (2 times in a row) (it is asked again later)"
    )


@pytest.mark.parametrize(
    "health",
    [
        succeeded(FRESH, NOW, 3, "https://moved.example/feed"),
        failed(succeeded(FRESH, NOW, 3), DOWN, NOW + timedelta(days=1)),
        failed(FRESH, FetchError("x answered 410", "ended", 410), NOW),
    ],
)
def test_health_is_remembered(health: Health) -> None:
    """What is written down is what is read, to the second."""
    with Store(":memory:") as store:
        book = HealthBook(store)
        assert book.of([FEED]) == [FRESH]
        book.keep(health, NOW)
        assert book.of([Source("https://other.example"), FEED])[1] == health


def test_a_source_can_be_forgotten() -> None:
    """It is then asked as if for the first time."""
    with Store(":memory:") as store:
        book = HealthBook(store)
        book.keep(failed(FRESH, DOWN, NOW), NOW)
        book.forget([FEED.key])
        assert book.of([FEED]) == [FRESH]


def test_no_pause_is_too_long_to_be_written_down() -> None:
    """A server may ask for more time than there is."""
    error = FetchError("x answered 503", status=503, temporary=True)
    error.after = 1e300
    assert failed(FRESH, error, NOW).again == NOW + LONGEST_WAIT


def test_what_is_to_be_mended_here_does_not_rest() -> None:
    """A missing password or a private address is no fault of the host's; once mended, it is asked at once."""
    for error in (PasswordError("x has no password"), FetchError("x lies on a private network")):
        assert failed(FRESH, error, NOW).again is None

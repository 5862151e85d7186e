"""A few mornings as if they were live: nothing is told as new twice, and twice the same is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.replay import Replay, among, kept, pairs, replay
from briefing.store import Store
from briefing.types import Article, Reading

MONDAY = datetime(2026, 10, 12, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def week(newsroom: Reading) -> list[Article]:
    """Articles of the newsroom, dealt out over four days, so that outlets follow each other with the same story."""
    return [replace(article, published=MONDAY + number % 4 * DAY) for number, article in enumerate(newsroom)]


@pytest.fixture(scope="module")
def memory(vectors: Path) -> Iterator[Store]:
    with Store(vectors) as store:
        yield store


@pytest.fixture(scope="module")
def done(week: list[Article], memory: Store) -> Replay:
    return replay(week, memory, "first")


def test_nothing_that_was_shown_is_told_as_new(done: Replay) -> None:
    """Every morning reads two days, so that each article is met twice: the second time its story has its thread."""
    assert (done.twice, done.lost) == ([], [])
    assert done.statuses["known"] > done.statuses["new"] / 2


def test_a_story_goes_on_when_others_report_it_later(done: Replay) -> None:
    """Outlets that come a day later are told as an update, or by a line; both kinds of stories are there."""
    assert done.statuses["new"] > 0
    assert done.statuses["updated"] + done.statuses["continuing"] > 0


def test_a_replay_is_the_same_again(done: Replay, week: list[Article], memory: Store) -> None:
    """Byte by byte; an article less makes it another."""
    assert replay(week, memory, "second").digest == done.digest
    assert replay(week[1:], memory, "third").digest != done.digest


def test_threads_are_measured_over_days() -> None:
    """Pairs of one day say nothing of a thread: of the others it is counted which gold and which the threads join."""
    done = Replay(threads={"a": "t1", "b": "t1", "c": "t2", "d": "t2", "e": "t1"})
    gold = dict.fromkeys("abc", "g1") | dict.fromkeys("de", "g2")
    days = {"a": 0, "b": 1, "c": 1, "d": 2, "e": 3}
    dates = {address: (MONDAY + day * DAY).date() for address, day in days.items()}
    assert pairs(done, gold, dates) == (3, 4, 1)  # ab ac de, ab ae be cd, ab
    assert kept(done, gold, dates) == (2, 0)
    assert kept(replace(done, threads=dict.fromkeys("abc", "t1")), gold, dates) == (1, 1)


def test_archive_texts_are_moved_among_the_days(week: list[Article]) -> None:
    """Evenly over the days of the stream, none outside, all of them in order of their days."""
    others = [replace(article, url=f"{article.url}/old", published=None) for article in week[:8]]
    mixed = among(week, others)
    days = [article.published.date() for article in mixed if article.published]
    assert len(mixed) == len(days) == len(week) + len(others)
    assert days == sorted(days)
    moved = [article.published for article in mixed if article.url.endswith("/old") and article.published]
    assert [(each.date() - MONDAY.date()).days for each in moved] == [0, 0, 1, 1, 2, 2, 3, 3]

"""What a reader asked more of, or less, is remembered, changed by the last word on it, and forgotten again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.store import MEMORY, Store
from briefing.store.tastes import STRONGEST, TasteBook
from briefing.types import Interest

NOW = datetime(2026, 10, 15, 6, tzinfo=UTC)
WALL = ("a1b2c3d4e5f6", "Harbour wall rebuilt", "Harbour wall rebuilt\nThe council voted.")
COMET = ("b1b2c3d4e5f6", "Comet found", "Comet found\nIt has two tails.")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(MEMORY) as opened:
        yield opened


@pytest.fixture
def book(store: Store) -> TasteBook:
    return TasteBook(store)


def test_what_was_learnt_is_an_interest_with_its_origin(book: TasteBook) -> None:
    """More is an interest above 0, less one below, each named after the story that taught it; the first learnt comes first."""
    book.learn(*WALL, 1.0, NOW)
    book.learn(*COMET, -1.0, NOW)
    assert book.interests() == [
        Interest(WALL[2], 1.0, "more: Harbour wall rebuilt", WALL[0]),
        Interest(COMET[2], -1.0, "less: Comet found", COMET[0]),
    ]
    assert [(taste.thread, taste.made) for taste in book.tastes()] == [(WALL[0], NOW), (COMET[0], NOW)]


def test_the_last_word_on_a_story_holds(book: TasteBook) -> None:
    """Less after more leaves nothing of the more, however often it was asked: one taste with a new date."""
    for _ in range(3):
        first = book.learn(*WALL, 1.0, NOW)
    last = book.learn(*WALL, -1.0, NOW + timedelta(days=1))
    assert book.tastes() == [last]
    assert (last.number, last.weight, last.made) == (first.number, -1.0, NOW + timedelta(days=1))


@pytest.mark.parametrize("direction", [1.0, -1.0])
def test_asking_again_counts_for_more_up_to_a_bound(book: TasteBook, direction: float) -> None:
    """The same word twice is twice as strong; no story can be made to decide all the others."""
    weights = [book.learn(*WALL, direction, NOW).weight for _ in range(5)]
    assert weights == [direction, 2 * direction, STRONGEST * direction, STRONGEST * direction, STRONGEST * direction]


def test_the_newest_telling_of_a_story_is_kept(book: TasteBook) -> None:
    """A thread that goes on is known by what it was about when it was asked for last."""
    book.learn(*WALL, 1.0, NOW)
    taste = book.learn(WALL[0], "Harbour wall delayed", "It is late.", 1.0, NOW)
    assert (taste.headline, taste.text) == ("Harbour wall delayed", "It is late.")


def test_what_is_forgotten_is_gone(book: TasteBook) -> None:
    """Forgetting says what it was, once; the others stay."""
    wall, comet = book.learn(*WALL, 1.0, NOW), book.learn(*COMET, 1.0, NOW)
    assert book.forget(wall.number) == wall
    assert book.forget(wall.number) is None
    assert book.tastes() == [comet]


def test_each_file_of_settings_has_tastes_of_its_own(store: Store, tmp_path: Path) -> None:
    """Two readers who share a store learn, read and forget apart; one file is one reader however its path is written."""
    ina, jo = TasteBook(store, tmp_path / "ina.toml"), TasteBook(store, tmp_path / "jo.toml")
    taste = ina.learn(*WALL, 1.0, NOW)
    jo.learn(*WALL, -1.0, NOW)
    assert [each.weight for each in ina.tastes()] == [1.0]
    assert jo.forget(taste.number) is None
    assert TasteBook(store, tmp_path / "sub" / ".." / "ina.toml").tastes() == [taste]


def test_tastes_outlive_the_process(tmp_path: Path) -> None:
    """They are kept in the file of the store."""
    with Store(tmp_path / "briefing.db") as store:
        taste = TasteBook(store).learn(*WALL, 1.0, NOW)
    with Store(tmp_path / "briefing.db") as store:
        assert TasteBook(store).tastes() == [taste]

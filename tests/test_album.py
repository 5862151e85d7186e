"""Pictures, remembered by their address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefing.store import CHUNK, Store
from briefing.store.album import KEPT, Album
from briefing.types import Image

NOW = datetime(2026, 10, 15, 6, tzinfo=UTC)


def picture(content: bytes = b"jpeg") -> Image:
    """A picture as it is kept: without its credit."""
    return Image(content, 640, 480, credit="")


def test_a_picture_is_there_for_the_next_run(tmp_path: Path) -> None:
    """By its address, and no other is."""
    with Store(tmp_path / "store.db") as store:
        Album(store).keep({"https://alder.example/1.jpg": picture()}, NOW)
    with Store(tmp_path / "store.db") as store:
        found = Album(store).of(["https://alder.example/2.jpg", "https://alder.example/1.jpg"])
    assert found == {"https://alder.example/1.jpg": picture()}


def test_a_picture_is_replaced_and_old_ones_are_forgotten() -> None:
    """Those of stories that have ended, when the next ones are kept."""
    with Store(":memory:") as store:
        album = Album(store)
        album.keep({"old": picture(), "new": picture(b"first")}, NOW - KEPT - timedelta(seconds=1))
        album.keep({"new": picture(b"second")}, NOW)
        assert album.of(["old", "new"]) == {"new": picture(b"second")}


def test_many_are_found_at_once() -> None:
    """More than one query may name."""
    with Store(":memory:") as store:
        many = {f"https://alder.example/{number}": picture(str(number).encode()) for number in range(CHUNK + 10)}
        Album(store).keep(many, NOW)
        assert Album(store).of(list(many)) == many
        assert Album(store).of([]) == {}

"""Pictures of articles, remembered by their address: fetched once, and there when no network is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from briefing.store import CHUNK, Store, stamp
from briefing.types import Image

KEPT = timedelta(days=30)  # chosen: a story that goes on for longer has a newer picture


class Album:
    """The pictures of one store, small as they are shown, without their credit."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, addresses: Sequence[str]) -> dict[str, Image]:
        """Those of these addresses that are there."""
        found = {}
        for start in range(0, len(addresses), CHUNK):
            chunk = addresses[start : start + CHUNK]
            with self._store.reading() as connection:
                query = f"SELECT * FROM images WHERE address IN ({','.join('?' * len(chunk))})"  # noqa: S608 - marks alone
                for row in connection.execute(query, chunk):
                    found[row["address"]] = Image(row["content"], row["width"], row["height"], credit="")
        return found

    def keep(self, pictures: Mapping[str, Image], now: datetime) -> None:
        """Remember pictures by their address, and forget those that are older than KEPT."""
        rows = [(address, each.content, each.width, each.height, stamp(now)) for address, each in pictures.items()]
        with self._store.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO images VALUES (?, ?, ?, ?, ?)", rows)
            connection.execute("DELETE FROM images WHERE made < ?", (stamp(now - KEPT),))

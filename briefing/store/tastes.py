"""What a reader asked more of, or less: one taste for a thread, in the store. The last word on a thread holds."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from briefing.store import Store, stamp
from briefing.types import Interest

STRONGEST = 3.0  # what asking the same again and again comes to, where asking once is 1; chosen


@dataclass(frozen=True, slots=True)
class Taste:
    """What was learnt of one thread: its number, when it was asked for, what the story was about; below 0 it is less."""

    number: int
    weight: float
    thread: str
    headline: str
    text: str
    made: datetime

    @property
    def label(self) -> str:
        """``more: Harbour wall rebuilt``, ``less: …``."""
        return f"{'more' if self.weight > 0 else 'less'}: {self.headline}"


class TasteBook:
    """The tastes of a reader. ``home`` is the briefing.toml that they are of, where several share a store."""

    def __init__(self, store: Store, home: Path | None = None) -> None:
        self._store = store
        self._home = str(home.resolve()) if home else ""

    def learn(self, thread: str, headline: str, text: str, weight: float, now: datetime) -> Taste:
        """Learn that more like this is wanted, or less where ``weight`` is below 0; the taste that it makes.

        Asked the same again, it counts for more, up to STRONGEST; asked the opposite, only that holds.
        """
        row = (self._home, weight, thread, headline, text, stamp(now))
        with self._store.writing() as connection:
            connection.execute(
                "INSERT INTO tastes (home, weight, thread, headline, text, made) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (home, thread) DO UPDATE SET weight = CASE WHEN weight * excluded.weight > 0"
                " THEN max(-?, min(?, weight + excluded.weight)) ELSE excluded.weight END,"
                " headline = excluded.headline, text = excluded.text, made = excluded.made",
                (*row, STRONGEST, STRONGEST),
            )
            query = "SELECT * FROM tastes WHERE home = ? AND thread = ?"
            return _taste(connection.execute(query, (self._home, thread)).fetchone())

    def tastes(self) -> list[Taste]:
        """All that was learnt, in the order in which it was learnt first."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT * FROM tastes WHERE home = ? ORDER BY id", (self._home,)).fetchall()
        return [_taste(row) for row in rows]

    def interests(self) -> list[Interest]:
        """All that was learnt, as the ranking takes it."""
        return [Interest(taste.text, taste.weight, taste.label, taste.thread) for taste in self.tastes()]

    def forget(self, number: int) -> Taste | None:
        """Unlearn one of them, and say what it was; None where there is none of this number."""
        key = (self._home, number)
        with self._store.writing() as connection:
            row = connection.execute("SELECT * FROM tastes WHERE home = ? AND id = ?", key).fetchone()
            connection.execute("DELETE FROM tastes WHERE home = ? AND id = ?", key)
        return _taste(row) if row else None


def _taste(row: sqlite3.Row) -> Taste:
    made = datetime.fromisoformat(row["made"])
    return Taste(row["id"], row["weight"], row["thread"], row["headline"], row["text"], made)

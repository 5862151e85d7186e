"""Which row had an address first, for more addresses than a memory holds: hashes in a file, made anew by each run."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from briefing.errors import OutputError
from briefing.text import canonical_url

DIGEST = 16  # bytes of a hash: of 10^8 addresses two are alike with a chance of 10^-23
CACHE = 64_000  # kilobytes of the file that are kept in memory; chosen


class Addresses:
    """The addresses that were met so far."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path

    def first(self, url: str, place: str) -> str:
        """The place of the row that had this address before, empty where there was none: then this place has it."""
        key = hashlib.sha256(canonical_url(url).encode(errors="replace")).digest()[:DIGEST]
        with _writing(self._path):
            added = self._connection.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?)", (key, place))
            if added.rowcount:
                return ""
            (found,) = self._connection.execute("SELECT place FROM addresses WHERE key = ?", (key,)).fetchone()
            return str(found)


@contextmanager
def addresses(path: Path) -> Iterator[Addresses]:
    """No addresses yet, kept in a file at ``path`` that goes again. What a killed run left of it is not looked at."""
    path.unlink(missing_ok=True)
    try:
        with _writing(path):
            opened = sqlite3.connect(path, isolation_level=None)
        with closing(opened) as connection:
            with _writing(path):
                for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}"):
                    connection.execute(f"PRAGMA {pragma}")
                connection.execute("CREATE TABLE addresses (key BLOB PRIMARY KEY, place TEXT) WITHOUT ROWID")
                connection.execute("BEGIN")  # one for all of it: nothing of it outlives the run
            yield Addresses(connection, path)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        remedy = "see that there is room, and give the same command again: it goes on from what is finished"
        raise OutputError(f"{path} cannot be written: {error}", remedy) from error

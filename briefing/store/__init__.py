"""What is remembered between runs, in one SQLite file: vectors and summaries here, articles and health in their own files.

Every change is one transaction of a write-ahead log: a process that is killed at any moment leaves what it had finished.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from briefing.errors import LockedError, StoreError
from briefing.store.migrations import MIGRATIONS

__all__ = ["CHUNK", "MEMORY", "MIGRATIONS", "Store", "located", "moment", "stamp"]

CHUNK = 500  # keys to a query; SQLite before 3.32 takes at most 999 parameters
BUSY_SECONDS = 30.0  # how long a second process waits for the first one's write
MEMORY = ":memory:"


class Store:
    """An open store; made with its folder on first use. Several processes may use one file (WAL)."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        with self._usable():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # one thread at a time uses it; which one, depends on who runs the event loop
            self._connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            try:
                self._write_ahead()
                self._connection.execute("PRAGMA synchronous = NORMAL")  # safe with WAL; no fsync for each batch
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._migrate()
            except BaseException:  # an interruption too: nothing is left behind, and it goes on up
                self.close()
                raise

    @property
    def is_memory(self) -> bool:
        """Whether nothing of it outlives the process."""
        return str(self.path) == MEMORY

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """What SQLite and the file system complain of, as an error of ours."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            remedy = "name another file by `store` in briefing.toml, or move this one away: it is made anew"
            raise StoreError(f"store {self.path}: {error}", remedy) from error

    def _write_ahead(self) -> None:
        """Keep a write-ahead log. While another process turns it on, SQLite says "locked" at once and does not wait."""
        end = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.01)
            else:
                return

    def _migrate(self) -> None:
        with self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(MIGRATIONS):
                raise StoreError(f"store {self.path} was written by a newer version", "upgrade briefing")
            for step in MIGRATIONS[version:]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for queries."""
        with self._usable():
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection in one transaction: all that is written in it is kept, or nothing."""
        with self._usable(), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def alone(self, task: str = "") -> Iterator[None]:
        """Be the one run at work with this store, or at one ``task`` of it; LockedError where there is another.

        A killed run leaves no lock behind.
        """
        from filelock import FileLock, Timeout

        if self.is_memory:
            yield
            return
        lock = FileLock(f"{self.path}{'.' * bool(task)}{task}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise LockedError(
                f"another run is at work with {self.path}", "wait until it is done; this one did nothing"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def vectors(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The remembered vectors among ``keys``, as they were kept."""
        return dict(self._among("SELECT key, vector FROM vectors WHERE key", keys))

    def keep_vectors(self, vectors: Mapping[bytes, bytes] | Iterable[tuple[bytes, bytes]]) -> None:
        """Remember vectors; one that is there already is replaced."""
        with self.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", dict(vectors).items())

    def summaries(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """The remembered summaries among ``keys``, as they were kept."""
        return dict(self._among("SELECT key, summary FROM summaries WHERE key", keys))

    def keep_summaries(self, summaries: Mapping[bytes, str], now: datetime) -> None:
        """Remember summaries by the hash of all that they depend on."""
        rows = [(key, summary, stamp(now)) for key, summary in summaries.items()]
        with self.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO summaries VALUES (?, ?, ?)", rows)

    def _among(self, query: str, keys: Sequence[bytes]) -> Iterator[Any]:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            with self.reading() as connection:
                yield from connection.execute(f"{query} IN ({','.join('?' * len(chunk))})", chunk)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def located(named: str) -> Path:
    """Where the store lies that a setting names: ``none`` is in memory, an empty one in the folder for the user's data."""
    from platformdirs import user_data_path

    if named == "none":
        return Path(MEMORY)
    return Path(named or user_data_path("briefing", appauthor=False) / "briefing.db").expanduser()


def stamp(moment: datetime) -> str:
    """A time as the store keeps it: ISO 8601 in UTC, whole seconds, so that times sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment(stamped: str | None) -> datetime | None:
    """A kept time."""
    return datetime.fromisoformat(stamped) if stamped else None

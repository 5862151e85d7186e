"""What is remembered between runs, in one SQLite file: so far the vectors of texts, by the hash of their content."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from briefing.errors import StoreError

MIGRATIONS = ("CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID",)
CHUNK = 500  # keys to a query; SQLite before 3.32 takes at most 999 parameters
BUSY_SECONDS = 30.0  # how long a second process waits for the first one's write


class Store:
    """An open store; made with its folder on first use. Several processes may use one file (WAL)."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        with self._usable():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = NORMAL")  # safe with WAL; no fsync for each batch
                self._migrate()
            except BaseException:
                self.close()
                raise

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """What SQLite and the file system complain of, as an error of ours."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            remedy = "name another file by `store` in briefing.toml, or move this one away: it is made anew"
            raise StoreError(f"store {self.path}: {error}", remedy) from error

    def _migrate(self) -> None:
        with self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(MIGRATIONS):
                raise StoreError(f"store {self.path} was written by a newer version", "upgrade briefing")
            for statement in MIGRATIONS[version:]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def vectors(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The remembered vectors among ``keys``, as they were kept."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            marks = ",".join("?" * len(chunk))
            query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 - question marks alone
            with self._usable():
                found.update(self._connection.execute(query, chunk))
        return found

    def keep_vectors(self, vectors: Mapping[bytes, bytes] | Iterable[tuple[bytes, bytes]]) -> None:
        """Remember vectors; one that is there already is replaced."""
        with self._usable(), self._connection as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", dict(vectors).items())

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

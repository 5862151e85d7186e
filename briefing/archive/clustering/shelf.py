"""The articles of an archive in a file, by their place in time: what was found out of each stays there, whoever is killed."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.archive.admission import Rejected
from briefing.archive.clustering.grouping import Measured, Text
from briefing.archive.clustering.noting import Noted
from briefing.archive.clustering.words import Counts
from briefing.embed import KEPT_TYPE, Vectors
from briefing.errors import OutputError
from briefing.types import Article

PAGE = 256  # rows that are taken out at once; chosen
CACHE = 16_000  # kilobytes of the file that are kept in memory; the system keeps more of it. Chosen
DIGITS = 16  # of a story's id: of 10^8 stories two have the same with a chance of 3 in 10,000, of a brief's 12 digits eighteen do
PACKING = 1  # zlib's quickest: an article in 0.08 ms to 48 % of its size

# `id` is what a story is called whose first article it is. `turns` are places in time from 1 on, by `seconds` of the epoch, the
# undated last, which have none. What is counted and looked through often stands in rows of a few bytes.
TABLES = (
    """CREATE TABLE articles (
        row INTEGER PRIMARY KEY, seconds REAL, id TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,
        published TEXT, language TEXT NOT NULL, words BLOB NOT NULL, names BLOB NOT NULL, text BLOB NOT NULL
    )""",
    "CREATE TABLE rejected (row INTEGER PRIMARY KEY, place TEXT, reason TEXT, url TEXT, title TEXT)",
    "CREATE TABLE turns (number INTEGER PRIMARY KEY, row INTEGER NOT NULL, seconds REAL)",
    "CREATE TABLE copies (number INTEGER PRIMARY KEY, original INTEGER NOT NULL)",
    "CREATE TABLE vectors (number INTEGER PRIMARY KEY, gist BLOB NOT NULL, title BLOB NOT NULL)",
    "CREATE TABLE stories (number INTEGER PRIMARY KEY, first INTEGER NOT NULL)",
    "CREATE TABLE done (phase TEXT PRIMARY KEY)",
)
# Articles of one moment come by their hash, undated ones by their address: in whatever order the files were read
SORTED = """INSERT INTO turns (row, seconds) SELECT row, seconds FROM articles
    ORDER BY seconds IS NULL, seconds, CASE WHEN seconds IS NULL THEN url END, id, source, title, row"""
TOLD = """SELECT own.url, own.title, own.source, own.published, first.id, iif(copies.original IS NULL, '', coalesce(nullif(original.url, ''), original.title))
    FROM turns JOIN articles AS own ON own.row = turns.row LEFT JOIN copies ON copies.number = turns.number
    JOIN turns AS kept ON kept.number = coalesce(copies.original, turns.number) JOIN articles AS original ON original.row = kept.row
    JOIN stories ON stories.number = kept.number
    JOIN turns AS begun ON begun.number = stories.first JOIN articles AS first ON first.row = begun.row"""

COUNTED = """SELECT count(*), coalesce(sum(members > 1), 0), coalesce(max(members), 0) FROM (
    SELECT count(*) AS members FROM turns LEFT JOIN copies USING (number)
    JOIN stories ON stories.number = coalesce(copies.original, turns.number) GROUP BY first
)"""


@dataclass(frozen=True, slots=True)
class StoryRow:
    """An article with the id of its story: a row of what is written. ``copy_of`` is the address of the article it is a copy of, or
    the title of one without an address; empty where it is none.
    """

    url: str
    title: str
    source: str
    published: datetime | None
    story: str
    copy_of: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What lies on the shelf: ``several`` stories have more than one article, and the ``largest`` so many, with copies."""

    undated: int
    copies: int
    stories: int
    several: int
    largest: int
    first: datetime | None
    last: datetime | None


class Shelf:
    """An open file of articles. Each phase of work is written down when it is done; numbers are places in time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def has(self, phase: str) -> bool:
        """Whether a phase was brought to its end."""
        return bool(self._all("SELECT 1 FROM done WHERE phase = ?", phase))

    @contextmanager
    def writing(self, phase: str = "") -> Iterator[None]:
        """All that is written in it is kept, or nothing; with it, that the ``phase`` is done."""
        with self._connection:
            self._connection.execute("BEGIN")
            yield
            if phase:
                self._connection.execute("INSERT INTO done VALUES (?)", (phase,))

    def clear(self) -> None:
        """Take away what a phase of reading that was killed has left."""
        with self.writing():
            for table in ("articles", "rejected"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours

    def note(self, notes: Iterable[Noted | Rejected]) -> None:
        """Write down articles, and rows that are none."""
        found = list(notes)
        with self.writing():
            rejected = [each for each in found if isinstance(each, Rejected)]
            rows = ((each.place, each.reason, each.url, each.title) for each in rejected)
            self._connection.executemany("INSERT INTO rejected VALUES (NULL, ?, ?, ?, ?)", rows)
            articles = (_row(each) for each in found if isinstance(each, Noted))
            self._connection.executemany("INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", articles)

    def sort(self) -> None:
        """Give each article its place in time."""
        self._connection.execute(SORTED)

    def keep_copies(self, original: int, copies: Iterable[int]) -> None:
        self._connection.executemany("INSERT INTO copies VALUES (?, ?)", ((number, original) for number in copies))

    def keep_vectors(self, numbers: Sequence[int], gists: Vectors, titles: Vectors) -> None:
        """Vectors of articles, shape (articles, dimension)."""
        kept = zip(numbers, gists.astype(KEPT_TYPE), titles.astype(KEPT_TYPE), strict=True)
        rows = ((number, gist.tobytes(), title.tobytes()) for number, gist, title in kept)
        self._connection.executemany("INSERT INTO vectors VALUES (?, ?, ?)", rows)

    def keep_story(self, numbers: Sequence[int]) -> None:
        """The articles of one story, the first of them first."""
        rows = ((number, numbers[0]) for number in numbers)
        self._connection.executemany("INSERT INTO stories VALUES (?, ?)", rows)

    @property
    def count(self) -> int:
        """How many articles there are."""
        return self._number("SELECT coalesce(max(number), 0) FROM turns")

    @property
    def dated(self) -> range:
        """The places of the articles with a time."""
        return range(1, 1 + self._number("SELECT count(seconds) FROM turns"))

    @property
    def copied(self) -> int:
        """How many of them are copies."""
        return self._number("SELECT count(*) FROM copies")

    @property
    def encoded(self) -> int:
        """How many of them have vectors: all up to the last that has, but for the copies."""
        last = self.last_encoded
        return last - int(self._all("SELECT count(*) FROM copies WHERE number <= ?", last)[0][0])

    @property
    def last_encoded(self) -> int:
        """The place of the last article that has vectors; 0 where none has."""
        return self._number("SELECT coalesce(max(number), 0) FROM vectors")

    def texts(self, places: range, *, originals: bool = False) -> Iterator[Text]:
        """The articles with their texts; without the copies, where ``originals`` alone are wanted."""
        single = "AND NOT EXISTS (SELECT 1 FROM copies WHERE copies.number = turns.number)" if originals else ""
        columns = "coalesce(turns.seconds, 0), url, title, text, source, published, language"
        for number, seconds, url, title, text, source, published, language in self._pages(columns, "", single, places):
            unpacked = zlib.decompress(text).decode("utf-8", "surrogatepass")
            yield Text(number, seconds, Article(url, title, unpacked, source, _moment(published), language))

    def measured(self, places: range) -> Iterator[Measured]:
        """The articles that have vectors."""
        columns = "coalesce(turns.seconds, 0), language, gist, vectors.title, words, names"
        join = "JOIN vectors ON vectors.number = turns.number"
        for number, seconds, language, gist, title, words, names in self._pages(columns, join, "", places):
            counts = (Counts.unpacked(words), Counts.unpacked(names))
            yield Measured(number, seconds, language, _vector(gist), _vector(title), *counts)

    @property
    def rejections(self) -> int:
        """How many rows were no articles."""
        return self._number("SELECT count(*) FROM rejected")

    def rejected(self) -> Iterator[Rejected]:
        """The rows that were no articles, in the order in which they were read."""
        rows = self._connection.execute("SELECT place, reason, url, title FROM rejected ORDER BY row")
        return (Rejected(*row) for row in rows)

    def stories(self) -> Iterator[StoryRow]:
        """Each article with its story, in the order of time."""
        for url, title, source, published, story, original in self._connection.execute(f"{TOLD} ORDER BY turns.number"):
            yield StoryRow(url, title, source, _moment(published), story, original)

    def tally(self) -> Tally:
        """What was found."""
        ((stories, several, largest),) = self._all(COUNTED)
        ends = "SELECT published FROM turns JOIN articles USING (row) WHERE number = ? AND published IS NOT NULL"
        dated = self.dated
        first, last = ([_moment(row[0]) for row in self._all(ends, number)] for number in (1, len(dated)))
        undated = self.count - len(dated)
        return Tally(
            undated, self.copied, stories, several, largest, first[0] if first else None, last[0] if last else None
        )

    def _pages(self, columns: str, join: str, condition: str, places: range) -> Iterator[Any]:
        """Rows of some places, a page after the other, so that others may be written in between."""
        query = f"""SELECT turns.number, {columns} FROM turns JOIN articles USING (row) {join}
            WHERE turns.number >= ? AND turns.number < ? {condition} ORDER BY turns.number LIMIT {PAGE}"""  # noqa: S608
        start = places.start
        while rows := self._all(query, start, places.stop):
            yield from rows
            start = rows[-1][0] + 1

    def _number(self, query: str) -> int:
        return int(self._all(query)[0][0])

    def _all(self, query: str, *values: Any) -> list[Any]:
        return self._connection.execute(query, values).fetchall()


@contextmanager
def shelf(path: Path) -> Iterator[Shelf]:
    """The shelf in a file, with what lies there already; OutputError for what the file system and SQLite complain of."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", f"cache_size = -{CACHE}"):
                connection.execute(f"PRAGMA {pragma}")
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                with connection:
                    connection.execute("BEGIN")
                    for table in TABLES:
                        connection.execute(table)
            yield Shelf(connection)
    except sqlite3.Error as error:
        raise OutputError(
            f"{path} cannot be used: {error}",
            "see that there is room, and give the same command again; --restart throws away what is finished",
        ) from error


def _row(noted: Noted) -> tuple[Any, ...]:
    article = noted.article
    published = article.published
    text = zlib.compress(article.text.encode("utf-8", "surrogatepass"), PACKING)
    return (
        published.timestamp() if published else None, _id(article), article.url, article.title, article.source,
        published.isoformat() if published else None, article.language, noted.words.packed, noted.names.packed, text,
    )  # fmt: skip


def _id(article: Article) -> str:
    """What is the same for an article in every archive: by its address, or, where it has none, by all that is known of it."""
    key = article.url or f"{article.published} {article.title} {article.text}"
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:DIGITS]


def _moment(published: str | None) -> datetime | None:
    return datetime.fromisoformat(published) if published else None


def _vector(kept: bytes) -> NDArray[np.float16]:
    return np.frombuffer(kept, dtype=KEPT_TYPE)

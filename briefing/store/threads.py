"""What each edition told of which thread, in the store: written down before it goes out, known to readers once they had it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from briefing.store import Store, stamp
from briefing.types import Article, Copy, Episode, Thread

# How long what was told is known, with the articles that it rests on: an article that comes again within is not new. With 30 days, 8 of
# 5,185 articles were told as new twice in 60 days of `python -m benchmarks.replay --archive 5000`, in which 32 come twice
KEPT = timedelta(days=90)
SURROGATES = "surrogatepass"  # half characters, which no UTF-8 has, are kept as they are

# Whether a reader had it: as a file or on the screen, or by mail as any making of it (`morning-2026-10-15.2`).
DELIVERED = """(told.shown IS NOT NULL OR EXISTS (SELECT 1 FROM deliveries JOIN editions ON editions.id = deliveries.edition
    WHERE sent IS NOT NULL AND editions.home = told.home
    AND (editions.id = told.edition OR substr(editions.id, 1, length(told.edition) + 1) = told.edition || '.')))"""
EPISODES = "SELECT told.date, episodes.* FROM episodes JOIN told USING (home, edition) WHERE told.home = ?"
ORDER = "ORDER BY told.date, told.edition, episodes.place, episodes.story"


class ThreadBook:
    """The threads of all editions. ``home`` is the briefing.toml that they are of, where several share a store."""

    def __init__(self, store: Store, home: Path | None = None) -> None:
        self._store = store
        self._home = str(home.resolve()) if home else ""

    def record(self, edition: str, name: str, date: datetime, told: Sequence[Thread]) -> None:
        """Write down what an edition tells: threads of the episodes that it has of them. ``date``: the time that it speaks from.

        Written down again, it takes the place of what stood there; what readers had already is not forgotten.
        """
        key = (self._home, edition)
        rows: dict[str, tuple[str, Episode]] = {}
        for thread in told:
            for episode in thread.episodes:  # a story that is named twice counts as it was told first
                rows.setdefault(episode.story, (thread.id, episode))
        packed = [_packed(key, place, *each) for place, each in enumerate(rows.values())]
        with self._store.writing() as connection:
            query = f"SELECT 1 FROM told WHERE home = ? AND edition = ? AND {DELIVERED}"  # noqa: S608
            if not connection.execute(query, key).fetchone():
                connection.execute("DELETE FROM episodes WHERE home = ? AND edition = ?", key)
            connection.execute(
                "INSERT INTO told (home, edition, name, date) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (home, edition) DO UPDATE SET name = excluded.name, date = excluded.date",
                (*key, name, _sortable(date)),
            )
            connection.executemany("INSERT OR REPLACE INTO episodes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", packed)
            old = (self._home, _sortable(date - KEPT))
            connection.execute("DELETE FROM told WHERE home = ? AND date < ?", old)

    def shown(self, edition: str, now: datetime) -> None:
        """Write down that a reader has the edition, as a file or on the screen; the first time holds."""
        with self._store.writing() as connection:
            query = "UPDATE told SET shown = ? WHERE home = ? AND edition = ? AND shown IS NULL"
            connection.execute(query, (stamp(now), self._home, edition))

    def threads(self, now: datetime, knows: Collection[str], apart: str = "") -> list[Thread]:
        """What readers of the editions of these names know: of the last 90 days before ``now``, the thread told first first.

        ``apart`` is the edition that is made: what it told itself is left out, so that it is the same brief when made again.
        Times are in the zone of ``now``.
        """
        marks = ",".join("?" * len(knows))
        query = f"{EPISODES} AND name IN ({marks}) AND edition != ? AND date >= ? AND date < ? AND {DELIVERED} {ORDER}"
        values = [self._home, *sorted(knows), apart, _sortable(now - KEPT), _sortable(now)]
        with self._store.reading() as connection:
            return _threads(connection.execute(query, values), now)

    def last(self, name: str, apart: str = "") -> datetime | None:
        """The time that the newest delivered edition of this name spoke from, but for ``apart``; None where there was none."""
        query = f"SELECT max(date) FROM told WHERE home = ? AND name = ? AND edition != ? AND {DELIVERED}"  # noqa: S608
        with self._store.reading() as connection:
            date = connection.execute(query, (self._home, name, apart)).fetchone()[0]
        return datetime.fromisoformat(date) if date else None

    def find(self, wanted: str) -> Thread | None:
        """The thread of an id, of one of its stories' ids, or of the beginning of one that no other thread has.

        It need not have been delivered. None where there is none, or several.
        """
        ids = "SELECT thread FROM episodes WHERE home = ? AND (substr(thread, 1, ?) = ? OR substr(story, 1, ?) = ?)"
        exact = (
            "SELECT thread FROM episodes WHERE home = ? AND (thread = ? OR story = ?) ORDER BY thread != ?, rowid DESC"
        )
        length = len(wanted)
        with self._store.reading() as connection:
            row = connection.execute(exact, (self._home, wanted, wanted, wanted)).fetchone()
            begun = {row[0] for row in connection.execute(ids, (self._home, length, wanted, length, wanted))}
            found = {row[0]} if row else begun
            if not wanted or len(found) != 1:
                return None
            rows = connection.execute(f"{EPISODES} AND thread = ? {ORDER}", (self._home, *found))
            return next(iter(_threads(rows)), None)


def _threads(rows: Iterable[sqlite3.Row], now: datetime | None = None) -> list[Thread]:
    """Episodes as threads, each where its first episode stands."""
    episodes: dict[str, list[Episode]] = {}
    for row in rows:
        episodes.setdefault(row["thread"], []).append(_episode(row, now))
    return [Thread(id_, tuple(each)) for id_, each in episodes.items()]


def _packed(key: tuple[str, str], place: int, thread: str, episode: Episode) -> tuple[Any, ...]:
    articles = [_fields(article) for article in episode.articles]
    texts = [_json(each) for each in (episode.headline, episode.sentences, articles)]
    headline, sentences, packed = texts
    return (*key, place, thread, episode.story, headline, episode.status, sentences, packed)


def _episode(row: sqlite3.Row, now: datetime | None) -> Episode:
    headline, sentences, articles = (_of_json(row[name]) for name in ("headline", "sentences", "articles"))
    date = datetime.fromisoformat(row["date"]).astimezone(now.tzinfo if now else UTC)
    told = tuple(_article(fields) for fields in articles)
    return Episode(row["edition"], date, row["story"], headline, row["status"], tuple(sentences), told)


def _fields(article: Article) -> dict[str, Any]:
    """What following a story needs of an article."""
    return {
        "url": article.url, "title": article.title, "text": article.text, "source": article.source, "language": article.language,
        "section": article.section, "excerpt": article.excerpt, "published": _iso(article.published),
        "copies": [asdict(copy) | {"published": _iso(copy.published)} for copy in article.copies],
    }  # fmt: skip


def _article(fields: Mapping[str, Any]) -> Article:
    copies = tuple(Copy(**copy | {"published": _moment(copy["published"])}) for copy in fields["copies"])
    return Article(**{**fields, "published": _moment(fields["published"]), "copies": copies})


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def _sortable(moment: datetime) -> str:
    """A time as text that sorts, to the microsecond."""
    return moment.astimezone(UTC).isoformat()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", SURROGATES)


def _of_json(packed: bytes) -> Any:
    return json.loads(packed.decode("utf-8", SURROGATES))

"""Articles and the entries that led to them: one row for one article, whichever addresses and sources it came by."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from briefing.store import CHUNK, Store, moment, stamp
from briefing.text import canonical_url
from briefing.types import Article, Entry

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)  # no outlet was on the web before; what is older is a placeholder
CLOCK_SKEW = timedelta(minutes=5)  # that a server's clock may be ahead of ours; chosen
SNIPPET_WORDS = 16
COLUMNS = "url, title, text, outlet, published, seen, language, authors, image, section, excerpt, missing, discussion, points, extra"
SELECT = "SELECT a.* FROM articles a"


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an entry: the hash of what its source said of it, and how often its page was tried in vain."""

    digest: bytes
    waiting: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with the article that came of it, and every address that leads there. ``waiting``: its page is still to come."""

    entry: Entry
    article: Article
    addresses: tuple[str, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Filed:
    """An article as it lies in the store, with its number, its version, when it was first seen, and what was searched for."""

    number: int
    version: int
    article: Article
    seen: datetime
    snippet: str = ""


class Archive:
    """The articles of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def known(self, source: str, ids: Sequence[str]) -> dict[str, Known]:
        """What is remembered of a source's entries."""
        found: dict[str, Known] = {}
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            marks = ",".join("?" * len(chunk))
            query = f"SELECT id, digest, waiting FROM entries WHERE source = ? AND id IN ({marks})"  # noqa: S608
            with self._store.reading() as connection:
                rows = connection.execute(query, [source, *chunk])
                found.update((id_, Known(digest, waiting)) for id_, digest, waiting in rows)
        return found

    def keep(self, source: str, items: Sequence[Kept], now: datetime) -> tuple[int, int]:
        """File what came of a source's entries, all in one transaction; how many articles are new, and how many changed."""
        new = changed = 0
        with self._store.writing() as connection:
            for item in items:
                number, is_new, is_changed = _file(connection, source, item, now)
                new, changed = new + is_new, changed + is_changed
                connection.execute(
                    "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, id) DO UPDATE SET"
                    " article = excluded.article, waiting = excluded.waiting,"
                    # what has changed counts as changed until its page is there
                    " digest = CASE WHEN excluded.waiting > 0 THEN entries.digest ELSE excluded.digest END",
                    (source, item.entry.id, number, fingerprint(item.entry), stamp(now), item.waiting),
                )
        return new, changed

    def recent(self, sources: Sequence[str], since: datetime) -> Iterator[tuple[str, Article]]:
        """Articles of these sources since a time, each with a source that lists it; the newest first.

        An undated article has the time when it was first seen.
        """
        marks = ",".join("?" * len(sources))
        query = (
            f"{SELECT.replace(' FROM', ', e.source AS lists FROM')} JOIN entries e ON e.article = a.id"
            f" WHERE e.source IN ({marks}) AND coalesce(a.published, a.seen) >= ?"
            " ORDER BY coalesce(a.published, a.seen) DESC, a.id"
        )
        with self._store.reading() as connection:
            for row in connection.execute(query, [*sources, stamp(since)]):
                yield row["lists"], _filed(row).article

    def late(self, sources: Sequence[str], since: datetime) -> int:
        """How many articles of these sources came since a time and are older than it."""
        marks = ",".join("?" * len(sources))
        query = (
            "SELECT count(DISTINCT a.id) FROM articles a JOIN entries e ON e.article = a.id"  # noqa: S608
            f" WHERE e.source IN ({marks}) AND a.seen >= ? AND a.published < ?"
        )
        with self._store.reading() as connection:
            return int(connection.execute(query, [*sources, stamp(since), stamp(since)]).fetchone()[0])

    def search(self, words: str, limit: int) -> list[Filed]:
        """Articles that hold all the words, the best match first; ``"two words"`` in quotes is a phrase, ``word*`` a beginning."""
        query = (
            f"{SELECT.replace(' FROM', ', snippet(words, -1, ?, ?, ?, ?) AS snippet FROM')} JOIN words ON words.rowid = a.id"
            " WHERE words MATCH ? ORDER BY bm25(words, 4.0, 1.0) LIMIT ?"
        )
        wanted = _match(words)
        if not wanted:
            return []
        with self._store.reading() as connection:
            rows = connection.execute(query, ["[", "]", "…", SNIPPET_WORDS, wanted, limit])
            return [_filed(row) for row in rows]

    def latest(self, limit: int, source: str = "") -> list[Filed]:
        """The newest articles, of all sources or of one."""
        only = " WHERE a.id IN (SELECT article FROM entries WHERE source = ?)" if source else ""
        query = f"{SELECT}{only} ORDER BY coalesce(a.published, a.seen) DESC, a.id DESC LIMIT ?"
        with self._store.reading() as connection:
            return [_filed(row) for row in connection.execute(query, [*([source] if source else []), limit])]

    def find(self, wanted: str) -> Filed | None:
        """The article of a number or of an address."""
        with self._store.reading() as connection:
            number = (
                int(wanted) if wanted.isdecimal() and len(wanted) < 19 else _number(connection, [canonical_url(wanted)])
            )
            row = connection.execute(f"{SELECT} WHERE a.id = ?", [number]).fetchone()
        return _filed(row) if row else None

    def listed_by(self, number: int) -> list[str]:
        """The sources that list an article, by their keys."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT DISTINCT source FROM entries WHERE article = ? ORDER BY source", [number])
            return [source for (source,) in rows]

    def versions(self, number: int) -> list[tuple[datetime, str, str]]:
        """What an article said before: until when, under which title, which text; the oldest first."""
        query = "SELECT changed, title, text FROM versions WHERE article = ? ORDER BY number"
        with self._store.reading() as connection:
            rows = connection.execute(query, [number]).fetchall()
        return [(datetime.fromisoformat(changed), title, text) for changed, title, text in rows]

    def count(self, before: datetime | None = None) -> int:
        """How many articles there are, or how many are older than a time."""
        only = "" if before is None else " WHERE coalesce(published, seen) < ?"
        with self._store.reading() as connection:
            counted = connection.execute(f"SELECT count(*) FROM articles{only}", [stamp(before)] if before else [])  # noqa: S608
            return int(counted.fetchone()[0])

    def alone(self) -> AbstractContextManager[None]:
        """Be the one run at work with the store; see :meth:`Store.alone`."""
        return self._store.alone()

    def prune(self, before: datetime) -> int:
        """Take out the articles that are older than a time; their entries stay known, so that they do not come back."""
        with self._store.writing() as connection:
            gone = connection.execute("DELETE FROM articles WHERE coalesce(published, seen) < ?", [stamp(before)])
        with self._store.reading() as connection:
            connection.execute("VACUUM")
        return gone.rowcount


def fingerprint(entry: Entry) -> bytes:
    """The hash of what a source says of an entry: another one means that the entry has changed."""
    article = entry.article
    said = (
        article.title,
        article.text,
        canonical_url(article.url),
        entry.whole,
    )  # many feeds turn the clock and the tail of links
    return hashlib.sha256(json.dumps(said).encode()).digest()


def believable(published: datetime | None, now: datetime) -> datetime | None:
    """A time that an article can have; None for one of the future or from before the web."""
    return published if published and OLDEST <= published <= now + CLOCK_SKEW else None


def _file(connection: sqlite3.Connection, source: str, item: Kept, now: datetime) -> tuple[int | None, bool, bool]:
    """The number of the article under which an entry is filed, whether it is new, whether it has a new version."""
    article, entry = item.article, item.entry
    keys = list(dict.fromkeys(canonical_url(url) for url in (article.url, *item.addresses) if url))
    keys = keys or [f"{source}\n{entry.id}"]
    before = connection.execute(
        "SELECT digest, article FROM entries WHERE source = ? AND id = ?", (source, entry.id)
    ).fetchone()
    if before and before["article"] is None and before["digest"] == fingerprint(entry):
        return None, False, False  # it was pruned and has not changed
    number = (before and before["article"]) or _number(connection, keys)
    if number is None:
        number = _insert(connection, keys[0], article, now)
        outcome = (True, False)
    else:
        outcome = (
            False,
            _update(connection, number, article, before is not None and before["digest"] != fingerprint(entry), now),
        )
    connection.executemany("INSERT OR IGNORE INTO addresses VALUES (?, ?)", [(key, number) for key in keys])
    return number, *outcome


def _insert(connection: sqlite3.Connection, key: str, article: Article, now: datetime) -> int:
    published = believable(article.published, now)
    values = (
        key, _hash(article), article.url, article.title, article.text, article.source, stamp(published) if published else None,
        stamp(now), stamp(now), article.language, json.dumps(article.authors), article.image, article.section,
        article.excerpt, article.missing, article.discussion, article.points, json.dumps(dict(article.extra), default=str),
    )  # fmt: skip
    columns = f"key, hash, {COLUMNS.replace('seen,', 'seen, changed,')}"
    marks = ",".join("?" * len(values))
    return int(connection.execute(f"INSERT INTO articles ({columns}) VALUES ({marks})", values).lastrowid or 0)  # noqa: S608


def _update(connection: sqlite3.Connection, number: int, article: Article, entry_changed: bool, now: datetime) -> bool:
    """Take over what is new of an article that is there: its whole text for a teaser, a changed text as a new version."""
    old = connection.execute(
        "SELECT hash, excerpt, missing, title, text FROM articles WHERE id = ?", [number]
    ).fetchone()
    hash_, excerpt, missing, title, text = old
    published = believable(article.published, now)
    connection.execute(
        "UPDATE articles SET published = coalesce(published, ?), discussion = coalesce(nullif(?, ''), discussion),"
        " points = coalesce(?, points) WHERE id = ?",
        (stamp(published) if published else None, article.discussion, article.points, number),
    )
    poorer = (article.excerpt or bool(article.missing)) and not (excerpt or missing)
    better = (excerpt or missing) and article.text and not article.excerpt
    if hash_ == _hash(article) or poorer or not (entry_changed or better):
        return False
    is_version = bool(entry_changed and text)
    if is_version:
        connection.execute(
            "INSERT INTO versions SELECT id, version, ?, title, text FROM articles WHERE id = ?", (stamp(now), number)
        )
    connection.execute(
        "UPDATE articles SET hash = ?, title = ?, text = ?, language = ?, excerpt = ?, missing = ?, version = version + ?,"
        " changed = ?, url = coalesce(nullif(?, ''), url), image = coalesce(nullif(?, ''), image),"
        " authors = coalesce(nullif(?, '[]'), authors) WHERE id = ?",
        (_hash(article), article.title or title, article.text, article.language, article.excerpt, article.missing,
         is_version, stamp(now), article.url, article.image, json.dumps(article.authors), number),
    )  # fmt: skip
    return is_version


def _number(connection: sqlite3.Connection, keys: Sequence[str]) -> int | None:
    """The number of the article that one of these addresses leads to."""
    marks = ",".join("?" * len(keys))
    row = connection.execute(f"SELECT min(article) FROM addresses WHERE key IN ({marks})", keys).fetchone()  # noqa: S608
    return row[0] if row else None


def _hash(article: Article) -> bytes:
    return hashlib.sha256(f"{article.title}\0{article.text}".encode(errors="replace")).digest()


def _filed(row: sqlite3.Row) -> Filed:
    """A row of SELECT as the article that it keeps."""
    seen = datetime.fromisoformat(row["seen"])
    article = Article(
        url=row["url"],
        title=row["title"],
        text=row["text"],
        source=row["outlet"],
        published=moment(row["published"]) or seen,
        language=row["language"],
        authors=tuple(json.loads(row["authors"])),
        image=row["image"],
        section=row["section"],
        excerpt=bool(row["excerpt"]),
        missing=row["missing"],
        discussion=row["discussion"],
        points=row["points"],
        extra=json.loads(row["extra"]),
        seen=seen,
        changed=moment(row["changed"]),
    )
    return Filed(row["id"], row["version"], article, seen, row["snippet"] if "snippet" in row.keys() else "")  # noqa: SIM118 - a row's `in` asks for values


def _match(words: str) -> str:
    """A query of FTS5 that cannot be a wrong one: every word and every phrase quoted."""
    parts = re.findall(r'"([^"]+)"|([^\s"]+)', words.replace("\0", " "))
    terms = [(phrase or word.rstrip("*"), word.endswith("*")) for phrase, word in parts]
    return " ".join(f'"{term}"' + "*" * begins for term, begins in terms if re.search(r"\w", term))

"""How fast the store is: vectors and articles in and out, and searching among 5,000 articles."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.bench.figures import Effort, Figure, Found

if TYPE_CHECKING:
    from briefing.store import Store
    from briefing.types import Article

NOW = datetime(2018, 12, 31, tzinfo=UTC)
SOURCE = "archive"
BATCH = 64  # vectors to a transaction, about what the encoder keeps at once
FILED = 50  # articles to a transaction: what a source has at once; chosen
KEY, VECTOR = 32, 768  # bytes: a SHA-256, and 384 numbers of two
FOUND = 20  # articles a search shows
SEARCHED = (
    "president",
    "oil price",
    '"supreme court"',
    "elect*",
    "hurricane",
    "Angela Merkel",
    "world cup",
    "vaccine",
    "trade war",
    "Syria",
)


def measure(effort: Effort) -> Iterator[Found]:
    """The store: writing and reading vectors and articles, searching."""
    from briefing.store import Store

    with TemporaryDirectory() as folder:
        with Store(Path(folder) / "vectors.db") as store:
            yield from vectors(store, effort.of(50_000, 5_000))
        with Store(Path(folder) / "articles.db") as store:
            yield from filed(store, effort.of(5_000, 500))


def vectors(store: Store, count: int) -> Iterator[Figure]:
    """Written in batches as the encoder does, and all read at once as a warm run does."""
    chance = random.Random(1)
    made = {chance.randbytes(KEY): chance.randbytes(VECTOR) for _ in range(count)}
    keys = list(made)
    begun = time.perf_counter()
    for start in range(0, count, BATCH):
        store.keep_vectors({key: made[key] for key in keys[start : start + BATCH]})
    written = time.perf_counter()
    found = store.vectors(keys)
    read = time.perf_counter()
    if found != made:
        raise ValueError("the store does not give back what it was given")
    yield Figure("store: vectors written", count / (written - begun), "vectors/s", "more")
    yield Figure("store: vectors read", count / (read - written), "vectors/s", "more")


def filed(store: Store, count: int) -> Iterator[Figure]:
    """Articles filed, read back as a brief does, and searched."""
    from benchmarks.corpora import articles
    from briefing.store.archive import Archive

    given = articles("archive", count)
    begun = time.perf_counter()
    keep(store, given)
    written = time.perf_counter()
    back = list(Archive(store).recent([SOURCE], datetime(1990, 1, 1, tzinfo=UTC)))
    read = time.perf_counter()
    yield Figure("store: articles filed", len(given) / (written - begun), "articles/s", "more")
    yield Figure("store: articles read", len(back) / (read - written), "articles/s", "more")
    yield Figure(f"store: a search among {len(given):,} articles", 1000 * mean(searches(store)), "ms", "less")


def keep(store: Store, given: Sequence[Article]) -> None:
    """File articles as one source lists them."""
    from briefing.store.archive import Archive, Kept
    from briefing.types import Entry

    for start in range(0, len(given), FILED):
        some = [Kept(Entry(each.url, each), each) for each in given[start : start + FILED]]
        Archive(store).keep(SOURCE, some, NOW)


def searches(store: Store) -> Iterator[float]:
    """Seconds of each search."""
    from briefing.store.archive import Archive

    for words in SEARCHED:
        begun = time.perf_counter()
        Archive(store).search(words, FOUND)
        yield time.perf_counter() - begun

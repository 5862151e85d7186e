"""How good the stories are, alone and among other news, and what time and memory many articles take.

    python -m benchmarks.clustering [--sizes 2500 5000 10000 20000]

Each size is a process of its own. 20,000 articles are the archive four times, each time moved by a year, each text with
half of its sentences left out and the others in another order, so that few are copies; their vectors are the originals',
each shaken a little: the encoder's time is no part of this. A vector's cosine to its original is 0.97.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from benchmarks.corpora import among, articles, halves, rows
from benchmarks.memory import peak_megabytes
from briefing.cluster import cluster, collapse
from briefing.cluster.linkage import Rule, linked
from briefing.cluster.neighbors import linked_by_neighbors
from briefing.cluster.stories import THRESHOLD, WINDOW_DAYS
from briefing.embed import Encoder, Vectors
from briefing.evaluate.clustering import b_cubed, labels_of
from briefing.likeness import features, gist
from briefing.types import Article

SIZES = (2500, 5000, 10_000, 20_000)
MIXED = 3000
SHAKEN = 0.25  # length of what is added to a unit vector
LEFT_OUT = 0.5  # of the sentences
FEW = 1000  # articles, up to which no more of the archive is encoded


@dataclass(frozen=True, slots=True)
class Growth:
    """What so many articles took: seconds by the clock and of the processor, and the most memory before and until the end, in MB.
    ``growth``: the processor's seconds against n·log n, with the first size as 1.
    """

    articles: int
    collapse: float
    cluster: float
    collapsing: float
    clustering: float
    before: float
    peak: float
    single: int
    stories: int
    growth: float

    @property
    def busy(self) -> float:
        """The processor's seconds in all."""
        return self.collapsing + self.clustering


def quality(folder: Path) -> None:
    """B-cubed of the default clustering on each half of the stream, alone and with 3,000 articles of the archive around."""
    stream, archive = articles("stream"), articles("archive")
    gold = [str(row["story"]) for row in rows("stream")]
    vectors = {name: _vectors(folder, name) for name in ("stream", "archive")}
    print(
        "stream.jsonl.xz by date      precision  recall      F1   alone / among 3,000 of the archive / neighbors to exact"
    )
    for name, places in halves(stream).items():
        own = [stream[place] for place in places]
        for mixed in (0, MIXED):
            others, chosen = among(own, archive, mixed)
            mix = [np.vstack([vectors["stream"][n][places], vectors["archive"][n][chosen]]) for n in (0, 1)]
            together = [*own, *others]
            found = labels_of(cluster(together, mix[0], mix[1]), together)[: len(own)]
            measured, rule = features(together, mix[0], mix[1]), Rule(THRESHOLD, WINDOW_DAYS)
            exact = linked(measured, np.arange(len(together)), rule)
            near = linked_by_neighbors(measured, rule)
            same = b_cubed(near.tolist(), [str(label) for label in exact]).f1
            scores = b_cubed(found, [gold[place] for place in places])
            print(
                f"{name:12} {mixed:6} others"
                + "".join(f"{score:9.3f}" for score in (scores.precision, scores.recall, scores.f1, same)),
                flush=True,
            )


def altered(count: int, folder: Path) -> tuple[list[Article], Vectors, Vectors]:
    """So many articles, and the vectors of their gists and titles."""
    kept = _encoded(count)
    archive, chance, shake = articles("archive", kept), random.Random(11), np.random.default_rng(11)
    made: list[Article] = []
    while len(made) < count:
        turn = len(made) // len(archive)
        made += [_altered(article, turn, chance) for article in archive[: count - len(made)]]
    places = np.arange(count) % len(archive)
    gists, titles = (_shaken(each[places], shake) for each in _vectors(folder, "archive", kept))
    return made, gists, titles


def _encoded(count: int) -> int | None:
    """How many articles of the archive are looked at for so many altered ones."""
    return FEW if count <= FEW else None


def _altered(article: Article, turn: int, chance: random.Random) -> Article:
    sentences = re.split(r"(?<=[.!?])\s+", article.text)
    kept = chance.sample(sentences, max(1, round(len(sentences) * (1 - LEFT_OUT))))
    moved = article.published + timedelta(days=365 * turn) if article.published else None
    return replace(
        article, url=f"https://altered.example/{turn}/{chance.random()}", text=" ".join(kept), published=moved
    )


def _shaken(vectors: Vectors, shake: np.random.Generator) -> Vectors:
    noise = shake.normal(0, SHAKEN / vectors.shape[1] ** 0.5, vectors.shape).astype(np.float32)
    shaken: Vectors = (vectors + noise) / np.linalg.norm(vectors + noise, axis=1, keepdims=True)
    return shaken


def _vectors(folder: Path, name: str, count: int | None = None) -> tuple[Vectors, Vectors]:
    """Vectors of the gists and of the titles of a corpus or its first articles, encoded once."""
    file = folder / f"{name}{count or ''}.npy"
    if not file.exists():
        read = articles(name, count)
        np.save(file, Encoder().encode([gist(article) for article in read] + [article.title for article in read]))
    both = np.load(file)
    return both[: len(both) // 2], both[len(both) // 2 :]


def once(count: int, folder: Path) -> dict[str, float]:
    """So many articles clustered in this process."""
    made, gists, titles = altered(count, folder)
    before = peak_megabytes()
    clock = [(time.perf_counter(), time.process_time())]
    single = collapse(made)
    clock.append((time.perf_counter(), time.process_time()))
    stories = cluster(made, gists, titles)
    clock.append((time.perf_counter(), time.process_time()))
    (start, busy), (collapsed, collapsing), (end, done) = clock
    peak = peak_megabytes()
    return {
        "collapse": collapsed - start, "cluster": end - collapsed, "collapsing": collapsing - busy, "clustering": done - collapsing,
        "before": before, "peak": peak, "single": len(single), "stories": len(stories),
    }  # fmt: skip


def grown(sizes: Sequence[int], folder: Path) -> Iterator[Growth]:
    """What each size takes, in a process of its own."""
    first = 0.0
    for size in sizes:
        _vectors(folder, "archive", _encoded(size))  # here, so that the encoder's memory is no part of the figures
        command = [sys.executable, "-m", "benchmarks.clustering", "--once", str(size), str(folder)]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        run = json.loads(output.splitlines()[-1])
        unit = (run["collapsing"] + run["clustering"]) / (size * math.log(size))
        first = first or unit
        yield Growth(size, **run, growth=unit / first)


def growth(sizes: Sequence[int], folder: Path) -> None:
    """Seconds and memory by size."""
    print("          collapse s            cluster s             growth over        MB")
    print("articles  by the clock  of CPU  by the clock  of CPU  n·log n  before  peak  without copies  stories")
    for run in grown(sizes, folder):
        print(
            f"{run.articles:8}{run.collapse:14.1f}{run.collapsing:8.1f}{run.cluster:14.1f}{run.clustering:8.1f}"
            f"{run.growth:9.2f}{run.before:8.0f}{run.peak:6.0f}{run.single:16}{run.stories:9}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--once", nargs=2, metavar=("COUNT", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--vectors", type=Path, help="a folder where the vectors are kept for another run")
    arguments = parser.parse_args()
    if arguments.once:
        print(json.dumps(once(int(arguments.once[0]), Path(arguments.once[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = arguments.vectors or Path(folder)
        quality(kept)
        if arguments.sizes:
            growth(arguments.sizes, kept)


if __name__ == "__main__":
    main()

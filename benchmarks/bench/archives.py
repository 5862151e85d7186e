"""How fast whole archives are summarized, in what memory, and by how much faster on a cluster of two workers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bench.figures import Effort, Figure, Found
from benchmarks.bench.separately import BRIEFING, Ran, run

MORE_GOAL = 300.0  # MB that ten times as many articles may need more
WORKERS_GOAL = 1.7  # times as fast with twice the workers
SETTINGS = "[run]\nthreads = 1\n"


def measure(effort: Effort) -> Iterator[Found]:
    """`archive summarize` of few and of ten times as many articles: speed, memory."""
    peaks = []
    for count in (effort.of(500, 20), effort.of(5_000, 200)):
        with TemporaryDirectory() as folder:
            done = summarized(Path(folder), count)
        peaks.append(done.megabytes)
        yield Figure(f"archive summarize, {count:,} articles", count / done.seconds, "articles/s", "more")
        yield Figure(f"archive summarize, {count:,} articles: peak memory", done.megabytes, "MB", "less")
    name = "archive summarize: more memory for ten times as many"
    yield Figure(name, peaks[1] - peaks[0], "MB", "less", MORE_GOAL)


def on_ray(effort: Effort) -> Iterator[Found]:
    """`archive summarize --on ray` with one worker and with two, a thread each: speed, and the same output to the byte."""
    count, rates, outputs = effort.of(5_000, 400), [], set()
    for workers in (1, 2):
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "briefing.toml").write_text(SETTINGS, encoding="utf-8")
            done = summarized(folder, count, "--on", "ray", "--workers", str(workers))
            outputs.add(hashlib.sha256((folder / "out.jsonl").read_bytes()).digest())
        rates.append(count / done.seconds)
        plural = "s" * (workers > 1)
        yield Figure(f"Ray, {workers} worker{plural}, {count:,} articles", rates[-1], "articles/s", "more")
    if len(outputs) > 1:
        raise ValueError("two workers write something else than one")
    yield Figure("Ray: two workers against one", rates[1] / rates[0], "times", "more", WORKERS_GOAL)


def summarized(folder: Path, count: int, *options: str) -> Ran:
    """The command on the first articles of the archive, as a user runs it: its start counts."""
    from benchmarks.corpora import rows

    corpus = folder / "in.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows("archive")[:count]), encoding="utf-8")
    return run([*BRIEFING, "archive", "summarize", corpus.name, "out.jsonl", *options], folder)

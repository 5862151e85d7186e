"""How long a brief of 500 articles takes, cold and warm, by phase, and what memory it needs at most.

    python -m benchmarks.speed [--articles 500] [--stories N]

Each run is a process of its own, as a user's is; the second finds the first one's vectors in the store.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.corpora import rows
from benchmarks.memory import peak_megabytes

NOW = datetime(2018, 12, 30, 6, tzinfo=UTC)


class Clock:
    """Seconds by phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def once(corpus: Path, store: Path, out: Path, stories: int | None) -> dict[str, Any]:
    """One brief in this process, through the steps that ``make`` takes, each timed; the last line says the whole."""
    clock = Clock()
    whole = time.perf_counter()
    with clock.phase("import"):
        from briefing import pipeline
        from briefing.config import settings
        from briefing.deliver import write
        from briefing.embed import Encoder
        from briefing.render import render
    options = settings({"store": str(store), "brief": {"stories": stories} if stories else {}})
    texts = encoding = 0.0
    encode = Encoder.encode

    def timed(self: Encoder, *args: Any, **kwargs: Any) -> Any:
        nonlocal texts, encoding
        start = time.perf_counter()
        vectors = encode(self, *args, **kwargs)
        texts, encoding = texts + len(vectors), encoding + time.perf_counter() - start
        return vectors

    Encoder.encode = timed  # type: ignore[method-assign]  # a stopwatch around the real one
    with clock.phase("read"):
        articles = pipeline.read_articles(corpus)
    with clock.phase("make"):
        brief = pipeline.make(options, NOW, articles)
    with clock.phase("render and write"):
        write(out, render(brief, "html"))
    clock.seconds["  of which encoder"] = encoding
    peak = peak_megabytes()
    return {
        "seconds": clock.seconds,
        "whole": time.perf_counter() - whole,
        "sentences": texts,
        "sentences/s": texts / encoding,
        "peak MB": peak,
        "stories": len(brief.summaries),
    }


def in_process(corpus: Path, store: Path, out: Path, stories: int | None) -> dict[str, Any]:
    """The same in a new process, with the seconds that its start takes."""
    command = [sys.executable, "-m", "benchmarks.speed", "--once", str(corpus), str(store), str(out)]
    start = time.perf_counter()
    output = subprocess.run(
        command + (["--stories", str(stories)] if stories else []), check=True, capture_output=True, text=True
    ).stdout
    return {**json.loads(output.splitlines()[-1]), "process": time.perf_counter() - start}


def compared(folder: Path, articles: int, stories: int | None = None) -> dict[str, dict[str, Any]]:
    """The brief of so many articles made twice: cold and warm."""
    corpus, store, out = (folder / name for name in ("corpus.jsonl", "store.db", "brief.html"))
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows("archive")[:articles]))
    return {name: in_process(corpus, store, out, stories) for name in ("cold", "warm")}


def table(runs: dict[str, dict[str, Any]]) -> None:
    """Phases down, runs across."""

    def row(name: str, value: Callable[[dict[str, Any]], float], form: str = "10.2f") -> None:
        print(f"{name:22}" + "".join(f"{value(run):{form}}" for run in runs.values()))

    print(f"{'seconds':22}" + "".join(f"{name:>10}" for name in runs))
    for phase in next(iter(runs.values()))["seconds"]:
        row(phase, lambda run, phase=phase: run["seconds"][phase])  # type: ignore[misc]  # mypy infers no lambda with a default
    row("whole process", lambda run: run["process"])
    row("texts encoded", lambda run: run["sentences"], "10.0f")
    row("texts/s", lambda run: run["sentences/s"], "10.0f")
    row("peak memory, MB", lambda run: run["peak MB"], "10.0f")
    row("stories told", lambda run: run["stories"], "10.0f")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--stories", type=int, help="told in the brief; the default of the settings where not given")
    parser.add_argument("--once", nargs=3, type=Path, metavar=("CORPUS", "STORE", "OUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        corpus, store, out = arguments.once
        print(json.dumps(once(corpus, store, out, arguments.stories)))
        return
    with tempfile.TemporaryDirectory() as folder:
        runs = compared(Path(folder), arguments.articles, arguments.stories)
    print(f"archive.jsonl.xz, {arguments.articles} articles to HTML")
    table(runs)


if __name__ == "__main__":
    main()

"""Every measure by its name, each a function of how much effort it may take; what it loads, it loads when it runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.bench import archives, encoding, starting, storing
from benchmarks.bench.figures import Absent, Effort, Figure, Found, Measure

if TYPE_CHECKING:
    from benchmarks.writing import Timing

COLD_GOAL, WARM_GOAL, PEAK_GOAL = 20.0, 3.0, 1500.0  # seconds, seconds, MB
SIZES, FEW_SIZES = (2500, 5000, 10_000, 20_000), (500, 1000)  # articles
RENDERED = 100  # stories
READINGS = 3  # of all pages; the median counts


def brief(effort: Effort) -> Iterator[Found]:
    """A brief of 500 articles, cold and warm, by phase, with its memory."""
    from benchmarks.speed import compared

    count = effort.of(500, 50)
    with TemporaryDirectory() as folder:
        runs = compared(Path(folder), count)
    for run, goal in (("cold", COLD_GOAL), ("warm", WARM_GOAL)):
        name, found = f"brief of {count} articles, {run}", runs[run]
        yield Figure(name, found["process"], "s", "less", goal)
        for phase, seconds in found["seconds"].items():
            yield Figure(f"{name}: {phase.strip()}", seconds, "s", "less")
        yield Figure(f"{name}: peak memory", found["peak MB"], "MB", "less", PEAK_GOAL)


def chat(effort: Effort) -> Iterator[Found]:
    """Writing by a real small chat model, against the loop of one prompt at a time."""
    from benchmarks import writing

    yield from _written("SmolLM2-135M", writing.chat(effort.of(48, 2)))


def seq2seq(effort: Effort) -> Iterator[Found]:
    """The same for a model of the size of BART-large-CNN."""
    from benchmarks import writing

    yield from _written("BART-large's size", writing.bart(effort.of(24, 2)))


def _written(name: str, timings: list[Timing]) -> Iterator[Figure]:
    naive, one_by_one, batched = timings
    yield Figure(f"writing, {name}: one at a time in float32", naive.tokens, "tokens/s")
    yield Figure(f"writing, {name}: ours, one at a time", one_by_one.tokens, "tokens/s", "more", detail=True)
    yield Figure(f"writing, {name}: ours", batched.tokens, "tokens/s", "more")
    yield Figure(f"writing, {name}: ours against one at a time", batched.stories / naive.stories, "times", "more")
    yield Figure(f"writing, {name}: peak memory", batched.megabytes, "MB", "less", detail=True)


def extraction(effort: Effort) -> Iterator[Found]:
    """The text of forty real pages, beside plain trafilatura."""
    from benchmarks import pages

    read = pages.every()
    for name, way in (("", pages.ours), (", plain trafilatura", pages.plain)):
        taken = median(pages.measured(read, way)[1] for _ in range(effort.of(READINGS, 1)))
        yield Figure(f"extraction{name}", 1000 / taken, "pages/s", "" if name else "more")


def clustering(effort: Effort) -> Iterator[Found]:
    """Stories found among ever more articles: how the time grows, and the memory."""
    from benchmarks.clustering import grown

    with TemporaryDirectory() as folder:
        sizes = SIZES if effort is Effort.WHOLE else FEW_SIZES
        for run in grown(sizes, Path(folder)):
            name = f"clustering, {run.articles:,} articles"
            yield Figure(name, run.busy, "s of CPU", "less")
            yield Figure(f"{name}: growth over n·log n", run.growth, "times", "less", detail=run.articles < max(sizes))
            yield Figure(f"{name}: peak memory", run.peak, "MB", "less", detail=run.articles < max(sizes))


def rendering(effort: Effort) -> Iterator[Found]:
    """Each form of a brief of 100 stories, the first time and the second."""
    from benchmarks.rendering import rendered
    from briefing.templating import FORMATS

    stories = effort.of(RENDERED, 10)
    with TemporaryDirectory() as folder:
        for form in FORMATS:
            done = rendered(form, stories, Path(folder))
            name = f"rendering {stories} stories, {form}"
            if isinstance(done, str):
                yield Absent(name, done, failed=True)
                continue
            yield Figure(name, done["first"], "s", "less")
            yield Figure(f"{name}: second time", done["second"], "s", "less", detail=True)


def fetching(effort: Effort) -> Iterator[Found]:
    """Feeds and pages from a server on loopback, against the ideal for the pace that hosts are owed."""
    from benchmarks.fetching import Stand, updates

    stand = Stand() if effort is Effort.WHOLE else Stand(hosts=10, feeds=20)
    for name, run in zip(("first time", "again"), updates(stand), strict=True):
        told = f"fetching {stand.feeds} feeds with {stand.pages:,} pages, {name}"
        yield Figure(told, run.seconds, "s", "less")
        yield Figure(f"{told}: above the ideal", run.seconds / run.ideal, "times", "less")


MEASURES: dict[str, Measure] = {
    "start-up": starting.measure,
    "brief": brief,
    "encoder": encoding.measure,
    "chat": chat,
    "seq2seq": seq2seq,
    "extraction": extraction,
    "clustering": clustering,
    "rendering": rendering,
    "store": storing.measure,
    "fetching": fetching,
    "archive": archives.measure,
    "ray": archives.on_ray,
}

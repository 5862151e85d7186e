"""How long commands take to start: the help of every one, and two that look at what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.bench.figures import Effort, Figure, Found
from benchmarks.bench.separately import BRIEFING, Ran, run

TIMES = 5  # after one that warms the file cache
HELP_GOAL, LOOK_GOAL = 0.25, 0.5  # seconds


def measure(effort: Effort) -> Iterator[Found]:
    """Start-up of every command: the median of five."""
    with TemporaryDirectory() as name:
        folder, times = Path(name), effort.of(TIMES, 1)
        yield from with_goal(["--help"], HELP_GOAL, folder, times)
        if effort is Effort.WHOLE:
            yield from helps(folder, times)
        furnish(folder, effort)
        for words in (["sources", "list"], ["archive", "search", "president"]):
            yield from with_goal(words, LOOK_GOAL, folder, times)


def with_goal(words: Sequence[str], goal: float, folder: Path, times: int) -> Iterator[Figure]:
    """By the clock; and what the processor needs, which others at work change less."""
    name, runs = f"start-up: briefing {' '.join(words)}", several(words, folder, times)
    yield Figure(name, median(each.seconds for each in runs), "s", "less", goal)
    yield Figure(f"{name}: of the processor", median(each.busy for each in runs), "s of CPU", "less", detail=True)


def helps(folder: Path, times: int) -> Iterator[Figure]:
    """The help of every command, and the slowest of them."""
    slowest = 0.0
    for words in commands():
        seconds = median(each.seconds for each in several([*words, "--help"], folder, times))
        yield Figure(f"start-up: briefing {' '.join(words)} --help", seconds, "s", "less", detail=True)
        slowest = max(slowest, seconds)
    yield Figure("start-up: --help of the slowest command", slowest, "s", "less")


def commands() -> list[tuple[str, ...]]:
    """The words of every command and of every group, as the command line itself lists them."""
    import click

    from briefing.cli import main

    def below(group: click.Group, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            yield (*words, name)
            command = group.get_command(context, name)
            if isinstance(command, click.Group):
                yield from below(command, (*words, name))

    return list(below(main, ()))


def several(words: Sequence[str], folder: Path, times: int) -> list[Ran]:
    """So many runs of a command, after one that does not count."""
    return [run([*BRIEFING, *words], folder) for _ in range(times + 1)][1:]


def furnish(folder: Path, effort: Effort) -> None:
    """The starter settings, and a store with articles: 5,000 of the archive, or those of the newsroom."""
    import briefing
    from benchmarks.bench.storing import keep
    from benchmarks.corpora import articles
    from briefing.demo import NEWSROOM
    from briefing.store import Store

    run([*BRIEFING, "init"], folder)
    settings = folder / "briefing.toml"
    settings.write_text(f"store = '{folder / 'briefing.db'}'\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    with Store(folder / "briefing.db") as store:
        keep(store, articles("archive") if effort is Effort.WHOLE else list(briefing.read_articles(NEWSROOM)))

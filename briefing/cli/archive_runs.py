"""What the commands that work on whole archives share: their options, leave to write, a line that moves, and how they end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.options import CONFIG, WITH_PROBLEMS, Command, engine_options
from briefing.cli.screen import line

if TYPE_CHECKING:
    from briefing.archive.output import Place
    from briefing.archive.pace import Pace, Watch
    from briefing.archive.report import Count, Rehearsal
    from briefing.archive.workspace import Run
    from briefing.config import RunSettings

EVERY = 30.0  # seconds between two lines in a pipe
# Kernels that torch keeps for shapes of batches that it has met. An archive has every shape: with 1,024, as torch has it, the peak was
# 1,015 MB for 500 articles and 1,865 MB for 5,000; with 16 it is 585 and 648 MB, and it was no slower
KERNELS = {"LRU_CACHE_CAPACITY": "16", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "16"}


def run_options(command: Command) -> Command:
    """``IN... OUT`` become ``inputs`` and ``output``; all else that such a command is asked keeps its own name."""

    @engine_options
    @wraps(command)
    def with_paths(*args: Any, paths: tuple[str, ...], **others: Any) -> Any:
        from briefing.archive.output import expect

        if len(paths) < 2:
            raise click.UsageError("name at least one input, and the output last")
        expect(Path(paths[-1]))
        for name, kernels in KERNELS.items():  # torch looks here when it first computes, and so does every worker
            os.environ.setdefault(name, kernels)
        return command(*args, inputs=paths[:-1], output=Path(paths[-1]), **others)

    options = (
        click.argument("paths", nargs=-1, metavar="IN... OUT"),
        click.option("--force", is_flag=True, help="Replace OUT where it is there."),
        click.option("--restart", is_flag=True, help="Begin anew, and throw away what a run before has finished."),
        click.option("--dry-run", is_flag=True, help="Read all rows, write nothing, say what a run would come to."),
        click.option("--strict", is_flag=True, help=f"Exit with {WITH_PROBLEMS} if rows were rejected, or the writer had problems."),
        click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."),
        CONFIG,
    )  # fmt: skip
    wrapped: Command = with_paths
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


def permit(place: Place, run: Run, *, force: bool, restart: bool) -> None:
    """Refuse, before any work is done, what could not be written; ask before a file is replaced.

    A run that goes on was given leave when it began.
    """
    from briefing.archive.workspace import is_begun
    from briefing.errors import OutputError

    if force or not place.path.exists() or (is_begun(place, run) and not restart):
        return
    if not sys.stdin.isatty():
        raise OutputError(f"{place.path} is there already", "give --force to have it replaced")
    click.confirm(f"{place.path} is there already. Replace it?", abort=True, err=True)


@contextmanager
def watching() -> Iterator[Watch]:
    """How far a run is: a line that moves on a terminal, in a pipe one every 30 seconds on stderr. What libraries print meanwhile
    is no part of the output.
    """
    with redirect_stdout(sys.stderr):
        if not sys.stderr.isatty():
            yield lines(lambda told: line(told, err=True))
            return
        from rich.console import Console
        from rich.status import Status

        with Status("Beginning", console=Console(stderr=True)) as status:
            yield lambda pace: status.update(_plain(pace))


def lines(say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> Watch:
    """Says how far a run is: at once, then as often as EVERY allows."""
    said = -EVERY
    begun = clock()

    def watch(pace: Pace) -> None:
        nonlocal said
        now = clock() - begun
        if now - said >= EVERY:
            said = now
            say(str(pace))

    return watch


def _plain(pace: Pace) -> str:
    from rich.markup import escape

    return escape(str(pace))


@contextmanager
def resumable(place: Place) -> Iterator[None]:
    """Say of an interrupted run that it goes on by the same command."""
    try:
        yield
    except KeyboardInterrupt:
        if place.parts.exists():
            line(f"Interrupted. What is finished lies in {place.parts}; the same command goes on from there.", err=True)
        raise


def counted(number: int, what: str, several: str = "") -> str:
    """``1 part``, ``2,000 parts``; ``several`` where more is not said by an s."""
    return f"{number:,} {what if number == 1 else several or f'{what}s'}"


def tell_counts(counts: Sequence[Count], what: str) -> None:
    """How many rows have what in common, one line each."""
    for each in counts:
        line(f"{each.rows:,} {what}: {each.name}", indent="  ")


def tell_rehearsal(rehearsal: Rehearsal, found: str, does: str, run: RunSettings, format_: str) -> None:
    """What a run would come to: what was ``found``, and how long it takes where a worker ``does`` what it does."""
    from briefing.archive.output import line_of
    from briefing.archive.pace import spoken

    if format_ == "json":
        click.echo(line_of(rehearsal), nl=False)
        return
    line(f"{found}, {counted(rehearsal.rejected, 'row')} to be rejected")
    tell_counts(rehearsal.reasons, "rejected")
    if rehearsal.rate:
        workers = _workers(run)
        line(f"One worker {does} {rehearsal.rate:,.1f} articles/s: {spoken(rehearsal.seconds(workers))} for {workers}")


def _workers(run: RunSettings) -> int:
    """How many would work: as the settings say, else one a core of this computer; of a cluster elsewhere nobody knows it yet."""
    if run.workers or run.on != "ray":
        return run.workers or 1
    return max(1, (os.cpu_count() or 1) // run.threads)


def finish(problems: int, *, strict: bool) -> None:
    """The exit status of its own, where somebody is strict about rows that were rejected, and about a writer's problems."""
    if strict and problems:
        raise SystemExit(WITH_PROBLEMS)

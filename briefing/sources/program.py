"""A program of the reader's own to articles: it prints corpus lines, and is stopped where it does not end by itself."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Event

from briefing.process import Program, Run, ending, hindrance
from briefing.sources.corpus import read_corpus
from briefing.types import Article, Problem, Source

SECONDS = 600.0  # chosen: for the whole run
MOST_PROBLEMS = 100  # chosen: a program with more bad lines prints something else


def read_program(
    source: Source, folder: Path | None = None, seconds: float = SECONDS, enough: Event | None = None
) -> Generator[Article | Problem, None, None]:
    """The articles that ``source.command`` prints, run in ``folder``; those printed before it fails count too.

    Closing the generator stops the program, and so does setting ``enough``.
    """
    name = source.label
    try:
        run = Run(Program(source.command or ("",), folder), seconds, enough)
    except (OSError, ValueError) as error:
        yield Problem(
            name, f"the program cannot be run: {hindrance(error)}", "check that it is installed and spelled right"
        )
        return
    try:
        yield from _output(run, name)
        yield from _ending(run, name)
    finally:
        run.close()


def _output(run: Run, name: str) -> Iterator[Article | Problem]:
    bad = 0
    for found in read_corpus(run.lines(), name):
        yield found
        bad += isinstance(found, Problem)
        if bad == MOST_PROBLEMS:
            run.stopped = f"stopped after {bad} lines that are no article"
            return


def _ending(run: Run, name: str) -> Iterator[Problem]:
    """What is to say of how it ended."""
    status = 0 if run.stopped else run.wait()
    if run.stopped:
        yield Problem(name, run.stopped, "let it print one article a line, and end")
    elif status:
        said = f": {run.complaint}" if run.complaint else ""
        yield Problem(name, f"the program ended with {ending(status)}{said}", "run it by hand")

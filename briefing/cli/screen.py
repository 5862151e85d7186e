"""What a person sees while a command works and when it is done: progress on stderr, the brief on stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import WITH_PROBLEMS

if TYPE_CHECKING:
    from rich.console import Console

    from briefing.look import Look
    from briefing.pipeline import Progress
    from briefing.types import Brief, ModelCard, Problem, Summary

WIDTH = 88  # columns of a brief on the terminal, at most: a line that the eye still follows
BINARY = ("pdf", "epub")
_consoles: list[Console] = []  # the one whose bars are moving, if any are


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for each phase on a terminal; silence in a pipe."""
    from briefing.pipeline import silent

    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:16}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bars:

        def show(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(phase, total=total)
            bars.update(tasks[phase], completed=done, total=total)

        _consoles.append(console)
        try:
            yield show
        finally:
            _consoles.pop()


@contextmanager
def working() -> Iterator[Progress]:
    """The same while a brief is made: what libraries print meanwhile, as Ray does of a worker that died, is no part of the output."""
    with progress() as show, redirect_stdout(sys.stderr):
        yield show


def expect_format(format_: str | None, known: Sequence[str] | None = None) -> None:
    """Refuse, before any work is done for it, a format that nobody knows, and one that no terminal can show."""
    from briefing.render import expect
    from briefing.templating import FORMATS

    if format_ is not None:
        expect(format_, known or FORMATS)
    if format_ in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"a terminal cannot show {format_}; write it to a file with -o brief.{format_}")


def output(
    brief: Brief, paths: Sequence[Path], format_: str | None, look: Look | None = None, strict: bool = False
) -> None:
    """Write the brief to ``paths``, or print it; say on stderr what was done and what went wrong."""
    from briefing.deliver import before, format_of
    from briefing.render import problems, render

    # all before the first is written
    rendered = [(path, render(brief, format_of(path), look, before(path))) for path in paths]
    shown = None
    if not paths or format_:
        shown = render(brief, format_ or page_format(), look)
    written(brief, rendered)
    if shown is not None:
        show(shown, format_ is None)
    if paths or strict:  # a brief on the screen names its problems itself
        formats = dict.fromkeys([*map(format_of, paths), *([format_] if format_ else [])])
        complain((*brief.problems, *(each for form in formats for each in problems(brief, form))), strict)


def written(brief: Brief, rendered: Sequence[tuple[Path, bytes]]) -> None:
    """Write each of the files, and say so."""
    from briefing.deliver import write

    for path, content in rendered:
        write(path, content)
        line(f"Wrote {path}", err=True)
    if rendered:
        count = len(brief.summaries)
        old = f" ({brief.old} older ones left out)" if brief.old else ""
        told = f"{count} stor{'y' if count == 1 else 'ies'} from {brief.read} article{'s' * (brief.read != 1)}{old}"
        line(f"{told}, {brief.words} words, {brief.minutes} min.", err=True)


def page_format() -> str:
    """The format for a screen where nobody asked for one: Markdown, which a terminal shows well, or text for a pipe."""
    return "md" if sys.stdout.isatty() else "txt"


def show_summaries(
    summaries: Sequence[Summary], format_: str | None, own: Path | None = None, model: ModelCard | None = None
) -> None:
    """Summaries alone on stdout; templates in ``own`` go before ours. ``model`` is the one that was asked to write them."""
    from briefing.render import render_summaries

    content = render_summaries(summaries, format_ or page_format(), own, model)
    show(content, format_ is None)


def show(content: bytes, as_page: bool = False) -> None:
    """Bytes as they are; where nobody asked for a format and there is a terminal, Markdown set for it, with live links."""
    if not (as_page and sys.stdout.isatty()):
        click.echo(content, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    console.print(Markdown(content.decode()), width=min(console.width, WIDTH))


def line(text: str, indent: str = "", err: bool = False) -> None:
    """One line on stdout, without what would move a terminal's cursor."""
    from briefing.text import one_line

    told = indent + one_line(text)
    if _consoles and sys.stdout.isatty():  # bars stand at the foot of the same terminal: the line goes above them
        from rich.text import Text

        _consoles[-1].print(Text(told), soft_wrap=True)
    else:
        click.echo(told, err=err)


def complain(problems: Sequence[Problem], strict: bool, quiet: bool = False) -> None:
    """Say once what went wrong on the way; where somebody is strict about it, with an exit status of its own.

    ``quiet`` where it was said already.
    """
    for problem in () if quiet else dict.fromkeys(problems):
        line(f"Problem: {problem}", err=True)
    if problems and strict:
        raise SystemExit(WITH_PROBLEMS)

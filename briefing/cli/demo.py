"""``briefing demo``: the whole thing on the built-in newsroom."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from briefing.cli.explaining import tell_how
from briefing.cli.options import EXPLAIN, Choices, writer_options
from briefing.cli.screen import output, working

NAMES = ("brief.html", "brief.pdf", "brief.md", "brief.json")


@click.command(
    short_help="Make a brief of the built-in newsroom.",
    epilog="\b\nExamples:\n  briefing demo\n  briefing demo --to /tmp/brief --force\n  briefing demo --writer chat --model smollm2 --explain",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder to write to; made if need be.  [default: this one]",
)
@click.option("--force", is_flag=True, help="Replace the files of an earlier demo without asking.")
@EXPLAIN
@writer_options
def demo(to: Path, force: bool, explain: bool, written: dict[str, Any]) -> None:
    """Make a brief of the built-in newsroom: 36 articles of two days, from 6 invented outlets.

    Prints the brief and writes brief.html, brief.pdf, brief.md and brief.json. Nothing is configured and nothing is fetched.
    """
    from briefing import deliver, pipeline
    from briefing.demo import CONFIG, NEWSROOM, mornings
    from briefing.errors import OutputError

    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {to} cannot be made", error.strerror or str(error)) from error
    paths = [to / name for name in NAMES]
    deliver.check(paths)
    there = [path for path in paths if path.exists()]
    if there and not force:
        click.confirm(f"{there[0]} is there already. Replace it and its like?", abort=True, err=True)
    settings = Choices(CONFIG, written).settings()
    with working() as show, pipeline.opened_desk(settings, CONFIG, show, os.environ) as desk:
        brief = mornings.brief(desk, pipeline.read_articles(NEWSROOM))
    output(brief, paths, None)
    output(brief, (), None)
    if explain:
        tell_how(brief)
    click.echo(f"Open {paths[0].resolve()} in a browser.", err=True)

"""``briefing make``: a brief of what was fetched, or of files, without a look at the network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.explaining import tell_how
from briefing.cli.options import DATE, EXPLAIN, FORMAT, OUTPUT, STRICT, Choices, brief_options
from briefing.cli.screen import expect_format, output, working

if TYPE_CHECKING:
    from briefing.pipeline import Desk
    from briefing.types import Brief, Reading

EPILOG = """\b
Examples:
  briefing fetch && briefing make -o brief.html
  briefing make --from corpus.jsonl -o brief.html -o brief.md
  briefing make --from news/ --total "5 minutes"
  briefing make --writer chat --model smollm2 --explain
  cat corpus.jsonl | briefing make --from - --format json
"""


@click.command(short_help="Make a brief of what was fetched, or of files.", epilog=EPILOG)
@click.option("--from", "inputs", multiple=True, metavar="INPUT", help="A file or folder, or - ; may be repeated.")
@OUTPUT
@FORMAT
@DATE
@STRICT
@EXPLAIN
@brief_options
def make(
    inputs: tuple[str, ...],
    outputs: tuple[Path, ...],
    format_: str | None,
    date: datetime | None,
    strict: bool,
    explain: bool,
    choices: Choices,
) -> None:
    """Make a brief and print it, or write it with -o; the network is not touched.

    Without --from, it is made of what `briefing fetch` has read, and of the files and folders among the sources.
    """
    from briefing import deliver, pipeline

    deliver.check(outputs)
    expect_format(format_)
    settings = choices.settings(optional=bool(inputs))
    with working() as show, pipeline.opened_desk(settings, choices.path, show, os.environ) as desk:
        brief = made(desk, inputs, choices, date)
    try:
        output(brief, outputs, format_, settings.look_value(choices.folder), strict)
    finally:  # also where somebody is strict about problems
        if explain:
            tell_how(brief)


def made(desk: Desk, inputs: Sequence[str], choices: Choices, date: datetime | None) -> Brief:
    """The brief of what was fetched, or of files, with those pictures that are here."""
    from briefing import pipeline

    now = pipeline.local(date, desk.options)
    brief = pipeline.brief_of(desk, now, found(desk, inputs, choices, now))
    return pipeline.illustrated(desk, brief, online=False)


def found(desk: Desk, inputs: Sequence[str], choices: Choices, now: datetime) -> Reading:
    """The articles of files, or those that were fetched of the sources; no network is touched."""
    from briefing import pipeline

    if inputs:
        return pipeline.read_articles(*inputs, engine=desk.engine)
    return pipeline.kept(desk, choices.sources(desk.options, os.environ), now)

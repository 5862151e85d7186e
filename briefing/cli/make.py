"""``briefing make``: a brief of what was fetched, or of files, without a look at the network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import DATE, FORMAT, OUTPUT, STRICT, Choices, brief_options
from briefing.cli.screen import expect_format, output, progress

if TYPE_CHECKING:
    from briefing.config import Settings
    from briefing.types import Brief

EPILOG = """\b
Examples:
  briefing fetch && briefing make -o brief.html
  briefing make --from corpus.jsonl -o brief.html -o brief.md
  briefing make --from news/ --total "5 minutes"
  cat corpus.jsonl | briefing make --from - --format json
"""


@click.command(short_help="Make a brief of what was fetched, or of files.", epilog=EPILOG)
@click.option("--from", "inputs", multiple=True, metavar="INPUT", help="A file or folder, or - ; may be repeated.")
@OUTPUT
@FORMAT
@DATE
@STRICT
@brief_options
def make(
    inputs: tuple[str, ...],
    outputs: tuple[Path, ...],
    format_: str | None,
    date: datetime | None,
    strict: bool,
    choices: Choices,
) -> None:
    """Make a brief and print it, or write it with -o; the network is not touched.

    Without --from, it is made of what `briefing fetch` has read, and of the files and folders among the sources.
    """
    from briefing import deliver

    deliver.check(outputs)
    expect_format(format_)
    settings = choices.settings(optional=bool(inputs))
    brief = made(inputs, settings, choices, date)
    output(brief, outputs, format_, settings.look_value(choices.folder), strict)


def made(inputs: Sequence[str], settings: Settings, choices: Choices, date: datetime | None) -> Brief:
    """The brief of what was fetched, or of files, with those pictures that are here."""
    from briefing import pipeline

    with progress() as show, pipeline.opened(settings) as (store, _):
        if inputs:
            articles = pipeline.read_articles(*inputs)
        else:
            sources = choices.sources(settings, os.environ)
            articles = pipeline.kept(sources, settings, pipeline.local(date, settings), show)
        brief = pipeline.make(settings, date, articles, show)
        return pipeline.illustrated(brief, settings, store, online=False)

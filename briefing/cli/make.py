"""``briefing make``: a brief of what was fetched, or of files, without a look at the network."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from briefing.cli.options import FORMAT, OUTPUT, STRICT, Choices, brief_options
from briefing.cli.screen import expect_format, output, progress

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
@click.option(
    "--date",
    metavar="YYYY-MM-DD[THH:MM:SS]",
    type=click.DateTime(),
    help="The time that the brief speaks from.  [default: now]",
)
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
    from briefing import deliver, pipeline

    deliver.check(outputs)
    expect_format(format_)
    settings = choices.settings(optional=bool(inputs))
    with progress() as show:
        if inputs:
            articles = pipeline.read_articles(*inputs)
        else:
            articles = pipeline.kept(
                choices.sources(settings, os.environ), settings, pipeline.local(date, settings), show
            )
        brief = pipeline.make(settings, date, articles, show)
    output(brief, outputs, format_, settings.own_templates(choices.folder), strict)

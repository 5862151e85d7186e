"""``briefing make``: a brief from articles in files, without a look at the network."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from briefing.cli.options import FORMAT, OUTPUT, STRICT, Choices, brief_options
from briefing.cli.screen import expect_format, output, progress

EPILOG = """\b
Examples:
  briefing make --from corpus.jsonl -o brief.html -o brief.md
  briefing make --from news/ --total "5 minutes"
  cat corpus.jsonl | briefing make --from - --format json
"""


@click.command(short_help="Make a brief from files.", epilog=EPILOG)
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
    """Make a brief from files and print it, or write it with -o.

    Without --from, the files and folders among the sources of briefing.toml are read.
    """
    from briefing import deliver, pipeline
    from briefing.sources import read
    from briefing.text import is_web_address

    deliver.check(outputs)
    expect_format(format_)
    settings = choices.settings(optional=bool(inputs))
    if inputs:
        articles = pipeline.read_articles(*inputs)
    else:
        local = [each for each in settings.source_values(choices.folder) if not is_web_address(each.location)]
        articles = read(local)
    with progress() as show:
        brief = pipeline.make(settings, date, articles, show)
    output(brief, outputs, format_, settings.own_templates(choices.folder), strict)

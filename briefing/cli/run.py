"""``briefing run``: fetch, make, render, write: the line for cron."""

from __future__ import annotations

import os
from pathlib import Path

import click

from briefing.cli.fetch import summary
from briefing.cli.options import FORMAT, OUTPUT, STRICT, Choices, brief_options
from briefing.cli.screen import expect_format, line, output, progress

EPILOG = """\b
Examples:
  briefing run                       as briefing.toml says
  briefing run -o today.md           this file in place of those of briefing.toml
  briefing run --dry-run             what would be read and written
"""


@click.command(short_help="Fetch, make and write the brief: for cron.", epilog=EPILOG)
@OUTPUT
@FORMAT
@click.option("--dry-run", is_flag=True, help="Say what would be read and written, and do neither.")
@STRICT
@brief_options
def run(outputs: tuple[Path, ...], format_: str | None, dry_run: bool, strict: bool, choices: Choices) -> None:
    """Read the sources of briefing.toml, make the brief, and write it."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from briefing import deliver, pipeline

    settings = choices.settings()
    folder = choices.folder
    if not outputs and not format_:
        outputs = tuple(folder / Path(name).expanduser() for name in settings.output.files)
    deliver.check(outputs)
    expect_format(format_)
    sources = choices.sources(settings, os.environ)
    if dry_run:
        for source in sources:
            line(source.label, "would read   ")
        for path in outputs:
            click.echo(f"would write  {path}" + " (replacing it)" * path.exists())
        return
    now = datetime.now(UTC)
    with pipeline.opened(settings) as (store, problems), progress() as show:
        updates = pipeline.fetch(sources, settings, store, now, show, processes=os.cpu_count() or 1)
        articles = pipeline.recall(sources, settings, store, now, updates)
        brief = pipeline.make(settings, now, replace(articles, problems=(*problems, *articles.problems)), show)
    click.echo(f"{summary(updates)}.", err=True)
    output(brief, outputs, format_, settings.own_templates(folder), strict)

"""``briefing archive cluster``: the story of every article of a whole archive."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.archive_runs import (
    counted,
    finish,
    permit,
    resumable,
    run_options,
    tell_counts,
    tell_rehearsal,
    watching,
)
from briefing.cli.options import Choices
from briefing.cli.screen import line

if TYPE_CHECKING:
    from briefing.archive.clustering.report import Clustered

EPILOG = """\b
Examples:
  briefing archive cluster 2018.jsonl.xz 2018-stories.jsonl.zst
  briefing archive cluster news/ "more/*.parquet" stories.parquet --on ray
  briefing archive cluster news/ stories.jsonl --dry-run
\b
IN is JSON Lines (plain, gz, bz2, xz, zst), Parquet, or any other file that briefing reads; a folder; or a pattern in quotes. OUT ends
in .jsonl, .jsonl.gz, .jsonl.xz, .jsonl.zst or .parquet. A row has url, title, source, published, story (the id, which comes from the
story's first article), and copy_of, the address (else the title) of the article that it is a copy of. Beside OUT lie OUT.rejected.jsonl, the rows that
were no articles with their reasons, and OUT.summary.json, what the run came to. OUT.parts holds what is finished, until all is.
\b
Two articles of one story, and two copies of one text, lie at most [stories] window days apart: 3, where briefing.toml says nothing
else. Undated articles come last and are compared with each other alone, 20,000 at a time in the order of their addresses.
"""


@click.command("cluster", short_help="Find the stories of an archive.", epilog=EPILOG)
@run_options
def cluster(
    inputs: tuple[str, ...], output: Path, force: bool, restart: bool, dry_run: bool, strict: bool, format_: str,
    config: Path | None, run: dict[str, Any],
) -> None:  # fmt: skip
    """One row with the id of its story for each article in IN, the earliest first, written to OUT.

    IN may lie in any order and be larger than the memory. Of articles with one address the first counts. A run that is killed or
    interrupted goes on by the same command.
    """
    from briefing.archive.clustering import running
    from briefing.archive.output import Place
    from briefing.archive.reading import Inputs
    from briefing.parallel import engine

    settings = Choices(config, run).settings(optional=True)
    order = running.Order(Inputs.of(inputs, output), Place(output), settings, restart)
    if dry_run:
        with watching() as watch:
            rehearsal = running.rehearse(order, watch)
        found = f"{counted(rehearsal.articles, 'article')}, {rehearsal.undated:,} undated"
        tell_rehearsal(rehearsal, found, "encodes", settings.run, format_)
        finish(rehearsal.rejected, strict=strict)
        return
    permit(order.place, order.run, force=force, restart=restart)
    with resumable(order.place), watching() as watch, engine(settings.run, os.environ) as workers:
        report = running.cluster(order, workers, watch)
    _tell(report, format_)
    finish(report.rejected, strict=strict)


def _tell(report: Clustered, format_: str) -> None:
    from briefing.archive.output import line_of
    from briefing.archive.pace import spoken

    if format_ == "json":
        click.echo(line_of(report), nl=False)
        return
    several = f"{report.several:,} of them of several articles, the largest of {report.largest:,}"
    found = f"{counted(report.articles, 'article')} in {counted(report.stories, 'story', 'stories')}"
    line(f"Wrote {report.output}: {found}, {several}")
    if report.first and report.last:
        line(f"Published {report.first.date()} to {report.last.date()}; copies of others: {report.copies:,}")
    if report.undated:
        line(f"Undated, and compared with each other alone: {report.undated:,}")
    before = f", {counted(report.encoded_before, 'article')} encoded before" if report.encoded_before else ""
    line(f"It took {spoken(report.seconds)}: {report.rate:,.1f} articles/s encoded{before}")
    if report.rejected:
        line(f"{counted(report.rejected, 'row')} rejected, see {report.output}.rejected.jsonl")
        tell_counts(report.reasons, "rejected")

"""``briefing archive summarize``: a summary for every article of a whole archive."""

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
from briefing.cli.options import Choices, length_options, writer_options
from briefing.cli.screen import line

if TYPE_CHECKING:
    from briefing.archive.report import Summarized
    from briefing.archive.running import Order
    from briefing.config import Settings

EPILOG = """\b
Examples:
  briefing archive summarize 2018.jsonl.xz 2018-summaries.jsonl.zst
  briefing archive summarize news/ "more/*.parquet" summaries.parquet --sentences 2
  briefing archive summarize news/ summaries.jsonl --dry-run
  briefing archive summarize news/ summaries.jsonl --on ray --writer chat --model smollm2
\b
IN is JSON Lines (plain, gz, bz2, xz, zst), Parquet, or any other file that briefing reads; a folder; or a pattern in quotes. OUT ends
in .jsonl, .jsonl.gz, .jsonl.xz, .jsonl.zst or .parquet. Beside OUT lie OUT.rejected.jsonl, the rows that got no summary with their
reasons, and OUT.summary.json, what the run came to. OUT.parts holds what is finished, until all is.
"""


@click.command("summarize", short_help="Summarise every article of an archive.", epilog=EPILOG)
@run_options
@click.option(
    "--part",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="So many rows are finished together; 2000 suit a GPU.  [default: 100]",
)
@writer_options
@length_options
def summarize(
    inputs: tuple[str, ...], output: Path, force: bool, restart: bool, dry_run: bool, strict: bool, format_: str,
    config: Path | None, run: dict[str, Any], part: int | None, written: dict[str, Any], length: str | None,
) -> None:  # fmt: skip
    """One row with a summary for each article in IN, in their order, written to OUT.

    Of articles with one address the first counts. A run that is killed or interrupted goes on by the same command.
    """
    from briefing.archive import running
    from briefing.parallel import engine

    choices = Choices(config, written | run | ({"brief.length": length} if length else {}))
    settings = choices.settings(optional=True)
    order = _order(inputs, output, settings, choices.folder, part, restart=restart)
    if dry_run:
        with watching() as watch:
            rehearsal = running.rehearse(order, watch)
        found = f"{counted(rehearsal.articles, 'article')} in {counted(rehearsal.parts, 'part')}"
        tell_rehearsal(rehearsal, found, "summarises", settings.run, format_)
        finish(rehearsal.rejected, strict=strict)
        return
    permit(order.place, order.run, force=force, restart=restart)
    with resumable(order.place), watching() as watch, engine(settings.run, os.environ) as workers:
        report = running.summarize(order, workers, watch)
    _tell(report, format_)
    finish(report.rejected + len(report.problems), strict=strict)


def _order(
    inputs: tuple[str, ...], output: Path, settings: Settings, folder: Path, part: int | None, *, restart: bool
) -> Order:
    from briefing.archive.output import Place
    from briefing.archive.reading import Inputs
    from briefing.archive.running import PART, Order
    from briefing.archive.summarizing import Summarizing

    key = settings.server.key_env
    environment = {key: os.environ[key]} if key in os.environ else {}
    work = Summarizing(settings, folder.resolve(), environment)
    return Order(Inputs.of(inputs, output), Place(output), work, part or PART, restart)


def _tell(report: Summarized, format_: str) -> None:
    from briefing.archive.output import line_of
    from briefing.archive.pace import spoken

    for problem in report.problems:
        line(f"Problem: {problem}", err=True)
    if format_ == "json":
        click.echo(line_of(report), nl=False)
        return
    before = f", {report.parts_before:,} of them finished before" if report.parts_before else ""
    summaries = counted(report.articles, "summary", "summaries")
    line(f"Wrote {report.output}: {summaries} of {report.mean_words:.0f} words, {report.length} asked")
    line(f"{counted(report.parts, 'part')}{before}, in {spoken(report.seconds)}: {report.rate:,.1f} articles/s")
    if report.rejected:
        line(f"{counted(report.rejected, 'row')} rejected, see {report.output}.rejected.jsonl")
        tell_counts(report.reasons, "rejected")

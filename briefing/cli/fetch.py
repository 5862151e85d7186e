"""``briefing fetch``: bring the archive up to date with the sources, without making a brief."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import CONFIG, STRICT, Choices
from briefing.cli.screen import complain, line, progress

if TYPE_CHECKING:
    from briefing.sources import Update

SHOWN = 3  # problems of one source

EPILOG = """\b
Examples:
  briefing fetch                      what is due, as briefing.toml says
  briefing fetch --only "BBC News"    one source
  briefing fetch --force              also those that rest after a failure
"""


@click.command(short_help="Fetch what is new, without a brief.", epilog=EPILOG)
@CONFIG
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="A source by its name or location, also where it rests; may be repeated.",
)
@click.option("--force", is_flag=True, help="Ask those sources too that rest after a failure.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)
@STRICT
def fetch(config: Path | None, only: tuple[str, ...], force: bool, format_: str, strict: bool) -> None:
    """Fetch what is new from the sources of briefing.toml, and keep it in the archive.

    Prints a line for each source when what came of it is kept. Each host is asked at its own pace, many at once.
    """
    from briefing import pipeline
    from briefing.store import Store

    choices = Choices(config, {})
    settings = choices.settings()
    sources = choices.sources(settings, os.environ, only)
    start, now = time.monotonic(), pipeline.local(None, settings)
    with Store(pipeline.store_path(settings)) as store, progress() as show:
        told = _tell if format_ == "text" else None
        updates = pipeline.fetch(
            sources,
            pipeline.farthest(settings, store, choices.path, now),
            store,
            now,
            show,
            force=force or bool(only),
            done=told,
            processes=os.cpu_count() or 1,
            clock=lambda: pipeline.local(None, settings),
        )
    if format_ == "json":
        click.echo(json.dumps([_row(update) for update in updates], ensure_ascii=False, indent=1))
    else:
        click.echo(f"{summary(updates)}, {time.monotonic() - start:.0f} s.")
    failed = [each.health.problem for each in updates if each.health.problem and each.asked]
    complain([*failed, *(problem for each in updates for problem in each.problems)], strict, quiet=True)


def summary(updates: list[Update]) -> str:
    """One line on all sources: how many answered, failed and rest, and what is new."""
    answered = [each for each in updates if each.asked and not each.health.failures]
    failed = sum(each.asked and bool(each.health.failures) for each in updates)
    resting = sum(not each.asked for each in updates)
    parts = [f"{len(answered)} of {len(updates)} source{'s' * (len(updates) != 1)} answered"]
    parts += [f"{failed} failed"] * bool(failed) + [f"{resting} not asked"] * bool(resting)
    new, changed = sum(each.health.new for each in answered), sum(each.changed for each in updates)
    return ", ".join(parts) + f": {new} new article{'s' * (new != 1)}" + f", {changed} changed" * bool(changed)


def _tell(update: Update) -> None:
    """How one source fared, and what of it could not be read."""
    line(_told(update))
    for problem in update.problems[:SHOWN]:
        line(str(problem), "  ")
    if len(update.problems) > SHOWN:
        line(f"and {len(update.problems) - SHOWN} more of the kind", "  ")


def _told(update: Update) -> str:
    health = update.health
    remedy = f" ({health.remedy})" if health.remedy else ""
    if not update.asked:
        again = "it has ended" if health.gone else f"not asked before {health.again:%Y-%m-%d %H:%M} UTC"
        return f"{health.source}: {again}: {health.error}{remedy}"
    if health.gone:
        return f"{health.source}: has ended: {health.error}{remedy}"
    if health.failures:
        return f"{health.source}: failed: {health.error}{remedy}"
    changed = f", {update.changed} changed" if update.changed else ""
    return f"{health.source}: {f'{health.new} new' if health.new else 'nothing new'}{changed}"


def _row(update: Update) -> dict[str, object]:
    from briefing.render import health_as_json

    told = [str(problem) for problem in update.problems]
    return {**health_as_json(update.health), "asked": update.asked, "changed": update.changed, "problems": told}

"""``briefing send``: the brief to its recipients, each of them once."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.make import made
from briefing.cli.options import DATE, STRICT, Choices, brief_options
from briefing.cli.post import dry_run as show_what_would_go
from briefing.cli.post import finish, finish_retry, is_held_back, post_of, tell, telling
from briefing.cli.screen import complain, progress

if TYPE_CHECKING:
    from briefing.pipeline import Desk
    from briefing.types import Delivery

EPILOG = """\b
Examples:
  briefing send                         today's brief, to those who have not had it
  briefing send --dry-run               write the mails as files, say what would go where
  briefing send --retry                 what did not go out, once more
  briefing send --to you@example.org    to this recipient alone
"""


@click.command(short_help="Send the brief to its recipients.", epilog=EPILOG)
@click.option("--from", "inputs", multiple=True, metavar="INPUT", help="A file or folder, or - ; may be repeated.")
@click.option("--to", "only", multiple=True, metavar="RECIPIENT", help="One of briefing.toml, or a mail address.")
@click.option("--retry", is_flag=True, help="Try again at once what did not go out, and make no brief.")
@click.option("--again", is_flag=True, help="Send it anew, also to those who have had it.")
@click.option(
    "--dry-run", is_flag=True, help="Send nothing: write the mails as .eml files, and say what would go where."
)
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=Path("dry-run"), metavar="DIR",
    help="Where --dry-run writes.  [default: dry-run]",
)  # fmt: skip
@DATE
@STRICT
@brief_options
def send(
    inputs: tuple[str, ...],
    only: tuple[str, ...],
    retry: bool,
    again: bool,
    dry_run: bool,
    into: Path,
    date: datetime | None,
    strict: bool,
    choices: Choices,
) -> None:
    """Send today's brief to the recipients of briefing.toml. Who has had it does not get it again.

    The brief is made of what was fetched; the sources are not asked. What was made for this edition before is sent as it was.
    """
    from briefing import pipeline
    from briefing import send as sending

    if retry and (dry_run or again or inputs):
        raise click.UsageError("--retry goes with none of --dry-run, --again and --from")
    settings = choices.settings(optional=bool(inputs))
    recipients = choices.recipients(settings, os.environ, only)
    look = settings.look_value(choices.folder)
    with pipeline.opened_desk(settings, choices.path) as desk:
        post = post_of(desk.store, settings, choices.path, recipients)
        if retry:
            _expect_memory(desk)
            finish_retry(sending.retry(post, tell), recipients)
            return
        with progress() as shown:
            brief = made(replace(desk, progress=shown), inputs, choices, date)
        if dry_run:
            show_what_would_go(brief, look, post, into)
            return
        if is_held_back(brief, settings):
            return
        handed: list[Delivery] = []
        deliveries, met = sending.send(brief, look, post, telling(handed), again)
    complain((*brief.problems, *met), strict=False)
    finish(deliveries, handed, only)
    complain((*brief.problems, *met), strict, quiet=True)


def _expect_memory(desk: Desk) -> None:
    """Nothing can be tried again where nothing was written down."""
    from briefing.errors import StoreError

    if desk.store.is_memory:
        why = desk.problems[0].what if desk.problems else 'store is "none" in the settings'
        raise StoreError(f"it is not known what has not gone out: {why}", "`briefing send` sends to everybody")

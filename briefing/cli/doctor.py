"""``briefing doctor``: is all well for the next brief, and what mends what is not."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import CONFIG, Choices
from briefing.cli.screen import progress
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.doctor import Finding, Timer

EPILOG = """\b
Examples:
  briefing doctor
  briefing doctor --offline                   ask nothing on the network
  briefing doctor --format json | jq '.[] | select(.state != "good")'
"""


@click.command(short_help="Is all well for the next brief?", epilog=EPILOG)
@click.option("--offline", is_flag=True, help="Ask no source and no server on the network.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)
@CONFIG
def doctor(offline: bool, format_: str, config: Path | None) -> None:
    """Look at settings, sources, models, templates, fonts, recipients, mail, store, disk and schedule; send and keep nothing.

    What is broken makes the exit status 1, a warning does not.
    """
    findings = _findings(Choices(config, {}), offline)
    if format_ == "json":
        click.echo(json.dumps([_row(each) for each in findings], ensure_ascii=False, indent=1))
    else:
        rows = [(each.subject, each.state, each.text, each.remedy) for each in findings]
        show_table(("what", "state", "found", "what mends it"), rows)
    if any(each.state == "broken" for each in findings):
        raise SystemExit(1)


def _findings(choices: Choices, offline: bool) -> list[Finding]:
    """What is found with these settings; where they cannot be read, that, and what can be looked at without them."""
    from briefing.config import Settings
    from briefing.doctor import CHECKS, WITHOUT_SETTINGS, Case, Finding, examine
    from briefing.errors import ConfigError

    checks = CHECKS
    try:
        settings = choices.settings()
        first = Finding("configuration", "good", str(choices.path))
    except ConfigError as error:
        settings, first = Settings(), Finding.of("configuration", error)
        checks = {name: CHECKS[name] for name in WITHOUT_SETTINGS}
    with progress() as show:
        case = Case(settings, choices.path, datetime.now(UTC), os.environ, offline, _timers, show)
        return [first, *examine(case, checks)]


def _timers() -> Sequence[Timer]:
    from briefing.schedule import Machine, found

    return found(Machine.here(sys.platform, os.environ))


def _row(finding: Finding) -> dict[str, object]:
    return {
        "subject": finding.subject,
        "state": finding.state,
        "text": finding.text,
        "remedy": finding.remedy,
        "seconds": round(finding.seconds, 3),
    }

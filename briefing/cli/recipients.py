"""``briefing recipients``: who the brief goes to: add, remove, list."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import CONFIG, Choices
from briefing.cli.screen import line
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.config import Settings
    from briefing.types import Delivery, Recipient

EPILOG = """\b
Examples:
  briefing recipients add "Ina Brandt <ina@example.org>" --attach pdf
  briefing recipients add ntfy://my-topic
  briefing recipients add --env SLACK_ADDRESS        an address with a token in it stays out of the file
  briefing recipients list
"""


@click.group(short_help="List, add and remove recipients.", epilog=EPILOG)
def recipients() -> None:
    """Who the brief goes to. Every command reads and changes briefing.toml, and keeps its comments."""


@recipients.command(short_help="Add a mail address, a service, a webhook or a program.")
@click.argument("address", required=False)
@click.option("--env", "to_env", metavar="VARIABLE", help="The environment variable that holds the address.")
@click.option("--program", metavar="PROGRAM", help="A program that gets the JSON on its standard input.")
@click.option("--name", help="What the recipient is called here.")
@click.option("--attach", multiple=True, type=click.Choice(["pdf", "epub"]), help="Sent along; may be repeated.")
@CONFIG
def add(
    address: str | None, to_env: str | None, program: str | None, name: str | None, attach: tuple[str, ...], config: Path | None
) -> None:  # fmt: skip
    """Add a recipient: a mail address, a service (ntfy://topic, slack://…), a webhook (https://…), or a program."""
    from briefing.config import RecipientSettings, settings
    from briefing.config.edit import with_blocks
    from briefing.errors import ConfigError

    choices = Choices(config, {})
    there = choices.settings(optional=config is None)
    said = {
        "to": address, "to_env": to_env, "command": _words(program or ""), "name": name, "attach": list(attach),
    }  # fmt: skip
    block = {key: value for key, value in said.items() if value}
    settings({"recipients": [block]}, "the recipient")
    new = RecipientSettings.model_validate(block).value(choices.folder, os.environ)
    if (new.to or new.command) and new.key in {each.key for each in _all(there, choices)}:
        raise ConfigError(f"{new.label} is a recipient already", "see `briefing recipients list`")
    _expect_there(new)
    choices.save(with_blocks(choices.text, "recipients", [block]))
    line(f"Added {new.label or to_env} to {choices.path}.", err=True)
    if new.channel == "mail" and new.to and not there.mail.server:
        line("Mail needs a server: set `server` and `sender` under [mail] there, then `briefing doctor`.", err=True)


def _expect_there(recipient: Recipient) -> None:
    """Refuse a service that nobody knows, and a program that is not there."""
    from shutil import which

    from briefing.deliver.notify import is_known
    from briefing.errors import ConfigError

    if recipient.channel == "notify" and recipient.to and not is_known(recipient.to):
        raise ConfigError(
            f"{recipient.label} is no address that Apprise knows",
            "compare it with https://github.com/caronc/apprise/wiki",
        )
    program = recipient.command[0] if recipient.command else ""
    if program and not which(str(Path(recipient.folder, program)) if Path(program).name != program else program):
        raise ConfigError(f"there is no program {program}", "check its spelling, or give its whole path")


def _words(program: str) -> list[str]:
    """A program and its words, as a shell would split them."""
    import shlex

    try:
        return shlex.split(program)
    except ValueError as error:
        raise click.UsageError(f"--program: {error}") from error


@recipients.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option("--dry-run", is_flag=True, help="Show who would be removed, and remove nobody.")
@CONFIG
def remove(addresses: tuple[str, ...], dry_run: bool, config: Path | None) -> None:
    """Remove recipients by their addresses or names."""
    from briefing.config.edit import without_blocks

    choices = Choices(config, {})
    there = choices.settings()
    known = _all(there, choices)
    gone = sorted({place for wanted in addresses for place in _places(known, there, wanted)})
    if not dry_run:
        choices.save(without_blocks(choices.text, "recipients", gone))
    for place in gone:
        line(f"{'would remove' if dry_run else 'Removed'} {known[place].label or there.recipients[place].to_env}")


def _places(known: list[Recipient], settings: Settings, wanted: str) -> list[int]:
    """The blocks that a person means; ConfigError where there is none."""
    from briefing.errors import ConfigError

    found = [
        place
        for place, (recipient, block) in enumerate(zip(known, settings.recipients, strict=True))
        if recipient.is_called(wanted) or wanted == block.to_env
    ]
    if not found:
        raise ConfigError(f'there is no recipient "{wanted}"', "see `briefing recipients list`")
    return found


@recipients.command("list", short_help="List the recipients, and what became of their last edition.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program.")  # fmt: skip
@CONFIG
def list_(format_: str, config: Path | None) -> None:
    """List the recipients with what became of the last edition that was made for each."""
    from briefing import pipeline
    from briefing.store.ledger import Ledger

    choices = Choices(config, {})
    settings = choices.settings()
    known = _all(settings, choices)
    with pipeline.opened(settings) as (store, _):
        last = [Ledger(store).last(recipient.key) for recipient in known]
    rows = [
        (each.label or block.to_env, each.channel, ", ".join(each.attach), "" if block.on else "off", *_fate(delivery))
        for each, block, delivery in zip(known, settings.recipients, last, strict=True)
    ]
    heads = ("recipient", "channel", "attached", "off", "edition", "state")
    if format_ == "json":
        click.echo(json.dumps([dict(zip(heads, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    elif rows:
        show_table(heads, rows)
    else:
        line("There is no recipient; add one with `briefing recipients add ADDRESS`.", err=True)


def _fate(delivery: Delivery | None) -> tuple[str, str]:
    """The last edition, and what became of it."""
    if delivery is None:
        return "", "nothing sent yet"
    if delivery.sent:
        return delivery.edition, f"sent {delivery.sent.astimezone():%Y-%m-%d %H:%M}"
    return delivery.edition, f"not sent: {delivery.error}" if delivery.error else "not sent yet"


def _all(settings: Settings, choices: Choices) -> list[Recipient]:
    """The recipients of the file, also those that are off."""
    return [each.value(choices.folder, os.environ, settings.mail.attach) for each in settings.recipients]

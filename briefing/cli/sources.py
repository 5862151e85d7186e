"""``briefing sources``: what is followed: add, remove, list, check, import, export."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.options import CONFIG, STRICT, Choices, is_called
from briefing.cli.screen import complain, line, progress
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.sources.discovery import Introduction
    from briefing.types import Health, Source

SHOWN = 5  # first items of a source that is added
FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)


EPILOG = """\b
Examples:
  briefing sources add https://www.example.org       the site's feed is found
  briefing sources check                             ask all of them, show a table
  briefing sources import subscriptions.opml
"""


@click.group(short_help="List, add, remove, check, import and export sources.", epilog=EPILOG)
def sources() -> None:
    """What is followed. Every command reads and changes briefing.toml, and keeps its comments."""


@sources.command(
    short_help="Add a feed, a site, a folder, a mailbox or a preset.",
    epilog="\b\nExamples:\n  briefing sources add https://www.example.org\n  briefing sources add reddit:worldnews --section World",
)
@click.argument("location")
@click.option("--name", default="", help="The outlet's name.  [default: what the source calls itself]")
@click.option(
    "--section", default="", help="The section that its stories go to.  [default: told from its address and title]"
)
@click.option("--allow", multiple=True, metavar="HOST", help="A host on a private network that may be fetched from.")
@click.option("--password-env", default="", metavar="VARIABLE", help="Of a mailbox: what holds its password.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing.")
@CONFIG
def add(dry_run: bool, config: Path | None, password_env: str, **said: Any) -> None:
    """Add a source: a feed, a site (its feed is found), a folder, a mailbox, or a preset such as hackernews:top."""
    from briefing.config.edit import with_sources
    from briefing.errors import ConfigError
    from briefing.sources.discovery import introduce
    from briefing.types import Secret, Source

    choices = Choices(config, {})
    settings = choices.settings(optional=config is None)
    sections = [each.section for each in settings.sources]
    password = Secret(password_env, value=os.environ.get(password_env, "")) if password_env else None
    found = introduce(Source(password=password, **said), settings.fetch, sections)
    if found.source.key in {each.value(choices.folder, {}).key for each in settings.sources}:
        raise ConfigError(f"{found.source.location} is followed already", "see `briefing sources list`")
    _show(found)
    if dry_run:
        click.echo("Nothing was added.", err=True)
        return
    choices.save(with_sources(choices.text, [_as_seen_from(found.source, choices.folder)]))
    click.echo(f"Added to {choices.path}.", err=True)


def _show(found: Introduction) -> None:
    """A source that somebody thinks of following: what it is called, where it lies, what it lists."""
    source, entries = found.source, found.listing.entries
    line(source.label + f" ({source.section})" * bool(source.section))
    if source.name:
        line(source.location, "  ")
    for article in (entry.article for entry in entries[:SHOWN]):
        line(f"- {article.title or article.url}" + f" ({article.missing})" * bool(article.missing), "  ")
    if len(entries) > SHOWN:
        line(f"and {len(entries) - SHOWN} more", "  ")
    if source.kind == "page":
        line("This is one article, and no source of new ones; no feed was found there.", "  ")
    complain(found.listing.problems, strict=False)


def _as_seen_from(source: Source, folder: Path) -> Source:
    """The source as a file in ``folder`` names it: there a path counts from that folder."""
    from dataclasses import replace

    from briefing.sources import is_local

    return replace(source, location=source.key) if is_local(source) and folder != Path() else source


@sources.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
@CONFIG
def remove(names: tuple[str, ...], dry_run: bool, config: Path | None) -> None:
    """Remove sources by their names or locations. What they gave stays in the archive."""
    from briefing.config.edit import without_blocks
    from briefing.errors import ConfigError

    choices = Choices(config, {})
    followed = [each.value(choices.folder, {}) for each in choices.settings().sources]
    for wanted in names:
        if not any(is_called(source, wanted) for source in followed):
            raise ConfigError(f'there is no source "{wanted}"', "see `briefing sources list`")
    gone = [place for place, source in enumerate(followed) if any(is_called(source, wanted) for wanted in names)]
    if dry_run:
        for place in gone:
            line(f"would remove {followed[place].label} {followed[place].key}")
        return
    choices.save(without_blocks(choices.text, "sources", gone))
    for place in gone:
        line(f"Removed {followed[place].label}: {followed[place].key}")


@sources.command("list", short_help="List the sources, and how they fare.")
@FORMAT
@CONFIG
def list_(format_: str, config: Path | None) -> None:
    """List the sources with how they fare: when each last answered, or since when it fails and why."""
    choices = Choices(config, {})
    settings = choices.settings()
    followed = [each.value(choices.folder, {}) for each in settings.sources]
    health = _health(followed, choices)
    if format_ == "json":
        rows = [
            _row(source, each, block.on) for source, each, block in zip(followed, health, settings.sources, strict=True)
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    show_table(
        ("source", "section", "state", "last answered", "location"),
        [
            (source.label, source.section, _state(each) if block.on else "off", _when(each.success), source.key)
            for source, each, block in zip(followed, health, settings.sources, strict=True)
        ],
    )
    on = [each for each, block in zip(health, settings.sources, strict=True) if block.on]
    complain([each.problem for each in on if each.problem], strict=False)


@sources.command(short_help="Ask every source, or those named, and show what came.")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@FORMAT
@STRICT
@CONFIG
def check(names: tuple[str, ...], format_: str, strict: bool, config: Path | None) -> None:
    """Ask every source, or those that are named, also where they rest; keep what is new, and show a table."""
    from briefing import pipeline
    from briefing.store import Store

    choices = Choices(config, {})
    settings = choices.settings()
    followed = choices.sources(settings, os.environ, names)
    with Store(pipeline.store_path(settings)) as store, progress() as show:
        updates = pipeline.fetch(
            followed, settings, store, datetime.now(UTC), show, force=True, processes=os.cpu_count() or 1
        )
    if format_ == "json":
        rows = [_row(source, each.health, on=True) for source, each in zip(followed, updates, strict=True)]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        heads = ("source", "state", "new", "since", "what, and what to do")
        show_table(heads, [_checked(update.health) for update in updates])
    complain([each.health.problem for each in updates if each.health.problem], strict, quiet=True)


@sources.command("import", short_help="Add the feeds of a subscription list (OPML).")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing.")
@CONFIG
def import_(file: Path, dry_run: bool, config: Path | None) -> None:
    """Add the feeds of a subscription list (OPML); its folders become sections. What is followed already stays as it is."""
    from briefing.config.edit import with_sources
    from briefing.errors import InputError
    from briefing.sources.opml import read_opml

    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read", error.strerror or str(error)) from error
    found, problems = read_opml(content, str(file))
    choices = Choices(config, {})
    followed = {each.location for each in choices.settings(optional=config is None).sources}
    new = [source for source in found if source.location not in followed]
    if not found:
        raise InputError(f"{file} holds no feed", "give a subscription list in OPML, as feed readers export it")
    for source in new if dry_run else ():
        line(f"would add {source.label} {source.location}")
    if new and not dry_run:
        choices.save(with_sources(choices.text, new))
    known = f", {len(found) - len(new)} followed already" * (len(new) < len(found))
    done = f"Would add to {choices.path}:" if dry_run else f"Added to {choices.path}:"
    click.echo(f"{done} {len(new)} of {len(found)} feeds{known}.", err=True)
    complain(problems, strict=False)


@sources.command(short_help="Write a subscription list (OPML).")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here.  [default: print]")
@CONFIG
def export(output: Path | None, config: Path | None) -> None:
    """Write the web sources as a subscription list (OPML 2.0); sections become folders."""
    from briefing import deliver
    from briefing.sources.opml import write_opml
    from briefing.text import is_web_address

    choices = Choices(config, {})
    settings = choices.settings()
    followed = [each.value(choices.folder, {}) for each in settings.sources]
    content = write_opml(followed, settings.brief.title)
    elsewhere = [source.label for source in followed if not is_web_address(source.location)]
    if elsewhere:
        line(f"Left out, for they have no web address: {', '.join(elsewhere)}", err=True)
    if output is None:
        click.echo(content, nl=False)
        return
    if output.exists():
        click.confirm(f"{output} is there already. Replace it?", abort=True, err=True)
    deliver.write(output, content)
    click.echo(f"Wrote {output}", err=True)


def _health(followed: list[Source], choices: Choices) -> list[Health]:
    """How the sources fare, as the store remembers it; none is made to find out that it is empty."""
    from briefing.store import MEMORY, Store, located
    from briefing.store.health import HealthBook

    path = located(choices.settings().store)
    with Store(path if path.exists() else MEMORY) as store:
        return HealthBook(store).of(followed)


def _row(source: Source, health: Health, on: bool) -> dict[str, object]:
    from briefing.render import health_as_json

    fares = health_as_json(health)
    return {"name": source.label, "section": source.section, "on": on, **fares, "location": source.key}


def _checked(health: Health) -> tuple[str, ...]:
    found = health.problem
    what = f"{health.error} ({health.remedy})" if health.remedy else health.error
    return health.source, _state(health), str(health.new), _when(health.since), what if found else ""


def _state(health: Health) -> str:
    return f"failed {health.failures} times" if health.failures > 1 and not health.gone else health.state


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""

"""``briefing sources``: what is followed: add, remove, list, check, import, export."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import CONFIG, STRICT, Choices, is_called
from briefing.cli.screen import complain, line, progress
from briefing.cli.tables import show_table

if TYPE_CHECKING:
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
    epilog="\b\nExamples:\n  briefing sources add https://www.example.org\n  briefing sources add reddit:worldnews --section World"
)
@click.argument("location")
@click.option("--name", default="", help="The outlet's name.  [default: what the source calls itself]")
@click.option(
    "--section", default="", help="The section that its stories go to.  [default: told from its address and title]"
)
@click.option("--allow", multiple=True, metavar="HOST", help="A host on a private network that may be fetched from.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing.")
@CONFIG
def add(location: str, name: str, section: str, allow: tuple[str, ...], dry_run: bool, config: Path | None) -> None:
    """Add a source: a feed, a site (its feed is found), a folder, a mailbox, or a preset such as hackernews:top."""
    from briefing.config import settings as checked
    from briefing.config.edit import with_sources
    from briefing.errors import ConfigError
    from briefing.sources.discovery import introduce
    from briefing.types import Source

    choices = Choices(config, {})
    settings = choices.settings(optional=config is None)
    sections = [each.section for each in settings.sources]
    found = introduce(Source(location, name=name, section=section, allow=allow), settings.fetch, sections)
    if any(each.location == found.source.location for each in settings.sources):
        raise ConfigError(f"{found.source.location} is followed already", "see `briefing sources list`")
    line(f"{found.source.name or found.source.location}" + f" ({found.source.section})" * bool(found.source.section))
    line(f"  {found.source.location}")
    for entry in found.listing.entries[:SHOWN]:
        line(f"  - {entry.article.title}")
    if len(found.listing.entries) > SHOWN:
        line(f"  and {len(found.listing.entries) - SHOWN} more")
    if dry_run:
        click.echo("Nothing was added.", err=True)
        return
    text = _text(choices.path)
    _write(choices.path, with_sources(text, [found.source]))
    checked(_values(choices.path), str(choices.path))
    click.echo(f"Added to {choices.path}.", err=True)


@sources.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@CONFIG
def remove(names: tuple[str, ...], config: Path | None) -> None:
    """Remove sources by their names or locations. What they gave stays in the archive."""
    from briefing.config.edit import without_sources
    from briefing.errors import ConfigError

    choices = Choices(config, {})
    followed = [each.value(Path(), {}) for each in choices.settings().sources]
    for wanted in names:
        if not any(is_called(source, wanted) for source in followed):
            raise ConfigError(f'there is no source "{wanted}"', "see `briefing sources list`")
    gone = {source.key for source in followed if any(is_called(source, wanted) for wanted in names)}
    _write(choices.path, without_sources(_text(choices.path), gone.__contains__))
    for key in sorted(gone):
        line(f"Removed {key}")


@sources.command("list")
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


@sources.command()
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
        updates = pipeline.fetch(followed, settings, store, datetime.now(UTC), show, force=True)
    if format_ == "json":
        rows = [_row(source, each.health, on=True) for source, each in zip(followed, updates, strict=True)]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        heads = ("source", "state", "new", "since", "what, and what to do")
        show_table(heads, [_checked(update.health) for update in updates])
    complain([each.health.problem for each in updates if each.health.problem], strict, quiet=True)


@sources.command("import")
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
        raise InputError(f"{file} holds no feed", "; ".join(map(str, problems)) or "give an OPML file")
    for source in new if dry_run else ():
        line(f"would add {source.label} {source.location}")
    if new and not dry_run:
        _write(choices.path, with_sources(_text(choices.path), new))
    known = f", {len(found) - len(new)} followed already" * (len(new) < len(found))
    click.echo(f"{'Would add' if dry_run else 'Added'} {len(new)} of {len(found)} feeds{known}.", err=True)
    complain(problems, strict=False)


@sources.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here.  [default: print]")
@CONFIG
def export(output: Path | None, config: Path | None) -> None:
    """Write the web sources as a subscription list (OPML 2.0); sections become folders."""
    from briefing import deliver
    from briefing.sources.opml import write_opml

    choices = Choices(config, {})
    settings = choices.settings()
    content = write_opml([each.value(choices.folder, {}) for each in settings.sources], settings.brief.title)
    if output is None:
        click.echo(content, nl=False)
        return
    if output.exists():
        click.confirm(f"{output} is there already. Replace it?", abort=True, err=True)
    deliver.write(output, content)
    click.echo(f"Wrote {output}", err=True)


def _health(followed: list[Source], choices: Choices) -> list[Health]:
    """How the sources fare, as the store remembers it; none is made to find out that it is empty."""
    from briefing import pipeline
    from briefing.store import MEMORY, Store
    from briefing.store.health import HealthBook

    path = pipeline.store_path(choices.settings())
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


def _text(path: Path) -> str:
    """The file as it stands; a new one with every setting explained where there is none."""
    from briefing.config import example

    return path.read_text(encoding="utf-8-sig") if path.exists() else example([])


def _values(path: Path) -> dict[str, object]:
    from briefing.config import load

    return load(path)


def _write(path: Path, text: str) -> None:
    from briefing import deliver

    deliver.write(path, text.encode())

"""``briefing archive``: what was read: search, list, show, prune; and archives in files: summarize, cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.archive_cluster import cluster
from briefing.cli.archive_summarize import summarize
from briefing.cli.options import CONFIG, Choices, is_called
from briefing.cli.screen import line
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.store.archive import Archive, Filed

FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)
LIMIT = click.option(
    "--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, metavar="N", help="At most so many."
)


EPILOG = """\b
Examples:
  briefing archive search harbour wall
  briefing archive list --source "BBC News"
  briefing archive prune --days 90
  briefing archive summarize 2018.jsonl.xz summaries.jsonl.zst
"""


@click.group(short_help="Search, list, show and prune what was read; summarise archives.", epilog=EPILOG)
def archive() -> None:
    """The articles that `briefing fetch` and `briefing run` have read, each once, with its earlier versions."""


@contextmanager
def _opened(config: Path | None) -> Iterator[Archive]:
    from briefing.store import MEMORY, Store, located
    from briefing.store.archive import Archive

    path = located(Choices(config, {}).settings(optional=True).store)
    with Store(path if path.exists() else MEMORY) as store:
        yield Archive(store)


@archive.command(
    epilog='\b\nExamples:\n  briefing archive search harbour wall\n  briefing archive search "\\"harbour wall\\"" \'rebuil*\''
)
@click.argument("words", nargs=-1, required=True)
@LIMIT
@FORMAT
@CONFIG
def search(words: tuple[str, ...], limit: int, format_: str, config: Path | None) -> None:
    """Articles that hold all the words, the best match first. "Two words" in quotes are a phrase, word* is a beginning."""
    with _opened(config) as articles:
        found = articles.search(" ".join(words), limit)
    _show(found, format_, f"Nothing in the archive holds {' '.join(words)}.")


@archive.command("list")
@click.option("--source", default="", metavar="NAME", help="Of one source, by its name or location.")
@LIMIT
@FORMAT
@CONFIG
def list_(source: str, limit: int, format_: str, config: Path | None) -> None:
    """The newest articles."""
    key = source
    if source:
        settings = Choices(config, {}).settings(optional=True)
        known = settings.source_values(Choices(config, {}).folder)
        key = next((each.key for each in known if is_called(each, source)), source)
    with _opened(config) as articles:
        found = articles.latest(limit, key)
    empty = "The archive is empty; `briefing fetch` fills it."
    _show(found, format_, f"The archive holds nothing of {source}; see `briefing sources list`." if source else empty)


@archive.command()
@click.argument("article")
@FORMAT
@CONFIG
def show(article: str, format_: str, config: Path | None) -> None:
    """One article with its text and its earlier versions, by its number or its address."""
    from briefing.errors import InputError

    with _opened(config) as articles:
        found = articles.find(article)
        if found is None:
            raise InputError(
                f"there is no article {article}", "give a number or an address that `briefing archive list` names"
            )
        versions = articles.versions(found.number)
    if format_ == "json":
        earlier = [{"until": until.isoformat(), "title": title, "text": text} for until, title, text in versions]
        click.echo(
            json.dumps({**_row(found), "text": found.article.text, "versions": earlier}, ensure_ascii=False, indent=1)
        )
        return
    _print(found)
    for until, title, text in versions:
        line(f"--- until {until.astimezone():%Y-%m-%d %H:%M}: {title}")
        for paragraph in text.split("\n"):
            line(paragraph)


@archive.command()
@click.option(
    "--days",
    type=click.FloatRange(0, 36_500),
    required=True,
    metavar="N",
    help="Take out what is older than so many days.",
)
@click.option("--dry-run", is_flag=True, help="Say how many articles it would be.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@CONFIG
def prune(days: float, dry_run: bool, yes: bool, config: Path | None) -> None:
    """Take old articles out of the archive. They are not fetched again."""
    before = datetime.now(UTC) - timedelta(days=days)
    with _opened(config) as articles:
        count, whole = articles.count(before), articles.count()
        told = f"Older than {days:g} day{'s' * (days != 1)}: {count} of {whole} articles"
        if dry_run or not count:
            click.echo(f"{told}.")
            return
        if not yes:
            click.confirm(f"{told}. Take them out for good?", abort=True, err=True)
        with articles.alone():
            click.echo(f"Took out {articles.prune(before)} of {whole} articles.")


def _show(found: list[Filed], format_: str, nothing: str) -> None:
    if format_ == "json":
        click.echo(json.dumps([_row(each) for each in found], ensure_ascii=False, indent=1))
    elif not found:
        line(nothing, err=True)
    else:
        rows = [(str(each.number), _day(each), each.article.source, _title(each)) for each in found]
        show_table(("number", "time", "outlet", "title"), rows)


def _title(filed: Filed) -> str:
    """The title, and the passage that was found, where that is not the title itself."""
    plain = filed.snippet.replace("[", "").replace("]", "").strip("…")
    title = filed.article.title or filed.article.url
    return title if plain in title else f"{title}: {filed.snippet}"


def _day(filed: Filed) -> str:
    return f"{(filed.article.published or filed.seen).astimezone():%Y-%m-%d %H:%M}"


def _row(filed: Filed) -> dict[str, object]:
    article = filed.article
    return {
        "number": filed.number,
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "seen": filed.seen.isoformat(),
        "version": filed.version,
        "language": article.language,
        "excerpt": article.excerpt,
        "missing": article.missing,
        "discussion": article.discussion,
        "points": article.points,
        "snippet": filed.snippet,
    }


def _print(filed: Filed) -> None:
    article = filed.article
    line(article.title or "Untitled")
    line(f"{article.source}, {_day(filed)}" + f", version {filed.version}" * (filed.version > 1))
    if article.url:
        line(article.url)
    if article.excerpt or article.missing:
        line(f"({article.missing or 'an excerpt only'})")
    for paragraph in article.text.split("\n"):
        line(paragraph)


archive.add_command(summarize)
archive.add_command(cluster)

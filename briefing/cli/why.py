"""``briefing why``: what happened to an article on its way into the brief, or out of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.options import DATE, Choices, brief_options
from briefing.cli.screen import line
from briefing.cli.stories import FORMAT, INPUTS, Today, desk_of, today
from briefing.cli.tables import show_table
from briefing.cli.telling import SHORT_ID, clock, iso, place, reasons, score_line

if TYPE_CHECKING:
    from briefing.pipeline import Desk
    from briefing.pipeline.tracing import Fate, Tracer
    from briefing.types import Episode, Source

MOST = 5  # articles that words may mean, named by one line each; chosen
EPILOG = """\b
Examples:
  briefing why https://www.example.org/news/harbour-wall
  briefing why harbour wall
  briefing why harbour wall --from corpus.jsonl --format json
"""


@click.command(short_help="What happened to an article.", epilog=EPILOG)
@click.argument("article", nargs=-1, required=True, metavar="URL-OR-WORDS...")
@INPUTS
@FORMAT
@DATE
@brief_options
def why(
    article: tuple[str, ...], inputs: tuple[str, ...], format_: str, date: datetime | None, choices: Choices
) -> None:
    """What happened to an article: when it was fetched, what it is a copy of, in which story it is, how that scores,
    whether the brief tells it and why; or why no brief has it.

    Name it by its address, by its number in the archive, or by words of its title or text.
    """
    from briefing.pipeline.tracing import Tracer

    wanted = " ".join(article)
    with desk_of(choices, optional=bool(inputs)) as desk:
        found = today(desk, inputs, choices, date)
        tracer = Tracer.at(desk, found.day, *_followed(desk, choices))
        fates = tracer.trace(wanted, MOST)
    if not fates:
        raise _nothing(wanted, tracer)
    if format_ == "json":
        click.echo(json.dumps([_row(fate, found) for fate in fates], ensure_ascii=False, indent=1))
    elif len(fates) == 1:
        for each in _told(fates[0], found):
            line(each)
    else:
        show_table(("number", "time", "outlet", "place", "title", "address"), [_cells(fate, found) for fate in fates])
        line("A number, an address, or more words tell of one of them in full.", err=True)


def _followed(desk: Desk, choices: Choices) -> tuple[list[Source], list[Source]]:
    """All sources of the file, and those of them that are on."""
    every = [(each.value(choices.folder, os.environ), each.on) for each in desk.options.sources]
    return [source for source, _ in every], [source for source, on in every if on]


def _nothing(wanted: str, tracer: Tracer) -> Exception:
    from briefing.errors import InputError

    if not wanted.strip():
        return InputError("it is not said which article is meant", "name an address, or words of its title or text")
    fewer = "" if "://" in wanted else "try fewer words; "
    return InputError(
        f"no article was fetched that is {wanted}",
        tracer.unread(wanted)
        or f"{fewer}`briefing archive list` names what was fetched, `briefing sources list` what fails",
    )


def _cells(fate: Fate, found: Today) -> tuple[str, ...]:
    article = fate.article
    number = str(fate.filed.number) if fate.filed else ""
    absent = "of an earlier edition" if _episodes(fate, found) else "not read"
    where = place(fate.verdict.place) if fate.verdict else absent
    return number, clock(article.published), article.source, where, article.title or "Untitled", article.url


def _told(fate: Fate, found: Today) -> Iterator[str]:
    """What happened to an article, line by line."""
    article = fate.article
    yield article.title or "Untitled"
    yield f"{article.source}, {clock(article.published)}" + f", {article.url}" * bool(article.url)
    yield _fetched(fate)
    yield from (f"Before {clock(until)} it was called: {title}" for until, title in fate.earlier)
    if article.missing or article.excerpt:
        yield f"Text: {article.missing or 'an excerpt only'}"
    yield from _copies(fate)
    for episode in _episodes(fate, found):
        yield f"In {episode.edition}: {'told' if episode.sentences else 'named'}, {episode.headline}"
    if fate.verdict is None:
        yield f"Not among the articles of {found.day.edition}: {fate.absent}"
        return
    story = fate.verdict.story
    same = found.of(fate.verdict)
    count = len(story.articles)
    yield f"Story: {same.id[:SHORT_ID]}, {same.headline} ({count} article{'s' * (count != 1)} of {_outlets(len(story.outlets))}, {same.status})"  # fmt: skip
    yield f"Score: {story.score:.2f}" + f" = {score_line(story.reasons)}" * bool(story.reasons)
    yield f"In {found.day.edition}: {place(fate.verdict.place)}, {fate.verdict.why}"


def _episodes(fate: Fate, found: Today) -> list[Episode]:
    """What earlier editions told of a story that it was in, the earliest first."""
    from briefing.pipeline.tracing import has

    threads = dict.fromkeys(each.thread for each in found.stories if each.thread)
    told = [episode for thread in threads for episode in thread.episodes if episode.edition != found.day.edition]
    return sorted((each for each in told if has(each.articles, fate.article)), key=lambda episode: episode.date)


def _outlets(count: int) -> str:
    return f"{count} outlet{'s' * (count != 1)}"


def _fetched(fate: Fate) -> str:
    if fate.filed is None:
        return "Fetched: not from a source; read for this edition alone"
    version = f", version {fate.filed.version}" * (fate.filed.version > 1)
    listed = ", ".join(fate.sources)
    return f"Fetched: {clock(fate.filed.seen)} from {listed}; number {fate.filed.number} of the archive{version}"


def _copies(fate: Fate) -> Iterator[str]:
    if fate.original:
        yield f"A copy of: {fate.original.title or 'Untitled'} ({fate.original.source}) {fate.original.url}"
        return
    mine = fate.article
    story = fate.verdict.story if fate.verdict else None
    kept = (
        next((each for each in story.articles if each.url == mine.url and each.title == mine.title), None)
        if story
        else None
    )
    for copy in kept.copies if kept else ():
        yield f"Copied by: {copy.source}, {clock(copy.published)} {copy.url}"


def _row(fate: Fate, found: Today) -> dict[str, Any]:
    """What happened to an article, for a program."""
    article, filed, verdict = fate.article, fate.filed, fate.verdict
    return {
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "published": iso(article.published),
        "fetched": iso(filed.seen if filed else article.seen),
        "number": filed.number if filed else None,
        "version": filed.version if filed else None,
        "sources": list(fate.sources),
        "missing": article.missing,
        "copy_of": fate.original.url if fate.original else None,
        "earlier": [
            {"edition": each.edition, "headline": each.headline, "told": bool(each.sentences)}
            for each in _episodes(fate, found)
        ],
        "edition": found.day.edition,
        "story": verdict.story.thread_id if verdict else None,
        "status": found.of(verdict).status if verdict else None,
        "score": verdict.story.score if verdict else None,
        "reasons": reasons(verdict.story if verdict else None),
        "place": verdict.place if verdict else None,
        "why": verdict.why if verdict else None,
        "absent": fate.absent or None,
    }

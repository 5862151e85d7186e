"""Sources to articles: read at once, or brought into the store and read from there. What cannot be read becomes a Problem."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from briefing.config import FetchSettings
from briefing.errors import InputError
from briefing.fetch import Fetcher
from briefing.gate import NO_TEXT
from briefing.loop import run
from briefing.parallel import Engine
from briefing.sources.bodies import MOST_CHARACTERS, Pages, completed, own_article
from briefing.sources.choice import as_wished, first_of_each, is_refused, is_wanted, is_young, without_boilerplate
from briefing.sources.files import STDIN, existing
from briefing.sources.listing import is_local, listed
from briefing.sources.update import Update, Updater
from briefing.store import Store
from briefing.store.archive import Archive
from briefing.store.health import HealthBook
from briefing.types import LATEST, Article, Listing, Problem, Reading, Source

__all__ = ["MOST_CHARACTERS", "Update", "Updater", "is_local", "read", "remembered", "require"]


def require(source: Source) -> None:
    """Refuse a file or folder that is not there, before anything is read."""
    if source.location != STDIN and is_local(source):
        existing(source.location)


def read(
    sources: Sequence[Source],
    options: FetchSettings | None = None,
    progress: Callable[[int], None] | None = None,
    engine: Engine | None = None,
) -> Reading:
    """All articles of all sources, in their order, with what went wrong on the way; nothing is remembered.

    ``progress`` is told sources done; the files of folders are read by those that the ``engine`` has work.
    """

    async def all_of_them() -> list[tuple[list[Article], list[Problem]]]:
        async with Fetcher(options) as fetcher:
            done = 0

            async def one(source: Source) -> tuple[list[Article], list[Problem]]:
                nonlocal done
                found = await _read(source, fetcher, engine)
                done += 1
                if progress:
                    progress(done)
                return found

            return list(await asyncio.gather(*map(one, sources)))

    if engine and any(is_local(source) and Path(source.location).is_dir() for source in sources):
        engine.start()
    found = run(all_of_them())
    return Reading(
        tuple(article for articles, _ in found for article in articles),
        tuple(problem for _, problems in found for problem in problems),
    )


async def _read(source: Source, fetcher: Fetcher, engine: Engine | None) -> tuple[list[Article], list[Problem]]:
    """One source's articles as it wishes them; a location where nothing lies is a problem of this source alone."""
    try:
        listing = await listed(source, fetcher, engine=engine)
        articles = await _completed(listing, source, fetcher)
    except InputError as error:
        return [], [Problem.of(source.label, error)]
    problems = list(listing.problems)
    for article in articles:
        where = article.url or article.title or source.label
        if article.missing:
            problems.append(Problem(where, article.missing, "left out"))
        elif len(article.text) == MOST_CHARACTERS:
            problems.append(Problem(where, f"only the first {MOST_CHARACTERS:,} characters are read"))
    wanted = [as_wished(article, source) for article in articles if not article.missing and is_wanted(article, source)]
    return _newest(wanted, source.limit), problems


def _newest(articles: list[Article], limit: int | None) -> list[Article]:
    """So many of the articles, the newest, in the order they have; undated ones count as new."""
    if limit is None or len(articles) <= limit:
        return articles
    by_age = sorted(articles, key=lambda article: article.published or LATEST, reverse=True)
    kept = set(map(id, by_age[:limit]))
    return [article for article in articles if id(article) in kept]


async def _completed(listing: Listing, source: Source, fetcher: Fetcher) -> list[Article]:
    """The articles of a listing; from files as they stand, for no file of ours leads into the network."""
    if is_local(source):
        return [own_article(entry) for entry in listing.entries]
    pages = Pages(fetcher)
    entries = [entry for entry in listing.entries if not is_refused(entry.article, source)]
    if source.limit and not source.include and len(entries) > source.limit:
        newest = sorted(entries, key=lambda entry: entry.article.published or LATEST, reverse=True)[: source.limit]
        entries = [entry for entry in entries if entry in newest]
    bodies = await asyncio.gather(*(completed(entry, source, pages) for entry in entries))
    return [body.article for body in bodies]


def remembered(sources: Sequence[Source], store: Store, now: datetime, max_age: float) -> Reading:
    """The articles of these sources that lie in the store and are young enough, the newest first; touches no network."""
    blocks: dict[str, list[Source]] = {}
    for source in sources:
        blocks.setdefault(source.key, []).append(source)
    places = {source: place for place, source in enumerate(sources)}
    limits = {source: now - timedelta(days=source.max_age or max_age) for source in sources}
    archive = Archive(store)
    rows = archive.recent(list(blocks), min(limits.values(), default=now))
    found = [(source, as_wished(article, source)) for key, article in rows for source in blocks[key]]
    found.sort(key=lambda row: (row[1].published or now, -places[row[0]]), reverse=True)
    kept = first_of_each(
        (source, article)
        for source, article in found
        if (article.title or article.text or article.missing != NO_TEXT)
        and is_young(article, source, now, max_age)
        and is_wanted(article, source)
    )
    old = sum(archive.late([key], max(limits[source] for source in named)) for key, named in blocks.items())
    return Reading(tuple(without_boilerplate(kept)), old=old, health=tuple(HealthBook(store).of(sources)))

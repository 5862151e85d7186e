"""Brings the store up to date with its sources: list, decide what is new, complete it, file it, write down how it went.

    sources | due | listed | decided | completed | filed | health

Each source is filed in one transaction when all its entries are complete; one that fails costs the others nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from briefing.config import FetchSettings
from briefing.errors import FetchError, InputError, StoreError
from briefing.fetch import Fetcher
from briefing.loop import run
from briefing.sources.bodies import Body, Pages, completed, own_article, wants_page
from briefing.sources.choice import is_refused
from briefing.sources.feeds import EMPTY
from briefing.sources.listing import listed
from briefing.store import Store
from briefing.store.archive import Archive, Kept, Known, believable, fingerprint
from briefing.store.health import HealthBook, failed, is_due, is_ours, succeeded
from briefing.types import Entry, Health, Problem, Source
from briefing.types.source import ELSEWHERE

MOST_ATTEMPTS = 5  # at the page of one entry, a run each; chosen
MOST_PAGES = 60  # of one source in one run, the newest; the others come with the next run; chosen
Progress = Callable[[str, int, int], None]


def silent(phase: str, done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True, slots=True)
class Update:
    """How one source fared in this run: its health, how many articles changed, whether it was asked, what hindered it."""

    health: Health
    changed: int = 0
    asked: bool = True
    problems: tuple[Problem, ...] = ()
    error: InputError | None = None


@dataclass(slots=True)
class Updater:
    """One update of a store. ``max_age`` is the age in days beyond which an entry's page is not worth fetching.

    ``force`` asks those sources too that are to rest after a failure. ``progress`` is told sources and pages done,
    ``done`` of each source as soon as what came of it is in the store. ``processes`` is in how many of them many pages are read.
    ``clock`` tells when articles are filed, where that is not ``now``: a brief that is made meanwhile has not seen them.
    """

    store: Store
    now: datetime
    max_age: float
    options: FetchSettings = field(default_factory=FetchSettings)
    force: bool = False
    progress: Progress = silent
    done: Callable[[Update], None] | None = None
    processes: int = 0
    clock: Callable[[], datetime] | None = None
    _pages: int = 0
    _pages_done: int = 0

    def run(self, sources: Sequence[Source]) -> list[Update]:
        """Update every source that is due, all at once; how each fared, in their order."""
        return run(self._all(sources))

    async def _all(self, sources: Sequence[Source]) -> list[Update]:
        cache = None if self.store.is_memory else self.store.path.with_name(f"{self.store.path.stem}-http.db")
        book, finished = HealthBook(self.store), 0
        async with Fetcher(self.options, cache, self.processes) as fetcher:
            pages = Pages(fetcher)

            async def one(source: Source, health: Health) -> Update:
                nonlocal finished
                rests = not self.force and not is_due(health, self.now) and not _is_path(source)
                result = Update(health, asked=False) if rests else await self._source(source, health, fetcher, pages)
                finished += 1
                self.progress("Sources", finished, len(distinct))
                if self.done:
                    self.done(result)
                return result

            distinct = _distinct(sources)
            self.progress("Sources", 0, len(distinct))
            updates = dict(
                zip(
                    distinct,
                    await asyncio.gather(*map(one, distinct.values(), book.of([*distinct.values()]))),
                    strict=True,
                )
            )
        for update in [] if is_offline([*updates.values()]) else updates.values():
            if update.error:
                book.keep(update.health, self.now)
        return [updates[source.key] for source in sources]

    async def _source(self, source: Source, health: Health, fetcher: Fetcher, pages: Pages) -> Update:
        """List one source, and file what is new; what hinders is told."""
        archive = Archive(self.store)
        since = self.now - timedelta(days=source.max_age or self.max_age)
        asked = replace(source, location=health.moved) if health.moved else source
        try:
            listing = await listed(asked, fetcher, since.date())
            items = await self._items(source, listing.entries, since, pages)
        except InputError as error:
            return Update(failed(health, error, self.now), error=error)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours with one source costs no other
            fault = InputError(f"a fault of this program: {type(error).__name__}: {error}", "please report it")
            return Update(failed(health, fault, self.now), error=fault)
        new, changed = archive.keep(source.key, items, self.clock() if self.clock else self.now)
        health = succeeded(
            replace(health, source=source.name or listing.title or source.key), self.now, new, listing.moved
        )
        HealthBook(self.store).keep(health, self.now)
        problems = tuple(each for each in listing.problems if each.what != EMPTY[0])  # that is no news, and no problem
        return Update(health, changed, problems=problems)

    async def _items(self, source: Source, entries: Sequence[Entry], since: datetime, pages: Pages) -> list[Kept]:
        """What is to be filed of these entries: the new ones, the changed ones, and those whose page was still to come."""
        known = Archive(self.store).known(source.key, [entry.id for entry in entries])
        chosen = [entry for entry in entries if _is_news(entry, known.get(entry.id))]
        fetched = [entry for entry in chosen if self._is_fetched(entry, source, since)]
        fetched.sort(key=lambda entry: entry.article.published or self.now, reverse=True)
        fetched = fetched if source.include else fetched[: source.limit]  # which ones are wanted, their pages say
        later = {entry.id for entry in fetched[MOST_PAGES:]}
        self._pages += len(fetched) - len(later)
        now = {entry.id for entry in fetched} - later
        paged = await asyncio.gather(
            *(self._paged(entry, source, known.get(entry.id), pages) for entry in chosen if entry.id in now)
        )
        return [*paged, *(_unpaged(each, each.id in later) for each in chosen if each.id not in now)]

    async def _paged(self, entry: Entry, source: Source, known: Known | None, pages: Pages) -> Kept:
        """An entry completed by its page; to be tried again in the next run where the page failed for now."""
        body = await self._body(entry, source, known, pages)
        self._pages_done += 1
        self.progress("Pages", self._pages_done, self._pages)
        attempts = max((known.waiting if known else 0) + body.asked, 1)
        return Kept(entry, body.article, body.addresses, attempts if body.again and attempts < MOST_ATTEMPTS else 0)

    async def _body(self, entry: Entry, source: Source, known: Known | None, pages: Pages) -> Body:
        """An entry's article; a new one that another source has brought whole is not asked for again."""
        filed = None if known else Archive(self.store).find(entry.article.url)
        if filed and filed.article.text and not filed.article.excerpt:
            return Body(filed.article, (entry.article.url,))
        return await completed(entry, source, pages)

    def _is_fetched(self, entry: Entry, source: Source, since: datetime) -> bool:
        """Whether an entry's page is fetched: where it has one to offer, and is young enough for a brief."""
        published = believable(entry.article.published, self.now)
        young = published is None or published >= since
        return young and wants_page(entry, source) and not is_refused(entry.article, source)


def _unpaged(entry: Entry, later: bool) -> Kept:
    """An entry as its source gives it; ``later`` says that its page comes with the next run.

    An undated one does not wait: of a sitemap's thousands that would bring old pages as news, run after run.
    """
    return Kept(entry, own_article(entry), waiting=later and entry.article.published is not None)


def _distinct(sources: Sequence[Source]) -> dict[str, Source]:
    """Each place once, by its key, though several blocks name it: with what the most generous of them asks for."""
    distinct: dict[str, Source] = {}
    for source in sources:
        if other := distinct.get(source.key):
            ages = [each.max_age for each in (other, source) if each.max_age]
            both = replace(other, limit=None, include=(), exclude=(), max_age=max(ages, default=None))
            distinct[source.key] = both
        else:
            distinct[source.key] = source
    return distinct


def _is_path(source: Source) -> bool:
    """Whether a source lies on this machine: looking there costs nobody anything, so it need not rest after a failure."""
    return not source.command and not ELSEWHERE.match(source.location)


def is_offline(updates: Sequence[Update]) -> bool:
    """Whether not one of the hosts that were asked could be reached: it is then this computer that has no network."""
    asked = [update for update in updates if update.asked and not (update.error and is_ours(update.error))]
    remote = [update for update in asked if ELSEWHERE.match(update.health.location)]
    return len(remote) > 1 and all(
        isinstance(each.error, FetchError) and each.error.temporary and not each.error.status for each in remote
    )


def _is_news(entry: Entry, known: Known | None) -> bool:
    return known is None or known.waiting > 0 or known.digest != fingerprint(entry)

"""Where a brief is made: its settings, the store that remembers, whose brief it is, and who is told how far it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from briefing.config import Settings
from briefing.embed import Encoder
from briefing.errors import StoreError
from briefing.parallel import Engine, Serial, engine
from briefing.pipeline.progress import Progress, silent
from briefing.pipeline.spread import Spread
from briefing.pipeline.writers import Remembering, writer_of
from briefing.store import MEMORY, Store, located
from briefing.store.ledger import Ledger
from briefing.store.threads import ThreadBook
from briefing.threads import episodes_of
from briefing.types import Brief, Edition, Problem, Window


@dataclass(frozen=True)
class Desk:
    """What a brief is made with. ``home`` is the briefing.toml that it is of, None for settings without a file; ``problems``
    tell what is wrong with the store. ``environment`` holds the key of the server that writes, where one does. ``engine`` has
    the work done.
    """

    options: Settings
    store: Store
    home: Path | None = None
    progress: Progress = silent
    problems: tuple[Problem, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    engine: Engine = field(default_factory=Serial)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of the settings, with the store's memory."""
        return Encoder(self.options.encoder.model, self.store, self.engine)

    @cached_property
    def writer(self) -> Remembering:
        """Who writes, by the settings, with the store's memory."""
        made = writer_of(self.options, self.encoder, self.progress, self.folder, self.environment)
        return Remembering(Spread.of(made, self.options, self.engine, self.folder, self.progress), self.store)

    def alone(self, problem: Problem) -> Desk:
        """The desk without the cluster that it had, and what is to be said of that."""
        return replace(self, engine=Serial(), problems=(*self.problems, problem))

    @property
    def folder(self) -> Path:
        """Where the briefing.toml lies: paths in it count from there."""
        return self.home.parent if self.home else Path()

    @cached_property
    def edition(self) -> Edition:
        """The edition that is made."""
        return self.options.edition_value()

    def shown(self, brief: Brief) -> None:
        """Write down that readers had the brief as a file or on the screen: what it told is known to them.

        Not so where recipients were to get the edition before: what came since then, they have not been told.
        """
        ledger = Ledger(self.store, self.home)
        if ledger.deliveries(brief.id) and not ledger.other_home(brief.id):
            return
        self.threads.record(brief.id, brief.edition, brief.date, episodes_of(brief))
        self.threads.shown(brief.id, brief.date)

    @property
    def names(self) -> dict[str, str]:
        """The names that the reader gave to sources, by their keys."""
        sources = self.options.source_values(self.folder)
        return {source.key: source.name for source in sources if source.name}

    @property
    def threads(self) -> ThreadBook:
        """What its editions told."""
        return ThreadBook(self.store, self.home)

    def edition_id(self, now: datetime) -> str:
        """The one brief of the edition and the day: ``morning-2026-10-15``."""
        return f"{self.edition.name}-{self.edition.day(now):%Y-%m-%d}"

    def last(self, now: datetime) -> datetime | None:
        """The time that the last delivered edition of this name spoke from, but for that of now itself.

        None where that lies ahead: for a brief of the past, or after a clock that was fast.
        """
        last = self.threads.last(self.edition.name, self.edition_id(now))
        return last if last and last < now else None

    def window(self, now: datetime) -> Window:
        """What the brief of now speaks of: since the last edition that was delivered, or as far back as the settings say."""
        brief = self.options.brief
        return self.edition.window(now, self.last(now), timedelta(days=brief.max_age), timedelta(days=brief.catch_up))

    def reaching(self, now: datetime) -> Settings:
        """The settings with an age that reaches back to the beginning of the window: after missed days, or in a weekly."""
        brief, back = self.options.brief, self.window(now).span / timedelta(days=1)
        if back <= brief.max_age:
            return self.options
        return self.options.model_copy(update={"brief": brief.model_copy(update={"max_age": float(math.ceil(back))})})


def farthest(options: Settings, store: Store, home: Path | None, now: datetime) -> Settings:
    """The settings with an age that reaches as far back as any of their editions does: what is fetched, serves all of them."""
    each = (Desk(options.for_edition(name), store, home).reaching(now) for name in options.edition_names)
    max_age = max(reaching.brief.max_age for reaching in each)
    return options.model_copy(update={"brief": options.brief.model_copy(update={"max_age": max_age})})


def local(now: datetime | None, options: Settings) -> datetime:
    """``now`` in the brief's time zone; a time without a zone is meant in it."""
    zone = ZoneInfo(options.brief.time_zone) if options.brief.time_zone else None
    if now is not None and now.tzinfo is None and zone is not None:
        return now.replace(tzinfo=zone)
    return (now or datetime.now(UTC)).astimezone(zone)


@contextmanager
def opened(options: Settings) -> Iterator[tuple[Store, tuple[Problem, ...]]]:
    """The store that the settings name. Where it cannot be used, one in memory, and a problem: the brief goes out."""
    path = store_path(options)
    try:
        store, problems = Store(path), tuple[Problem, ...]()
    except StoreError as error:
        store, problems = Store(MEMORY), (Problem(str(path), f"nothing is remembered: {error.what}", error.remedy),)
    with store:
        yield store, problems


@contextmanager
def opened_desk(
    options: Settings,
    home: Path | None = None,
    progress: Progress = silent,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Desk]:
    """A desk with the store and the engine that the settings name."""
    with opened(options) as (store, problems), engine(options.run, environment) as worked:
        yield Desk(options, store, home, progress, problems, environment or {}, worked)


def store_path(options: Settings) -> Path:
    """Where the store lies that the settings name."""
    return located(options.store)

"""Articles for a brief: read at once, or brought into the store and taken from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from briefing.config import Settings
from briefing.errors import LockedError
from briefing.parallel import Engine
from briefing.pipeline.desk import Desk
from briefing.pipeline.progress import Progress, silent
from briefing.sources import Update, Updater, is_local, read, remembered, require
from briefing.sources.update import is_offline
from briefing.store import Store
from briefing.types import Problem, Reading, Source


def read_articles(*inputs: str | Path | Source, allow: Sequence[str] = (), engine: Engine | None = None) -> Reading:
    """Articles from files, folders, feeds, addresses and whole sources, ``"-"`` for standard input; nothing is remembered.

    What failed is in ``.problems``; a file or folder that is not there raises InputError. ``allow`` names hosts on a private
    network that may be fetched from; the files of folders are read by those that the ``engine`` has work.
    """
    sources = [each if isinstance(each, Source) else Source(str(each), allow=tuple(allow)) for each in inputs]
    for source in sources:
        require(source)
    return read(sources, engine=engine)


def fetch(
    sources: Sequence[Source], options: Settings, store: Store, now: datetime, progress: Progress = silent, **how: Any
) -> list[Update]:
    """Bring the store up to date with those sources that are due; how each fared. LockedError while another run does so.

    ``how``: ``force`` asks those too that rest after a failure; ``done`` is told of each source as it is finished.
    """
    with store.alone():
        return Updater(store, now, options.brief.max_age, options.fetch, progress=progress, **how).run(sources)


def recall(
    sources: Sequence[Source], options: Settings, store: Store, now: datetime, updates: Sequence[Update] = ()
) -> Reading:
    """The articles of the sources that the store holds and that are young enough, without a look at the network.

    ``updates`` is what fetching them gave: their problems are those of the reading. A source that fails is one too, and so is
    a computer without a network, of which no source is to blame.
    """
    reading = remembered(sources, store, now, options.brief.max_age)
    problems = [problem for update in updates for problem in update.problems]
    if is_offline(updates):
        first = next(update.error.what for update in updates if update.error)
        problems.insert(
            0, Problem("network", f"no source could be reached: {first}", "check that this computer is online")
        )
    return replace(reading, problems=(*(each.problem for each in reading.health if each.problem), *problems))


def gathered(desk: Desk, sources: Sequence[Source], now: datetime, **how: Any) -> tuple[Reading, list[Update]]:
    """What the sources have now and had since the last edition, as far back as the brief's window reaches."""
    options = desk.reaching(now)
    updates = fetch(sources, options, desk.store, now, desk.progress, **how)
    return recall(sources, options, desk.store, now, updates), updates


def kept(desk: Desk, sources: Sequence[Source], now: datetime) -> Reading:
    """What was fetched of the sources before, and what lies in the files and folders among them now."""
    options = desk.reaching(now)
    near = [source for source in sources if is_local(source)]
    updates: list[Update] = []
    met: list[Problem] = []
    try:
        updates = fetch(near, options, desk.store, now, desk.progress) if near else []
    except LockedError as error:  # what that run has brought so far does
        met.append(Problem.of("files and folders", error))
    reading = recall(sources, options, desk.store, now, updates)
    return replace(reading, problems=(*met, *reading.problems))

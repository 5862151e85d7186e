"""A source to what it lists now: the one place that knows which reader a location needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event

from anyio import to_thread  # threads of their own: the event loop looks names up in the few that it has

from briefing.errors import InputError
from briefing.fetch import Fetcher
from briefing.parallel import Engine
from briefing.sources.files import collected, read_location
from briefing.sources.imap import read_imap
from briefing.sources.presets import expand
from briefing.sources.program import read_program
from briefing.sources.web import read_web
from briefing.text import is_web_address
from briefing.types import Listing, Source

IMAP = ("imap://", "imaps://")


async def listed(source: Source, fetcher: Fetcher, since: date | None = None, engine: Engine | None = None) -> Listing:
    """What a source lists now; an InputError where it cannot be read at all. ``since`` spares a mailbox its old mails.

    The files of a folder are read by those that the ``engine`` has work.
    """
    if source.command:
        enough = Event()
        try:
            return await to_thread.run_sync(_of_program, source, enough, abandon_on_cancel=True)
        finally:
            enough.set()
    if source.location.startswith(IMAP):
        return await to_thread.run_sync(read_imap, source, since, abandon_on_cancel=True)
    if is_web_address(source.location) or expand(source.location):
        return await read_web(source, fetcher)
    return await to_thread.run_sync(lambda: collected(read_location(source.location, engine)))


def _of_program(source: Source, enough: Event) -> Listing:
    """What its program prints; one that fails and has printed no article is no source that has nothing new."""
    listing = collected(read_program(source, Path(source.folder) if source.folder else None, enough=enough))
    if listing.problems and not listing.entries:
        last = listing.problems[-1]
        raise InputError(last.what if last.where == source.label else f"{last.where}: {last.what}", last.remedy)
    return listing


def is_local(source: Source) -> bool:
    """Whether a source is read from this machine, without a network or a program."""
    return not (
        source.command or source.location.startswith(IMAP) or is_web_address(source.location) or expand(source.location)
    )

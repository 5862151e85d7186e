"""Getting to know a source before it is followed: which of a site's feeds, its name, a section for it, its first items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from briefing.charset import decode
from briefing.config import FetchSettings
from briefing.errors import InputError
from briefing.fetch import Fetcher, Page
from briefing.loop import run
from briefing.sources.feeds import EMPTY, read_feed
from briefing.sources.files import sniff
from briefing.sources.links import GUESSES, feeds_in
from briefing.sources.listing import listed
from briefing.sources.presets import expand
from briefing.sources.sitemaps import is_sitemap
from briefing.text import is_web_address, one_line
from briefing.types import Listing, Source

NAME_CHARACTERS = 60
SECTIONS = (
    "World", "Politics", "Business", "Technology", "Science", "Health", "Climate", "Culture", "Sport", "Opinion", "Local",
)  # fmt: skip
ALSO_CALLED = {
    "Technology": ("tech", "gadget", "software", "developer"), "Business": ("economy", "market", "finance", "money"),
    "Culture": ("arts", "books", "music", "film", "entertainment"), "Sport": ("football", "cricket", "soccer"),
    "Climate": ("environment", "energy"), "World": ("international", "europe", "africa", "asia", "americas", "middle-east"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Introduction:
    """A source as it may be written down, and what it lists at present."""

    source: Source
    listing: Listing


def introduce(source: Source, options: FetchSettings, sections: Iterable[str] = ()) -> Introduction:
    """Get to know a source; InputError where its location holds nothing to follow. ``sections`` are those in use already."""

    async def meet() -> Introduction:
        async with Fetcher(options) as fetcher:
            return await _met(source, fetcher)

    found = run(meet())
    title = one_line(found.listing.title)[:NAME_CHARACTERS]
    named = replace(found.source, name=source.name or title)
    section = source.section or section_of(f"{named.location} {title}", sections)
    return Introduction(replace(named, section=section), found.listing)


def section_of(said: str, sections: Iterable[str] = ()) -> str:
    """The section that an address and a title speak of; one of those in use where it fits, else a common one, else none."""
    spoken = said.casefold()
    for section in dict.fromkeys([*(each for each in sections if each), *SECTIONS]):
        words = map(re.escape, (section.casefold(), *ALSO_CALLED.get(section, ())))
        if re.search(rf"(?<![^\W_])(?:{'|'.join(words)})", spoken):  # at the beginning of a word: transport is no sport
            return section
    return ""


async def _met(source: Source, fetcher: Fetcher) -> Introduction:
    if not is_web_address(source.location) or expand(source.location) or source.kind != "auto":
        return Introduction(source, await listed(source, fetcher))
    page = await fetcher.get(source.location, "feed", source.allow)
    found = sniff(page.content)
    if is_sitemap(page.content) or (found not in ("feed", "page") and "html" not in page.content_type):
        return Introduction(source, await listed(source, fetcher))  # a sitemap, a corpus, a text: told again each time
    if found == "feed":
        return _feed(source, page)
    for address in _candidates(page):
        try:
            met = _feed(source, await fetcher.get(address, "feed", source.allow))
        except InputError:
            continue  # a guess that was wrong
        if met.listing.entries:
            return met
    listing = await listed(source, fetcher)
    return Introduction(replace(source, kind="site" if len(listing.entries) > 1 else "page"), listing)


def _candidates(page: Page) -> Sequence[str]:
    """Where a site's feeds may lie: where it says so, then in the usual places."""
    said = [candidate.url for candidate in feeds_in(decode(page.content, page.charset), page.url)]
    return list(dict.fromkeys([*said, *(urljoin(page.url, guess) for guess in GUESSES)]))


def _feed(source: Source, page: Page) -> Introduction:
    listing = read_feed(page.content, page.url, page.url, page.charset) if sniff(page.content) == "feed" else Listing()
    if not listing.entries and any(problem.what != EMPTY[0] for problem in listing.problems):
        raise InputError(f"{page.url}: {listing.problems[0].what}", listing.problems[0].remedy)
    if not listing.title and not listing.entries:
        raise InputError(f"{page.url} is no feed", "give the address of a feed")
    return Introduction(replace(source, location=page.url), listing)

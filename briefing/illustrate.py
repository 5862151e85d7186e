"""Gives the stories of a brief a picture each, made small and kept: nothing is loaded from an outlet when it is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefing.config import FetchSettings
from briefing.errors import BriefingError, FetchError, InputError
from briefing.fetch import Fetcher
from briefing.loop import run
from briefing.picture import small
from briefing.store import Store
from briefing.store.album import Album
from briefing.text import is_web_address
from briefing.types import Article, Brief, Image, Problem, Story

SECONDS = 60.0  # for all pictures of a brief together; chosen: it goes out without those that take longer

Found = Mapping[str, Image | BriefingError]


def illustrate(
    brief: Brief, store: Store, options: FetchSettings, allow: Sequence[str] = (), *, online: bool = True
) -> Brief:
    """The brief with the picture of the first article of each story that names one, credited to its outlet.

    Those that the store has are not fetched again, and without ``online`` no other is. ``allow`` names hosts that may lie
    on a private network. What fails costs its own picture, and one Problem for all of them.
    """
    pictured = _pictured(brief)
    addresses = [article.image for article in pictured.values()]
    found: Found = Album(store).of(addresses)
    if online and (missing := [address for address in addresses if address not in found]):
        fetched = run(_fetched(missing, options, tuple(allow)))
        good = {address: each for address, each in fetched.items() if isinstance(each, Image)}
        Album(store).keep(good, brief.date)
        found = {**found, **fetched}
    problem = _problem(addresses, found)
    return replace(_shown(brief, pictured, found), problems=(*brief.problems, *([problem] if problem else [])))


def _pictured(brief: Brief) -> dict[Story, Article]:
    """The article whose picture each story gets. An address comes only once: outlets that have no picture show one sign."""
    chosen: dict[str, tuple[Story, Article]] = {}
    for summary in brief.summaries:
        for article in summary.story.articles if summary.image is None else ():
            if is_web_address(article.image) and article.image not in chosen:
                chosen[article.image] = (summary.story, article)
                break
    return dict(chosen.values())


async def _fetched(addresses: Sequence[str], options: FetchSettings, allow: tuple[str, ...]) -> Found:
    """The picture at each address, or why there is none."""
    async with Fetcher(options) as fetcher:
        found = await asyncio.gather(*(_one(fetcher, address, allow) for address in addresses))
    return dict(zip(addresses, found, strict=True))


async def _one(fetcher: Fetcher, address: str, allow: tuple[str, ...]) -> Image | BriefingError:
    try:
        async with asyncio.timeout(SECONDS):
            page = await fetcher.get(address, "image", allow)
        return small(page.content)  # one after the other: warnings belong to the whole process
    except FetchError as error:
        return error
    except InputError as error:
        return InputError(f"{address} is {error.what}", error.remedy)
    except TimeoutError:
        return FetchError(f"{address} was not there after {SECONDS:g} seconds", temporary=True)


def _shown(brief: Brief, pictured: Mapping[Story, Article], found: Found) -> Brief:
    def image(story: Story) -> Image | None:
        article = pictured.get(story)
        picture = found.get(article.image) if article else None
        return replace(picture, credit=article.source) if article and isinstance(picture, Image) else None

    return replace(
        brief,
        sections=tuple(
            replace(
                section,
                summaries=tuple(replace(each, image=each.image or image(each.story)) for each in section.summaries),
            )
            for section in brief.sections
        ),
    )


def _problem(addresses: Sequence[str], found: Found) -> Problem | None:
    """One problem for all pictures that are wanting, with the reason of the first."""
    wanting = [address for address in addresses if not isinstance(found.get(address), Image)]
    if not wanting:
        return None
    first = found.get(wanting[0])
    why = first.what if isinstance(first, BriefingError) else "fetched before they can be shown without the network"
    many = f"{len(wanting)} of {len(addresses)} are left out"
    remedy = "look.images = false makes a brief without pictures" if first else "`briefing run` fetches them"
    return Problem("pictures", f"{many}: {why}", remedy)

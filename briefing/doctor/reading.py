"""What goes into a brief: do the sources answer, and do the models load."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

from briefing import pipeline
from briefing.doctor.finding import Case, Finding
from briefing.errors import BriefingError, FetchError, InputError
from briefing.fetch import Fetcher
from briefing.loop import run
from briefing.sources import is_local
from briefing.sources.listing import listed
from briefing.types import Article, Length, Listing, Source, Story

SAMPLE = "The council met on Tuesday. It voted for the new bridge, which opens in May. Nobody had expected that."


def sources(case: Case) -> Iterator[Finding]:
    """Whether each source lists something now; nothing of it is kept, and no article's page is fetched."""
    followed = case.settings.source_values(case.folder, case.environment)
    if not followed:
        yield Finding("sources", "broken", "there is no source", "add one with `briefing sources add ADDRESS`")
        return
    asked = [each for each in followed if is_local(each)] if case.offline else followed
    met = list(zip(asked, run(_ask(asked, case)), strict=True))
    failed = [error for _, error in met if isinstance(error, BriefingError)]
    yield _all_of_them(len(asked), len(followed), failed)
    if not _is_cut_off(failed, len(asked)):
        yield from (found for source, listing in met if (found := _of_one(source, listing)))


def _all_of_them(asked: int, followed: int, failed: Sequence[BriefingError]) -> Finding:
    """How many answer. A source that fails costs a brief its news; only where none is left there is no brief."""
    good = asked - len(failed)
    told = [f"{good} of {asked} answer"] * bool(asked) + [f"{followed - asked} on the network not asked"] * (
        asked < followed
    )
    if _is_cut_off(failed, asked):
        reason = "check the network of this computer, its names (DNS), or fetch.proxy"
        return Finding("sources", "broken", f"none of {asked} could be reached: {failed[0].what}", reason)
    remedy = "see the lines below; `briefing sources check NAME` asks one again" if failed else ""
    return Finding("sources", "good" if not failed else "warning" if good else "broken", "; ".join(told), remedy)


def _is_cut_off(failed: Sequence[BriefingError], asked: int) -> bool:
    """Whether it is this computer that has no network, and no fault of the sources."""
    reached = [each for each in failed if not isinstance(each, FetchError) or each.status or not each.temporary]
    return 1 < len(failed) == asked and not reached


def _of_one(source: Source, listing: Listing | BriefingError) -> Finding | None:
    """What is to be said of a source that fails or lists nothing; one that fails for now is no more than a warning."""
    subject = f"source {source.label}"
    if isinstance(listing, Listing):
        empty = "it answers, and lists nothing"
        return (
            None
            if listing.entries
            else Finding(subject, "warning", empty, f"look at it: {source.location or source.label}")
        )
    passing = isinstance(listing, FetchError) and listing.temporary
    told = listing.what.removeprefix(f"{source.label} ")
    return Finding(subject, "warning" if passing else "broken", told, listing.remedy)


async def _ask(asked: Sequence[Source], case: Case) -> list[Listing | BriefingError]:
    """What each lists, or why it cannot be read, all at the same time."""
    since = (case.now - timedelta(days=case.settings.brief.max_age)).date()
    done = 0

    async def one(source: Source, fetcher: Fetcher) -> Listing | BriefingError:
        nonlocal done
        try:
            return await listed(source, fetcher, since)
        except BriefingError as error:
            return error
        except Exception as error:  # noqa: BLE001 - a fault with one source costs no other
            return InputError(f"a fault of this program: {type(error).__name__}: {error}", "please report it")
        finally:
            done += 1
            case.progress("Sources", done, len(asked))

    async with Fetcher(case.settings.fetch) as fetcher:
        return list(await asyncio.gather(*(one(source, fetcher) for source in asked)))


def encoder(case: Case) -> Iterator[Finding]:
    """Whether the encoder's weights can be read and make vectors, and how long that takes."""
    from briefing.embed import Encoder

    begun = time.perf_counter()
    model = case.settings.encoder.model
    vectors = Encoder(model).encode([SAMPLE])
    taken = time.perf_counter() - begun
    yield Finding("encoder", "good", f"{model} loads in {taken:.1f} s and gives {vectors.shape[1]} numbers a text")


def writer(case: Case) -> Iterator[Finding]:
    """Whether the writer writes, and how long that takes with its models. A model that fails costs no brief."""
    from briefing.embed import Encoder

    if case.offline and case.settings.writer.name == "server":
        yield Finding("writer", "good", "server: it is not asked, for nothing on the network is")
        return
    begun = time.perf_counter()
    encoder = Encoder(case.settings.encoder.model)
    used = pipeline.writer_of(case.settings, encoder, case.progress, case.folder, case.environment)
    name = f"{used.card.kind} {used.card.name}" if used.card else case.settings.writer.name
    story = Story((Article(url="", title="A bridge", text=SAMPLE, source="doctor", language="en"),))
    told = used.summaries([story], [Length(1, "sentences")])[0]
    taken = time.perf_counter() - begun
    if used.problems:
        yield Finding("writer", "warning", f"{name}: {used.problems[0].what}", used.problems[0].remedy)
    elif told.writing and told.writing.failure:
        yield Finding("writer", "good", f"{name} answered in {taken:.1f} s; {told.writing.failure}")
    else:
        yield Finding("writer", "good", f"{name} wrote a sentence in {taken:.1f} s")

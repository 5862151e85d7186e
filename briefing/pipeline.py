"""The whole flow: sources, articles, stories, summaries, the brief. ``make`` reads as one paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypedDict, Unpack, cast
from zoneinfo import ZoneInfo

from briefing.cluster import cluster as group
from briefing.cluster import collapse, gist
from briefing.config import BriefSettings, Settings, load, settings
from briefing.embed import Encoder
from briefing.errors import ConfigError, InputError, LengthError
from briefing.rank import even, fresh, rank, share
from briefing.sources import read, require
from briefing.store import Store
from briefing.summarize import WRITERS, overview
from briefing.types import (
    Article,
    Brief,
    Length,
    Reading,
    Section,
    Source,
    Story,
    Summary,
    Unit,
)

Progress = Callable[[str, int, int], None]  # the phase, how much of it is done, and of how much


def silent(phase: str, done: int, total: int) -> None:
    """No progress is shown."""


class Lengths(TypedDict, total=False):
    """A length by its unit; one of them."""

    words: float
    sentences: float
    minutes: float


@cache
def _encoder() -> Encoder:
    """The built-in encoder, loaded once, with a memory as long as the process."""
    return Encoder(store=Store(":memory:"))


def read_articles(*inputs: str | Path) -> Reading:
    """Articles from files, folders, feeds and addresses, ``"-"`` for standard input; what failed is in ``.problems``.

    A file or folder that is not there raises InputError.
    """
    for each in inputs:
        require(str(each))
    return read(Source(str(each)) for each in inputs)


def cluster(
    articles: Sequence[Article],
    options: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress = silent,
) -> list[Story]:
    """Stories in the order of their first article; copies of one text become one article with all its outlets."""
    options = options or Settings()
    single = collapse(articles)
    texts = [gist(article) for article in single] + [article.title for article in single]
    vectors = (encoder or _encoder()).encode(texts, lambda done, total: progress("Finding stories", done, total))
    gists, titles = vectors[: len(single)], vectors[len(single) :]
    return group(single, gists, titles, options.stories.window, options.stories.threshold)


def summarize(
    stories: Sequence[Story],
    lengths: Length | Sequence[Length] | None = None,
    writer: str = "extractive",
    encoder: Encoder | None = None,
    progress: Progress = silent,
    **length: Unpack[Lengths],
) -> list[Summary]:
    """A summary for each story, in their order: ``words=45``, ``sentences=3``, ``minutes=1``, or a length for each."""
    if writer not in WRITERS:
        raise ConfigError(f'there is no writer "{writer}"', f"choose one of {', '.join(WRITERS)}")
    if lengths is None:
        lengths = _one_length(**length)
    each = [lengths] * len(stories) if isinstance(lengths, Length) else list(lengths)
    used = encoder or _encoder()
    return WRITERS[writer](
        stories, each, lambda texts: used.encode(texts, lambda done, total: progress("Writing", done, total))
    )


def _one_length(**length: Unpack[Lengths]) -> Length:
    if len(length) > 1:
        raise LengthError(" and ".join(length), "give one of words, sentences and minutes")
    for unit, amount in length.items():
        return Length(float(str(amount)), cast(Unit, unit))
    return BriefSettings().length


def make(
    source: str | Path | Settings,
    now: datetime | None = None,
    articles: Reading | None = None,
    progress: Progress = silent,
) -> Brief:
    """The brief of a ``briefing.toml``, or of settings: of ``articles`` where they are given, else of its sources.

    ``now`` is the time the brief speaks from; the present where it is None. Nothing is delivered.
    """
    options, folder = (
        (source, Path())
        if isinstance(source, Settings)
        else (settings(load(Path(source)), str(source)), Path(source).parent)
    )
    now = _local(now, options)
    reading = gather(options.source_values(folder), options, progress, now) if articles is None else articles
    if not reading:
        raise InputError("there is no article to make a brief of", _why(reading, options))
    with encoder_of(options) as encoder:
        stories = rank(cluster(reading, options, encoder, progress), now)
        summaries = _told(stories, options, encoder, progress)
        glance = overview(summaries, options.brief.overview, encoder.encode) if len(summaries) > 1 else ()
    untold = [summary.story for summary in summaries if not summary.sentences] + stories[len(summaries) :]
    return Brief(
        title=options.brief.title,
        date=now,
        sections=_sections([summary for summary in summaries if summary.sentences]),
        asked=options.brief.length,
        total=options.brief.total,
        overview=glance,
        elsewhere=tuple(untold[: options.brief.elsewhere]),
        problems=reading.problems,
        read=len(reading),
        old=reading.old,
        language=options.brief.language,
    )


def gather(
    sources: Sequence[Source], options: Settings, progress: Progress = silent, now: datetime | None = None
) -> Reading:
    """The articles of the sources that are not too old for this brief; how many were, is counted."""
    reading = read(sources, lambda done: progress("Reading", done, len(sources)))
    kept = fresh(reading.articles, _local(now, options), options.brief.max_age)
    return Reading(tuple(kept), reading.problems, len(reading) - len(kept))


def _why(reading: Reading, options: Settings) -> str:
    """Why nothing was read, as far as it is known."""
    old = [f"{reading.old} older than {options.brief.max_age:g} days; see brief.max_age"] if reading.old else []
    return "; ".join([*old, *map(str, reading.problems[:3])]) or "name a source"


def _local(now: datetime | None, options: Settings) -> datetime:
    """``now`` in the brief's time zone; a time without a zone is meant in it."""
    zone = ZoneInfo(options.brief.time_zone) if options.brief.time_zone else None
    if now is not None and now.tzinfo is None and zone is not None:
        return now.replace(tzinfo=zone)
    return (now or datetime.now(UTC)).astimezone(zone)


@contextmanager
def encoder_of(options: Settings) -> Iterator[Encoder]:
    """The encoder that the settings name, with the store that remembers its vectors."""
    from platformdirs import user_data_path

    if options.store == "none":
        path = Path(":memory:")
    else:
        path = Path(options.store or user_data_path("briefing", appauthor=False) / "briefing.db").expanduser()
    with Store(path) as store:
        yield Encoder(options.encoder.model, store)


def _told(stories: Sequence[Story], options: Settings, encoder: Encoder, progress: Progress) -> list[Summary]:
    """Summaries of the first stories: of one length, or with shares of the whole brief's, evened out where some fall short."""

    def written(lengths: Sequence[Length]) -> list[Summary]:
        return summarize(stories[: len(lengths)], lengths, options.writer.name, encoder, progress)

    most = min(options.brief.stories, len(stories))
    if options.brief.total is None:
        return written([options.brief.length] * most)
    lengths = share(options.brief.total, most, options.brief.overview)
    summaries = written(lengths)
    if not any(summary.short for summary in summaries):
        return summaries
    return written(even(lengths, [each.words for each in summaries], [each.short for each in summaries]))


def _sections(summaries: Sequence[Summary]) -> tuple[Section, ...]:
    """Sections in the order of their best story; stories of no section come last, under "More" where there are others."""
    names = list(dict.fromkeys(summary.story.section for summary in summaries))
    ordered = [name for name in names if name] + [name for name in names if not name]
    return tuple(
        Section(name or ("More" if len(names) > 1 else ""), tuple(s for s in summaries if s.story.section == name))
        for name in ordered
    )

"""The whole flow: sources, articles, stories, summaries, the brief. ``make`` reads as one paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, Unpack, cast
from zoneinfo import ZoneInfo

from briefing.cluster import cluster as group
from briefing.cluster import collapse
from briefing.config import BriefSettings, Settings, load, settings
from briefing.embed import Encoder
from briefing.errors import ConfigError, InputError, LengthError, LockedError, StoreError
from briefing.illustrate import illustrate
from briefing.likeness import gist
from briefing.rank import even, rank, share
from briefing.sources import Update, Updater, is_local, read, remembered, require
from briefing.sources.update import is_offline
from briefing.store import MEMORY, Store
from briefing.summarize import WRITERS, Vectors, overview
from briefing.summarize.remembered import remembering
from briefing.types import (
    Article,
    Brief,
    Length,
    Problem,
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


def read_articles(*inputs: str | Path | Source, allow: Sequence[str] = ()) -> Reading:
    """Articles from files, folders, feeds, addresses and whole sources, ``"-"`` for standard input; nothing is remembered.

    What failed is in ``.problems``; a file or folder that is not there raises InputError. ``allow`` names hosts on a private
    network that may be fetched from.
    """
    sources = [each if isinstance(each, Source) else Source(str(each), allow=tuple(allow)) for each in inputs]
    for source in sources:
        require(source)
    return read(sources)


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
    store: Store | None = None,
    **length: Unpack[Lengths],
) -> list[Summary]:
    """A summary for each story, in their order: ``words=45``, ``sentences=3``, ``minutes=1``, or a length for each.

    ``store`` remembers them: what was written before is not written again.
    """
    if writer not in WRITERS:
        raise ConfigError(f'there is no writer "{writer}"', f"choose one of {', '.join(WRITERS)}")
    if lengths is None:
        lengths = _one_length(**length)
    each = [lengths] * len(stories) if isinstance(lengths, Length) else list(lengths)
    used = encoder or _encoder()

    def encode(texts: Sequence[str]) -> Vectors:
        return used.encode(texts, lambda done, total: progress("Writing", done, total))

    def write(stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        return WRITERS[writer](stories, lengths, encode)

    return (remembering(write, f"{writer} {used.identity}", store) if store else write)(stories, each)


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
    environment: Mapping[str, str] | None = None,
) -> Brief:
    """The brief of a ``briefing.toml``, or of settings: of ``articles`` where they are given, else of its sources.

    ``now`` is the time the brief speaks from; the present where it is None. ``environment`` holds the passwords that the
    sources name. Nothing is delivered.
    """
    options, folder = (
        (source, Path())
        if isinstance(source, Settings)
        else (settings(load(Path(source)), str(source)), Path(source).parent)
    )
    now = local(now, options)
    with opened(options) as (store, problems):
        if articles is None:
            sources = options.source_values(folder, environment)
            updates = fetch(sources, options, store, now, progress)
            articles = recall(sources, options, store, now, updates)
        if not articles:
            raise InputError("there is no article to make a brief of", _why(articles, options))
        encoder = Encoder(options.encoder.model, store)
        stories = rank(cluster(articles, options, encoder, progress), now)
        told, links = [story for story in stories if story.has_text], [story for story in stories if not story.has_text]
        summaries = _told(told, options, store, encoder, progress)
        glance = overview(summaries, options.brief.overview, encoder.encode) if len(summaries) > 1 else ()
    untold = [summary.story for summary in summaries if not summary.sentences] + told[len(summaries) :] + links
    return Brief(
        title=options.brief.title,
        date=now,
        sections=_sections([summary for summary in summaries if summary.sentences]),
        asked=options.brief.length,
        total=options.brief.total,
        overview=glance,
        elsewhere=tuple(untold[: options.brief.elsewhere]),
        problems=(*problems, *articles.problems),
        read=len(articles),
        old=articles.old,
        language=options.brief.language,
        health=articles.health,
        edition=options.brief.edition,
    )


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


def illustrated(
    brief: Brief, options: Settings, store: Store, sources: Sequence[Source] = (), *, online: bool = True
) -> Brief:
    """The brief with a picture for each story that has one, where the reader wants any; what failed is a problem of it."""
    if not options.look.images:
        return brief
    allow = [host for source in sources for host in source.allow]
    return illustrate(brief, store, options.fetch, allow, online=online)


def _why(reading: Reading, options: Settings) -> str:
    """Why there is no article, as far as it is known."""
    failing = [each.problem for each in reading.health if each.problem]
    if failing and len(failing) == len(reading.health):
        count = len(failing)
        whole = "the only source has" if count == 1 else f"all {count} sources have"
        return f"{whole} failed, {'the first ' * (count > 1)}{failing[0]}; see `briefing sources list`"
    days = f"{options.brief.max_age:g} days; see brief.max_age"
    old = (
        f"{reading.old} older than {days}"
        if reading.old
        else f"nothing of the last {days}"
        if reading.health and not reading.problems
        else ""
    )
    return "; ".join([old] * bool(old) + [str(each) for each in reading.problems[:3]]) or "name a source"


def local(now: datetime | None, options: Settings) -> datetime:
    """``now`` in the brief's time zone; a time without a zone is meant in it."""
    zone = ZoneInfo(options.brief.time_zone) if options.brief.time_zone else None
    if now is not None and now.tzinfo is None and zone is not None:
        return now.replace(tzinfo=zone)
    return (now or datetime.now(UTC)).astimezone(zone)


def kept(sources: Sequence[Source], options: Settings, now: datetime, progress: Progress = silent) -> Reading:
    """What was fetched of the sources before, and what lies in the files and folders among them now."""
    with opened(options) as (store, problems):
        near = [source for source in sources if is_local(source)]
        updates, met = [], list(problems)
        try:
            updates = fetch(near, options, store, now, progress) if near else []
        except LockedError as error:  # what that run has brought so far does
            met.append(Problem.of("files and folders", error))
        reading = recall(sources, options, store, now, updates)
        return replace(reading, problems=(*met, *reading.problems))


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


def store_path(options: Settings) -> Path:
    """Where the store lies that the settings name."""
    from platformdirs import user_data_path

    if options.store == "none":
        return Path(MEMORY)
    return Path(options.store or user_data_path("briefing", appauthor=False) / "briefing.db").expanduser()


def _told(
    stories: Sequence[Story], options: Settings, store: Store, encoder: Encoder, progress: Progress
) -> list[Summary]:
    """Summaries of the first stories: of one length, or with shares of the whole brief's, evened out where some fall short."""

    def written(lengths: Sequence[Length]) -> list[Summary]:
        return summarize(stories[: len(lengths)], lengths, options.writer.name, encoder, progress, store)

    most = min(options.brief.stories, len(stories))
    if options.brief.total is None:
        return written([story.length or options.brief.length for story in stories[:most]])
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

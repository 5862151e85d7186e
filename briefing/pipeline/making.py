"""The brief: of its sources, of what was chosen, written and put together. ``brief_of`` reads as one paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from briefing.config import Settings, load, settings
from briefing.errors import EngineError, InputError
from briefing.illustrate import illustrate
from briefing.pipeline.choosing import Day, choose
from briefing.pipeline.desk import Desk, local, opened_desk
from briefing.pipeline.progress import Progress, silent
from briefing.pipeline.reading import gathered
from briefing.rank import even, share
from briefing.types import Brief, Length, Problem, Reading, Section, Source, Story, Summary


def make(
    source: str | Path | Settings,
    now: datetime | None = None,
    articles: Reading | None = None,
    progress: Progress = silent,
    environment: Mapping[str, str] | None = None,
) -> Brief:
    """The brief of a ``briefing.toml``, in the edition whose turn it is, or of settings: of ``articles`` where they are given,
    else of its sources.

    ``now`` is the time the brief speaks from; the present where it is None. ``environment`` holds the passwords that the
    sources name, and the key of the server that writes. Nothing is delivered, so nothing of it counts as known to its readers.
    """
    home = None if isinstance(source, Settings) else Path(source)
    options = source if isinstance(source, Settings) else settings(load(Path(source)), str(source))
    now = local(now, options)
    if home:  # settings that come as such are those of an edition already
        options = options.for_edition(options.due(now))
    with opened_desk(options, home, progress, environment) as desk:
        if articles is None:
            sources = options.source_values(home.parent if home else Path(), environment)
            articles, _ = gathered(desk, sources, now)
        return brief_of(desk, now, articles)


def brief_of(desk: Desk, now: datetime, articles: Reading) -> Brief:
    """The brief of these articles: what to tell is chosen and written.

    InputError where there never was an article, or where there is nothing to tell because no source answered.
    """
    is_cut_off = all(each.failures for each in articles.health)
    if not articles and (not desk.last(now) or is_cut_off):
        raise InputError("there is no article to make a brief of", _why(articles, desk.options))
    day = choose(desk, now, articles)
    if articles.health and is_cut_off and not any(day.of(place) for place in ("told", "line", "link")):
        raise InputError("there is nothing new to make a brief of", _why(articles, desk.options))
    return written(desk, now, day)


def surely(desk: Desk, now: datetime, articles: Reading) -> Brief:
    """The brief of these articles, made on this computer where the cluster of the settings is away, with that as a problem."""
    try:
        return brief_of(desk, now, articles)
    except EngineError as error:
        problem = Problem("run.on", f"{error.what}; this computer has made the brief", error.remedy)
        return brief_of(desk.alone(problem), now, articles)


def written(desk: Desk, now: datetime, day: Day) -> Brief:
    """What was chosen, summarized and put into sections."""
    options, articles = desk.options, day.articles
    summaries = _told(day.of("told"), desk)
    overview, glance = desk.writer.overview(summaries, options.brief.overview) if len(summaries) > 1 else ((), None)
    told = [summary for summary in summaries if summary.sentences]
    untold = [summary.story for summary in summaries if not summary.sentences]
    return Brief(
        title=options.brief.title,
        date=now,
        sections=_sections(told, options.section_names),
        asked=options.brief.length,
        total=options.brief.total,
        overview=overview,
        elsewhere=(*untold, *day.of("link"))[: options.brief.elsewhere],
        problems=(*desk.problems, *articles.problems, *desk.writer.problems),
        read=len(articles),
        old=articles.old,
        language=options.brief.language,
        health=articles.health,
        edition=options.brief.edition,
        day=desk.edition.day(now),
        continuing=day.of("line"),
        known=day.known,
        muted=sum(verdict.is_muted for verdict in day.verdicts),
        crowded=sum(verdict.is_crowded for verdict in day.verdicts),
        since=desk.last(now),
        covered=tuple(dict.fromkeys(article.source for article in articles)),
        model=desk.writer.card,
        glance=glance,
    )


def illustrated(desk: Desk, brief: Brief, sources: Sequence[Source] = (), *, online: bool = True) -> Brief:
    """The brief with a picture for each story that has one, where the reader wants any; what failed is a problem of it."""
    if not desk.options.look.images:
        return brief
    allow = [host for source in sources for host in source.allow]
    return illustrate(brief, desk.store, desk.options.fetch, allow, online=online)


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


def _told(stories: Sequence[Story], desk: Desk) -> list[Summary]:
    """Summaries of the stories: of one length, or with shares of the whole brief's, evened out where some fall short."""
    options = desk.options

    def written(lengths: Sequence[Length]) -> list[Summary]:
        return desk.writer.summaries(stories[: len(lengths)], lengths)

    if options.brief.total is None:
        sections = options.section_lengths
        return written([each.length or sections.get(each.section) or options.brief.length for each in stories])
    lengths = share(options.brief.total, len(stories), options.brief.overview) if stories else []
    summaries = written(lengths)
    if not any(summary.short for summary in summaries):
        return summaries
    return written(even(lengths, [each.words for each in summaries], [each.short for each in summaries]))


def _sections(summaries: Sequence[Summary], wished: Sequence[str]) -> tuple[Section, ...]:
    """Sections in the order wished for, the others by their best story; stories of no section come last, under "More"."""
    names = list(dict.fromkeys(summary.story.section for summary in summaries))
    first = [name for name in wished if name in names]
    ordered = [*first, *(name for name in names if name and name not in first), *(name for name in names if not name)]
    return tuple(
        Section(name or ("More" if len(names) > 1 else ""), tuple(s for s in summaries if s.story.section == name))
        for name in ordered
    )

"""A story told on the terminal and as JSON: its score, its timeline, its outlets, where they disagree, its articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefing.types import LATEST

if TYPE_CHECKING:
    from briefing.pipeline.finding import Found
    from briefing.types import Article, Disagreement, Reason, Story, Thread

SHORT_ID = 8  # digits of an id in a table: enough to tell a million stories apart


@dataclass(frozen=True, slots=True)
class Report:
    """That an outlet has a story: when it came, under which title, where; ``copied`` says that it is a copy of another's text."""

    outlet: str
    published: datetime | None
    title: str
    url: str
    copied: bool = False


def reports(articles: Sequence[Article]) -> list[Report]:
    """Who has what, the earliest first, undated ones last."""
    own = [Report(each.source, each.published, each.title, each.url) for each in articles]
    copied = [
        Report(copy.source, copy.published, copy.title, copy.url, copied=True)
        for article in articles
        for copy in article.copies
    ]
    return sorted(own + copied, key=lambda report: report.published or LATEST)


def clock(moment: datetime | None) -> str:
    """A time of this computer's zone; nothing for none."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "without a time"


def score_line(reasons: Sequence[Reason]) -> str:
    """A score's parts in one line: ``outlets +1.58 (3 outlets), freshness +0.71 (2 hours)``."""
    parts = (f"{each.name} {each.value:+.2f}" + f" ({each.detail})" * bool(each.detail) for each in reasons)
    return ", ".join(parts)


def told(found: Found, covered: Sequence[str]) -> Iterator[str]:
    """A story line by line; ``covered`` are the outlets that were read."""
    yield found.headline
    yield from _state(found)
    if found.thread:
        yield from ("", "Timeline", *_timeline(found.thread))
    if found.verdict and found.verdict.story.news:
        yield from ("", "New in it", *(f"  {each}" for each in news(found.verdict.story)))
    yield from ("", "Outlets", *_outlets(found.articles, covered))
    for disagreement in found.verdict.story.disagreements if found.verdict else ():
        yield from ("", f"Outlets disagree: {disagreement.counted}", *_figures(disagreement))
    yield from ("", "Articles", *_articles(found.articles))


def _state(found: Found) -> Iterator[str]:
    if found.verdict is None:
        yield f"{found.id}, not among the stories of this edition"
        return
    verdict, story = found.verdict, found.verdict.story
    yield f"{found.id}, {found.status}; {place(verdict.place)}: {verdict.why}"
    yield f"Score {story.score:.2f}"
    yield from (f"  {each.name} {each.value:+.2f}" + f" ({each.detail})" * bool(each.detail) for each in story.reasons)


def place(name: str) -> str:
    """Where in the brief a story stands, in words."""
    return {"told": "told", "line": "one line", "link": "a link", "out": "left out"}.get(name, name)


def news(story: Story) -> list[str]:
    """The sentences that its thread does not say yet."""
    return [story.articles[each.article].text[each.start : each.end] for each in story.news or ()]


def _timeline(thread: Thread) -> Iterator[str]:
    for episode in thread.episodes:
        yield f"  {clock(episode.date)} {episode.edition}, {episode.status}: {episode.headline}"
        yield from (f"    {sentence}" for sentence in episode.sentences)


def _outlets(articles: Sequence[Article], covered: Sequence[str]) -> Iterator[str]:
    every = reports(articles)
    names = list(dict.fromkeys(each.outlet for each in every))
    for name in names:
        mine = [each for each in every if each.outlet == name]
        first = ", first" if mine[0] is every[0] and mine[0].published and len(names) > 1 else ""
        copied = ", a copy" if all(each.copied for each in mine) else ""
        yield f"  {clock(mine[0].published)} {name}{first}{copied}"
    if len(names) == 1:
        yield "  a single source"
    if absent := [outlet for outlet in dict.fromkeys(covered) if outlet not in names]:
        yield f"  not covered by {', '.join(absent)}"


def _figures(disagreement: Disagreement) -> Iterator[str]:
    for figure in disagreement.figures:
        yield f"  {figure.text} ({figure.citation.article.source}): {figure.citation.quote}"


def _articles(articles: Sequence[Article]) -> Iterator[str]:
    for each in reports(articles):
        yield f"  {clock(each.published)} {each.outlet}: {each.title or 'Untitled'}" + " (a copy)" * each.copied
        if each.url:
            yield f"    {each.url}"


def row(found: Found) -> dict[str, Any]:
    """A story of today as one row for a program."""
    verdict = found.verdict
    story = verdict.story if verdict else None
    return {
        "id": found.id,
        "story": story.id if story else None,
        "headline": found.headline,
        "status": found.status,
        "place": verdict.place if verdict else None,
        "why": verdict.why if verdict else None,
        "section": story.section if story else None,
        "score": story.score if story else None,
        "outlets": list(dict.fromkeys(each.outlet for each in reports(found.articles))),
    }


def whole(found: Found, covered: Sequence[str]) -> dict[str, Any]:
    """All that is known of a story, for a program."""
    story = found.verdict.story if found.verdict else None
    outlets = row(found)["outlets"]
    return {
        **row(found),
        "reasons": reasons(story),
        "timeline": [
            {
                "edition": episode.edition,
                "date": episode.date.isoformat(),
                "status": episode.status,
                "headline": episode.headline,
                "sentences": list(episode.sentences),
            }
            for episode in (found.thread.episodes if found.thread else ())
        ],
        "news": news(story) if story else [],
        "not_covered_by": [outlet for outlet in dict.fromkeys(covered) if outlet not in outlets],
        "disagreements": [_disagreement(each) for each in (story.disagreements if story else ())],
        "articles": [
            {
                "source": each.outlet,
                "title": each.title,
                "url": each.url,
                "published": iso(each.published),
                "copy": each.copied,
            }
            for each in reports(found.articles)
        ],
    }


def reasons(story: Story | None) -> list[dict[str, Any]]:
    """The parts of its score, for a program."""
    given = story.reasons if story else ()
    return [{"name": each.name, "value": each.value, "detail": each.detail} for each in given]


def iso(moment: datetime | None) -> str | None:
    """A time for a program."""
    return moment.isoformat() if moment else None


def _disagreement(disagreement: Disagreement) -> dict[str, Any]:
    figures = [
        {
            "text": figure.text,
            "value": figure.value,
            "source": figure.citation.article.source,
            "url": figure.citation.article.url,
            "sentence": figure.citation.quote,
        }
        for figure in disagreement.figures
    ]
    return {"counted": disagreement.counted, "figures": figures}

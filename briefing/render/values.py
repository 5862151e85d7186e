"""A brief in plain values, as its JSON has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from briefing.render.checks import checks
from briefing.templating import passage
from briefing.types import (
    Article,
    Brief,
    Citation,
    Episode,
    Figure,
    Health,
    Length,
    ModelCard,
    Problem,
    Sentence,
    Story,
    Summary,
    Writing,
)

VERSION = 1  # of docs/brief.schema.json: keys may be added within a version, never changed or taken away
COUNTED = ("sentences", "removed", "failed", "cut", "filled", "prompt_tokens", "new_tokens")


def brief_as_json(brief: Brief) -> dict[str, Any]:
    """The whole brief in plain values; what each key means is in ``docs/brief.schema.json``."""
    return {
        "version": VERSION,
        "title": brief.title,
        "edition": brief.edition,
        "date": brief.date.isoformat(),
        "language": brief.language,
        "length": {
            **_length(brief.asked, brief.words, brief.sentences),
            "total": str(brief.total) if brief.total else None,
        },
        "reading_minutes": brief.minutes,
        "model": _model(brief.model),
        "checks": _checks(brief),
        "articles_read": brief.read,
        "articles_too_old": brief.old,
        "overview": [_sentence(sentence) for sentence in brief.overview],
        "overview_writing": _writing(brief.glance),
        "sections": [
            {
                "name": section.name,
                "summaries": [summary_as_json(summary, brief.covered) for summary in section.summaries],
            }
            for section in brief.sections
        ],
        "continuing": [_continuing(story, brief) for story in brief.continuing],
        "elsewhere": [
            {"title": story.linked.title, "missing": story.missing, **_story(story, brief.covered)}
            for story in brief.elsewhere
        ],
        "since": _time(brief.since),
        "empty": brief.is_empty,
        "quiet": brief.is_quiet,
        "stories_known": brief.known,
        "stories_muted": brief.muted,
        "stories_crowded": brief.crowded,
        "covered": list(brief.covered),
        "problems": [_problem(problem) for problem in brief.problems],
        "sources": [health_as_json(health) for health in brief.health],
    }


def summary_as_json(summary: Summary, covered: Sequence[str] = ()) -> dict[str, Any]:
    """One story's summary; a citation names its article by its place in ``articles``, from 0.

    ``covered`` are all outlets that were read.
    """
    return {
        "headline": summary.headline,
        "text": summary.text,
        "length": _length(summary.asked, summary.words, len(summary.sentences)),
        "writer": summary.writer,
        "note": summary.note,
        "writing": _writing(summary.writing),
        "sentences": [_sentence(sentence, summary.story) for sentence in summary.sentences],
        **_story(summary.story, covered),
    }


def summaries_as_json(summaries: Sequence[Summary], model: ModelCard | None) -> dict[str, Any]:
    """Summaries without a brief around them, each as a brief has it."""
    told = [summary_as_json(summary) for summary in summaries]
    return {"version": VERSION, "summaries": told, "model": _model(model), "checks": _checks(summaries)}


def _model(model: ModelCard | None) -> dict[str, Any] | None:
    if model is None:
        return None
    return {"kind": model.kind, "name": model.name, "revision": model.revision, "settings": dict(model.settings)}


def _checks(told: Brief | Sequence[Summary]) -> dict[str, int] | None:
    found = checks(told)
    return {name: getattr(found, name) for name in COUNTED} if found else None


def _writing(writing: Writing | None) -> dict[str, Any] | None:
    if writing is None:
        return None
    removed = [{"text": each.text, "reason": each.reason, "instead": each.instead} for each in writing.removed]
    return {
        "draft": writing.draft,
        "removed": removed,
        "cut": writing.cut,
        "filled": writing.filled,
        "failure": writing.failure,
        "prompt_tokens": writing.prompt_tokens,
        "new_tokens": writing.new_tokens,
    }


def _continuing(story: Story, brief: Brief) -> dict[str, Any]:
    return {
        "headline": story.earlier.headline if story.earlier else story.latest.title,
        "latest": story.articles.index(story.latest),
        "added": [story.articles.index(article) for article in story.added],
        **_story(story, brief.covered),
    }


def _story(story: Story, covered: Sequence[str]) -> dict[str, Any]:
    return {
        "story": story.id,
        "since": _time(story.since),
        "outlets": list(story.outlets),
        "excerpt": story.excerpt,
        "articles": [_article(article) for article in story.articles],
        "status": story.status,
        "thread": story.thread_id,
        "earlier": _episode(story.earlier) if story.earlier else None,
        "timeline": [_episode(episode) for episode in (story.thread.episodes if story.thread else ())],
        "news": None if story.news is None else len(story.news),
        "score": story.score,
        "reasons": [{"name": each.name, "value": each.value, "detail": each.detail} for each in story.reasons],
        "not_covered_by": list(story.without(covered)),
        "disagreements": [
            {"counted": each.counted, "figures": [_figure(figure, story) for figure in each.figures]}
            for each in story.disagreements
        ],
    }


def _episode(episode: Episode) -> dict[str, Any]:
    return {
        "date": episode.date.isoformat(),
        "edition": episode.edition,
        "headline": episode.headline,
        "status": episode.status,
        "sentences": list(episode.sentences),
    }


def _figure(figure: Figure, story: Story) -> dict[str, Any]:
    return {"text": figure.text, "value": figure.value, "citation": _citation(figure.citation, story)}


def _article(article: Article) -> dict[str, Any]:
    copies = [
        {"url": copy.url, "title": copy.title, "source": copy.source, "published": _time(copy.published)}
        for copy in article.copies
    ]
    return {
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "published": _time(article.published),
        "language": article.language,
        "excerpt": article.excerpt,
        "discussion": article.discussion,
        "points": article.points,
        "copies": copies,
    }


def _sentence(sentence: Sentence, story: Story | None = None) -> dict[str, Any]:
    return {"text": sentence.text, "citations": [_citation(citation, story) for citation in sentence.citations]}


def _citation(citation: Citation, story: Story | None) -> dict[str, Any]:
    return {
        "article": story.articles.index(citation.article) if story else None,
        "url": citation.article.url,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "link": passage(citation),
    }


def _length(asked: Length, words: int, sentences: int) -> dict[str, Any]:
    return {"asked": asked.amount, "unit": asked.unit, "words": words, "sentences": sentences}


def health_as_json(health: Health) -> dict[str, Any]:
    """How a source fares, in plain values."""
    return {
        "source": health.source,
        "location": health.location,
        "state": health.state,
        "success": _time(health.success),
        "new": health.new,
        "failures": health.failures,
        "since": _time(health.since),
        "error": health.error,
        "remedy": health.remedy,
        "again": _time(health.again),
        "moved": health.moved,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"where": problem.where, "what": problem.what, "remedy": problem.remedy}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

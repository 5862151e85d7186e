"""Summaries that were written before, found again by the hash of everything that they depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from briefing import prose, text
from briefing.store import Store, stamp
from briefing.types import Citation, Length, Sentence, Story, Summary

Write = Callable[[Sequence[Story], Sequence[Length]], list[Summary]]


def remembering(write: Write, made_by: str, store: Store, now: datetime | None = None) -> Write:
    """``write``, asked only for what it has not written before. ``made_by`` names the writer and the model behind it."""

    def written(stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        keys = [_key(*each, made_by) for each in zip(stories, lengths, strict=True)]
        known = store.summaries(keys)
        missing = [place for place, key in enumerate(keys) if key not in known]
        new = write([stories[place] for place in missing], [lengths[place] for place in missing]) if missing else []
        found = dict(zip(missing, new, strict=True))
        store.keep_summaries(
            {keys[place]: _packed(summary) for place, summary in found.items()}, now or datetime.now(UTC)
        )
        return [
            found.get(place) or _unpacked(known[keys[place]], stories[place], lengths[place])
            for place in range(len(keys))
        ]

    return written


def _key(story: Story, length: Length, made_by: str) -> bytes:
    articles = [
        (
            each.url,
            each.title,
            each.text,
            each.source,
            each.language,
            each.published and stamp(each.published),
            each.outlets,
        )
        for each in story.articles
    ]
    news = None if story.news is None else [(each.article, each.start, each.end) for each in story.news]
    said = json.dumps([_code(), made_by, length.amount, length.unit, articles, news])
    return hashlib.sha256(said.encode(errors="replace")).digest()


@cache
def _code() -> str:
    """The hash of the code that writes: a version that writes otherwise takes nothing from an earlier one."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), Path(str(prose.__file__)), Path(str(text.__file__))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _packed(summary: Summary) -> str:
    """A summary without its story: a citation names its article by its place."""
    places = {id(article): place for place, article in enumerate(summary.story.articles)}
    sentences = [
        (each.text, [(places[id(found.article)], found.start, found.end) for found in each.citations])
        for each in summary.sentences
    ]
    return json.dumps([summary.headline, sentences, summary.writer, summary.note], ensure_ascii=False)


def _unpacked(packed: str, story: Story, asked: Length) -> Summary:
    headline, sentences, writer, note = json.loads(packed)
    told = tuple(
        Sentence(
            text_,
            tuple(
                Citation(article := story.articles[place], article.text[start:end], start, end)
                for place, start, end in cited
            ),
        )
        for text_, cited in sentences
    )
    return Summary(story, headline, told, asked, writer, note)

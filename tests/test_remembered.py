"""Summaries that were written before are taken from the store, and nothing that changed is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from briefing import pipeline
from briefing.embed import Encoder
from briefing.store import Store
from briefing.summarize.remembered import remembering
from briefing.types import Brief, Length, Reading, Story, Summary

NOW = datetime(2026, 10, 15, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def stories(newsroom: Reading, encoder: Encoder) -> list[Story]:
    """The newsroom's stories."""
    return pipeline.cluster(newsroom, encoder=encoder)[:8]


def test_what_was_written_comes_back_as_it_was(stories: list[Story], encoder: Encoder) -> None:
    """Headlines, sentences, citations with their offsets, notes: the second time is the first."""
    with Store(":memory:") as store:
        first = pipeline.summarize(stories, words=45, encoder=encoder, store=store)
        again = pipeline.summarize(stories, words=45, encoder=encoder, store=store)
    assert first == again == pipeline.summarize(stories, words=45, encoder=encoder)
    for summary in again:
        for sentence in summary.sentences:
            assert all(each.article.text[each.start : each.end] == each.quote for each in sentence.citations)


def test_only_what_is_missing_is_written(stories: list[Story], demo_brief: Brief) -> None:
    """Of stories some of which are known, the writer is given the others; the order stays."""
    written: list[int] = []

    def write(given: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        written.append(len(given))
        return [
            replace(demo_brief.summaries[0], story=each, sentences=(), asked=length, headline=each.id)
            for each, length in zip(given, lengths, strict=True)
        ]

    with Store(":memory:") as store:
        writer = remembering(write, "writer", store, NOW)
        writer(stories[:3], [Length(45)] * 3)
        summaries = writer(stories, [Length(45)] * len(stories))
        writer(stories, [Length(45)] * len(stories))
    assert written == [3, len(stories) - 3]
    assert [summary.headline for summary in summaries] == [story.id for story in stories]


@pytest.mark.parametrize("what", ["text", "title", "outlet", "length", "unit", "writer"])
def test_whatever_a_summary_depends_on_makes_it_another(stories: list[Story], what: str) -> None:
    """A changed article, another length, another writer: it is written anew."""
    count = 0

    def write(given: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        nonlocal count
        count += len(given)
        return [Summary(each, "", (), length, "writer") for each, length in zip(given, lengths, strict=True)]

    story, (first, *others) = stories[0], stories[0].articles
    changed = {
        "text": replace(first, text=first.text + " More."),
        "title": replace(first, title="Other"),
        "outlet": replace(first, source="Other"),
    }
    other = Story((changed.get(what, first), *others))
    length = {"length": Length(46), "unit": Length(45, "sentences")}.get(what, Length(45))
    with Store(":memory:") as store:
        remembering(write, "writer", store, NOW)([story], [Length(45)])
        remembering(write, "other" if what == "writer" else "writer", store, NOW)([other], [length])
    assert count == 2

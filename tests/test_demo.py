"""The built-in newsroom: it has a story of each kind for the reader of yesterday's brief."""

from __future__ import annotations

from collections import defaultdict

import pytest

import briefing
from briefing.demo import NOW, YESTERDAY
from briefing.embed import Encoder
from briefing.threads import follow
from briefing.types import Episode, Reading, Status, Story, Thread


@pytest.fixture(scope="module")
def followed(newsroom: Reading, encoder: Encoder) -> list[Story]:
    """The stories of both days as they are to a reader who was told those of the first."""
    known = [article for article in newsroom if article.published and article.published <= YESTERDAY]
    yesterday = briefing.cluster(known, encoder=encoder)
    threads = [
        Thread(
            story.id,
            (
                Episode(
                    "morning",
                    YESTERDAY,
                    story.id,
                    summary.headline,
                    "new",
                    tuple(sentence.text for sentence in summary.sentences),
                    story.articles,
                ),
            ),
        )
        for story, summary in zip(yesterday, briefing.summarize(yesterday, words=45), strict=True)
    ]
    return follow(briefing.cluster(newsroom, encoder=encoder), threads, encoder.encode)


def test_the_newsroom_has_a_story_of_each_kind(followed: list[Story]) -> None:
    """One is new, one is updated, one goes on at another outlet, one has nothing to add."""
    found: dict[Status, set[str]] = defaultdict(set)
    for story in followed:
        found[story.status].add(story.first.title)
    assert "Intensive-care nurse wins Kirkmoor marathon" in found["new"]
    assert "Harrow Quay barrier fails to close, quayside floods" in found["updated"]
    assert found["continuing"] == {
        "Brenmark parties agree coalition after 51 days",
        "Tessel chip workers call off strike after pay deal",
    }
    assert found["known"] == {"Brenmark : un accord de coalition après 51 jours"}


def test_what_goes_on_says_nothing_new(followed: list[Story]) -> None:
    """Other outlets report what the reader was told, sentence for sentence."""
    continuing = [story for story in followed if story.status == "continuing"]
    assert [story.news for story in continuing] == [(), ()]
    assert all(story.articles != story.thread.articles for story in continuing if story.thread)


def test_one_outlet_alone_reports_a_story(followed: list[Story]) -> None:
    """A story of its own, told by nobody else."""
    assert any(story.outlets == ("Fathom",) for story in followed)


def test_the_newsroom_is_of_two_days(newsroom: Reading) -> None:
    """Nothing in it is later than the brief, and each of the two mornings has news of its own."""
    times = [article.published for article in newsroom if article.published]
    assert max(times) < NOW
    assert min(times) < YESTERDAY < max(times)
    assert len(newsroom) == 37 - 1  # one has no text of its own, and is a problem

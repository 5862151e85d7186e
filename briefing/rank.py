"""Which stories come first, and how a brief's length is shared among them. Pure; ``now`` is an argument."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from briefing.types import WORDS_PER_SENTENCE, Article, Length, Story, count_words

HALF_LIFE_HOURS = 18.0  # a story of last night counts for half of one of this noon
FRESHNESS = 0.8  # against 1 for each doubling of the outlets: two outlets yesterday before one outlet now
STUB_WORDS = 60  # an article below is a teaser; a story of teasers ranks behind
LEAST_WORDS = 25.0  # a share of the whole brief's length that still makes a sentence
SHARE_DECAY = 0.5  # the story at rank r gets a share of 1 / r ** 0.5


def rank(stories: Sequence[Story], now: datetime) -> list[Story]:
    """Stories with their score, best first; of equal scores the newest."""
    scored = [replace(story, score=score(story, now)) for story in stories]
    return sorted(scored, key=lambda story: (story.score, newest(story)), reverse=True)


def newest(story: Story) -> float:
    """When its last article came, in seconds of the epoch; 0 where none has a time."""
    return max((article.published.timestamp() for article in story.articles if article.published), default=0.0)


def score(story: Story, now: datetime) -> float:
    """Outlets with their weights, and how fresh the newest article is; an undated story counts as half fresh."""
    weights: dict[str, float] = {}
    for article in story.articles:
        for outlet in article.outlets:
            weights[outlet] = max(weights.get(outlet, 0.0), article.weight)
    newest = max((article.published for article in story.articles if article.published), default=None)
    age = (now - newest).total_seconds() / 3600 if newest else HALF_LIFE_HOURS
    freshness: float = 0.5 ** (max(age, 0.0) / HALF_LIFE_HOURS)
    longest = max(count_words(article.text) for article in story.articles)
    return math.log2(1 + sum(weights.values())) + FRESHNESS * freshness - (longest < STUB_WORDS)


def fresh(articles: Sequence[Article], now: datetime, days: float) -> list[Article]:
    """Articles of the last ``days``; an undated one stays, for nobody knows that it is old."""
    return [
        article
        for article in articles
        if article.published is None or (now - article.published).total_seconds() <= days * 86_400
    ]


def share(total: Length, most: int, overview: int = 0) -> list[Length]:
    """Lengths for the first stories of a brief of ``total`` length, larger ones first; at most ``most`` of them.

    ``overview`` counts the sentences of the day at a glance, one a story; a story alone has no need of it. So many stories
    are told that each still has a sentence.
    """
    count = most
    while count > 1 and _shares(total, count, overview)[-1] < LEAST_WORDS:
        count -= 1
    return [Length(max(1, round(words))) for words in _shares(total, count, overview)]


def _shares(total: Length, count: int, overview: int) -> list[float]:
    """Words for each of ``count`` stories, after what the day at a glance takes."""
    glance = min(overview, count) * WORDS_PER_SENTENCE if count > 1 else 0.0
    decays = [rank**-SHARE_DECAY for rank in range(1, count + 1)]
    whole = math.fsum(decays)
    return [(total.words - glance) * decay / whole for decay in decays]


def even(lengths: Sequence[Length], got: Sequence[int], short: Sequence[bool]) -> list[Length]:
    """What short articles left of their share, in words, goes to the other stories in proportion to theirs."""
    spare = sum(length.words - words for length, words, lacks in zip(lengths, got, short, strict=True) if lacks)
    others = sum(length.words for length, lacks in zip(lengths, short, strict=True) if not lacks)
    if not others:
        return list(lengths)
    return [
        length if lacks else Length(round(length.words * (1 + spare / others)))
        for length, lacks in zip(lengths, short, strict=True)
    ]

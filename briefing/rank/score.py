"""What a story is worth, as a sum of reasons that a reader understands. Pure; ``now`` is an argument."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from briefing.pattern import first_match
from briefing.rank.interests import liked
from briefing.rank.kinds import is_live, is_opinion
from briefing.rank.subject import Encode
from briefing.types import Reason, Story, Wishes, count_words

HALF_LIFE_HOURS = 18.0  # a story of last night counts for half of one of this noon
FRESHNESS = 0.8  # against 1 for each doubling of the outlets: two outlets yesterday before one outlet now
STUB_WORDS = 60  # an article below is a teaser; a story of teasers ranks behind
STUB = -1.0  # as much as half of the outlets
BOOST = 1.0  # as much as twice the outlets; chosen
RARE = 0.5  # at most, for a source that hardly ever posts: less than a second outlet (0.58); chosen
OFTEN = 30.0  # articles a month from which a source is no longer lifted; NewsBlur's reckoning
OPINION = -0.5  # the same news as a report goes before it; chosen
LIVE = -0.3  # it is fresh all day long, whatever happens; chosen
NAMED = 6  # outlets that a reason names, at most


def rank(
    stories: Sequence[Story],
    now: datetime,
    wishes: Wishes = Wishes(),  # noqa: B008 - frozen: nobody can change the default
    encode: Encode | None = None,
    posts: Mapping[str, float] | None = None,
) -> list[Story]:
    """Stories with their reasons and their score, best first; of equal scores the newest, then as they came.

    ``encode`` finds interests by meaning; without it they are found by their words alone. ``posts`` are articles a month by
    outlet: those that are not in it are not lifted.
    """
    tastes = liked(stories, wishes.interests, encode)
    known = posts if posts and wishes.rare else {}
    scored = [
        _with_reasons(story, (*reasons(story, now), *_wished(story, wishes, known), *taste))
        for story, taste in zip(stories, tastes, strict=True)
    ]
    return sorted(scored, key=lambda story: (story.score, newest(story)), reverse=True)


def _with_reasons(story: Story, found: tuple[Reason, ...]) -> Story:
    return replace(story, reasons=found, score=math.fsum(reason.value for reason in found))


def newest(story: Story) -> float:
    """When its last article came, in seconds of the epoch; 0 where none has a time."""
    return max((article.published.timestamp() for article in story.articles if article.published), default=0.0)


def reasons(story: Story, now: datetime) -> Iterator[Reason]:
    """What a story is worth to anybody: its outlets, how fresh it is, and of what kind its articles are."""
    yield _outlets(story)
    yield _freshness(story, now)
    if all(is_opinion(article) for article in story.articles):
        yield Reason("opinion", OPINION, "opinion")
    if all(is_live(article) for article in story.articles):
        yield Reason("live", LIVE, "live blog")
    if max(count_words(article.text) for article in story.articles) < STUB_WORDS:
        yield Reason("stub", STUB, "teasers only" if story.has_text else "no text")


def _outlets(story: Story) -> Reason:
    """One for each doubling of the outlets, each counted with its weight."""
    weights: dict[str, float] = {}
    for article in story.articles:
        for outlet in article.outlets:
            weights[outlet] = max(weights.get(outlet, 0.0), article.weight)
    names = [name if weight == 1.0 else f"{name} (counts {weight:g})" for name, weight in weights.items()]
    shown = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    count = "1 outlet" if len(names) == 1 else f"{len(names)} outlets"
    return Reason("outlets", math.log2(1 + math.fsum(weights.values())), f"{count}: {shown}")


def _freshness(story: Story, now: datetime) -> Reason:
    """Half as much with every HALF_LIFE_HOURS of the newest article; an undated story counts as half fresh."""
    moment = newest(story)
    age = max(0.0, now.timestamp() - moment) / 3600 if moment else HALF_LIFE_HOURS
    detail = f"newest {_old(age)}" if moment else f"undated: counts as {_old(HALF_LIFE_HOURS)}"
    return Reason("freshness", FRESHNESS * 0.5 ** (age / HALF_LIFE_HOURS), detail)


def _old(hours: float) -> str:
    if hours < 1:
        return "less than an hour old"
    count, unit = (int(hours), "hour") if hours < 48 else (int(hours / 24), "day")
    return f"{count} {unit}{'s' * (count > 1)} old"


def _wished(story: Story, wishes: Wishes, posts: Mapping[str, float]) -> Iterator[Reason]:
    """What a story is worth to this reader by the words to boost, and by how rarely its sources post."""
    text = "\n".join(f"{article.title}\n{article.text}" for article in story.articles) if wishes.boost else ""
    if word := first_match(wishes.boost, text):
        yield Reason("boost", BOOST, f'has "{word}", which you boost')
    rates = [(posts[outlet], outlet) for outlet in story.outlets if outlet in posts]
    rate, outlet = min(rates, default=(OFTEN, ""))
    if rate < OFTEN:
        many = f"about {max(1, round(rate))} a month"
        yield Reason("rare", RARE * (1 - max(rate, 0.0) / OFTEN), f"{outlet} rarely posts: {many}")

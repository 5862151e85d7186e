"""Stories of many articles: neighbors alone give what all pairs give, and a topic that goes on is no single story."""

from __future__ import annotations

import json
import lzma
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from briefing.cluster import cluster
from briefing.cluster.linkage import Rule, linked
from briefing.cluster.neighbors import PART, Pairs, linked_by_neighbors, parts_of
from briefing.cluster.stories import EXACT, THRESHOLD, WINDOW_DAYS
from briefing.embed import Encoder
from briefing.likeness import Features, features, gist
from briefing.types import Article, Reading

NOON = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
RULE = Rule(THRESHOLD, WINDOW_DAYS)
TALKS = (  # ten events of one month of talks, each as two outlets tell it
    ("Averland and Brenmark open trade talks in Kirkmoor", "Trade talks between Averland and Brenmark begin",
     "Delegations led by ministers Ines Calder and Otto Lund met at the Kirkmoor town hall for the first day of trade talks."),
    ("Trade talks stall over fishing rights", "Fishing dispute halts trade negotiations",
     "Negotiators left the table after Brenmark refused to give trawlers from Averland a quota of 14,000 tonnes of herring."),
    ("Farmers block Wend bridge over trade talks", "Tractors close bridge in protest at trade deal",
     "Some 300 tractors blocked the bridge over the Wend, as farmers demanded that beef be left out of the trade talks."),
    ("Brenmark threatens tariffs on steel from Averland", "Steel tariffs loom as trade talks sour",
     "A tariff of 25 percent on rolled steel would hit the mills of Greyholt, which employ 8,200 people, the union warned."),
    ("Averland's chief trade negotiator resigns", "Negotiator Hallam quits trade talks",
     "Petra Hallam gave up her post as chief negotiator, citing her health; her deputy Jonas Reiter takes over at once."),
    ("Leaked draft shows opening for data services", "Draft of trade text surfaces",
     "A leaked chapter of 62 pages would let cloud companies store patients' records abroad, privacy groups complained."),
    ("Carmakers urge both sides to settle rules of origin", "Car industry pleads for a trade deal",
     "The makers Tessel and Vanterra asked that batteries from third countries count as local until the year 2031."),
    ("Court says parliament must vote on trade treaty", "Judges give lawmakers a say on treaty",
     "The constitutional court in Saltby ruled by 6 to 3 that the treaty cannot take effect without a vote of parliament."),
    ("Night session ends in compromise on herring", "Compromise on herring saves trade talks",
     "After nineteen hours the ministers agreed on 9,500 tonnes of herring and joint patrols of the Outer Bank."),
    ("Averland and Brenmark sign trade agreement", "Trade agreement signed after month of talks",
     "Prime ministers Dressler and Moreau signed the agreement aboard the ferry Corrow Star, and customs end in January."),
)  # fmt: skip


def talks(encoder: Encoder) -> tuple[list[Article], Features]:
    """A month of talks, an event every third day, and how alike its articles are."""
    articles = [
        Article(f"https://{outlet}.example/{n}", event[outlet], f"{event[outlet]}.\n\n{event[2]} {aside}", str(outlet),
                NOON + timedelta(days=3 * n, hours=outlet))
        for n, event in enumerate(TALKS)
        for outlet, aside in enumerate(("The trade talks concern both countries.", "Trade between the two is worth billions."))
    ]  # fmt: skip
    return articles, measure(articles, encoder)


def measure(articles: Sequence[Article], encoder: Encoder) -> Features:
    gists, titles = encoder.encode([gist(a) for a in articles]), encoder.encode([a.title for a in articles])
    return features(articles, gists, titles)


def sets(labels: Sequence[int]) -> set[frozenset[int]]:
    """Which articles are together."""
    return {frozenset(np.flatnonzero(np.asarray(labels) == label).tolist()) for label in labels}


def test_a_month_of_trade_talks_is_many_stories(encoder: Encoder) -> None:
    """A topic that goes on is a story for each of its events, with both outlets, by either way of linkage."""
    articles, measured = talks(encoder)
    events = {frozenset((2 * n, 2 * n + 1)) for n in range(len(TALKS))}
    assert sets(linked(measured, np.arange(len(articles)), RULE).tolist()) == events
    assert sets(linked_by_neighbors(measured, RULE).tolist()) == events


def test_events_of_one_topic_a_day_after_another_do_not_chain(encoder: Encoder) -> None:
    """Told within two days, with all the words that they share, ten events are at least eight stories."""
    articles, measured = talks(encoder)
    close = replace(measured, times=np.linspace(0, 2 * 86_400, len(articles)))
    assert len(sets(linked(close, np.arange(len(articles)), RULE).tolist())) >= 8


def test_neighbors_find_the_stories_of_the_newsroom(newsroom: Reading, encoder: Encoder) -> None:
    """Comparing neighbors alone gives the same stories as comparing all, with undated articles and other languages."""
    articles = [replace(each, published=None) if n % 7 == 0 else each for n, each in enumerate(newsroom)]
    measured = measure(articles, encoder)
    exact = linked(measured, np.arange(len(articles)), RULE)
    assert sets(linked_by_neighbors(measured, RULE).tolist()) == sets(exact.tolist())


def test_neighbors_find_the_stories_of_real_news(shared: Path, encoder: Encoder) -> None:
    """On the first 200 articles of the stream both ways agree, and the one by neighbors is the same each time."""
    with lzma.open(shared / "stream.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(200), lines, strict=False)]
    articles = [
        Article(
            row["url"], row["title"], row["text"], row["source"], datetime.fromisoformat(row["published"] + "T00+00")
        )
        for row in rows
    ]
    measured = measure(articles, encoder)
    found = linked_by_neighbors(measured, RULE)
    assert sets(found.tolist()) == sets(linked(measured, np.arange(len(articles)), RULE).tolist())
    assert np.array_equal(found, linked_by_neighbors(measured, RULE))


@given(days=st.lists(st.none() | st.floats(0, 9), min_size=2, max_size=12))
def test_the_window_holds_among_neighbors_too(days: list[float | None]) -> None:
    """However alike articles are, none of a story lie further apart than the window."""
    chain = [
        Article("", "Flood", f"The flood went on, {n}", "A", NOON + timedelta(days=day) if day is not None else None)
        for n, day in enumerate(days)
    ]
    alike = np.tile(np.array([1.0, 0.0], dtype=np.float32), (len(days), 1))
    labels = linked_by_neighbors(features(chain, alike, alike), RULE)
    for story in sets(labels.tolist()):
        dated = [day for day in (days[place] for place in story) if day is not None]
        assert not dated or max(dated) - min(dated) <= WINDOW_DAYS + 1e-6


def test_more_articles_than_are_compared_at_once_make_their_stories() -> None:
    """Beyond what is compared exactly, two articles each about a thing, four things a day: they come together, no others."""
    count = EXACT // 2 + 100
    chance = np.random.default_rng(4)
    vectors = chance.normal(size=(count, 256)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    twice = np.repeat(vectors, 2, axis=0)
    articles = [
        Article(
            f"https://a.example/{n}",
            f"thing{n // 2}",
            f"thing{n // 2} word{n}",
            "A",
            NOON + timedelta(hours=6 * (n // 2)),
        )
        for n in range(2 * count)
    ]
    stories = cluster(articles, twice, twice)
    assert (
        sum(len({each.title for each in story.articles}) == 1 and len(story.articles) == 2 for story in stories)
        == count
    )


def test_a_part_that_is_too_large_comes_apart_where_it_is_weakest() -> None:
    """Two crowds held together by one weak pair become two parts; a small part keeps its weak pairs."""
    count = 2 * PART - 10
    half = count // 2
    ones = np.array([n for n in range(count - 1) if n != half - 1] + [half - 1, count])
    likeness = np.append(np.full(count - 2, 0.9), [0.35, 0.35]).astype(np.float32)
    labels = parts_of(Pairs(ones, ones + 1, likeness), count + 2, 0.3)
    assert sorted(np.bincount(labels).tolist()) == [2, half, half]


def test_a_part_that_no_threshold_parts_is_parted_all_the_same() -> None:
    """Endless likeness does not hang: at last no pair is alike enough."""
    ones = np.arange(PART + 5)
    labels = parts_of(Pairs(ones, ones + 1, np.ones(len(ones), dtype=np.float32)), len(ones) + 1, 0.3)
    assert np.bincount(labels).max() <= PART

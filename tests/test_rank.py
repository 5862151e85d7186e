"""The order of stories, and how a brief's length is shared among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.rank import LEAST_WORDS, fresh, rank, score, share
from briefing.types import WORDS_PER_SENTENCE, Article, Copy, Length, Story

NOW = datetime(2026, 10, 15, 6, 0, tzinfo=UTC)
TEXT = "A sentence of seven words stands here. " * 12


def article(source: str = "One", hours: float | None = 2, text: str = TEXT, weight: float = 1.0) -> Article:
    published = None if hours is None else NOW - timedelta(hours=hours)
    return Article(f"https://{source}.example/{hours}", f"Title by {source}", text, source, published, weight=weight)


def story(*articles: Article) -> Story:
    return Story(articles or (article(),))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(story(article("A"), article("B")), story(article("A")), id="more outlets"),
        pytest.param(story(article(hours=1)), story(article(hours=20)), id="fresher"),
        pytest.param(story(article(weight=2.0)), story(article(weight=1.0)), id="an outlet of more weight"),
        pytest.param(story(article("A", 30), article("B", 30)), story(article("A", 0)), id="two yesterday, one now"),
        pytest.param(story(article(hours=2)), story(article(hours=None)), id="fresh, undated"),
        pytest.param(story(article(hours=None)), story(article(hours=40)), id="undated, old"),
        pytest.param(story(article(hours=40)), story(article(hours=0, text="Only a teaser.")), id="old, a stub"),
        pytest.param(story(article("A"), article("B")), story(article("A"), article("A", 3)), id="outlets, articles"),
        pytest.param(
            story(replace(article("A"), copies=(Copy("B", "https://b.example", "T"),))),
            story(article("A")),
            id="printed twice, once",
        ),
    ],
)
def test_what_comes_first(first: Story, second: Story) -> None:
    """Of two stories the one that more report, or that is newer, or that has a text, comes first."""
    assert [found.articles for found in rank([second, first], NOW)] == [first.articles, second.articles]


def test_an_article_from_the_future_counts_as_now() -> None:
    """A clock that runs fast wins nothing."""
    assert score(story(article(hours=-48)), NOW) == score(story(article(hours=0)), NOW)


def test_equal_stories_keep_their_order() -> None:
    """Ranking is stable, so that the same news gives the same brief."""
    stories = [story(article(name)) for name in "CAB"]
    assert [found.outlets for found in rank(stories, NOW)] == [("C",), ("A",), ("B",)]


def test_ranked_stories_carry_their_score() -> None:
    """Each story says what it was ranked by, and loses nothing else."""
    (found,) = rank([story()], NOW)
    assert found.score == score(story(), NOW) > 0
    assert replace(found, score=0.0) == story()


def test_old_articles_are_left_out_and_undated_ones_stay() -> None:
    """Freshness is counted in days, and nobody knows that an undated article is old."""
    articles = [article(hours=47), article(hours=49), article(hours=None), article(hours=-1)]
    assert fresh(articles, NOW, 2) == [articles[0], articles[2], articles[3]]


@given(total=st.floats(1, 20_000), most=st.integers(1, 60), overview=st.integers(0, 5))
def test_shares_make_up_the_whole(total: float, most: int, overview: int) -> None:
    """Shares descend, add up to the total less the overview, and each but a single one makes a sentence."""
    shares = [length.words for length in share(Length(total), most, overview)]
    count = len(shares)
    glance = min(overview, count) * WORDS_PER_SENTENCE if count > 1 else 0
    assert 1 <= count <= most
    assert shares == sorted(shares, reverse=True)
    assert abs(sum(shares) + glance - total) <= count / 2 + 1
    assert count == 1 or min(shares) >= int(LEAST_WORDS)


def test_a_long_brief_tells_as_many_stories_as_it_may() -> None:
    """With room enough the number of stories is the one asked for."""
    assert len(share(Length(20, "minutes"), 12, 4)) == 12


def test_a_short_brief_tells_fewer_stories() -> None:
    """A story is dropped before its share is too small for a sentence."""
    assert len(share(Length(100), 12)) < 12
    assert [length.words for length in share(Length(30), 12, 4)] == [30]

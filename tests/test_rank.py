"""The order of stories: what each is worth, with its reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.likeness import Vectors
from briefing.rank import rank
from briefing.types import Article, Copy, Interest, Reason, Story, Wishes

NOW = datetime(2026, 10, 15, 6, 0, tzinfo=UTC)
TEXT = "A sentence of seven words stands here. " * 12


def article(source: str = "One", hours: float | None = 2, text: str = TEXT, weight: float = 1.0) -> Article:
    published = None if hours is None else NOW - timedelta(hours=hours)
    return Article(f"https://{source}.example/{hours}", f"Title by {source}", text, source, published, weight=weight)


def story(*articles: Article) -> Story:
    return Story(articles or (article(),))


def reasons(found: Story) -> dict[str, Reason]:
    return {reason.name: reason for reason in found.reasons}


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
        pytest.param(story(article()), story(replace(article(), title="Opinion: why")), id="report, opinion"),
        pytest.param(story(article()), story(replace(article(), title="Live: the vote")), id="report, live blog"),
    ],
)
def test_what_comes_first(first: Story, second: Story) -> None:
    """Of two stories the one that more report, or that is newer, or that has a text, comes first."""
    assert [found.articles for found in rank([second, first], NOW)] == [first.articles, second.articles]


def test_an_article_from_the_future_counts_as_now() -> None:
    """A clock that runs fast wins nothing."""
    fast, now = (rank([story(article(hours=hours))], NOW)[0] for hours in (-48, 0))
    assert fast.score == now.score
    assert reasons(fast)["freshness"].detail == "newest less than an hour old"


def test_equal_stories_keep_their_order() -> None:
    """Ranking is stable, so that the same news gives the same brief."""
    stories = [story(article(name)) for name in "CAB"]
    assert [found.outlets for found in rank(stories, NOW)] == [("C",), ("A",), ("B",)]


def test_ranked_stories_carry_score_and_reasons_and_lose_nothing() -> None:
    """Each story says what it was ranked by, in words."""
    given_story = story(article("A", 3), article("B", 30, weight=2.0))
    (found,) = rank([given_story], NOW)
    assert [(reason.name, reason.detail) for reason in found.reasons] == [
        ("outlets", "2 outlets: A, B (counts 2)"),
        ("freshness", "newest 3 hours old"),
    ]
    assert found.reasons[0].value == 2.0
    assert replace(found, score=0.0, reasons=()) == given_story


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (None, "undated: counts as 18 hours old"),
        (1, "newest 1 hour old"),
        (47, "newest 47 hours old"),
        (72, "newest 3 days old"),
    ],
)
def test_age_is_told_in_words(hours: float | None, said: str) -> None:
    """Hours for what is young, days for what is old."""
    assert reasons(rank([story(article(hours=hours))], NOW)[0])["freshness"].detail == said


def test_many_outlets_are_counted_and_some_named() -> None:
    """A story of thirty outlets does not fill the page with their names."""
    (found,) = rank([story(*(article(f"O{number}") for number in range(9)))], NOW)
    assert reasons(found)["outlets"].detail == "9 outlets: O0, O1, O2, O3, O4, O5 and 3 more"


def test_only_a_story_of_nothing_else_is_marked_down() -> None:
    """An opinion beside a report makes no opinion of the story, nor a live blog a live blog."""
    for title, name in (("Opinion: why", "opinion"), ("Live: the vote", "live")):
        marked = replace(article("A"), title=title)
        assert reasons(rank([story(marked)], NOW)[0])[name].value < 0
        assert name not in reasons(rank([story(marked, article("B"))], NOW)[0])


def test_a_story_without_a_text_says_so() -> None:
    """A teaser and an article that was not to be had are marked down alike, with their own words."""
    found = rank([story(article(text="Only a teaser.")), story(article(text=""))], NOW)
    assert {reasons(each)["stub"].detail for each in found} == {"teasers only", "no text"}


def test_a_rare_source_is_lifted() -> None:
    """The less a source posts the more it is lifted, nothing from 30 a month on, and nothing where nobody counted."""
    stories = [story(article(name)) for name in ("Daily", "Weekly", "Silent", "Unknown")]
    posts = {"Daily": 30.0, "Weekly": 4.3, "Silent": 0.5}
    found = rank(stories, NOW, posts=posts)
    assert [each.outlets[0] for each in found] == ["Silent", "Weekly", "Daily", "Unknown"]
    assert reasons(found[1])["rare"].detail == "Weekly rarely posts: about 4 a month"
    assert "rare" not in reasons(found[2]) | reasons(found[3])
    assert all("rare" not in reasons(each) for each in rank(stories, NOW, Wishes(rare=False), posts=posts))


def test_a_rare_source_weighs_less_than_a_second_outlet() -> None:
    """Who posts seldom does not drown, and does not go before what two report."""
    two, rare = story(article("A"), article("B")), story(article("Silent"))
    assert [found.articles for found in rank([rare, two], NOW, posts={"Silent": 0.0})] == [two.articles, rare.articles]


def test_a_boost_names_its_word() -> None:
    """A word of the reader anywhere in a title or a text moves a story up, once however many there are."""
    plain, boosted = story(article("A")), story(article("B", text=f"{TEXT} At last, offshore\nwind and tides."))
    found = rank([plain, boosted], NOW, Wishes(boost=("chess", "Offshore wind", "/tide/")))
    assert [each.articles for each in found] == [boosted.articles, plain.articles]
    assert reasons(found[0])["boost"] == Reason("boost", 1.0, 'has "Offshore wind", which you boost')


def encode_by_words(texts: Sequence[str]) -> Vectors:
    """Unit vectors over the letters of each text: a stand-in for a network, with which the same texts are alike."""
    import numpy as np

    counts = np.array([[text.casefold().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz "] for text in texts])
    lengths = np.linalg.norm(counts, axis=1, keepdims=True)
    return np.asarray(counts / np.where(lengths, lengths, 1), dtype=np.float32)


stories = st.lists(
    st.builds(
        lambda source, hours, title, text, weight: Story(
            (replace(article(source, hours, text * 70, weight), title=title),)
        ),
        st.sampled_from("ABCDE"),
        st.none() | st.floats(-100, 10_000),
        st.sampled_from(["Opinion: a", "Live: b", "Chess", "Other"]),
        st.sampled_from(["", "word ", "chess "]),
        st.floats(0.01, 100),
    ),
    max_size=8,
)


@given(stories, st.booleans())
def test_a_score_is_the_sum_of_its_reasons(found: list[Story], meaning: bool) -> None:
    """What `briefing why` shows adds up exactly, each part has words, and no story is lost."""
    wishes = Wishes((Interest("chess"), Interest("other news", -2.0, "less: Other")), boost=("word",))
    ranked = rank(found, NOW, wishes, encode_by_words if meaning else None, {"A": 1.0})
    assert sorted(each.id for each in ranked) == sorted(each.id for each in found)
    assert [each.score for each in ranked] == sorted((each.score for each in ranked), reverse=True)
    assert all(each.score == math.fsum(reason.value for reason in each.reasons) for each in ranked)
    assert all(reason.detail for each in ranked for reason in each.reasons)
    assert ranked == rank(found, NOW, wishes, encode_by_words if meaning else None, {"A": 1.0})

"""What is said of a summary without a reference: length, repetition, whole sentences, support, how it draws on its articles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from briefing.embed import Encoder
from briefing.evaluate.citing import citing
from briefing.evaluate.extraction import extraction, fragments
from briefing.evaluate.filling import comes_to, filled, worthiest
from briefing.evaluate.measures import bounds, cut_sentences, fits, keeps_length, redundancy, support
from briefing.types import Article, Citation, Length, Sentence, Story, Summary

WALL = "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March."
COST = "The work will cost 14 million crowns and take two years, the mayor said after the vote."
GULLS = "Gulls have nested on the ruins of the old lighthouse, where nobody had seen any for a century."
ARTICLE = Article(
    "https://tide.example/1", "Harbour wall to be rebuilt", f"{WALL} {COST} {GULLS}", "Tide", language="en"
)
STORY = Story((ARTICLE,))


def cited(text: str, *quotes: str) -> Sentence:
    starts = [ARTICLE.text.index(quote) for quote in quotes]
    return Sentence(text, tuple(Citation(ARTICLE, q, s, s + len(q)) for q, s in zip(quotes, starts, strict=True)))


def told(*sentences: Sentence, length: Length | None = None) -> Summary:
    return Summary(STORY, "Harbour wall", sentences, length or Length(35), "extractive")


def unasked(texts: Sequence[str]) -> NDArray[np.float32]:
    """An encoder that is in no need to be asked anything."""
    assert not texts
    return np.zeros((0, 0), dtype=np.float32)


def test_redundancy_is_the_mean_likeness_to_the_nearest_other_sentence() -> None:
    """A sentence said twice has 1, sentences at right angles 0, one sentence alone 0."""
    one, other = np.eye(3, dtype=np.float32)[:2]
    assert redundancy(np.stack([one, one])) == pytest.approx(1)
    assert redundancy(np.stack([one, other])) == pytest.approx(0)
    assert redundancy(np.stack([one, one, other])) == pytest.approx(2 / 3)
    assert redundancy(one[None]) == redundancy(np.zeros((0, 0), dtype=np.float32)) == 0


@pytest.mark.parametrize(
    ("length", "kept"),
    [("30 words", False), ("31 words", True), ("41 words", True), ("42 words", False), ("2 sentences", True), ("3 sentences", False)],
)  # fmt: skip
def test_a_length_is_kept_within_the_tolerance(length: str, kept: bool) -> None:
    """35 words in 2 sentences keep 31 to 41 words and 2 sentences."""
    summary = told(cited(WALL, WALL), cited(COST, COST), length=Length.parse(length))
    assert summary.words == 35
    assert keeps_length(summary) == kept


@pytest.mark.parametrize("asked", [20, 40, 60, 80, 100, 180, 200, 220])
def test_just_the_tolerance_is_within_it(asked: int) -> None:
    """Whatever floating point makes of 1.15 times 100."""
    assert bounds(Length(asked)) == (asked * 85 / 100, asked * 115 / 100)


def test_a_length_fits_where_some_choice_of_sentences_comes_to_it() -> None:
    """Sentences of 18, 17 and 18 words make 35, but no 27 and no 80; three of them make no four sentences."""
    assert [fits(STORY, Length(words)) for words in (17, 27, 35, 53, 80)] == [True, False, True, True, False]
    assert fits(STORY, Length(3, "sentences"))
    assert not fits(STORY, Length(4, "sentences"))
    assert not fits(STORY, Length(1e15)), "which nobody counts up to"


@given(st.lists(st.integers(1, 30), max_size=7), st.integers(1, 60), st.integers(0, 20))
def test_what_sizes_come_to_is_what_their_choices_add_up_to(sizes: list[int], low: int, more: int) -> None:
    """As counted choice by choice."""
    choices = [sum(each) for count in range(len(sizes) + 1) for each in combinations(sizes, count)]
    assert comes_to(sizes, low, low + more) == any(low <= total <= low + more for total in choices)


@given(st.lists(st.integers(1, 30), max_size=9), st.integers(5, 60), st.randoms(use_true_random=False))
def test_what_is_filled_keeps_the_bounds_where_anything_can(sizes: list[int], low: int, chance: Random) -> None:
    """The best sentence that can stand in a choice within the bounds is in it, whatever the order."""
    order = list(range(len(sizes)))
    chance.shuffle(order)
    chosen = filled(sizes, order, low, low * 1.3)
    total = sum(sizes[place] for place in chosen)
    assert len(set(chosen)) == len(chosen)
    assert total <= low * 1.3
    assert (low <= total) == comes_to(sizes, low, low * 1.3)


@given(st.lists(st.tuples(st.integers(5, 30), st.floats(0, 1)), min_size=1, max_size=4), st.integers(20, 60))
def test_the_worthiest_are_found_where_worth_adds_up(sentences: list[tuple[int, float]], low: int) -> None:
    """No choice within the bounds is worth more; of four sentences the beam holds every choice."""
    sizes, values = [size for size, _ in sentences], np.array([value for _, value in sentences])
    high = low * 1.3

    def worth(chosen: Sequence[int]) -> NDArray[np.float64]:
        return np.asarray(values[list(chosen)].sum() + values, dtype=np.float64)

    every = [each for count in range(1, len(sizes) + 1) for each in combinations(range(len(sizes)), count)]
    inside = [each for each in every if low <= sum(sizes[place] for place in each) <= high]
    chosen = worthiest(sizes, worth, low, high)
    if inside:
        assert low <= sum(sizes[place] for place in chosen) <= high
        assert values[chosen].sum() == pytest.approx(max(values[list(each)].sum() for each in inside))
    else:
        assert sum(sizes[place] for place in chosen) <= high


def test_whole_sentences_are_told_from_cut_ones() -> None:
    """A piece of an article's sentence is cut even where it ends in a stop, and so is a sentence without an end."""
    assert cut_sentences(told(cited(WALL, WALL), Sentence("The mayor is glad.", ()))) == 0
    piece = "The work will cost 14 million crowns"
    assert cut_sentences(told(cited(f"{piece}.", piece))) == 1
    assert cut_sentences(told(Sentence("The council voted to rebuild the", ()), cited(COST, COST))) == 1


def test_what_articles_say_word_for_word_is_supported_without_the_encoder() -> None:
    """Nothing is encoded for it; a summary without sentences has no support."""
    assert support([told(cited(WALL, WALL), cited(COST, COST))], unasked) == [1.0]
    assert math.isnan(support([told()], unasked)[0])


def test_support_parts_what_articles_say_from_what_they_do_not(encoder: Encoder) -> None:
    """It is the mean over the sentences, composed ones by what speaks for them."""
    said, invented = (
        "The wall will cost 14 million crowns.",
        "The lighthouse burned down, and 73 sailors drowned in it.",
    )
    good, bad, both = support(
        [told(cited(said, COST)), told(cited(invented, GULLS)), told(cited(said, COST), cited(invented, GULLS))],
        encoder.encode,
    )
    assert good > 0.6 > 0.4 > bad
    assert both == pytest.approx((good + bad) / 2)


def test_a_citation_is_of_use_where_its_sentence_needs_it(encoder: Encoder) -> None:
    """A passage that says nothing of its sentence costs precision; a sentence that no passage says costs both."""
    said, invented = (
        "The wall will cost 14 million crowns.",
        "The lighthouse burned down, and 73 sailors drowned in it.",
    )
    plain, good, idle, wrong, bare = citing(
        [
            told(cited(WALL, WALL)),
            told(cited(said, COST)),
            told(cited(said, COST, GULLS)),
            told(cited(said, COST), cited(invented, GULLS)),
            told(Sentence(said, ())),
        ],
        encoder.encode,
    )
    assert (plain.recall, plain.precision) == (1, 1)
    assert (good.recall, good.precision) == (1, 1)
    assert (idle.recall, idle.precision) == (1, 0.5)
    assert (wrong.recall, wrong.precision) == (0.5, 0.5)
    assert bare.recall == 0
    assert math.isnan(bare.precision)


def test_nothing_told_is_nothing_cited() -> None:
    """A summary without sentences has neither recall nor precision."""
    (found,) = citing([told()], unasked)
    assert math.isnan(found.recall)
    assert math.isnan(found.precision)


def test_fragments_are_the_longest_from_left_to_right() -> None:
    """As in the paper's procedure: shared runs of words, none of which reaches from one article into the next."""
    articles = [["the", "wall", "broke", "in", "march"], ["in", "may", "the", "wall", "stood"]]
    assert fragments(["the", "wall", "broke"], articles) == [3]
    assert fragments(["the", "wall", "stood", "in", "march"], articles) == [3, 2]
    assert fragments(["march", "in", "may"], articles) == [1, 2]
    assert fragments(["nothing", "here"], articles) == []


def test_a_quoted_summary_is_covered_wholly_and_densely() -> None:
    """Its coverage is 1 and its density the length of what it quotes; other words have neither."""
    quoted = extraction(told(cited(WALL, WALL)))
    assert (quoted.coverage, quoted.density) == (1, 18)
    assert quoted.compression == pytest.approx(53 / 18)
    own = extraction(told(Sentence("Nothing similar stands anywhere.", ())))
    assert (own.coverage, own.density) == (0, 0)
    mixed = extraction(told(Sentence("The council of Wend voted gladly", ())))
    assert mixed.coverage == pytest.approx(4 / 6)
    assert mixed.density == pytest.approx((9 + 1) / 6)
    assert math.isnan(extraction(replace(told(), sentences=())).coverage)

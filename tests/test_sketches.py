"""Sketches of texts: those that share a half of their runs meet in a bucket, and most others do not."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.cluster import collapse
from briefing.cluster.sketches import Runs, buckets, likeness, sketched
from briefing.types import Article

NUMBERS = st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=60)


@pytest.fixture
def chance() -> np.random.Generator:
    """The same numbers whatever ran before."""
    return np.random.default_rng(3)


def some(count: int, chance: np.random.Generator) -> Runs:
    """So many runs by chance."""
    return np.unique(chance.integers(2**32, size=count, dtype=np.uint32))


def sharing(share: float, chance: np.random.Generator, count: int = 300) -> list[Runs]:
    """Two texts of so many runs, with that likeness."""
    common = round(2 * count * share / (1 + share))
    both = some(common, chance)
    return [np.union1d(both, some(count - common, chance)) for _ in range(2)]


def met(one: Runs, other: Runs) -> bool:
    return any(len(bucket) == 2 for bucket in buckets([sketched(one), sketched(other)]))


@pytest.mark.parametrize(
    ("share", "least", "most"), [(0.7, 1.0, 1.0), (0.5, 0.98, 1.0), (0.1, 0.0, 0.12), (0.0, 0.0, 0.0)]
)
def test_how_often_two_texts_meet(share: float, least: float, most: float, chance: np.random.Generator) -> None:
    """As alike as copies are, nearly always; as alike as two reports of one event, seldom; strangers never."""
    often = np.mean([met(*sharing(share, chance)) for _ in range(200)])
    assert least <= often <= most


@given(one=NUMBERS, other=NUMBERS)
def test_likeness_is_the_share_in_common(one: set[int], other: set[int]) -> None:
    """What both have, of what either has."""
    measured = likeness(*(np.array(sorted(each), dtype=np.uint32) for each in (one, other)))
    assert measured == pytest.approx(len(one & other) / len(one | other))


def test_a_bucket_holds_places_once_and_in_order(chance: np.random.Generator) -> None:
    """Places ascend within a bucket of two or more, and a text alone is in none."""
    copies = some(100, chance)
    sketches = [sketched(each) for each in (copies, some(100, chance), copies, some(100, chance), copies)]
    found = [bucket.tolist() for bucket in buckets(sketches)]
    assert found
    assert all(bucket == [0, 2, 4] for bucket in found)
    assert list(buckets([])) == []
    assert list(buckets(sketches[:1])) == []


def test_a_sketch_is_the_same_each_time(chance: np.random.Generator) -> None:
    """It depends on nothing but the runs."""
    runs = some(50, chance)
    assert np.array_equal(sketched(runs), sketched(runs.copy()))


def words(count: int, luck: random.Random) -> list[str]:
    return [f"w{luck.randrange(5000)}" for _ in range(count)]


def test_a_text_that_a_thousand_outlets_print_takes_no_time() -> None:
    """Copies are held against the first of them, not each against each."""
    luck = random.Random(1)
    text = words(300, luck)
    articles = []
    for outlet in range(1000):
        own = list(text)
        own[luck.randrange(300)] = "another"
        articles.append(Article(f"https://{outlet}.example/a", f"Title {outlet}", " ".join(own), f"Outlet {outlet}"))
    start = time.perf_counter()
    (kept,) = collapse(articles)
    assert time.perf_counter() - start < 5
    assert len(kept.outlets) == 1000


def test_texts_of_one_form_are_no_copies() -> None:
    """Reports that fill one form, alike by less than a half, stay apart however many they are."""
    luck = random.Random(2)
    form = words(180, luck)
    articles = [
        Article(f"https://{n}.example/a", f"Title {n}", " ".join([*form, *words(120, luck)]), "A") for n in range(60)
    ]
    assert collapse(articles) == articles

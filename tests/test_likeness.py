"""Likeness: by meaning, rare words, names and titles; in blocks, in pairs and in sketches alike."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from briefing.embed import Encoder
from briefing.likeness import NAME_CHARACTERS, WORD, Features, features, gist, named, weighted
from briefing.types import Article, Reading

NOON = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def measured(newsroom: Reading, encoder: Encoder) -> Features:
    """The newsroom's articles, measured."""
    gists, titles = (encoder.encode([part(each) for each in newsroom]) for part in (gist, lambda each: each.title))
    return features(list(newsroom), gists, titles)


def places(measured: Features) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(len(measured.times))


def test_likeness_lies_between_nothing_and_the_same(measured: Features) -> None:
    """Each article is as alike to itself as can be, no pair is more so, and likeness has no direction."""
    likeness = measured.between(places(measured), places(measured))
    assert np.allclose(np.diag(likeness), 1, atol=2e-3)
    assert likeness.max() <= 1 + 2e-3
    assert np.allclose(likeness, likeness.T, atol=1e-5)


def test_pairs_are_what_the_block_says(measured: Features) -> None:
    """Likeness of single pairs is that of the block, also between an article that the encoder knows and one it does not."""
    every = places(measured)
    ones, others = (side.ravel() for side in np.meshgrid(every, every))
    assert not measured.understood.all()
    assert np.allclose(measured.pairs(ones, others), measured.between(every, every)[ones, others], atol=1e-5)
    assert measured.pairs([], []).shape == (0,)


def test_sketches_tell_nearly_what_the_likeness_is(measured: Features) -> None:
    """Products of sketches differ little from the likeness of those that the encoder knows, and are the same each time."""
    known = np.flatnonzero(measured.understood)
    sketches = measured.sketches()
    differences = (sketches @ sketches.T)[np.ix_(known, known)] - measured.between(known, known)
    assert np.abs(differences[~np.eye(len(known), dtype=bool)]).max() < 0.1
    assert np.array_equal(sketches, measured.sketches())


def test_shared_names_make_articles_alike() -> None:
    """Of two texts that are as alike in words and meaning, the one with the same name is nearer."""
    texts = (
        "Yesterday the mayor Ines Calder resigned over the harbour and its costs",
        "Yesterday the mayor Ines Calder stayed in spite of tunnels and their noise",
        "Yesterday the mayor Otto Brandt stayed in spite of tunnels and their noise",
        "Nothing else happened in Wendmouth",
    )
    articles = [Article(f"https://{n}.example", "The mayor", text, "A", NOON) for n, text in enumerate(texts)]
    same = np.tile(np.array([1.0, 0.0], dtype=np.float32), (4, 1))
    (likeness,) = features(articles, same, same).between([0], [1, 2])
    assert likeness[0] > likeness[1] + 0.1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the mayor Ines Calder said", ["ines calder", "calder"]),
        ("in Paris, London and Rome", ["paris", "london", "rome"]),
        ("it cost 1,250.50 in 2026.", ["1,250.50", "2026"]),
        ("à Évreux, Élodie Noël", ["évreux", "élodie noël", "noël"]),
        ("мэр Иван Петров сказал", ["иван петров", "петров"]),
        ("没有大写字母", []),
        ("A 7 I x", []),
        ("", []),
    ],
)
def test_names_are_words_with_a_capital_in_a_row_and_numbers(text: str, expected: list[str]) -> None:
    """In any script that has capitals, each name as a whole and by its last word."""
    assert named(text) == expected


@pytest.mark.parametrize("unit", ["Aa ", "A", "a", "1.", "1,1 ", "Éé-", "大", "Aa  "])
def test_no_text_takes_long_to_be_looked_through_for_names(unit: str) -> None:
    """A hostile text costs no more than any other, however long it is."""
    start = time.perf_counter()
    named(unit * 200_000)
    assert time.perf_counter() - start < 5
    assert len(named("Aa b " * 200_000)) <= NAME_CHARACTERS / 4


def test_time_between_articles_is_told_in_days(newsroom: Reading) -> None:
    """An undated article is near to all."""
    moments = (NOON, NOON + timedelta(hours=12), None)
    articles = [replace(newsroom[0], published=moment) for moment in moments]
    vectors = np.ones((3, 1), dtype=np.float32)
    days = features(articles, vectors, vectors).days([0, 1, 2], [0, 1, 2])
    assert days.tolist() == [[0, 0.5, 0], [0.5, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("how", ["words", "names"])
def test_words_weigh_what_they_weigh_elsewhere(newsroom: Reading, how: str) -> None:
    """The same columns, rows and weights as a widely used library gives, also for an article without a word."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [*(article.text for article in newsroom), "", "Flood flood FLOOD, the the flood"]
    if how == "words":
        own = weighted(WORD.findall(text.lower()) for text in texts)
        theirs = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, token_pattern=WORD.pattern).fit_transform(texts)
    else:
        own = weighted(map(named, texts))
        theirs = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, analyzer=named).fit_transform(texts)
    assert own.shape == theirs.shape
    assert own.dtype == np.float32
    assert np.allclose(own.toarray(), theirs.toarray(), atol=1e-6, rtol=0)


def test_sketches_of_many_words_tell_nearly_what_the_likeness_is(newsroom: Reading) -> None:
    """Also where each number of a sketch stands for many words: off by little, and neither too high nor too low in the mean."""
    words = sorted({word for article in newsroom for word in WORD.findall(article.text.lower())})
    chance = np.random.default_rng(7)
    texts = [" ".join(chance.choice(words, 200)) for _ in range(60)]
    texts += [" ".join(text.split()[:120]) for text in texts[:30]]
    articles = [Article(f"https://{n}.example", "", text, "A", NOON) for n, text in enumerate(texts)]
    nothing = np.zeros((len(texts), 1), dtype=np.float32)
    measured = features(articles, nothing, nothing)
    sketches = measured.sketches()
    off = (sketches @ sketches.T - measured.between(range(90), range(90)))[~np.eye(90, dtype=bool)]
    assert measured.words.shape[1] > 2 * sketches.shape[1]
    assert abs(off.mean()) < 0.005
    assert off.std() < 0.03


@pytest.mark.parametrize("text", ["", "…", "a b", "好好好"])
def test_texts_without_words_or_names_are_measured_too(text: str) -> None:
    """Where nothing can be counted, the vectors alone speak."""
    articles = [Article(f"https://{n}.example", "", text, "A") for n in range(2)]
    vectors = np.ones((2, 1), dtype=np.float32)
    measured = features(articles, vectors, vectors)
    assert 0 < measured.between([0], [1])[0, 0] <= 1
    assert measured.sketches().shape[0] == 2

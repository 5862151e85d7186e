"""What sentences are worth: the features, the weights set by hand, and the learnt ones with what they do not speak for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import briefing
from briefing.embed import BUILT_IN, Encoder
from briefing.errors import ModelError
from briefing.summarize.candidates import offers
from briefing.summarize.evidence import FEATURES, Evidence, Values, features
from briefing.summarize.network import FILE, SPREAD, beside_standard, read, shipped
from briefing.summarize.salience import by_hand, learnt, weighing
from briefing.types import Article, Length, Reading, Story


@pytest.fixture(scope="module")
def stories(newsroom: Reading, encoder: Encoder) -> list[Story]:
    """The stories of the newsroom."""
    return briefing.cluster(newsroom, encoder=encoder)


def evidence_of(stories: list[Story], encoder: Encoder) -> list[Evidence]:
    """What their sentences are weighed by."""
    found: list[Evidence] = []

    def weigh(evidence: Evidence) -> Values:
        found.append(evidence)
        return by_hand(evidence)

    offers(stories, [Length(45)] * len(stories), encoder.encode, weigh)
    return found


def story(*texts: str, language: str = "en") -> Story:
    title = "Council votes to rebuild harbour wall"
    return Story(tuple(Article(f"https://{n}.example/", title, text, f"{n}", language=language) for n, text in enumerate(texts)))  # fmt: skip


WALL = "The council voted on Tuesday to rebuild the harbour wall after two floods. Opponents of the plan had asked for a barrier of sand."
QUAY = "Shops on the quay will have to close for six weeks in summer, the port said. The council voted on Tuesday to rebuild the harbour wall."


def test_every_feature_is_a_number_in_reach(stories: list[Story], encoder: Encoder) -> None:
    """One column a feature, all finite, likenesses and shares within their bounds."""
    for evidence in evidence_of(stories, encoder):
        values = features(evidence).values
        assert values.shape == (len(evidence.lines), len(FEATURES))
        assert np.isfinite(values).all()
        assert values.min() >= -1.01
        assert values.max() <= np.log(1000)


def test_what_another_outlet_says_too_has_support(encoder: Encoder) -> None:
    """A sentence that the other outlet has word for word is supported wholly; the first of an article is first."""
    (evidence,) = evidence_of([story(WALL, QUAY)], encoder)
    found = features(evidence)
    support = dict(zip([line.text for line in evidence.lines], found.of("support"), strict=True))
    shared = "The council voted on Tuesday to rebuild the harbour wall."
    assert support[shared] == max(support.values())
    assert [line.position for line in evidence.lines if found.of("first")[evidence.lines.index(line)] == 1] == [0, 0]


def test_a_single_article_has_no_support(encoder: Encoder) -> None:
    """Nobody else tells the story."""
    (evidence,) = evidence_of([story(WALL)], encoder)
    for name in ("support", "twin", "leads", "words shared"):
        assert not features(evidence).of(name).any()


def test_learnt_weights_speak_for_english_by_the_built_in_encoder(stories: list[Story], encoder: Encoder) -> None:
    """Other languages, a story of two languages, and other encoders are weighed by hand."""
    evidence = evidence_of(stories, encoder)[0]
    assert weighing(BUILT_IN) is learnt
    assert weighing("another") is by_hand
    assert not np.allclose(learnt(evidence), by_hand(evidence))
    for languages in (frozenset({"de"}), frozenset({"en", "fr"})):
        foreign = replace(evidence, languages=languages)
        assert np.array_equal(learnt(foreign), by_hand(foreign))


def test_an_article_without_a_language_is_taken_for_english(encoder: Encoder) -> None:
    """As all over the program."""
    (evidence,) = evidence_of([story(WALL, language="")], encoder)
    assert evidence.languages == {"en"}


def test_learnt_salience_does_not_depend_on_the_order_of_the_articles(encoder: Encoder) -> None:
    """Which outlet is named first says nothing."""
    one, other = evidence_of([story(WALL, QUAY), story(QUAY, WALL)], encoder)
    first = dict(zip([(line.text, line.position) for line in one.lines], learnt(one), strict=True))
    second = dict(zip([(line.text, line.position) for line in other.lines], learnt(other), strict=True))
    assert first.keys() == second.keys()
    assert all(abs(first[key] - second[key]) < 1e-4 for key in first)


def test_one_sentence_is_weighed_too(encoder: Encoder) -> None:
    """A story of one sentence has one number."""
    (evidence,) = evidence_of([story("The council voted on Tuesday to rebuild the harbour wall.")], encoder)
    assert np.isfinite(learnt(evidence)).all()
    assert len(learnt(evidence)) == 1


def test_scores_spread_as_those_that_costs_are_weighed_against(stories: list[Story], encoder: Encoder) -> None:
    """On other stories than those that they were learnt on the scores have about the same scale."""
    spread = np.mean([learnt(each).std() for each in evidence_of(stories, encoder)])
    assert SPREAD / 2 < spread < SPREAD * 2


def test_standard_scores_stand_beside_the_features() -> None:
    """A feature that is the same for all sentences has none."""
    both = beside_standard(np.array([[1.0, 5.0], [3.0, 5.0]]))
    assert both[:, :2].tolist() == [[1.0, 5.0], [3.0, 5.0]]
    assert both[:, 2:].round(2).tolist() == [[-1.0, 0.0], [1.0, 0.0]]


def test_the_shipped_file_is_small_and_says_what_it_was_trained_on() -> None:
    """At most 1 MB, with the command, the data's digest and the encoder."""
    from safetensors import safe_open

    with safe_open(FILE, framework="numpy") as file:
        notes = file.metadata()
    assert FILE.stat().st_size <= 1_000_000
    assert notes["command"] == "python -m benchmarks.salience"
    assert "SHA-256" in notes["data"]
    assert shipped().encoder == BUILT_IN


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    """Missing, broken, or made for other features: an error with the remedy."""
    broken, old = tmp_path / "broken.safetensors", tmp_path / "old.safetensors"
    broken.write_bytes(b"no tensors")
    save_file(load_file(FILE), old, {"features": "height; weight"})
    for path, what in ((tmp_path / "none", "cannot be read"), (broken, "cannot be read"), (old, "other features")):
        with pytest.raises(ModelError, match=what):
            read(path)

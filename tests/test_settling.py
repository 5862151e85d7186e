"""From checked sentences to a summary of its length: what does not hold goes, no sentence is cut, the rest is filled up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.embed import Encoder
from briefing.summarize.candidates import Offer, offers
from briefing.summarize.drafts import Draft
from briefing.summarize.settling import NOTHING_HELD, SAYS_AGAIN, Checked, settle
from briefing.types import TOLERANCE, Article, Citation, Length, Sentence, Story, Summary

TEXT = (
    "The town council voted on Tuesday to rebuild the harbour wall after the storms of last winter. "
    "The work will cost 4.2 million euros and is to take two years. "
    "Mayor Ina Brandt said that the first stones would be laid in May. "
    "Shops on the quay will have to close for six weeks in the summer. "
    "Opponents had asked the council for a cheaper barrier of sand. "
    "Fishermen may land their catch at the northern pier while the work goes on. "
    "The state government pays two thirds of the cost of the new wall. "
    "A first wall was built in 1911 and mended after the flood of 1962."
)
SHORT = "Councillors agreed to a new sea wall."
OTHER = "Fishing boats will use another pier during the work."
STONES = "Work starts in May, the mayor said."
LONG = (
    "Councillors in the town have decided that the wall of the harbour, which the storms of the last winter had damaged badly in many"
    " places, is going to be built anew, for the sum of 4.2 million euros, and that it will take two years until it is finished."
)


@pytest.fixture(scope="module")
def story() -> Story:
    return Story(
        (Article("https://a.example/wall", "Council votes for harbour wall", TEXT, "The Tide", language="en"),)
    )


class Desk:
    """What a story offers, and its model's sentences checked, with the real encoder."""

    def __init__(self, story: Story, encoder: Encoder) -> None:
        self.story, self.encoder = story, encoder

    def offer(self, length: Length) -> Offer:
        return offers([self.story], [length], self.encoder.encode)[0]

    def checked(self, texts: Sequence[str], faults: Sequence[str] = ()) -> list[Checked]:
        citation = Citation(self.story.articles[0], TEXT[:20], 0, 20)
        vectors = self.encoder.encode(list(texts))
        every = [*faults, *[""] * (len(texts) - len(faults))]
        return [
            Checked(Sentence(text, (citation,)), vector, fault)
            for text, vector, fault in zip(texts, vectors, every, strict=True)
        ]

    def settled(
        self, texts: Sequence[str], words: float = 30, faults: Sequence[str] = (), failure: str = "", **how: Any
    ) -> Summary:
        length = Length(words, how.get("unit", "words"))
        draft = Draft(tuple(texts), " ".join(texts), failure, 10, 5)
        return settle(
            self.offer(length), length, draft, self.checked(texts, faults), how.get("unsupported", "replace"), "chat x"
        )


@pytest.fixture(scope="module")
def desk(story: Story, encoder: Encoder) -> Desk:
    return Desk(story, encoder)


def texts(summary: Summary) -> list[str]:
    return [sentence.text for sentence in summary.sentences]


def test_what_holds_and_has_its_length_stays_as_it_is(desk: Desk) -> None:
    """The model's two sentences, in their order, under its name."""
    summary = desk.settled([SHORT, OTHER], 16)
    assert texts(summary) == [SHORT, OTHER]
    assert summary.writer == "chat x"
    assert summary.writing is not None
    assert (summary.writing.cut, summary.writing.filled, summary.writing.removed) == (0, 0, ())
    assert (summary.writing.draft, summary.writing.prompt_tokens) == (f"{SHORT} {OTHER}", 10)


def test_what_does_not_hold_is_replaced_in_its_place(desk: Desk) -> None:
    """By a sentence of the article that says nothing told already; the reader can see what stood there and why it went."""
    summary = desk.settled([SHORT, "The mayor resigned.", OTHER], 30, faults=["", "no article says so"])
    assert texts(summary)[0] == SHORT
    assert texts(summary)[2] == OTHER
    assert texts(summary)[1] in TEXT
    assert summary.writing is not None
    (removed,) = summary.writing.removed
    assert (removed.text, removed.reason, removed.instead) == (
        "The mayor resigned.",
        "no article says so",
        texts(summary)[1],
    )


def test_what_does_not_hold_is_dropped_where_that_is_set(desk: Desk) -> None:
    """Nothing comes in its place, and the summary is as much shorter."""
    summary = desk.settled([SHORT, "The mayor resigned.", OTHER], 19, faults=["", "no"], unsupported="drop")
    assert texts(summary) == [SHORT, OTHER]
    assert summary.writing is not None
    assert summary.writing.removed[0].instead == ""
    longer = desk.settled([SHORT, "The mayor resigned."], 40, faults=["", "no"], unsupported="drop")
    assert longer.writing is not None
    assert longer.writing.removed[0].instead == ""
    assert longer.writing.filled == len(longer.sentences) - 1 > 0


def test_too_many_words_cost_the_least_salient_sentence_and_never_a_part_of_one(desk: Desk) -> None:
    """Three sentences for the room of two: whole ones are left, and the count of those cut is told."""
    summary = desk.settled([SHORT, OTHER, STONES], 16)
    assert set(texts(summary)) < {SHORT, OTHER, STONES}
    assert summary.writing is not None
    assert summary.writing.cut == 1
    assert not summary.short


def test_too_few_words_are_filled_with_the_articles_sentences(desk: Desk) -> None:
    """At the end, and they say nothing that the model has said."""
    summary = desk.settled([SHORT], 30)
    assert texts(summary)[0] == SHORT
    assert all(text in TEXT for text in texts(summary)[1:])
    assert abs(summary.words - 30) <= 30 * TOLERANCE
    assert summary.writing is not None
    assert summary.writing.filled == len(summary.sentences) - 1 > 0


def test_a_model_that_failed_leaves_the_story_to_the_extractive_writer(desk: Desk) -> None:
    """With the reason; and so it is where none of its sentences holds."""
    failed = desk.settled([], failure="the model ran out of memory")
    assert (failed.writer, failed.writing and failed.writing.failure) == ("extractive", "the model ran out of memory")
    assert failed.sentences
    none = desk.settled([SHORT], faults=["no"])
    assert (none.writer, none.writing and none.writing.failure) == ("extractive", NOTHING_HELD)
    assert none.writing is not None
    assert none.writing.removed[0].text == SHORT


def test_a_sentence_longer_than_the_length_leaves_the_story_to_the_extractive_writer(desk: Desk) -> None:
    """46 words for a length of 15: it is not cut in two."""
    summary = desk.settled([LONG], 15)
    assert summary.writer == "extractive"
    assert abs(summary.words - 15) <= 15 * TOLERANCE


def test_a_sentence_that_repeats_an_earlier_one_goes(desk: Desk) -> None:
    """The second of two that say the same in nearly the same words."""
    summary = desk.settled([SHORT, "Councillors agreed to a new sea wall today.", OTHER], 16)
    assert summary.writing is not None
    assert [each.reason for each in summary.writing.removed] == [SAYS_AGAIN]
    assert texts(summary)[0] == SHORT


def test_the_same_sentence_with_another_name_in_it_goes(desk: Desk) -> None:
    """As small models write in circles: the first stays."""
    row = [
        f"The port is closed to cars, and the lights are on in {street}, she said."
        for street in ("Quay Street", "Rope Street")
    ]
    summary = desk.settled([*row, OTHER], 23)
    assert texts(summary)[0] == row[0]
    assert row[1] not in texts(summary)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_length_in_sentences_is_counted(desk: Desk, count: int) -> None:
    """More go, fewer are filled up: exactly as many as were asked."""
    assert len(desk.settled([SHORT, OTHER], count, unit="sentences").sentences) == count


def test_a_story_without_words_enough_is_told_with_all_there_is(encoder: Encoder) -> None:
    """Asked for 80 words of an article of 31: the model's sentence and what else there is, and it says it is short."""
    small = Desk(
        Story((Article("https://a.example/w", "Harbour wall", TEXT[:157], "The Tide", language="en"),)), encoder
    )
    summary = small.settled([OTHER], 80)
    assert OTHER in texts(summary)
    assert summary.short
    assert summary.writer == "chat x"


@given(
    st.lists(st.sampled_from([SHORT, OTHER, STONES, LONG, "The mayor resigned."]), unique=True, max_size=5),
    st.integers(10, 90),
    st.sets(st.integers(0, 4)),
)
def test_the_length_is_kept_whatever_the_model_writes(
    desk: Desk, told: list[str], words: int, faulty: set[int]
) -> None:
    """Within the tolerance wherever the extractive writer keeps it; no sentence that did not hold, none cut, all cited."""
    faults = ["no" if place in faulty else "" for place in range(len(told))]
    summary = desk.settled(told, words, faults)
    plain = desk.settled([], words, failure="none")
    if abs(plain.words - words) <= words * TOLERANCE:
        assert abs(summary.words - words) <= words * TOLERANCE
    bad = {text for text, fault in zip(told, faults, strict=True) if fault}
    assert not bad & set(texts(summary))
    assert all(sentence.text in told or sentence.text in TEXT for sentence in summary.sentences)
    assert all(sentence.citations for sentence in summary.sentences)

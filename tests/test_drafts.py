"""What a model wrote becomes whole sentences without labels and markup, or a reason why nothing can be made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import ModelError
from briefing.summarize.drafts import Draft, draft, line
from briefing.types import Answer

WALL = "The council voted to rebuild the harbour wall."
COST = "The work will cost 4.2 million euros."


def made(text: str, whole: bool = True) -> Draft:
    return draft(Answer(text, 100, 20, whole))


def test_an_answer_becomes_its_sentences() -> None:
    """In their order, with the tokens and the text as it came."""
    found = made(f"{WALL} {COST}")
    assert found == Draft((WALL, COST), f"{WALL} {COST}", "", 100, 20)


@pytest.mark.parametrize(
    "text",
    [
        f"Summary: {WALL} {COST}",
        f"Here is a summary of the article:\n\n{WALL} {COST}",
        f"Sure! Here's the summary in 45 words: {WALL} {COST}",
        f"- {WALL}\n- {COST}",
        f"1. {WALL}\n2) {COST}",
        f"**{WALL}**\n\n# {COST}",
        f"{WALL}\n{WALL}\n{COST}",
        f"{WALL}\u200b {COST}\x07",
    ],
)
def test_labels_lists_markup_and_repetition_go(text: str) -> None:
    """The two sentences are left, each once."""
    assert made(text).sentences == (WALL, COST)


def test_a_sentence_that_was_cut_off_goes() -> None:
    """Where the bound came first the last one, also where it looks whole; one without its stop in any case."""
    assert made(f"{WALL} {COST} Shops will have to", whole=False).sentences == (WALL, COST)
    assert made(f"{WALL} It opened in the U.S.", whole=False).sentences == (WALL,)
    assert made(f"{WALL} Shops will have to").sentences == (WALL,)


@pytest.mark.parametrize(
    "text",
    [
        "Certainly the largest wall in Europe, it was approved. It will stand for a century.",
        "Sure enough, the council approved it. Here is where the wall begins.",
        "3. Oktober ist in Deutschland ein Feiertag. Die Mauer wird gebaut.",
    ],
)
def test_what_only_looks_like_a_label_stays(text: str) -> None:
    """Two whole sentences, to the letter."""
    assert " ".join(made(text).sentences) == text


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("", "the model wrote nothing"),
        (" \n\t", "the model wrote nothing"),
        ("I'm sorry, but I cannot summarise this article.", "the model refused"),
        ("As an AI language model, I do not have opinions.", "the model refused"),
        ("]]]}}{{ ::: ~~~~ |||| #### @@@@", "the model wrote no text"),
        (f"{WALL} " * 8, "the model repeated itself"),
        ("the wall and the wall and " * 20 + "end.", "the model repeated itself"),
        ("Shops on the quay and", "the model finished no sentence"),
    ],
)
def test_what_is_of_no_use_says_why(text: str, failure: str) -> None:
    """Nothing, a refusal, garbage, circles, a fragment: no sentence is kept."""
    found = made(text)
    assert (found.sentences, found.failure) == ((), failure)


def test_an_error_is_a_draft_without_sentences() -> None:
    assert draft(ModelError("the model ran out of memory", "name a smaller one")) == Draft(
        failure="the model ran out of memory"
    )


@given(st.text(max_size=400), st.booleans())
def test_no_answer_at_all_breaks_it(text: str, whole: bool) -> None:
    """Either sentences or a failure, and no sentence that the answer does not have."""
    found = made(text, whole)
    assert bool(found.sentences) != bool(found.failure)


def test_a_headline_is_one_line() -> None:
    """Without label, quotation marks and full stop; what stands behind it is left off, and so is one that was cut."""
    for text in (
        '"Council votes for the wall"',
        "Headline: Council votes for the wall.",
        "**Council votes for the wall**\n\nIt is short.",
    ):
        assert line(Answer(text, 10, 5)).sentences == ("Council votes for the wall",)
    assert line(Answer("Council votes for the wall. It will cost", 10, 9, whole=False)).sentences == (
        "Council votes for the wall",
    )
    assert line(Answer("Council votes for the", 10, 9, whole=False)).failure
    assert line(Answer("Council buys its wall in the U.S.", 10, 5)).sentences == ("Council buys its wall in the U.S.",)
    assert line(Answer("", 10, 0)).failure == "the model wrote nothing"


def test_the_tokens_of_parts_are_counted_with_the_whole() -> None:
    whole = made(WALL).after([made(COST), made(WALL)])
    assert (whole.prompt_tokens, whole.new_tokens) == (300, 60)

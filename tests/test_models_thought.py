"""What a reasoning model thinks aloud is taken out of its text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.models.thought import without_thought


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("The bridge is open.", "The bridge is open."),
        ("<think>Which bridge?</think>\n\nThe bridge is open.", "The bridge is open."),
        ("<thinking>Which?</thinking> The bridge is open.", "The bridge is open."),
        ("<reasoning>Which?</reasoning> The bridge is open.", "The bridge is open."),
        ("<THINK >Which?</ThinkinG> The bridge is open.", "The bridge is open."),
        ("The bridge <think>which?</think>is open.", "The bridge is open."),
        ("<think>a</think>The bridge <think>b</think>is open.", "The bridge is open."),
        ("<think></think>The bridge is open.", "The bridge is open."),
        ("", ""),
    ],
)
def test_a_thought_goes_and_the_rest_stays(written: str, told: str) -> None:
    """Whatever the tag is called, wherever it stands, and however often."""
    assert without_thought(written) == told


@pytest.mark.parametrize("written", ["<think>Which bridge? The old one, or", "<think>a</think><reasoning>b", "<think>"])
def test_a_thought_without_an_end_leaves_nothing(written: str) -> None:
    """The model had no tokens left for an answer."""
    assert without_thought(written) == ""


def test_what_stands_before_a_thought_without_an_end_stays() -> None:
    """It is no part of the thought."""
    assert without_thought("The bridge is open. <think>But is it") == "The bridge is open."


def test_a_thought_that_the_prompt_began_goes_up_to_its_end() -> None:
    """Templates of some models open the thought themselves, so that only its end is written."""
    assert without_thought("Which bridge?</think>The bridge is open.") == "The bridge is open."


@pytest.mark.parametrize(
    "written",
    [
        "<think>It says <think> in the article.</think>The bridge is open.",
        "<think>a<think>b</think>c</think>The bridge is open.",
    ],
)
def test_a_thought_within_a_thought_goes_with_it(written: str) -> None:
    """Whether it is a tag that is only spoken of, or one that is closed."""
    assert without_thought(written) == "The bridge is open."


def test_what_only_looks_like_a_tag_stays() -> None:
    """News are about thinking too."""
    text = "The <think tank> is thinking: 1 < 2, </thinker>."
    assert without_thought(text) == text


@given(st.lists(st.sampled_from(["<think>", "</think>", "<reasoning>", "</thinking>", "a ", "The b."])))
def test_no_tag_is_ever_left(pieces: list[str]) -> None:
    """In whatever order they come."""
    left = without_thought("".join(pieces))
    assert "<think>" not in left
    assert "</think" not in left
    assert without_thought(left) == left


@pytest.mark.parametrize("tag", ["<think>", "</think>", "<think ", "<"])
def test_many_tags_take_no_longer_than_much_text(tag: str) -> None:
    """A text of a million tags is read once, not once for each of them."""
    begun = time.perf_counter()
    without_thought(tag * 300_000)
    assert time.perf_counter() - begun < 5.0

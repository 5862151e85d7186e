"""Words, phrases and regular expressions that readers write."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.pattern import SEARCHED, complaint, first_match, has_phrase


@pytest.mark.parametrize(
    ("wish", "text", "found"),
    [
        ("chess", "A CHESS final", True),
        ("chess", "Chessboards", False),
        ("trade talks", "the trade\n talks", True),
        ("C++", "in C++, too", True),
        ("über", "Er stand ÜBER ihr", True),
        ("/tax(es)?/", "Lower TAXES", True),
        ("/^Live/", "A live blog", False),
        ("a.b", "axb", False),
        ("/", "either / or", True),
    ],
)
def test_a_word_is_whole_and_an_expression_stands_between_slashes(wish: str, text: str, found: bool) -> None:
    """Case does not matter, nor does the white space between words."""
    assert (first_match((wish,), text) is not None) is found


def test_the_first_wish_is_named() -> None:
    """Of several wishes the one that the reader wrote first is the reason."""
    assert first_match(("golf", "/ch.ss/", "final"), "The final of chess") == "/ch.ss/"
    assert first_match((), "anything") is None


def test_text_is_looked_through_to_an_end() -> None:
    """An expression of the reader's own cannot take for ever over a text of any length."""
    assert first_match(("end",), f"{'x ' * (SEARCHED // 2)} end") is None


@pytest.mark.parametrize("text", ["9" * 200_000, "a" * 200_000, "trump " * 40_000])
def test_a_sane_expression_is_quick_on_a_hostile_text(text: str) -> None:
    """Expressions that any reader would write take no minutes, however a text is made."""
    start = time.process_time()
    assert first_match([r"/\d+ dead/", r"/\w+ wall/", "/trump.*tariff/"], text) is None
    assert time.process_time() - start < 10


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_phrase_from_outside_is_no_expression(phrase: str, text: str) -> None:
    """What was learnt of a title is searched as it stands, and never fails."""
    assert has_phrase(phrase, f". {phrase} .") is bool(phrase.split())
    assert has_phrase(f"/{phrase}(/", text) in (True, False)


@given(st.text(max_size=40))
def test_what_nobody_complains_of_can_be_matched(wish: str) -> None:
    """A wish that passed the settings never fails in the ranking, and is not in every text."""
    if not complaint(wish):
        assert first_match((wish,), "") is None


@pytest.mark.parametrize("wish", ["", " ", "/(/", "//", "/a*/", "/a{9999999999999}/"])
def test_what_is_complained_of(wish: str) -> None:
    """What cannot be compiled, or is in every text, is refused in words."""
    assert complaint(wish)

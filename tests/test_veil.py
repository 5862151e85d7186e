"""What others say of an address, without its tokens."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.deliver.veil import LONGEST, SHORTEST, veiled

TOKEN = st.text("abcXYZ019-_.~é%$", min_size=SHORTEST, max_size=30)


@given(TOKEN, TOKEN, st.sampled_from(["{0}", "x {0}", "at {1}/{0}: no", "{2}", "'{1}'"]))
def test_no_piece_of_an_address_is_said(first: str, second: str, said: str) -> None:
    """Neither as it is written in it, nor with its escapes undone."""
    address = f"slack://{quote(first)}/{second}?key={first}"
    shown = veiled(said.format(first, quote(first), second), address)
    assert first not in shown
    assert second not in shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no room SECRET here", "no room … here"),
        ("http://alder.example/secret?x=1 is wrong", "http://… is wrong"),
        ("the port 80 and x=1", "the port 80 and x=1"),
        ("nothing of it", "nothing of it"),
    ],
)
def test_the_rest_of_what_is_said_stays(said: str, shown: str) -> None:
    """Short words are no tokens; case makes no difference."""
    assert veiled(said, "http://alder.example/secret?x=1") == shown


def test_what_is_said_is_short() -> None:
    """However long it was."""
    assert len(veiled("word " * 1000, "json://x")) == LONGEST
    assert veiled("", "json://x") == ""

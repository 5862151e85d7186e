"""How a brief's length is shared among its stories."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.rank import LEAST_WORDS, share
from briefing.types import WORDS_PER_SENTENCE, Length


@given(total=st.floats(1, 20_000), most=st.integers(1, 60), overview=st.integers(0, 5))
def test_shares_make_up_the_whole(total: float, most: int, overview: int) -> None:
    """Shares descend, add up to the total less the overview, and each but a single one makes a sentence."""
    shares = [length.words for length in share(Length(total), most, overview)]
    count = len(shares)
    glance = min(overview, count) * WORDS_PER_SENTENCE if count > 1 else 0
    assert 1 <= count <= most
    assert shares == sorted(shares, reverse=True)
    assert abs(sum(shares) + glance - total) <= count / 2 + 1
    assert count == 1 or min(shares) >= int(LEAST_WORDS)


def test_a_long_brief_tells_as_many_stories_as_it_may() -> None:
    """With room enough the number of stories is the one asked for."""
    assert len(share(Length(20, "minutes"), 12, 4)) == 12


def test_a_short_brief_tells_fewer_stories() -> None:
    """A story is dropped before its share is too small for a sentence."""
    assert len(share(Length(100), 12)) < 12
    assert [length.words for length in share(Length(30), 12, 4)] == [30]

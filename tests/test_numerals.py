"""How numbers are written in words, and what a hedge makes of one."""

from __future__ import annotations

import math

import pytest

from briefing.numerals import bounds, spelled


@pytest.mark.parametrize(
    ("words", "value"),
    [("two", 2), ("Nineteen", 19), ("forty", 40), ("thirty-one", 31), ("ninety-nine", 99), ("some", 0)],
)
def test_words_below_a_hundred_have_a_value(words: str, value: float) -> None:
    """Small letters and capitals alike; 0 for what is no number."""
    assert spelled(words) == value


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        ("It killed ", " people", 89.5, 90.5),
        ("It killed about ", " people", 81, 99),
        ("It killed nearly ", " people", 81, 90.5),
        ("It killed at least ", " people", 89.5, math.inf),
        ("It killed up to ", " people", -math.inf, 90.5),
        ("It killed ", " or more people", 89.5, math.inf),
        ("It killed ", " or so", 81, 99),
    ],
)
def test_a_hedge_widens_what_a_number_can_mean(before: str, after: str, low: float, high: float) -> None:
    """Without one it is only rounded to its last digit."""
    assert bounds(90, 0.5, before, after) == pytest.approx((low, high))

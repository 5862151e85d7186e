"""How long is waited before a busy server is asked again."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from briefing.patience import LONGEST_PAUSE, back_off, retry_after


@pytest.mark.parametrize("attempt", [1, 2, 3, 4])
def test_each_pause_is_about_twice_the_one_before(attempt: int) -> None:
    """Within a fifth, and not always the same."""
    pauses = [back_off(2.0, attempt) for _ in range(200)]
    middle = 2.0 * 2 ** (attempt - 1)
    assert middle * 0.8 <= min(pauses) < middle < max(pauses) <= middle * 1.2


@pytest.mark.parametrize(("header", "seconds"), [("0", 0.0), (" 17 ", 17.0), ("9" * 30, LONGEST_PAUSE)])
def test_a_pause_in_seconds_is_kept(header: str, seconds: float) -> None:
    """Up to a bound."""
    assert retry_after(header) == seconds


def test_a_pause_until_a_date_is_kept() -> None:
    """It is counted from now; a date that has passed asks for none."""
    asked = retry_after(formatdate(time.time() + 60, usegmt=True))
    assert asked is not None
    assert 57 < asked <= 60
    assert retry_after(formatdate(time.time() - 60, usegmt=True)) == 0.0


@pytest.mark.parametrize("header", ["", "soon", "-3", "1.5", "Mon, 99 Foo 2026", "٣", "Wed, 21 Oct 99999 07:28:00 GMT"])
def test_what_is_no_pause_is_none(header: str) -> None:
    """Whatever a server writes there."""
    assert retry_after(header) is None

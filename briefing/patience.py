"""How long to wait before a busy server is asked again: as long as it says, or longer each time."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_PAUSE = 7 * 86_400.0  # seconds of a Retry-After that are kept to; chosen


def back_off(first: float, attempt: int) -> float:
    """Seconds after the failed attempt number ``attempt``: ``first``, twice that, four times that, each up to a fifth more
    or less, so that those who were sent away together do not come back together.
    """
    return first * 2.0 ** (attempt - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret


def retry_after(header: str) -> float | None:
    """Seconds that a Retry-After asks for, given as such or as a date (RFC 9110, 10.2.3); at most LONGEST_PAUSE."""
    seconds = header.strip()
    try:
        if seconds.isascii() and seconds.isdecimal():
            return min(float(seconds), LONGEST_PAUSE)
        return min(max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()), LONGEST_PAUSE)
    except (ValueError, TypeError, OverflowError):
        return None

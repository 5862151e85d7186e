"""How a caller is told how far the work is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # the phase, how much of it is done, and of how much


def silent(phase: str, done: int, total: int) -> None:
    """No progress is shown."""

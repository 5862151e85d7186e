"""Tables on a terminal and in a pipe: nothing in them is obeyed."""

from __future__ import annotations

import sys
from io import StringIO

import pytest

from briefing.cli.tables import show_table

HOSTILE = "[/nope] [red]\x1b[2J"


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [StringIO, Terminal])
def test_heads_and_cells_are_shown_and_not_obeyed(monkeypatch: pytest.MonkeyPatch, stream: type[StringIO]) -> None:
    """Neither markup nor escape sequences of a name do anything."""
    monkeypatch.setenv("COLUMNS", "80")
    out = stream()
    monkeypatch.setattr(sys, "stdout", out)
    show_table(("name", HOSTILE), [(HOSTILE, "1")])
    told = out.getvalue()
    assert told.count("[/nope] [red]") == 2
    assert "\x1b[2J" not in told

"""``briefing preview``: today's brief at several lengths, in columns, below each other, or on a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.demo import NEWSROOM

if TYPE_CHECKING:
    from conftest import Run

DATE = ("--date", "2026-10-15T06:00")


def test_without_a_length_there_are_three_of_the_newsroom(run: Run) -> None:
    """The set length, less and more; whose stories they are is said."""
    done = run("preview")
    assert done.exit_code == 0
    assert "the built-in newsroom, for there is no briefing.toml" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "The Averland Morning"
    assert [line.strip() for line in lines[3:9:2]] == ["2.7 minutes in all", "4 minutes in all", "6 minutes in all"]
    assert "Region: Harrow Quay barrier fails to close, quayside floods" in lines


def test_lengths_in_any_unit_stand_side_by_side(run: Run) -> None:
    """Words, sentences and minutes may be mixed; each story has as many texts."""
    done = run("preview", "--words", "40", "--words", "80", "--sentences", "1", "--words", "40")
    heads = [line.strip() for line in done.stdout.splitlines()[3:9:2]]
    assert heads == ["40 words a story", "80 words a story", "1 sentence a story"]


def test_your_own_brief_at_your_own_length(run: Run, elsewhere: Path) -> None:
    """Its title, its length, its edition; nothing is written beside it, and the next brief is as new."""
    (elsewhere / "news.jsonl").write_bytes(NEWSROOM.read_bytes())
    text = '[brief]\ntitle = "Mine"\nlength = "30 words"\nstories = 3\n[[sources]]\nlocation = "news.jsonl"\n'
    (elsewhere / "briefing.toml").write_text(text, encoding="utf-8")
    before = run("stories", *DATE).stdout
    done = run("preview", *DATE)
    assert done.stdout.startswith("Mine\n")
    assert "20 words a story" in done.stdout
    assert "45 words a story" in done.stdout
    assert "newsroom" not in done.stderr
    assert run("stories", *DATE).stdout == before
    assert sorted(path.name for path in elsewhere.iterdir()) == ["briefing.toml", "news.jsonl"]


def test_a_page_is_written_and_not_replaced_unless_asked(run: Run, elsewhere: Path) -> None:
    """With -o nothing is printed; what is there stays until --force."""
    done = run("preview", "--words", "40", "--words", "80", "-o", "preview.html")
    assert done.stdout == ""
    assert "80 words a story" in (elsewhere / "preview.html").read_text(encoding="utf-8")
    assert "give --force" in run("preview", "-o", "preview.html").stderr
    assert run("preview", "--words", "40", "-o", "preview.html", "--force").exit_code == 0
    assert "80 words a story" not in (elsewhere / "preview.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--words", "0"), "a length is above zero"),
        (("--words", "nan"), "a length is above zero"),
        (("-o", "preview.png"), "end it in .html"),
        (("--from", "not-there.jsonl"), "not-there.jsonl"),
        (("-c", "none.toml"), "there is no none.toml"),
    ],
)
def test_mistakes_are_told_with_their_remedy(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """Exit status 1, one line, nothing written."""
    done = run("preview", *arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "Traceback" not in done.output

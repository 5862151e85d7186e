"""``briefing tune``: whose stories it tries, what it shows where, what it writes, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.demo import NEWSROOM

if TYPE_CHECKING:
    from conftest import Run

DATE = ("--date", "2026-10-15T06:00")
STYLE = re.compile(r"\x1b\[[\d;]*m")  # bold and the like
HOSTILE = '<script>alert(1)</script> \x1b[31m\u202eevil & "q"'


@pytest.fixture
def followed(elsewhere: Path) -> Path:
    """A briefing.toml whose source is the newsroom, with a remark, a section and a total."""
    (elsewhere / "news.jsonl").write_bytes(NEWSROOM.read_bytes())
    text = """\
# mine
[brief]
time_zone = "UTC"
length = "45 words"  # since March
total = "5 minutes"

[[sections]]
name = "Region"
words = ["Harrow"]

[[sources]]
location = "news.jsonl"
length = "40 words"
"""
    (elsewhere / "briefing.toml").write_text(text, encoding="utf-8")
    return elsewhere


def on_terminal(columns: int, *arguments: str) -> str:
    """What a command prints on a terminal of so many columns."""
    own, its = os.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "LINES": "50", "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "briefing", *arguments], stdout=its, stderr=subprocess.DEVNULL, env=environment
    ) as running:
        os.close(its)
        read = b""
        while piece := _read(own):
            read += piece
        assert running.wait() == 0
    os.close(own)
    return STYLE.sub("", read.decode().replace("\r\n", "\n"))


def _read(end: int) -> bytes:
    try:
        return os.read(end, 65536)
    except OSError:  # the other end is closed
        return b""


def test_without_a_configuration_the_newsroom_is_tried_and_it_is_said(run: Run, elsewhere: Path) -> None:
    """A table for a program, the same story at three lengths, and the recommendation with its reason at the end."""
    done = run("tune")
    assert done.exit_code == 0
    assert "the built-in newsroom, for there is no briefing.toml" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[1].split("\t")[:3] == ["words", "got", "covered"]
    assert [line.split("\t")[0] for line in lines[2:16]] == [
        "15",
        "20",
        "25",
        "30",
        "40",
        "50",
        "60",
        "70",
        "80",
        "100",
        "120",
        "140",
        "160",
        "200",
    ]
    assert lines[-2].startswith("Recommended: ")
    assert "each further 10 add under 1 % of coverage" in lines[-2]
    assert lines[-1].startswith("A brief of 11 stories and the day at a glance is then ")
    assert not list(elsewhere.iterdir())


def test_your_own_stories_are_tried_where_there_are_any(run: Run, followed: Path) -> None:
    """Those of the sources that briefing.toml names; no newsroom is spoken of."""
    done = run("tune", *DATE)
    assert "the stories of 37 articles of your sources" in done.stderr
    assert "newsroom" not in done.stderr


def test_an_empty_store_is_said_and_the_newsroom_tried(run: Run, elsewhere: Path) -> None:
    """Sources that were never fetched have no stories; a file without sources has none either."""
    (elsewhere / "briefing.toml").write_text('[[sources]]\nlocation = "https://a.example/feed"\n', encoding="utf-8")
    assert "nothing of your sources was fetched" in run("tune").stderr
    (elsewhere / "briefing.toml").write_text("[brief]\n", encoding="utf-8")
    assert "briefing.toml names no source" in run("tune").stderr


def test_files_are_tried_without_a_configuration(run: Run, elsewhere: Path) -> None:
    """--from takes what `make --from` takes; an empty file is an error with its remedy."""
    done = run("tune", "--from", str(NEWSROOM), *DATE, "--stories", "6")
    assert done.exit_code == 0
    assert "36 articles that were given" in done.stderr
    assert "extractive, 6 stories" in done.stdout
    (elsewhere / "empty.jsonl").write_text("", encoding="utf-8")
    nothing = run("tune", "--from", "empty.jsonl")
    assert nothing.exit_code == 1
    assert "there is no article to try lengths on" in nothing.stderr


def test_json_is_all_that_stdout_has(run: Run) -> None:
    """Curves and what is recommended, for a program."""
    done = run("tune", "--format", "json")
    found = json.loads(done.stdout)
    assert {"recommended", "curves", "stories_from", "specimens"} <= found.keys()
    assert 15 <= found["recommended"]["brief"]["words"] <= 200
    assert found["curves"][0]["writer"] == "extractive"


def test_files_are_written_and_not_replaced_unless_asked(run: Run, elsewhere: Path) -> None:
    """A page, a picture, JSON; a file that is there stays until --force."""
    done = run("tune", "-o", "tune.html", "-o", "tune.png", "-o", "tune.json")
    assert done.exit_code == 0
    assert (elsewhere / "tune.html").read_text(encoding="utf-8").count("<svg") == 2
    assert (elsewhere / "tune.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((elsewhere / "tune.json").read_text(encoding="utf-8"))["recommended"]
    (elsewhere / "tune.html").write_text("mine", encoding="utf-8")
    again = run("tune", "-o", "tune.html")
    assert again.exit_code == 1
    assert "tune.html is there already: give --force to have it replaced" in again.stderr
    assert (elsewhere / "tune.html").read_text(encoding="utf-8") == "mine"
    assert run("tune", "-o", "tune.html", "--force").exit_code == 0
    assert (elsewhere / "tune.html").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    ("path", "said"),
    [("tune.pdf", "end it in .html, .png, .json"), ("none/tune.html", "mkdir -p none"), ("folder.html", "is a folder")],
)
def test_what_could_not_be_written_is_refused_first(run: Run, elsewhere: Path, path: str, said: str) -> None:
    """Before any work is done, with what to do about it."""
    (elsewhere / "folder.html").mkdir()
    done = run("tune", "-o", path, "--from", "not-there.jsonl")
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_story_may_be_named(run: Run) -> None:
    """By words of its headline; one that nobody knows is an error."""
    assert "barrier" in run("tune", "--story", "harrow quay barrier").stdout
    done = run("tune", "--story", "no such thing")
    assert done.exit_code == 1
    assert 'there is no story "no such thing"' in done.stderr


def test_apply_writes_the_length_and_keeps_the_rest(run: Run, followed: Path) -> None:
    """Old and new are said, and that a total goes before it; a second time there is nothing to change."""
    path = followed / "briefing.toml"
    before = path.read_text(encoding="utf-8")
    shown = run("tune", "--apply", "--dry-run", *DATE)
    assert path.read_text(encoding="utf-8") == before
    assert '-length = "45 words"  # since March' in shown.stdout
    assert "Would set brief.length: 45 words before, " in shown.stderr
    done = run("tune", "--apply", *DATE)
    assert done.exit_code == 0
    assert "Set brief.length: 45 words before, " in done.stderr
    assert 'Set the length of the source "news.jsonl": 40 words before, ' in done.stderr
    assert "But brief.total = 5 minutes goes before brief.length" in done.stderr
    after = path.read_text(encoding="utf-8")
    assert "# mine" in after
    assert "# since March" in after
    assert after.count("length = ") == 2
    assert "briefing.toml says so already." in run("tune", "--apply", *DATE).stderr
    assert path.read_text(encoding="utf-8") == after


def test_a_last_line_without_an_end_is_told_as_diff_tells_it(run: Run, followed: Path) -> None:
    """What went and what came are not run together."""
    path = followed / "briefing.toml"
    path.write_text(path.read_text(encoding="utf-8").rstrip(), encoding="utf-8")
    shown = run("tune", "--apply", "--dry-run", *DATE).stdout
    assert '-length = "40 words"\n\\ No newline at end of file\n+length = ' in shown
    assert shown.endswith("\\ No newline at end of file\n")


def test_apply_writes_nothing_where_there_is_nothing_to_write(run: Run, elsewhere: Path) -> None:
    """No file, stories that are not yours, too few stories: an error, and the file is as it was."""
    missing = run("tune", "--apply")
    assert missing.exit_code == 1
    assert "there is no briefing.toml to write into: write one with `briefing init`" in missing.stderr
    path = elsewhere / "briefing.toml"
    path.write_text("[brief]\n", encoding="utf-8")
    others = run("tune", "--apply")
    assert others.exit_code == 1
    assert "these are not your stories, for briefing.toml names no source" in others.stderr
    few = run("tune", "--apply", "--from", str(NEWSROOM), "--stories", "3", *DATE)
    assert few.exit_code == 1
    assert "no length is recommended" in few.stderr
    assert path.read_text(encoding="utf-8") == "[brief]\n"


def test_hostile_articles_are_shown_as_text(run: Run, elsewhere: Path) -> None:
    """No title moves the cursor of a terminal, and none is markup on the page."""
    rows = [
        {
            "url": f"https://a.example/{place}",
            "title": f"{HOSTILE} {place}",
            "text": f"The mayor of town {place} said on Tuesday that the wall {HOSTILE} will be built anew for {place} years.",
            "source": HOSTILE,
            "published": "2026-10-14T09:00:00Z",
        }
        for place in range(6)
    ]
    (elsewhere / "hostile.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = run("tune", "--from", "hostile.jsonl", *DATE, "-o", "out.html")
    assert done.exit_code == 0
    assert "\x1b" not in done.output
    assert "\u202e" not in done.output
    assert "<script" not in (elsewhere / "out.html").read_text(encoding="utf-8")


def test_a_terminal_has_a_plot_and_texts_side_by_side(elsewhere: Path) -> None:
    """No line is wider than the terminal; a narrow one has no plot, and the texts below each other."""
    wide = on_terminal(80, "tune")
    assert max(map(len, wide.splitlines())) <= 80
    assert "What share of a story is covered" in wide
    assert "┤" in wide
    heads = [line for line in wide.splitlines() if line.count(" covered,") == 3]
    assert heads, "three texts have their heads in one line"
    narrow = on_terminal(50, "tune")
    assert max(map(len, narrow.splitlines())) <= 50
    assert "┤" not in narrow
    assert not [line for line in narrow.splitlines() if line.count(" covered,") > 1]


def test_the_newsroom_takes_no_longer_than_a_cup_of_tea(run: Run) -> None:
    """Once its sentences are encoded, all lengths are tried within a few seconds."""
    run("tune")
    began = datetime.now()
    run("tune")
    assert (datetime.now() - began).total_seconds() < 20


def test_the_newsroom_is_told_by_your_writer(run: Run, elsewhere: Path) -> None:
    """Where nothing was fetched yet, the writer of briefing.toml is tried all the same, and how long it takes is said before."""
    text = '[writer]\nname = "quoting:Quoting"\nheadlines = false\n[[sources]]\nlocation = "https://a.example/feed"\n'
    (elsewhere / "briefing.toml").write_text(text, encoding="utf-8")
    done = run("tune", "--stories", "2")
    assert "Trying quoting:Quoting on 2 stories at 4 lengths: at most about" in done.stderr
    assert "quoting:Quoting, 2 stories" in done.stdout
    assert "extractive, 2 stories" in done.stdout
    assert "No length is recommended: 2 stories, too few to say: 5 are needed." in done.stdout

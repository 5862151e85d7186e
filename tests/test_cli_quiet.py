"""Days on which nothing happened, and days on which nothing could be read: what is sent, what is said, how it exits."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Run

PROGRAM = "import json, sys; print(json.dumps(json.load(sys.stdin)), file=open('got.jsonl', 'a'))"
EDITIONS = '[[editions]]\nname = "early"\nat = "00:01"\n[[editions]]\nname = "late"\nat = "00:02"\n'
EARLY, LATE = ("run", "--edition", "early"), ("run", "--edition", "late")
WALL = (
    "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March. The wall will cost"
    " 4.2 million crowns. Work on the harbour wall begins in spring, said Mayor Ilse Tamm."
)


def article(name: str, title: str, text: str) -> str:
    return json.dumps({"url": f"https://news.example/{name}", "title": title, "text": text, "source": "Post"}) + "\n"


@pytest.fixture
def told(run: Run, elsewhere: Path) -> Path:
    """A folder whose early edition went to a program and into a file; the late one is still to be made."""
    write(elsewhere)
    (elsewhere / "news.jsonl").write_text(article("wall", "Harbour wall to be rebuilt", WALL), encoding="utf-8")
    (elsewhere / "more.jsonl").write_text("", encoding="utf-8")
    done = run(*EARLY)
    assert done.exit_code == 0, done.stderr
    assert len(handed(elsewhere)) == 1
    return elsewhere


def write(folder: Path, tables: str = "") -> None:
    recipient = f"[[recipients]]\nname = 'me'\ncommand = {json.dumps([sys.executable, '-c', PROGRAM])}\n"
    sources = "".join(f'[[sources]]\nlocation = "{name}.jsonl"\n' for name in ("news", "more"))
    text = f'{tables}\n[output]\nfiles = ["brief.md"]\n{EDITIONS}{recipient}{sources}'
    (folder / "briefing.toml").write_text(text, encoding="utf-8")


def handed(folder: Path) -> list[dict[str, Any]]:
    """The briefs that the program was given."""
    return [json.loads(each) for each in (folder / "got.jsonl").read_text(encoding="utf-8").splitlines()]


def test_an_empty_brief_is_not_sent_unless_asked(run: Run, told: Path) -> None:
    """It is said, the page says it too, and all is well; ``delivery.empty`` sends it."""
    done = run(*LATE)
    assert done.exit_code == 0, done.stderr
    assert "Nothing new, so nothing is sent; `delivery.empty = true` has it sent all the same." in done.stderr
    assert "harbour" not in (told / "brief.md").read_text(encoding="utf-8").casefold()
    assert len(handed(told)) == 1
    write(told, "[delivery]\nempty = true")
    assert run(*LATE).exit_code == 0
    assert [brief["empty"] for brief in handed(told)] == [False, True]


def test_a_source_that_failed_is_told_with_the_silence(run: Run, told: Path) -> None:
    """What could not be read is not what has nothing new."""
    (told / "more.jsonl").unlink()
    done = run(*LATE)
    assert done.exit_code == 0
    assert "Nothing new (1 of 2 sources could not be read), so nothing is sent" in done.stderr


def test_a_day_on_which_nothing_can_be_read_fails(run: Run, told: Path) -> None:
    """Exit 1, so that a timer tries again; the page stays that of the last edition, and nobody gets an empty brief."""
    page = (told / "brief.md").read_bytes()
    (told / "news.jsonl").unlink()
    (told / "more.jsonl").unlink()
    done = run(*LATE)
    assert done.exit_code == 1
    assert "there is nothing new to make a brief of: all 2 sources have failed" in done.stderr
    assert (told / "brief.md").read_bytes() == page
    assert len(handed(told)) == 1


def test_news_that_only_links_tell_is_sent(run: Run, told: Path) -> None:
    """A story that fits none of the reader's sections is a link, and news all the same."""
    write(told, '[[sections]]\nname = "Sport"\nwords = ["regatta"]')
    comet = article("comet", "Comet with two tails found", "Astronomers have found a comet beyond the orbit of Saturn.")
    with (told / "news.jsonl").open("a", encoding="utf-8") as file:
        file.write(comet)
    done = run(*LATE)
    assert done.exit_code == 0, done.stderr
    _, late = handed(told)
    assert (late["sections"], late["empty"]) == ([], False)
    assert "Comet with two tails found" in json.dumps(late["elsewhere"])

"""``briefing archive``: what was read is found, listed, shown and pruned, for people and for programs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run, Server

TEXT = "The council voted on Tuesday to rebuild the harbour wall, which will cost 4.2 million crowns."
COMET = "Astronomers have found a comet with two tails beyond the orbit of Saturn, seen first by a school class."


def feed(wall: str = TEXT) -> str:
    now = datetime.now(UTC)
    rows = (("Harbour wall", "wall", wall, now), ("Comet found", "comet", COMET, now - timedelta(hours=30)))
    items = "".join(
        f"<item><title>{title}</title><link>https://post.example/{name}</link><guid>{name}</guid>"
        f"<pubDate>{format_datetime(when)}</pubDate><description>{text}</description></item>"
        for title, name, text, when in rows
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Post</title>{items}</channel></rss>"


@pytest.fixture
def filled(run: Run, elsewhere: Path, server: Server) -> str:
    """An archive of two articles of one feed, one of which has changed since; the feed's address."""
    url = server.serve("/feed.xml", feed(), "text/xml")
    text = f'[fetch]\ndelay = 0\n[[sources]]\nlocation = "{url}"\nname = "Post"\nallow = ["127.0.0.1"]\nbody = "feed"\n'
    (elsewhere / "briefing.toml").write_text(text, encoding="utf-8")
    run("fetch")
    server.serve("/feed.xml", feed(TEXT + " It was late."), "text/xml")
    run("fetch")
    return url


def titles(output: str) -> list[str]:
    return [row.split("\t")[3] for row in output.splitlines()[1:]]


def test_the_list_has_the_newest_first(run: Run, filled: str) -> None:
    """A table of number, time, outlet and title; ``--limit`` cuts it, ``--source`` takes a name or a location."""
    done = run("archive", "list")
    assert done.stdout.splitlines()[0] == "number\ttime\toutlet\ttitle"
    assert titles(done.stdout) == ["Harbour wall", "Comet found"]
    assert titles(run("archive", "list", "--limit", "1").stdout) == ["Harbour wall"]
    for source in ("post", filled):
        assert len(titles(run("archive", "list", "--source", source).stdout)) == 2


def test_a_list_of_nothing_says_which_nothing(run: Run, filled: str) -> None:
    """A source that is not known is no empty archive; JSON is an empty list."""
    done = run("archive", "list", "--source", "Nobody")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nothing of Nobody" in done.stderr
    assert json.loads(run("archive", "list", "--source", "Nobody", "--format", "json").stdout) == []


def test_the_search_finds_words_phrases_and_beginnings(run: Run, filled: str) -> None:
    """All the words have to be there; the passage that was found is shown where the title does not hold it."""
    assert titles(run("archive", "search", "harbour", "crowns").stdout)[0].startswith("Harbour wall: ")
    assert titles(run("archive", "search", '"two tails"').stdout)[0].startswith("Comet found: ")
    assert len(titles(run("archive", "search", "astronom*").stdout)) == 1
    (row,) = json.loads(run("archive", "search", "saturn", "--format", "json").stdout)
    assert (row["title"], row["url"], row["version"]) == ("Comet found", "https://post.example/comet", 1)
    done = run("archive", "search", "nothing", "of", "the\x1b[31mkind")
    assert (done.exit_code, done.stdout) == (0, "")
    assert re.fullmatch(r"Nothing in the archive holds nothing of the\[31mkind\.\n", done.stderr)


@pytest.mark.parametrize("words", ['"', "* AND", "a OR", "NEAR(", "-", "''", "title:x", "(", "^", '"harbour'])
def test_no_search_breaks(run: Run, filled: str, words: str) -> None:
    """What is an operator elsewhere is a word like any other, or nothing."""
    assert run("archive", "search", "--", words).exit_code == 0


def test_an_article_is_shown_with_its_earlier_versions(run: Run, filled: str) -> None:
    """By its number or its address; what it said before it changed stands below."""
    (row,) = json.loads(run("archive", "search", "late", "--format", "json").stdout)
    by_number, by_address = run("archive", "show", str(row["number"])), run("archive", "show", row["url"])
    assert by_number.stdout == by_address.stdout
    now, _, before = by_number.stdout.partition("--- until ")
    assert now.startswith("Harbour wall\n")
    assert "version 2" in now
    assert f"{TEXT} It was late." in now
    assert TEXT in before
    assert "It was late" not in before
    data = json.loads(run("archive", "show", row["url"], "--format", "json").stdout)
    assert (data["text"], data["versions"][0]["text"]) == (f"{TEXT} It was late.", TEXT)


def test_an_article_that_is_not_there_is_told(run: Run, filled: str) -> None:
    """The message says where numbers and addresses stand."""
    for wanted in ("9999", "https://nowhere.example/", "wall", "-1"):
        done = run("archive", "show", "--", wanted)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "briefing archive list" in done.stderr


def test_pruning_asks_first(run: Run, filled: str) -> None:
    """Without a yes nothing goes; a dry run only counts; ``--yes`` does not ask; what went does not come back."""
    for answer in ("n\n", ""):
        refused = run("archive", "prune", "--days", "1", input=answer)
        assert (refused.exit_code, "Older than 1 day: 1 of 2 articles." in refused.stderr) == (1, True)
    dry = run("archive", "prune", "--days", "1", "--dry-run")
    assert (dry.exit_code, dry.stdout) == (0, "Older than 1 day: 1 of 2 articles.\n")
    assert len(titles(run("archive", "list").stdout)) == 2
    assert run("archive", "prune", "--days", "1", "--yes").stdout == "Took out 1 of 2 articles.\n"
    assert "nothing new" in run("fetch").stdout
    assert titles(run("archive", "list").stdout) == ["Harbour wall"]
    assert run("archive", "prune", "--days", "1", "--yes").stdout == "Older than 1 day: 0 of 1 articles.\n"


@pytest.mark.parametrize("command", [("list",), ("search", "x"), ("prune", "--days", "1", "--yes")], ids=" ".join)
def test_an_empty_archive_is_no_error(run: Run, elsewhere: Path, command: tuple[str, ...]) -> None:
    """Also without any settings; and asking makes no file."""
    done = run("archive", *command, BRIEFING_STORE=str(elsewhere / "new.db"))
    assert done.exit_code == 0
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [("show", "9" * 30), ("show", "9" * 5000), ("list", "--limit", "9" * 20), ("prune", "--days", "1e9", "--yes")],
    ids=lambda arguments: arguments[0] + arguments[-1][:8],
)
def test_a_number_beyond_reach_gets_a_message(run: Run, arguments: tuple[str, ...]) -> None:
    """It is refused like any other that is wrong."""
    done = run("archive", *arguments)
    assert done.exit_code in (1, 2)
    assert done.stderr

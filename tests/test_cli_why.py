"""``briefing why``: what happened to an article on its way into the brief, or out of it."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing import pipeline
from briefing.config import load, settings

if TYPE_CHECKING:
    from conftest import Run, Server

DATE = ("--date", "2026-10-15T06:00")
MORNING = datetime(2026, 10, 15, 6, tzinfo=UTC)
WALL = (
    "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March. The wall will cost"
    " 4.2 million crowns. Work on the harbour wall begins in spring, said Mayor Ilse Tamm."
)
COMET = (
    "Astronomers have found a comet with two tails beyond the orbit of Saturn, seen first by a school class in Lund."
)
REGATTA = "The regatta of the old boats was won by a crew of four from the island, who had never sailed before."
SETTINGS = """
[ranking]
mute = ["comet"]
[brief]
time_zone = "UTC"
[[sources]]
location = "news.jsonl"
name = "Post"
exclude = ["horoscope"]
[[sources]]
location = "more.jsonl"
name = "Mirror"
"""


def article(name: str, title: str, text: str, day: int = 14) -> dict[str, str]:
    when = f"2026-10-{day:02}T18:00:00Z"
    return {"url": f"https://news.example/{name}", "title": title, "text": text, "source": "any", "published": when}


POST = [
    article("wall", "Harbour wall to be rebuilt", WALL),
    article("comet", "Comet\x1b[31m found", COMET),
    article("regatta", "Regatta won by islanders", REGATTA, day=2),
    article(
        "stars", "Your horoscope", "Aries will meet a stranger at the harbour who carries a heavy yellow suitcase."
    ),
]
MIRROR = [article("mirrored", "Council: wall to be rebuilt", WALL, day=13)]


def write(path: Path, articles: list[dict[str, str]]) -> None:
    path.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")


@pytest.fixture
def followed(elsewhere: Path) -> Path:
    write(elsewhere / "news.jsonl", POST)
    write(elsewhere / "more.jsonl", MIRROR)
    (elsewhere / "briefing.toml").write_text(SETTINGS, encoding="utf-8")
    return elsewhere


def tell(settings_file: Path, date: datetime) -> None:
    """Make the brief of a day and let its readers have it."""
    options = settings(load(settings_file) | {"store": os.environ["BRIEFING_STORE"]})
    with pipeline.opened_desk(options, settings_file) as desk:
        articles = pipeline.kept(desk, options.source_values(settings_file.parent), date)
        desk.shown(pipeline.brief_of(desk, date, articles))


def fate(run: Run, *wanted: str) -> dict[str, Any]:
    """What happened to the one article that is meant."""
    done = run("why", *wanted, *DATE, "--format", "json")
    assert done.exit_code == 0, done.output
    (row,) = json.loads(done.stdout)
    assert isinstance(row, dict)
    return row


def test_an_article_that_is_told(run: Run, followed: Path) -> None:
    """When it was fetched, from which source, who copied it or whom it copies, its story, the score's parts, its place."""
    done = run("why", "https://www.news.example/mirrored?utm_source=x", *DATE)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Council: wall to be rebuilt"
    assert lines[1].startswith("Mirror, 2026-10-13 ")
    assert re.match(r"Fetched: 2026-10-15 \d\d:\d\d from Mirror; number \d+ of the archive", lines[2])
    assert lines[3].startswith("Copied by: Post, 2026-10-14 ")
    assert lines[3].endswith("https://news.example/wall")
    assert re.match(r"Story: [0-9a-f]{8}, .*wall.* \(1 article of 2 outlets, new\)", lines[4])
    assert re.match(r"Score: \d\.\d\d = \w+ \+\d\.\d\d ", lines[5])
    assert lines[6].startswith("In morning-2026-10-15: told, ")


def test_a_copy_names_what_it_is_a_copy_of(run: Run, followed: Path) -> None:
    """The same text of another outlet is in the story through the article that stands for both."""
    assert (
        "A copy of: Council: wall to be rebuilt (Mirror) https://news.example/mirrored"
        in run("why", POST[0]["url"], *DATE).stdout
    )
    row = fate(run, POST[0]["url"])
    assert (row["copy_of"], row["place"], row["absent"]) == (MIRROR[0]["url"], "told", None)
    assert row["story"] == fate(run, MIRROR[0]["url"])["story"]
    assert sum(each["value"] for each in row["reasons"]) == pytest.approx(row["score"])


def test_an_article_that_is_left_out(run: Run, followed: Path) -> None:
    """A muted story is out with the word that muted it, and nothing of its title moves a terminal's cursor."""
    done = run("why", "school", "class", *DATE)
    assert done.stdout.startswith("Comet[31m found\n")
    assert "In morning-2026-10-15: left out, " in done.stdout
    row = fate(run, "school", "class")
    assert row["place"] == "out"
    assert "comet" in row["why"]


def test_an_article_that_is_too_old(run: Run, followed: Path) -> None:
    """It lies in the archive and is older than the brief's limit, which is named."""
    row = fate(run, "regatta")
    assert row["story"] is None
    assert re.fullmatch(r"too old: it is of 2026-10-02 \d\d:\d\d, and brief.max_age limit is 2 days", row["absent"])
    assert "Not among the articles of morning-2026-10-15: too old" in run("why", "regatta", *DATE).stdout


def test_an_article_of_an_earlier_edition(run: Run, followed: Path) -> None:
    """Long after, it is too old for a brief, and the editions that told it or named it are named with their headlines."""
    tell(followed / "briefing.toml", MORNING)
    done = run("why", POST[0]["url"], "--date", "2026-10-20T06:00")
    assert re.search(
        r"\nIn morning-2026-10-15: told, .*wall.*\nNot among the articles of morning-2026-10-20: too old", done.stdout
    )
    row = json.loads(run("why", POST[0]["url"], "--date", "2026-10-20", "--format", "json").stdout)[0]
    assert [(each["edition"], each["told"]) for each in row["earlier"]] == [("morning-2026-10-15", True)]
    several = run("why", "harbour", "--date", "2026-10-20T06:00").stdout.splitlines()[1:]
    assert {line.split("\t")[3] for line in several} == {"of an earlier edition", "not read"}
    assert fate(run, POST[0]["url"])["earlier"] == []


def test_an_article_that_its_source_is_not_to_have(run: Run, followed: Path) -> None:
    """A word of `exclude` keeps it out, and the setting is named."""
    assert "see its `exclude`" in fate(run, "horoscope")["absent"]


@pytest.mark.parametrize(
    ("setting", "reason"), [('include = ["council"]', "see its `include`"), ("limit = 2", "only the newest 2")]
)
def test_an_article_that_its_source_does_not_give(run: Run, followed: Path, setting: str, reason: str) -> None:
    """The settings that say which articles a source has are named where they keep one out."""
    first, second = POST[:2]
    older = article(
        "older", "Library opens on Sundays", "The library of the town opens on Sundays from May on.", day=13
    )
    write(followed / "news.jsonl", [older, first, second])
    (followed / "briefing.toml").write_text(SETTINGS.replace('exclude = ["horoscope"]', setting), encoding="utf-8")
    assert reason in fate(run, older["url"])["absent"]
    assert fate(run, first["url"])["absent"] is None


def test_a_source_that_is_off_or_gone(run: Run, followed: Path) -> None:
    """What was fetched of it is still known, and why no brief has it."""
    run("stories", *DATE)
    settings = followed / "briefing.toml"
    settings.write_text(SETTINGS.replace('name = "Mirror"', 'name = "Mirror"\non = false'), encoding="utf-8")
    assert "Mirror is off" in fate(run, MIRROR[0]["url"])["absent"]
    settings.write_text(SETTINGS.partition('[[sources]]\nlocation = "more')[0], encoding="utf-8")
    assert "no source of briefing.toml has it" in fate(run, MIRROR[0]["url"])["absent"]


def test_words_that_several_articles_have(run: Run, followed: Path) -> None:
    """The best few, in one row each, those first that have the words in the title; the number in the archive means one."""
    done = run("why", "harbour", *DATE)
    heads, *rows = (line.split("\t") for line in done.stdout.splitlines())
    assert heads == ["number", "time", "outlet", "place", "title", "address"]
    assert [(row[3], row[4]) for row in rows] == [
        ("told", "Harbour wall to be rebuilt"),
        ("told", "Council: wall to be rebuilt"),
        ("not read", "Your horoscope"),
    ]
    assert "tell of one of them in full" in done.stderr
    assert {fate(run, row[0])["title"] for row in rows} == {row[4] for row in rows}
    found = json.loads(run("why", "harbour", *DATE, "--format", "json").stdout)
    assert [each["url"] for each in found] == [row[5] for row in rows]


def test_a_whole_title_means_its_article(run: Run, followed: Path) -> None:
    """Words that are one article's title to the letter mean that one, whoever else has them in a text."""
    assert fate(run, "harbour wall to be rebuilt")["url"] == POST[0]["url"]


def test_an_article_with_a_new_version(run: Run, followed: Path) -> None:
    """Its version, and what it was called before."""
    run("stories", *DATE)
    write(followed / "news.jsonl", [article("wall", "Harbour wall: work begins", WALL + " It began early.")])
    done = run("why", POST[0]["url"], "--date", "2026-10-15T09:00")
    assert re.search(r"of the archive, version 2\n", done.stdout)
    assert re.search(r"Before 2026-10-15 \d\d:\d\d it was called: Harbour wall to be rebuilt", done.stdout)


def test_articles_of_a_file(run: Run, followed: Path) -> None:
    """--from looks into files, which no archive has."""
    (followed / "briefing.toml").unlink()
    done = run("why", "comet", "--from", "news.jsonl", *DATE)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Fetched: not from a source; read for this edition alone" in done.stdout
    row = fate(run, "comet", "--from", "news.jsonl")
    assert (row["number"], row["place"]) == (None, "told")


def test_nothing_is_no_article(run: Run, followed: Path) -> None:
    """An empty name is told to be one."""
    done = run("why", " ", *DATE)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "it is not said which article is meant: name an address" in done.stderr


@pytest.mark.parametrize("wanted", ["nonsense", "https://news.example/never", "999999", '"', "a OR", "(", "-"])
def test_what_nobody_fetched(run: Run, followed: Path, wanted: str) -> None:
    """Exit 1 with the next step, whatever was asked for."""
    done = run("why", *DATE, "--", wanted)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"no article was fetched that is {wanted}: " in done.stderr
    assert "`briefing archive list`" in done.stderr


def test_an_address_of_a_source_that_did_not_bring_it(run: Run, elsewhere: Path, server: Server) -> None:
    """The state of the source whose host it has: that it is off, that it failed, or that it did not list it."""
    feed = "<rss version='2.0'><channel><title>Harbour Post</title></channel></rss>"
    url = server.serve("/feed.xml", feed, "text/xml")
    text = f'[fetch]\ndelay = 0\n[[sources]]\nlocation = "{url}"\nname = "Post"\nallow = ["127.0.0.1"]\n'
    (elsewhere / "briefing.toml").write_text(text, encoding="utf-8")
    run("fetch")
    assert "Post did not list it" in run("why", server.url("/article")).stderr
    server.answers["/feed.xml"] = (404, {}, b"")
    run("fetch")
    assert "its source failed: Post: " in run("why", server.url("/article")).stderr
    other = '[[sources]]\nlocation = "https://other.example/feed"\n'
    (elsewhere / "briefing.toml").write_text(f"{text}on = false\n{other}", encoding="utf-8")
    assert "its source Post is off" in run("why", server.url("/article")).stderr

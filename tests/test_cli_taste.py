"""``briefing more``, ``less`` and ``interests``: what is wanted is taught, read and undone."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing import pipeline
from briefing.config import load, settings

if TYPE_CHECKING:
    from conftest import Run

DATE = ("--date", "2026-10-15T06:00")
MORNING = datetime(2026, 10, 15, 6, tzinfo=UTC)
WALL = "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March."
COMET = (
    "Astronomers have found a comet with two tails beyond the orbit of Saturn, seen first by a school class in Lund."
)
CAKE = "The bakery in the old town bakes with honey and walnuts again; its owner named the recipe after her grey cat."


@pytest.fixture
def followed(elsewhere: Path) -> Path:
    """A source of three stories, and a reader who cares about astronomy."""
    told = (
        ("Harbour wall rebuilt", WALL, 18),
        ("Comet found", COMET, 19),
        ("Bakery brings back honey cake called comet", CAKE, 20),
    )
    articles = [
        {
            "url": f"https://news.example/{hour}",
            "title": title,
            "text": text,
            "source": "Post",
            "published": f"2026-10-14T{hour}:00:00Z",
        }
        for title, text, hour in told
    ]
    (elsewhere / "news.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    text = '[ranking]\ninterests = ["sailing"]\n[brief]\ntime_zone = "UTC"\n[[sources]]\nlocation = "news.jsonl"\n'
    (elsewhere / "briefing.toml").write_text(text, encoding="utf-8")
    return elsewhere


def tell(settings_file: Path, date: datetime) -> None:
    """Make the brief of a day and let its readers have it."""
    options = settings(load(settings_file) | {"store": os.environ["BRIEFING_STORE"]})
    with pipeline.opened_desk(options, settings_file) as desk:
        articles = pipeline.kept(desk, options.source_values(settings_file.parent), date)
        desk.shown(pipeline.brief_of(desk, date, articles))


def interests(run: Run) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("interests", "--format", "json").stdout)
    return rows


def score(run: Run, headline: str) -> float:
    rows = json.loads(run("stories", *DATE, "--all", "--format", "json").stdout)
    return float(next(row["score"] for row in rows if row["headline"] == headline))


def test_more_is_learnt_read_and_undone(run: Run, followed: Path) -> None:
    """The story moves up; what was learnt stands beside what briefing.toml says; forgotten, all is as it was."""
    before = score(run, "Harbour wall rebuilt")
    done = run("more", "harbour", "wall", *DATE)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Learnt more: Harbour wall rebuilt\n")
    configured, learnt = interests(run)
    assert (configured["text"], configured["id"]) == ("sailing", None)
    assert (learnt["from"], learnt["weight"]) == ("more: Harbour wall rebuilt", 1.0)
    assert f"`briefing interests forget {learnt['id']}`" in done.stdout
    assert score(run, "Harbour wall rebuilt") > before
    undone = run("interests", "forget", str(learnt["id"]))
    assert (undone.exit_code, undone.stdout) == (0, "Forgot more: Harbour wall rebuilt\n")
    assert [each["id"] for each in interests(run)] == [None]
    assert score(run, "Harbour wall rebuilt") == pytest.approx(before)


def test_the_last_word_holds(run: Run, followed: Path) -> None:
    """Less after more is less, and the story moves down; more twice counts twice, and is said to."""
    before = score(run, "Comet found")
    run("more", "comet", "found", *DATE)
    assert "It counts 2 times as much as asked once." in run("more", "comet", "found", *DATE).stdout
    assert run("less", "comet", "found", *DATE).stdout.startswith("Learnt less: Comet found\n")
    (_, learnt) = interests(run)
    assert (learnt["from"], learnt["weight"]) == ("less: Comet found", -1.0)
    assert score(run, "Comet found") < before


def test_an_id_will_do(run: Run, followed: Path) -> None:
    """The id that `stories` shows, or its first four digits."""
    rows = json.loads(run("stories", *DATE, "--format", "json").stdout)
    wall = next(row for row in rows if row["headline"] == "Harbour wall rebuilt")
    assert run("more", wall["id"][:4], *DATE).exit_code == 0
    assert interests(run)[1]["thread"] == wall["id"]


def test_a_story_of_an_earlier_brief_is_known_by_its_id(run: Run, followed: Path) -> None:
    """What was told can be asked for when its articles are long gone, without a look at what there is today."""
    rows = json.loads(run("stories", *DATE, "--format", "json").stdout)
    wall = next(row for row in rows if row["headline"] == "Harbour wall rebuilt")
    tell(followed / "briefing.toml", MORNING)
    (followed / "news.jsonl").unlink()
    done = run("less", wall["id"][:6], "--date", "2026-10-18")
    assert (done.exit_code, done.stderr) == (0, "")
    assert interests(run)[1]["from"] == "less: Harbour wall rebuilt"
    assert "council of Aalmouth" in interests(run)[1]["text"]


def test_articles_of_a_file(run: Run, followed: Path) -> None:
    """--from looks for the story where `make --from` found it, and needs no briefing.toml."""
    (followed / "briefing.toml").unlink()
    assert run("more", "harbour", "--from", "news.jsonl", *DATE).exit_code == 0
    (learnt,) = interests(run)
    assert learnt["headline"] == "Harbour wall rebuilt"


def test_what_is_meant_by_several_or_by_nobody_teaches_nothing(run: Run, followed: Path) -> None:
    """Exit 1 with the candidates, or with the next step."""
    done = run("more", "comet", *DATE)
    assert (done.exit_code, done.stdout) == (1, "")
    assert {line.partition(" ")[2] for line in done.stderr.splitlines()[:2]} == {
        "Comet found",
        "Bakery brings back honey cake called comet",
    }
    assert "give the id" in done.stderr
    assert run("less", "nonsense", *DATE).exit_code == 1
    assert len(interests(run)) == 1


def test_without_a_memory_nothing_can_be_learnt(run: Run, followed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not said to be learnt and forgotten at once: exit 1 with the setting."""
    monkeypatch.setenv("BRIEFING_STORE", "none")
    done = run("more", "harbour", *DATE)
    assert (done.exit_code, done.stdout) == (1, "")
    assert 'nothing can be learnt: store is "none" in the settings' in done.stderr


def test_the_table_of_interests(run: Run, followed: Path) -> None:
    """Those of the file have no id; `interests` and `interests list` are one; a title cannot move the cursor."""
    run("less", "comet", "found", *DATE)
    lines = run("interests", "list").stdout.splitlines()
    assert lines == run("interests").stdout.splitlines()
    heads, sailing, comet = (line.split("\t") for line in lines)
    assert heads == ["id", "weight", "learnt", "interest"]
    assert sailing == ["", "+1", "", "sailing"]
    assert (comet[1], comet[3]) == ("-1", "less: Comet found")


def test_no_interest_and_no_file(run: Run, elsewhere: Path) -> None:
    """Nothing learnt and nothing configured is said, with both ways to change it."""
    done = run("interests")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "[ranking]" in done.stderr
    assert "briefing more" in done.stderr
    assert json.loads(run("interests", "--format", "json").stdout) == []


def test_forgetting_what_is_not_there(run: Run, followed: Path) -> None:
    """Exit 1, and nothing else is forgotten; what is no number is misuse."""
    run("more", "harbour", *DATE)
    number = interests(run)[1]["id"]
    done = run("interests", "forget", str(number), "999999")
    assert done.exit_code == 1
    assert "999999: see `briefing interests`" in done.stderr
    assert len(interests(run)) == 2
    assert run("interests", "forget", "wall").exit_code == 2

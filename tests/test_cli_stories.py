"""``briefing stories``: what an edition makes of the stories that were found, as a table, for a program, and each in full."""

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
HOSTILE = "Comet\x1b[31m found \u202ebeyond\nSaturn"
POST = (
    "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March. The storm injured"
    " 12 people in the town. Work on the harbour wall begins in spring, said Mayor Ilse Tamm."
)
COURIER = (
    "Aalmouth is to get its harbour wall back: the council voted on Tuesday to rebuild it. The storm in March injured 19"
    " people in the town. Mayor Ilse Tamm said that work on the wall begins in spring, a year after the storm."
)
GAZETTE = (
    "Work on the harbour wall of Aalmouth begins in spring, Mayor Ilse Tamm said. The council had voted on Tuesday to rebuild"
    " the harbour wall, which a storm broke in March."
)
COMET = (
    "Astronomers have found a comet with two tails beyond the orbit of Saturn, seen first by a school class in Lund."
)
CAKE = "The bakery in the old town bakes with honey and walnuts again; its owner named the recipe after her grey cat."


def article(source: str, title: str, text: str, hour: int) -> dict[str, str]:
    name = f"{source}-{hour}".lower().replace(" ", "-")
    when = f"2026-10-14T{hour:02}:00:00Z"
    return {"url": f"https://news.example/{name}", "title": title, "text": text, "source": source, "published": when}


ARTICLES = [
    article("Post", "Council votes to rebuild Aalmouth harbour wall", POST, 18),
    article("Courier", "Aalmouth harbour wall to be rebuilt, council votes", COURIER, 20),
    article("Mirror", "Council votes to rebuild Aalmouth harbour wall", POST, 21),
    article("Observer", HOSTILE, COMET, 19),
]


def write(folder: Path, articles: list[dict[str, str]], more: str = "") -> None:
    """A source of these articles, and a briefing.toml with it."""
    lines = "\n".join(map(json.dumps, articles))
    (folder / "news.jsonl").write_text(lines + "\n", encoding="utf-8")
    text = f'{more}\n[brief]\ntime_zone = "UTC"\n[[sources]]\nlocation = "news.jsonl"\n'
    (folder / "briefing.toml").write_text(text, encoding="utf-8")


def tell(settings_file: Path, date: datetime) -> None:
    """Make the brief of a day and let its readers have it."""
    options = settings(load(settings_file) | {"store": os.environ["BRIEFING_STORE"]})
    with pipeline.opened_desk(options, settings_file) as desk:
        articles = pipeline.kept(desk, options.source_values(settings_file.parent), date)
        desk.shown(pipeline.brief_of(desk, date, articles))


@pytest.fixture
def followed(elsewhere: Path) -> Path:
    write(elsewhere, ARTICLES)
    return elsewhere


def listed(run: Run, *arguments: str) -> list[dict[str, Any]]:
    """The rows for a program."""
    done = run("stories", *DATE, *arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def test_the_table_has_each_story_with_its_place(run: Run, followed: Path) -> None:
    """Tab-separated in a pipe; the story of most outlets first; nothing in a title moves a terminal's cursor."""
    done = run("stories", *DATE)
    assert (done.exit_code, done.stderr) == (0, "")
    heads, wall, comet = (row.split("\t") for row in done.stdout.splitlines())
    assert heads == ["id", "status", "place", "outlets", "score", "headline"]
    assert (wall[1:4], comet[1:4]) == (["new", "told", "3"], ["new", "told", "1"])
    assert float(wall[4]) > float(comet[4])
    assert comet[5] == "Comet[31m found beyond Saturn"


def test_a_program_gets_the_whole_row(run: Run, followed: Path) -> None:
    """JSON: ids in full, the outlets by name in the order in which they came, the score, why the story has its place."""
    wall, comet = listed(run)
    assert wall["outlets"] == ["Post", "Courier", "Mirror"]
    assert (len(wall["id"]), wall["story"], wall["place"], wall["status"]) == (12, wall["id"], "told", "new")
    assert wall["score"] > comet["score"]
    assert wall["why"]


def test_what_is_left_out_is_counted_or_listed(run: Run, followed: Path) -> None:
    """A story that the reader does not want is one in a count, and with --all a row with its reason."""
    write(followed, ARTICLES, '[ranking]\nmute = ["comet"]')
    done = run("stories", *DATE)
    assert len(done.stdout.splitlines()) == 2
    assert "1 story is left out" in done.stderr
    assert len(listed(run)) == 1
    (muted,) = (row for row in listed(run, "--all") if row["place"] == "out")
    assert muted["outlets"] == ["Observer"]
    assert "comet" in muted["why"]


def test_articles_of_a_file_need_no_settings(run: Run, followed: Path) -> None:
    """--from takes the place of the sources, and no briefing.toml is needed."""
    (followed / "briefing.toml").unlink()
    assert len(listed(run, "--from", "news.jsonl")) == 2
    done = run("stories", *DATE)
    assert done.exit_code == 1
    assert "briefing init" in done.output


def test_no_story_is_said_to_be_none(run: Run, followed: Path) -> None:
    """Articles that are all too old: a sentence that names the next step, or an empty list for a program."""
    done = run("stories", "--date", "2026-12-24")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no story" in done.stderr
    assert json.loads(run("stories", "--date", "2026-12-24", "--format", "json").stdout) == []


def test_one_story_in_full(run: Run, followed: Path) -> None:
    """Its score with the parts, its outlets by time, who was first, who has a copy, who does not report it, its addresses."""
    (wall, _) = listed(run)
    done = run("stories", "show", wall["id"][:4], *DATE)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == wall["headline"]
    assert lines[1].startswith(f"{wall['id']}, new; told: ")
    assert f"Score {wall['score']:.2f}" in lines
    outlets = lines[lines.index("Outlets") + 1 :][:4]
    assert [line[len("  2026-10-14 18:00 ") :] for line in outlets[:3]] == ["Post, first", "Courier", "Mirror, a copy"]
    assert outlets[3] == "  not covered by Observer"
    assert "    https://news.example/courier-20" in lines
    assert "Timeline" not in lines


def test_figures_that_outlets_disagree_on_stand_side_by_side(run: Run, followed: Path) -> None:
    """12 people were hurt to one outlet and 19 to the other, each with its sentence."""
    lines = run("stories", "show", "harbour", "wall", *DATE).stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("Outlets disagree: "))
    told = " ".join(lines[start : start + 3])
    assert "12 people (Post): The storm injured 12 people in the town." in told
    assert "19 people (Courier): The storm in March injured 19 people in the town." in told


def test_a_single_source_says_so(run: Run, followed: Path) -> None:
    """A story of one outlet is called one; everybody else is named as not covering it."""
    lines = run("stories", "show", "comet", *DATE).stdout.splitlines()
    assert "  a single source" in lines
    assert any(line.startswith("  not covered by ") and "Post" in line and "Courier" in line for line in lines)


def test_one_story_for_a_program(run: Run, followed: Path) -> None:
    """JSON: reasons that sum up to the score, the articles with their copies, the figures, the timeline."""
    (wall, _) = listed(run)
    whole = json.loads(run("stories", "show", wall["id"], *DATE, "--format", "json").stdout)
    assert {name: whole[name] for name in wall} == wall
    assert sum(each["value"] for each in whole["reasons"]) == pytest.approx(wall["score"])
    assert [(each["source"], each["copy"]) for each in whole["articles"]] == [
        ("Post", False),
        ("Courier", False),
        ("Mirror", True),
    ]
    assert whole["not_covered_by"] == ["Observer"]
    assert whole["timeline"] == []
    (figures,) = (each["figures"] for each in whole["disagreements"])
    assert {each["source"] for each in figures} == {"Post", "Courier"}


def test_a_story_that_is_not_told_shows_its_figures_too(run: Run, followed: Path) -> None:
    """Where it is a link alone, its outlets disagree all the same."""
    given = (followed / "briefing.toml").read_text(encoding="utf-8")
    (followed / "briefing.toml").write_text(f"ranking.mute = ['wall']\n{given}", encoding="utf-8")
    whole = json.loads(run("stories", "show", "wall", *DATE, "--format", "json").stdout)
    assert whole["place"] == "out"
    assert len(whole["disagreements"]) == 1


def test_options_may_stand_before_the_command(run: Run, followed: Path) -> None:
    """What is said to `stories` counts for `show`; a word of a wrong kind is still refused."""
    (followed / "briefing.toml").unlink()
    done = run("stories", "--from", "news.jsonl", *DATE, "--format", "json", "show", "comet")
    assert json.loads(done.stdout)["outlets"] == ["Observer"]
    assert run("stories", "--date", "yesterday", "show", "comet").exit_code == 2


def test_the_next_day_knows_what_was_told(run: Run, followed: Path) -> None:
    """After an edition was written, the story's timeline has it; what adds nothing is left out as known."""
    tell(followed / "briefing.toml", MORNING)
    rows = listed(run, "--date", "2026-10-15T18:00", "--all")
    wall = next(row for row in rows if "Post" in row["outlets"])
    assert wall["status"] == "new", "an edition knows nothing of itself"
    later = ("--date", "2026-10-16T06:00")
    write(followed, [*ARTICLES, article("Gazette", "Aalmouth council votes to rebuild harbour wall", GAZETTE, 22)])
    done = run("stories", "show", wall["id"], *later)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert " morning-2026-10-15, new: " in lines[lines.index("Timeline") + 1]
    whole = json.loads(run("stories", "show", wall["id"], *later, "--format", "json").stdout)
    assert [each["edition"] for each in whole["timeline"]] == ["morning-2026-10-15"]
    assert whole["timeline"][0]["sentences"]
    assert whole["status"] in ("continuing", "known")


def test_a_thread_of_an_earlier_day_is_shown(run: Run, followed: Path) -> None:
    """What was told and is not among today's stories has its timeline, and says that it is not of this edition."""
    tell(followed / "briefing.toml", MORNING)
    wall = next(row for row in listed(run) if "Post" in row["outlets"])
    done = run("stories", "show", wall["id"], "--date", "2026-10-20")
    assert done.exit_code == 0, done.output
    assert f"{wall['id']}, not among the stories of this edition" in done.stdout
    assert "Timeline" in done.stdout


def test_what_is_meant_by_nobody_or_by_several(run: Run, followed: Path) -> None:
    """Exit 1 with the next step; several are listed with the ids that tell them apart."""
    done = run("stories", "show", "nonsense", *DATE)
    assert done.exit_code == 1
    assert 'there is no story "nonsense"' in done.stderr
    assert "briefing stories --all" in done.stderr
    more = article("Observer", "Bakery brings back honey cake called comet", CAKE, 23)
    write(followed, [*ARTICLES, more])
    done = run("stories", "show", "comet", *DATE)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "may be each of 2 stories" in done.stderr
    ids = [line.split(" ")[0] for line in done.stderr.splitlines()[:2]]
    assert {run("stories", "show", each, *DATE).exit_code for each in ids} == {0}

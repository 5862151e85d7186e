"""``briefing doctor`` as a person or a program calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run, Server

FEED = """<rss version="2.0"><channel><title>Port News</title>
<item><title>Bridge opens</title><link>https://port.example/1</link><description>It opens in May.</description></item>
</channel></rss>"""


@pytest.fixture
def well(elsewhere: Path, server: Server) -> Path:
    """Settings with one source that answers."""
    feed = server.serve("/feed", FEED, "application/rss+xml")
    path = elsewhere / "briefing.toml"
    path.write_text(f'[[sources]]\nlocation = "{feed}"\nname = "Port"\nallow = ["127.0.0.1"]\n', encoding="utf-8")
    return path


def rows(stdout: str) -> dict[str, list[str]]:
    """The lines of the table by their subject."""
    return {line.split("\t")[0]: line.split("\t")[1:] for line in stdout.splitlines()}


def test_all_is_well(run: Run, well: Path) -> None:
    """A line for each thing, none of them broken, and exit status 0 though nothing is scheduled."""
    done = run("doctor")
    assert done.exit_code == 0, done.stdout
    found = rows(done.stdout)
    assert list(found)[:2] == ["what", "configuration"]
    for subject in (
        "configuration",
        "sources",
        "encoder",
        "writer",
        "templates",
        "files",
        "recipients",
        "store",
        "time zone",
    ):
        assert found[subject][0] == "good", found[subject]
    assert found["sources"][1] == "1 of 1 answer"
    assert found["schedule"][0] == "warning"
    assert "briefing schedule install" in found["schedule"][2]


def test_what_is_broken_makes_the_exit_status(run: Run, well: Path, server: Server) -> None:
    """A source that is gone: status 1, and what to do about it on its line."""
    server.answers.clear()
    done = run("doctor")
    assert done.exit_code == 1
    state, text, remedy = rows(done.stdout)["source Port"]
    assert state == "broken"
    assert "404" in text
    assert remedy


def test_offline_leaves_the_network_alone(run: Run, well: Path, server: Server) -> None:
    """Nobody is asked, and that is no fault."""
    done = run("doctor", "--offline")
    assert done.exit_code == 0
    assert not server.asked
    assert rows(done.stdout)["sources"][1] == "1 on the network not asked"


def test_json_is_for_programs(run: Run, well: Path) -> None:
    """The same findings with the seconds that each took."""
    told = json.loads(run("doctor", "--offline", "--format", "json").stdout)
    assert set(told[0]) == {"subject", "state", "text", "remedy", "seconds"}
    assert told[0]["subject"] == "configuration"
    assert next(each for each in told if each["subject"] == "encoder")["seconds"] > 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[brief]\nlenght = 45\n", "did you mean length?"),
        ("[brief\n", "cannot be read"),
        (None, "there is no briefing.toml"),
    ],
    ids=["unknown setting", "no TOML", "no file"],
)
def test_settings_that_cannot_be_read_are_a_finding(run: Run, elsewhere: Path, text: str | None, told: str) -> None:
    """What is wrong with them is the first line; what can be looked at without them still is."""
    if text is not None:
        (elsewhere / "briefing.toml").write_text(text, encoding="utf-8")
    done = run("doctor")
    assert done.exit_code == 1
    found = rows(done.stdout)
    assert found["configuration"][0] == "broken"
    assert told in " ".join(found["configuration"])
    assert {"encoder", "disk", "schedule"} < set(found)
    assert "sources" not in found


def test_passwords_come_from_the_environment(run: Run, well: Path) -> None:
    """A recipient whose address is in a variable is well where the variable is set, and the address is not shown."""
    well.write_text(
        well.read_text(encoding="utf-8") + '[[recipients]]\nto_env = "CHAT"\nname = "Chat"\n', encoding="utf-8"
    )
    assert rows(run("doctor", "--offline").stdout)["recipient Chat"][2] == "set CHAT"
    done = run("doctor", "--offline", CHAT="ntfy://a-secret-topic")
    assert done.exit_code == 0
    assert "a-secret-topic" not in done.stdout
    assert rows(done.stdout)["recipients"][1] == "Chat"


def test_nothing_is_written(run: Run, well: Path, elsewhere: Path) -> None:
    """Looking leaves no file behind, not even the store or a brief."""
    store = elsewhere / "none-yet.db"
    before = set(elsewhere.rglob("*"))
    assert run("doctor", BRIEFING_STORE=str(store)).exit_code == 0
    assert set(elsewhere.rglob("*")) == before

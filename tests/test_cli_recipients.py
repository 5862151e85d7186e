"""``briefing recipients``: who the brief goes to, kept in briefing.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

FILE = """# mine
[mail]
server = "smtp.example.org"  # theirs
sender = "brief@example.org"
"""


@pytest.fixture
def settings(elsewhere: Path) -> Path:
    path = elsewhere / "briefing.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def blocks(path: Path) -> list[dict[str, object]]:
    return list(tomllib.loads(path.read_text(encoding="utf-8")).get("recipients", []))


def test_added_listed_removed(run: Run, settings: Path) -> None:
    """A recipient is a block at the end of the file; taking it out leaves the file as it was."""
    assert run("recipients", "add", "Ina Brandt <ina@example.org>", "--attach", "pdf").exit_code == 0
    assert blocks(settings) == [{"to": "Ina Brandt <ina@example.org>", "attach": ["pdf"]}]
    assert settings.read_text(encoding="utf-8").startswith(FILE)
    (row,) = json.loads(run("recipients", "list", "--format", "json").stdout)
    assert (row["recipient"], row["channel"], row["attached"]) == ("Ina Brandt <ina@example.org>", "mail", "pdf")
    assert row["state"] == "nothing sent yet"
    assert run("recipients", "remove", "INA@example.org").exit_code == 0
    assert settings.read_text(encoding="utf-8").rstrip() == FILE.rstrip()


@pytest.mark.parametrize(
    ("words", "channel"),
    [
        (["ntfy://topic"], "notify"),
        (["https://hooks.example/x"], "webhook"),
        (["--program", "cat -u"], "program"),
        (["--env", "SOMEBODY"], "mail"),
    ],
)
def test_every_kind(run: Run, settings: Path, words: list[str], channel: str) -> None:
    """Services, webhooks, programs, and addresses that stand in the environment."""
    assert run("recipients", "add", *words).exit_code == 0
    (row,) = json.loads(run("recipients", "list", "--format", "json").stdout)
    assert row["channel"] == channel
    assert run("recipients", "remove", row["recipient"] if channel != "program" else "cat -u").exit_code == 0
    assert blocks(settings) == []


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"], ["a@b.example, c@d.example"], ["a@b.example\r\nBcc: c@d.example"], [], ["a@b.example", "--env", "X"],
        ["\x00@b.example"],
    ],
)  # fmt: skip
def test_what_is_no_recipient_is_refused(run: Run, settings: Path, words: list[str]) -> None:
    """With a message, and without a change to the file."""
    result = run("recipients", "add", *words)
    assert result.exit_code == 1
    assert "recipient" in result.stderr
    assert settings.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize("words", [["foo://x"], ["slack://x"], ["--program", "no-such-program --now"]])
def test_what_nobody_could_reach_is_refused(run: Run, settings: Path, words: list[str]) -> None:
    """A service that Apprise does not know, and a program that is not there."""
    result = run("recipients", "add", *words)
    assert result.exit_code == 1
    assert settings.read_text(encoding="utf-8") == FILE


def test_one_mailbox_is_added_once(run: Run, settings: Path) -> None:
    """However it is spelled."""
    run("recipients", "add", "ina@example.org")
    result = run("recipients", "add", "Ina <INA@example.org>")
    assert result.exit_code == 1
    assert "already" in result.stderr
    assert len(blocks(settings)) == 1


def test_a_token_in_an_address_is_never_shown(run: Run, settings: Path) -> None:
    """Neither by add nor by list nor by remove."""
    said = [run("recipients", "add", "slack://SECRET/SECRET/SECRET"), run("recipients", "list")]
    said += [run("recipients", "remove", "slack://SECRET/SECRET/SECRET")]
    assert all(each.exit_code == 0 and "SECRET" not in each.stdout + each.stderr for each in said)


def test_who_is_not_there_cannot_be_removed(run: Run, settings: Path) -> None:
    """The message says where the names are; nobody else is removed either."""
    run("recipients", "add", "ina@example.org")
    result = run("recipients", "remove", "ina@example.org", "otto@example.org")
    assert result.exit_code == 1
    assert "recipients list" in result.stderr
    assert len(blocks(settings)) == 1


def test_a_dry_run_removes_nobody(run: Run, settings: Path) -> None:
    """It says who would go."""
    run("recipients", "add", "ina@example.org")
    assert "would remove ina@example.org" in run("recipients", "remove", "ina@example.org", "--dry-run").stdout
    assert len(blocks(settings)) == 1


def test_mail_without_a_server_is_said_at_once(run: Run, elsewhere: Path) -> None:
    """Where there is no file yet, one is written with every setting explained; what is missing for mail is named."""
    result = run("recipients", "add", "ina@example.org")
    assert result.exit_code == 0
    assert "[mail]" in result.stderr
    assert blocks(elsewhere / "briefing.toml") == [{"to": "ina@example.org"}]
    assert "[brief]" in (elsewhere / "briefing.toml").read_text(encoding="utf-8")


def test_a_program_with_an_open_quote_is_refused(run: Run, settings: Path) -> None:
    """The message names the option; the file stays as it was."""
    result = run("recipients", "add", "--program", "post-it 'now")
    assert result.exit_code == 2
    assert "--program" in result.stderr
    assert settings.read_text(encoding="utf-8") == FILE


def test_who_is_in_the_environment_goes_by_the_name_of_the_variable(run: Run, settings: Path) -> None:
    """Where it is not set, no empty address stands beside it."""
    run("recipients", "add", "--env", "SOMEBODY")
    (row,) = json.loads(run("recipients", "list", "--format", "json").stdout)
    assert row["recipient"] == "SOMEBODY"

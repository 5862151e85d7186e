"""``briefing schedule``, as a person and as a timer call it, on a computer whose crontab is a file of the tests."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.cli.schedule import KINDS
from briefing.demo import NEWSROOM
from briefing.schedule import BACK_ENDS

if TYPE_CHECKING:
    from click.testing import Result
    from conftest import Run

CRONTAB = """#!/bin/sh
case "$1" in
    -l) [ -f "$HOME/table" ] || { echo "no crontab for ina" >&2; exit 1; }; exec /bin/cat "$HOME/table" ;;
    -) exec /bin/cat > "$HOME/table" ;;
esac
exit 64
"""


@dataclass(frozen=True)
class Person:
    """Somebody at a computer with cron: their home, where they are, and the commands they give."""

    home: Path
    here: Path
    run: Run

    def schedule(self, *arguments: str, **environment: str) -> Result:
        """``briefing schedule …`` with their home and a crontab."""
        places = {"HOME": str(self.home), "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", "PATH": str(self.home / "bin")}
        return self.run("schedule", *arguments, **{**places, **environment})

    def shown(self) -> Any:
        """What ``show`` tells a program of the only schedule."""
        (only,) = json.loads(self.schedule("show", "--format", "json").stdout)
        return only

    @property
    def table(self) -> str:
        """The crontab."""
        path = self.home / "table"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def person(elsewhere: Path, tmp_path: Path, run: Run) -> Person:
    """Somebody with a briefing.toml, and nothing scheduled."""
    home = tmp_path / '50 % it\'s "ü"'
    (home / "bin").mkdir(parents=True)
    crontab = home / "bin" / "crontab"
    crontab.write_text(CRONTAB)
    crontab.chmod(0o755)
    shutil.copy(NEWSROOM, elsewhere / "news.jsonl")
    (elsewhere / "briefing.toml").write_text('[[sources]]\nlocation = "news.jsonl"\n', encoding="utf-8")
    return Person(home, elsewhere, run)


def test_the_kinds_of_timer_are_those_that_there_are() -> None:
    """The command line names them without loading them."""
    assert tuple(BACK_ENDS) == KINDS


def test_a_dry_run_shows_all_that_would_be_done_and_does_nothing(person: Person) -> None:
    """The crontab with its indentation, and the plan."""
    done = person.schedule("install", "--at", "6:15", "--weekdays", "--dry-run")
    assert done.exit_code == 0
    assert "would call crontab -, giving it\n" in done.stdout
    assert f"    15 6 * * 1,2,3,4,5 {sys.executable} -P -m briefing schedule run-once" in done.stdout
    assert '     "at": "06:15:00",\n' in done.stdout
    assert list(person.home.iterdir()) == [person.home / "bin"]


def test_a_schedule_is_installed_shown_and_removed(person: Person) -> None:
    """Each step says where things stand, and nothing is left but the crontab of before."""
    (person.home / "table").write_text("5 4 * * * mine\n")
    done = person.schedule("install", "--at", "06:30", "--days", "mon-fri")
    assert (done.exit_code, "at 06:30, Monday to Friday, by crontab; next " in done.stdout) == (0, True)
    assert person.table.count(str(person.here / "briefing.toml").replace("%", "'\\%'")) == 2
    shown = person.schedule("show").stdout
    assert shown.startswith("morning: at 06:30, Monday to Friday (crontab)\n  next     20")
    assert f"\n  log      {person.home}/.local/state/briefing/schedules/morning/run.log (not yet written)\n" in shown
    assert "take away" in person.schedule("remove", "--dry-run").stdout
    assert person.schedule("remove").exit_code == 0
    assert person.table == "5 4 * * * mine\n"
    assert "Nothing is scheduled" in person.schedule("show").stderr


def test_several_schedules_have_names(person: Person) -> None:
    """Each with settings of its own."""
    shutil.copy("briefing.toml", "evening.toml")
    person.schedule("install")
    person.schedule("install", "--name", "evening", "--at", "18:00", "-c", "evening.toml")
    told = json.loads(person.schedule("show", "--format", "json").stdout)
    assert [(each["name"], Path(each["config"]).name) for each in told] == [
        ("evening", "evening.toml"), ("morning", "briefing.toml"),
    ]  # fmt: skip
    assert person.schedule("remove", "--name", "evening").exit_code == 0
    assert person.shown()["name"] == "morning"


def test_each_edition_has_a_timer_of_its_own(person: Person) -> None:
    """At its own time, on its own days; each is shown, and all can be taken away."""
    with (person.here / "briefing.toml").open("a") as file:
        file.write(
            '[[editions]]\nname = "morning"\nat = "06:15"\n[[editions]]\nname = "weekly"\nat = "08:00"\ndays = "sun"\n'
        )
    done = person.schedule("install")
    assert (done.exit_code, done.stdout.count("brief will be made")) == (0, 2)
    assert re.findall(r"^(\d+ \d+ \* \* \S) .*--name (\w+)", person.table, re.MULTILINE) == [
        ("15 6 * * *", "morning"), ("0 8 * * 0", "weekly"),
    ]  # fmt: skip
    shown = person.schedule("show").stdout
    assert "morning: at 06:15, every day (crontab)\n" in shown
    assert "weekly: at 08:00, Sunday (crontab)\n" in shown
    assert "would call" in person.schedule("remove", "--all", "--dry-run").stdout
    assert person.schedule("remove", "--all").stdout.count("not scheduled any more") == 2
    assert person.table == ""


def test_a_timer_that_is_gone_is_told_with_the_command_that_mends_it(person: Person) -> None:
    """Somebody emptied the crontab."""
    person.schedule("install")
    (person.home / "table").unlink()
    assert "its timer is gone; `briefing schedule install --name morning`" in person.schedule("show").stdout
    assert not person.shown()["intact"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("install", "--at", "25:00"), "write hours and minutes"),
        (("install", "--days", "never"), "write mon-fri"),
        (("install", "--name", "../x"), "no name for a schedule"),
        (("install", "-c", "none.toml"), "briefing init"),
        (("install", "--with", "systemd"), "systemd is not to be had here"),
        (("remove",), "briefing schedule show"),
        (("run-once", "--name", "evening"), "-c FILE"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_remedy(person: Person, arguments: tuple[str, ...], said: str) -> None:
    """And changes nothing."""
    done = person.schedule(*arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert list(person.home.iterdir()) == [person.home / "bin"]


def test_variables_that_a_timer_would_not_see_are_named(person: Person, warm_store: Path) -> None:
    """Those that the settings need and those that are set here, unless the file has them."""
    text = 'password_env = "POST_PASSWORD"\n[mail]\nserver = "mail.example.org"\nsender = "a@example.org"\npassword_env = "MAIL"\n'
    with (person.here / "briefing.toml").open("a") as file:
        file.write(text)
    file_of_secrets = person.home / ".config" / "briefing" / "environment"
    told = person.schedule("install").stderr
    assert f"Write BRIEFING_STORE=…, MAIL=…, POST_PASSWORD=… into {file_of_secrets} (chmod 600)" in told
    file_of_secrets.parent.mkdir(parents=True)
    file_of_secrets.write_text(f"BRIEFING_STORE={warm_store}\nPOST_PASSWORD=x\nMAIL=hunter2\n")
    file_of_secrets.chmod(0o600)
    assert "Write" not in person.schedule("install").stderr
    assert "hunter2" not in (person.home / ".local/state/briefing/schedules/morning/plan.json").read_text()


def test_a_computer_in_another_time_zone_is_told_of(person: Person) -> None:
    """Timers know only its own."""
    text = person.here.joinpath("briefing.toml").read_text()
    person.here.joinpath("briefing.toml").write_text(f'[brief]\ntime_zone = "Asia/Kathmandu"\n{text}')
    assert re.search(r"06:30 is \d\d:\d\d in Asia/Kathmandu", person.schedule("install").stderr)
    person.here.joinpath("briefing.toml").write_text(text)
    assert "clock" not in person.schedule("install").stderr


def test_the_line_in_the_crontab_makes_the_brief_that_was_missed(person: Person, warm_store: Path) -> None:
    """With no more of an environment than cron gives, once, and silently, so that no mail comes of it."""
    person.schedule("install", "--at", "00:00")
    plan = person.home / ".local/state/briefing/schedules/morning/plan.json"
    values = json.loads(plan.read_text())
    plan.write_text(json.dumps({**values, "installed": "2026-01-01T00:00:00+00:00"}))
    (person.home / ".config" / "briefing").mkdir(parents=True)
    secrets = person.home / ".config" / "briefing" / "environment"
    secrets.write_text(f"BRIEFING_STORE={warm_store}\n")
    secrets.chmod(0o600)
    assert "; no run went well since. See the log." in person.schedule("show").stdout
    (line,) = [line for line in person.table.splitlines() if line.startswith("@reboot ")]
    command = ["/bin/sh", "-c", line.removeprefix("@reboot ").replace(r"\%", "%")]
    environment = {"HOME": str(person.home), "PATH": "/usr/bin:/bin"}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    for _ in range(2):
        done = subprocess.run(command, env=environment, cwd=person.home, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "</html>" in (person.here / "brief.html").read_text(encoding="utf-8")
    log = Path(person.shown()["log"]).read_text(encoding="utf-8")
    assert log.count("The morning brief begins") == 1
    assert f"Wrote {person.here}/brief.html" in log
    assert "went well after" in person.schedule("show").stdout
    assert (person.shown()["last"]["status"], person.shown()["missed"]) == (0, None)


def test_a_run_that_fails_exits_with_its_status_and_its_log_has_the_reason(person: Person) -> None:
    """By hand all of it is said; by a timer one line, for cron's mail."""
    shutil.copy("briefing.toml", "broken.toml")
    Path("broken.toml").write_text("nonsense = 1\n")
    done = person.schedule("run-once", "-c", "broken.toml", "--tries", "2", "--wait", "0")
    assert done.exit_code == 1
    assert "nobody knows the setting nonsense" in done.stderr
    assert "try 2 of 2" in done.stderr
    by_timer = person.schedule("run-once", "-c", "broken.toml", "--tries", "1", "--missed")
    log = person.home / ".local/state/briefing/schedules/morning/run.log"
    assert (by_timer.exit_code, by_timer.stdout) == (1, "")
    assert by_timer.stderr == f"The morning brief was not made: status 1. See {log}\n"
    assert log.read_text().count("nobody knows the setting nonsense") == 3

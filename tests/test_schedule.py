"""Plans, the units that are written for each kind of timer (golden files), what is asked of the computer, and one run.

``systemctl``, ``crontab``, ``schtasks`` and ``launchctl`` are small programs of the tests that keep to the real ones' protocol.
"""

from __future__ import annotations

import json
import os
import plistlib
import shlex
import shutil
import subprocess
import sys
import time as clock
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from briefing import schedule
from briefing.errors import ScheduleError
from briefing.schedule import crontab, launchd, once, systemd, windows
from briefing.schedule.machine import Call, Machine, Write, perform
from briefing.schedule.once import Order, opened_log, run_once
from briefing.schedule.plan import EVERY_DAY, Plan, clock_time, told_days, weekdays
from briefing.schedule.records import LAST, LOG, PLAN, Last, plan_file, read_last, read_plan, save_last
from briefing.schedule.variables import kept, read_variables

GOLDEN = Path(__file__).parent / "golden" / "schedule"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
ODD = '/home/ina/50 % $HOME it\'s "ü" & <b> back\\slash'
ODD_WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)

Zone = Callable[[str], None]


def plan(**changes: Any) -> Plan:
    """The weekday mornings of somebody called Ina."""
    values: dict[str, Any] = {
        "name": "morning", "at": time(6, 30), "days": (0, 1, 2, 3, 4), "config": Path("/home/ina/news/briefing.toml"),
        "folder": Path("/home/ina/.local/state/briefing/schedules/morning"), "python": "/home/ina/venv/bin/python",
        "back_end": "crontab", "installed": NOW, "secrets": Path("/home/ina/.config/briefing/environment"),
    }  # fmt: skip
    return Plan(**{**values, **changes})


AWKWARD = plan(
    name="evening", at=time(18, 5), days=EVERY_DAY, python=f"{ODD}/python", config=Path(f"{ODD}/briefing.toml"),
    folder=Path(f"{ODD}/state/evening"),
)  # fmt: skip


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zone]:
    """Puts the computer into a time zone."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        clock.tzset()

    yield put
    monkeypatch.undo()
    clock.tzset()


SYSTEMCTL = """
case "$2" in
    enable) ln -sf "$UNITS/$3" "$UNITS/timers.target.wants/$3" ;;
    disable) rm -f "$UNITS/timers.target.wants/$4" ;;
    restart) exit "${RESTART:-0}" ;;
esac
[ "$1" = --user ] || exit 64
exit "${MANAGER:-0}"
"""
CRONTAB = """
[ -n "$REFUSED" ] && { echo "You (ina) are not allowed to use this program (crontab)" >&2; exit 1; }
case "$1" in
    -l) [ -f "$TABLE" ] || { echo "no crontab for ina" >&2; exit 1; }; cat "$TABLE" ;;
    -) cat > "$TABLE.new"; grep -q nonsense "$TABLE.new" && { echo "bad minute" >&2; exit 1; }; mv "$TABLE.new" "$TABLE" ;;
    *) exit 64 ;;
esac
"""
PROGRAMS = {
    "systemctl": SYSTEMCTL, "crontab": CRONTAB, "loginctl": 'echo "${LINGER:-no}"',
    "launchctl": '[ "$1" = bootstrap ] || exit 3', "schtasks": 'if [ "$1" = /Query ]; then [ -n "$TASK" ]; fi',
}  # fmt: skip


class Computer:
    """A folder that stands for a computer: with a home, and with programs that write down how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        self.table = folder / "table"
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.units = folder / "config" / "systemd" / "user"

    def machine(self, *programs: str, platform: str = "linux", **environment: str) -> Machine:
        """The computer with these programs of its schedulers."""
        for name in programs:
            path = self.programs / name
            path.write_text(f'#!/bin/sh\necho "{name} $*" >> "$CALLS"\n{PROGRAMS[name]}\n')
            path.chmod(0o755)
        for tool in ("cat", "grep", "mv", "ln", "rm"):
            (self.programs / tool).unlink(missing_ok=True)
            (self.programs / tool).symlink_to(next(p for p in (f"/bin/{tool}", f"/usr/bin/{tool}") if Path(p).exists()))
        (self.units / "timers.target.wants").mkdir(parents=True, exist_ok=True)
        given = {"CALLS": str(self.calls), "TABLE": str(self.table), "UNITS": str(self.units)}
        return Machine(
            platform, self.folder / "home", self.folder / "config", self.folder / "schedules",
            self.folder / "secrets", {"PATH": str(self.programs), **given, **environment},
        )  # fmt: skip

    def called(self) -> list[str]:
        """The calls since this was asked last."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return lines

    def plan(self, back_end: str, **changes: object) -> Plan:
        """A plan for this computer."""
        name = str(changes.get("name", "morning"))
        return plan(
            **{"folder": self.folder / "schedules" / name, "back_end": back_end, "python": sys.executable, **changes}
        )


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    """A computer with nothing scheduled."""
    return Computer(tmp_path)


# --- plans ---


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)), ("weekdays", (0, 1, 2, 3, 4)), ("daily", EVERY_DAY), ("mon,wed,fri", (0, 2, 4)),
        ("sat-mon", (0, 5, 6)), ("Monday - Wednesday, SUN", (0, 1, 2, 6)), ("weekend", (5, 6)), ("tue", (1,)),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    """Ranges may go over the end of the week."""
    assert weekdays(text) == days


@pytest.mark.parametrize("text", ["", "mon-", "-fri", "montag", "mo", "mon;tue", "mon-fri-sun", "1-5"])
def test_what_names_no_days_is_refused(text: str) -> None:
    """With an example of what does."""
    with pytest.raises(ScheduleError, match="mon-fri"):
        weekdays(text)


def test_a_time_of_day_is_hours_and_minutes() -> None:
    """With or without a leading zero, and nothing else."""
    assert clock_time("6:30") == clock_time("06:30") == time(6, 30)
    for wrong in ("24:00", "6", "06:30:15", "half past six", ""):
        with pytest.raises(ScheduleError, match="06:30"):
            clock_time(wrong)


@pytest.mark.parametrize("days", [(), (7,), (0, -1)])
def test_a_plan_has_days_of_the_week(days: tuple[int, ...]) -> None:
    """One that has none is never due."""
    with pytest.raises(ScheduleError, match="no days of the week"):
        plan(days=days)


def test_days_are_told_in_words() -> None:
    """A range as a range."""
    assert [told_days(days) for days in (EVERY_DAY, (0, 1, 2, 3, 4), (0, 2), (5, 6))] == [
        "every day", "Monday to Friday", "Monday, Wednesday", "Saturday, Sunday",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "Morning", "a b", "../x", "-a", "a-", "a" * 33, "ä", "a\n"])
def test_a_name_that_units_and_folders_cannot_have_is_refused(name: str) -> None:
    """It becomes part of paths and unit names."""
    with pytest.raises(ScheduleError, match="no name for a schedule"):
        plan(name=name)


@pytest.mark.parametrize("path", ["/home/a\nb", "/home/\udcff", "/home/\x1b", "/home/\u2028"])
def test_a_path_that_would_break_a_line_is_refused(path: str) -> None:
    """In a crontab a line break would begin another command."""
    with pytest.raises(ScheduleError, match="no timer can hold"):
        plan(config=Path(path))


def test_when_it_is_due_next_and_was_last(zone: Zone) -> None:
    """By the local clock; Friday's run is the last one all weekend long."""
    zone("Europe/Berlin")
    monday = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)  # 06:30 there
    assert plan().next_due(monday) == monday + timedelta(days=1)
    assert plan().last_due(monday) == monday
    assert plan().last_due(monday - timedelta(seconds=1)) == monday - timedelta(days=3)
    assert plan(days=(0,)).next_due(monday) == monday + timedelta(days=7)
    assert plan(days=(0,)).last_due(monday - timedelta(seconds=1)) == monday - timedelta(days=7)


def test_half_past_two_comes_on_the_days_that_the_clock_is_changed_too(zone: Zone) -> None:
    """Where it does not exist, no later than the hour at which timers make up for it; where it comes twice, the first."""
    zone("Europe/Berlin")
    half_past_two = plan(at=time(2, 30), days=EVERY_DAY)
    skipped = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 03:00 there, straight after 02:00
    assert skipped - timedelta(hours=1) < half_past_two.last_due(skipped) <= skipped
    twice = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)
    assert half_past_two.last_due(twice) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_run_is_missed_where_it_was_due_and_none_went_well_since(zone: Zone) -> None:
    """Not for what was due before it was installed."""
    zone("UTC")
    installed, due = NOW - timedelta(days=3), NOW.replace(hour=6, minute=30)
    daily = plan(installed=installed, days=EVERY_DAY)
    assert daily.is_missed(NOW, None)
    assert daily.is_missed(NOW, due - timedelta(hours=1))
    assert not daily.is_missed(NOW, due + timedelta(seconds=2))
    assert not plan(installed=NOW - timedelta(hours=1), days=EVERY_DAY).is_missed(NOW, None)


# --- what is written ---


def golden(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("each", [plan(), AWKWARD], ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("service", systemd.service),
        ("timer", systemd.timer),
        ("crontab", crontab.lines),
        ("plist", lambda each: launchd.agent(each).decode()),
        ("xml", lambda each: windows.task(each).decode("utf-16")),
    ],
)
def test_what_is_written_is_as_the_golden_file_has_it(
    kind: str, made: Callable[[Plan], str], each: Plan, zone: Zone
) -> None:
    """So that a change of a unit is seen in review; also for paths with spaces, signs and quotes."""
    zone("UTC")
    assert made(each) == golden(f"{each.name}.{kind}")


def words_of_systemd(line: str) -> list[str]:
    """The command line as systemd.service(5) and systemd.unit(5) take it apart."""
    words, word, escaped = [], "", False
    for character in line.removeprefix("ExecStart=:"):
        if escaped:
            word, escaped = word + character, False
        elif character == "\\":
            escaped = True
        elif character == '"':
            words.append(word)
            word = ""
        else:
            word += character
    return [each.replace("%%", "%") for each in words[1::2]] if not word else []


@given(ODD_WORDS, ODD_WORDS)
def test_systemd_gets_every_word_as_it_is(first: str, second: str) -> None:
    """Quotes, backslashes, percent and dollar signs, in any order. A program's name with quotes goes through a shell."""
    each = plan(python=f"/opt/{first}", config=Path("/home") / PurePosixPath(f"x{second}").name)
    (line,) = [line for line in systemd.service(each).split("\n") if line.startswith("ExecStart=")]
    words = words_of_systemd(line)
    if words[0] == "/bin/sh":
        assert words[:3] == ["/bin/sh", "-c", 'exec "$0" "$@"']
        words = words[3:]
    assert words == list(each.command)
    assert not set(words[0]) & set("\"'\\") or line.startswith('ExecStart=:"/bin/sh"')


def given_to_the_shell(line: str) -> str:
    """What cron makes of a command: a percent sign behind a backslash is one, any other ends the command."""
    made, escaped = "", False
    for character in line:
        if escaped:
            made = made[:-1] + character if character == "%" else made + character
            escaped = False
        elif character == "%":
            break
        else:
            made, escaped = made + character, character == "\\"
    return made


@given(ODD_WORDS, ODD_WORDS)
def test_cron_and_its_shell_get_every_word_as_it_is(first: str, second: str) -> None:
    """Also a percent sign after a backslash."""
    each = plan(python=f"/opt/{first}", config=Path("/home") / PurePosixPath(f"x{second}").name)
    for line in crontab.lines(each).split("\n")[1:-2]:
        command = line.removeprefix("30 6 * * 1,2,3,4,5 ").removeprefix("@reboot ")
        assert shlex.split(given_to_the_shell(command)) == list(each.command)


def test_a_shell_runs_the_line_of_the_crontab(tmp_path: Path) -> None:
    """The real one, with a program and settings in a folder whose name is an attack."""
    folder = tmp_path / "$(touch hacked); `x` '\"\\% &"
    folder.mkdir()
    program = folder / "python"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    each = plan(python=str(program), config=folder / "briefing.toml")
    command = crontab.lines(each).split("\n")[2].removeprefix("@reboot ")
    done = subprocess.run(["/bin/sh", "-c", given_to_the_shell(command)], capture_output=True, cwd=tmp_path, check=True)
    assert done.stdout.decode().splitlines() == list(each.command[1:])


def test_launchd_and_task_scheduler_get_every_word_as_it_is() -> None:
    """Read back by a property list parser and an XML parser; Sunday is launchd's 0."""
    values = plistlib.loads(launchd.agent(replace(AWKWARD, days=(5, 6))))
    assert values["ProgramArguments"] == list(AWKWARD.command)
    assert values["StartCalendarInterval"] == [{"Hour": 18, "Minute": 5, "Weekday": day} for day in (6, 0)]
    task = ET.fromstring(windows.task(AWKWARD))
    assert task.findtext(f".//{{{windows.NAMESPACE}}}Command") == AWKWARD.python
    assert task.findtext(f".//{{{windows.NAMESPACE}}}Arguments") == subprocess.list2cmdline(AWKWARD.command[1:])


def test_task_scheduler_is_not_given_what_it_would_take_for_a_variable() -> None:
    """A name between percent signs, for which it knows no escape."""
    with pytest.raises(ScheduleError, match="%TEMP%"):
        windows.task(plan(config=Path("C:/%TEMP%/briefing.toml")))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here, nor its verifier")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """By its own verifier."""
    each = plan(python=sys.executable)
    (tmp_path / "briefing-morning.service").write_text(systemd.service(each))
    (tmp_path / "briefing-morning.timer").write_text(systemd.timer(each))
    command = ["systemd-analyze", "verify", "--user", "--man=no", *map(str, tmp_path.iterdir())]
    done = subprocess.run(
        command, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


# --- what is asked of the computer ---


@pytest.mark.parametrize(
    ("programs", "platform", "environment", "chosen"),
    [
        (("systemctl", "crontab"), "linux", {}, "systemd"),
        (("systemctl", "crontab"), "linux", {"MANAGER": "1"}, "crontab"),
        (("crontab",), "linux", {}, "crontab"),
        (("crontab",), "freebsd14", {}, "crontab"),
        (("crontab", "launchctl"), "darwin", {}, "launchd"),
        (("schtasks",), "win32", {}, "windows"),
    ],
)
def test_the_timer_that_suits_the_computer_is_chosen(
    computer: Computer, programs: tuple[str, ...], platform: str, environment: Mapping[str, str], chosen: str
) -> None:
    """systemd where the user has a manager that answers, and cron where there is none."""
    assert schedule.choose(computer.machine(*programs, platform=platform, **environment)) == chosen


def test_a_computer_without_timers_is_told_what_to_do(computer: Computer) -> None:
    """Nothing is found on it, and asking is no error; nor is a timer of another kind of computer to be had."""
    machine = computer.machine()
    assert schedule.found(machine) == ()
    with pytest.raises(ScheduleError, match="install cron"):
        schedule.choose(machine)
    with pytest.raises(ScheduleError, match="launchd is not to be had"):
        schedule.choose(computer.machine("crontab"), "launchd")
    with pytest.raises(ScheduleError, match="install cron"):
        schedule.choose(computer.machine("crontab", REFUSED="1"))


def test_systemd_is_given_two_units_and_is_told_of_them(computer: Computer) -> None:
    """Restarted, so that a timer that runs takes its new time; then found, and gone without a trace."""
    machine = computer.machine("systemctl", "loginctl")
    each = computer.plan("systemd")
    hint = schedule.install(each, machine)
    told = computer.called()
    assert told[:3] == [
        "systemctl --user daemon-reload", "systemctl --user enable briefing-morning.timer",
        "systemctl --user restart briefing-morning.timer",
    ]  # fmt: skip
    assert "enable-linger" in hint
    assert (computer.units / "briefing-morning.service").read_text() == systemd.service(each)
    (found,) = schedule.found(machine)
    assert (found.name, found.back_end, found.intact, found.log) == ("morning", "systemd", True, each.folder / LOG)
    assert found.next == each.next_due(datetime.now(UTC))
    schedule.remove("morning", machine)
    assert "systemctl --user disable --now briefing-morning.timer" in computer.called()
    assert not list(computer.units.glob("**/briefing*"))
    assert schedule.found(machine) == ()


def test_somebody_who_lingers_is_told_nothing(computer: Computer) -> None:
    """The manager runs without a login then."""
    assert schedule.install(computer.plan("systemd"), computer.machine("systemctl", "loginctl", LINGER="yes")) == ""


def test_what_could_not_be_installed_leaves_nothing_behind(computer: Computer) -> None:
    """Neither units nor a plan, and the message says what was said."""
    machine = computer.machine("systemctl", RESTART="5")
    with pytest.raises(ScheduleError, match=r"systemctl --user restart briefing-morning.timer` failed with status 5"):
        schedule.install(computer.plan("systemd"), machine)
    assert not list(computer.units.glob("**/briefing*"))
    assert schedule.found(machine) == ()


OTHERS = "# mine\nMAILTO=ina\n\n5 4 * * * caf\xe9 100\\%\n# the end, without a line break"


def test_the_rest_of_the_crontab_stays_byte_for_byte(computer: Computer) -> None:
    """Whatever stands in it, in any character set; installing again replaces the block, removing takes it away."""
    machine = computer.machine("crontab")
    computer.table.write_bytes(OTHERS.encode("latin-1"))
    each = computer.plan("crontab")
    schedule.install(each, machine)
    schedule.install(computer.plan("crontab", at=time(18, 0), name="evening"), machine)
    schedule.install(replace(each, at=time(7, 15)), machine)
    table = computer.table.read_bytes()
    assert table.startswith(OTHERS.encode("latin-1") + b"\n")
    assert table.count(b"@reboot") == 2
    assert b"15 7 * * 1,2,3,4,5 " in table
    assert b"30 6" not in table
    assert [each.name for each in schedule.found(machine) if each.intact] == ["evening", "morning"]
    schedule.remove("evening", machine)
    schedule.remove("morning", machine)
    assert computer.table.read_bytes() == OTHERS.encode("latin-1") + b"\n"
    with pytest.raises(ScheduleError, match="nothing is scheduled as morning"):
        schedule.remove("morning", machine)


def test_a_crontab_that_cannot_be_read_is_never_overwritten(computer: Computer) -> None:
    """It is not taken for an empty one."""
    computer.table.write_text("5 4 * * * mine\n")
    with pytest.raises(ScheduleError, match="not allowed to use"):
        schedule.install(computer.plan("crontab"), computer.machine("crontab", REFUSED="1"))
    assert computer.table.read_text() == "5 4 * * * mine\n"
    assert computer.called() == ["crontab -l", "crontab -l"]


def test_a_block_that_was_changed_by_hand_is_left_alone(computer: Computer) -> None:
    """Without its end it could be anything that follows."""
    machine = computer.machine("crontab")
    schedule.install(computer.plan("crontab"), machine)
    changed = "".join(computer.table.read_text().splitlines(keepends=True)[:-1]) + "5 4 * * * mine\n"
    computer.table.write_text(changed)
    with pytest.raises(ScheduleError, match="crontab -e"):
        schedule.remove("morning", machine)
    assert computer.table.read_text() == changed


def test_a_schedule_moves_from_one_kind_of_timer_to_another(computer: Computer) -> None:
    """It does not stay with both."""
    machine = computer.machine("crontab", "systemctl", "loginctl")
    schedule.install(computer.plan("crontab"), machine)
    schedule.install(computer.plan("systemd"), machine)
    assert computer.table.read_text() == ""
    assert [(each.back_end, each.intact) for each in schedule.found(machine)] == [("systemd", True)]


def test_a_timer_that_was_taken_away_by_others_is_told_as_gone(computer: Computer) -> None:
    """And can be removed."""
    machine = computer.machine("crontab")
    schedule.install(computer.plan("crontab"), machine)
    computer.table.unlink()
    (found,) = schedule.found(machine)
    assert (found.intact, found.next) == (False, None)
    schedule.remove("morning", machine)
    assert schedule.found(machine) == ()


def test_a_day_without_a_brief_is_told(computer: Computer) -> None:
    """An hour after it was due, if nothing went well since; not before, for it may be at work, and not on a new schedule."""
    machine = computer.machine("crontab")
    ago = datetime.now().astimezone() - timedelta(hours=2)
    at = ago.time().replace(second=0, microsecond=0)
    each = computer.plan("crontab", at=at, days=EVERY_DAY, installed=ago - timedelta(days=7))
    schedule.install(each, machine)
    assert schedule.found(machine)[0].missed == each.last_due(ago)
    save_last(each.folder, Last(ago, ago, 0, 1, ago))
    assert schedule.found(machine)[0].missed is None
    save_last(each.folder, Last(ago, ago, 1, 3, ago - timedelta(days=1)))
    assert schedule.found(machine)[0].missed
    schedule.install(replace(each, installed=ago + timedelta(hours=1)), machine)
    assert schedule.found(machine)[0].missed is None


def test_macos_loads_the_agent_in_place_of_an_earlier_one(computer: Computer) -> None:
    """There is none to unload the first time, and that is no failure."""
    machine = computer.machine("launchctl", platform="darwin")
    schedule.install(computer.plan("launchd"), machine)
    path = computer.folder / "home" / "Library" / "LaunchAgents" / "briefing.morning.plist"
    domain = f"gui/{os.getuid()}"
    assert computer.called() == [
        f"launchctl bootout {domain}/briefing.morning", f"launchctl bootstrap {domain} {path}",
    ]  # fmt: skip
    assert schedule.found(machine)[0].intact
    schedule.remove("morning", machine)
    assert not path.exists()


def test_windows_makes_the_task_from_its_xml(computer: Computer) -> None:
    """In place of an earlier one (/F)."""
    machine = computer.machine("schtasks", platform="win32", TASK="there")
    each = computer.plan("windows")
    schedule.install(each, machine)
    path = each.folder / "task.xml"
    assert computer.called() == [f"schtasks /Create /TN briefing\\morning /XML {path} /F"]
    assert path.read_bytes() == windows.task(each)
    assert schedule.found(machine)[0].intact
    schedule.remove("morning", machine)
    assert "schtasks /Delete /TN briefing\\morning /F" in computer.called()
    assert not path.exists()


def test_a_program_that_is_not_there_or_hangs_is_an_error_of_ours(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its name and what happened."""
    machine = computer.machine()
    with pytest.raises(ScheduleError, match=r"`crontab -` failed with status 127: No such file"):
        perform([Call(("crontab", "-"))], machine)
    monkeypatch.setattr("briefing.schedule.machine.SECONDS", 0.1)
    with pytest.raises(ScheduleError, match="no answer within"):
        perform([Call(("/bin/sleep", "5"))], machine)


def test_a_place_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path, computer: Computer) -> None:
    """A file where a folder should be."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ScheduleError, match="cannot be made"):
        perform([Write(tmp_path / "file" / "x" / "unit", b"")], computer.machine())


def test_a_plan_is_read_as_it_was_written(tmp_path: Path, computer: Computer) -> None:
    """And a damaged one is an error that says how to mend it."""
    each = replace(AWKWARD, folder=tmp_path / "evening", variables={"PATH": "/usr/bin"}, back_end="windows")
    perform([plan_file(each)], computer.machine())
    assert read_plan(each.folder) == each
    good = (each.folder / PLAN).read_text()
    for damaged in ('{"name": "evening"}', "", good.replace("windows", "pigeon"), good.replace("18:05", "at six")):
        (each.folder / PLAN).write_text(damaged)
        with pytest.raises(ScheduleError, match="install the schedule again"):
            schedule.found(replace(computer.machine(), folder=tmp_path))


# --- variables ---


def secrets(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_variables_stand_in_a_file_line_by_line(tmp_path: Path) -> None:
    """Values as they are, in quotes or not; comments and empty lines are none; no file, no variables."""
    text = '# mail\nMAIL_PASSWORD=p=ss # ürd\n\nexport TOKEN = "two words "\nQUOTE=\'it"s\'\nEMPTY=\nONE="\n'
    assert read_variables(secrets(tmp_path / "environment", text), "linux") == {
        "MAIL_PASSWORD": "p=ss # ürd", "TOKEN": "two words ", "QUOTE": 'it"s', "EMPTY": "", "ONE": '"',
    }  # fmt: skip
    assert read_variables(tmp_path / "none", "linux") == {}


def test_passwords_that_others_can_read_are_refused(tmp_path: Path) -> None:
    """With the command that mends it; Windows has no such modes."""
    path = secrets(tmp_path / "environment", "A=b", 0o640)
    with pytest.raises(ScheduleError, match=f"chmod 600 {path}"):
        read_variables(path, "linux")
    assert read_variables(path, "win32") == {"A": "b"}


def test_a_line_that_is_no_variable_is_told_by_its_number_alone(tmp_path: Path) -> None:
    """It may hold a password."""
    with pytest.raises(ScheduleError, match="line 2") as raised:
        read_variables(secrets(tmp_path / "environment", "A=b\nhunter2\n"), "linux")
    assert "hunter2" not in str(raised.value)


def test_of_the_shell_only_places_are_kept() -> None:
    """No password goes into the plan."""
    assert kept({"PATH": "/bin", "XDG_DATA_HOME": "/data", "MAIL_PASSWORD": "hunter2"}) == {
        "PATH": "/bin", "XDG_DATA_HOME": "/data",
    }  # fmt: skip


# --- one run ---

PROGRAM = """#!/bin/sh
echo "$@" >> "$ASKED"
pwd
echo "token: $TOKEN, place: $PLACE"
printf 'a \\033[31mred\\033[0m line\\n' >&2
[ -n "$FAILURES" ] && [ "$(wc -l < "$ASKED")" -le "$FAILURES" ] && exit "${STATUS:-1}"
[ -n "$KILLED" ] && kill -9 $$
exit 0
"""


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """A run of a small program in place of Python, which writes down how it was called."""
    program = tmp_path / "python"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    (tmp_path / "news").mkdir()
    environment = {**os.environ, "ASKED": str(tmp_path / "asked")}
    return Order(
        "morning", tmp_path / "schedules" / "morning", str(program), "linux", environment, tmp_path / "secrets",
        tmp_path / "news" / "briefing.toml", wait=0,
    )  # fmt: skip


def asked(order: Order) -> list[str]:
    path = Path(order.environment["ASKED"])
    return path.read_text().splitlines() if path.exists() else []


def silent(_: str) -> None: ...


def with_environment(order: Order, **variables: str) -> Order:
    return replace(order, environment={**order.environment, **variables})


def test_a_run_makes_the_edition_of_its_plan(order: Order, computer: Computer) -> None:
    """By its name, so that a run that is late is still of the edition that was missed."""
    perform([plan_file(plan(folder=order.folder, edition="evening"))], computer.machine())
    assert run_once(order, silent) == 0
    assert asked(order) == [f"-P -m briefing run --config {order.config} --edition evening"]


def test_a_plan_of_before_there_were_editions_is_read(tmp_path: Path, computer: Computer) -> None:
    """It makes the one whose turn it is."""
    each = plan(folder=tmp_path / "morning")
    perform([plan_file(each)], computer.machine())
    values = json.loads((each.folder / PLAN).read_text())
    del values["edition"]
    (each.folder / PLAN).write_text(json.dumps(values))
    assert read_plan(each.folder) == each


def test_a_run_is_logged_and_remembered(order: Order) -> None:
    """It is `briefing run` with those settings, where they lie; control characters do not reach the log."""
    heard: list[str] = []
    assert run_once(order, heard.append) == 0
    assert asked(order) == [f"-P -m briefing run --config {order.config}"]
    log = order.log.read_text()
    assert heard[1] == str(order.config and order.config.parent)
    assert " a [31mred[0m line\n" in log
    assert log.splitlines()[0].endswith(f"The morning brief begins, with {order.config}.")
    assert log.endswith("It ended with status 0.\n")
    last = read_last(order.folder)
    assert last
    assert last.ended
    assert (last.status, last.tries, last.succeeded) == (0, 1, last.started)


def test_a_run_that_fails_is_tried_again(order: Order) -> None:
    """As often as was ordered, and not once it went well."""
    assert run_once(with_environment(order, FAILURES="2"), silent) == 0
    assert len(asked(order)) == 3
    last = read_last(order.folder)
    assert last
    assert (last.status, last.tries) == (0, 3)
    assert "try 3 of 3 in 0 minutes" in order.log.read_text()


def test_a_run_that_keeps_failing_ends_with_its_status(order: Order) -> None:
    """What went well before is not forgotten; a wrong command line is not tried again; a signal is 128 and its number."""
    run_once(order, silent)
    first = read_last(order.folder)
    assert first
    assert run_once(with_environment(order, FAILURES="9", STATUS="7"), silent) == 7
    last = read_last(order.folder)
    assert last
    assert (last.status, last.tries, last.succeeded) == (7, 3, first.started)
    assert run_once(with_environment(order, FAILURES="9", STATUS="2"), silent) == 2
    assert len(asked(order)) == 1 + 3 + 1
    assert run_once(with_environment(replace(order, tries=1), KILLED="yes"), silent) == 128 + 9


def test_two_runs_at_the_same_time_are_one(order: Order) -> None:
    """The second says so and leaves, and what is known of the first stays."""
    order.folder.mkdir(parents=True)
    with FileLock(order.folder / "lock"), pytest.raises(ScheduleError, match="another run of morning is at work"):
        run_once(order, silent)
    assert not asked(order)
    assert read_last(order.folder) is None
    assert run_once(order, silent) == 0


def install_plan(order: Order, **changes: object) -> Plan:
    """What a timer installed a week ago would have left in the folder, for a minute ago."""
    now = datetime.now().astimezone()
    each = plan(
        **{
            "folder": order.folder, "at": (now - timedelta(minutes=1)).time().replace(second=0, microsecond=0),
            "days": EVERY_DAY, "installed": now - timedelta(days=7), "secrets": order.secrets,
            "config": order.config, **changes,
        }
    )  # fmt: skip
    order.folder.mkdir(parents=True, exist_ok=True)
    (order.folder / PLAN).write_bytes(plan_file(each).content)
    return each


def test_a_missed_run_is_made_up_for_once(order: Order) -> None:
    """And not again; one that failed still counts as missed."""
    install_plan(order)
    missed = replace(order, missed=True)
    assert run_once(with_environment(replace(missed, tries=1), FAILURES="9"), silent) == 1
    assert run_once(missed, silent) == 0
    heard: list[str] = []
    assert run_once(missed, heard.append) == 0
    assert heard == ["No run of morning was missed."]
    assert len(asked(order)) == 2


def test_what_was_not_due_is_not_made_up_for(order: Order) -> None:
    """A schedule that was installed after today's time begins tomorrow; by hand it runs at any time."""
    install_plan(order, installed=datetime.now().astimezone())
    assert run_once(replace(order, missed=True), silent) == 0
    assert not asked(order)
    assert run_once(order, silent) == 0
    assert len(asked(order)) == 1


def test_a_damaged_memory_of_the_last_run_stops_nothing(order: Order) -> None:
    """The brief is made."""
    install_plan(order)
    (order.folder / LAST).write_text('{"started": 7')
    assert run_once(replace(order, missed=True), silent) == 0
    assert len(asked(order)) == 1


def test_a_run_knows_the_variables_of_the_plan_and_of_the_file(order: Order) -> None:
    """The file goes before the plan; the settings of the plan do where none are named."""
    install_plan(order, variables={"PLACE": "kept", "TOKEN": "old"})
    secrets(order.secrets, "TOKEN=new")
    heard: list[str] = []
    assert run_once(replace(order, config=None), heard.append) == 0
    assert "token: new, place: kept" in heard


def test_passwords_that_others_can_read_end_a_run_and_the_log_says_why(order: Order) -> None:
    """It counts as one that failed."""
    secrets(order.secrets, "TOKEN=new", 0o644)
    with pytest.raises(ScheduleError, match="chmod 600"):
        run_once(order, silent)
    assert "chmod 600" in order.log.read_text()
    last = read_last(order.folder)
    assert last
    assert (last.status, bool(last.ended)) == (1, True)
    assert not asked(order)


def test_a_run_that_hangs_is_ended(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would keep all later ones from their brief."""
    monkeypatch.setattr(once, "LONGEST", 0.2)
    Path(order.python).write_text("#!/bin/sh\nexec sleep 30\n")
    assert run_once(replace(order, tries=1), silent) == 128 + 9


def test_nothing_can_be_run_where_no_settings_are_known(order: Order) -> None:
    """Neither named nor installed."""
    with pytest.raises(ScheduleError, match="-c FILE"):
        run_once(replace(order, config=None), silent)


def test_a_python_that_is_gone_is_told(order: Order) -> None:
    """An environment that was taken away."""
    with pytest.raises(ScheduleError, match="cannot be run"):
        run_once(replace(order, python="/nowhere/python"), silent)
    assert "/nowhere/python cannot be run" in order.log.read_text()


def test_the_log_is_put_aside_when_it_is_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three older ones are kept, and what is in no character set is written too."""
    monkeypatch.setattr(once, "LOG_BYTES", 200)
    with opened_log(tmp_path / LOG, silent) as log:
        for number in range(40):
            log(f"line {number} \udcff")
    assert sorted(path.name for path in tmp_path.iterdir()) == [LOG, f"{LOG}.1", f"{LOG}.2", f"{LOG}.3"]
    assert "line 39 ?" in (tmp_path / LOG).read_text()
    assert all(path.stat().st_size <= 200 for path in tmp_path.iterdir())


def test_the_plan_is_json_that_others_can_read(order: Order) -> None:
    """Times as ISO 8601 has them."""
    install_plan(order, at=time(6, 30))
    assert json.loads((order.folder / PLAN).read_text())["at"] == "06:30:00"

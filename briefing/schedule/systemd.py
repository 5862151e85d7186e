"""A timer of the user's own systemd (systemd.timer(5), systemd.service(5)): it catches up with what the computer slept through."""

from __future__ import annotations

import os
import re
from pathlib import Path

from briefing.schedule.machine import Action, Call, Delete, Machine, Write
from briefing.schedule.plan import DAYS, EVERY_DAY, Plan

USER = ("systemctl", "--user")
UNSAFE = re.compile(r"[\"'\\]")  # what systemd 252 refuses in the name of a program, however it is quoted
HEAD = "# Written by `briefing schedule install`; `briefing schedule remove --name {}` takes it away.\n"


def service(plan: Plan) -> str:
    """The unit that makes the brief once."""
    words = plan.command
    if UNSAFE.search(plan.python):
        words = ("/bin/sh", "-c", 'exec "$0" "$@"', *words)
    command = " ".join(map(quoted, words))  # after a colon: a dollar sign in a path is a dollar sign
    unit = f"[Unit]\nDescription=The {plan.name} brief\n"
    return f"{HEAD.format(plan.name)}\n{unit}\n[Service]\nType=oneshot\nExecStart=:{command}\n"


def timer(plan: Plan) -> str:
    """The unit that says when. Persistent: a time that passed while the computer was off is made up for."""
    days = "" if plan.days == EVERY_DAY else ",".join(DAYS[day].capitalize() for day in plan.days) + " "
    when = f"[Timer]\nOnCalendar={days}*-*-* {plan.at:%H:%M}:00\nPersistent=true\n"
    unit = f"[Unit]\nDescription=When the {plan.name} brief is made\n"
    return f"{HEAD.format(plan.name)}\n{unit}\n{when}\n[Install]\nWantedBy=timers.target\n"


def quoted(text: str) -> str:
    """A word of a command line: in double quotes, with backslashes as in C, and no specifier in it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


class Systemd:
    """The user's service manager, where there is one that answers."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._folder = machine.config / "systemd" / "user"

    def is_usable(self) -> bool:
        """Whether a manager of this user's own answers; root in a container and ``su`` have none."""
        machine = self._machine
        return (
            machine.platform == "linux"
            and machine.has("systemctl")
            and machine.ask(*USER, "show-environment").status == 0
        )

    def install(self, plan: Plan) -> list[Action]:
        """Two units, and what makes the manager know them. ``restart``: one that runs takes its new time."""
        unit = _unit(plan.name, "timer")
        return [
            Write(self._folder / _unit(plan.name, "service"), service(plan).encode()),
            Write(self._folder / unit, timer(plan).encode()),
            Call((*USER, "daemon-reload")),
            Call((*USER, "enable", unit)),
            Call((*USER, "restart", unit)),
        ]

    def remove(self, name: str) -> list[Action]:
        """Both units gone. A brief that is being made is made to its end."""
        units = [Delete(self._folder / _unit(name, kind)) for kind in ("timer", "service")]
        return [Call((*USER, "disable", "--now", _unit(name, "timer"))), *units, Call((*USER, "daemon-reload"))]

    def holds(self, name: str) -> bool:
        """Whether the timer is there and enabled."""
        wanted: Path = self._folder / "timers.target.wants" / _unit(name, "timer")
        return (self._folder / _unit(name, "timer")).exists() and wanted.is_symlink()

    def hint(self) -> str:
        """What is to be done that needs other rights; empty where the manager runs without a login too."""
        answer = self._machine.ask("loginctl", "show-user", str(os.getuid()), "--property=Linger", "--value")
        if answer.status == 0 and answer.output.strip() == b"yes":
            return ""
        return "It runs while you are logged in. To have it run when you are not: loginctl enable-linger"


def _unit(name: str, kind: str) -> str:
    return f"briefing-{name}.{kind}"

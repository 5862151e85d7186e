"""An agent of macOS's launchd (launchd.plist(5)): it catches up after sleep by itself, and after a start by running then."""

from __future__ import annotations

import os
import plistlib
from pathlib import Path

from briefing.schedule.machine import Action, Call, Delete, Machine, Write
from briefing.schedule.plan import EVERY_DAY, Plan


def agent(plan: Plan) -> bytes:
    """The property list. At load it runs too, and finds out itself whether anything was missed."""
    clock = {"Hour": plan.at.hour, "Minute": plan.at.minute}
    days = [clock] if plan.days == EVERY_DAY else [{**clock, "Weekday": (day + 1) % 7} for day in plan.days]
    values = {
        "Label": _label(plan.name),
        "ProgramArguments": list(plan.command),
        "StartCalendarInterval": days,
        "RunAtLoad": True,
    }
    return plistlib.dumps(values)


class Launchd:
    """The agents of the user who is logged in."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def is_usable(self) -> bool:
        """Whether this is macOS."""
        return self._machine.platform == "darwin"

    def install(self, plan: Plan) -> list[Action]:
        """The agent in its folder, loaded in place of an earlier one."""
        path = self._path(plan.name)
        load = Call(("launchctl", "bootstrap", _domain(), str(path)))
        return [Write(path, agent(plan)), _unload(plan.name), load]

    def remove(self, name: str) -> list[Action]:
        """The agent unloaded and gone."""
        return [_unload(name), Delete(self._path(name))]

    def holds(self, name: str) -> bool:
        """Whether the agent is in its folder."""
        return self._path(name).exists()

    def hint(self) -> str:
        """Agents belong to a login."""
        return "It runs while you are logged in."

    def _path(self, name: str) -> Path:
        return self._machine.home / "Library" / "LaunchAgents" / f"{_label(name)}.plist"


def _label(name: str) -> str:
    return f"briefing.{name}"


def _domain() -> str:
    """The login of this user, as launchctl names it."""
    return f"gui/{os.getuid()}"


def _unload(name: str) -> Call:
    return Call(("launchctl", "bootout", f"{_domain()}/{_label(name)}"), optional=True)

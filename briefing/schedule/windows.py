"""A task of Windows' Task Scheduler, in its XML (Task Scheduler Schema 1.2): StartWhenAvailable catches up with a missed run."""

from __future__ import annotations

import codecs
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

from briefing.errors import ScheduleError
from briefing.schedule.machine import Action, Call, Delete, Machine, Write
from briefing.schedule.plan import EVERY_DAY, NAMES, Plan

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
VARIABLE = re.compile(r"%[\w()]+%")  # for which there is no escape
SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "ExecutionTimeLimit": "PT0S",  # none: a run ends itself
}


def task(plan: Plan) -> bytes:
    """The task's XML in UTF-16 with its mark, as schtasks wants it."""
    program, *arguments = plan.command
    words = subprocess.list2cmdline(arguments)
    if variable := VARIABLE.search(words) or VARIABLE.search(program):
        raise ScheduleError(
            f"a path has {variable[0]} in it, which Task Scheduler takes for a variable", "give the folder another name"
        )
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_tag("Task"), version="1.2")
    _add(root, "RegistrationInfo/Description", f"The {plan.name} brief, by `briefing schedule install`")
    _when(_add(root, "Triggers/CalendarTrigger"), plan)
    principal = _add(root, "Principals/Principal")
    principal.set("id", "Author")
    _add(principal, "LogonType", "InteractiveToken")
    _add(principal, "RunLevel", "LeastPrivilege")
    settings = _add(root, "Settings")
    for name, value in SETTINGS.items():
        _add(settings, name, value)
    actions = _add(root, "Actions")
    actions.set("Context", "Author")
    command = _add(actions, "Exec")
    _add(command, "Command", program)
    _add(command, "Arguments", words)
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return codecs.BOM_UTF16_LE + f'<?xml version="1.0" encoding="UTF-16"?>\n{text}\n'.encode("utf-16-le")


def _when(trigger: ET.Element, plan: Plan) -> None:
    """From the day of installing on, at that local time."""
    _add(trigger, "StartBoundary", f"{plan.installed.astimezone():%Y-%m-%d}T{plan.at:%H:%M}:00")
    if plan.days == EVERY_DAY:
        _add(trigger, "ScheduleByDay/DaysInterval", "1")
        return
    week = _add(trigger, "ScheduleByWeek")
    days = _add(week, "DaysOfWeek")
    for day in plan.days:
        _add(days, NAMES[day])
    _add(week, "WeeksInterval", "1")


def _add(parent: ET.Element, path: str, text: str | None = None) -> ET.Element:
    """A new element, under new ones where the path has several names."""
    for name in path.split("/"):
        parent = ET.SubElement(parent, _tag(name))
    parent.text = text
    return parent


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


class Windows:
    """Task Scheduler, by the program ``schtasks``."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def is_usable(self) -> bool:
        """Whether this is Windows."""
        return self._machine.platform == "win32"

    def install(self, plan: Plan) -> list[Action]:
        """The task, made from a file that stays to be looked at, in place of an earlier one."""
        path = self._path(plan.name)
        make = Call(("schtasks", "/Create", "/TN", _title(plan.name), "/XML", str(path), "/F"))
        return [Write(path, task(plan)), make]

    def remove(self, name: str) -> list[Action]:
        """The task and its file gone."""
        return [Call(("schtasks", "/Delete", "/TN", _title(name), "/F")), Delete(self._path(name))]

    def holds(self, name: str) -> bool:
        """Whether the task is there."""
        return self._machine.ask("schtasks", "/Query", "/TN", _title(name)).status == 0

    def hint(self) -> str:
        """Tasks of this kind belong to a login."""
        return "It runs while you are logged in, in a window of its own."

    def _path(self, name: str) -> Path:
        return self._machine.folder / name / "task.xml"


def _title(name: str) -> str:
    return f"briefing\\{name}"

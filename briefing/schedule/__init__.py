"""Runs the brief every morning by the timers that a computer has: installs, finds and removes them.

For `briefing doctor`: ``found(Machine.here(sys.platform, environment))`` are the schedules that are installed, a
:class:`Scheduled` each: ``name``, ``back_end``, ``intact``, ``next`` (when it runs), ``last`` (how its last run went),
``missed`` (a time since which no run went well), ``log`` (a path), ``config`` (a path). It is empty where none is, and where
the computer has no timers at all; it raises ScheduleError for a damaged record alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from briefing.errors import ScheduleError
from briefing.schedule.crontab import Crontab
from briefing.schedule.launchd import Launchd
from briefing.schedule.machine import Action, Call, Delete, Machine, Write, perform
from briefing.schedule.once import Order, run_once
from briefing.schedule.plan import Plan, slug
from briefing.schedule.records import LOG, PLAN, Last, plan_file, plans, read_last, read_plan
from briefing.schedule.systemd import Systemd
from briefing.schedule.turns import Turn, Wanted, turns
from briefing.schedule.variables import kept, read_variables
from briefing.schedule.windows import Windows

__all__ = [
    "BACK_ENDS",
    "Action",
    "Call",
    "Delete",
    "Last",
    "Machine",
    "Order",
    "Plan",
    "Scheduled",
    "Turn",
    "Wanted",
    "Write",
    "choose",
    "found",
    "install",
    "kept",
    "read_variables",
    "remove",
    "run_once",
    "slug",
    "steps",
    "turns",
    "undoing",
]


class BackEnd(Protocol):
    """A kind of timer. What installing and removing do is told as actions, so that it can be shown before it is done."""

    def is_usable(self) -> bool: ...

    def install(self, plan: Plan) -> list[Action]: ...

    def remove(self, name: str) -> list[Action]: ...

    def holds(self, name: str) -> bool: ...

    def hint(self) -> str: ...


BACK_ENDS: Mapping[str, Callable[[Machine], BackEnd]] = {
    "systemd": Systemd, "crontab": Crontab, "launchd": Launchd, "windows": Windows,
}  # fmt: skip
GRACE = timedelta(
    hours=1
)  # chosen: a run and two more tries, each ten minutes after the one before, have ended by then
PREFERRED = ("launchd", "windows", "systemd", "crontab")  # macOS has a crontab too, which cannot catch up after sleep


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A schedule that is installed. ``intact``: its timer is where it was put; ``next`` is None where it is not.

    ``missed`` is when it was due last, if that is an hour ago and no run went well since.
    """

    name: str
    back_end: str
    told: str
    config: Path
    log: Path
    intact: bool
    next: datetime | None
    last: Last | None
    missed: datetime | None


def choose(machine: Machine, wanted: str = "") -> str:
    """The name of the back end that is wanted, or of the one that suits the computer; ScheduleError where there is none."""
    for name in [wanted] if wanted else PREFERRED:
        if BACK_ENDS[name](machine).is_usable():
            return name
    missing = f"{wanted} is not to be had here" if wanted else "this computer has no timer that we know"
    raise ScheduleError(
        missing, "install cron, or call `briefing run` from what you have: docs/how-to/every-morning.md"
    )


def steps(plan: Plan, machine: Machine) -> list[Action]:
    """All that :func:`install` does: the plan first, for a timer may go off at once; another back end's timer goes."""
    earlier = read_plan(plan.folder)
    undo: Sequence[Action] = ()
    if earlier and earlier.back_end != plan.back_end:
        undo = _back_end(earlier, machine).remove(plan.name)
    return [*undo, plan_file(plan), *_back_end(plan, machine).install(plan)]


def install(plan: Plan, machine: Machine) -> str:
    """Set the timer, in place of an earlier one of that name; what else is to be known of it, or nothing.

    ScheduleError where it cannot be set; then nothing of it stays.
    """
    try:
        perform(steps(plan, machine), machine)
    except ScheduleError:
        _take_back(plan, machine)
        raise
    return _back_end(plan, machine).hint()


def _take_back(plan: Plan, machine: Machine) -> None:
    """Undo what of an installation was done, as far as that can be done."""
    actions: list[Action] = [Delete(plan.folder / PLAN)]
    with suppress(ScheduleError):
        actions += _back_end(plan, machine).remove(plan.name)
    for action in actions:
        with suppress(ScheduleError):
            perform([action], machine)


def remove(name: str, machine: Machine) -> None:
    """Take the timer away; the log stays. ScheduleError where there is none of that name."""
    perform(undoing(name, machine), machine)


def undoing(name: str, machine: Machine) -> list[Action]:
    """All that :func:`remove` does; the plan goes last, so that what failed can be tried again."""
    folder = machine.folder / slug(name)
    plan = read_plan(folder)
    if not plan:
        raise ScheduleError(f"nothing is scheduled as {name}", "see `briefing schedule show`")
    back_end = _back_end(plan, machine)
    return [*(back_end.remove(name) if back_end.holds(name) else []), Delete(folder / PLAN)]


def found(machine: Machine) -> tuple[Scheduled, ...]:
    """The schedules that are installed, by name."""
    return tuple(_scheduled(plan, machine) for plan in plans(machine.folder))


def _scheduled(plan: Plan, machine: Machine) -> Scheduled:
    now, last = datetime.now().astimezone(), read_last(plan.folder)
    intact = _back_end(plan, machine).holds(plan.name)
    missed = plan.is_missed(now - GRACE, last.succeeded if last else None)
    return Scheduled(
        name=plan.name, back_end=plan.back_end, told=plan.told, config=plan.config, log=plan.folder / LOG,
        intact=intact, next=plan.next_due(now) if intact else None, last=last,
        missed=plan.last_due(now - GRACE) if missed else None,
    )  # fmt: skip


def _back_end(plan: Plan, machine: Machine) -> BackEnd:
    """What the plan was installed with."""
    if plan.back_end not in BACK_ENDS:
        raise ScheduleError(
            f"{plan.folder / PLAN} names {plan.back_end}, which nobody knows", "install the schedule again"
        )
    return BACK_ENDS[plan.back_end](machine)

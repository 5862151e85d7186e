"""``briefing schedule``: the brief every morning by a timer of the computer: install, show, remove, run-once."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import CONFIG, PREFIX, Choices
from briefing.cli.screen import line

if TYPE_CHECKING:
    from briefing.config import Settings
    from briefing.schedule import Action, Last, Machine, Plan, Scheduled, Turn

KINDS = ("systemd", "crontab", "launchd", "windows")  # those of briefing.schedule, which is not imported for --help
NAME = click.option("--name", default="morning", show_default=True, help="Of the schedule; there may be several.")

EPILOG = """\b
Examples:
  briefing schedule install                 as the [[editions]] of briefing.toml say
  briefing schedule install --at 06:30
  briefing schedule install --at 18:00 --days mon-fri --name second -c second.toml
  briefing schedule show
"""


@click.group(short_help="Make the brief every morning.", epilog=EPILOG)
def schedule() -> None:
    """A timer of this computer that calls `briefing run`: of systemd, cron, launchd or Task Scheduler, whichever is there."""


@schedule.command(
    short_help="Set the timer.",
    epilog="\b\nExamples:\n  briefing schedule install --at 06:30\n  briefing schedule install --dry-run",
)
@click.option(
    "--at", metavar="HH:MM", help="When, in local time.  [default: a timer for each of [[editions]], else 06:30]"
)
@click.option("--days", help="mon-fri, or mon,wed,fri, or weekdays, weekend, daily.  [default: daily]")
@click.option("--weekdays", is_flag=True, help="The same as --days weekdays.")
@click.option("--name", help="Of the schedule, or the only edition to have a timer.  [default: morning]")
@CONFIG
@click.option("--with", "kind", type=click.Choice(KINDS), help="The kind of timer.  [default: what there is]")
@click.option("--dry-run", is_flag=True, help="Show what would be written and called, and do neither.")
def install(
    at: str | None,
    days: str | None,
    weekdays: bool,
    name: str | None,
    config: Path | None,
    kind: str | None,
    dry_run: bool,
) -> None:
    """Have the brief made at a time of day, in place of an earlier schedule of that name.

    Without --at and --days, each of the [[editions]] that has a time gets a timer, under its own name. A time that passed
    while the computer was off is made up for. Passwords go into a file; see docs/how-to/every-morning.md.
    """
    from briefing import schedule as timers

    choices = Choices(config, {})
    settings = choices.settings()
    machine = _machine()
    wanted = timers.Wanted(at, "weekdays" if weekdays else days, name)
    turns = timers.turns(settings, wanted, datetime.now().astimezone())
    back_end = timers.choose(machine, kind or "")
    plans = [_plan(turn, choices, machine, back_end) for turn in turns]
    if dry_run:
        for action in (action for plan in plans for action in timers.steps(plan, machine)):
            _preview(action)
        return
    notes = []
    for plan in plans:
        hint = timers.install(plan, machine)
        next_due = _when(plan.next_due(plan.installed))
        line(f"The {plan.name} brief will be made {plan.told}, by {plan.back_end}; next {next_due}.")
        notes += [_elsewhere(settings, plan), hint, _unseen(settings, plan)]
    line("`briefing schedule show` says how that went, and where the log is.")
    for note in dict.fromkeys(filter(None, notes)):
        line(note, err=True)


def _plan(turn: Turn, choices: Choices, machine: Machine, back_end: str) -> Plan:
    """The plan of a turn, on this computer."""
    from briefing import schedule as timers

    return timers.Plan(
        name=turn.name, at=turn.at, days=turn.days, edition=turn.edition, config=choices.path.absolute(),
        folder=machine.folder / turn.name, python=sys.executable, back_end=back_end,
        installed=datetime.now().astimezone().replace(microsecond=0), secrets=machine.secrets,
        variables=timers.kept(os.environ),
    )  # fmt: skip


@schedule.command(
    short_help="What runs when, how it went, where the log is.",
    epilog="\b\nExamples:\n  briefing schedule show\n  briefing schedule show --format json",
)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)
def show(format_: str) -> None:
    """What is installed, when it runs next, how the last run ended, and where the log is."""
    from briefing import schedule as timers

    found = timers.found(_machine())
    if format_ == "json":
        click.echo(json.dumps([_row(each) for each in found], ensure_ascii=False, indent=1))
        return
    if not found:
        line("Nothing is scheduled; `briefing schedule install --at 06:30` does it.", err=True)
    for each in found:
        _tell(each)


@schedule.command(epilog="\b\nExamples:\n  briefing schedule remove --name evening\n  briefing schedule remove --all")
@NAME
@click.option("--all", "all_", is_flag=True, help="All that there are.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken away and called, and do neither.")
def remove(name: str, all_: bool, dry_run: bool) -> None:
    """Take the timer away. The log stays, and so does everything that was made."""
    from briefing import schedule as timers

    machine = _machine()
    for each in [found.name for found in timers.found(machine)] if all_ else [name]:
        if dry_run:
            for action in timers.undoing(each, machine):
                _preview(action)
        else:
            timers.remove(each, machine)
            line(f"The {each} brief is not scheduled any more.")


@schedule.command(
    "run-once",
    short_help="What the timer calls.",
    epilog="\b\nExamples:\n  briefing schedule run-once\n  briefing schedule run-once -c briefing.toml --tries 1",
)
@NAME
@CONFIG
@click.option("--missed", is_flag=True, help="Only if it was due and no run went well since.")
@click.option(
    "--tries", type=click.IntRange(1, 100), default=3, show_default=True, metavar="N", help="At most so many."
)
@click.option(
    "--wait", type=click.FloatRange(0, 1440), default=10.0, show_default=True, metavar="MINUTES",
    help="From a try that failed to the next.",
)  # fmt: skip
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where schedules and their logs are kept.  [default: as `show` says]",
)
def run_once(name: str, config: Path | None, missed: bool, tries: int, wait: float, folder: Path | None) -> None:
    """What the timer calls: `briefing run`, tried again where it fails, with all that it says in a log.

    Exits with the status of the run. Variables in the file `environment` of the settings folder are set for it.
    """
    from briefing import schedule as timers

    machine = _machine()
    quiet = missed and not sys.stderr.isatty()  # a timer: cron sends a mail of all that is said
    order = timers.Order(
        name=timers.slug(name), folder=(folder or machine.folder).absolute() / name, python=sys.executable,
        platform=sys.platform, environment=os.environ, secrets=machine.secrets,
        config=config.absolute() if config else None, missed=missed, tries=tries, wait=wait * 60,
    )  # fmt: skip
    status = timers.run_once(order, lambda told: None if quiet else line(told, err=True))
    if status and quiet:
        line(f"The {name} brief was not made: status {status}. See {order.log}", err=True)
    sys.exit(status)


def _machine() -> Machine:
    from briefing.schedule import Machine

    return Machine.here(sys.platform, os.environ)


def _preview(action: Action) -> None:
    """One thing that would be done to the computer."""
    from briefing.schedule import Call, Delete, Write

    match action:
        case Write(path, content):
            _indented(f"would write {path}", 0)
            _show_content(content)
        case Delete(path):
            _indented(f"would take away {path}", 0)
        case Call(arguments, given):
            _indented(f"would call {' '.join(arguments)}" + ", giving it" * bool(given), 0)
            _show_content(given)


def _show_content(content: bytes) -> None:
    text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8", "replace")
    for each in text.splitlines():
        _indented(each, 4)


def _indented(text: str, columns: int) -> None:
    """A line whose spaces stay: a path, a unit."""
    from briefing.text import clean

    click.echo(" " * columns + clean(text))


def _elsewhere(settings: Settings, plan: Plan) -> str:
    """What time that is where the brief is read, if its clock shows another than the computer's."""
    from briefing import pipeline

    there = pipeline.local(plan.next_due(plan.installed), settings)
    if (there.hour, there.minute) == (plan.at.hour, plan.at.minute):
        return ""
    return f"Timers go by this computer's clock: {plan.at:%H:%M} is {there:%H:%M} in {settings.brief.time_zone}."


def _unseen(settings: Settings, plan: Plan) -> str:
    """What to do about variables that the run needs, or that this shell has, and that the timer will not see."""
    from briefing.schedule import read_variables

    needed = {settings.mail.password_env, *(each.password_env for each in settings.sources)}
    needed |= {each.to_env for each in settings.recipients} | {name for name in os.environ if name.startswith(PREFIX)}
    unseen = sorted(needed - {""} - read_variables(plan.secrets, sys.platform).keys())
    if not unseen:
        return ""
    return f"A timer does not see the variables of your shell. Write {', '.join(f'{name}=…' for name in unseen)} into {plan.secrets} (chmod 600)."


def _tell(each: Scheduled) -> None:
    """A schedule in some lines."""
    line(f"{each.name}: {each.told} ({each.back_end})")
    lost = f"never: its timer is gone; `briefing schedule install --name {each.name}` sets it again"
    rows = {
        "next": _when(each.next) if each.next else lost,
        "last": _how(each.last) if each.last else "not yet",
        "settings": str(each.config),
        "log": str(each.log) + ("" if each.log.exists() else " (not yet written)"),
    }
    if each.missed:
        rows["missed"] = f"{_when(each.missed)}; no run went well since. See the log."
    for head, told in rows.items():
        _indented(f"{head:<9}{told}", 2)


def _how(last: Last) -> str:
    begun = _when(last.started)
    if last.ended is None:
        return f"{begun}, not ended yet, or stopped in the middle"
    seconds = (last.ended - last.started).total_seconds()
    told = "went well" if last.status == 0 else f"failed with status {last.status}"
    return f"{begun}, {told} after {seconds:.0f} s" + (f" in {last.tries} tries" if last.tries > 1 else "")


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _row(each: Scheduled) -> dict[str, object]:
    last = each.last and {
        "started": each.last.started.isoformat(),
        "ended": each.last.ended.isoformat() if each.last.ended else None,
        "status": each.last.status,
        "tries": each.last.tries,
        "succeeded": each.last.succeeded.isoformat() if each.last.succeeded else None,
    }
    return {
        "name": each.name,
        "with": each.back_end,
        "when": each.told,
        "intact": each.intact,
        "next": each.next.isoformat() if each.next else None,
        "last": last,
        "missed": each.missed.isoformat() if each.missed else None,
        "config": str(each.config),
        "log": str(each.log),
    }

"""Two lines of the user's crontab (crontab(5)) between markers: one for the time, one for what the computer slept through."""

from __future__ import annotations

import re

from briefing.errors import ScheduleError
from briefing.schedule.machine import Action, Call, Machine
from briefing.schedule.plan import EVERY_DAY, Plan

BEGIN = "# briefing schedule {}: begin (`briefing schedule remove --name {}` takes these lines away)"
END = "# briefing schedule {}: end"
NONE_YET = re.compile("no crontab|No such file", re.IGNORECASE)  # of vixie-cron, cronie and macOS; of BusyBox


def lines(plan: Plan) -> str:
    """The block of a plan, with both markers."""
    days = "*" if plan.days == EVERY_DAY else ",".join(str((day + 1) % 7) for day in plan.days)  # cron's Sunday is 0
    command = " ".join(map(quoted, plan.command))
    times = (f"{plan.at.minute} {plan.at.hour} * * {days}", "@reboot")
    block = [BEGIN.format(plan.name, plan.name), *(f"{when} {command}" for when in times), END.format(plan.name)]
    return "\n".join(block) + "\n"


def quoted(text: str) -> str:
    r"""A word for cron and then its shell. ``%`` would end the line for cron: it stands outside of the quotes as ``\%``."""
    if re.fullmatch(r"[\w@+=:,./-]+", text, re.ASCII):
        return text
    return "'" + text.replace("'", "'\"'\"'").replace("%", r"'\%'") + "'"


def without(table: str, name: str) -> str:
    """The crontab without the block of that name, every other character as it was."""
    begin, end = re.escape(BEGIN.format(name, name)), re.escape(END.format(name))
    left = re.sub(rf"^{begin}\n(?:(?!# briefing schedule ).*\n)*{end}(?:\n|\Z)", "", table, flags=re.MULTILINE)
    if re.search(rf"^(?:{begin}|{end})$", left, re.MULTILINE):
        raise ScheduleError(
            f"the lines of the schedule {name} in the crontab were changed by hand", "take them out with `crontab -e`"
        )
    return left


class Crontab:
    """The user's crontab, which the program ``crontab`` keeps."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def is_usable(self) -> bool:
        """Whether there is a crontab that we may read."""
        if self._machine.platform == "win32" or not self._machine.has("crontab"):
            return False
        try:
            self._read()
        except ScheduleError:
            return False
        return True

    def install(self, plan: Plan) -> list[Action]:
        """The crontab as it is, with the plan's block in place of an earlier one."""
        rest = without(self._read(), plan.name)
        if rest and not rest.endswith("\n"):
            rest += "\n"
        return [_save(rest + lines(plan))]

    def remove(self, name: str) -> list[Action]:
        """The crontab without the block."""
        table = self._read()
        left = without(table, name)
        return [_save(left)] if left != table else []

    def holds(self, name: str) -> bool:
        """Whether the block is there."""
        try:
            return BEGIN.format(name, name) in self._read().split("\n")
        except ScheduleError:
            return False

    def hint(self) -> str:
        """Cron knows nothing of sleep."""
        return (
            "A run that was missed because the computer was off is made up for when it starts; after sleep it is not."
        )

    def _read(self) -> str:
        """The crontab, each byte of it; never taken for empty where it cannot be read, for it is written back."""
        answer = self._machine.ask("crontab", "-l")
        if answer.status and not NONE_YET.search(answer.complaint):
            raise ScheduleError(
                f"the crontab cannot be read: {answer.complaint or f'status {answer.status}'}",
                "see that `crontab -l` works, or choose another way by --with",
            )
        return answer.output.decode(errors="surrogateescape") if not answer.status else ""


def _save(table: str) -> Call:
    return Call(("crontab", "-"), table.encode(errors="surrogateescape"))

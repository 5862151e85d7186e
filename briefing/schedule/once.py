"""What the timer calls: one run of the brief in a process of its own, tried again where it fails, all of it logged."""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from threading import Timer

from briefing.errors import ScheduleError
from briefing.schedule.machine import make_folder
from briefing.schedule.plan import Plan
from briefing.schedule.records import LOG, Last, read_last, read_plan, save_last
from briefing.schedule.variables import read_variables
from briefing.text import clean

LOG_BYTES = 1_000_000  # chosen: months of mornings; three older files are kept
LOGS = 3
LONGEST = 6 * 3600.0  # seconds, chosen: a run that hangs must not keep all later mornings from their brief
FINAL = (0, 2)  # exit statuses that another try would not change: done, and a command line that is not understood

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """One run: of which schedule, in which ``folder`` it keeps its log, with which settings and which environment.

    ``edition`` is that of its plan. ``missed``: only where it was due and no run went well since. ``wait`` is in seconds,
    between one try and the next.
    """

    name: str
    folder: Path
    python: str
    platform: str
    environment: Mapping[str, str]
    secrets: Path
    config: Path | None = None
    edition: str = ""
    missed: bool = False
    tries: int = 3
    wait: float = 600.0

    @property
    def log(self) -> Path:
        """The file that everything is written to."""
        return self.folder / LOG


def run_once(order: Order, say: Say) -> int:
    """Make the brief, unless it is being made or was not missed; the exit status. ``say`` hears what the log hears."""
    from filelock import FileLock, Timeout

    plan = read_plan(order.folder)
    config = order.config or (plan.config if plan else None)
    if config is None:
        raise ScheduleError(f"nothing is scheduled as {order.name}", "name the settings by -c FILE")
    make_folder(order.folder)
    try:
        with FileLock(order.folder / "lock", timeout=0):
            last = read_last(order.folder)
            now = datetime.now().astimezone()
            if order.missed and plan and not plan.is_missed(now, last.succeeded if last else None):
                say(f"No run of {order.name} was missed.")
                return 0
            with opened_log(order.log, say) as log:
                return _tries(replace(order, config=config, edition=plan.edition if plan else ""), plan, last, log)
    except Timeout:
        raise ScheduleError(f"another run of {order.name} is at work", "this one leaves; wait for that one") from None
    except OSError as error:
        raise ScheduleError(f"{order.folder} cannot be used", error.strerror or str(error)) from error


def _tries(order: Order, plan: Plan | None, last: Last | None, log: Say) -> int:
    """Run until it goes well, as often as was ordered; what is known at each step is remembered at once."""
    begun = datetime.now().astimezone()
    state = Last(begun, succeeded=last.succeeded if last else None)
    save_last(order.folder, state)
    log(f"The {order.name} brief begins, with {order.config}.")
    status = 1
    try:
        environment = _environment(order, plan)
        for number in range(1, order.tries + 1):
            state = replace(state, tries=number)
            status = _run(order, environment, log)
            if status in FINAL or number == order.tries:
                break
            log(f"It failed with status {status}; try {number + 1} of {order.tries} in {order.wait / 60:g} minutes.")
            time.sleep(order.wait)
    except ScheduleError as error:
        log(str(error))
        raise
    finally:
        succeeded = state.succeeded if status else begun
        ended = datetime.now().astimezone()
        save_last(order.folder, replace(state, ended=ended, status=status, succeeded=succeeded))
        log(f"It ended with status {status}.")
    return status


def _environment(order: Order, plan: Plan | None) -> dict[str, str]:
    """Ours, then what was kept of the shell that installed it, then the file of passwords."""
    secrets = read_variables(plan.secrets if plan else order.secrets, order.platform)
    return {**order.environment, **(plan.variables if plan else {}), **secrets, "PYTHONIOENCODING": "utf-8"}


def _run(order: Order, environment: Mapping[str, str], log: Say) -> int:
    """One try, in a process, so that a crash is logged too: its exit status, 128 and the signal where one ended it."""
    folder = order.config.parent if order.config else Path()
    edition = ("--edition", order.edition) if order.edition else ()
    command = (order.python, "-P", "-m", "briefing", "run", "--config", str(order.config), *edition)
    try:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder if folder.is_dir() else None,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise ScheduleError(f"{order.python} cannot be run", error.strerror or str(error)) from error
    with process:
        late = Timer(LONGEST, process.kill)
        late.start()
        try:
            for line in process.stdout or ():
                log(clean(line.rstrip()))
            process.wait()
        except BaseException:  # an interruption too: nothing is left behind, and it goes on up
            process.kill()
            raise
        finally:
            late.cancel()
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


@contextmanager
def opened_log(path: Path, say: Say) -> Iterator[Say]:
    """Writes lines with their time into a file that is put aside when it is long; ``say`` hears each of them too."""
    try:
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOGS, encoding="utf-8", errors="replace")
    except OSError as error:
        raise ScheduleError(f"the log {path} cannot be written", error.strerror or str(error)) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    log = logging.Logger("briefing.schedule", logging.INFO)  # noqa: LOG001 - of this run alone, known to no other logger
    log.addHandler(handler)

    def write(line: str) -> None:
        log.info("%s", line)
        say(line)

    try:
        yield write
    finally:
        handler.close()

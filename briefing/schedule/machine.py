"""The computer that a schedule is for, and the three things that are done to it: a file written, a file gone, a program called."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.errors import OutputError, ScheduleError

SECONDS = 30  # chosen: a scheduler that has not answered by then will not
COMPLAINT_CHARACTERS = 300  # chosen: of what a failing program says


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program answered: its exit status, its output, its last words on the error output."""

    status: int
    output: bytes = b""
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer: ``platform`` is linux, darwin or win32; ``config`` is where programs keep settings (XDG_CONFIG_HOME).

    ``folder`` keeps the schedules, each in a folder of its name; ``secrets`` is a file of variables; ``environment`` is
    that of the programs that are called, and its PATH is where they are looked for.
    """

    platform: str
    home: Path
    config: Path
    folder: Path
    secrets: Path
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def here(cls, platform: str, environment: Mapping[str, str]) -> Machine:
        """This computer, for the user that we are."""
        from platformdirs import user_state_path

        home = Path.home()
        config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        folder = user_state_path("briefing", appauthor=False) / "schedules"
        return cls(platform, home, config, folder, config / "briefing" / "environment", environment)

    def has(self, program: str) -> bool:
        """Whether there is such a program."""
        return shutil.which(program, path=self.environment.get("PATH")) is not None

    def ask(self, *arguments: str, given: bytes = b"") -> Answer:
        """What a program answers to ``given`` on its standard input; a status of 127 where it cannot be run at all."""
        try:
            done = subprocess.run(  # noqa: S603 - a program of ours to name, and no shell
                arguments,
                input=given,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={**self.environment, "LC_ALL": "C"},
            )
        except subprocess.TimeoutExpired:
            return Answer(127, complaint=f"no answer within {SECONDS} seconds")
        except OSError as error:
            return Answer(127, complaint=error.strerror or str(error))
        said = done.stderr.decode(errors="replace").strip() or done.stdout.decode(errors="replace").strip()
        return Answer(done.returncode, done.stdout, said[-COMPLAINT_CHARACTERS:])


@dataclass(frozen=True, slots=True)
class Write:
    """A file is written, its folder made where there is none."""

    path: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class Delete:
    """A file is taken away, if it is there."""

    path: Path


@dataclass(frozen=True, slots=True)
class Call:
    """A program is called, with ``given`` on its standard input. ``optional``: it may fail."""

    arguments: tuple[str, ...]
    given: bytes = b""
    optional: bool = False


Action = Write | Delete | Call


def perform(actions: Iterable[Action], machine: Machine) -> None:
    """Do all of them in their order; ScheduleError at the first that fails."""
    for action in actions:
        match action:
            case Write(path, content):
                save(path, content)
            case Delete(path):
                _delete(path)
            case Call():
                _call(action, machine)


def save(path: Path, content: bytes) -> None:
    """The whole file or none, its folder made where there is none."""
    from briefing.deliver import write

    make_folder(path.parent)
    try:
        write(path, content)
    except OutputError as error:
        raise ScheduleError(error.what, error.remedy) from error


def make_folder(path: Path) -> None:
    """The folder, with those above it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ScheduleError(f"the folder {path} cannot be made", error.strerror or str(error)) from error


def _call(call: Call, machine: Machine) -> None:
    answer = machine.ask(*call.arguments, given=call.given)
    if answer.status and not call.optional:
        told = f": {answer.complaint}" if answer.complaint else ""
        raise ScheduleError(
            f"`{' '.join(call.arguments)}` failed with status {answer.status}{told}",
            "mend that, or choose another way by --with",
        )


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ScheduleError(f"{path} cannot be taken away", error.strerror or str(error)) from error

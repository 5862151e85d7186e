"""Work in a process of its own, so that one measure's memory, caches and threads are no part of the next one's figures."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TypeVar

from benchmarks.bench.figures import Absent, Effort, Found, Measure
from briefing.text import one_line

Result = TypeVar("Result")
KILOBYTES = 1024
BRIEFING = (sys.executable, "-m", "briefing")  # the script takes 0.01 s less


class CommandError(Exception):
    """A program that a measure ran has failed: what it was and the last that it said."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that was run: seconds by the clock and of the processor, the most memory that it had in MB, and what it printed."""

    seconds: float
    busy: float
    megabytes: float
    output: str


def separately(work: Callable[[], Result]) -> Result:
    """What ``work`` gives, done in a new process that begins with nothing of this one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work).result()


def collected(name: str, measure: Measure, effort: Effort) -> list[Found]:
    """What a measure finds. What ends it early costs the rest of this measure and no other one."""
    found: list[Found] = []
    try:
        found.extend(measure(effort))  # keeps what came before an error
    except SystemExit as end:  # so the corpora say that they are not there
        return [*found, Absent(name, str(end.code))]
    except CommandError as error:
        return [*found, Absent(name, one_line(str(error)), failed=True)]
    except Exception as error:  # noqa: BLE001 - whatever it is, the other measures go on
        traceback.print_exc()
        return [*found, Absent(name, one_line(f"{type(error).__name__}: {error}"), failed=True)]
    return found


def run(words: Sequence[str], folder: Path) -> Ran:
    """Run a program in a folder; CommandError where it fails."""
    with TemporaryFile() as out, TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)  # of this process alone, not of all that there were
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        said = [_text(file) for file in (out, err)]
    if process.returncode:
        last = (said[1].strip() or said[0].strip() or "it said nothing").splitlines()[-1]
        raise CommandError(f"{' '.join(words[2:])} ended with {process.returncode}: {last}")
    return Ran(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KILOBYTES, said[0])


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")

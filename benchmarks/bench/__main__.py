"""Measure speed, memory and start-up, and show them beside their goals and the last run of the same machine.

    python -m benchmarks.bench [--only NAME ...] [--quick] [--record] [--details] [--list]

All figures go to results/latest.json beside the history, which --record adds them to: benchmarks/history.jsonl. The corpora lie
in ../shared/data; a measure that needs one says so where it is absent, and the others go on. Fails where a measure failed; a
goal that is missed is told and is no failure, for it depends on the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks import floors
from benchmarks.bench import records
from benchmarks.bench.figures import Absent, Effort, Found
from benchmarks.bench.machine import here, versions
from benchmarks.bench.measures import MEASURES
from benchmarks.bench.separately import collected, separately
from benchmarks.bench.table import reasons, table

BUSY = 0.5  # of the cores at work for others as it begins, from which on the table says so; chosen


def main(words: Sequence[str] | None = None) -> int:
    """The exit status: 1 where a measure failed."""
    given = arguments(words)
    if given.list:
        print("\n".join(f"{name:12}{(each.__doc__ or '').splitlines()[0]}" for name, each in MEASURES.items()))
        return 0
    run = begun(datetime.now(UTC))
    found = list(measured(given.only or MEASURES, Effort.QUICK if given.quick else Effort.WHOLE))
    history = given.to / records.HISTORY
    records.write_latest(run, found, given.to / records.LATEST)
    print(table(found, records.last(records.read(history), run.machine), "show" if given.details else "hide"))
    print("\n".join(["", *reasons(found), told(run)]))
    if given.record:
        records.append(run, found, history)
    return int(any(isinstance(each, Absent) and each.failed for each in found))


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=MEASURES, help="these measures alone; see --list")
    parser.add_argument("--quick", action="store_true", help="on little, in some minutes: to see that it works")
    parser.add_argument("--record", action="store_true", help="add the figures to the history")
    parser.add_argument("--details", action="store_true", help="also the figures that the table leaves out")
    parser.add_argument("--list", action="store_true", help="the measures that there are")
    parser.add_argument(
        "--to", type=Path, default=records.FOLDER, metavar="FOLDER", help="of the history and the results"
    )
    given = parser.parse_args(words)
    if given.quick and given.record:
        parser.error("the history holds whole runs: leave out --quick or --record")
    return given


def begun(now: datetime) -> records.Run:
    """What is known of a run before anything is measured."""
    load = round(os.getloadavg()[0], 2)
    return records.Run(now.isoformat(timespec="seconds"), floors.commit(), load, separately(here), versions())


def measured(names: Iterable[str], effort: Effort) -> Iterator[Found]:
    """What each measure finds, in a process of its own; how far it is, on stderr."""
    for name in names:
        print(f"{name} …", end=" ", file=sys.stderr, flush=True)
        start = time.perf_counter()
        try:
            yield from separately(partial(collected, name, MEASURES[name], effort))
        except BrokenProcessPool:
            yield Absent(name, "its process died, perhaps for want of memory", failed=True)
        print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)


def told(run: records.Run) -> str:
    """On what it was measured, and whether anybody else was at work."""
    machine = run.machine
    kind = ", ".join(part for part in (machine.processor, machine.gpu, " ".join(machine.instructions)) if part)
    busy = f"; others were at work (load {run.load:g}): take it as rough" if run.load > BUSY * machine.cores else ""
    return f"{kind}; {machine.cores} cores, {machine.threads} threads, {machine.memory} GiB; commit {run.commit}{busy}"


if __name__ == "__main__":
    sys.exit(main())

"""How long 200 feeds with 1,000 pages on 100 hosts take, against the ideal for the per-host rule, and in what memory.

    python -m benchmarks.fetching [--hosts 100] [--feeds 200] [--entries 5] [--latency 0.05] [--delay 0.5]

The server is a process of its own on loopback, with a latency before each answer; each run of ours is one too. The ideal is
what the busiest host's requests need when each starts as soon as the delay allows: (requests - 1) x delay + latency.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_megabytes
from benchmarks.newsstand import host
from briefing.config import FetchSettings
from briefing.sources import Updater
from briefing.store import Store
from briefing.types import Source


@dataclass(frozen=True, slots=True)
class Stand:
    """What the server offers, how long it waits before each answer, and the pace that a host is owed; both in seconds."""

    hosts: int = 100
    feeds: int = 200
    entries: int = 5
    latency: float = 0.05
    delay: float = 0.5
    processes: int = os.cpu_count() or 1

    @property
    def pages(self) -> int:
        return self.feeds * self.entries

    @property
    def ideals(self) -> list[float]:
        """Seconds that the busiest host's requests need: its feeds with their pages and robots.txt, and then its feeds alone."""
        at_one = -(-self.feeds // self.hosts)
        requests = (at_one * (1 + self.entries) + 1, at_one)
        return [(count - 1) * self.delay + self.latency for count in requests]


@dataclass(frozen=True, slots=True)
class Update:
    """One update: seconds by the clock and of the processor, at best, memory of the process and of its largest worker in MB."""

    seconds: float
    cpu: float
    new: int
    failed: int
    megabytes: float
    worker: float
    ideal: float


def once(path: Path, port: int, stand: Stand) -> dict[str, Any]:
    """One update in this process, with its seconds and its memory."""
    sources = [
        Source(f"http://{host(number, stand.hosts)}:{port}/{number}", allow=(host(number, stand.hosts),))
        for number in range(stand.feeds)
    ]
    start, cpu = time.perf_counter(), time.process_time()
    with Store(path) as store:
        fetching = FetchSettings(delay=stand.delay)
        updates = Updater(store, datetime.now(UTC), 2.0, fetching, processes=stand.processes).run(sources)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu + children.ru_utime + children.ru_stime,
        "new": sum(update.health.new for update in updates),
        "failed": sum(bool(update.health.failures) for update in updates),
        "megabytes": peak_megabytes(),
        "worker": children.ru_maxrss / 1024,
    }


def updates(stand: Stand) -> list[Update]:
    """The first update and a second one that finds nothing new, each in a process of its own."""
    serve = [sys.executable, "-m", "benchmarks.newsstand"]
    counts = [str(each) for each in (stand.hosts, stand.feeds, stand.entries, stand.latency)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen([*serve, *counts], stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        try:
            return [_again(stand, f"{folder}/store.db", port, ideal) for ideal in stand.ideals]
        finally:
            server.kill()


def _again(stand: Stand, store: str, port: str, ideal: float) -> Update:
    options = [word for name, value in asdict(stand).items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "benchmarks.fetching", "--once", store, port, *options]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Update(**json.loads(output.splitlines()[-1]), ideal=ideal)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for field in fields(Stand):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    parser.add_argument("--once", nargs=2, metavar=("STORE", "PORT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    stand = Stand(*(getattr(given, field.name) for field in fields(Stand)))
    if given.once:
        print(json.dumps(once(Path(given.once[0]), int(given.once[1]), stand)))
        return
    print(
        f"{stand.feeds} feeds, {stand.pages} pages, {stand.hosts} hosts, {stand.latency * 1000:g} ms, delay {stand.delay:g} s"
    )
    print(
        f"{'':18}{'seconds':>10}{'ideal':>10}{'times':>10}{'cpu s':>10}{'peak MB':>10}{'worker MB':>11}{'new':>8}{'failed':>8}"
    )
    for name, run in zip(("first run", "second run"), updates(stand), strict=True):
        print(
            f"{name:18}{run.seconds:10.1f}{run.ideal:10.1f}{run.seconds / run.ideal:10.2f}{run.cpu:10.1f}{run.megabytes:10.0f}"
            f"{run.worker:11.0f}{run.new:8}{run.failed:8}"
        )


if __name__ == "__main__":
    main()

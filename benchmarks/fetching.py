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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_megabytes
from benchmarks.newsstand import host
from briefing.config import FetchSettings
from briefing.sources import Updater
from briefing.store import Store
from briefing.types import Source


def once(path: Path, port: int, hosts: int, feeds: int, delay: float, processes: int) -> dict[str, Any]:
    """One update in this process, with its seconds and its memory."""
    sources = [
        Source(f"http://{host(number, hosts)}:{port}/{number}", allow=(host(number, hosts),)) for number in range(feeds)
    ]
    start, cpu = time.perf_counter(), time.process_time()
    with Store(path) as store:
        updates = Updater(store, datetime.now(UTC), 2.0, FetchSettings(delay=delay), processes=processes).run(sources)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu + children.ru_utime + children.ru_stime,
        "new": sum(update.health.new for update in updates),
        "failed": sum(bool(update.health.failures) for update in updates),
        "peak MB": peak_megabytes(),
        "worker MB": children.ru_maxrss / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("hosts", 100), ("feeds", 200), ("entries", 5), ("processes", os.cpu_count() or 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, seconds in (("latency", 0.05), ("delay", 0.5)):
        parser.add_argument(f"--{name}", type=float, default=seconds)
    parser.add_argument("--once", nargs=2, metavar=("STORE", "PORT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        print(
            json.dumps(
                once(Path(given.once[0]), int(given.once[1]), given.hosts, given.feeds, given.delay, given.processes)
            )
        )
        return
    stand = [sys.executable, "-m", "benchmarks.newsstand"]
    counts = [str(each) for each in (given.hosts, given.feeds, given.entries, given.latency)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen([*stand, *counts], stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        again = [sys.executable, "-m", "benchmarks.fetching", "--once", f"{folder}/store.db", port, *sys.argv[1:]]
        try:
            runs = [
                json.loads(subprocess.run(again, check=True, capture_output=True, text=True).stdout) for _ in range(2)
            ]
        finally:
            server.kill()
    at_one = -(-given.feeds // given.hosts)
    ideal = [(requests - 1) * given.delay + given.latency for requests in (at_one * (1 + given.entries) + 1, at_one)]
    print(
        f"{given.feeds} feeds, {given.feeds * given.entries} pages, {given.hosts} hosts, {given.latency * 1000:g} ms, delay {given.delay:g} s"
    )
    print(
        f"{'':18}{'seconds':>10}{'ideal':>10}{'times':>10}{'cpu s':>10}{'peak MB':>10}{'worker MB':>11}{'new':>8}{'failed':>8}"
    )
    for name, run, best in zip(("first run", "second run"), runs, ideal, strict=True):
        print(
            f"{name:18}{run['seconds']:10.1f}{best:10.1f}{run['seconds'] / best:10.2f}{run['cpu']:10.1f}{run['peak MB']:10.0f}{run['worker MB']:11.0f}"
            f"{run['new']:8}{run['failed']:8}"
        )


if __name__ == "__main__":
    main()

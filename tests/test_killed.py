"""A run that is killed at any moment: what it had finished stays, nothing is doubled, and the next run goes on from there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from briefing.fetch.readers import FEW
from briefing.store import Store
from briefing.store.archive import Archive
from briefing.text import canonical_url

if TYPE_CHECKING:
    from conftest import Server

NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
FEEDS, ENTRIES = 6, 8
ROUNDS, ROUNDS_A_STORE = 50, 5
LATEST = 0.6  # of an undisturbed run, when the last kills come at first: half of the news is half of the work
YEARS = range(1990, 1993)
SHARED = "/shared"  # a page that every feed lists

# Everything is imported once. A line that comes in names a store, for which a fresh process makes one run; the next line
# has its end looked at: until then nobody else can get its number.
RUNS = """
import os, sys
from datetime import datetime
from pathlib import Path

import hishel.httpx2, httpx2, protego, trafilatura, filelock
from briefing.config import FetchSettings
from briefing.fetch import Page
from briefing.fetch.guard import GuardedTransport
from briefing.fetch.cache import cached
from briefing.sources import Updater
from briefing.sources.feeds import read_feed
from briefing.sources.web import page_article
from briefing.store import Store
from briefing.types import Source

now = datetime.fromisoformat(sys.argv[1])
sources = [Source(url, allow=("127.0.0.1",)) for url in sys.argv[2:]]
page_article(Page("http://127.0.0.1/", b"<html><body><p>A page to warm up with.</p></body></html>"))
read_feed(b"<rss version='2.0'><channel><item><pubDate>1 May</pubDate></item></channel></rss>", "warm")

def say(line):
    os.write(1, f"{line}\\n".encode())

def one_run(path):
    with Store(path) as store, store.alone():
        say(f"begun {os.getpid()}")
        done = lambda update: say(f"done {update.health.location} {update.health.failures}")
        Updater(store, now, 3, FetchSettings(delay=0, connections=4), done=done).run(sources)

for line in sys.stdin:
    if child := os.fork():
        sys.stdin.readline()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        say(f"ended {status}")
    else:
        one_run(Path(line.strip()))
        os._exit(0)
"""


def story(number: str) -> str:
    """A page with a story of its own, long enough to be told from its feed's teaser."""
    sentences = (
        f"The harbour council heard report {number} on Tuesday evening in the old customs house by the river.",
        f"Engineers had measured wall {number} for eleven weeks and found cracks below the waterline of the basin.",
        "Repairs are to begin in spring and will take two summers, said the woman who leads the works office.",
        "Fishermen asked for a second ramp, because the first one lies dry at every low tide of the year.",
        "The money comes from the county, which had set it aside after the flood of four winters ago.",
    )
    paragraphs = "".join(
        f"<p>{sentence} In the year {year} it was the same.</p>" for year in YEARS for sentence in sentences
    )
    return f"<html lang='en'><head><title>Wall {number}</title></head><body><article><h1>Wall {number}</h1>{paragraphs}</article></body></html>"


def publish(server: Server, feeds: int = FEEDS) -> tuple[list[str], dict[str, set[str]]]:
    """Serve all feeds with their pages; the feeds, and the addresses of the articles that each of them lists."""
    listed: dict[str, set[str]] = {}
    for feed in range(feeds):
        paths = [SHARED, *(f"/story-{feed}-{number}" for number in range(1, ENTRIES))]
        addresses = [server.serve(path, story(path.strip("/"))) for path in paths]
        items = "".join(
            f"<item><guid isPermaLink='false'>{feed}-{place}</guid><title>Wall {path}</title><link>{server.url(path)}</link>"
            f"<description>The council heard a report …</description>"
            f"<pubDate>{format_datetime(NOW - timedelta(hours=1 + place))}</pubDate></item>"
            for place, path in enumerate(paths)
        )
        document = (
            f"<rss version='2.0'><channel><title>Outlet {feed}</title><language>en</language>{items}</channel></rss>"
        )
        listed[server.serve(f"/feed-{feed}.xml", document, "application/rss+xml")] = set(addresses)
    return list(listed), listed


class Runs:
    """Runs of the whole fetch, each in a process of its own that can be killed."""

    def __init__(self, feeds: list[str]) -> None:
        command = [sys.executable, "-c", RUNS, NOW.isoformat(), *feeds]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, store: Path, kill_after: float | None = None) -> tuple[list[str], int]:
        """One run, killed after so many seconds from its beginning: the sources it said were done, its exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(store, file=self._process.stdin, flush=True)
        word, pid = self._process.stdout.readline().split()
        assert word == "begun"
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(int(pid), signal.SIGKILL)
        print(file=self._process.stdin, flush=True)
        done: list[str] = []
        for line in self._process.stdout:
            word, *told = line.split()
            if word == "ended":
                return done, int(told[0])
            assert told[1] == "0", line
            done.append(told[0])
        raise AssertionError("the process that makes the runs has ended")

    def close(self) -> None:
        """End the process that makes the runs."""
        self._process.communicate()


@pytest.fixture
def runs() -> Iterator[Callable[[list[str]], Runs]]:
    """Makes runs of some feeds, and ends what makes them."""
    made: list[Runs] = []

    def make(feeds: list[str]) -> Runs:
        made.append(Runs(feeds))
        return made[-1]

    yield make
    for each in made:
        each.close()


def check(path: Path, acknowledged: dict[str, set[str]]) -> set[str]:
    """What must hold of a store at any time; the addresses of the articles in it."""
    with Store(path) as store, store.alone():
        with store.reading() as connection:
            assert [tuple(row) for row in connection.execute("PRAGMA integrity_check")] == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert connection.execute("SELECT count(*) FROM entries WHERE article IS NULL").fetchone()[0] == 0
        archive = Archive(store)
        for feed, addresses in acknowledged.items():
            articles = [filed.article for filed in archive.latest(100, feed)]
            assert {article.url for article in articles} == addresses
            assert all("cracks below the waterline" in article.text for article in articles)
        urls = [filed.article.url for filed in archive.latest(1000)]
        assert len({canonical_url(url) for url in urls}) == len(urls) == archive.count()
    return set(urls)


def test_a_run_killed_at_any_moment_loses_nothing_that_was_done(
    server: Server, tmp_path: Path, runs: Callable[[list[str]], Runs]
) -> None:
    """After each of fifty kills the store is whole, free, without doubles, and has every source that was told as done."""
    feeds, listed = publish(server)
    server.latency = 0.002
    process, chance = runs(feeds), random.Random(7)
    process.run(tmp_path / "first.db")  # which has everything loaded
    begin = time.monotonic()
    done, status = process.run(tmp_path / "whole.db")
    latest = LATEST * (time.monotonic() - begin)
    assert (sorted(done), status) == (sorted(feeds), 0)

    killed = told = 0
    acknowledged: dict[str, set[str]] = {}
    path = tmp_path / "0.db"
    for number in range(ROUNDS):
        if number % ROUNDS_A_STORE == 0:
            path, acknowledged = tmp_path / f"{number}.db", {}
        done, status = process.run(path, chance.uniform(0, latest))
        latest *= 1.04 if not done else 0.8 if len(done) == len(feeds) else 1.0  # the machine may have other work
        killed += len(done) < len(feeds)
        told += bool(done) and len(done) < len(feeds)
        assert status == -signal.SIGKILL or len(done) == len(feeds)
        acknowledged |= {feed: listed[feed] for feed in done}
        check(path, acknowledged)
    assert killed >= ROUNDS / 2, "most were killed in the middle"
    assert told >= 5, "and several of them had told of something"

    done, status = process.run(path)
    assert (sorted(done), status) == (sorted(feeds), 0)
    assert check(path, listed) == set().union(*listed.values())


MANY = """
import sys
from datetime import datetime
from briefing.config import FetchSettings
from briefing.sources import Updater
from briefing.store import Store
from briefing.types import Source

with Store(sys.argv[1]) as store:
    options = FetchSettings(delay=0, connections=4)
    sources = [Source(url, allow=("127.0.0.1",)) for url in sys.argv[3:]]
    Updater(store, datetime.fromisoformat(sys.argv[2]), 3, options, processes=2).run(sources)
"""


def test_a_killed_run_leaves_no_process_behind(server: Server, tmp_path: Path) -> None:
    """The processes that read its pages end by themselves when nobody can end them any more."""
    feeds, _ = publish(server, feeds=FEW // ENTRIES + 4)
    server.latency = 0.02
    command = [sys.executable, "-c", MANY, str(tmp_path / "briefing.db"), NOW.isoformat(), *feeds]
    with subprocess.Popen(command) as run:
        process = psutil.Process(run.pid)
        while len(readers := process.children(recursive=True)) < 2:
            assert run.poll() is None, "the run was over before it read in processes"
            time.sleep(0.01)
        run.kill()
    assert psutil.wait_procs(readers, timeout=20)[1] == []

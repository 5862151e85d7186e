"""``briefing archive cluster`` as people and programs give it; and a real process of it that is killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import archives
import pytest

if TYPE_CHECKING:
    from conftest import Run

ROWS = 200  # fewer than an exit status can tell


@pytest.fixture
def cluster(run: Run, elsewhere: Path, quick: Path) -> archives.Command:
    """The command, in a folder with two dated articles, an undated one, and a row that is none."""
    rows = [archives.row(1), "no json", archives.row(15), archives.row(2, published=None)]
    archives.write(elsewhere / "a.jsonl.zst", rows)
    return archives.Command(run, "cluster", quick)


def test_people_are_told_what_came_of_it(cluster: archives.Command) -> None:
    """How many stories of how many articles, of which days, how fast, what was rejected and why."""
    done = cluster("a.jsonl.zst", "out.jsonl")
    assert done.exit_code == 0
    wrote, days, undated, speed, *rejected = done.stdout.splitlines()
    assert wrote == "Wrote out.jsonl: 3 articles in 3 stories, 0 of them of several articles, the largest of 1"
    assert days == "Published 2026-03-02 to 2026-03-16; copies of others: 0"
    assert undated == "Undated, and compared with each other alone: 1"
    assert speed.endswith(" articles/s encoded")
    assert rejected == ["1 row rejected, see out.jsonl.rejected.jsonl", "  1 rejected: no JSON"]
    assert len(archives.read(Path("out.jsonl"))) == 3


def test_programs_are_told_in_json(cluster: archives.Command) -> None:
    """The same as stands in the summary beside the output; nothing else is on stdout."""
    told = json.loads(cluster("a.jsonl.zst", "out.jsonl.gz", "--format", "json").stdout)
    assert told == json.loads(Path("out.jsonl.gz.summary.json").read_text(encoding="utf-8"))
    assert (told["articles"], told["rejected"], told["undated"], told["stories"]) == (3, 1, 1, 3)
    assert told["first"] == "2026-03-02T08:00:00+00:00"


def test_the_window_comes_from_the_settings(cluster: archives.Command) -> None:
    """Articles on one thing that lie further apart than the window are one story where the window is wider."""
    rows = [
        archives.row(n, title="Flood", text=f"{archives.text(1)} {n}.", published=f"2026-03-{n:02}") for n in (1, 6)
    ]
    archives.write(Path("b.jsonl"), rows)
    assert "in 2 stories" in cluster("b.jsonl", "out.jsonl").stdout
    Path("briefing.toml").write_text("[stories]\nwindow = 6\n", encoding="utf-8")
    assert "in 1 story," in cluster("b.jsonl", "out.jsonl", "--force").stdout


def test_rejected_rows_have_an_exit_status_for_the_strict(cluster: archives.Command) -> None:
    """The output is written all the same."""
    assert cluster("a.jsonl.zst", "out.jsonl", "--strict").exit_code == 3
    assert Path("out.jsonl").exists()


def test_nothing_is_replaced_unless_somebody_says_so(cluster: archives.Command) -> None:
    """The error names --force, and the file stays as it was."""
    Path("out.jsonl").write_text("mine", encoding="utf-8")
    done = cluster("a.jsonl.zst", "out.jsonl")
    assert (done.exit_code, "give --force" in done.stderr) == (1, True)
    assert Path("out.jsonl").read_text(encoding="utf-8") == "mine"
    assert cluster("a.jsonl.zst", "out.jsonl", "--force").exit_code == 0


def test_a_dry_run_writes_nothing(cluster: archives.Command, elsewhere: Path) -> None:
    """It says how many articles there are, what would be rejected, and how long it would take; in JSON for programs."""
    done = cluster("a.jsonl.zst", "out.jsonl", "--dry-run")
    counts, reason, speed = done.stdout.splitlines()
    assert counts == "3 articles, 1 undated, 1 row to be rejected"
    assert reason == "  1 rejected: no JSON"
    assert speed.startswith("One worker encodes ")
    told = json.loads(cluster("a.jsonl.zst", "out.jsonl", "--dry-run", "--format", "json").stdout)
    assert (told["articles"], told["rejected"]) == (3, 1)
    assert [path.name for path in elsewhere.iterdir()] == ["a.jsonl.zst"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("a.jsonl.zst",), 2, "name at least one input"),
        (("a.jsonl.zst", "out.csv"), 1, "its suffix names no format"),
        (("missing.jsonl", "out.jsonl"), 1, "does not exist"),
        (("a.jsonl.zst", "a.jsonl.zst"), 1, "what is to be written"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    cluster: archives.Command, elsewhere: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    """With an exit status, and nothing is left behind."""
    done = cluster(*arguments)
    assert (done.exit_code, said in done.stderr) == (status, True), done.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["a.jsonl.zst"]


@pytest.mark.parametrize("command", ["cluster", "summarize"])
def test_the_cluster_that_this_computer_is_part_of_is_used(
    run: Run, elsewhere: Path, quick: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """RAY_ADDRESS says where it is; nobody is there, which is said."""
    archives.write(elsewhere / "a.jsonl", [archives.row(1)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("RAY_ADDRESS", where)
    done = archives.Command(run, command, quick)("a.jsonl", "out.jsonl", "--on", "ray")
    assert (done.exit_code, f"no Ray cluster answers at {where}" in done.stderr) == (1, True), done.stderr


def test_hostile_names_and_rows_move_no_cursor(cluster: archives.Command) -> None:
    """What comes from outside is told on one line."""
    archives.write(Path("b\x1b[31m.jsonl"), [archives.row(1, title="\x1b[2J"), '{"title": "T", "text": "\\u001b"}'])
    done = cluster("*.jsonl", "out.jsonl")
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_progress_goes_to_stderr(cluster: archives.Command) -> None:
    """The first word on it, also where the run is short."""
    assert cluster("a.jsonl.zst", "out.jsonl").stderr == "Reading: 0 articles\n"


# One process loads what is heavy, and each run is a child of it
RUNS = """
import os
import sys
from pathlib import Path

import torch
import transformers
from briefing.archive.clustering.running import Order, cluster
from briefing.archive.output import Place
from briefing.archive.reading import Inputs
from briefing.config import settings
from briefing.parallel import Serial
from transformers import AutoModel, AutoTokenizer

for line in sys.stdin:
    if child := os.fork():
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    out = Path(line.strip())
    options = settings({"encoder": {"model": sys.argv[1]}})
    report = cluster(Order(Inputs.of(["a.jsonl"], out), Place(out), options, batch=4), Serial())
    os._exit(report.encoded_before)
"""


class Runs:
    """Runs of the work of the command, each in a process of its own that can be killed."""

    def __init__(self, folder: Path, quick: Path) -> None:
        self._folder = folder
        command = [sys.executable, "-c", RUNS, str(quick)]
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def run(self, output: str, kill_after: int | None = None) -> int:
        """One run, killed as soon as so many more articles have vectors; how it ended: below 0 by a signal, else how many articles
        were encoded before it began.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        before = self.encoded(output)
        print(output, file=self._process.stdin, flush=True)
        child = int(self._process.stdout.readline())
        if kill_after is not None:
            while self.encoded(output) < before + kill_after:
                assert not (self._folder / output).exists(), "it was done before it was killed"
                time.sleep(0.002)
            os.kill(child, signal.SIGKILL)
        return int(self._process.stdout.readline())

    def encoded(self, output: str) -> int:
        """How many articles have vectors."""
        file = self._folder / f"{output}.parts" / "articles.db"
        if not file.exists():
            return 0
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'vectors'").fetchall():
                return 0
            return int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture
def runs(tmp_path: Path, quick: Path) -> Iterator[Runs]:
    """Makes runs in a folder that has an archive of ROWS articles."""
    archives.write(tmp_path / "a.jsonl", [*(archives.row(number) for number in range(ROWS)), "no json"])
    made = Runs(tmp_path, quick)
    yield made
    made.close()


def test_a_process_that_is_killed_goes_on_where_it_was(tmp_path: Path, runs: Runs) -> None:
    """Killed twice and then left alone: nothing is encoded again, and the result is that of one quiet run."""
    assert runs.run("whole.jsonl") == 0
    for _ in range(2):
        assert runs.run("out.jsonl", kill_after=12) == -signal.SIGKILL
    before = runs.encoded("out.jsonl")
    assert 24 <= before < ROWS
    assert runs.run("out.jsonl") == before
    for suffix in ("", ".rejected.jsonl"):
        assert (tmp_path / f"out.jsonl{suffix}").read_bytes() == (tmp_path / f"whole.jsonl{suffix}").read_bytes()
    assert not (tmp_path / "out.jsonl.parts").exists()

"""``briefing archive summarize`` as people and programs give it; and a real process of it that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import archives
import psutil
import pytest

from briefing.archive.pace import Pace
from briefing.cli.archive_runs import EVERY, lines

if TYPE_CHECKING:
    from conftest import Run

ROWS, PART = 400, 4


@pytest.fixture
def summarize(run: Run, elsewhere: Path, quick: Path) -> archives.Command:
    """The command, in a folder with two articles and a row that is none."""
    archives.write(elsewhere / "a.jsonl.zst", [archives.row(1), "no json", archives.row(2)])
    return archives.Command(run, "summarize", quick)


def test_people_are_told_what_came_of_it(summarize: archives.Command) -> None:
    """How many summaries of which length, how fast, what was rejected and why."""
    done = summarize("a.jsonl.zst", "out.jsonl", "--words", "20")
    assert done.exit_code == 0
    wrote, speed, *rejected = done.stdout.splitlines()
    assert wrote.startswith("Wrote out.jsonl: 2 summaries of ")
    assert wrote.endswith(", 20 words asked")
    assert speed.startswith("1 part, in ")
    assert rejected == ["1 row rejected, see out.jsonl.rejected.jsonl", "  1 rejected: no JSON"]
    assert len(archives.read(Path("out.jsonl"))) == 2


def test_programs_are_told_in_json(summarize: archives.Command) -> None:
    """The same as stands in the summary beside the output; nothing else is on stdout."""
    done = summarize("a.jsonl.zst", "out.jsonl.gz", "--sentences", "2", "--format", "json")
    told = json.loads(done.stdout)
    assert told == json.loads(Path("out.jsonl.gz.summary.json").read_text(encoding="utf-8"))
    assert (told["articles"], told["rejected"], told["length"]) == (2, 1, "2 sentences")
    assert told["inputs"] == ["a.jsonl.zst"]


def test_rejected_rows_have_an_exit_status_for_the_strict(summarize: archives.Command) -> None:
    """The output is written all the same, and without rejected rows there is nothing to be strict about."""
    assert summarize("a.jsonl.zst", "out.jsonl", "--strict").exit_code == 3
    assert Path("out.jsonl").exists()
    archives.write(Path("b.jsonl"), [archives.row(1)])
    assert summarize("b.jsonl", "b-out.jsonl", "--strict").exit_code == 0


def test_nothing_is_replaced_unless_somebody_says_so(summarize: archives.Command) -> None:
    """The error names --force, and the file stays as it was."""
    Path("out.jsonl").write_text("mine", encoding="utf-8")
    done = summarize("a.jsonl.zst", "out.jsonl")
    assert done.exit_code == 1
    assert "out.jsonl is there already: give --force" in done.stderr
    assert Path("out.jsonl").read_text(encoding="utf-8") == "mine"
    assert summarize("a.jsonl.zst", "out.jsonl", "--force").exit_code == 0
    assert len(archives.read(Path("out.jsonl"))) == 2


def test_a_writer_with_problems_has_an_exit_status_for_the_strict(summarize: archives.Command) -> None:
    """The rows are there, told by the default writer."""
    archives.write(Path("b.jsonl"), [archives.row(1), archives.row(2)])
    done = summarize("b.jsonl", "out.jsonl", "--writer", "scripted:Failing", "--strict")
    assert (done.exit_code, "on fire" in done.stderr) == (3, True)
    assert len(archives.read(Path("out.jsonl"))) == 2


def test_how_long_a_cluster_of_this_computer_takes_is_told_of_all_its_cores(summarize: archives.Command) -> None:
    """Unless fewer workers are to do it; of a cluster elsewhere nobody knows how large it is."""
    for options, workers in (
        (("--on", "ray"), os.cpu_count() or 1), (("--on", "ray", "--workers", "7"), 7), (("--on", "ray://far.example:1"), 1), ((), 1)
    ):  # fmt: skip
        done = summarize("a.jsonl.zst", "out.jsonl", "--dry-run", *options)
        assert done.stdout.rstrip().endswith(f" s for {workers}")


def test_a_dry_run_writes_nothing(summarize: archives.Command, elsewhere: Path) -> None:
    """It says how many articles there are, what would be rejected, and how long it would take; in JSON for programs."""
    done = summarize("a.jsonl.zst", "out.jsonl", "--dry-run")
    assert done.stdout.startswith(
        "2 articles in 1 part, 1 row to be rejected\n  1 rejected: no JSON\nOne worker summarises "
    )
    told = json.loads(summarize("a.jsonl.zst", "out.jsonl", "--dry-run", "--format", "json").stdout)
    assert (told["articles"], told["rejected"]) == (2, 1)
    assert [path.name for path in elsewhere.iterdir()] == ["a.jsonl.zst"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("a.jsonl.zst",), 2, "name at least one input"),
        ((), 2, "name at least one input"),
        (("a.jsonl.zst", "out.csv"), 1, "its suffix names no format"),
        (("missing.jsonl", "out.jsonl"), 1, "does not exist"),
        (("*.parquet", "out.jsonl"), 1, "nothing matches *.parquet"),
        (("a.jsonl.zst", "out.jsonl", "--words", "20", "--sentences", "2"), 2, "give one of"),
        (("a.jsonl.zst", "out.jsonl", "--part", "0"), 2, "--part"),
        (("a.jsonl.zst", "out.jsonl", "--writer", "chat"), 1, "needs a model"),
        (("a.jsonl.zst", "out.jsonl", "--workers", "2"), 2, "give --on ray with it"),
        (("a.jsonl.zst", "a.jsonl.zst"), 1, "what is to be written"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    summarize: archives.Command, elsewhere: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    """With an exit status, and nothing is left behind."""
    done = summarize(*arguments)
    assert (done.exit_code, said in done.stderr) == (status, True), done.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["a.jsonl.zst"]


def test_hostile_names_and_rows_move_no_cursor(summarize: archives.Command) -> None:
    """What comes from outside is told on one line."""
    archives.write(
        Path("b\x1b[31m.jsonl"), [archives.row(1, title="\x1b[2J"), '{"title": "T", "text": "T", "url": "\\u001b"}']
    )
    done = summarize("*.jsonl", "out.jsonl")
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_in_a_pipe_a_line_tells_how_far_it_is() -> None:
    """At once, then one every 30 seconds, whatever comes between."""
    times = iter([0.0, 1.0, 2.0, EVERY, EVERY + 1, 2 * EVERY + 2, 2 * EVERY + 3])
    told: list[str] = []
    watch = lines(told.append, lambda: next(times))
    for done in range(1, 7):
        watch(Pace("Summarizing", 1000 * done, 3, 12.5, 90.0))
    assert told == [
        "Summarizing: 1,000 articles, 12.5 articles/s, 2 min left, 3 rejected",
        "Summarizing: 4,000 articles, 12.5 articles/s, 2 min left, 3 rejected",
        "Summarizing: 5,000 articles, 12.5 articles/s, 2 min left, 3 rejected",
    ]


def test_progress_goes_to_stderr(summarize: archives.Command) -> None:
    """The first word on it, also where the run is short."""
    done = summarize("a.jsonl.zst", "out.jsonl")
    assert done.stderr.startswith("Summarizing: 2 articles, ")
    assert done.stderr.endswith(" 1 rejected\n")


# Everything is imported once. Each line that comes in is a command, for which a fresh process is made.
COMMANDS = """
import json, os, sys
import torch, transformers.models.bert.modeling_bert, filelock, pydantic, sentencex, py3langid, trafilatura
from briefing.cli import main

for line in sys.stdin:
    child = os.fork()
    if child:
        os.write(1, f"{child}\\n".encode())
        os.write(1, f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\\n".encode())
    else:
        command = json.loads(line)
        os.dup2(os.open(command[0], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.dup2(2, 1)
        main(command[1:], prog_name="briefing")
"""


class Commands:
    """The command in processes of their own, which can be stopped while they work."""

    def __init__(self, folder: Path, quick: Path) -> None:
        self.folder = folder
        self._said = folder / "said.txt"
        environment = {**os.environ, "BRIEFING_ENCODER_MODEL": str(quick)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", COMMANDS],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def finished(self) -> dict[str, int]:
        """The parts of ``out.jsonl`` that are finished, with the time at which each was written."""
        return {path.name: path.stat().st_mtime_ns for path in (self.folder / "out.jsonl.parts").glob("part-*")}

    def run(self, output: str, stop: signal.Signals | None = None, more: int = 0) -> tuple[int, str]:
        """A run into this file, stopped by a signal as soon as so many more parts are finished; its exit status, and what it said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wanted = len(self.finished) + more
        command = [str(self._said), "archive", "summarize", "a.jsonl", output, "--part", str(PART)]
        print(json.dumps(command), file=self._process.stdin, flush=True)
        number = int(self._process.stdout.readline())
        if stop:
            while len(self.finished) < wanted and self._is_there(number):
                time.sleep(0.002)
            os.kill(number, stop)
        return int(self._process.stdout.readline()), self._said.read_text(encoding="utf-8")

    @staticmethod
    def _is_there(number: int) -> bool:
        """Whether the process still works."""
        return bool(psutil.Process(number).status() != psutil.STATUS_ZOMBIE)

    def close(self) -> None:
        """End the process that makes the others."""
        self._process.communicate()


@pytest.fixture
def commands(elsewhere: Path, quick: Path) -> Iterator[Commands]:
    """Runs of the command in a folder with an archive."""
    rows = [*(archives.row(number) for number in range(ROWS)), "no json", archives.row(3)]
    archives.write(elsewhere / "a.jsonl", rows)
    made = Commands(elsewhere, quick)
    yield made
    made.close()


def test_a_process_that_is_killed_goes_on_by_the_same_command(commands: Commands) -> None:
    """Killed, then interrupted, then left alone: no finished part is done again, and the result is that of one quiet run."""
    assert commands.run("whole.jsonl")[0] == 0
    assert commands.run("out.jsonl", signal.SIGKILL, 3)[0] == -signal.SIGKILL
    before = commands.finished
    assert 3 <= len(before) < ROWS // PART
    assert not (commands.folder / "out.jsonl").exists()
    status, said = commands.run("out.jsonl", signal.SIGINT, 3)
    assert (status, "the same command goes on from there" in said) == (1, True)
    assert before.items() <= commands.finished.items()
    before = commands.finished
    status, said = commands.run("out.jsonl")
    assert (status, f"{len(before)} of them finished before" in said) == (0, True)
    for suffix in ("", ".rejected.jsonl"):
        made, quiet = (commands.folder / f"{name}.jsonl{suffix}" for name in ("out", "whole"))
        assert made.read_bytes() == quiet.read_bytes()
    assert not commands.finished

"""The bench: figures beside their goals and the last run of the same machine, a history that grows by a line, measures apart."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from benchmarks.bench import records
from benchmarks.bench.__main__ import main, measured, told
from benchmarks.bench.encoding import Shape
from benchmarks.bench.figures import Absent, Effort, Figure, Found, shown
from benchmarks.bench.machine import Machine, here, versions
from benchmarks.bench.measures import MEASURES
from benchmarks.bench.records import Run
from benchmarks.bench.separately import CommandError, Ran, collected, run, separately
from benchmarks.bench.starting import commands
from benchmarks.bench.table import reasons, table
from benchmarks.corpora import place

START = Figure("start", 0.2, "s", "less", 0.25)
RATE = Figure("rate", 900.0, "articles/s", "more", 500.0)
PHASE = Figure("phase", 1.5, "s", "less", detail=True)
MACHINE = Machine("EPYC", 2, 2, 24, ("avx2", "avx512_bf16"), "", "Linux x86_64")
RUN = Run("2026-11-26T22:00:00+00:00", "abc1234+", 0.1, MACHINE, {"python": "3.11.2", "torch": "2.13.0"})


def lines(found: list[Found], last: dict[str, float], details: str = "hide") -> list[str]:
    """The rows of a table without its head."""
    return table(found, last, details).splitlines()[1:]


@pytest.mark.parametrize(
    ("figure", "misses"),
    [
        (START, False),
        (replace(START, value=0.25), False),
        (replace(START, value=0.26), True),
        (RATE, False),
        (replace(RATE, value=499.0), True),
        (replace(RATE, value=1.0, goal=None), False),
    ],
)
def test_a_goal_is_missed_on_its_bad_side_alone(figure: Figure, misses: bool) -> None:
    """At most so much where less is better, at least where more is; without a goal nothing is missed."""
    assert figure.misses is misses


def test_worse_than_before_is_more_than_noise_in_the_bad_direction() -> None:
    """A tenth either way says nothing; what has no better side, or no value before, is never worse."""
    assert [START.is_worse(before) for before in (0.3, 0.19, 0.15, None)] == [False, False, True, False]
    assert [RATE.is_worse(before) for before in (500.0, 950.0, 1200.0)] == [False, False, True]
    assert not replace(START, better="").is_worse(0.1)


def test_the_table_shows_figure_goal_last_run_and_change() -> None:
    """A row says what is missed and what became worse."""
    slow = replace(START, value=0.5)
    first, second = lines([slow, RATE], {"start": 0.25, "rate": 600.0})
    assert first.split() == ["start", "0.5", "s", "≤", "0.25", "0.25", "+100%", "missed,", "worse"]
    assert second.split() == ["rate", "900", "articles/s", "≥", "500", "600", "+50%"]


def test_the_table_of_a_first_run_has_nothing_to_compare_with() -> None:
    """Neither a last value nor a change is made up."""
    (row,) = lines([START], {})
    assert row.split() == ["start", "0.2", "s", "≤", "0.25"]


def test_details_are_left_out_unless_asked_for() -> None:
    """A detail that misses its goal is shown all the same."""
    assert len(lines([START, PHASE], {})) == 1
    assert len(lines([START, PHASE], {}, "show")) == 2
    assert len(lines([START, replace(PHASE, goal=1.0)], {})) == 2


def test_what_was_not_measured_has_a_row_and_a_reason() -> None:
    """What failed is told from what is merely not there; a name is no markup."""
    found = [Absent("encoder [red]", "it is not installed"), Absent("ray", "it broke", failed=True)]
    assert [row.split() for row in lines([*found], {})] == [["encoder", "[red]", "not", "measured"], ["ray", "failed"]]
    assert reasons(found) == ["encoder [red]: it is not installed", "ray: it broke"]


def test_three_digits_are_shown() -> None:
    """Of large numbers all that stand before the point."""
    assert list(map(shown, (0.10512, 18.26, 102364.4, 0))) == ["0.105", "18.3", "102,364", "0"]


def test_the_history_gives_back_what_was_added(tmp_path: Path) -> None:
    """One line a run with date, commit, machine, versions and figures; what was not measured is no part of it."""
    path = tmp_path / "history.jsonl"
    assert records.read(path) == []
    records.append(RUN, [START, Absent("ray", "why")], path)
    records.append(replace(RUN, commit="def5678"), [replace(RATE, value=1234.5678)], path)
    assert len(path.read_text().splitlines()) == 2
    first, second = records.read(path)
    assert first == records.Record(RUN, (Figure("start", 0.2, "s"),))
    assert (second.run.commit, second.figures[0].value) == ("def5678", 1235)


def test_the_last_figure_is_the_newest_of_a_machine_like_this_one(tmp_path: Path) -> None:
    """A run on another machine is passed over; one of some measures alone leaves the others as they were."""
    path = tmp_path / "history.jsonl"
    records.append(RUN, [START, RATE], path)
    records.append(RUN, [replace(START, value=0.3)], path)
    records.append(replace(RUN, machine=replace(MACHINE, cores=64)), [replace(START, value=0.1)], path)
    assert records.last(records.read(path), MACHINE) == {"start": 0.3, "rate": 900}
    assert records.last(records.read(path), replace(MACHINE, threads=1)) == {}


def test_the_history_of_the_repository_can_be_read() -> None:
    """Every line has the shape that the code reads, and no figure stands twice in a run."""
    for record in records.read(records.FOLDER / records.HISTORY):
        names = [figure.name for figure in record.figures]
        assert names
        assert len(names) == len(set(names))


def test_the_last_run_is_kept_in_full(tmp_path: Path) -> None:
    """With goals, and with what could not be measured."""
    path = tmp_path / "results" / "latest.json"
    records.write_latest(RUN, [START, Absent("ray", "why")], path)
    kept = json.loads(path.read_text())
    assert kept["figures"][0]["goal"] == 0.25
    assert kept["absent"] == [{"name": "ray", "reason": "why", "failed": False}]
    assert (kept["commit"], kept["machine"]["cores"]) == ("abc1234+", 2)


def test_a_machine_is_described_by_what_decides_speed() -> None:
    """Two looks at one machine are equal, so that its runs can be compared; versions name what is installed."""
    assert here() == here()
    assert here().cores >= 1
    assert {"python", "briefing", "torch", "numpy"} <= set(versions())


def missing(effort: Effort) -> Iterator[Found]:
    """A measure whose corpus is not there."""
    yield START
    place("no-such-corpus.jsonl.xz")


def breaking(effort: Effort) -> Iterator[Found]:
    """A measure that a bug ends."""
    yield START
    raise ValueError("two\nlines")


def failing(effort: Effort) -> Iterator[Found]:
    """A measure whose command fails."""
    run([sys.executable, "-c", "raise SystemExit('no room')"], Path())
    yield START


def dying(effort: Effort) -> Iterator[Found]:
    """A measure whose process ends in the middle."""
    yield START
    os._exit(9)


def test_a_corpus_that_is_not_there_costs_the_rest_of_its_measure() -> None:
    """What was measured before stays; it is told, and is no failure."""
    figure, absent = collected("some", missing, Effort.QUICK)
    assert figure == START
    assert isinstance(absent, Absent)
    assert not absent.failed
    assert "no-such-corpus" in absent.reason


def test_a_measure_that_breaks_costs_no_other_one(capsys: pytest.CaptureFixture[str]) -> None:
    """It counts as failed, with what was measured before; the traceback goes to stderr."""
    found = collected("some", breaking, Effort.QUICK)
    assert found == [START, Absent("some", "ValueError: two lines", failed=True)]
    assert "Traceback" in capsys.readouterr().err


def test_a_command_that_fails_is_told_by_its_last_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a traceback: it is no bug of the bench."""
    (absent,) = collected("some", failing, Effort.QUICK)
    assert isinstance(absent, Absent)
    assert absent.failed
    assert absent.reason.endswith("ended with 1: no room")
    assert not capsys.readouterr().err


def test_a_program_is_timed_with_the_memory_of_its_own(tmp_path: Path) -> None:
    """Not with that of another one before it; its output is handed on."""
    large, small = separately(partial(two_programs, tmp_path))
    assert large.output.strip() == str(400 << 20)
    assert large.megabytes > small.megabytes + 300
    assert large.seconds > 0 < large.busy


def two_programs(folder: Path) -> list[Ran]:
    """One that takes 400 MB, and then one that takes next to nothing."""
    return [run([sys.executable, "-c", f"print({code})"], folder) for code in ("len(bytearray(400 << 20))", "1")]


def test_a_program_that_fails_in_silence_is_told_all_the_same(tmp_path: Path) -> None:
    """By its exit status."""
    with pytest.raises(CommandError, match="ended with 3: it said nothing"):
        run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)


def test_work_apart_is_done_in_another_process() -> None:
    """Each time in a new one."""
    assert len({os.getpid(), separately(os.getpid), separately(os.getpid)}) == 3


def test_a_process_that_dies_costs_its_measure_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one does whose memory the system takes away."""
    monkeypatch.setitem(MEASURES, "dying", dying)
    (absent,) = measured(["dying"], Effort.QUICK)
    assert isinstance(absent, Absent)
    assert absent.failed


def test_start_up_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A real measure, the quick one: the three commands that have a goal, in a table and in the results; no line of history."""
    assert main(["--quick", "--only", "start-up", "--to", str(tmp_path)]) == 0
    kept = json.loads((tmp_path / "results" / "latest.json").read_text())
    assert [(each["name"], each["goal"]) for each in kept["figures"] if each["goal"]] == [
        ("start-up: briefing --help", 0.25),
        ("start-up: briefing sources list", 0.5),
        ("start-up: briefing archive search president", 0.5),
    ]
    assert all(each["value"] > 0 for each in kept["figures"])
    printed = capsys.readouterr().out
    assert all(each["name"] in printed for each in kept["figures"] if each["goal"])
    assert not (tmp_path / "history.jsonl").exists()


def test_a_busy_machine_is_told() -> None:
    """Figures that were taken beside other work are rough; those of an idle machine say nothing of it."""
    assert "rough" in told(replace(RUN, load=1.9))
    assert "rough" not in told(RUN)


def test_every_command_is_measured() -> None:
    """Also those of groups."""
    assert {("run",), ("archive",), ("archive", "search"), ("sources", "list")} <= set(commands())


def test_operations_are_counted_as_the_model_does_them() -> None:
    """One layer, 2 wide, 3 within, 5 tokens: four matrices of 2 x 2 and two of 2 x 3 a token, attention twice 5 x 5 x 2."""
    assert Shape(1, 2, 3).operations(5) == 2 * (5 * (4 * 4 + 2 * 6) + 2 * 5 * 5 * 2)
    assert Shape(6, 384, 1536).operations(0) == 0


def test_measures_are_listed_with_what_they_measure(capsys: pytest.CaptureFixture[str]) -> None:
    """Each by its name and one line."""
    assert main(["--list"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed] == list(MEASURES)
    assert all(len(line.split()) > 3 for line in printed)


def test_the_history_takes_whole_runs_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A quick run is on too little to be compared with."""
    with pytest.raises(SystemExit):
        main(["--quick", "--record"])
    assert "--record" in capsys.readouterr().err

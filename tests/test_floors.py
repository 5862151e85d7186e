"""The gate: what is worse than its floor fails, what is better raises it, and README shows what was measured."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import floors
from benchmarks.floors import Figure, Floor, faults, lowered, raised

ROUGE = Figure("stories: ROUGE-1", 36.5, 2, "digest", "more", 0.25)
CUT = Figure("stories: cut sentences", 0, 0, "digest", "less")
SECONDS = Figure("500 articles: seconds", 18.0, 1, "digest", "")
KNOWN = {each.metric: Floor(each, "abc1234") for each in (ROUGE, CUT, SECONDS)}


def test_as_good_as_before_passes() -> None:
    """Also what is a little worse, by no more than the margin; seconds may be what they are."""
    assert faults([replace(ROUGE, value=36.25), CUT, replace(SECONDS, value=90.0)], KNOWN) == []


@pytest.mark.parametrize("worse", [replace(ROUGE, value=36.24), replace(CUT, value=1)])
def test_worse_fails(worse: Figure) -> None:
    """The message names the metric, what was measured, and the floor with its commit."""
    others = [each for each in (ROUGE, CUT, SECONDS) if each.metric != worse.metric]
    (fault,) = faults([*others, worse], KNOWN)
    assert worse.metric in fault
    assert worse.shown in fault
    assert "abc1234" in fault


def test_another_corpus_fails() -> None:
    """A figure of other data says nothing of the floor."""
    (fault,) = faults([replace(ROUGE, corpus="other"), CUT, SECONDS], KNOWN)
    assert "another corpus" in fault


def test_nothing_is_left_out() -> None:
    """A metric without a floor fails, and so does a floor that nothing was measured for."""
    told = faults([ROUGE, CUT, SECONDS, replace(ROUGE, metric="new")], KNOWN)
    assert ["new" in each for each in told] == [True]
    assert faults([ROUGE, CUT], KNOWN) == [f"{SECONDS.metric}: not measured, but it has a floor"]


def test_raising_takes_what_is_better_and_leaves_the_rest() -> None:
    """New metrics get a floor; what became worse keeps the old one."""
    found = [replace(ROUGE, value=37.0), replace(CUT, value=2), SECONDS, replace(ROUGE, metric="new")]
    after = {each.figure.metric: each for each in raised(found, KNOWN, "def5678")}
    assert (after[ROUGE.metric].figure.value, after[ROUGE.metric].commit) == (37.0, "def5678")
    assert after[CUT.metric] == KNOWN[CUT.metric]
    assert after["new"].commit == "def5678"


def test_lowering_is_of_one_metric_and_keeps_the_reason() -> None:
    """Others stay; a metric that there is not is refused."""
    found = [replace(ROUGE, value=30.0), replace(CUT, value=2), SECONDS]
    after = {each.figure.metric: each for each in lowered(found, KNOWN, ROUGE.metric, "it reads better", "def5678")}
    assert (after[ROUGE.metric].figure.value, after[ROUGE.metric].reason) == (30.0, "it reads better")
    assert after[CUT.metric] == KNOWN[CUT.metric]
    with pytest.raises(KeyError):
        lowered(found, KNOWN, "no such", "why", "def5678")


def test_floors_come_back_from_their_file(tmp_path: Path) -> None:
    """As they were written, in their order."""
    floors.write(list(KNOWN.values()), tmp_path / "floors.json")
    assert list(floors.read(tmp_path / "floors.json").items()) == list(KNOWN.items())


def test_lowering_asks_for_a_reason() -> None:
    """Without one nothing is measured."""
    command = [sys.executable, "-m", "benchmarks.quality", "--lower", ROUGE.metric]
    ended = subprocess.run(command, cwd=floors.ROOT, capture_output=True, text=True, check=False, env={**os.environ})
    assert ended.returncode == 2
    assert "--reason" in ended.stderr


def test_readme_shows_what_was_measured() -> None:
    """Its table of figures is that of the floors, figure by figure."""
    text = floors.README.read_text(encoding="utf-8")
    assert floors.table(list(floors.read().values())) in text
    assert floors.with_table(text, list(floors.read().values())) == text


def test_every_floor_says_what_it_was_measured_on() -> None:
    """A digest and a commit; a reason only where it was lowered."""
    known = floors.read()
    assert known
    assert all(floor.figure.corpus and floor.commit for floor in known.values())

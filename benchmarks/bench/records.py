"""The history of figures: one JSON line a run, with its commit, its machine and its versions; and the last run in full."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench.figures import Absent, Figure, Found
from benchmarks.bench.machine import Machine

FOLDER = Path(__file__).resolve().parents[1]
HISTORY, LATEST = "history.jsonl", "results/latest.json"


@dataclass(frozen=True, slots=True)
class Run:
    """When, on which commit (a plus: with changes), on what, and how busy that was: the load average as the run began."""

    date: str
    commit: str
    load: float
    machine: Machine
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the history."""

    run: Run
    figures: tuple[Figure, ...]


def append(run: Run, found: Iterable[Found], path: Path) -> None:
    """Add a line of names, values and units; goals and the like stand in the code."""
    figures = [{"name": each.name, "value": _kept(each.value), "unit": each.unit} for each in figures_of(found)]
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(run) | {"figures": figures}, ensure_ascii=False) + "\n")


def write_latest(run: Run, found: Iterable[Found], path: Path) -> None:
    """All that the last run found and did not find."""
    rows = asdict(run) | {"figures": list(map(asdict, figures_of(found)))}
    rows["absent"] = [asdict(each) for each in found if isinstance(each, Absent)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def figures_of(found: Iterable[Found]) -> list[Figure]:
    return [each for each in found if isinstance(each, Figure)]


def _kept(value: float) -> float:
    """Four digits: more are noise, and make the lines long."""
    return float(f"{value:.4g}")


def read(path: Path) -> list[Record]:
    """The history, oldest first; empty where there is none yet."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [_record(json.loads(line)) for line in lines]


def _record(row: dict[str, Any]) -> Record:
    machine = Machine(**row["machine"] | {"instructions": tuple(row["machine"]["instructions"])})
    run = Run(row["date"], row["commit"], row["load"], machine, row["versions"])
    return Record(run, tuple(Figure(**each) for each in row["figures"]))


def last(history: Sequence[Record], machine: Machine) -> dict[str, float]:
    """By name, the newest value of each figure on a machine like this one. A run of some measures alone leaves the others as they were."""
    same = (record for record in history if record.run.machine == machine)
    return {figure.name: figure.value for record in same for figure in record.figures}

"""The floors under what is measured: a file that says how good each figure was, and what counts as worse. Pure, but for the file."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).resolve().parents[1]
FLOORS, README = ROOT / "tests" / "floors.json", ROOT / "README.md"
BEGIN, END = "<!-- figures: written by `python -m benchmarks.quality --raise` -->", "<!-- end of figures -->"

Better = Literal["more", "less", ""]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured on a corpus, by the digest of its file. ``margin``: how far it may vary from machine to machine; ``better`` is empty
    for what depends on the machine alone: it is shown, and has no floor.
    """

    metric: str  # on what, a colon, what
    value: float
    digits: int
    corpus: str
    better: Better = "more"
    margin: float = 0.0

    @property
    def shown(self) -> str:
        return f"{self.value:,.{self.digits}f}"


@dataclass(frozen=True, slots=True)
class Floor:
    """The figure that none may be worse than by more than its margin, the commit that it was measured at, and why it was lowered."""

    figure: Figure
    commit: str
    reason: str = ""

    def holds(self, found: Figure) -> bool:
        least = self.figure.margin + 1e-9
        apart = found.value - self.figure.value
        return {"more": apart >= -least, "less": apart <= least, "": True}[self.figure.better]

    def is_beaten_by(self, found: Figure) -> bool:
        """Whether the figure is better, or is no matter of better and worse."""
        apart = round(found.value - self.figure.value, 6)
        return {"more": apart > 0, "less": apart < 0, "": True}[self.figure.better]


def read(path: Path = FLOORS) -> dict[str, Floor]:
    """The floors of a file, by metric; none where there is no file yet."""
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return {row["metric"]: _floor(row) for row in rows}


def _floor(row: dict[str, Any]) -> Floor:
    figure = {name: row[name] for name in ("metric", "digits", "corpus", "better", "margin")}
    return Floor(Figure(value=row["floor"], **figure), row["commit"], row.get("reason", ""))


def _row(floor: Floor) -> dict[str, Any]:
    """A floor as the file has it; the reason only where there is one."""
    row = asdict(floor.figure) | {"commit": floor.commit}
    row["floor"] = row.pop("value")
    return row | ({"reason": floor.reason} if floor.reason else {})


def write(floors: Sequence[Floor], path: Path = FLOORS) -> None:
    path.write_text(json.dumps(list(map(_row, floors)), indent=2, ensure_ascii=False) + "\n", "utf-8")


def faults(found: Sequence[Figure], floors: dict[str, Floor]) -> list[str]:
    """Why the figures do not pass: below a floor, on another corpus, without a floor; and floors that nothing was measured for."""
    told = []
    for figure in found:
        floor = floors.get(figure.metric)
        if floor is None:
            told.append(f"{figure.metric}: {figure.shown} has no floor yet; run with --raise")
        elif floor.figure.corpus != figure.corpus:
            told.append(f"{figure.metric}: the floor was measured on another corpus ({floor.figure.corpus})")
        elif not floor.holds(figure):
            bound = f"{floor.figure.shown}, give or take {floor.figure.margin:g}"
            told.append(f"{figure.metric}: {figure.shown} is worse than its floor ({bound}; {floor.commit})")
    measured = {figure.metric for figure in found}
    return told + [f"{metric}: not measured, but it has a floor" for metric in floors if metric not in measured]


def raised(found: Sequence[Figure], floors: dict[str, Floor], commit: str) -> list[Floor]:
    """The floors of these figures, those raised that are better now. One that is no longer measured is gone."""
    return [
        Floor(figure, commit)
        if figure.metric not in floors or floors[figure.metric].is_beaten_by(figure)
        else floors[figure.metric]
        for figure in found
    ]


def lowered(found: Sequence[Figure], floors: dict[str, Floor], metric: str, reason: str, commit: str) -> list[Floor]:
    """The floors with that of one metric set to what was measured; KeyError for one that there is not."""
    figure = {each.metric: each for each in found}[metric]
    return list((floors | {metric: Floor(figure, commit, reason)}).values())


def commit() -> str:
    """The commit that is checked out, short, with a plus where the tree has changes."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain") else "")


def table(floors: Sequence[Floor]) -> str:
    """The figures as README shows them."""
    rows = [f"| {' | '.join(floor.figure.metric.split(': ', 1))} | {floor.figure.shown} |" for floor in floors]
    return "\n".join([BEGIN, "", "| on | what | measured |", "|---|---|---|", *rows, "", END])


def with_table(text: str, floors: Sequence[Floor]) -> str:
    """A text with its table of figures written anew."""
    return re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: table(floors), text, flags=re.DOTALL)


def keep(floors: Sequence[Floor]) -> None:
    """Write the floors, and README's table of them."""
    write(floors)
    README.write_text(with_table(README.read_text(encoding="utf-8"), floors), "utf-8")

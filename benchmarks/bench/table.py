"""The table of a run: each figure beside its goal and beside the last run of the same machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO

from benchmarks.bench.figures import Absent, Figure, Found, shown

HEADS = ("what", "figure", "unit", "goal", "last", "change", "")
WIDTH = 160  # columns; narrower ones break names


def table(found: Iterable[Found], last: Mapping[str, float], details: str = "hide") -> str:
    """One row a figure, and one for what could not be measured; details only where they are to ``show``."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False)
    for head in HEADS:
        drawn.add_column(head, justify="right" if head in ("figure", "goal", "last", "change") else "left")
    for each in found:
        if isinstance(each, Absent):
            drawn.add_row(Text(each.name), "", Text("failed" if each.failed else "not measured"))
        elif details == "show" or not each.detail or each.misses:
            drawn.add_row(*map(Text, cells(each, last.get(each.name))))
    paper = Console(file=StringIO(), width=WIDTH)
    paper.print(drawn)
    lines = str(paper.file.getvalue()).splitlines()  # type: ignore[attr-defined]  # it is the StringIO of above
    return "\n".join(line.rstrip() for line in lines)


def cells(figure: Figure, before: float | None) -> tuple[str, ...]:
    """A figure as its row has it."""
    change = figure.change(before)
    return (
        figure.name,
        shown(figure.value),
        figure.unit,
        goal(figure),
        "" if before is None else shown(before),
        "" if change is None else f"{change:+.0%}",
        ", ".join(word for word, holds in (("missed", figure.misses), ("worse", figure.is_worse(before))) if holds),
    )


def goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"{'≤' if figure.better == 'less' else '≥'} {shown(figure.goal)}"


def reasons(found: Iterable[Found]) -> list[str]:
    """Why something was not measured, one line each."""
    return [f"{each.name}: {each.reason}" for each in found if isinstance(each, Absent)]

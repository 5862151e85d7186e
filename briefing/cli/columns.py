"""Texts side by side on the terminal, below each other where it is too narrow, and in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from briefing.cli.screen import WIDTH, line

NARROWEST = 24  # columns of a text that can still be read beside others; chosen


@dataclass(frozen=True, slots=True)
class Row:
    """What is told in several ways, under its title: a head and a text for each."""

    title: str
    heads: tuple[str, ...]
    texts: tuple[str, ...]


def paragraph(text: str, indent: str = "") -> None:
    """One text on stdout, broken between words where there is a terminal."""
    if not sys.stdout.isatty():
        line(text, indent)
        return
    from rich.console import Console
    from rich.text import Text

    from briefing.text import one_line

    console = Console()
    for row in Text(one_line(text)).wrap(console, min(console.width, WIDTH) - len(indent)):
        click.echo(f"{indent}{row.plain.rstrip()}")


def show_columns(rows: Sequence[Row]) -> None:
    """Each row under its title on stdout."""
    for row in rows:
        line("")
        paragraph(row.title)
        if not _side_by_side(row):
            _below_each_other(row)


def _below_each_other(row: Row) -> None:
    for head, text in zip(row.heads, row.texts, strict=True):
        if head:
            paragraph(head, "  ")
        paragraph(text, "  ")


def _side_by_side(row: Row) -> bool:
    """Whether there is a terminal with room for all; they are then set beside each other."""
    if not sys.stdout.isatty():
        return False
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from briefing.text import one_line

    console = Console()
    if console.width < (NARROWEST + 2) * len(row.texts):
        return False
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", expand=True)
    for head in row.heads:
        table.add_column(Text(one_line(head)), ratio=1, overflow="fold")
    table.add_row(*(Text(one_line(text)) for text in row.texts))
    console.print(table)
    return True

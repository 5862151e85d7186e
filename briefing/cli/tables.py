"""Tables on the terminal: columns that fit, and nothing in them that could move its cursor."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def show_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on stdout: set by ``rich`` on a terminal, tab-separated in a pipe."""
    import click

    from briefing.text import one_line

    heads, *clean = ([one_line(cell) for cell in row] for row in (heads, *rows))
    if not sys.stdout.isatty():
        for row in [heads, *clean]:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(Text(head), overflow="fold")
    for row in clean:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)

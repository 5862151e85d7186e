"""What tuning found, on the terminal: tables, a plot, the same story at three lengths."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from briefing.cli.columns import Row, paragraph, show_columns
from briefing.cli.screen import line
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.tune.tuning import Tuning

NARROWEST, WIDEST, HEIGHT = 60, 88, 14  # columns that a plot needs and takes at most, and its lines; chosen


def show_tuning(tuning: Tuning) -> None:
    """All of it on stdout, what is recommended last: there the eye is when the command is done."""
    from briefing.tune import wording

    for trial in tuning.trials:
        line(wording.heading(trial))
        show_table(wording.HEADS, [wording.row(point) for point in trial.points()])
        line("")
    _plot(tuning)
    for specimen in tuning.specimens[:1]:
        heads = tuple(wording.caption(specimen, place) for place in range(len(specimen.summaries)))
        title = f"{specimen.summaries[1].headline} ({specimen.story.id[:8]})"
        show_columns([Row(title, heads, tuple(summary.text for summary in specimen.summaries))])
        line("")
    for each in wording.own(tuning):
        paragraph(f"{each.name} ({each.scope}, {each.stories} stories): {each.words} words; {each.reason}.")
    if sparse := wording.sparse(tuning):
        paragraph(sparse)
    line("")
    paragraph(wording.verdict(tuning))
    if whole := wording.brief(tuning):
        paragraph(whole)


def _plot(tuning: Tuning) -> None:
    """The curves, where there is a terminal with room for them."""
    if not sys.stdout.isatty():
        return
    from rich.console import Console

    from briefing import plot
    from briefing.tune.page import plots

    width = min(Console().width, WIDEST)
    if width >= NARROWEST:
        click.echo(plot.text(plots(tuning)[0], width, HEIGHT).rstrip())

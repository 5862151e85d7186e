"""``briefing preview``: today's brief at several lengths, side by side."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.columns import Row, show_columns
from briefing.cli.options import CONFIG, DATE, OUTPUT, Choices, writer_options
from briefing.cli.reports import FORCE, check_reports, write_reports
from briefing.cli.screen import complain, line
from briefing.cli.trial_day import trial_day

if TYPE_CHECKING:
    from briefing.tune.preview import Told, Variant
    from briefing.types import Length

FORMATS = ("html",)
NO_ROOM = "There was no room for it."
EPILOG = """\b
Examples:
  briefing preview                         at the set length, at less and at more
  briefing preview --words 40 --words 80
  briefing preview --minutes 0.2 --sentences 3 -o preview.html
"""


@click.command(short_help="Today's brief at several lengths, side by side.", epilog=EPILOG)
@click.option(
    "--words", type=float, multiple=True, metavar="N", help="A length of each story in words; may be repeated."
)
@click.option("--sentences", type=int, multiple=True, metavar="N", help="A length in sentences; may be repeated.")
@click.option("--minutes", type=float, multiple=True, metavar="N", help="A length in minutes; may be repeated.")
@click.option("--from", "inputs", multiple=True, metavar="INPUT", help="A file or folder, or - ; may be repeated.")
@OUTPUT
@FORCE
@click.option("--edition", default="", metavar="NAME", help="One of [[editions]].  [default: the one whose turn it is]")
@DATE
@CONFIG
@writer_options
def preview(
    words: tuple[float, ...], sentences: tuple[int, ...], minutes: tuple[float, ...], inputs: tuple[str, ...],
    outputs: tuple[Path, ...], force: bool, edition: str, date: datetime | None, config: Path | None, written: dict[str, Any],
) -> None:  # fmt: skip
    """Today's brief at each of these lengths, side by side: at the length that is set, at two thirds of it and at half as much
    again where none is given. The stories are chosen once. Nothing is sent, and nothing counts as known by it.
    """
    from briefing.tune import preview as side_by_side

    check_reports(outputs, FORMATS, force=force)
    asked = _lengths(words, sentences, minutes)
    choices = Choices(config, written, edition, date)
    with trial_day(choices, inputs, date) as trial:
        line(f"Made of {trial.origin}.", err=True)
        brief = trial.desk.options.brief
        lengths = asked or side_by_side.usual(brief.total, brief.length)
        of_whole = not asked and brief.total is not None
        found = side_by_side.variants(trial.desk, trial.now, trial.day, lengths, of_whole=of_whole)
    look = trial.desk.options.look_value(choices.folder)
    write_reports(outputs, {"html": lambda: side_by_side.html(found, trial.origin, look)})
    if not outputs:
        _show(found)
    complain(trial.desk.writer.problems, strict=False)


def _lengths(words: tuple[float, ...], sentences: tuple[int, ...], minutes: tuple[float, ...]) -> list[Length]:
    """The lengths that were asked for, each once."""
    from briefing.types import Length

    asked = [Length(each) for each in words]
    asked += [Length(each, "sentences") for each in sentences] + [Length(each, "minutes") for each in minutes]
    return list(dict.fromkeys(asked))


def _show(found: list[Variant]) -> None:
    from briefing.tune.preview import told

    line(found[0].brief.title)
    names, measures = tuple(each.name for each in found), tuple(each.measure for each in found)
    rows = [Row("The whole brief", names, measures)]
    if found[0].brief.overview:
        rows.append(
            Row("At a glance", names, tuple(" ".join(each.text for each in one.brief.overview) for one in found))
        )
    show_columns([*rows, *(_row(each, names) for each in told(found))])


def _row(story: Told, names: tuple[str, ...]) -> Row:
    title = f"{story.section}: {story.headline}" if story.section else story.headline
    each = list(zip(names, story.summaries, strict=True))
    heads = tuple(f"{name}: {summary.words} words" if summary else name for name, summary in each)
    return Row(title, heads, tuple(summary.text if summary else NO_ROOM for _, summary in each))

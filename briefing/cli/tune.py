"""``briefing tune``: what each length of summaries buys on a reader's own stories, and which one to choose."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.options import CONFIG, DATE, OUTPUT, Choices, writer_options
from briefing.cli.reports import FORCE, check_reports, write_reports
from briefing.cli.screen import complain, line
from briefing.cli.trial_day import TrialDay, trial_day
from briefing.cli.tuned import show_tuning

if TYPE_CHECKING:
    from briefing.config import Settings
    from briefing.tune.advice import Advice
    from briefing.tune.tuning import Tuning

DAYS = 7.0  # how far back stories are taken: a week has every kind of day; chosen
FORMATS = ("html", "png", "json")
NO_END = "\\ No newline at end of file"  # as diff says it below the last line of a file that has none
EPILOG = """\b
Examples:
  briefing tune                            on what was fetched, or on the newsroom
  briefing tune --from corpus.jsonl -o tune.html
  briefing tune --writer chat --model smollm2 --stories 6
  briefing tune --apply --dry-run          what would stand in briefing.toml
"""


@click.command(short_help="Choose a length by what it buys.", epilog=EPILOG)
@click.option("--from", "inputs", multiple=True, metavar="INPUT", help="A file or folder, or - ; may be repeated.")
@OUTPUT
@FORCE
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)
@click.option(
    "--stories", "count", type=click.IntRange(1), metavar="N",
    help="Try so many at most.  [default: 150; 8 with a model, which is slow]",
)  # fmt: skip
@click.option(
    "--story", default="", metavar="STORY", help="Show this one at three lengths: its id, or words of its headline."
)
@click.option("--apply", "apply", is_flag=True, help="Write what is recommended into briefing.toml.")
@click.option("--dry-run", is_flag=True, help="Show what --apply would change, and change nothing.")
@DATE
@CONFIG
@writer_options
def tune(
    inputs: tuple[str, ...], outputs: tuple[Path, ...], force: bool, format_: str, count: int | None, story: str, apply: bool,
    dry_run: bool, date: datetime | None, config: Path | None, written: dict[str, Any],
) -> None:  # fmt: skip
    """Try lengths from 15 to 200 words on your own stories, and recommend one: for the brief, each section, each source.

    Your stories are those of the last week that `briefing fetch` has read; those of the built-in newsroom where there are none.
    """
    from briefing.tune.tuning import Wanted, stories_of
    from briefing.tune.tuning import tune as tried

    check_reports(outputs, FORMATS, force=force)
    choices = Choices(config, written, "", date)
    if apply or dry_run:
        _expect_file(choices)
    with trial_day(choices, inputs, date, DAYS) as trial:
        if format_ == "text":
            line(f"Lengths are tried on {trial.origin}.", err=True)
        told = len(trial.day.of("told"))
        tuning = tried(trial.desk, stories_of(trial.day), told, Wanted(count, story), lambda text: line(text, err=True))
        sources = _sources(tuning, trial, choices) if apply or dry_run else {}
    _show(tuning, trial, choices, outputs, format_)
    if apply or dry_run:
        _apply(tuning, trial, choices, sources, dry_run=dry_run)


def _show(tuning: Tuning, trial: TrialDay, choices: Choices, outputs: tuple[Path, ...], format_: str) -> None:
    """Files, then the screen, then what went wrong."""
    from briefing.tune import page
    from briefing.tune.values import tuning_as_json

    look = trial.desk.options.look_value(choices.folder)
    as_json = json.dumps(tuning_as_json(tuning, trial.origin), ensure_ascii=False, indent=1)
    makers = {
        "html": lambda: page.html(tuning, trial.origin, look),
        "png": lambda: page.png(tuning),
        "json": f"{as_json}\n".encode,
    }
    write_reports(outputs, makers)
    if format_ == "json":
        click.echo(as_json)
    else:
        show_tuning(tuning)
    complain(tuning.problems, strict=False)


def _expect_file(choices: Choices) -> None:
    from briefing.errors import ConfigError

    if not choices.path.exists():
        raise ConfigError(f"there is no {choices.path} to write into", "write one with `briefing init`")


def _own_settings(choices: Choices) -> Settings:
    """The settings as the file has them, without flags and editions."""
    from briefing.config import load, settings

    return settings(load(choices.path), str(choices.path))


def _sources(tuning: Tuning, trial: TrialDay, choices: Choices) -> dict[int, Advice]:
    """What is recommended for each source that has a length of its own, by the number of its block."""
    from briefing import pipeline
    from briefing.tune.applying import on_source

    found: dict[int, Advice] = {}
    for number, block in enumerate(_own_settings(choices).sources if trial.whose == "own" else ()):
        if block.length and block.on:
            source = block.value(choices.folder, {})
            read = pipeline.recall([source], trial.desk.options, trial.desk.store, trial.now)
            found[number] = on_source(tuning.trials[0], block.name or block.location, read, tuning.whole)
    return found


def _apply(tuning: Tuning, trial: TrialDay, choices: Choices, sources: Mapping[int, Advice], *, dry_run: bool) -> None:
    """Write what is recommended into the settings, or show what that would change; InputError where nothing is."""
    from briefing.errors import InputError
    from briefing.tune.applying import applied, changes, overruled

    if trial.whose == "newsroom":
        raise InputError(
            f"nothing is written into {choices.path}: these are not your stories, for {trial.why}",
            "name sources by `briefing sources add` and run `briefing fetch` first",
        )
    if tuning.whole.words is None:
        raise InputError(f"nothing is written into {choices.path}: no length is recommended", tuning.whole.reason)
    options = _own_settings(choices)
    wanted = changes(options, tuning.advice, sources)
    before = choices.text
    after = applied(before, wanted)
    if dry_run:
        click.echo(_difference(before, after, str(choices.path)), nl=False)
    elif wanted:
        choices.save(after)
    for change in wanted:
        line(f"{'Would set' if dry_run else 'Set'} {change.name}: {change.old} before, {change.new} now.", err=True)
    if not wanted:
        line(f"{choices.path} says so already.", err=True)
    for told in overruled(options, tuning.whole.words, tuning.told):
        line(f"But {told}.", err=True)


def _difference(before: str, after: str, name: str) -> str:
    """What changes, as a unified diff."""
    from briefing.text import clean

    lines = difflib.unified_diff(list(StringIO(before)), list(StringIO(after)), name, f"{name}, tuned", n=1)
    return clean("".join(each if each.endswith("\n") else f"{each}\n{NO_END}\n" for each in lines))

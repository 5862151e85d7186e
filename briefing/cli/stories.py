"""``briefing stories``: what an edition makes of the stories that were found, and each of them in full."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from briefing.cli.make import found as read
from briefing.cli.options import DATE, Choices, brief_options
from briefing.cli.screen import complain, line, working
from briefing.cli.tables import show_table
from briefing.cli.telling import SHORT_ID, place, row, told, whole

if TYPE_CHECKING:
    from briefing.pipeline import Day, Desk
    from briefing.pipeline.finding import Found
    from briefing.types import Thread, Verdict

INPUTS = click.option("--from", "inputs", multiple=True, metavar="INPUT", help="A file or folder, or - ; may be repeated.")  # fmt: skip
FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)
NAMED = 12  # stories that words may mean, named by one line each; chosen
SAID = ParameterSource.COMMANDLINE
EPILOG = """\b
Examples:
  briefing fetch && briefing stories         what the next brief tells, and what not
  briefing stories --all --format json
  briefing stories --from corpus.jsonl
  briefing stories show 3f9a                 one of them in full, by its id or
  briefing stories show harbour wall         by words of its headline
"""


@dataclass(frozen=True, slots=True)
class Today:
    """What an edition makes of the articles that there are, and all stories that somebody may mean: its own, and threads."""

    desk: Desk
    day: Day
    stories: tuple[Found, ...]

    @property
    def own(self) -> list[Found]:
        """Those of the edition itself."""
        return [each for each in self.stories if each.verdict]

    def of(self, verdict: Verdict) -> Found:
        """The story of a verdict of the edition."""
        return next(each for each in self.stories if each.verdict is verdict)

    @property
    def covered(self) -> list[str]:
        """The outlets that were read."""
        return list(dict.fromkeys(article.source for article in self.day.articles))


@contextmanager
def desk_of(choices: Choices, *, optional: bool) -> Iterator[Desk]:
    """Where the edition is made, with a bar for what takes its time. ``optional``: it can do without a briefing.toml."""
    from briefing import pipeline

    settings = choices.settings(optional=optional)
    with working() as show, pipeline.opened_desk(settings, choices.path, show) as desk:
        yield desk


def today(desk: Desk, inputs: Sequence[str], choices: Choices, date: datetime | None) -> Today:
    """What the edition makes of what was fetched, or of files; the network is not touched and nothing is written down."""
    from briefing import pipeline
    from briefing.pipeline import finding

    now = pipeline.local(date, desk.options)
    day = pipeline.choose(desk, now, read(desk, inputs, choices, now))
    titles = finding.headlines([verdict.story for verdict in day.verdicts], desk.encoder.encode)
    stories = finding.known(day.verdicts, titles, threads(desk, now))
    complain((*desk.problems, *day.articles.problems), strict=False)
    return Today(desk, day, tuple(stories))


def threads(desk: Desk, now: datetime) -> list[Thread]:
    """What earlier editions told."""
    return desk.threads.threads(now, desk.options.edition_names)


def the_one(stories: Sequence[Found], wanted: str) -> Found:
    """The story that is meant; InputError where there is none, or several, which are listed."""
    from briefing.errors import InputError
    from briefing.pipeline.finding import meant

    found = meant(stories, wanted)
    if not found:
        raise InputError(f'there is no story "{wanted}"', "`briefing stories --all` lists them; give an id or words of a headline")  # fmt: skip
    if len(found) > 1:
        for each in found[:NAMED]:
            line(f"{_own_id(each, found)[:SHORT_ID]} {each.headline}", err=True)
        if len(found) > NAMED:
            line(f"… and {len(found) - NAMED} more", err=True)
        raise InputError(f'"{wanted}" may be each of {len(found)} stories', "give the id of the one that is meant")
    return found[0]


def _own_id(one: Found, others: Sequence[Found]) -> str:
    """An id that means this one alone: its thread's, or its own where today has two stories of one thread."""
    is_shared = [each.id for each in others].count(one.id) > 1
    return one.verdict.story.id if is_shared and one.verdict else one.id


def passed_on(context: click.Context) -> None:
    """What was said before the name of the command within counts for that one too."""
    said = {name: value for name, value in context.params.items() if context.get_parameter_source(name) is SAID}
    context.default_map = {name: said for name in [context.invoked_subcommand] if name}


@click.group(short_help="List today's stories, or show one in full.", epilog=EPILOG, invoke_without_command=True)
@click.option("--all", "all_", is_flag=True, help="Also those that are left out.")
@INPUTS
@FORMAT
@DATE
@brief_options
@click.pass_context
def stories(
    context: click.Context,
    all_: bool,
    inputs: tuple[str, ...],
    format_: str,
    date: datetime | None,
    choices: Choices,
) -> None:
    """The stories of the edition that is to be made: their status, their place in the brief, their score.

    They are made of what `briefing fetch` has read, or of files with --from; no network is touched, nothing is sent.
    """
    if context.invoked_subcommand:
        passed_on(context)
        return
    with desk_of(choices, optional=bool(inputs)) as desk:
        found = today(desk, inputs, choices, date)
    shown = [each for each in found.own if all_ or (each.verdict and each.verdict.place != "out")]
    if format_ == "json":
        click.echo(json.dumps([row(each) for each in shown], ensure_ascii=False, indent=1))
    elif shown:
        show_table(("id", "status", "place", "outlets", "score", "headline"), [_cells(each) for each in shown])
    out = len(found.own) - len(shown)
    if out and format_ == "text":
        line(f"{out} stor{'y is' if out == 1 else 'ies are'} left out; --all names them too.", err=True)
    elif not shown and format_ == "text":
        line("There is no story; `briefing fetch` brings what the sources have.", err=True)


def _cells(found: Found) -> tuple[str, ...]:
    of = row(found)
    where = place(str(of["place"]))
    return found.id[:SHORT_ID], str(of["status"]), where, str(len(of["outlets"])), f"{of['score']:.2f}", found.headline


@stories.command(
    epilog="\b\nExamples:\n  briefing stories show 3f9a\n  briefing stories show harbour wall --format json",
    short_help="One story: its score, timeline, outlets, figures, articles.",
)
@click.argument("story", nargs=-1, required=True)
@INPUTS
@FORMAT
@DATE
@brief_options
def show(
    story: tuple[str, ...], inputs: tuple[str, ...], format_: str, date: datetime | None, choices: Choices
) -> None:
    """One story in full, by its id (its first four digits will do) or by words of its headline.

    Its score with the parts of it, what was told of it when, who reports it and who does not, where outlets disagree.
    """
    from briefing.pipeline.finding import compared

    with desk_of(choices, optional=bool(inputs)) as desk:
        found = today(desk, inputs, choices, date)
        one = compared(the_one(found.stories, " ".join(story)), desk.encoder.encode)
    if format_ == "json":
        click.echo(json.dumps(whole(one, found.covered), ensure_ascii=False, indent=1))
        return
    for each in told(one, found.covered):
        line(each, " " * (len(each) - len(each.lstrip())))

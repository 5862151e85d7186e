"""``briefing more``, ``less`` and ``interests``: teach what is wanted, read what was learnt, undo it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.options import CONFIG, DATE, Choices, brief_options
from briefing.cli.screen import line
from briefing.cli.stories import FORMAT, INPUTS, desk_of, passed_on, the_one, today
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.pipeline import Desk
    from briefing.pipeline.finding import Found
    from briefing.store.tastes import Taste

ONCE = 1.0  # what asking once counts, as much as an interest of briefing.toml
INTERESTS_EPILOG = """\b
Examples:
  briefing interests                 those of briefing.toml, and what was learnt
  briefing interests forget 3        as if it had never been asked
"""


def _epilog(name: str) -> str:
    return f"\b\nExamples:\n  briefing {name} 3f9a               by its id, as the brief shows it\n  briefing {name} harbour wall       by words of its headline"


def _command(name: str, weight: float, effect: str) -> click.Command:
    """The command that teaches one direction."""

    @click.command(name, short_help=f"{name.capitalize()} like this story, from now on.", epilog=_epilog(name))
    @click.argument("story", nargs=-1, required=True)
    @INPUTS
    @DATE
    @brief_options
    def teach(story: tuple[str, ...], inputs: tuple[str, ...], date: datetime | None, choices: Choices) -> None:
        from briefing import pipeline
        from briefing.store.tastes import TasteBook

        with desk_of(choices, optional=bool(inputs)) as desk:
            _expect_memory(desk)
            now = pipeline.local(date, desk.options)
            found = _looked_up(desk, story, inputs, choices, now)
            book = TasteBook(desk.store, desk.home)
            taste = book.learn(found.id, found.headline, found.about, weight, now)
        line(f"Learnt {taste.label}")
        again = f" It counts {abs(taste.weight):g} times as much as asked once." if abs(taste.weight) > ONCE else ""
        line(f"Stories like it {effect} from now on.{again} `briefing interests forget {taste.number}` undoes it.")

    teach.help = (
        f"Stories like this one {effect} from now on: name it by its id (the first four digits will do) or by words of its"
        " headline.\n\nAsked again for the same story it counts for more, up to three times; of `more` and `less` the last"
        " one holds. `briefing interests` shows what was learnt, and undoes it."
    )
    return teach


def _expect_memory(desk: Desk) -> None:
    """Nothing can be learnt where nothing is remembered."""
    from briefing.errors import StoreError

    if desk.store.is_memory:
        problem = desk.problems[0] if desk.problems else None
        why = problem.what if problem else 'store is "none" in the settings'
        raise StoreError(
            f"nothing can be learnt: {why}", problem.remedy if problem else "name a file there, or leave it out"
        )


def _looked_up(desk: Desk, story: tuple[str, ...], inputs: tuple[str, ...], choices: Choices, now: datetime) -> Found:
    """The story that is meant: one that was told, which is quickly found by its id, or one of today's."""
    from briefing.pipeline.finding import ID, known

    wanted = " ".join(story)
    thread = desk.threads.find(wanted.casefold()) if ID.fullmatch(wanted.casefold()) else None
    if thread and not inputs:
        return known((), (), [thread])[0]
    return the_one(today(desk, inputs, choices, now).stories, wanted)


more = _command("more", ONCE, "move up")
less = _command("less", -ONCE, "move down")


@click.group(short_help="Read and undo what was learnt.", epilog=INTERESTS_EPILOG, invoke_without_command=True)
@FORMAT
@CONFIG
@click.pass_context
def interests(context: click.Context, format_: str, config: Path | None) -> None:
    """What you care about: the interests of briefing.toml, and what `briefing more` and `briefing less` have taught."""
    passed_on(context)
    if not context.invoked_subcommand:
        context.invoke(list_, format_=format_, config=config)


@interests.command("list", epilog="\b\nExamples:\n  briefing interests list --format json")
@FORMAT
@CONFIG
def list_(format_: str, config: Path | None) -> None:
    """The interests of briefing.toml, and those that were learnt, with the ids by which they are forgotten."""
    from briefing.store.tastes import TasteBook

    choices = Choices(config, {})
    with desk_of(choices, optional=True) as desk:
        learnt = TasteBook(desk.store, desk.home).tastes()
    configured = desk.options.wishes().interests
    if format_ == "json":
        given = [
            {"id": None, "weight": each.weight, "text": each.text, "from": str(choices.path)} for each in configured
        ]
        click.echo(json.dumps([*given, *map(_row, learnt)], ensure_ascii=False, indent=1))
    elif configured or learnt:
        rows = [("", f"{each.weight:+g}", "", each.text) for each in configured]
        rows += [(str(each.number), f"{each.weight:+g}", _day(each), each.label) for each in learnt]
        show_table(("id", "weight", "learnt", "interest"), rows)
    else:
        line("There is no interest; name some by `interests` under [ranking] in briefing.toml, or teach one with `briefing more STORY`.", err=True)  # fmt: skip


@interests.command(epilog="\b\nExamples:\n  briefing interests forget 3")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1, 2**62), metavar="ID...")
@CONFIG
def forget(numbers: tuple[int, ...], config: Path | None) -> None:
    """Undo what was learnt, by the ids that `briefing interests` shows."""
    from briefing.errors import InputError
    from briefing.store.tastes import TasteBook

    with desk_of(Choices(config, {}), optional=True) as desk:
        book = TasteBook(desk.store, desk.home)
        there = {taste.number for taste in book.tastes()}
        if wrong := [number for number in numbers if number not in there]:
            raise InputError(f"nothing was learnt under {wrong[0]}", "see `briefing interests`; those of briefing.toml are removed there")  # fmt: skip
        gone = [taste for number in dict.fromkeys(numbers) if (taste := book.forget(number))]
    for taste in gone:
        line(f"Forgot {taste.label}")


def _day(taste: Taste) -> str:
    return f"{taste.made.astimezone():%Y-%m-%d}"


def _row(taste: Taste) -> dict[str, Any]:
    return {
        "id": taste.number,
        "weight": taste.weight,
        "text": taste.text,
        "from": taste.label,
        "thread": taste.thread,
        "headline": taste.headline,
        "learnt": taste.made.isoformat(),
    }

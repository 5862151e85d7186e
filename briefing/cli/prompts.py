"""``briefing prompts``: what a model is asked: list, show, copy, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.copies import FORMAT, Shelf, copy_files, show_list
from briefing.cli.options import CONFIG, Choices
from briefing.cli.trials import Tried, print_json, show_trials, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.types import Message

EPILOG = """\b
Examples:
  briefing prompts list                       what there is, and whose is in use
  briefing prompts show story --filled        what a model reads of a story
  briefing prompts copy story headline        copies of your own to change
  briefing prompts check                      do yours still say all that they must?
"""


@click.group(short_help="List, show, copy and check what a model is asked.", epilog=EPILOG)
def prompts() -> None:
    """Whatever a model is asked is a file, with a block for each turn of the conversation. A copy of yours goes before ours."""


@prompts.command("list")
@FORMAT
@CONFIG
def list_(format_: str, config: Path | None) -> None:
    """All prompts, what each asks for, and whose is in use."""
    show_list(_shelf(config), format_, "what it asks for")


@prompts.command(epilog="\b\nExamples:\n  briefing prompts show story\n  briefing prompts show story --filled")
@click.argument("name")
@click.option("--ours", is_flag=True, help="Ours, also where a copy of yours is in use.")
@click.option("--filled", is_flag=True, help="As a model reads it, for a story of the built-in newsroom.")
@CONFIG
def show(name: str, ours: bool, filled: bool, config: Path | None) -> None:
    """Print a prompt as it is in use."""
    from briefing.catalog import content

    shelf = _shelf(config)
    found = shelf.named(name, ours)
    if not filled:
        click.echo(content(found), nl=False)
        return
    from briefing.demo.asked import asked
    from briefing.prompting import prompt

    call = found.name.removesuffix(".prompt")
    _print_turns(prompt(call, asked(call), None if ours else shelf.own))


@prompts.command(
    epilog="\b\nExamples:\n  briefing prompts copy story\n  briefing prompts copy story update --to my-prompts"
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Put them there.  [default: writer.prompts, else prompts/ beside briefing.toml]",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Also in place of a file that is there.")
@CONFIG
def copy(names: tuple[str, ...], to: Path | None, force: bool, config: Path | None) -> None:
    """Copy prompts of ours, to be changed. Later versions of ours do not change your copy."""
    copy_files(_shelf(config), names, to, force)


@prompts.command(
    short_help="Try your prompts on awkward and hostile stories.",
    epilog="\b\nExamples:\n  briefing prompts check\n  briefing prompts check drafts/ --format json",
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]")
@FORMAT
@CONFIG
def check(folder: Path | None, format_: str, config: Path | None) -> None:
    """Fill every prompt, yours or those in DIR, with awkward values: does each come out, say the length and the language,
    and keep hostile text in its place? No model is asked.
    """
    from briefing.prompting.check import faults, trials

    own = folder or _shelf(config).own
    done, wrong = list(trials(own)), list(faults(own))
    if format_ == "json":
        print_json([{"prompt": each.prompt, "case": each.case, **told(each.error)} for each in done], wrong, "prompts")
    else:
        show_trials([Tried(each.prompt, each.case, each.error) for each in done], wrong, "case")
    if wrong or any(trial.error for trial in done):
        raise SystemExit(1)


def _print_turns(messages: Sequence[Message]) -> None:
    """Each turn of the conversation under its role."""
    for place, message in enumerate(messages):
        click.echo("\n" * bool(place) + f"--- {message.role}\n{message.content}")


def _shelf(config: Path | None) -> Shelf:
    return Shelf("prompts", Choices(config, {}))

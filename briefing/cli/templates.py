"""``briefing templates``: what a brief is made with: list, show, copy, check."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.copies import FORMAT, Shelf, copy_files, show_list
from briefing.cli.options import CONFIG, Choices
from briefing.cli.screen import progress
from briefing.cli.trials import Tried, print_json, show_trials, told

EPILOG = """\b
Examples:
  briefing templates list                     what there is, and whose is in use
  briefing templates copy brief.html          a copy of your own to change
  briefing templates check                    does every form still come out?
"""


@click.group(short_help="List, show, copy and check templates and themes.", epilog=EPILOG)
def templates() -> None:
    """Every form of the brief is a template, every theme a file of variables. A copy of yours goes before ours."""


@templates.command("list")
@FORMAT
@CONFIG
def list_(format_: str, config: Path | None) -> None:
    """All templates and themes, what each makes, and whose is in use."""
    show_list(_shelf(config), format_, "what it makes")


@templates.command()
@click.argument("name")
@click.option("--ours", is_flag=True, help="Ours, also where a copy of yours is in use.")
@CONFIG
def show(name: str, ours: bool, config: Path | None) -> None:
    """Print a template or theme as it is in use."""
    from briefing.catalog import content

    click.echo(content(_shelf(config).named(name, ours)), nl=False)


@templates.command(
    epilog="\b\nExamples:\n  briefing templates copy brief.html mail.html\n  briefing templates copy newspaper.toml --to themes"
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Put them there.  [default: brief.templates, else templates/ beside briefing.toml]",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Also in place of a file that is there.")
@CONFIG
def copy(names: tuple[str, ...], to: Path | None, force: bool, config: Path | None) -> None:
    """Copy templates or themes of ours, to be changed. Later versions of ours do not change your copy."""
    copy_files(_shelf(config), names, to, force)


@templates.command(
    short_help="Try your templates on a fixed set of awkward briefs.",
    epilog="\b\nExamples:\n  briefing templates check\n  briefing templates check drafts/ --form html --form pdf",
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]")
@click.option("--form", "forms", multiple=True, metavar="FORM", help="Only this form; may be repeated.")
@FORMAT
@CONFIG
def check(folder: Path | None, forms: tuple[str, ...], format_: str, config: Path | None) -> None:
    """Make every form of a fixed set of awkward briefs, with your templates or those in DIR, and read it back."""
    from briefing.render import expect
    from briefing.render.check import FORMS, broken, trials, usable

    for form in forms:
        expect(form, FORMS)
    choices = Choices(config, {})
    settings = choices.settings(optional=True)
    own = folder or settings.own_templates(choices.folder)
    faults = list(broken(own))
    look, fault = usable(lambda: settings.look.value(own, settings.output.online), own)
    with progress() as bar:
        done = list(trials(look, bar, forms or FORMS))
    faults += [("look", fault)] if fault and str(fault) not in {str(each) for _, each in faults} else []
    if format_ == "json":
        rows = [
            {"form": each.form, "brief": each.specimen, "seconds": round(each.seconds, 3), **told(each.error)}
            for each in done
        ]
        print_json(rows, faults, "forms")
    else:
        show_trials([Tried(each.form, each.specimen, each.error) for each in done], faults, "brief")
    if faults or any(trial.error for trial in done):
        raise SystemExit(1)


def _shelf(config: Path | None) -> Shelf:
    return Shelf("templates", Choices(config, {}))

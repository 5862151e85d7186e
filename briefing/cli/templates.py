"""``briefing templates``: what a brief is made with: list, show, copy, check."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import CONFIG, Choices
from briefing.cli.screen import line, progress
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.errors import BriefingError
    from briefing.render.check import Trial

FOLDER = "templates"  # where copies go, beside briefing.toml, where the settings name no other place
FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)
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
    from briefing.render.catalog import catalog

    choices = Choices(config, {})
    found = catalog(choices.settings(optional=True).own_templates(choices.folder))
    if format_ == "json":
        rows = [
            {"name": each.name, "about": each.about, "in_use": each.whose, "path": str(each.path)} for each in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    show_table(("template", "in use", "what it makes"), [(each.name, each.whose, each.about) for each in found])


@templates.command()
@click.argument("name")
@click.option("--ours", is_flag=True, help="Ours, also where a copy of yours is in use.")
@CONFIG
def show(name: str, ours: bool, config: Path | None) -> None:
    """Print a template or theme as it is in use."""
    from briefing.render.catalog import content, named

    choices = Choices(config, {})
    own = None if ours else choices.settings(optional=True).own_templates(choices.folder)
    click.echo(content(named(name, own)), nl=False)


@templates.command(
    epilog="\b\nExamples:\n  briefing templates copy brief.html mail.html\n  briefing templates copy newspaper.toml --to themes"
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help=f"Put them there.  [default: brief.templates, else {FOLDER}/ beside briefing.toml]",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Also in place of a file that is there.")
@CONFIG
def copy(names: tuple[str, ...], to: Path | None, force: bool, config: Path | None) -> None:
    """Copy templates or themes of ours, to be changed. Later versions of ours do not change your copy."""
    from briefing import deliver
    from briefing.errors import OutputError
    from briefing.render.catalog import named

    choices = Choices(config, {})
    own = choices.settings(optional=True).own_templates(choices.folder)
    folder = to or own or choices.folder / FOLDER
    copied = [(named(name).path, folder / name) for name in dict.fromkeys(names)]
    there = [str(target) for _, target in copied if target.exists()]
    if there and not force:
        raise OutputError(f"{', '.join(there)} is there already", "give --force to have it replaced")
    for path, target in copied:
        _make(target.parent)
        deliver.write(target, path.read_bytes())
        click.echo(f"Wrote {target}", err=True)
    if own is None or own.resolve() != folder.resolve():
        _use(folder, choices, is_set=own is not None)


def _make(folder: Path) -> None:
    from briefing.errors import OutputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {folder} cannot be made", error.strerror or str(error)) from error


def _use(folder: Path, choices: Choices, is_set: bool) -> None:
    """Have the settings name the folder, or say what they have to name where that is not ours to decide."""
    from briefing.config.setting import with_setting

    try:
        named = folder.resolve().relative_to(choices.path.resolve().parent).as_posix()
    except ValueError:
        named = str(folder.resolve())
    if is_set or not choices.path.exists():
        click.echo(f'They are used once {choices.path} says, under [brief]: templates = "{named}"', err=True)
        return
    choices.save(with_setting(choices.text, "brief", "templates", named))
    click.echo(f'Set brief.templates = "{named}" in {choices.path}', err=True)


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
    (_print_json if format_ == "json" else _print)(done, faults)
    if faults or any(trial.error for trial in done):
        raise SystemExit(1)


def _print(done: Sequence[Trial], faults: Sequence[tuple[str, BriefingError]]) -> None:
    """A row for each specimen, a column for each form; below them each fault once, with where it was met."""
    forms = list(dict.fromkeys(trial.form for trial in done))
    specimens = list(dict.fromkeys(trial.specimen for trial in done))
    states = {(trial.form, trial.specimen): "FAILS" if trial.error else "good" for trial in done}
    show_table(("brief", *forms), [(name, *(states[form, name] for form in forms)) for name in specimens])
    met: dict[str, list[Trial]] = {}
    for trial in done:
        if trial.error:
            met.setdefault(trial.error.what, []).append(trial)  # the same place, whichever line of the output it spoils
    for name, error in faults:
        if error.what not in met:
            line(f"Problem: {name}: {error}", err=True)
    for trials in met.values():
        places = [_place(form, [each.specimen for each in trials if each.form == form], specimens) for form in forms]
        line(f"Problem: {trials[0].error} ({'; '.join(filter(None, places))})", err=True)


def _place(form: str, met: Sequence[str], specimens: Sequence[str]) -> str:
    """Where a fault was met, as short as it can be said."""
    if len(met) == len(specimens):
        return f"{form} of every brief"
    return f"{form} of {', '.join(met)}" if met else ""


def _print_json(done: Sequence[Trial], faults: Sequence[tuple[str, BriefingError]]) -> None:
    rows = [
        {"form": each.form, "brief": each.specimen, "seconds": round(each.seconds, 3), **_told(each.error)}
        for each in done
    ]
    files = [{"file": name, **_told(error)} for name, error in faults]
    click.echo(json.dumps({"forms": rows, "files": files}, ensure_ascii=False, indent=1))


def _told(error: BriefingError | None) -> dict[str, object]:
    return {"good": error is None, "error": error.what if error else "", "remedy": error.remedy if error else ""}

"""What the commands on templates and on prompts share: lists of them, copies to be changed, and the setting that names these."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import Choices
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.catalog import Template
    from briefing.templating import Kind

FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The templates or the prompts of the settings that a person chose."""

    kind: Kind  # also the folder where copies go, beside briefing.toml, where the settings name no other place
    choices: Choices

    @property
    def own(self) -> Path | None:
        """The reader's own folder, as the settings name it."""
        settings = self.choices.settings(optional=True)
        folder = self.choices.folder
        return settings.own_templates(folder) if self.kind == "templates" else settings.writer.own_prompts(folder)

    @property
    def setting(self) -> tuple[str, str]:
        """The table and the key that name it."""
        from briefing.templating import SETTING

        table, _, key = SETTING[self.kind].partition(".")
        return table, key

    def named(self, name: str, ours: bool = False) -> Template:
        """The one of that name, whoever's is in use, or ours."""
        from briefing.catalog import named

        return named(name, None if ours else self.own, self.kind)


def show_list(shelf: Shelf, format_: str, makes: str) -> None:
    """All there are and whose is in use; ``makes`` is the head of the column that says what for."""
    from briefing.catalog import catalog

    found = catalog(shelf.own, shelf.kind)
    if format_ == "json":
        rows = [
            {"name": each.name, "about": each.about, "in_use": each.whose, "path": str(each.path)} for each in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    heads = (shelf.kind.removesuffix("s"), "in use", makes)
    show_table(heads, [(each.name, each.whose, each.about) for each in found])


def copy_files(shelf: Shelf, names: Sequence[str], to: Path | None, force: bool) -> None:
    """Copies of ours in the reader's folder, which the settings name from then on; all of them or none."""
    from briefing import deliver
    from briefing.errors import OutputError

    own = shelf.own
    folder = to or own or shelf.choices.folder / shelf.kind
    chosen = {each.name: each.path for each in (shelf.named(name, ours=True) for name in names)}
    copied = [(path, folder / name) for name, path in chosen.items()]
    there = [str(target) for _, target in copied if target.exists()]
    if there and not force:
        raise OutputError(f"{', '.join(there)} is there already", "give --force to have it replaced")
    for path, target in copied:
        _make(target.parent)
        deliver.write(target, path.read_bytes())
        click.echo(f"Wrote {target}", err=True)
    if own is None or own.resolve() != folder.resolve():
        _use(folder, shelf, is_set=own is not None)


def _make(folder: Path) -> None:
    from briefing.errors import OutputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {folder} cannot be made", error.strerror or str(error)) from error


def _use(folder: Path, shelf: Shelf, is_set: bool) -> None:
    """Have the settings name the folder, or say what they have to name where that is not ours to decide."""
    from briefing.config.setting import with_setting

    choices, (table, key) = shelf.choices, shelf.setting
    try:
        named = folder.resolve().relative_to(choices.path.resolve().parent).as_posix()
    except ValueError:
        named = str(folder.resolve())
    if is_set or not choices.path.exists():
        click.echo(f'They are used once {choices.path} says, under [{table}]: {key} = "{named}"', err=True)
        return
    choices.save(with_setting(choices.text, table, key, named))
    click.echo(f'Set {table}.{key} = "{named}" in {choices.path}', err=True)

"""What came of trying templates or prompts: a table of what is good, each fault once, and the same for a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from briefing.cli.screen import line
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.errors import BriefingError


@dataclass(frozen=True, slots=True)
class Tried:
    """A form or a prompt with one set of values; good where there is no ``error``."""

    form: str
    specimen: str
    error: BriefingError | None = None


Faults = Sequence[tuple[str, "BriefingError"]]  # of a file, whatever it is filled with


def show_trials(done: Sequence[Tried], faults: Faults, what: str) -> None:
    """A row for each specimen of ``what``, a column for each form; below them each fault once, with where it was met."""
    forms = list(dict.fromkeys(trial.form for trial in done))
    specimens = list(dict.fromkeys(trial.specimen for trial in done))
    states = {(trial.form, trial.specimen): "FAILS" if trial.error else "good" for trial in done}
    show_table((what, *forms), [(name, *(states[form, name] for form in forms)) for name in specimens])
    met: dict[str, list[Tried]] = {}
    for trial in done:
        if trial.error:
            met.setdefault(trial.error.what, []).append(trial)  # the same place, whichever line of the output it spoils
    for name, error in faults:
        if error.what not in met:
            line(f"Problem: {name}: {error}", err=True)
    for trials in met.values():
        places = [
            _place(form, [each.specimen for each in trials if each.form == form], specimens, what) for form in forms
        ]
        line(f"Problem: {trials[0].error} ({'; '.join(filter(None, places))})", err=True)


def _place(form: str, met: Sequence[str], specimens: Sequence[str], what: str) -> str:
    """Where a fault was met, as short as it can be said."""
    if len(met) == len(specimens):
        return f"{form} of every {what}"
    return f"{form} of {', '.join(met)}" if met else ""


def print_json(rows: Sequence[dict[str, object]], faults: Faults, what: str) -> None:
    """The same for a program: the rows under ``what``, and the files that are at fault."""
    files = [{"file": name, **told(error)} for name, error in faults]
    click.echo(json.dumps({what: rows, "files": files}, ensure_ascii=False, indent=1))


def told(error: BriefingError | None) -> dict[str, object]:
    """An error as a part of a row."""
    return {"good": error is None, "error": error.what if error else "", "remedy": error.remedy if error else ""}

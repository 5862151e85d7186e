"""Tries every form of a brief on the awkward ones, with the reader's own templates and themes; what fails is a value."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.catalog import Template, catalog, content
from briefing.errors import BriefingError, TemplateError
from briefing.look import Look, theme
from briefing.render import part, render, render_summaries
from briefing.render.sound import require_sound
from briefing.render.specimens import specimens
from briefing.templating import FORMATS
from briefing.types import Brief

FORMS = (*FORMATS, "notice", "summaries")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """One form of one specimen: good where there is no ``error``; how long it took."""

    form: str
    specimen: str
    seconds: float
    error: BriefingError | None = None


def trials(look: Look, progress: Progress, forms: Sequence[str] = FORMS) -> Iterator[Trial]:
    """Each form of each specimen, rendered and read back."""
    briefs = specimens()
    for number, (name, brief) in enumerate(briefs.items()):
        for place, form in enumerate(forms):
            progress("Templates", number * len(forms) + place, len(briefs) * len(forms))
            yield trial(form, name, brief, look)
    progress("Templates", len(briefs) * len(forms), len(briefs) * len(forms))


def trial(form: str, name: str, brief: Brief, look: Look) -> Trial:
    """One form of one brief."""
    begun = time.perf_counter()
    error = None
    try:
        _try(form, brief, look)
    except BriefingError as met:
        error = met
    except Exception as met:  # noqa: BLE001 - a fault with one form costs no other
        error = TemplateError(f"{form}: {type(met).__name__}: {met}", "mend the template; with ours, please report it")
    return Trial(form, name, time.perf_counter() - begun, error)


def _try(form: str, brief: Brief, look: Look) -> None:
    if form == "summaries":
        for suffix in ("md", "txt"):
            require_sound(suffix, render_summaries(brief.summaries, suffix, look.own))
    elif form == "notice":
        require_sound(form, part(brief, form, look))
    else:
        require_sound(form, render(brief, form, look))


def broken(own: Path | None) -> Iterator[tuple[str, BriefingError]]:
    """The reader's own themes and templates that cannot be read at all, by name; also those that no form of the brief uses."""
    for template in catalog(own):
        if template.whose != "ours":
            try:
                _read(template, own)
            except BriefingError as error:
                yield template.name, error


def _read(template: Template, own: Path | None) -> None:
    if template.name.endswith(".toml"):
        theme(template.name.removesuffix(".toml"), {}, own)
        return
    from jinja2 import Environment, TemplateSyntaxError

    try:
        Environment(autoescape=True).parse(content(template))
    except TemplateSyntaxError as error:
        raise TemplateError(f"template {template.path}, line {error.lineno}", error.message or "") from error


def usable(look: Callable[[], Look], own: Path | None) -> tuple[Look, BriefingError | None]:
    """The look; where it cannot be had, one with our own theme, and why."""
    try:
        return look(), None
    except BriefingError as error:
        return Look(own=own), error

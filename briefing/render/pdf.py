"""The brief as PDF: the template ``brief.typ``, set by Typst with the fonts of this computer."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

from markupsafe import Markup

from briefing.errors import TemplateError
from briefing.look import Look
from briefing.render.fonts import LINE, families, missing, require_no_package, scripts, texts, typesetter
from briefing.render.given import given
from briefing.templating import fill, find, typst
from briefing.types import Brief

TEMPLATE = "brief.typ"
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")


def pdf(brief: Brief, look: Look, system: bool = True) -> bytes:
    """The brief on pages, the same bytes each time; without the ``system``'s fonts in those that Typst brings along.

    TemplateError names the line of the template that Typst stumbled over.
    """
    from typst import TypstError

    source = fill(TEMPLATE, _values(brief, look, system), look.own)
    require_no_package(source, find(TEMPLATE, look.own))
    pictures = {
        f"image-{number}.jpg": summary.image.content
        for number, summary in enumerate(brief.summaries, 1)
        if summary.image
    }
    try:
        return typesetter(system).compile(source, pictures, int(brief.date.timestamp()))
    except TypstError as error:
        raise _explained(error, source, find(TEMPLATE, look.own)) from error


def _values(brief: Brief, look: Look, system: bool) -> dict[str, object]:
    used, theme = scripts(brief), look.theme
    kinds = {"text": theme.text_font, "heading": theme.heading_font, "label": theme.label_font}
    fonts = {kind: _array(families(wanted, used, system)) for kind, wanted in kinds.items()}
    return {**given(brief, look), "fonts": SimpleNamespace(**fonts), "missing": missing(texts(brief), system)}


def _array(names: tuple[str, ...]) -> Markup:
    return Markup("({})").format(Markup("").join(Markup("{}, ").format(typst(name)) for name in names))


def _explained(error: Exception, source: str, template: Path) -> TemplateError:
    """Typst's complaint, with the line of the template whose own words are on the line that Typst names."""
    message = str(getattr(error, "message", error))
    hints = "; ".join(getattr(error, "hints", ()))
    named = LINE.search(str(getattr(error, "diagnostic", "")))
    if not named:
        return TemplateError(f"template {template}: {message}", hints)
    statement = source.splitlines()[int(named[1]) - 1].strip()
    line = _line_of(statement, template.read_text(encoding="utf-8").splitlines())
    place = f", line {line}" if line else ""
    return TemplateError(f"template {template}{place}: {message}", hints or f"look at {statement[:120]}")


def _line_of(statement: str, lines: list[str]) -> int:
    """The number of the template's line that may become ``statement`` and says most of it itself; 0 where none may."""
    fitting = [
        (sum(map(len, own)), -number)
        for number, own in (
            (n, [part.strip() for part in JINJA.split(line.strip())]) for n, line in enumerate(lines, 1)
        )
        if any(own) and re.fullmatch(".*?".join(map(re.escape, own)), statement)
    ]
    return -max(fitting, default=(0, 0))[1]

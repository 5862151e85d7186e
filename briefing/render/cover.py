"""The cover of the book: ``epub/cover.typ``, set by Typst and made a small PNG; the same bytes with the same fonts."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import cast

from briefing.errors import TemplateError
from briefing.look import Look
from briefing.render.fonts import families, missing, require_no_package, scripts, typesetter
from briefing.render.names import UNNAMED
from briefing.render.wording import Wording
from briefing.templating import dateline, fill, find, tag
from briefing.text import one_line
from briefing.types import Brief

TEMPLATE = "epub/cover.typ"
HEADLINES = 6  # chosen: more have no place on it
PPI = 288.0  # of a page of 300 by 400 pt: 1,200 by 1,600 pixels
COLORS = 32  # chosen: ink, paper and what lies between; the newsroom's cover takes 59 kB with them, 200 kB with all


def cover(brief: Brief, look: Look, values: Mapping[str, object], system: bool = True) -> bytes:
    """The cover as a PNG. What no font can set is not on it: a picture of boxes helps nobody.

    ``values`` are those of the book's templates. TemplateError says what Typst found wrong.
    """
    wording = Wording(brief)
    first = brief.summaries[:HEADLINES]
    told = [(one_line(each.headline), _code(wording.headline_language(each))) for each in first]
    wanted = {"text": look.theme.text_font, "heading": look.theme.heading_font, "label": look.theme.label_font}
    more = {
        "fonts": {part: families(names, scripts(brief), system) for part, names in wanted.items()},
        "masthead": _settable(one_line(brief.title), system) or UNNAMED,
        "day": _settable(dateline(brief.date, brief.language), system) or f"{brief.date:%Y-%m-%d}",
        "headlines": [(text, code) for text, code in told if text and not missing([text], system)],
    }
    return _small(_set(fill(TEMPLATE, {**values, **more}, look.own), look, system))


def _set(source: str, look: Look, system: bool) -> bytes:
    """The first page of Typst's ``source``, which can read no file."""
    from typst import TypstError

    setter = typesetter(system)
    require_no_package(source, find(TEMPLATE, look.own))
    try:
        with setter.lock, TemporaryDirectory() as folder:
            made = setter.compiler.compile(source.encode(), format="png", ppi=PPI, root=folder)
    except TypstError as error:
        raise TemplateError(f"template {find(TEMPLATE, look.own)}", str(error)) from error
    return made if isinstance(made, bytes) else cast("list[bytes]", made)[0]


def _small(picture: bytes) -> bytes:
    from PIL import Image

    smaller = BytesIO()
    with Image.open(BytesIO(picture)) as opened:
        plain = opened.convert("RGB").quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        plain.save(smaller, "PNG", optimize=True)
    return smaller.getvalue()


def _code(language: str) -> str:
    """The language as Typst wants it: two or three letters."""
    return (tag(language) or "en").split("-")[0]


def _settable(text: str, system: bool) -> str:
    """The text without the characters that no font here has."""
    lacking = missing([text], system)
    return "".join(each for each in text if not missing([each], system)).strip() if lacking else text

"""How a brief looks: a theme is a file of variables in ``templates/``, which a reader may override one by one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from briefing.errors import ConfigError
from briefing.types import Brief

COLOR = re.compile(r"#[0-9a-fA-F]{6}")
FONT = re.compile(r"\w[\w .-]*")  # a family's name, which can stand between quotes in CSS and in Typst
SIZES: dict[str, tuple[float, float]] = {
    "a4": (210, 297),
    "letter": (215.9, 279.4),
    "ereader": (90, 122),
}  # mm; 6 inches
LEAST_MM = 60.0  # chosen: two thirds of a six-inch reader
PAGE = re.compile(r"(\d{2,4})x(\d{2,4})")

RANGES: Mapping[str, tuple[float, float]] = {
    "text_size": (5, 30),
    "masthead": (1, 12),
    "lead": (1, 6),
    "columns": (1, 2),
}

Variable = str | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``, for light grounds and, where they begin with ``dark_``, for dark ones; fonts as lists of
    families, the first that is there is used. ``text_size`` is that of the PDF, in points; ``rules`` draws lines between
    stories and below the title. Of the page on a wide screen: ``masthead`` and ``lead`` are the sizes of the title and of the
    first headline, in times of the usual text; ``rail`` sets the names of sections beside their stories. ``columns`` is how
    many there are where ``look.columns`` does not say.
    """

    paper: str = "#fcfbf8"
    ink: str = "#17191c"
    soft: str = "#585d63"
    hair: str = "#d8d5cc"
    accent: str = "#0d5163"
    flag: str = "#8a4b08"
    dark_paper: str = "#14171a"
    dark_ink: str = "#e7e4dc"
    dark_soft: str = "#a3a8ad"
    dark_hair: str = "#363c42"
    dark_accent: str = "#86c5d8"
    dark_flag: str = "#e0b070"
    text_font: tuple[str, ...] = ("Charter", "Noto Serif", "Georgia", "serif")
    heading_font: tuple[str, ...] = ("Charter", "Noto Serif", "Georgia", "serif")
    label_font: tuple[str, ...] = ("system-ui", "Segoe UI", "Noto Sans", "sans-serif")
    text_size: float = 9.5
    rules: bool = True
    masthead: float = 5.25
    lead: float = 3.0
    rail: bool = True
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about the look of a brief that is not in the brief.

    ``own`` is a folder of templates that go before ours. ``page`` is that of the PDF, as width and height in millimetres.
    ``online`` is where the page can be read on the web, if anywhere.
    """

    theme: Theme = Theme()
    own: Path | None = None
    page: tuple[float, float] = SIZES["a4"]
    columns: int = 2
    charts: bool = True
    online: str = ""

    def address(self, brief: Brief) -> str:
        """Where this brief's page can be read on the web; empty where it cannot."""
        return self.online.format(date=brief.date.date(), edition=brief.edition)


def page_size(name: str) -> tuple[float, float]:
    """Width and height in millimetres of ``a4``, ``letter``, ``ereader``, or of ``WIDTHxHEIGHT``; ValueError for others."""
    if name.lower() in SIZES:
        return SIZES[name.lower()]
    found = PAGE.fullmatch(name)
    if not found:
        raise ValueError(f'there is no page "{name}"; write {", ".join(SIZES)}, or millimetres such as 157x209')
    width, height = float(found[1]), float(found[2])
    if min(width, height) < LEAST_MM:
        raise ValueError(f'on a page of "{name}" nothing can be read; its sides are {LEAST_MM:g} millimetres or more')
    return width, height


def theme(name: str, overrides: Mapping[str, Any], own: Path | None = None) -> Theme:
    """The theme of that name, the reader's own file before ours, with single variables put in place of its own."""
    from briefing.templating import find  # with Jinja and Babel, which most commands do not need

    path = find(f"{name}.toml", own)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"theme {path}", str(error)) from error
    return Theme(**(_checked(values, f"theme {path}") | _checked(overrides, "look.variables")))


def _checked(values: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Variables with the values that they may have; ConfigError names the first that is none."""
    return {name: _value(name, value, where) for name, value in values.items()}


def _value(name: str, value: object, where: str) -> Variable:
    defaults = {field.name: field.default for field in fields(Theme)}
    if name not in defaults:
        raise ConfigError(f"{where}: nobody knows the variable {name}", f"known are {', '.join(defaults)}")
    checked, wanted = _fitting(name, defaults[name], value)
    if checked is None:
        raise ConfigError(f"{where}: {name} = {value!r}", f"give {wanted}")
    return checked


def _fitting(name: str, default: object, value: object) -> tuple[Variable | None, str]:
    """The value where it is of the default's kind, else None; and what is wanted, in words."""
    match default:
        case bool():
            return (value if isinstance(value, bool) else None), "true or false"
        case int() | float():
            least, most = RANGES[name]
            kinds = (int,) if isinstance(default, int) else (int, float)
            good = isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= most
            return (cast("float", value) if good else None), f"a number from {least:g} to {most:g}"
        case tuple():
            families = [value] if isinstance(value, str) else value
            good = isinstance(families, list | tuple) and bool(families)
            good = good and all(
                isinstance(each, str) and FONT.fullmatch(each) for each in cast("list[object]", families)
            )
            return (
                tuple(cast("list[str]", families)) if good else None
            ), 'names of fonts, such as ["Georgia", "serif"]'
        case _:
            good = isinstance(value, str) and bool(COLOR.fullmatch(value))
            return (cast("str", value) if good else None), 'a colour such as "#0d5163"'

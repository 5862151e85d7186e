"""Themes: their files, what may stand in them, what a reader changes, and how the page follows."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest

from briefing.config import settings
from briefing.errors import ConfigError, TemplateError
from briefing.look import RANGES, SIZES, Look, Theme, page_size, theme
from briefing.render import render
from briefing.templating import folder
from briefing.types import Brief

NAMES = ("newspaper", "plain")
COLOURS = ("ink", "soft", "accent", "flag")
CONTRAST = 4.5  # of text to its ground, WCAG 2.2 AA


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 reckons it, of ``#rrggbb``."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_a_theme_of_ours_names_every_variable(name: str) -> None:
    """What a reader may override is all there to read in the file, once each."""
    written = tomllib.loads((folder("templates") / f"{name}.toml").read_text(encoding="utf-8"))
    assert list(written) == [field.name for field in fields(Theme)]


def test_the_newspaper_is_the_default() -> None:
    """Colours and sizes of a look that nobody chose are those of the newspaper."""
    chosen, usual = asdict(theme("newspaper", {})), asdict(Theme())
    assert {name for name in usual if chosen[name] != usual[name]} <= {"text_font", "heading_font", "label_font"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ground", ["", "dark_"])
def test_every_colour_of_text_can_be_read_on_its_ground(name: str, ground: str) -> None:
    """On the light ground and on the dark one, each colour that text has keeps the contrast that WCAG asks for."""
    colours = asdict(theme(name, {}))
    paper = colours[f"{ground}paper"]
    assert [each for each in COLOURS if contrast(colours[ground + each], paper) < CONTRAST] == []


def test_the_themes_are_two() -> None:
    """The plain one has another ground, other fonts, no lines, no rail, one column and a smaller title."""
    newspaper, plain = (theme(name, {}) for name in NAMES)
    assert newspaper.paper != plain.paper == "#ffffff"
    assert newspaper.text_font[-1] == "serif"
    assert plain.text_font[-1] == plain.heading_font[-1] == "sans-serif"
    assert (newspaper.rules, newspaper.rail, newspaper.columns) == (True, True, 2)
    assert (plain.rules, plain.rail, plain.columns) == (False, False, 1)
    assert plain.masthead < newspaper.masthead / 2


def test_variables_are_overridden_one_by_one() -> None:
    """A variable of the settings goes in place of the theme's; the others stay."""
    usual = theme("plain", {})
    assert theme("plain", {"accent": "#7a1020"}) == replace(usual, accent="#7a1020")
    assert theme("plain", {"text_font": "Georgia"}).text_font == ("Georgia",)
    assert theme("plain", {"text_font": ["Georgia", "serif"], "rules": True}) == replace(
        usual, text_font=("Georgia", "serif"), rules=True
    )


def test_an_own_theme_needs_a_few_variables_only(tmp_path: Path) -> None:
    """A file in the reader's folder is a theme; what it does not name is as in the newspaper."""
    (tmp_path / "mine.toml").write_text('accent = "#7a1020"\nmasthead = 3\n', encoding="utf-8")
    assert theme("mine", {}, tmp_path) == replace(Theme(), accent="#7a1020", masthead=3)
    assert theme("plain", {}, tmp_path) == theme("plain", {})


def test_an_own_theme_of_our_name_goes_first(tmp_path: Path) -> None:
    """A copy under our name, changed, is the one that counts."""
    (tmp_path / "plain.toml").write_text('paper = "#fafafa"\n', encoding="utf-8")
    assert theme("plain", {}, tmp_path).paper == "#fafafa"


@pytest.mark.parametrize(
    ("variable", "value", "wanted"),
    [
        ("accent", "red", 'a colour such as "#0d5163"'),
        ("accent", "#12345", "a colour"),
        ("accent", "#123456; } body { display: none", "a colour"),
        ("accent", "#123456\n", "a colour"),
        ("dark_ink", 7, "a colour"),
        ("text_font", "x'; } *", "names of fonts"),
        ("text_font", ["Georgia", "</style>"], "names of fonts"),
        ("text_font", ["Georgia", 3], "names of fonts"),
        ("text_font", [], "names of fonts"),
        ("text_font", 3, "names of fonts"),
        ("text_size", 0, "a number from 5 to 30"),
        ("text_size", "10", "a number"),
        ("text_size", True, "a number"),
        ("masthead", float("nan"), "a number from 1 to 12"),
        ("columns", 1.5, "a number from 1 to 2"),
        ("columns", 3, "a number from 1 to 2"),
        ("rules", 1, "true or false"),
        ("rail", "no", "true or false"),
    ],
)
def test_a_value_that_cannot_be_names_its_variable(variable: str, value: Any, wanted: str) -> None:
    """Whatever is no colour, font, number or switch is refused with the variable's name and what it may be."""
    with pytest.raises(ConfigError) as caught:
        theme("newspaper", {variable: value})
    assert f"look.variables: {variable} = " in str(caught.value)
    assert wanted in str(caught.value)


def test_every_number_has_its_range() -> None:
    """A variable that is a number is bounded, so that a slip does not make a page of one letter."""
    numbers = {field.name for field in fields(Theme) if type(field.default) in (int, float)}
    assert set(RANGES) == numbers
    assert all(least <= getattr(Theme(), name) <= most for name, (least, most) in RANGES.items())


def test_an_unknown_variable_names_those_there_are() -> None:
    """A typo is told with the names that would have been right."""
    with pytest.raises(ConfigError, match=r"look\.variables: nobody knows the variable acent: known are paper, ink"):
        theme("newspaper", {"acent": "#7a1020"})


def test_a_mistake_in_an_own_theme_names_the_file(tmp_path: Path) -> None:
    """Broken TOML, text in no character set and a wrong value are told with the file that they stand in."""
    mine = tmp_path / "mine.toml"
    for content, said in ((b"accent = ", "theme .*mine.toml"), (b"\xff", "mine.toml"), (b"rules = 3", "mine.toml: rules = 3")):  # fmt: skip
        mine.write_bytes(content)
        with pytest.raises(ConfigError, match=said):
            theme("mine", {}, tmp_path)


@pytest.mark.parametrize("name", ["newspapre", "../newspaper", ""])
def test_a_theme_that_is_not_there_names_the_places(name: str, tmp_path: Path) -> None:
    """The message says where the file was looked for."""
    with pytest.raises(TemplateError, match=re.escape(f"{name}.toml is not in {tmp_path}")):
        theme(name, {}, tmp_path)


def test_pages_have_names_or_millimetres() -> None:
    """A page is one of ours or its width and height; anything else names what may stand there."""
    assert page_size("A4") == SIZES["a4"]
    assert list(page_size("157x209")) == [157, 209]
    with pytest.raises(ValueError, match="a4, letter, ereader, or millimetres such as 157x209"):
        page_size("a3 landscape")


def look_of(look: dict[str, Any], templates: str = "") -> Look:
    return settings({"look": look, "brief": {"templates": templates}}).look_value(Path())


def test_the_settings_choose_theme_variables_and_columns() -> None:
    """What stands under [look] is the look; columns that are not given are the theme's."""
    assert look_of({}).theme == theme("newspaper", {})
    assert look_of({"theme": "plain", "variables": {"ink": "#000000"}}).theme == theme("plain", {"ink": "#000000"})
    assert [look_of(each).columns for each in ({}, {"theme": "plain"}, {"theme": "plain", "columns": 2})] == [2, 1, 2]
    assert look_of({"theme": "plain", "variables": {"columns": 2}}).columns == 2


def test_the_page_wears_the_theme(demo_brief: Brief, tmp_path: Path) -> None:
    """Each colour, font and size of an own theme stands in the page, and none of the theme that was not chosen."""
    (tmp_path / "mine.toml").write_text(
        'accent = "#7a1020"\ndark_accent = "#ffb3c0"\nheading_font = ["Bodoni Moda", "serif"]\nmasthead = 4.5\n',
        encoding="utf-8",
    )
    page = render(demo_brief, "html", look_of({"theme": "mine"}, str(tmp_path))).decode()
    for said in ("--accent: #7a1020;", "--accent: #ffb3c0;", "--heading: 'Bodoni Moda', serif;", "--masthead: 4.5rem;"):
        assert page.count(said) == 1
    assert Theme().accent not in page

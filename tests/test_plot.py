"""Plots: what stands in them, that nothing in them is live, and that they are seen in any surroundings."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from briefing.plot import DOTS, FILE_SIZE, INK, Bar, Bars, Curve, Curves, Mark, png, svg, text

HOSTILE = '<script>alert(1)</script> & "q" $x^2$ \x1b[31m'
RISING = Curve("rising", (15.0, 50.0, 100.0, 200.0), (30.0, 50.0, 60.0, 66.0))
FLAT = Curve("flat", (15.0, 50.0, 100.0, 200.0), (40.0, 41.0, 42.0, 43.0))


def curves(*own: Curve, title: str = "What is covered", marks: tuple[Mark, ...] = ()) -> Curves:
    return Curves(title, "words a story", "% covered", own or (RISING,), marks)


def letters(drawn: str) -> str:
    """All text of an SVG, as its reader sees it."""
    return " ".join(part.strip() for part in ET.fromstring(drawn).itertext())


def test_a_plot_has_its_axes_its_curves_and_its_marks_as_text() -> None:
    """What is written in a plot can be searched and read: letters stay letters."""
    told = letters(svg(curves(RISING, FLAT, marks=(Mark(60.0, "60 words"),))))
    for each in ("words a story", "% covered", "rising", "flat", "60 words"):
        assert each in told


def test_the_title_is_the_name_of_the_picture_for_those_who_cannot_see_it() -> None:
    """The page sets the title itself; the picture has it as its label."""
    element = ET.fromstring(svg(curves(title="Share & more")))
    assert element.get("aria-label") == "Share & more"
    assert element.get("role") == "img"
    assert "Share" not in letters(svg(curves(title="Share & more")))


@pytest.mark.parametrize("plot", [curves(Curve(HOSTILE, (1.0, 2.0), (1.0, 2.0)), RISING, title=HOSTILE, marks=(Mark(1.5, HOSTILE),)), Bars(HOSTILE, HOSTILE, (Bar(HOSTILE, 1.0),))], ids=["curves", "bars"])  # fmt: skip
def test_names_are_shown_letter_by_letter(plot: Any) -> None:
    """A name from outside is neither markup nor a formula, and moves no cursor; it is cut where it is long."""
    drawn = svg(plot)
    assert "<script" not in drawn
    assert "\x1b" not in drawn
    assert "<script>alert(1)</script>" in letters(drawn)
    assert ET.fromstring(drawn).get("aria-label") == '<script>alert(1)</script> & "q" $x^2$ [31m'


def test_a_dollar_is_a_dollar_and_a_name_may_begin_with_a_line() -> None:
    """Neither a formula is made of a name, nor is it left out of the legend."""
    told = letters(svg(curves(RISING, Curve("_cost $5 or $6", (15.0, 200.0), (1.0, 2.0)))))
    assert "_cost $5 or $6" in told


def test_a_page_gives_the_letters_their_colour_and_the_plot_its_width() -> None:
    """On a dark page letters are light, and on a narrow one the plot is narrow."""
    drawn = svg(curves())
    assert "currentColor" in drawn
    assert INK not in drawn
    assert {"width", "height"}.isdisjoint(ET.fromstring(drawn).attrib)


def test_plots_of_one_page_share_no_id() -> None:
    """An id stands once on a page; the same plot is the same text each time."""
    first, second = svg(curves(title="One")), svg(curves(title="Two"))
    ids = [{each.get("id") for each in ET.fromstring(drawn).iter() if each.get("id")} for drawn in (first, second)]
    assert ids[0]
    assert ids[0].isdisjoint(ids[1])
    assert first == svg(curves(title="One"))


def test_bars_have_their_names_and_their_intervals() -> None:
    """A bar with an interval has a line over it, one without has none."""
    plain = svg(Bars("Scores", "ROUGE-1", (Bar("ours", 36.0), Bar("lead", 30.0))))
    sure = svg(Bars("Scores", "ROUGE-1", (Bar("ours", 36.0, 35.0, 37.0), Bar("lead", 30.0, 29.0, 31.0))))
    assert "ours" in letters(plain)
    assert "lead" in letters(plain)
    assert sure.count("<path") > plain.count("<path")


def test_letters_that_matplotlib_lacks_are_no_failure() -> None:
    """A Chinese name is drawn by the browser's fonts; warnings are errors here."""
    assert "新闻" in letters(svg(curves(Curve("新闻", (1.0, 2.0), (1.0, 2.0)), RISING)))
    assert png([curves(Curve("新闻", (1.0, 2.0), (1.0, 2.0)), RISING)])


def test_a_picture_has_the_plots_below_each_other() -> None:
    """Two plots make a picture twice as high, of the same width."""
    one, two = (Image.open(BytesIO(png([curves()] * count))) for count in (1, 2))
    assert one.format == "PNG"
    assert one.size == (round(FILE_SIZE[0] * DOTS), round(FILE_SIZE[1] * DOTS))
    assert two.size == (one.size[0], 2 * one.size[1])
    few, many = (Image.open(BytesIO(png([Bars("b", "x", (Bar("a", 1.0),) * count)]))) for count in (2, 12))
    assert many.size[1] > 2 * few.size[1]


def test_a_terminal_gets_lines_that_fit_it() -> None:
    """No line is wider than asked, none has an escape, and both curves are named with the sign they are drawn in."""
    drawn = text(curves(RISING, FLAT, marks=(Mark(60.0, "60 words"),)), 70, 14).rstrip("\n")
    lines = drawn.splitlines()
    assert max(map(len, lines)) <= 70
    assert "\x1b" not in drawn
    assert "⠒ rising, o flat" in lines[0]
    assert "words a story" in lines[-1]


def test_a_terminals_plot_has_one_curve_under_its_title() -> None:
    """A single curve needs no name, and what was drawn before leaves no trace."""
    text(curves(RISING, FLAT), 70, 14)
    drawn = text(curves(), 70, 14)
    assert "What is covered" in drawn.splitlines()[0]
    assert "flat" not in drawn
    assert "o" not in "".join(drawn.splitlines()[1:-2])


def test_a_hostile_name_moves_no_cursor_on_a_terminal() -> None:
    """What could move a terminal's cursor is taken out of names and titles."""
    drawn = text(curves(Curve(HOSTILE, (1.0, 2.0), (1.0, 2.0)), RISING, title=HOSTILE), 80, 12)
    assert "\x1b" not in drawn


def test_drawing_opens_no_window_and_touches_no_state() -> None:
    """Matplotlib's pyplot, which has a figure for everybody, is never loaded."""
    code = (
        "import sys; from briefing.plot import *; c = Curves('t', 'x', 'y', (Curve('a', (1.0, 2.0), (1.0, 2.0)),)); "
        "assert 'matplotlib' not in sys.modules; svg(c); png([c]); text(c, 60, 10); "
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

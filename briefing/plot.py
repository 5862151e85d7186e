"""Plots for reports: curves with marks, bars with intervals, as SVG for a page, as PNG, or as letters for a terminal.

Plots are values, and drawing one opens no window. The only place that knows matplotlib and plotext.
"""

from __future__ import annotations

import math
import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any, Protocol

from markupsafe import escape

from briefing.text import one_line

INK = (
    "#17191c"  # of axes and letters; in a page it becomes the page's own colour, so that a dark page has light letters
)
# Contrast to the light and to the dark paper of our themes: 4.5 and 3.8, 3.7 and 4.7, 4.3 and 4.0, 3.8 and 4.5; WCAG asks for 3
COLORS = ("#1f7ab0", "#d45f05", "#12876a", "#b0679c")
STYLES = (("-", "o"), ("--", "s"), ("-.", "^"), (":", "D"))  # curves are told apart without colours, too
PAGE_SIZE = (3.75, 2.7)  # inches: letters of 9 points are read on a screen of 360 pixels
FILE_SIZE = (6.4, 4.4)  # inches of one plot in a PNG
SIGNS = (("⠒", "braille"), ("o", "o"), ("+", "+"), ("x", "x"))  # of curves on a terminal, and what plotext calls them
BAR_HEIGHT = 0.32  # inches that each bar takes
DOTS = 160  # an inch, of a PNG
TICKS = 6  # numbers along an axis of a terminal's plot, at most about
LABEL = 36  # characters of a name beside a plot
TITLE = 46  # characters in a line of a title
# Matplotlib's own letters have no Chinese: a page asks the browser's fonts, a PNG shows boxes
NO_GLYPH = r"Glyph \d+ .*missing from font"
SETTINGS: Any = {  # matplotlib's stubs know its names as literals alone
    "font.size": 9,
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the same picture on every computer
    "text.parse_math": False,  # a dollar in a name is a dollar
    "svg.fonttype": "none",  # letters stay letters: they can be searched, and an outline of each would be ten times as large
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@dataclass(frozen=True, slots=True)
class Curve:
    """Points that belong together: ``x`` in rising order, with ``y`` for each."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the x axis that is pointed out."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with the interval that it is known in; ``low`` and ``high`` are None where there is none."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None


class Plot(Protocol):
    """What can be drawn. ``size``: the width and height in inches that it takes, where that of a page or a file is usually ``usual``."""

    @property
    def title(self) -> str: ...

    def size(self, usual: tuple[float, float]) -> tuple[float, float]: ...

    def draw(self, axes: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves over one axis; ``x`` and ``y`` are what the axes count."""

    title: str
    x: str
    y: str
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...] = ()

    def size(self, usual: tuple[float, float]) -> tuple[float, float]:
        """As it was asked for."""
        return usual

    def draw(self, axes: Any) -> None:
        """Put it on matplotlib's ``axes``."""
        for number, curve in enumerate(self.curves):
            style, point = STYLES[number % len(STYLES)]
            color = COLORS[number % len(COLORS)]
            axes.plot(curve.x, curve.y, style, marker=point, markersize=3.5, color=color, label=_label(curve.name))
        for mark in self.marks:
            axes.axvline(mark.x, color=INK, linestyle=":", linewidth=1)
            axes.annotate(
                _label(mark.name), (mark.x, 0.35), (3, 0), ("data", "axes fraction"), "offset points", rotation=90
            )
        axes.set_xlabel(_label(self.x))
        axes.set_ylabel(_label(self.y))
        axes.grid(color=INK, alpha=0.15)
        if len(self.curves) > 1:
            axes.legend(frameon=False)


@dataclass(frozen=True, slots=True)
class Bars:
    """Values side by side, the first at the top; ``x`` is what they count."""

    title: str
    x: str
    bars: tuple[Bar, ...]

    def size(self, usual: tuple[float, float]) -> tuple[float, float]:
        """As high as its bars need."""
        return usual[0], 0.8 + BAR_HEIGHT * len(self.bars)

    def draw(self, axes: Any) -> None:
        """Put it on matplotlib's ``axes``."""
        places = range(len(self.bars))
        axes.barh(places, [bar.value for bar in self.bars], height=0.6, color=COLORS[0])
        for place, bar in enumerate(self.bars):
            if bar.low is not None and bar.high is not None:
                axes.errorbar((bar.low + bar.high) / 2, place, xerr=(bar.high - bar.low) / 2, color=INK, capsize=3)
        axes.set_yticks(places, [_label(bar.name) for bar in self.bars])
        axes.invert_yaxis()
        axes.set_xlabel(_label(self.x))
        axes.set_axisbelow(True)
        axes.grid(axis="x", color=INK, alpha=0.15)


def svg(plot: Plot) -> str:
    """A plot as an ``<svg>`` element for a page, as wide as its place and in the page's own colour of letters.

    All text in it is escaped; its title is its name for those who cannot see it, and is not drawn.
    """
    with _drawn([plot], PAGE_SIZE, titled=False) as figure:
        written = StringIO()
        figure.savefig(
            written, format="svg", transparent=True, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type"))
        )
    return _for_page(written.getvalue(), plot.title)


def png(plots: Sequence[Plot]) -> bytes:
    """Plots below each other as a PNG, on white."""
    with _drawn(plots, FILE_SIZE, titled=True) as figure:
        written = BytesIO()
        figure.savefig(written, format="png", dpi=DOTS, facecolor="white", metadata={"Software": None})
    return written.getvalue()


def text(plot: Curves, width: int, height: int) -> str:
    """Curves as lines of ``width`` columns for a terminal, without colours, so that they are seen on any ground."""
    from plotext import figure, uncolorize  # type: ignore[import-untyped]  # it has no types

    figure.clear()
    figure.plot_size(width, height)
    for number, curve in enumerate(plot.curves):
        figure.draw(figure.signal(curve.x, curve.y, marker=SIGNS[number % len(SIGNS)][1]).lines())
    for mark in plot.marks:
        figure.line(mark.x, "vertical")
    figure.legend(active=False)  # it would stand upon the curves
    for axis in ("x", "y"):
        ticks = _ticks([value for curve in plot.curves for value in getattr(curve, axis)])
        figure.ruler(axis).ticks(ticks, [f"{tick:g}" for tick in ticks])
    figure.label(_label(plot.x), "x")
    named = (f"{SIGNS[number % len(SIGNS)][0]} {_label(curve.name)}" for number, curve in enumerate(plot.curves))
    figure.title(", ".join(named) if len(plot.curves) > 1 else one_line(plot.title))
    return str(uncolorize(figure.build().string()))


def _ticks(values: Sequence[float]) -> list[float]:
    """Round numbers between the least and the largest value. Matplotlib has such, but takes half a second to load."""
    low, high = min(values), max(values)
    rough = (high - low or 1.0) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough)
    return [step * number for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


@contextmanager
def _drawn(plots: Sequence[Plot], usual: tuple[float, float], *, titled: bool) -> Iterator[Any]:
    """The plots on a figure of their own, while matplotlib has our settings."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    sizes = [plot.size(usual) for plot in plots]
    heights = [height for _, height in sizes]
    # the same plot is the same text, and two plots of one page share no id
    with rc_context({**SETTINGS, "svg.hashsalt": plots[0].title}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", NO_GLYPH, UserWarning)
        figure = Figure((sizes[0][0], sum(heights)), layout="constrained")
        every = figure.subplots(len(plots), squeeze=False, height_ratios=heights)[:, 0]
        for plot, axes in zip(plots, every, strict=True):
            plot.draw(axes)
            if titled:
                axes.set_title(textwrap.fill(one_line(plot.title), TITLE), fontweight="bold")
        yield figure


def _for_page(document: str, title: str) -> str:
    """The element alone, without sizes and names that a page may have already."""
    element = document[document.index("<svg") :]
    head, body = element.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    body = re.sub(r'<g id="[^"]*"', "<g", body).replace(INK, "currentColor")
    return f'{head} role="img" aria-label="{escape(one_line(title))}">{body.strip()}'


def _label(text: str) -> str:
    """A name in one line, cut where it is long."""
    told = one_line(text)
    told = f"{told[: LABEL - 1]}…" if len(told) > LABEL else told
    return f" {told}" if told.startswith("_") else told  # matplotlib leaves such names out of its legend

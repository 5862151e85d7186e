"""A report as a page that stands alone: its tables, and plots of what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from markupsafe import Markup

from briefing import plot
from briefing.evaluate.measures import bounds
from briefing.evaluate.metrics import METRIC, METRICS, Metric
from briefing.evaluate.report import Report, Told
from briefing.evaluate.tables import INTERVAL, footing, tables, title
from briefing.look import Look
from briefing.templating import fill

BARRED = ("rouge1", "rouge2", "rouge_l")
MOST = 4  # curves that can be told apart
BINS = 20


def html(report: Report, look: Look) -> bytes:
    """The page; nothing is fetched for it."""
    drawn = [(each.title, Markup(plot.svg(each))) for each in plots(report)]  # noqa: S704 - what is drawn is escaped there
    values = {
        "title": title(report),
        "footing": " ".join(footing(report)),
        "tables": tables(report, whole=True),
        "metrics": METRICS if report.told else (),
        "problems": report.problems,
        "plots": drawn,
        "theme": look.theme,
    }
    return fill("evaluation.html", values, look.own).encode()


def plots(report: Report) -> list[plot.Plot]:
    """Means with their intervals, how ROUGE-1 is spread, and the lengths that were asked for and got; of two stories or more."""
    if report.stories < 2:
        return []
    return [*_bars(report.told), *_spread(report.told), *_lengths(report)]


def _bars(told: Sequence[Told]) -> Iterator[plot.Bars]:
    for name in BARRED:
        metric = METRIC[name]
        bars = tuple(_bar(each, metric) for each in told if not np.isnan(each.values(metric)).all())
        if bars:
            yield plot.Bars(f"{metric.label} with its {INTERVAL} interval", f"{metric.label} × {metric.times}", bars)


def _bar(told: Told, metric: Metric) -> plot.Bar:
    found = next(figure.interval for figure in told.figures if figure.metric is metric)
    low, high = (None if value is None else value * metric.times for value in (found.low, found.high))
    return plot.Bar(told.writer, found.value * metric.times, low, high)


def _spread(told: Sequence[Told]) -> Iterator[plot.Curves]:
    metric = METRIC["rouge1"]
    known = [each for each in told if not np.isnan(each.values(metric)).all()]
    if known:
        curves = _histograms(known, metric, 100 / BINS)
        yield plot.Curves(
            "How ROUGE-1 is spread over the stories", f"{metric.label} × {metric.times}", "% of the stories", curves
        )


def _lengths(report: Report) -> Iterator[plot.Curves]:
    """In words, as they are counted whatever was asked for; each bin has as many whole numbers of them."""
    metric, marks = METRIC["words"], tuple[plot.Mark, ...]()
    if report.length and report.length.unit != "sentences":
        low, high = bounds(report.length)
        marks = tuple(
            plot.Mark(x, name) for x, name in ((low, "least"), (report.length.words, "asked"), (high, "most"))
        )
    every = np.concatenate([each.values(metric) for each in report.told])
    curves = _histograms(report.told, metric, float(max(1, np.ceil(np.ptp(every) / BINS))))
    yield plot.Curves("How long the summaries became", "words", "% of the summaries", curves, marks)


def _histograms(told: Sequence[Told], metric: Metric, step: float) -> tuple[plot.Curve, ...]:
    """For the first MOST writers the share of their values about each multiple of ``step``, in percent."""
    values = [each.values(metric) * metric.times for each in told[:MOST]]
    bins = [np.rint(own[~np.isnan(own)] / step).astype(int) for own in values]
    least, most = (int(end(np.concatenate(bins))) for end in (np.min, np.max))
    places = range(least, most + 1)
    found = []
    for each, own in zip(told, bins, strict=False):
        counts = np.bincount(own - least, minlength=len(places))
        shares = 100 * counts / max(1, len(own))
        found.append(plot.Curve(each.writer, tuple(place * step for place in places), tuple(map(float, shares))))
    return tuple(found)

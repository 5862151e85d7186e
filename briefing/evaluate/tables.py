"""A report in words: its tables, for the terminal and for the page. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.evaluate.clustering import Agreement
from briefing.evaluate.metrics import METRICS, Metric
from briefing.evaluate.report import Clustering, Compared, Comparison, Report, Told
from briefing.evaluate.significance import LEVEL, Interval

MAIN = ("rouge1", "rouge2", "rouge_l", "similarity")  # what writers are compared by at a glance
LEAST_P = 0.001  # below which p is not told more exactly: RESAMPLES do not tell it
INTERVAL = f"{LEVEL:.0%}".replace("%", " %")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below their heads, all of text; each row as long as the heads."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(report: Report, whole: bool = False) -> list[Table]:
    """All that there is to tell; ``whole``: also the metrics that are not compared at a glance."""
    found = [_figures(report.told, title(report))] if report.told else []
    found += _sets(report.told)
    found += [_comparison(each, whole) for each in report.comparisons]
    return [*found, _clustering(report.clustering, title(report))] if report.clustering else found


def title(report: Report) -> str:
    """What was measured: the corpus, how much of it, how long summaries were to be."""
    if report.clustering:
        return f"{report.corpus}: {report.clustering.articles:,} articles"
    return f"{report.corpus}: {_stories(report.stories)}" + (f", {report.length}" if report.length else "")


def _stories(count: int) -> str:
    return f"{count:,} stor{'y' if count == 1 else 'ies'}"


def footing(report: Report) -> list[str]:
    """How the figures are to be read, and what they took."""
    read = [f"Shares and F1 in %; ± is half of the {INTERVAL} interval."] if report.told else []
    return [*read, f"Digest of the corpus {report.digest}, peak of memory {report.megabytes:,.0f} MB."]


def _figures(told: Sequence[Told], caption: str) -> Table:
    """A row for each metric that says something, a column for each writer."""
    cells = {(figure.metric.name, place): _cell(figure.metric, figure.interval) for place, each in enumerate(told) for figure in each.figures}  # fmt: skip
    known = {name for name, _ in cells}
    rows = [
        (metric.label, *(cells.get((metric.name, place), "–") for place in range(len(told))))
        for metric in METRICS
        if metric.name in known
    ]
    if any(each.seconds for each in told):
        rows.append(("seconds/story", *(f"{each.seconds_a_story:.3f}" for each in told)))
    return Table(caption, ("", *(each.writer for each in told)), tuple(rows))


def _cell(metric: Metric, found: Interval) -> str:
    around = "" if found.low is None or found.high is None else f" ±{metric.shown((found.high - found.low) / 2)}"
    return metric.shown(found.value) + around


def _sets(told: Sequence[Told]) -> Iterator[Table]:
    """The same for each part of a corpus that has several."""
    names = list(dict.fromkeys(name for each in told for name in each.sets))
    for name in names if len(names) > 1 else ():
        parts = [each.of(name) for each in told]
        yield _figures(parts, f"{name}: {_stories(len(parts[0].scored))}")


def _comparison(comparison: Comparison, whole: bool) -> Table:
    """A row for each metric that says which of two is better; those in which no story differs are left out, unless all are such."""
    judged = [each for each in comparison.compared if each.metric.better]
    apart = [each for each in judged if not each.is_same] or judged
    shown = apart if whole else [each for each in apart if each.metric.name in MAIN] or apart
    heads = ("", "difference", f"{INTERVAL} interval", "p", "stories")
    caption = f"{comparison.first} beside {comparison.second}, paired bootstrap"
    return Table(caption, heads, tuple(map(_difference, shown)))


def _difference(each: Compared) -> tuple[str, ...]:
    metric, found, p = each.metric, each.difference.interval, each.difference.p
    between = f"{metric.signed(found.low)} to {metric.signed(found.high)}"
    told = f"<{LEAST_P}" if p < LEAST_P else f"{p:.3f}"
    return metric.label, metric.signed(found.value), between, told, str(found.count)


def _clustering(found: Clustering, name: str) -> Table:
    caption = f"{name}, {_stories(found.stories)} found, {found.gold:,} in the corpus, {found.seconds:.1f} s"
    rows = (("B-cubed", *_agreement(found.b_cubed)), ("pairwise", *_agreement(found.pairwise)))
    return Table(caption, ("", "precision", "recall", "F1"), rows)


def _agreement(found: Agreement) -> tuple[str, str, str]:
    return f"{found.precision:.3f}", f"{found.recall:.3f}", f"{found.f1:.3f}"

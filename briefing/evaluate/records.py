"""A report in plain values, as its JSON has it, and an earlier one read back to be compared with."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from briefing.errors import InputError
from briefing.evaluate.clustering import Agreement
from briefing.evaluate.corpus import DAMAGES
from briefing.evaluate.metrics import Scores
from briefing.evaluate.report import DIGITS, Clustering, Comparison, Figure, Report, Scored, Told, compared
from briefing.evaluate.significance import Interval
from briefing.sources.files import existing
from briefing.text import one_line
from briefing.types import Length

VERSION = 1  # keys may be added within a version, never changed or taken away
NAMES = tuple(field.name for field in fields(Scores))
REMEDY = "write one with `briefing evaluate … -o run.json`"


def as_json(report: Report) -> dict[str, Any]:
    """The whole report in plain values, the scores of every story in it; null for what says nothing."""
    return {
        "version": VERSION,
        "corpus": {"name": report.corpus, "digest": report.digest, "stories": report.stories},
        "length": str(report.length) if report.length else None,
        "megabytes": round(report.megabytes),
        "writers": [_told(each) for each in report.told],
        "comparisons": [_comparison(each) for each in report.comparisons],
        "clustering": _clustering(report.clustering) if report.clustering else None,
        "problems": [asdict(problem) for problem in report.problems],
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "writer": told.writer,
        "seconds_a_story": _rounded(told.seconds_a_story),
        "figures": _figures(told.figures),
        "sets": {name: _figures(told.of(name).figures) for name in told.sets},
        "stories": [{"story": each.story, "set": each.set, **_scores(each.scores)} for each in told.scored],
    }


def _figures(figures: Sequence[Figure]) -> dict[str, Any]:
    return {
        figure.metric.name: {"value": _rounded(figure.interval.value), **_interval(figure.interval)}
        for figure in figures
    }


def _interval(interval: Interval) -> dict[str, Any]:
    return {"low": _rounded(interval.low), "high": _rounded(interval.high), "stories": interval.count}


def _scores(scores: Scores) -> dict[str, float | None]:
    return {name: _rounded(getattr(scores, name)) for name in NAMES}


def _rounded(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, DIGITS)


def _comparison(comparison: Comparison) -> dict[str, Any]:
    metrics = {
        each.metric.name: {
            "difference": _rounded(each.difference.interval.value),
            **_interval(each.difference.interval),
            "p": _rounded(each.difference.p),
        }
        for each in comparison.compared
    }
    return {"first": comparison.first, "second": comparison.second, "metrics": metrics}


def _clustering(found: Clustering) -> dict[str, Any]:
    counts = {"articles": found.articles, "stories": found.stories, "gold_stories": found.gold}
    agreements = {"b_cubed": _agreement(found.b_cubed), "pairwise": _agreement(found.pairwise)}
    return {**counts, **agreements, "seconds": _rounded(found.seconds)}


def _agreement(found: Agreement) -> dict[str, float | None]:
    return {"precision": _rounded(found.precision), "recall": _rounded(found.recall), "f1": _rounded(found.f1)}


def read_run(location: str) -> Report:
    """What an earlier run told, story by story; InputError for a file that is none."""
    path = existing(location)
    try:
        row = json.loads(path.read_bytes())
        told = tuple(_told_of(each) for each in row["writers"])
        length = Length.parse(row["length"]) if row["length"] else None
        return Report(one_line(path.name), str(row["corpus"]["digest"]), length, told)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}", "check the file") from error
    except DAMAGES as error:
        raise InputError(f"{path} is no run of `briefing evaluate`", REMEDY) from error


def _told_of(row: Mapping[str, Any]) -> Told:
    return Told(str(row["writer"]), tuple(_scored(each) for each in row["stories"]))


def _scored(row: Mapping[str, Any]) -> Scored:
    """A metric that an earlier version did not have says nothing."""
    return Scored(str(row["story"]), str(row["set"]), Scores(*(_score(row.get(name)) for name in NAMES)))


def _score(value: Any) -> float:
    if value is not None and not math.isfinite(value):
        raise ValueError(value)
    return math.nan if value is None else float(value)


def expect_same(digest: str, earlier: Report) -> None:
    """Refuse an earlier run that measured another corpus than the one with this digest."""
    if digest != earlier.digest:
        raise InputError(
            f"{earlier.corpus} was measured on another corpus, {earlier.digest} and not {digest}",
            "compare runs on the same file",
        )


def against(report: Report, earlier: Report) -> Report:
    """The report with a comparison of each writer with itself in the earlier run, or with the first of that where it is not in it.

    InputError for a run of another corpus, or of other stories of it.
    """
    expect_same(report.digest, earlier)
    if not report.told or not earlier.told:
        raise InputError(f"{earlier.corpus} has no scores of stories to compare", "compare runs that tell stories")
    found = tuple(_with_earlier(told, report, earlier) for told in report.told)
    if not any(each.compared for each in found):
        raise InputError(
            f"{earlier.corpus} was measured on other stories", "give both runs the same --stories and --seed"
        )
    return replace(report, comparisons=(*report.comparisons, *found))


def _with_earlier(told: Told, report: Report, earlier: Report) -> Comparison:
    other = next((each for each in earlier.told if each.writer == told.writer), earlier.told[0])
    length = f", {earlier.length}" if earlier.length != report.length else ""
    return compared(told, other, f"{other.writer} in {earlier.corpus}{length}")

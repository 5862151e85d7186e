"""What tuning found as JSON: the curves, the recommendation, the texts."""

from __future__ import annotations

import math
from typing import Any

from briefing.tune.advice import Advice
from briefing.tune.knee import LEAST_GAIN, STEP
from briefing.tune.measuring import Point, Trial
from briefing.tune.specimen import Specimen
from briefing.tune.tuning import Tuning


def tuning_as_json(tuning: Tuning, origin: str) -> dict[str, Any]:
    """``recommended`` for the brief, each section and each source; ``curves`` by writer; ``specimens`` to read."""
    by = {scope: [_advice(each) for each in tuning.advice if each.scope == scope] for scope in ("section", "source")}
    whole = {
        **_advice(tuning.whole),
        "told": tuning.told,
        "total_words": tuning.words,
        "total_minutes": _rounded(tuning.minutes),
    }
    return {
        "stories_from": origin,
        "without_prose": tuning.bare,
        "rule": {"step_words": STEP, "least_gain": LEAST_GAIN},
        "recommended": {"brief": whole, "sections": by["section"], "sources": by["source"]},
        "curves": [_curve(trial) for trial in tuning.trials],
        "specimens": [_specimen(each) for each in tuning.specimens],
        "problems": [str(each) for each in tuning.problems],
    }


def _advice(advice: Advice) -> dict[str, Any]:
    own = {"name": advice.name} if advice.name else {}
    return {**own, "words": advice.words, "stories": advice.stories, "own": advice.own, "reason": advice.reason}


def _curve(trial: Trial) -> dict[str, Any]:
    points = [_point(point) for point in trial.points()]
    return {"writer": trial.writer, "stories": len(trial.stories), "failures": trial.failures, "points": points}


def _point(point: Point) -> dict[str, Any]:
    return {
        "words": point.asked,
        "got": _rounded(point.words),
        "coverage": _rounded(point.coverage),
        "redundancy": _rounded(point.redundancy),
        "support": _rounded(point.support),
        "kept": _rounded(point.kept),
        "reading_seconds": _rounded(point.reading),
        "seconds": None if math.isnan(point.seconds) else round(point.seconds, 6),
    }


def _specimen(specimen: Specimen) -> dict[str, Any]:
    texts = [
        {"words": summary.asked.words, "got": summary.words, "coverage": _rounded(covered), "text": summary.text}
        for summary, covered in zip(specimen.summaries, specimen.coverage, strict=True)
    ]
    return {"id": specimen.story.id, "headline": specimen.summaries[1].headline, "texts": texts}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

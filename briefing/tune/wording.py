"""What tuning found, in words and as rows of tables: the same on the terminal and on a page."""

from __future__ import annotations

import math

from briefing.tune.advice import FEWEST, Advice, percent
from briefing.tune.measuring import Point, Trial
from briefing.tune.specimen import Specimen
from briefing.tune.tuning import Tuning
from briefing.types import TOLERANCE

NAMED = 12  # sections and sources with too few stories that are named; chosen
HEADS = ("words", "got", "covered", "repeated", "supported", "kept", "reading", "writing")
MEANING = {
    "words": "asked for each story",
    "got": "words that it came to",
    "covered": "share of the story's content that the summary tells",
    "repeated": "likeness of each sentence to the one that is most like it",
    "supported": "how sure it is that the articles say it",
    "kept": f"share of the stories within {percent(TOLERANCE)} of what was asked",
    "reading": "seconds that reading a story takes",
    "writing": "how long writing it took, its sentences encoded; - where it was remembered",
}


def row(point: Point) -> tuple[str, ...]:
    """A length as cells under HEADS."""
    writing = "-" if math.isnan(point.seconds) else _time(point.seconds)
    shares = (point.coverage, point.redundancy, point.support, point.kept)
    return (str(point.asked), f"{point.words:.0f}", *map(percent, shares), f"{point.reading:.0f} s", writing)


def heading(trial: Trial) -> str:
    """Whose table it is."""
    failed = f"; {trial.failures} summaries that it failed to write are the articles' own sentences" * bool(
        trial.failures
    )
    return f"{trial.writer}, {_stories(len(trial.stories))}{failed}"


def verdict(tuning: Tuning) -> str:
    """The length that is recommended, and why; or why none is."""
    whole = tuning.whole
    if whole.words is None:
        return f"No length is recommended: {whole.reason}."
    return f"Recommended: {whole.words} words a story; {whole.reason}."


def brief(tuning: Tuning) -> str:
    """What a whole brief comes to at that length; empty where none is recommended."""
    if tuning.words is None or tuning.minutes is None:
        return ""
    glance = " and the day at a glance" if tuning.overview and tuning.told > 1 else ""
    return f"A brief of {_stories(tuning.told)}{glance} is then {tuning.words:,} words, {tuning.minutes:.1f} minutes."


def own(tuning: Tuning) -> list[Advice]:
    """What is recommended for sections and sources by their own stories."""
    return [each for each in tuning.advice[1:] if each.own]


def sparse(tuning: Tuning) -> str:
    """The sections and sources that have too few stories to say; empty where all have enough."""
    few = [f"{each.name} ({each.stories})" for each in tuning.advice[1:] if not each.own]
    if not few:
        return ""
    more = f" and {len(few) - NAMED} more" if len(few) > NAMED else ""
    return f"As the whole brief, for they have too few stories to say ({FEWEST} are needed): {', '.join(few[:NAMED])}{more}."


def caption(specimen: Specimen, place: int) -> str:
    """What stands above one of its three texts."""
    summary = specimen.summaries[place]
    return f"{summary.asked}: {percent(specimen.coverage[place])} covered, {summary.words} words"


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


def _stories(count: int) -> str:
    return f"{count} stor{'y' if count == 1 else 'ies'}"

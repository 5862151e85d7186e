"""Which length to choose, and why: for the whole brief, for each section, for each source. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.tune.knee import LEAST_GAIN, STEP, Saturation, knee, saturation
from briefing.tune.measuring import Trial

FEWEST = 5  # stories that a recommendation rests on: it scatters by 14 words there; see knee.py

Scope = Literal["brief", "section", "source"]


@dataclass(frozen=True, slots=True)
class Advice:
    """The length recommended for stories of the brief, or of one section or source, whose ``name`` it is.

    ``words`` is None where too few stories were tried for any; ``own`` says that it rests on their own curve and is not that of
    the whole brief. ``curve`` is what it was read off, None where there is none of their own.
    """

    scope: Scope
    name: str
    stories: int
    words: int | None
    reason: str
    curve: Saturation | None = None

    @property
    def own(self) -> bool:
        return self.curve is not None


def advise(trial: Trial) -> list[Advice]:
    """For the whole brief, then for each section in the order of its first story, then for each source, the busiest first."""
    whole = advise_on(trial, "brief", "", range(len(trial.stories)), None)
    sections = _places([(story.section,) if story.section else () for story in trial.stories])
    sources = _places([[*dict.fromkeys(article.source for article in story.articles)] for story in trial.stories])
    busiest = sorted(sources, key=lambda name: -len(sources[name]))
    return [
        whole,
        *(advise_on(trial, "section", name, places, whole) for name, places in sections.items()),
        *(advise_on(trial, "source", name, sources[name], whole) for name in busiest),
    ]


def _places(names: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """The places of the stories that have each name."""
    found: dict[str, list[int]] = {}
    for place, each in enumerate(names):
        for name in each:
            found.setdefault(name, []).append(place)
    return found


def advise_on(trial: Trial, scope: Scope, name: str, places: Sequence[int], whole: Advice | None) -> Advice:
    """For the stories at these places; that of the ``whole`` brief where they are too few."""
    count = len(places)
    if count < FEWEST:
        few = f"{count} stor{'y' if count == 1 else 'ies'}, too few to say: {FEWEST} are needed"
        if whole is None or whole.words is None:
            return Advice(scope, name, count, None, few)
        return Advice(scope, name, count, whole.words, f"as the whole brief ({few})")
    curve = saturation(trial.lengths, trial.coverage[list(places)].mean(0).tolist())
    words = knee(curve, trial.lengths[0], trial.lengths[-1])
    return Advice(scope, name, count, words, _reason(curve, words, trial.lengths[-1]), curve)


def percent(share: float) -> str:
    """A share as readers write it."""
    return f"{100 * share:.0f} %"


def _reason(curve: Saturation, words: int, longest: int) -> str:
    covered = f"{percent(curve.coverage(words))} of the content covered"
    if words == longest and curve.gain(words) >= LEAST_GAIN:
        return f"up to {words} words, the longest tried, each further {STEP} add {percent(LEAST_GAIN)} of coverage or more; {covered}"
    return f"beyond {words} words each further {STEP} add under {percent(LEAST_GAIN)} of coverage; {covered} there"

"""Stories to choose a length by reading: the same story at three lengths. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from briefing.errors import InputError
from briefing.text import one_line
from briefing.tune.measuring import Trial
from briefing.types import Story, Summary

PARTS = (0.5, 1.0, 2.0)  # of the recommended length: half of it, itself, twice as much


@dataclass(frozen=True, slots=True)
class Specimen:
    """A story told at three lengths, the shortest first, with the share of its content that each covers."""

    story: Story
    summaries: tuple[Summary, ...]
    coverage: tuple[float, ...]


def specimens(trial: Trial, words: int, count: int, wanted: str = "") -> list[Specimen]:
    """The ``count`` stories whose curves are most like the mean of all, or the one that is ``wanted``: by the beginning of its id
    or by words of its titles; InputError where there is none.
    """
    places = [meant(trial.stories, wanted)] if wanted else typical(trial)[:count]
    return [_specimen(trial, place, three(trial.lengths, words)) for place in places]


def typical(trial: Trial) -> list[int]:
    """The places of the stories, those first whose curve lies nearest to the mean curve."""
    away = ((trial.coverage - trial.coverage.mean(0)) ** 2).mean(1)
    return [int(place) for place in np.argsort(away, kind="stable")]


def three(lengths: Sequence[int], words: int) -> list[int]:
    """The places of three lengths that were tried: nearest to ``words``, to half of that and to twice as much."""
    tried = np.array(lengths)
    middle = tried[1:-1][np.abs(tried[1:-1] - words).argmin()]  # none at an end, where there is nothing beyond
    return [int(np.abs(tried - part * middle).argmin()) for part in PARTS]


def _specimen(trial: Trial, place: int, lengths: Sequence[int]) -> Specimen:
    return Specimen(
        trial.stories[place],
        tuple(trial.summaries[length][place] for length in lengths),
        tuple(float(trial.coverage[place, length]) for length in lengths),
    )


def meant(stories: Sequence[Story], wanted: str) -> int:
    """The place of the story that somebody means; InputError where there is none."""
    words = one_line(wanted).casefold().split()
    for place, story in enumerate(stories):
        titles = " ".join(article.title for article in story.articles).casefold()
        if story.id.startswith(wanted.casefold()) or all(word in titles for word in words):
            return place
    raise InputError(
        f'there is no story "{wanted}" among those that were tried',
        "give an id that `briefing stories` shows, or words of a headline",
    )

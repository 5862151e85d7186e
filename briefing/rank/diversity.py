"""Stories picked one by one, so that one subject does not fill the page: maximal marginal relevance (Carbonell, Goldstein 1998)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from briefing.likeness import Vectors
from briefing.rank.subject import Subjects
from briefing.types import Story

# Likeness of two articles of one day in stream.jsonl.xz that are of different stories: median 0.19, 90th percentile 0.42,
# 95th 0.53; of two of one story: 5th 0.45, median 0.70. What lies between is one subject: it begins to cost at ALIKE.
ALIKE, SAME = 0.4, 0.8
COST = 2.0  # of a story as alike as SAME, at a diversity of 1; at 0.5 it costs half of its outlets


@dataclass(frozen=True, slots=True)
class Pick:
    """A story by its ``place`` in the ranking, and the one above it whose likeness cost it something, if any."""

    place: int
    near: int | None


class Picker:
    """Gives the best story that is left, again and again. What is the best depends on what was :meth:`taken` so far."""

    def __init__(self, stories: Sequence[Story], about: Subjects, diversity: float) -> None:
        self._scores = np.array([story.score for story in stories], dtype=np.float64)
        self._about = about
        self._diversity = diversity
        self._likeness: Vectors = np.zeros(len(stories), dtype=np.float32)  # to the story taken that is most like it
        self._nearest = np.zeros(len(stories), dtype=np.int64)

    def picks(self, places: Sequence[int]) -> Iterator[Pick]:
        """Every place once, the best first; of equal ones that which comes first. The score of a place falls as others are taken."""
        left = np.array(places, dtype=np.int64)
        while len(left):
            cost = self._cost(self._likeness[left])
            best = int(np.argmax(self._scores[left] - cost))
            place = int(left[best])
            left = np.delete(left, best)
            yield Pick(place, self.nearest(place))

    def taken(self, place: int) -> None:
        """A story stands on the page: those like it are worth less from now on."""
        likeness = self._about.like_story(place)
        nearer = likeness > self._likeness
        self._likeness = np.where(nearer, likeness, self._likeness)
        self._nearest = np.where(nearer, place, self._nearest)

    def nearest(self, place: int) -> int | None:
        """The story taken whose likeness costs this one something; None where none does."""
        return int(self._nearest[place]) if self._diversity and self._likeness[place] > ALIKE else None

    def repeats(self, place: int) -> int | None:
        """The story taken that says nearly the same as this one; None where none does."""
        return int(self._nearest[place]) if self._likeness[place] >= SAME else None

    def _cost(self, likeness: Vectors) -> Vectors:
        return np.asarray(COST * self._diversity * np.interp(likeness, (ALIKE, SAME), (0.0, 1.0)))

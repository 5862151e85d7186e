"""Which sentences make a summary, and in which order they are read. Pure: arrays in, indices out.

Maximal marginal relevance (Carbonell and Goldstein 1998) until the length is met, then a search among the best where
that missed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.prose import Line
from briefing.summarize.evidence import content
from briefing.types import TOLERANCE, Length

# Calibrated with the weights of salience (extractive.py); behind each, what ROUGE-1 + ROUGE-2 lose without it.
REDUNDANCY = 0.5  # times the likeness to the nearest chosen sentence: 0.2
SAME = 0.75  # likeness at which two sentences tell the same fact, and only one of them is chosen
TOLD = 0.4  # times the share of its content words that are told already: 0.0, but longer summaries repeat less
ASSUMED = 0.1  # taken off for each person called by surname alone whom no chosen sentence has named
SHORTLIST, BEAM = 18, 24  # of the search that mends a length which the greedy choice missed


@dataclass(frozen=True, slots=True)
class Candidates:
    """The sentences of a story that may be chosen: their lines, article numbers, words, vectors and salience."""

    lines: tuple[Line, ...]
    articles: NDArray[np.int64]
    words: NDArray[np.int64]
    content: tuple[frozenset[str], ...]
    vectors: NDArray[np.float32]
    salience: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """What a summary says already: its words counted, its text, and its sentences' vectors, shape (sentences, dimension)."""

    words: int = 0
    text: str = ""
    vectors: NDArray[np.float32] | None = None

    @property
    def content(self) -> frozenset[str]:
        return content(self.text)

    def nearest(self, candidates: Candidates) -> NDArray[np.float64]:
        """How like each candidate is to the sentence that is told and most like it; 0 where none is."""
        if self.vectors is None or not len(self.vectors):
            return np.zeros(len(candidates.lines))
        return np.asarray((candidates.vectors @ self.vectors.T).max(1), dtype=np.float64)


NOTHING = Told()


def bounds(length: Length) -> tuple[float, float]:
    """The least and the most words that keep a length."""
    return length.words * (1 - TOLERANCE), length.words * (1 + TOLERANCE)


def choose(candidates: Candidates, length: Length) -> list[int]:
    """Indices of the sentences that make the summary, in the order in which they were chosen."""
    if length.unit == "sentences":
        return _greedy(candidates, most=int(length.amount))
    low, high = bounds(length)
    return fill(candidates, low, high) or _greedy(candidates, low=low, high=high) or [_shortest(candidates)]


def fill(candidates: Candidates, low: float, high: float, told: Told = NOTHING) -> list[int]:
    """Indices of sentences that bring what is ``told`` to between ``low`` and ``high`` words; empty where none do."""
    greedy = _greedy(candidates, low=low, high=high, told=told)
    if low <= told.words + int(candidates.words[greedy].sum()) <= high:
        return greedy
    return _search(candidates, low, high, told)


def fit(candidates: Candidates, high: float, told: Told) -> list[int]:
    """Indices of all sentences that go beside what is told, up to ``high`` words."""
    return _greedy(candidates, high=high, told=told)


def add(candidates: Candidates, count: int, told: Told) -> list[int]:
    """Indices of the ``count`` best sentences beside what is told; fewer where there are no more."""
    return _greedy(candidates, most=count, told=told)


def _greedy(
    candidates: Candidates, low: float = np.inf, high: float = np.inf, most: int | None = None, told: Told = NOTHING
) -> list[int]:
    """Add the sentence of the highest marginal relevance that fits, until ``low`` words or ``most`` sentences are there."""
    chosen: list[int] = []
    nearest = told.nearest(candidates)
    words = told.words
    while words < low and (most is None or len(chosen) < most):
        open_ = [
            i for i in _understood(candidates, chosen) if words + candidates.words[i] <= high and nearest[i] < SAME
        ]
        if not open_:
            break
        cost = REDUNDANCY * nearest + ASSUMED * _assumed(candidates, chosen, told)
        cost += TOLD * _told(candidates, chosen, told)
        best = max(open_, key=lambda i: candidates.salience[i] - cost[i])
        chosen.append(best)
        words += int(candidates.words[best])
        nearest = np.maximum(nearest, candidates.vectors @ candidates.vectors[best])
    return chosen


def _told(candidates: Candidates, chosen: Sequence[int], told: Told) -> NDArray[np.float64]:
    """The share of each sentence's content words that the chosen sentences have already."""
    said = told.content.union(*(candidates.content[i] for i in chosen))
    return np.array([len(content & said) / max(1, len(content)) for content in candidates.content])


def _assumed(candidates: Candidates, chosen: Sequence[int], told: Told) -> NDArray[np.float64]:
    """For each sentence how many people it takes for known whom the chosen sentences do not name."""
    said = " ".join([told.text, *(candidates.lines[i].text for i in chosen)])
    return np.array([float(sum(name not in said for name in line.assumes)) for line in candidates.lines])


def _understood(candidates: Candidates, chosen: Sequence[int]) -> list[int]:
    """Sentences not yet chosen that a reader understands: they stand alone, or the one they lean on is chosen."""
    taken = set(chosen)
    every = candidates.lines
    alone = [i for i, line in enumerate(every) if i not in taken and not line.leans]
    leaning = [i for i, line in enumerate(every) if i not in taken and line.leans and line.follows and i - 1 in taken]
    if alone or leaning or taken:
        return alone + leaning
    return list(range(len(every)))  # a story in which every sentence leans: better the best of them than nothing


def _search(candidates: Candidates, low: float, high: float, told: Told = NOTHING) -> list[int]:
    """The most salient set of sentences between ``low`` and ``high`` words, by beam search over the best; may be empty."""
    nearest = told.nearest(candidates)
    ranked = [int(i) for i in np.argsort(-candidates.salience, kind="stable") if nearest[i] < SAME]
    shortlist = sorted(ranked[:SHORTLIST])
    likeness = candidates.vectors @ candidates.vectors.T
    states: list[tuple[float, int, tuple[int, ...]]] = [(0.0, told.words, ())]
    complete: list[tuple[float, int, tuple[int, ...]]] = []
    while states:
        grown = [
            (value + candidates.salience[i] * candidates.words[i], words + int(candidates.words[i]), (*chosen, i))
            for value, words, chosen in states
            for i in shortlist
            if (not chosen or i > chosen[-1]) and words + candidates.words[i] <= high
            if not candidates.lines[i].leans or (candidates.lines[i].follows and chosen[-1:] == (i - 1,))
            if not any(likeness[i, j] >= SAME for j in chosen)
        ]
        states = sorted(grown, key=lambda state: -state[0])[: BEAM * 4]
        complete += [state for state in states if state[1] >= low]
    return list(max(complete)[2]) if complete else []


def _shortest(candidates: Candidates) -> int:
    """Where every sentence is longer than the whole length: the shortest that stands alone."""
    return min(range(len(candidates.lines)), key=lambda i: (candidates.lines[i].leans, candidates.words[i]))


def reading_order(chosen: Sequence[int], candidates: Candidates, title: NDArray[np.float32]) -> list[int]:
    """Sentences of one article together and in its order; first the article that has the sentence nearest to the headline."""
    nearness = candidates.vectors @ title
    best: dict[int, float] = {}
    for i in chosen:
        article = int(candidates.articles[i])
        best[article] = max(best.get(article, -1.0), float(nearness[i]))
    return sorted(chosen, key=lambda i: (-best[int(candidates.articles[i])], candidates.lines[i].position))

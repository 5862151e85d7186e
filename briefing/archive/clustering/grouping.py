"""What belongs together among some articles of an archive: copies of one text, and articles on one event. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from briefing.archive.clustering.windows import DAY, Find, Found, Places
from briefing.archive.clustering.words import Counts, Rarity
from briefing.cluster import collapse
from briefing.cluster.linkage import DAY_PENALTY, Rule, linked
from briefing.cluster.neighbors import Pairs, near_pairs, parts_of
from briefing.likeness import ENCODER_LANGUAGE, Features
from briefing.types import Article

ALL_PAIRS = 1000  # articles compared all with all, which takes 33 MB; beyond, with their neighbors, by which 4,775 articles had the
# same stories


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """An article by its ``number`` in the order of time. ``seconds`` of the epoch are 0 for all that are undated."""

    number: int
    seconds: float
    article: Article


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """An article by what it is compared with others by: ``gist`` and ``title`` are unit vectors, shape (dimension,)."""

    number: int
    seconds: float
    language: str
    gist: NDArray[np.float16]
    title: NDArray[np.float16]
    words: Counts
    names: Counts


def copies(days: float) -> Find[Text]:
    """Finds copies of one text, of which each was printed at most so many days after the one before."""

    def find(texts: Sequence[Text]) -> Found:
        return Found([*_copies(texts, range(len(texts)), days)], lambda group: [group])

    return find


def _copies(texts: Sequence[Text], places: Places, days: float) -> Iterator[Places]:
    """The places of the articles of one text each, the one that the others are copies of first."""
    # under its place instead of its outlet each article can be told from all others
    named = [replace(texts[place].article, source=str(place), copies=()) for place in places]
    for kept in collapse(named):
        group = [int(kept.source), *(int(copy.source) for copy in kept.copies)]
        runs = _runs(sorted(group), texts, days)
        if len(runs) == 1:
            yield group
        else:  # they are no copies for being alike to one of another time
            for run in runs:
                yield from _copies(texts, run, days)


def _runs(places: Places, texts: Sequence[Text], days: float) -> list[list[int]]:
    """Places in order of time, parted where more than so many days lie between two."""
    runs: list[list[int]] = []
    for place in places:
        if runs and texts[place].seconds - texts[runs[-1][-1]].seconds <= days * DAY:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike articles are: by a ``rule``, and by the ``words`` and ``names`` that are rare in the whole archive."""

    rule: Rule
    words: Rarity
    names: Rarity

    def find(self, articles: Sequence[Measured]) -> Found:
        """Finds stories: parts are what any pair that is alike holds together, groups are what average linkage leaves of one."""
        measured = self._features(articles)
        everything = np.arange(len(articles))
        pairs = _all_pairs(measured, self.rule) if len(articles) <= ALL_PAIRS else near_pairs(measured, self.rule)
        parts = _sets(parts_of(pairs, len(articles), self.rule.threshold), everything)
        return Found(parts, lambda part: self._stories(measured, part))

    def _stories(self, measured: Features, part: Places) -> list[Places]:
        places = np.asarray(part, dtype=np.int64)
        return _sets(linked(measured, places, self.rule), places) if len(places) > 1 else [part]

    def _features(self, articles: Sequence[Measured]) -> Features:
        return Features(
            gists=np.stack([each.gist for each in articles]).astype(np.float32),
            titles=np.stack([each.title for each in articles]).astype(np.float32),
            words=self.words.vectors([each.words for each in articles]),
            names=self.names.vectors([each.names for each in articles]),
            understood=np.array([each.language in ("", ENCODER_LANGUAGE) for each in articles], dtype=bool),
            times=np.array([each.seconds for each in articles], dtype=np.float64),
        )


def _all_pairs(measured: Features, rule: Rule) -> Pairs:
    """The pairs that are alike, of all that there are."""
    places = np.arange(len(measured.times))
    days = measured.days(places, places)
    likeness = measured.between(places, places) - DAY_PENALTY * days
    ones, others = np.nonzero(np.triu((likeness >= rule.threshold) & (days <= rule.window_days), 1))
    return Pairs(ones, others, likeness[ones, others].astype(np.float32))


def _sets(labels: NDArray[np.int64], places: NDArray[np.int64]) -> list[Places]:
    """The places with each label."""
    order = np.argsort(labels, kind="stable")
    sets = np.split(places[order], np.flatnonzero(np.diff(labels[order])) + 1)
    return [each.tolist() for each in sets]

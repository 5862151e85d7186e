"""How well stories were found: the measures of a clustering against the stories that people made. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import comb

from briefing.types import Article, Story


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall of a clustering, from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Agreement:
    """Precision and recall averaged over the items (Bagga and Baldwin 1998).

    ``found`` and ``gold``: for each item what it was put into, and what it belongs to.
    """
    own, theirs = Counter(found), Counter(gold)
    shared = Counter(zip(found, gold, strict=True))
    precision = sum(count * count / own[one] for (one, _), count in shared.items())
    recall = sum(count * count / theirs[other] for (_, other), count in shared.items())
    return Agreement(precision / len(gold), recall / len(gold))


def pairwise(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Agreement:
    """Precision and recall over the pairs of items that are together; 1 where there are none."""
    together = _pairs(zip(found, gold, strict=True))
    own, theirs = _pairs(found), _pairs(gold)
    return Agreement(together / own if own else 1.0, together / theirs if theirs else 1.0)


def _pairs(labels: Iterable[Hashable]) -> int:
    return sum(comb(count, 2) for count in Counter(labels).values())


def labels_of(stories: Sequence[Story], read: Sequence[Article]) -> list[int]:
    """For each article the number of the story that it, or a copy of it, is in."""
    label = {place: n for n, story in enumerate(stories) for article in story.articles for place in _places(article)}
    return [label[(article.source, article.url)] for article in read]


def _places(article: Article) -> list[tuple[str, str]]:
    """Source and address of an article and of its copies."""
    return [(article.source, article.url), *((copy.source, copy.url) for copy in article.copies)]

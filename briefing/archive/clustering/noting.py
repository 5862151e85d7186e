"""Rows of an archive to what clustering needs of their articles: the work of one worker, which nothing but the rows decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefing.archive.admission import Judged, Rejected
from briefing.archive.clustering.words import Counts, names, words
from briefing.types import Article


@dataclass(frozen=True, slots=True, eq=False)
class Noted:
    """An article with what stands in it."""

    article: Article
    words: Counts
    names: Counts


Rows = tuple[Judged, ...]
Notes = list[Noted | Rejected]


@dataclass(frozen=True, slots=True)
class Noting:
    """Opens what takes notes of rows, each by itself."""

    def __call__(self) -> Callable[[Rows], Notes]:
        return lambda rows: [_noted(row) for row in rows]


def _noted(row: Judged) -> Noted | Rejected:
    return row if isinstance(row, Rejected) else Noted(row.article, words(row.article), names(row.article))

"""How a summary draws on its articles: coverage, density and compression (Grusky, Naaman and Artzi 2018, Newsroom). Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.ground.words import words
from briefing.types import Summary


@dataclass(frozen=True, slots=True)
class Extraction:
    """``coverage``: the share of a summary's words that stand in fragments of its articles, from 0 to 1. ``density``: the mean
    over its words of how long their fragment is, in words. ``compression``: words of the articles to one of the summary.
    """

    coverage: float
    density: float
    compression: float


NOTHING = Extraction(math.nan, math.nan, math.nan)


def extraction(summary: Summary) -> Extraction:
    """How a summary draws on its articles; NOTHING where it has no words."""
    told = _folded(summary.text)
    articles = [_folded(article.text) for article in summary.story.articles]
    if not told:
        return NOTHING
    found = fragments(told, articles)
    density = sum(size * size for size in found) / len(told)
    return Extraction(sum(found) / len(told), density, sum(map(len, articles)) / len(told))


@lru_cache(maxsize=512)  # articles: more than the stories that are measured together have
def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words(text))


def fragments(told: Sequence[str], articles: Iterable[Sequence[str]]) -> list[int]:
    """Words of each fragment that a summary shares with its articles: from left to right the longest that begins there."""
    said: list[str | None] = [
        word for article in articles for word in (*article, None)
    ]  # no fragment goes beyond its article
    places: dict[str | None, list[int]] = {}
    for place, word in enumerate(said):
        places.setdefault(word, []).append(place)
    found, start = list[int](), 0
    while start < len(told):
        longest = max((_shared(told[start:], said, place) for place in places.get(told[start], ())), default=0)
        found += [longest] if longest else []
        start += max(1, longest)
    return found


def _shared(told: Sequence[str], said: Sequence[str | None], place: int) -> int:
    """How many words are the same from here on; the end of ``said`` is None, which no word is."""
    return next((length for length, word in enumerate(told) if said[place + length] != word), len(told))

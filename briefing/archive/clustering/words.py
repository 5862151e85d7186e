"""Words of an archive: how often each stands in an article, and how rare it is among all of them, in a table of fixed size.

What :func:`briefing.likeness.weighted` counts among the articles at hand, is counted here over articles that no memory holds.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from briefing.likeness import WORD, named
from briefing.types import Article

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# 32 MB. Of the 56,000 words of 5,000 articles 0.7 % share their place in it with another; chosen
TABLE = 1 << 23
MOST = 65_535  # times that a word is counted in an article: what 16 bits hold


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What stands in an article, each as a number of 32 bits, once, and how often it does."""

    numbers: NDArray[np.uint32]
    times: NDArray[np.uint16]

    @classmethod
    def of(cls, tokens: Iterable[str]) -> Self:
        counted = Counter(zlib.crc32(token.encode("utf-8", "replace")) for token in tokens)
        times = np.minimum(np.fromiter(counted.values(), dtype=np.int64, count=len(counted)), MOST)
        return cls(np.fromiter(counted, dtype=np.uint32, count=len(counted)), times.astype(np.uint16))

    @classmethod
    def unpacked(cls, kept: bytes) -> Self:
        """As ``packed`` has them."""
        count = len(kept) // 6
        return cls(np.frombuffer(kept, np.uint32, count), np.frombuffer(kept, np.uint16, offset=4 * count))

    @property
    def packed(self) -> bytes:
        """Six bytes for each: its number, and how often it stands there."""
        return self.numbers.tobytes() + self.times.tobytes()


def words(article: Article) -> Counts:
    """The words of an article, those of its title twice."""
    return Counts.of(WORD.findall(f"{article.title}\n{article.title}\n{article.text}".lower()))


def names(article: Article) -> Counts:
    """The names and numbers in an article's text."""
    return Counts.of(named(article.text))


class Rarity:
    """In how many articles each word stands; words whose numbers share a place of the table are counted together."""

    def __init__(self) -> None:
        self._articles = 0
        self._often = np.zeros(TABLE, dtype=np.uint32)

    def add(self, counts: Counts) -> None:
        """Count what stands in one more article."""
        self._articles += 1
        self._often[counts.numbers % TABLE] += 1

    def vectors(self, counts: Sequence[Counts]) -> csr_matrix:
        """TF-IDF vectors of articles, a row each, of length 1 or 0; columns stand for what is in them, in no order that matters."""
        from scipy.sparse import csr_matrix

        numbers = np.concatenate([each.numbers for each in counts])
        rows = np.repeat(np.arange(len(counts)), [len(each.numbers) for each in counts])
        rarity = np.log((1 + self._articles) / (1 + self._often[numbers % TABLE].astype(np.float64))) + 1
        weights = (1 + np.log(np.concatenate([each.times for each in counts]).astype(np.float64))) * rarity
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(counts)))
        distinct, columns = np.unique(numbers, return_inverse=True)
        return csr_matrix(
            ((weights / lengths[rows]).astype(np.float32), (rows, columns)),
            shape=(len(counts), max(1, len(distinct))),
        )

"""Copies of one text collapse into one article: the same page, the same words, or nearly the same words."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from itertools import combinations, product

import numpy as np

from briefing.cluster.sketches import Runs, buckets, likeness, sketched
from briefing.text import canonical_url
from briefing.types import LATEST, Article, Copy

SHINGLE_WORDS = 5
# Share of five-word runs in common. Of 500 texts, copies at or above it: whole, with an agency line, 5 % of the words replaced, or
# cut to 55 % all; with 8 % replaced 57 %, cut to half 31 %. Of all pairs among 6,778 real articles 256 are at or above 0.5, as many
# as above 0.8; 4 more lie between 0.4 and 0.5
COPY_LIKENESS = 0.5
WHOLE = 0.8  # of the longest copy's text: an agency line or a byline is less than the rest, an excerpt more
MIN_WORDS = 5  # of a text that stands for itself; feeds repeat shorter ones ("Comments")
MIN_SHINGLES = 20  # below, only the same text to the letter is a copy

MULTIPLIERS = np.uint32(0x9E3779B1) ** np.arange(1, SHINGLE_WORDS + 1, dtype=np.uint32)  # powers of an odd number
WORD = re.compile(r"\w+")

Words = Sequence[str]


class Groups:
    """Which of so many articles belong together; a copy of a copy is a copy, in whatever order they come (Galler and Fischer 1964)."""

    def __init__(self, count: int) -> None:
        self._before = list(range(count))

    def of(self, number: int) -> int:
        """The group of an article: the number of one of its members."""
        while (before := self._before[number]) != number:
            self._before[number] = number = self._before[before]
        return number

    def join(self, one: int, other: int) -> None:
        self._before[self.of(one)] = self.of(other)


class _Numbers(dict[str, int]):
    """A number of 32 bits for each word, the same in every process; reckoned once."""

    def __missing__(self, word: str) -> int:
        number = self[word] = zlib.crc32(word.encode("utf-8", "replace"))
        return number


def collapse(articles: Sequence[Article]) -> list[Article]:
    """Articles without copies, in their order: the earliest whole version stays and keeps the other outlets as ``copies``."""
    groups, numbers = Groups(len(articles)), _Numbers()
    seen: dict[str | bytes, int] = {}
    texts: list[Runs] = []
    for place, article in enumerate(articles):
        words = WORD.findall(article.text.casefold())
        for key in _keys(article, words):
            groups.join(place, seen.setdefault(key, place))
        texts.append(_runs([*map(numbers.__getitem__, words)]))
    _join_alike(texts, groups)
    together: dict[int, list[Article]] = defaultdict(list)
    for place, article in enumerate(articles):
        together[groups.of(place)].append(article)
    return [_merge(group) for group in together.values()]


def _keys(article: Article, words: Words) -> Iterator[str | bytes]:
    """What two articles of one page have in common, and what two of one text to the letter have."""
    if address := canonical_url(article.url):
        yield address
    told = words if len(words) >= MIN_WORDS else [article.title.casefold(), *words]
    yield blake2b(" ".join(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _runs(words: Sequence[int]) -> Runs:
    """The runs of five words of a text as numbers, each once, ascending."""
    if len(words) < SHINGLE_WORDS:
        return np.zeros(0, dtype=np.uint32)
    runs = np.sort(np.convolve(np.array(words, dtype=np.uint32), MULTIPLIERS, "valid"))  # modulo 2^32
    once: Runs = runs[np.diff(runs, prepend=~runs[:1]) != 0]  # four times as quick as np.unique
    return once


def _join_alike(texts: Sequence[Runs], groups: Groups) -> None:
    """Join texts that share most of their runs."""

    @cache  # those that are half alike meet in many buckets
    def are_copies(one: int, other: int) -> bool:
        return likeness(texts[one], texts[other]) >= COPY_LIKENESS

    long = [place for place, runs in enumerate(texts) if len(runs) >= MIN_SHINGLES]
    for bucket in buckets([sketched(texts[place]) for place in long]):
        first, *others = (long[place] for place in bucket)
        _join(product((first,), others), groups, are_copies)  # where many are alike, most are so to the first
        apart: dict[int, list[int]] = defaultdict(list)
        for place in (first, *others):
            apart[groups.of(place)].append(place)
        for ones, rest in combinations(apart.values(), 2):
            _join(product(ones, rest), groups, are_copies)


def _join(pairs: Iterable[tuple[int, int]], groups: Groups, are_copies: Callable[[int, int], bool]) -> None:
    for one, other in pairs:
        if groups.of(one) != groups.of(other) and are_copies(one, other):
            groups.join(one, other)


def _merge(copies: list[Article]) -> Article:
    longest = max(len(article.text) for article in copies)
    whole = [article for article in copies if len(article.text) >= WHOLE * longest]
    kept = min(whole, key=lambda article: article.published or LATEST)
    others = {
        (copy.source, canonical_url(copy.url)): Copy(copy.source, copy.url, copy.title, copy.published)
        for copy in copies
        if copy is not kept and (copy.source, canonical_url(copy.url)) != (kept.source, canonical_url(kept.url))
    }
    return replace(kept, copies=(*kept.copies, *others.values())) if others else kept

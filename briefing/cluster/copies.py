"""Copies of one text collapse into one article: the same page, the same words, or nearly the same words."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from briefing.text import canonical_url
from briefing.types import LATEST, Article, Copy

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE_WORDS = 5
PERMUTATIONS = 128
COPY_LIKENESS = (
    0.5  # share of five-word runs in common. Of 500 texts, copies at or above it: whole, with an agency line, 5 % of
)
# the words replaced, or cut to 75 % all; cut to 60 % 99.8 % (0.6: 32 %), to half 31 %. Of all pairs among 6,778 real articles
# 256 are at or above 0.5, as many as above 0.8; 4 more lie between 0.4 and 0.5
MISS_NONE = (0.1, 0.9)  # weights of what the index finds in vain and what it misses; what it finds is checked. With the
# default of equal weights and 0.6 it missed 8 % of the copies that lack their last quarter
WHOLE = 0.8  # of the longest copy's text: an agency line or a byline is less than the rest, an excerpt more
MIN_WORDS = 5  # of a text that stands for itself; feeds repeat shorter ones ("Comments")
MIN_SHINGLES = 20  # below, only the same text to the letter is a copy

MULTIPLIERS = np.uint64(0x9E3779B97F4A7C15) ** np.arange(
    1, SHINGLE_WORDS + 1, dtype=np.uint64
)  # powers of an odd number

Words = Sequence[str]
Pair = tuple[int, int]


def collapse(articles: Sequence[Article]) -> list[Article]:
    """Articles without copies, in their order: the earliest whole version stays and keeps the other outlets as ``copies``."""
    texts = [re.findall(r"\w+", article.text.casefold()) for article in articles]
    groups: dict[int, list[Article]] = defaultdict(list)
    for label, article in zip(_joined([*_same(articles, texts), *_alike(texts)], len(articles)), articles, strict=True):
        groups[label].append(article)
    return [_merge(group) for group in groups.values()]


def _same(articles: Sequence[Article], texts: Sequence[Words]) -> Iterator[Pair]:
    """Articles of one page, or of one text to the letter, each with the first of them."""
    seen: dict[str, int] = {}
    for number, (article, words) in enumerate(zip(articles, texts, strict=True)):
        told = words if len(words) >= MIN_WORDS else [article.title.casefold(), *words]
        for key in (canonical_url(article.url), "text:" + " ".join(told)):
            if key:
                yield number, seen.setdefault(key, number)


def _alike(texts: Sequence[Words]) -> Iterator[Pair]:
    """Texts that share most of their runs of words."""
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=COPY_LIKENESS, num_perm=PERMUTATIONS, weights=MISS_NONE)
    sketches: dict[int, MinHash] = {}
    for number, sketch in _sketches(texts):
        yield from ((number, near) for near in index.query(sketch) if sketch.jaccard(sketches[near]) >= COPY_LIKENESS)
        index.insert(number, sketch)
        sketches[number] = sketch


def _sketches(texts: Sequence[Words]) -> Iterator[tuple[int, MinHash]]:
    """The sketch of each text that is long enough to be told from another, with its number."""
    from datasketch import MinHash

    runs = ((number, _runs(words)) for number, words in enumerate(texts))
    first = MinHash(num_perm=PERMUTATIONS, hashfunc=int)  # a run is a number already; its permutations serve all
    for number, hashes in runs:
        if len(hashes) >= MIN_SHINGLES:
            sketch = first.copy()
            sketch.update_batch(hashes)
            yield number, sketch


def _runs(words: Words) -> list[int]:
    """The runs of five words of a text, each once, as numbers of 32 bits that are the same in every process."""
    if len(words) < SHINGLE_WORDS:
        return []
    hashes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(hashes, SHINGLE_WORDS) @ MULTIPLIERS  # modulo 2^64
    numbers: list[int] = np.unique(runs >> np.uint64(32)).tolist()
    return numbers


def _joined(pairs: Sequence[Pair], count: int) -> list[int]:
    """For each of ``count`` articles its group; a copy of a copy is a copy, in whatever order they come."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones, others = [one for one, _ in pairs], [other for _, other in pairs]
    graph = coo_array(([1] * len(pairs), (ones, others)), shape=(count, count))
    labels: list[int] = connected_components(graph, directed=False)[1].tolist() if count else []
    return labels


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

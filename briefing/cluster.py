"""Articles to stories: copies collapse into one article, articles about one event become one story.

Pure: articles and their vectors in, stories out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from briefing.likeness import features
from briefing.text import canonical_url
from briefing.types import LATEST, Article, Copy, Story

DAY_PENALTY = 0.05
THRESHOLD = 0.38  # likeness at which two groups are still one event: F1 0.932; 0.930 at 0.34, 0.927 at 0.30
WINDOW_DAYS = 3.0  # between two articles of one story; without the penalty 3 days have 0.919, 4 0.914, 5 0.908

SHINGLE_WORDS = 5
PERMUTATIONS = 128
COPY_LIKENESS = 0.6  # share of five-word runs in common; chosen, not yet calibrated on real copies
MISS_NONE = (0.1, 0.9)  # weights of what the index finds in vain and what it misses; what it finds is checked. With the
# default of equal weights it missed 8 % of the copies that lack their last quarter
WHOLE = 0.8  # of the longest copy's text: an agency line or a byline is less than the rest, an excerpt more
MIN_WORDS = 5  # of a text that stands for itself; feeds repeat shorter ones ("Comments")
MIN_SHINGLES = 20  # below, only the same text to the letter is a copy


def collapse(articles: Sequence[Article]) -> list[Article]:
    """Articles without copies, in their order: the earliest whole version stays and keeps the other outlets as ``copies``."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, root in enumerate(_copy_groups(articles)):
        groups[root].append(index)
    return [_merge([articles[i] for i in group]) for group in groups.values()]


def _copy_groups(articles: Sequence[Article]) -> list[int]:
    """For each article the index of the first one of its group; a copy of a copy is a copy, in whatever order they come."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=COPY_LIKENESS, num_perm=PERMUTATIONS, weights=MISS_NONE)
    seen: dict[str, int] = {}
    sketches: dict[int, MinHash] = {}
    roots = list(range(len(articles)))
    for number, article in enumerate(articles):
        words = re.findall(r"\w+", article.text.casefold())
        told = words if len(words) >= MIN_WORDS else [article.title.casefold(), *words]
        same = [key for key in (canonical_url(article.url), "text:" + " ".join(told)) if key]
        copied = [seen.setdefault(key, number) for key in same]
        shingles = {" ".join(words[i : i + SHINGLE_WORDS]).encode() for i in range(len(words) - SHINGLE_WORDS + 1)}
        if len(shingles) >= MIN_SHINGLES:
            sketch = sketches[number] = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch(shingles)
            copied += [near for near in index.query(sketch) if sketch.jaccard(sketches[near]) >= COPY_LIKENESS]
            index.insert(number, sketch)
        _join(roots, {number, *copied})
    return roots


def _join(roots: list[int], members: set[int]) -> None:
    """Make one group of the groups that ``members`` are in."""
    joined = {roots[member] for member in members}
    if len(joined) > 1:
        roots[:] = [min(joined) if root in joined else root for root in roots]


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


def cluster(
    articles: Sequence[Article],
    gists: NDArray[np.float32],
    titles: NDArray[np.float32],
    window_days: float = WINDOW_DAYS,
    threshold: float = THRESHOLD,
) -> list[Story]:
    """Stories in the order of their first article. ``gists`` and ``titles``: unit vectors, shape (articles, dimension).

    Average linkage over a likeness of vectors, words and titles, less what lies between the articles in time.
    """
    if len(articles) < 2:
        return [_story(list(articles))] if articles else []
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    every, measured = np.arange(len(articles)), features(articles, gists, titles)
    likeness, days = measured.between(every, every), measured.days(every, every)
    far = float(len(articles) ** 2)  # one such pair keeps two groups apart, for the mean of all pairs cannot hide it
    distance = np.where(days > window_days, far, np.clip(1 - likeness + DAY_PENALTY * days, 0, None))
    np.fill_diagonal(distance, 0)
    labels = fcluster(linkage(squareform(distance, checks=False), "average"), 1 - threshold, "distance")
    groups: dict[int, list[Article]] = defaultdict(list)
    for article, label in zip(articles, labels, strict=True):
        groups[int(label)].append(article)
    return [_story(group) for group in groups.values()]


def _story(articles: list[Article]) -> Story:
    """Earliest article first, undated ones last; the section that most of them name."""
    ordered = sorted(articles, key=lambda article: article.published or LATEST)
    sections = Counter(article.section for article in ordered if article.section)
    return Story(tuple(ordered), section=sections.most_common(1)[0][0] if sections else "")

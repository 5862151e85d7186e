"""Articles about one event become one story: all compared with all, or, where they are many, with their neighbors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefing.cluster.linkage import Rule, linked
from briefing.cluster.neighbors import linked_by_neighbors
from briefing.likeness import features
from briefing.types import LATEST, Article, Story

THRESHOLD = 0.3  # likeness at which two groups are still one event: F1 0.940 on the first half of stream.jsonl.xz, 0.936 at 0.28, 0.933
# at 0.32; on the second half 0.937, 0.936 and 0.937
WINDOW_DAYS = 3.0  # between two articles of one story; without the penalty 3 days have 0.919, 4 0.914, 5 0.908
EXACT = 3000  # articles compared all with all: at 3,888 that took 15 s and their neighbors 9 s, with the same stories; below,
# both take seconds, and the exact way needs no index


def cluster(
    articles: Sequence[Article],
    gists: NDArray[np.float32],
    titles: NDArray[np.float32],
    window_days: float = WINDOW_DAYS,
    threshold: float = THRESHOLD,
) -> list[Story]:
    """Stories in the order of their first article. ``gists`` and ``titles``: unit vectors, shape (articles, dimension).

    Average linkage over a likeness of vectors, words, names and titles, less what lies between the articles in time.
    """
    if len(articles) < 2:
        return [_story(list(articles))] if articles else []
    measured, rule = features(articles, gists, titles), Rule(threshold, window_days)
    exact = len(articles) <= EXACT
    labels = linked(measured, np.arange(len(articles)), rule) if exact else linked_by_neighbors(measured, rule)
    groups: dict[int, list[Article]] = defaultdict(list)
    for article, label in zip(articles, labels, strict=True):
        groups[int(label)].append(article)
    return [_story(group) for group in groups.values()]


def _story(articles: list[Article]) -> Story:
    """Earliest article first, undated ones last; the section that most of them name."""
    ordered = sorted(articles, key=lambda article: article.published or LATEST)
    sections = Counter(article.section for article in ordered if article.section)
    return Story(tuple(ordered), section=sections.most_common(1)[0][0] if sections else "")

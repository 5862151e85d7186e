"""The same stories for many articles: only neighbors are compared. Time n·log n, memory n; pure, and the same each time.

Average linkage joins two groups only where at least one pair of their articles is as alike as the threshold. So the pairs
that are make the articles fall into parts, and linkage inside each part finds what it would find among all. The pairs come
from an approximate index (HNSW, Malkov and Yashunin 2016), in which articles that are alike and near in time lie close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.cluster.linkage import DAY_PENALTY, Labels, Rule, linked
from briefing.likeness import Features, Vectors

NEIGHBORS = 32  # of an article; among 3,888 articles the stories are those of all pairs
# Articles at most that are linked exactly, which takes 16 MB for a matrix of them; real parts had at most 57
PART = 2000
STEP = 0.01  # by which the threshold rises for a part that is too large; chosen
DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of articles by their places, each pair once, and the likeness of each less its time."""

    ones: NDArray[np.int64]
    others: NDArray[np.int64]
    likeness: Vectors


def linked_by_neighbors(measured: Features, rule: Rule) -> Labels:
    """For each article the number of its story."""
    parts = parts_of(near_pairs(measured, rule), len(measured.times), rule.threshold)
    order = np.argsort(parts, kind="stable")
    labels, used = np.zeros(len(parts), dtype=np.int64), 0
    for part in np.split(order, np.flatnonzero(np.diff(parts[order])) + 1):
        own = linked(measured, part, rule) if len(part) > 1 else np.ones(1, dtype=np.int64)
        labels[part] = used + own
        used += int(own.max())
    return labels


def parts_of(pairs: Pairs, count: int, threshold: float) -> Labels:
    """For each of ``count`` articles the number of its part. One larger than ``PART`` is parted by a higher threshold: then
    what is above the threshold only in the mean of its weaker pairs comes apart.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    least = np.full(count, threshold)
    while True:
        near = pairs.likeness >= np.maximum(least[pairs.ones], least[pairs.others])
        ones, others = pairs.ones[near], pairs.others[near]
        graph = coo_array((np.ones(len(ones), dtype=np.int8), (ones, others)), shape=(count, count))
        labels: Labels = connected_components(graph, directed=False)[1]
        large = np.bincount(labels)[labels] > PART
        if not large.any():
            return labels
        least[large] += STEP


def near_pairs(measured: Features, rule: Rule) -> Pairs:
    """The pairs of neighbors within the window, measured exactly."""
    ones, others = _neighbors(measured, rule)
    days = np.nan_to_num(np.abs(measured.times[ones] - measured.times[others]) / DAY)
    within = days <= rule.window_days
    ones, others, days = ones[within], others[within], days[within]
    return Pairs(ones, others, (measured.pairs(ones, others) - DAY_PENALTY * days).astype(np.float32))


def _neighbors(measured: Features, rule: Rule) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each article with its neighbors, each pair once.

    Time is one more coordinate, in which the square of a whole window is worth its penalty. An undated article is near to
    all: its neighbors are looked for without time.
    """
    sketches, days = measured.sketches(), measured.times / DAY
    undated = np.isnan(days)
    scale = (2 * DAY_PENALTY / rule.window_days) ** 0.5
    dated = np.flatnonzero(~undated)
    timed = (
        np.hstack([sketches, (scale * (days - np.nanmin(days)))[:, None]]).astype(np.float32)
        if len(dated)
        else sketches
    )
    found = [_nearest(timed, dated, dated)]
    if undated.any():
        found.append(_nearest(sketches, np.arange(len(days)), np.flatnonzero(undated)))
    ones, others = np.concatenate(found, axis=1)
    keys = np.unique(np.minimum(ones, others) * len(days) + np.maximum(ones, others))
    ones, others = keys // len(days), keys % len(days)
    apart = ones != others
    return ones[apart], others[apart]


def _nearest(vectors: Vectors, known: NDArray[np.int64], asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each of ``asked`` beside each of its neighbors among ``known``; shape (2, pairs)."""
    from usearch.index import Index

    if not len(known) or not len(asked):
        return np.zeros((2, 0), dtype=np.int64)
    index = Index(ndim=vectors.shape[1], metric="l2sq", dtype="f32")
    index.add(known, vectors[known], threads=1)  # two threads would add in an order of chance
    nearest = index.search(vectors[asked], NEIGHBORS + 1, threads=1)
    keys = np.asarray(nearest.keys).reshape(len(asked), -1).astype(np.int64)
    return np.stack([np.repeat(asked, keys.shape[1]), keys.ravel()])

"""Which texts may be alike, without comparing each with each: sketches of their runs of words, and buckets of like sketches.

A text is the set of its runs (Broder 1997). The least number of a set after a shuffle of all numbers is that of another set
with a probability of what the two share. A sketch holds the least number of many shuffles; texts that agree in all numbers
of a band share a bucket (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3). Pure: arrays in, arrays out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import shake_256

import numpy as np
from numpy.typing import NDArray

# 126 shuffles. Two texts that share a half meet in some bucket with a probability of 1 - (1 - 0.5³)^42: 0.996, that share 0.6 or more
# 0.99998; that share a tenth 0.04. 32 bands of 4, as before, have 0.873 and 0.988
BANDS, ROWS = 42, 3
Runs = NDArray[np.uint32]  # a text's runs of words as numbers, each once, ascending
Sketches = NDArray[np.uint32]

# A shuffle: multiplied by an odd number, moved on, modulo 2^32. Numbers of chance that are the same everywhere; numpy.random takes 20 ms to load
_FACTORS, _STEPS = (
    np.frombuffer(shake_256(b"shuffles").digest(8 * BANDS * ROWS), dtype="<u4").reshape(2, -1, 1).astype(np.uint32)
)
_FACTORS |= np.uint32(1)
_MIXED = np.uint64(0x9E3779B97F4A7C15) ** np.arange(1, ROWS + 1, dtype=np.uint64)  # powers of an odd number


def sketched(runs: Runs) -> Sketches:
    """The sketch of a text that has at least one run, shape (BANDS * ROWS,)."""
    least: Sketches = (_FACTORS * runs + _STEPS).min(axis=1)
    return least


def buckets(sketches: Sequence[Sketches]) -> Iterator[NDArray[np.int64]]:
    """Places of texts that agree in a band, ascending, at least two to a bucket; those much alike meet in many buckets."""
    if not sketches:
        return
    bands = np.stack(sketches).reshape(len(sketches), BANDS, ROWS).astype(np.uint64) @ _MIXED
    for band in bands.T:
        order = np.argsort(band, kind="stable")
        starts = np.flatnonzero(np.diff(band[order], prepend=~band[order[:1]]))
        sizes = np.diff(starts, append=len(order))
        for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
            yield order[start : start + size]


def likeness(one: Runs, other: Runs) -> float:
    """The share of runs in common (Jaccard 1901), from 0 to 1; one of the texts has a run."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)

"""Beyond which length more words are not worth their reading. Pure: lengths and coverage in, words out.

A curve is fitted, and where each further STEP words add less than LEAST_GAIN is read off it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

STEP = 10  # words
LEAST_GAIN = 0.01  # of the content: what STEP words have to add to be worth their 2.5 seconds; chosen
ROUND = 5  # words: a recommendation is no finer, for it is known no better
# How the recommendation scatters (standard deviation in words around 95; 200 draws of 5, 10, 20, 40 of 60 stories of
# stories.jsonl.xz): with this curve 14, 9, 7, 5; by Kneedle (Satopää et al. 2011) 10, 9, 7, 6 around 49. Where 100, 140 or 200 words
# are the longest tried, 100, 100, 95 are recommended; by Kneedle 40, 40, 50: it finds where a curve bends between its two ends, and no
# reason that a reader could weigh. Before salience was learnt c + c'w/(w+h) scattered more than this curve (14, 9, 7, 5 to 9, 6, 5, 4),
# the measured points made concave far more (28, 25, 18, 16). The curve lies within 4.5 points of the means of these 60 stories.
MOST, MOST_HALF = 5.0, 1000.0  # a curve that rises further, or bends no sooner, is a straight line here


@dataclass(frozen=True, slots=True)
class Saturation:
    """Coverage as it grows with length: ``most`` is what it comes to in the end, ``half`` the words that cover half of that."""

    most: float
    half: float

    def coverage(self, words: float) -> float:
        """The share that so many words cover."""
        return self.most * words / (words + self.half)

    def gain(self, words: float) -> float:
        """What STEP more words add there."""
        return self.coverage(words + STEP) - self.coverage(words)

    def words(self, gain: float) -> float:
        """Beyond how many words STEP more add less than ``gain``; 0 where they never add as much."""
        return max(0.0, math.sqrt(STEP**2 / 4 + STEP * self.most * self.half / gain) - STEP / 2 - self.half)


def saturation(lengths: Sequence[float], coverage: Sequence[float]) -> Saturation:
    """The curve through what was measured, by least squares; at least two lengths, all above zero."""
    from scipy.optimize import least_squares

    words, covered = np.asarray(lengths, dtype=np.float64), np.asarray(coverage, dtype=np.float64)
    begin = (float(np.clip(covered.max(), 0.01, 1.0)), float(words.min()))
    found = least_squares(
        lambda each: each[0] * words / (words + each[1]) - covered, begin, bounds=((0.0, 0.0), (MOST, MOST_HALF))
    )
    return Saturation(float(found.x[0]), float(found.x[1]))


def knee(curve: Saturation, shortest: float, longest: float) -> int:
    """The words beyond which STEP more add less than LEAST_GAIN, up to the next ROUND, between the two lengths."""
    words = math.ceil(curve.words(LEAST_GAIN) / ROUND) * ROUND
    return int(min(max(words, shortest), longest))

"""How a brief's length is shared among its stories. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from briefing.types import WORDS_PER_SENTENCE, Length

LEAST_WORDS = 25.0  # a share of the whole brief's length that still makes a sentence
SHARE_DECAY = 0.5  # the story at rank r gets a share of 1 / r ** 0.5


def share(total: Length, most: int, overview: int = 0) -> list[Length]:
    """Lengths for the first stories of a brief of ``total`` length, larger ones first; at most ``most`` of them.

    ``overview`` counts the sentences of the day at a glance, one a story; a story alone has no need of it. So many stories
    are told that each still has a sentence.
    """
    count = most
    while count > 1 and _shares(total, count, overview)[-1] < LEAST_WORDS:
        count -= 1
    return [Length(max(1, round(words))) for words in _shares(total, count, overview)]


def _shares(total: Length, count: int, overview: int) -> list[float]:
    """Words for each of ``count`` stories, after what the day at a glance takes."""
    glance = min(overview, count) * WORDS_PER_SENTENCE if count > 1 else 0.0
    decays = [rank**-SHARE_DECAY for rank in range(1, count + 1)]
    whole = math.fsum(decays)
    return [(total.words - glance) * decay / whole for decay in decays]


def even(lengths: Sequence[Length], got: Sequence[int], short: Sequence[bool]) -> list[Length]:
    """What short articles left of their share, in words, goes to the other stories in proportion to theirs."""
    spare = sum(length.words - words for length, words, lacks in zip(lengths, got, short, strict=True) if lacks)
    others = sum(length.words for length, lacks in zip(lengths, short, strict=True) if not lacks)
    if not others:
        return list(lengths)
    return [
        length if lacks else Length(round(length.words * (1 + spare / others)))
        for length, lacks in zip(lengths, short, strict=True)
    ]

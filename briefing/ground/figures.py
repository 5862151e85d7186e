"""Every number of a text with all that it can be read as: digits, words, fractions, ordinals, decades, times of day. Pure.

Recall before precision, unlike in comparing: what a sentence says must be found in an article however that writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from briefing.ground.digits import clocks, in_digits, quarters
from briefing.ground.reading import Number, Reading
from briefing.ground.spelled import in_words
from briefing.ground.units import BARE, COUNT, CURRENCIES

MOST_CHARACTERS = 200_000  # of a text that is read; chosen
RANGE = re.compile(r" ?(?:-|–|to|or|and|bis|à|a|y|und|et) ?")


@lru_cache(maxsize=512)
def figures(text: str, language: str = "en") -> tuple[Number, ...]:
    """Every number of a text, in order. ``language`` is an ISO 639-1 code; English where it is empty."""
    read = text[:MOST_CHARACTERS]
    found = [*clocks(read), *quarters(read), *in_digits(read, language or "en"), *in_words(read, language or "en")]
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return tuple(_ranged(read, kept))


def _ranged(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Numbers that also have what the other end of their range says of it: "5 to 7 million", "$4m to 5m"."""
    for before, number, after in zip((None, *numbers), numbers, (*numbers[1:], None), strict=False):
        readings = number.readings
        if after and RANGE.fullmatch(text, number.end, after.start):
            readings += tuple(_as_lower_end(readings[0], after.readings[0]))
        if before and RANGE.fullmatch(text, before.end, number.start):
            readings += tuple(_as_upper_end(readings[0], before.readings[0]))
        yield replace(number, readings=readings)


def _as_lower_end(own: Reading, upper: Reading) -> Iterator[Reading]:
    if own.units == (BARE,):
        yield replace(own, units=upper.units)
        if own.times == 1 < upper.times:
            yield Reading(own.value * upper.times, upper.units, upper.times, upper.half)


def _as_upper_end(own: Reading, lower: Reading) -> Iterator[Reading]:
    if own.units[0] in (BARE, COUNT) and lower.units[0] in CURRENCIES:
        yield replace(own, units=lower.units)

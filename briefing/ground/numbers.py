"""Whether every number of a claim is in the articles that it cites: the same value, of the same thing, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from briefing.ground.cited import Cited
from briefing.ground.figures import figures
from briefing.ground.reading import Number, Reading
from briefing.ground.units import CURRENCIES, DECADE, VAGUE, fits
from briefing.numerals import APPROXIMATE, bounds

HEDGE_BEFORE, HEDGE_AFTER = 30, 12  # characters around a number that may hedge it; chosen
ONE_SIDED = 0.25  # "more than 90" is good for 90 to 112, "under 90" for 68 to 90; chosen
ROUNDED = 0.05  # share by which "1.5 billion" may be off what it rounds: 2 million is not good for 1.6; chosen
EXACT = 1e-12  # what arithmetic does to a number
ABOUT = re.compile(  # in other languages than English, one for all
    r"(?:\b(?:rund|etwa|circa|fast|knapp|gut|über|mehr als|weniger als|mindestens|environ|près de|plus de|moins de|quelque|presque|unos|unas|casi"
    r"|cerca de|más de|menos de|al menos|quasi|oltre|più di|meno di|almeno|mais de|pelo menos|ongeveer|bijna|meer dan|minder dan|ruim)|\bca\.) $",
    re.IGNORECASE,
)
SIGNED = re.compile("[$€£¥]$")
MANY = 1000  # "dozens" are no more than so many dozens; chosen


def fault(claim: str, cited: Cited) -> str:
    """The first number of the claim that no cited article has, in words for a reader; empty where they have all."""
    first = next(missing(claim, cited), "")
    return f'the number "{first}" is in no article it cites' if first else ""


def missing(claim: str, cited: Cited) -> Iterator[str]:
    """The numbers of the claim, as they stand, that no cited article has."""
    own = figures(claim, cited.language)
    return (shown(claim, number) for number in own if not holds(claim, number, cited.numbers))


def holds(claim: str, number: Number, found: Iterable[Number]) -> bool:
    """Whether one of the numbers ``found`` is what ``number``, which stands in ``claim``, says."""
    readings = [reading for each in found for reading in each.readings]
    named = frozenset(unit for reading in readings for unit in reading.units) & CURRENCIES
    return any(_is_met(reading, _range(claim, number, reading), readings, named) for reading in number.readings)


def _is_met(claimed: Reading, within: tuple[float, float], readings: Sequence[Reading], named: frozenset[str]) -> bool:
    low, high = within
    return any(
        low <= reading.value <= high
        and any(_fits(one, other, named) for one in claimed.units for other in reading.units)
        for reading in readings
    )


def _fits(claimed: str, found: str, named: frozenset[str]) -> bool:
    if claimed == VAGUE:
        return found == VAGUE or found not in (DECADE, *named)
    return fits(claimed, found, named)


def _range(claim: str, number: Number, reading: Reading) -> tuple[float, float]:
    """The least and the most that a number may stand for."""
    value = reading.value
    if VAGUE in reading.units:
        return value, value * MANY
    half = min(reading.half, abs(value) * ROUNDED)
    before = claim[max(number.start - HEDGE_BEFORE, 0) : number.start]
    after = claim[number.end : number.end + HEDGE_AFTER]
    low, high = bounds(value, half, before.rstrip("$€£¥"), after)
    if ABOUT.search(before):
        low, high = value * (1 - APPROXIMATE), value * (1 + APPROXIMATE)
    most, least = value * (1 + ONE_SIDED), value * (1 - ONE_SIDED)
    return max(low, least) - abs(value) * EXACT, min(high, most) + abs(value) * EXACT


def shown(claim: str, number: Number) -> str:
    """A number as it stands in the claim, with the sign that is stuck to it."""
    before = SIGNED.search(claim[max(number.start - 2, 0) : number.start])
    start, end = number.start - len(before[0]) if before else number.start, number.end
    return claim[start:end] + "%" * claim.startswith("%", end)

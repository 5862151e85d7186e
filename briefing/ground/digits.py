"""The numbers that a text has in digits, and its times of day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.ground.reading import Number, Reading
from briefing.ground.units import BARE, CLOCK, CODES, COUNT, DECADE, FRACTION, ORDINAL, PERCENT, SIGNS, units
from briefing.numerals import TIMES

BEFORE, AFTER = 24, 60  # characters around a number that say what it is of; chosen
NOT_ENGLISH = frozenset(
    ("bg", "cs", "da", "de", "el", "es", "fi", "fr", "it", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk")
)  # languages that part decimals by a comma
EITHER = ("es",)  # where some write 1.500 and others 1,500
THOUSANDS = "."  # what parts thousands there
MANY = {  # what multiplies a number, in the languages that have a billion where English has a trillion, and elsewhere
    **{name: value for name, value in TIMES.items() if name != "b"},
    "mln": 1e6, "mio": 1e6, "mrd": 1e9, "md": 1e9, "lakh": 1e5, "crore": 1e7,
    "millionen": 1e6, "millions": 1e6, "millones": 1e6, "millón": 1e6, "milioni": 1e6, "milione": 1e6, "milhões": 1e6, "milhão": 1e6,
    "miljoen": 1e6, "milliarde": 1e9, "milliarden": 1e9, "milliard": 1e9, "milliards": 1e9, "miliardi": 1e9, "miliardo": 1e9,
    "bilhões": 1e9, "bilhão": 1e9, "miljard": 1e9, "tausend": 1e3, "mille": 1e3, "mil": 1e3, "mila": 1e3, "duizend": 1e3,
    "mil millones": 1e9, "тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6,
    "млрд": 1e9, "миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9, "ألف": 1e3, "آلاف": 1e3, "مليون": 1e6, "ملايين": 1e6,
    "مليار": 1e9, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
}  # fmt: skip
LONG_SCALE = {"billion": 1e12, "billionen": 1e12, "billions": 1e12, "billones": 1e12, "trillion": 1e18}
MULTIPLIED = rf"(?:{'|'.join(sorted(map(re.escape, {*MANY, *LONG_SCALE}), key=len, reverse=True))})"
SEPARATOR = "[.,’'\u00a0\u202f\u2009]"
DIGITS = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:{SEPARATOR}\d{{3}}){{1,5}}(?!\d)(?:[.,]\d{{1,6}})?|\d{{1,3}}(?:,\d\d){{1,4}},\d{{3}}(?!\d)|\d{{1,40}}(?:[.,]\d{{1,6}})?)"
    rf"(?P<rank>st\b|nd\b|rd\b|th\b)?(?P<decade>['’]?s\b)?(?:[ \u00a0\u202f-]?(?P<times>{MULTIPLIED}|b)(?![a-zA-Zа-я]))?",
    re.IGNORECASE,
)
SIGN = re.compile(rf"(?:[{''.join(SIGNS)}]|\b(?:{'|'.join(CODES)})) ?$")
PART_OF_CODE = re.compile(r"[A-Za-zÀ-ʯͰ-ԯ]$|\b[A-Z][A-Za-z]{0,15}-$")  # "A380", "COVID-19"; not "mid-2016"
SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")  # thousands apart, as French has them
CLOCKED = re.compile(
    r"\b(?P<hour>[012]?\d)(?:[:.](?P<minute>[0-5]\d))?(?P<half> ?[ap](?:\.m\b\.?|m\b))|\b(?P<hours>[012]?\d):(?P<minutes>[0-5]\d)\b",
    re.IGNORECASE,
)
QUARTER = re.compile(r"\b(?:Q([1-4])|([1-4])Q)\b")
LETTER = re.compile(r"[A-Za-z]")
OF_SO_MANY = re.compile(r"\b(?:one|1) (?:in|out of)(?: every)? $", re.IGNORECASE)


def clocks(text: str) -> Iterator[Number]:
    """Times of day, in hours: 6.30pm is 18.5, and 6:30 may be."""
    for match in CLOCKED.finditer(text):
        hour = int(match["hour"] or match["hours"]) + int(match["minute"] or match["minutes"] or 0) / 60
        is_late = "p" in (match["half"] or "").lower() and hour < 12
        both = (hour + 12,) if is_late else (hour, hour + 12) if not match["half"] and hour < 12 else (hour,)
        yield Number(match.start(), match.end(), tuple(Reading(value, (CLOCK,)) for value in both))


def in_digits(text: str, language: str) -> Iterator[Number]:
    """Numbers in digits with what they may mean in a language, in which a point may part thousands."""
    if language in NOT_ENGLISH:
        text = SPACED.sub("\u00a0", text)
    for match in DIGITS.finditer(text):
        before, after = text[max(match.start() - BEFORE, 0) : match.start()], text[match.end() : match.end() + AFTER]
        sign = SIGN.search(before)
        if sign or not (PART_OF_CODE.search(before) or _goes_on(after)):
            readings = _read(match, sign[0].strip() if sign else "", after, language)
            yield Number(match.start(), match.end(), (*readings, *_shares(readings, before)))


def quarters(text: str) -> Iterator[Number]:
    """Q3 and 3Q, which are the third quarter in words."""
    for match in QUARTER.finditer(text):
        ordinal = Reading(float(match[1] or match[2]), (ORDINAL,))
        yield Number(match.start(), match.end(), (ordinal, Reading(25.0, (FRACTION,))))


def _shares(readings: Sequence[Reading], before: str) -> list[Reading]:
    """What one in so many is of a hundred."""
    return [Reading(100 / each.value, (PERCENT,)) for each in readings if each.value and OF_SO_MANY.search(before)]


def _goes_on(after: str) -> bool:
    """Whether letters are stuck to a number that are no unit: "5G"."""
    return bool(LETTER.match(after)) and units("", after) in ((BARE,), (COUNT,))


def _read(match: re.Match[str], sign: str, after: str, language: str) -> list[Reading]:
    values = _values(match["digits"], language)
    if match["decade"]:
        plain = [Reading(value) for value, _ in values if len(match["decade"]) > 1]  # "2016's"
        return [Reading(value % 100, (DECADE,)) for value, _ in values] + plain
    of = (ORDINAL, BARE) if match["rank"] else units(sign, after)
    word = (match["times"] or "").lower()
    scale = {**MANY, **LONG_SCALE} if language in NOT_ENGLISH else MANY
    times = 1e9 if word == "b" and sign else scale.get(word, 1.0)
    read = [Reading(value * times, of, times, step * times / 2 if times > 1 else 0.0) for value, step in values]
    return read + [Reading(value, ("meter",)) for value, _ in values if word == "m" and not sign]


def _values(digits: str, language: str) -> list[tuple[float, float]]:
    """What digits with separators can mean, each with what the last digit is worth."""
    separators = [character for character in digits if not character.isdigit()]
    plain = "".join(character for character in digits if character.isdigit())
    whole = float(plain), 1.0
    if not separators:
        return [whole]
    last = len(re.split(r"\D", digits)[-1])
    step = 10.0**-last
    decimal = float(f"{plain[:-last]}.{plain[-last:]}"), step
    if last != 3 or len(set(separators)) > 1:
        return [decimal] if separators.count(separators[-1]) == 1 and separators[-1] in ".," else [whole]
    if len(separators) > 1 or separators[0] not in ".,":
        return [whole]
    if language in EITHER:
        return [whole, decimal]
    return [whole] if separators[0] == (THOUSANDS if language in NOT_ENGLISH else ",") else [decimal]

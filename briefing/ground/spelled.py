"""The numbers that a text has in words: also fractions, ordinals, and vague ones such as "dozens". English, and a few of other languages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.ground.digits import AFTER, BEFORE, OF_SO_MANY
from briefing.ground.reading import Number, Reading
from briefing.ground.units import BARE, COUNT, FRACTION, ORDINAL, PERCENT, VAGUE, units
from briefing.numerals import SMALL, TENS, TIMES, spelled

IN_WORDS = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
}
NAMES = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
ORDINALS = {name: value for value, name in enumerate(NAMES, 1)}
PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
VAGUELY = {"dozens": 12, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12}
SMALLS, TENFOLD = "|".join(SMALL), "|".join(TENS)
BELOW = rf"(?:(?:{TENFOLD})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)\b)?|one|{SMALLS})"
HUNDREDS = rf"(?:(?:{BELOW}|an?) hundred\b(?:(?: and)? {BELOW}\b)?|{BELOW})"
LARGE = "thousand|million|billion|trillion|dozen"
WORDS = re.compile(
    rf"(?:(?P<vague>(?:(?:tens|hundreds) of )?(?:{'|'.join(VAGUELY)})|(?:several|few|many) (?P<some>hundred|thousand|million|billion|dozen))"
    rf"|(?P<part>half(?! (?:an? )?(?:{LARGE})\b)|(?:an?|one|two|three|four|five|nine)[ -](?:third|quarter|fifth|sixth|eighth|tenth)s?|quarters?|thirds)"
    rf"|(?P<ordinal>(?:(?:{TENFOLD})-)?(?:{'|'.join(ORDINALS)}))"
    rf"|(?P<half>half (?:an? )?|an? )(?P<of>{LARGE})"
    rf"|(?P<number>{HUNDREDS})(?:[ -](?P<large>{LARGE})\b(?: (?:and )?(?P<rest>{HUNDREDS}))?)?)\b",
    re.IGNORECASE,
)
OTHERS = ("tens", "several", "few", "many", "half", "a", "an", "one", "quarter", "quarters", "thirds")
FIRST = frozenset((*TENS, *SMALL, *ORDINALS, *VAGUELY, *OTHERS))  # words that begin one
WORD = re.compile(r"[^\W\d_]+")
SECONDS = re.compile(r"(?:\d[ -]|-)second$", re.IGNORECASE)


def in_words(text: str, language: str) -> Iterator[Number]:
    """Numbers in words, of English and of the languages of IN_WORDS."""
    if language == "en":
        yield from _english(text)
    values = {word: float(value) for value, word in enumerate(IN_WORDS.get(language, "").split(), 2)}
    for match in WORD.finditer(text) if values else ():
        if match[0].lower() in values:
            yield _spelled(text, match.span(), values[match[0].lower()])


def _english(text: str) -> Iterator[Number]:
    """Numbers in words; only where a word begins one is the long pattern tried."""
    for word in WORD.finditer(text):
        if word[0].lower() in FIRST and not text[word.start() - 1 : word.start()].isalnum():
            match = WORDS.match(text, word.start())
            if match:
                yield from _worded(text, match)


def _worded(text: str, match: re.Match[str]) -> Iterator[Number]:
    word, (start, end) = match[0].lower(), match.span()
    if match["vague"]:
        yield Number(start, end, (Reading(_vaguely(word), (VAGUE,)),))
    elif match["part"]:
        yield Number(start, end, tuple(_part(word)))
    elif match["ordinal"]:
        tens, _, last = word.rpartition("-")
        if not SECONDS.search(text[max(start - BEFORE, 0) : end]):
            yield Number(start, end, (Reading(TENS.get(tens, 0) + ORDINALS[last], (ORDINAL,)),))
    elif match["of"]:
        halved = 0.5 if "half" in match["half"].lower() else 1
        yield _spelled(text, (start, end), halved * _large(match["of"]), _large(match["of"]))
    else:
        times = _large(match["large"] or "")
        value = _hundreds(match["number"]) * times + _hundreds(match["rest"] or "")
        number = _spelled(text, (start, end), value, times)
        if value > 1 or number.readings[0].units[0] not in (BARE, COUNT):  # "one" is a pronoun, mostly
            yield number


def _spelled(text: str, span: tuple[int, int], value: float, times: float = 1.0) -> Number:
    start, end = span
    half = times / 2 if times >= 1e3 else 0.0
    readings = [Reading(value, units("", text[end : end + AFTER]), times, half)]
    if OF_SO_MANY.search(text[max(start - BEFORE, 0) : start]):
        readings.append(Reading(100 / value, (PERCENT,)))
    return Number(start, end, tuple(readings))


def _hundreds(words: str) -> float:
    """The value of a number below a thousand in words; 0 for none."""
    before, hundred, after = words.lower().partition("hundred")
    if not hundred:
        return _below(before)
    return 100 * (_below(before) or 1) + _below(after.removeprefix(" and"))


def _below(words: str) -> float:
    plain = "-".join(words.replace("-", " ").split())
    return 1.0 if plain == "one" else spelled(plain)


def _large(word: str) -> float:
    return 12.0 if word.lower() == "dozen" else TIMES.get(word.lower(), 1.0)


def _vaguely(word: str) -> float:
    *first, last = word.split()
    if last not in VAGUELY:
        return _large(last)
    times = {"tens": 10, "hundreds": 100}.get(first[0], 1) if first else 1
    return VAGUELY[last] * times


def _part(word: str) -> Iterator[Reading]:
    """A fraction, as a share of a hundred; "a third" may be the one after the second."""
    count, _, name = word.replace("-", " ").rpartition(" ")
    value = 100.0 / PARTS[name.removesuffix("s")] * (_below(count) or 1)
    yield Reading(value, (FRACTION, PERCENT), half=0.5)
    if name in ORDINALS and count in ("a", "an", "one"):
        yield Reading(ORDINALS[name], (ORDINAL,))

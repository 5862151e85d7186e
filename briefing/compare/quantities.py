"""What an English sentence counts: its numbers with their bounds, what they count, and what befell it. Pure.

Precision before recall: a number that may be a date, an age, a score, a rank or a name is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.numerals import CURRENCY, HEDGE, IN_WORDS, TIMES, bounds, spelled

MAX_CHARACTERS = 600  # of a sentence that is looked at: longer ones are lists; chosen
WORDS_AFTER, WORDS_AROUND = 4, 7  # within which the thing counted stands, and what befell it; chosen
WHOLE = 0.5  # half of what the last digit of a whole number is worth
BEFORE, AFTER = 60, 80  # characters around a number that are looked at; chosen
ROUNDED_UNITS = {
    "percent",
    "percentage point",
    "dollar",
    "euro",
    "pound",
    "yen",
}  # which are rounded however small they are
ROUNDED = 100  # a count from here on that ends in zeros is taken for a rounded one

UNITS = "per ?cent|percent|percentage points?|kilomet(?:er|re)s?|km|miles?|met(?:er|re)s|feet|degrees|acres|hectares|tonnes|tons"
NUMBER = re.compile(
    rf"(?<![\w.,:/#+-])(?P<currency>(?:US|A|C)?[$€£¥]) ?(?P<money>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?:\.\d{{1,4}})?|\d{{1,12}}(?:\.\d{{1,4}})?)"
    rf"(?:[ -]?(?P<worth>thousand|million|billion|trillion|bn|tn|mn|[mbk])\b)?(?![\d\w])"
    rf"|(?<![\w.,:/#+$€£¥-])(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?:\.\d{{1,4}})?|\d{{1,12}}(?:\.\d{{1,4}})?)"
    rf"(?:[ -](?P<times>hundred|thousand|million|billion|trillion)\b|(?P<short>bn|tn|mn|[mk])\b)?(?![\w:/]|[.,]\d|-|–)"
    rf"|(?<![\w-])(?P<words>{IN_WORDS})(?: (?P<many>hundred|thousand|million|billion)\b)?(?![\w-])",
    re.IGNORECASE,
)
UNIT = re.compile(rf" ?(%|(?:{UNITS})\b)")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]{0,30}")
BETWEEN = re.compile(r"\b(?:between|from) $", re.IGNORECASE)
PHRASE = re.compile(rf"(?: [A-Za-z][A-Za-z'’-]{{0,30}}){{1,{WORDS_AFTER}}}")
CLAUSE = re.compile(r"[;:—]")
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:\w{2,6})?\.?"
NO_COUNT_BEFORE = re.compile(
    rf"(?:\b{MONTHS} |\b(?:aged?|ages|age of|turned|No\.|number|section|chapter|article|page|room|route|highway|interstate|title|category|level|phase"
    r"|day|week|act|grade|top|first|last|next|past|previous|following|final|initial|every|each|another|additional|extra|other|these|those|both"
    r"|out of|one of|some of|any of|any|per|by a factor of|scored|minus|further|remaining|latest|only other) )$",
    re.IGNORECASE,
)
NAMED_BEFORE = re.compile(r"(?<=[\w,] )(?:[A-Z][\w'’]+|[A-Z]+-?) $")  # "Boeing 737", "Apollo 11"
NO_COUNT_AFTER = re.compile(
    rf"^(?: {MONTHS}(?:\W|$)| ?[ap]\.?m\b| ?o['’]clock| of\b| (?:or|to|and) (?:\d|[a-z]+teen)| more\b| others?\b| additional\b| further\b| fewer\b"
    r"| (?:straight|consecutive|times|in)\b|[- ]years?[- ]olds?\b|st\b|nd\b|rd\b|th\b| (?:point|percentage)-)"
)
SHORT = re.compile(r" (?:shy|short|away|apart|left|remain\w*)\b")
JOINED = re.compile(r" (?:and|or) ([a-z]{4,20})\b")  # "22 soldiers and civilians" are not 22 soldiers
TIME = {"year", "month", "week", "day", "hour", "minute", "second", "decade", "time", "century", "season", "weekend", "night", "way",
        "term", "point", "thing", "reason", "step", "side", "part", "half", "third", "quarter", "key", "major", "stage", "degree", "round"}  # fmt: skip
BOUNDARY = {"in", "of", "on", "at", "and", "or", "to", "for", "from", "with", "by", "that", "which", "who", "whom", "were", "was", "is", "are",
            "as", "than", "but", "had", "has", "have", "been", "will", "would", "could", "after", "before", "when", "while", "including",
            "during", "since", "over", "under", "between", "against", "a", "an", "the", "this", "these", "its", "his", "their", "said", "says"}  # fmt: skip
IRREGULAR = {"people": "people", "persons": "people", "individuals": "people", "person": "people", "men": "man", "women": "woman",
             "children": "child", "police": "police", "troops": "troop", "lives": "life", "wives": "wife", "knives": "knife"}  # fmt: skip
ROLES = {
    "dead": "killed dead death deaths died dies dying killing kills fatalities fatality slain lives perished murdered toll",
    "hurt": "injured injuring wounded wounding hurt injuries wounds injures hospitalized hospitalised",
    "missing": "missing unaccounted",
    "held": "arrested arrests detained detaining custody charged indicted jailed apprehended",
    "freed": "freed released rescued",
    "moved": "evacuated displaced fled evacuations evacuees",
    "sick": "infected sickened infections cases ill confirmed quarantined",
    "voted": "voted votes",
}
ROLE = {word: role for role, words in ROLES.items() for word in words.split()}
# Who is dead, hurt, missing, held is people, also where nobody says so: "killing at least 12", "12 dead"
ALONE = frozenset({
    "dead", "killed", "injured", "wounded", "missing", "hurt", "deaths", "fatalities", "arrested", "detained", "arrests", "injuries",
})  # fmt: skip
CAUSING = {"killing", "killed", "kills", "injuring", "injured", "wounding", "wounded", "kill", "left", "leaving"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a number counts: its stem or unit, its words, those before the noun, and how many characters after the number."""

    kind: str
    noun: str
    modifiers: frozenset[str]
    length: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a sentence, ``sentence[start:end]`` with what it counts. What it says lies between ``low`` and ``high``.

    ``kind`` is the noun's stem or the unit, ``role`` what befell it ("dead", "hurt"), ``modifiers`` what else is said of it
    ("flooded"), ``noun`` the words as they stand.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    kind: str
    role: str
    modifiers: frozenset[str]
    noun: str

    def agrees(self, other: Quantity) -> bool:
        """Whether both can be true of one thing: one covers the other, or is the other rounded."""
        return self.low <= other.high and other.low <= self.high


def quantities(sentence: str) -> list[Quantity]:
    """What an English sentence counts, in order."""
    if len(sentence) > MAX_CHARACTERS:
        return []
    matches = list(NUMBER.finditer(sentence))
    found, skip = [], -1
    for place, match in enumerate(matches):
        following = matches[place + 1] if place + 1 < len(matches) else None
        if place != skip and following and _is_range(sentence, match, following):
            skip = place + 1
            quantity = _quantity(sentence, following, match)
        else:
            quantity = None if place == skip else _quantity(sentence, match)
        if quantity:
            found.append(quantity)
    return found


def numbers(sentence: str) -> list[float]:
    """The value of every number, whatever it stands for."""
    return [_value(match)[0] for match in NUMBER.finditer(sentence[:MAX_CHARACTERS])]


def stem(word: str) -> str:
    """A noun's singular, roughly; the same for the same word is all that matters."""
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    if lower in IRREGULAR:
        return IRREGULAR[lower]
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes")):
        return lower[:-2]
    return lower[:-1] if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) else lower


def _is_range(sentence: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two numbers that follow each other are the ends of one range: "70 to 90", "between 70 and 90"."""
    between = sentence[first.end() : second.start()].strip()
    joined = between in ("to", "or", "-", "–") or (between == "and" and BETWEEN.search(sentence[: first.start()]))
    return bool(joined) and _value(first)[0] < _value(second)[0]


def _value(match: re.Match[str]) -> tuple[float, float]:
    """The number, and half of what its last written digit is worth."""
    times = TIMES.get((match["worth"] or match["times"] or match["short"] or match["many"] or "").lower(), 1.0)
    plain = (match["money"] or match["digits"] or "").replace(",", "")
    if not plain:
        return spelled(match["words"]) * times, times / 2
    value, (whole, _, decimals) = float(plain) * times, plain.partition(".")
    if decimals:
        return value, times * 10.0 ** -len(decimals) / 2
    zeros = len(whole) - len(whole.rstrip("0")) if value >= ROUNDED else 0
    return value, times * 10.0**zeros / 2


def _quantity(sentence: str, match: re.Match[str], lower: re.Match[str] | None = None) -> Quantity | None:
    """What a number, or a range that ends in it, counts; None where two outlets could not be compared on it."""
    start = (lower or match).start()
    before, after = sentence[max(start - BEFORE, 0) : start], sentence[match.end() : match.end() + AFTER]
    thing = None if _is_no_count(match, before, after) else _thing(match, before, after)
    if thing is None:
        return None
    value, half = _value(match)
    exact = value < ROUNDED and half == WHOLE and thing.kind not in ROUNDED_UNITS
    low, high = bounds(value, 0.0 if exact else half, before, after[thing.length :])
    if lower:
        low, high = _value(lower)[0], value
        value = (low + high) / 2
    hedge = HEDGE.search(before)
    role = "" if match["currency"] else _role(sentence, match)
    place = start - len(hedge[0]) if hedge else start, match.end() + thing.length
    return Quantity(*place, value, low, high, thing.kind, role, thing.modifiers, thing.noun)


def _is_no_count(match: re.Match[str], before: str, after: str) -> bool:
    """Whether the number may be a date, an age, a rank, a part of something, or belong to a name."""
    if match["currency"]:
        return bool(after[:4].strip(" ").startswith("of "))
    year = match["digits"] and YEAR.fullmatch(match["digits"])
    named = match["digits"] and NAMED_BEFORE.search(before)
    return bool(year or named or NO_COUNT_BEFORE.search(before) or NO_COUNT_AFTER.match(after))


def _thing(match: re.Match[str], before: str, after: str) -> Thing | None:
    """What the number counts: a currency, a unit, the first plural after it, or people where only their fate is told."""
    if match["currency"]:
        symbol = CURRENCY[match["currency"][-1]]
        return Thing(symbol, f"{symbol}s", frozenset(), 0)
    unit = UNIT.match(after)
    if unit:
        return Thing(stem(re.sub(r"per ?cent|%", "percent", unit[1])), unit[1], frozenset(), unit.end())
    phrase = PHRASE.match(after)
    words = phrase[0].split() if phrase else []
    caused = any(word.lower() in CAUSING for word in WORD.findall(before)[-WORDS_AFTER:])
    if words[:1] and words[0].lower() in ALONE:
        return Thing("people", "people", frozenset(), 0)
    return _noun(words, after) or (Thing("people", "people", frozenset(), 0) if caused and _ends(words) else None)


def _ends(words: Sequence[str]) -> bool:
    """Whether nothing that is counted follows a number: "killing 12 and wounding 30"."""
    return not words or words[0].lower() in BOUNDARY


def _noun(words: Sequence[str], after: str) -> Thing | None:
    """The first plural, with the words before it."""
    modifiers: list[str] = []
    for word in words:
        if word.lower() in BOUNDARY:
            return None
        if _is_plural(word):
            noun = " ".join([*modifiers, word])
            length = 1 + len(noun)
            if stem(word) in TIME or SHORT.match(after, length):
                return None
            joined = JOINED.match(after, length)
            if joined and _is_counted_too(joined[1]):
                noun, length = noun + joined[0], joined.end()
                modifiers.append(joined[1])
            return Thing(stem(word), noun, frozenset(stem(each) for each in modifiers), length)
        modifiers.append(word)
    return None


def _is_counted_too(word: str) -> bool:
    """Whether what follows the "and" after a noun is counted with it, and nothing that befell it."""
    return (_is_plural(word) or word in ("crew", "staff")) and word not in ROLE and word not in BOUNDARY


def _is_plural(word: str) -> bool:
    lower = word.lower()
    return lower in IRREGULAR or (
        lower.endswith("s") and len(lower) > 3 and not lower.endswith(("ss", "us", "is", "'s", "’s"))
    )


def _role(sentence: str, match: re.Match[str]) -> str:
    """What befell those counted: the nearest word that says so, one after them first; empty where none does."""
    before = CLAUSE.split(sentence[max(match.start() - AFTER, 0) : match.start()])[-1]
    following = CLAUSE.split(sentence[match.end() : match.end() + AFTER])[0]
    near = [
        (distance, side, ROLE[word.lower()])
        for side, words in enumerate((WORD.findall(following), WORD.findall(before)[::-1]))
        for distance, word in enumerate(words[:WORDS_AROUND])
        if word.lower() in ROLE
    ]
    return min(near)[2] if near else ""

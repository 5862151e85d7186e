"""What a number is of: percent, a currency, a measure, a span of time, or things that are counted. Pure."""

from __future__ import annotations

import re

from briefing.numerals import CURRENCY

BARE, COUNT, PERCENT, POINT = "", "count", "percent", "percentage point"
ORDINAL, FRACTION, VAGUE, CLOCK, DECADE = "ordinal", "fraction", "vague", "clock", "decade"
SIGNS = {**CURRENCY, "₹": "rupee", "₽": "ruble", "₩": "won", "₺": "lira", "₴": "hryvnia", "₦": "naira"}
CODES = {
    "USD": "dollar", "EUR": "euro", "GBP": "pound", "JPY": "yen", "CHF": "franc", "CNY": "yuan", "INR": "rupee", "RUB": "ruble",
}  # fmt: skip
MONEY = {
    "dollar": r"dollars?|Dollars?|dollari|dólares|доллар\w{0,3}|دولار|美元",
    "euro": r"euros?|Euros?|евро|يورو|欧元",
    "pound": r"pounds?|Pfund|livres sterling|libras|фунт\w{0,3}|英镑",
    "yen": r"yens?|Yen|иен\w?|日元|円",
    "yuan": r"yuan|renminbi|юан\w{1,3}|人民币|元",
    "rupee": r"rupees?",
    "ruble": r"ro?ubles?|Rubel|рубл\w{1,3}|руб",
    "franc": r"(?:Swiss )?francs?|Franken",
    "peso": r"pesos?",
    "krona": r"kron(?:a|or|e|er)|crowns|Kronen",
    "lira": r"liras?|Lira",
    "cent": r"cents?|Cents?",
}
MEASURES = {
    POINT: r"percentage[ -]points?|Prozentpunkten?|points de pourcentage|puntos porcentuales|punti percentuali",
    PERCENT: r"%|٪|％|per[ -]?cent|pct|Prozent|pour cent|por ciento|per cento|por cento|procent|процент\w{0,3}|بالمئة|بالمائة",
    "kilometer": r"kilomet(?:er|re)s?|km|kms",
    "mile": r"miles?",
    "meter": r"met(?:er|re)s?|m(?=[ .,;)]|$)",
    "centimeter": r"centimet(?:er|re)s?|cm",
    "foot": r"feet|foot|ft",
    "inch": r"inch(?:es)?",
    "degree": r"degrees?|°C?F?",
    "hectare": r"hectares?",
    "acre": r"acres?",
    "ton": r"tons?|tonnes?",
    "kilogram": r"kilograms?|kilos?|kg",
    "liter": r"lit(?:er|re)s?",
    "barrel": r"barrels?",
    "watt": r"(?:mega|giga|kilo)?watts?|[MGk]W",
    "second": r"seconds?",
    "minute": r"minutes?|mins?",
    "hour": r"hours?|hrs?",
    "day": r"days?",
    "week": r"weeks?",
    "month": r"months?",
    "year": r"years?|yrs?",
    "decade": r"decades?",
    "century": r"centur(?:y|ies)",
}
CURRENCIES = frozenset({*SIGNS.values(), *CODES.values(), *MONEY})
STRICT = CURRENCIES | {PERCENT, POINT, FRACTION, VAGUE, CLOCK, DECADE}  # are not meant where nobody says them


def _group(name: str) -> str:
    return "unit_" + name.replace(" ", "_")


UNIT = re.compile(
    r"[ \u00a0\u202f-]?(?:"
    + "|".join(f"(?P<{_group(name)}>{words})" for name, words in {**MEASURES, **MONEY}.items())
    + r")(?![a-zA-Zа-я])"
)
CODE = re.compile(rf"[ \u00a0]?({'|'.join(CODES)})\b")
NAMES = {_group(name): name for name in (*MEASURES, *MONEY)}
BETWEEN = re.compile(r"[ -][^\W\d_]{2,20}(?=[ -])")  # "three busy days", "10 million US dollars"
NEXT = re.compile(r"[ \u00a0-]{0,2}([^\W\d_]{1,30})")
# After a number, and counted by none of them; "May" and its like are months
JOINING = re.compile(
    r"(?:and|or|to|of|in|on|at|by|for|from|with|that|which|who|were|was|is|are|as|than|but|had|has|have|will|would|could|after|before|when"
    r"|while|since|until|over|under|between|against|the|a|an|this|its|his|her|their|said|says|according|amid|because|if"
    r"|und|oder|et|ou|y|o|e|en|de|im|am|nach|vor|für|mit|auf|bei|von|dans|à|pour|sur|con|per|da"
    r"|Jan\w*|Feb\w*|Mar|March|Apr\w*|May|June?|July?|Aug\w*|Sep\w*|Oct\w*|Nov\w*|Dec\w*|am|pm|AM|PM)"
)


def units(sign: str, after: str) -> tuple[str, ...]:
    """What a number may be of that has ``sign`` before it and ``after`` behind it; BARE where nothing says so."""
    if sign:
        return (SIGNS.get(sign[-1]) or CODES[sign],)
    code = CODE.match(after)
    found = (CODES[code[1]],) if code else _said(UNIT.match(after))
    if found:
        return found
    following = NEXT.match(after)
    if not following or JOINING.fullmatch(following[1]):
        return (BARE,)
    between = BETWEEN.match(after)
    return COUNT, *(_said(UNIT.match(after, between.end())) if between else ())


def _said(match: re.Match[str] | None) -> tuple[str, ...]:
    return (NAMES[match.lastgroup],) if match and match.lastgroup else ()


def fits(claimed: str, found: str, currencies: frozenset[str]) -> bool:
    """Whether a claim may give a number as ``claimed`` that an article gives as ``found``; ``currencies`` are those it names."""
    if claimed == found or (claimed == BARE and found not in (ORDINAL, VAGUE, FRACTION, CLOCK, DECADE)):
        return True
    if found != BARE:
        return False
    return claimed not in STRICT or (claimed in CURRENCIES and not currencies)

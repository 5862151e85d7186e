"""How numbers are written: words for them, what multiplies them, currencies, and what a hedge makes of one. Pure."""

from __future__ import annotations

import math
import re

APPROXIMATE, SHORT_OF = 0.1, 0.1  # "about 90" covers 81 to 99, "nearly 90" 81 to 90; chosen

SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
TIMES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
CURRENCY = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
IN_WORDS = rf"(?:{'|'.join(TENS)})(?:-(?:one|{'|'.join(SMALL)}))?|{'|'.join(SMALL)}"
HEDGE = re.compile(
    r"\b(?:(?P<least>at least|no (?:fewer|less) than|more than|upwards? of|over|above|exceed(?:ed|ing|s)?|(?:sur)?pass(?:ed|ing|es))"
    r"|(?P<most>at most|up to|as many as|as much as|fewer than|less than|under|below|no more than|maximum of)"
    r"|(?P<near>nearly|almost|close to|just under|just short of|approaching)"
    r"|(?P<about>about|around|roughly|approximately|some|an estimated|estimated|an average of|or so|more or less|just over|circa))"
    r" (?:an? |the |another )?$",
    re.IGNORECASE,
)
AFTERWARDS = re.compile(r" or (?P<least>more)\b| or (?P<most>fewer|less)\b|\+| (?P<about>or so)\b")


def spelled(words: str) -> float:
    """The value of a number below a hundred in English words: ``thirty-one``; 0 for other words."""
    tens, _, ones = words.lower().partition("-")
    return TENS.get(tens, 0) + SMALL.get(tens, 0) + SMALL.get(ones, int(ones == "one"))


def bounds(value: float, half: float, before: str, after: str) -> tuple[float, float]:
    """The least and the most that a number can mean, hedged by the words before and after it, or rounded to within ``half``."""
    hedge = HEDGE.search(before) or AFTERWARDS.match(after)
    said = {name for name, text in hedge.groupdict().items() if text} if hedge else set()
    low, high = value - half, value + half
    if "least" in said:
        return low, math.inf
    if "most" in said:
        return -math.inf, high
    if "near" in said:
        return min(low, value * (1 - SHORT_OF)), high
    if "about" in said:
        return min(low, value * (1 - APPROXIMATE)), max(high, value * (1 + APPROXIMATE))
    return low, high

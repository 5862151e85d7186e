"""Whether the days, dates and months of a claim are in the articles that it cites, and whether it speaks from the day it was written.

A weekday may also follow from the day an article was published and its "today", "yesterday" or "tomorrow".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from briefing.ground.cited import Cited
from briefing.ground.passages import told
from briefing.prose import DEICTIC_TIME, QUOTED
from briefing.types import Article

MOST_CHARACTERS = 200_000  # of an article that is looked through; chosen
AROUND = 24  # characters beside a month that may have its day; chosen
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
CALENDAR = frozenset(
    (*WEEKDAYS, *MONTHS, *(f"{day}s" for day in WEEKDAYS), "jan", "feb", "aug", "sept", "oct", "nov", "dec")
)
VERBS = ("may", "march")  # that are months only beside a day, or with a capital after one of these
LEADING = re.compile(
    r"\b(?:in|of|since|until|till|by|for|early|mid|late|last|next|this|through|from|to|between|and)[ -]$", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]{3,12}")
DAY_BEFORE = re.compile(
    r"(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th|er|\.)? ?(?:-|–|to|and|or|und|et|y|au?) ?)?(\d{1,2})(?:st|nd|rd|th|er|\.)?(?: of| de| d')? $"
)
DAY_AFTER = re.compile(
    r"\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: ?(?:-|–|to|and|or) ?(\d{1,2})(?:st|nd|rd|th)?)?(?![\d:%]|[.,]\d)"
)
NUMERIC = re.compile(r"\b(?:\d{4}-(\d\d)-(\d\d)|(\d{1,2})[/.](\d{1,2})[/.]\d{2,4})\b")
AGO = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1, "last night": -1, "tomorrow": 1,
       "heute": 0, "gestern": -1, "aujourd'hui": 0, "hier": -1, "demain": 1, "hoy": 0, "ayer": -1, "oggi": 0, "ieri": -1, "domani": 1}  # fmt: skip
TIMELESS = ("currently", "right now")  # which say no day
RELATIVE = re.compile(
    rf"(?:{DEICTIC_TIME.pattern}|\b(?:last|this|next|past) (?:night|week|weekend|month|year|summer|winter|spring|autumn|fall|season|century)\b"
    r"|\b(?:letzten?|vorigen?|diesen?|diese|nächsten?|kommenden?) (?:Nacht|Woche|Wochenende|Monat|Jahr)\b"
    r"|\b(?:la semaine|le mois|l['’]année) (?:dernière?|prochaine?)\b|\bla semana pasada|\bel (?:mes|año) pasado\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the week, or a month with its days: ``kind`` is "day" or "month", ``number`` counts from 1 (Monday, January)."""

    text: str
    kind: str
    number: int
    days: tuple[int, ...] = ()

    def is_same(self, other: Date) -> bool:
        """Whether both name one weekday or one month."""
        return (self.kind, self.number) == (other.kind, other.number)


MORE = {"sept": Date("", "month", 9), "tues": Date("", "day", 2), "thurs": Date("", "day", 4)}


def fault(claim: str, cited: Cited) -> str:
    """The first date of the claim that no cited article has, in words for a reader; empty where they have all."""
    spoken = QUOTED.sub(" ", claim)
    passages = _alike(" ".join(cited.quotes))
    for match in RELATIVE.finditer(spoken):
        if _alike(match[0]) not in passages and _alike(match[0]) not in TIMELESS:
            return f'"{match[0]}" depends on the day it was written, and the passage does not say it'
    for date in dates(claim, cited.language, is_claim=True):
        if not any(_has(article, date, cited.language) for article in cited.articles):
            return f'the date "{date.text}" is in no article it cites'
    return ""


def _alike(text: str) -> str:
    """In small letters, with one word for what is last and past."""
    return text.casefold().replace("past ", "last ").replace("’", "'")


def _has(article: Article, date: Date, language: str) -> bool:
    if date.kind == "day" and date.number in _weekdays_of(article):
        return True
    found = [each for text in told(article) for each in dates(text[:MOST_CHARACTERS], language) if each.is_same(date)]
    return bool(found) and set(date.days) <= {day for each in found for day in each.days}


def _weekdays_of(article: Article) -> Iterator[int]:
    """The weekdays that an article means by "today" and its like, by the day it was published."""
    if article.published:
        said = told(article)[1][:MOST_CHARACTERS].casefold().replace("’", "'")
        for word, days in AGO.items():
            if word in said:
                yield (article.published + timedelta(days=days)).isoweekday()


@lru_cache(maxsize=512)
def dates(text: str, language: str = "en", *, is_claim: bool = False) -> tuple[Date, ...]:
    """Every weekday and month of a text with the days beside it. Of a claim, words that may be something else are none."""
    return tuple(_dates(text, _calendar(language or "en"), is_claim=is_claim))


def _dates(text: str, calendar: dict[str, Date], *, is_claim: bool) -> Iterator[Date]:
    for match in WORD.finditer(text):
        word = match[0].casefold()
        named = calendar.get(word) or calendar.get(word.removesuffix("s"))
        if not named or (word in VERBS and match[0].islower()):
            continue
        before, after = text[max(match.start() - AROUND, 0) : match.start()], text[match.end() : match.end() + AROUND]
        days = _beside(before, after) if named.kind == "month" else ()
        if days or not is_claim or _is_date(match[0], named, before, after):
            yield replace(named, text=_shown(match[0], days), days=days)
    for match in NUMERIC.finditer(text):
        yield from _numeric(match, is_claim=is_claim)


def _is_date(word: str, named: Date, before: str, after: str) -> bool:
    """Whether a word of a claim without a day beside it is a date: a long name, or a short one with its point."""
    if word.casefold() in VERBS:
        return word.istitle() and bool(LEADING.search(before))
    return after[:1] == "." or named.text == word.casefold().removesuffix("s" if named.kind == "day" else "")


def _shown(month: str, days: tuple[int, ...]) -> str:
    return f"{days[0]} {month}" if days else month


def _numeric(match: re.Match[str], *, is_claim: bool) -> Iterator[Date]:
    """A date in digits; where it is not told which is the month, an article has both, and a claim none."""
    if match[1]:
        yield Date(match[0], "month", int(match[1]), (int(match[2]),))
    elif not is_claim:
        one, other = int(match[3]), int(match[4])
        yield from (Date(match[0], "month", month, (day,)) for month, day in {(one, other), (other, one)})


def _beside(before: str, after: str) -> tuple[int, ...]:
    """The days that stand before or after a month: "14 October", "October 14 to 16"."""
    match = DAY_BEFORE.search(before) or DAY_AFTER.match(after)
    return tuple(int(day) for day in match.groups() if day and 1 <= int(day) <= 31) if match else ()


@lru_cache(maxsize=64)
def _calendar(language: str) -> dict[str, Date]:
    """Weekdays and months by their names in a language and in English, in small letters; a short name has no ``text``."""
    found = dict(MORE) if language == "en" else {}
    for code in dict.fromkeys((language, "en")):
        for width in ("wide", "abbreviated"):
            for name, kind, number in _named(code, width):
                plain = name.casefold().removesuffix(".")
                found.setdefault(plain, Date(plain if width == "wide" else "", kind, number))
    return found


def _named(language: str, width: str) -> Iterator[tuple[str, str, int]]:
    """Names of days and months with their numbers; none where the language is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    for form in ("format", "stand-alone"):
        yield from ((name, "day", number + 1) for number, name in locale.days[form][width].items())
        yield from ((name, "month", number) for number, name in locale.months[form][width].items())

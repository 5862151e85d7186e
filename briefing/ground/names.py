"""Whether every name of a claim is in the articles that it cites, and first names stand beside their own surnames.

Capitals tell what is a name. German has them on every noun: there only two of them in a row are a name, and a single one never
fails. Scripts without capitals have no names here; their words count towards the support.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefing.ground.capitals import NAME, Said, Word, runs, said_by, squeezed
from briefing.ground.cited import Cited
from briefing.ground.dates import CALENDAR
from briefing.ground.digits import QUARTER
from briefing.ground.figures import figures
from briefing.ground.peoples import COURTESIES, GROUPS, MOST_WORDS, OFFICES, OPENERS, is_same_people
from briefing.ground.words import ACRONYM, FUNCTION, stem

APART = 3  # words within which a surname follows its first name: "John F. Kennedy"; chosen
TITLE_CASE, TITLE_WORDS = 0.9, 4  # share of long words with a capital in a headline, of so many at least; chosen
LONG = 4  # letters of such a word
CAPITALIZED_NOUNS = ("de", "lb")
INFLECTED = ("bg", "cs", "el", "et", "fi", "hr", "hu", "la", "lt", "lv", "pl", "ro", "ru", "sk", "sl", "sr", "tr", "uk")
WITH_S = ("da", "de", "nb", "nl", "no", "sv")  # whose names have an s where something is theirs
ROOT, ENDING = 3, 3  # letters that forms of a name share at least, and by which they may differ; chosen
CODE = re.compile(r"\b(?:[A-Z][A-Za-z]{0,15}-?\d{1,6}[A-Za-z]{0,3}|\d{1,6}[A-Z][A-Za-z]{0,6})\b")
QUARTERS = ("first quarter", "second quarter", "third quarter", "fourth quarter")


def fault(claim: str, cited: Cited) -> str:
    """The first name of the claim that no cited article has, in words for a reader; empty where they have all."""
    first = next(missing(claim, cited), "")
    return f'the name "{first}" is in no article it cites' if first else ""


def named(claim: str) -> list[str]:
    """The words of a claim that have a capital, and not because they begin a sentence."""
    return [word.text for run in runs(claim) for word in run if not word.first]


def missing(claim: str, cited: Cited) -> Iterator[str]:
    """The names of the claim that no cited article has."""
    said = [said_by(text) for text in cited.texts]
    plain = ACRONYM.sub(lambda match: match[0].replace(".", ""), claim)
    yield from _codes(plain, said, cited.language)
    if _is_title_case(plain):
        names = [[word for word in run if not _is_worded(word, said)] for run in runs(plain)]
    else:
        names = runs(plain)
        yield from (pair for run in names for pair in _unjoined(run, said))
    is_lenient = cited.is_foreign or cited.language in CAPITALIZED_NOUNS
    for run in names:
        yield from _missing_of(run, said, cited.language, is_lenient=is_lenient)


def _codes(claim: str, said: Sequence[Said], language: str) -> Iterator[str]:
    """Names with digits in them, such as A380 and Covid-19, that no text has."""
    numbers = {number.start for number in figures(claim, language)}
    for match in CODE.finditer(claim):
        is_number = match.start() in numbers and not QUARTER.fullmatch(match[0])
        if not is_number and not any(_has_code(match[0], each) for each in said):
            yield match[0]


def _has_code(code: str, said: Said) -> bool:
    """Whether a text has a code, however it is spaced; Q3 as the third quarter; Covid-19 as Covid."""
    quarter = QUARTER.fullmatch(code)
    word = code.rstrip("0123456789-")
    return (
        squeezed(code) in said.squeezed
        or (quarter is not None and said.has(QUARTERS[int(quarter[1] or quarter[2]) - 1]))
        or (word.casefold() == "covid" and "covid" in said.places)
    )


def _missing_of(run: Sequence[Word], said: Sequence[Said], language: str, *, is_lenient: bool) -> Iterator[str]:
    """The words of a run that are names, stand in no text, and are not known there by another name."""
    known = _known_otherwise(run, said)
    is_noun = is_lenient and sum(not word.first for word in run) < 2
    for place, word in enumerate(run):
        if place in known or _says_nothing(word) or (word.first and _opens(word, said, language)):
            continue
        if (word.is_acronym or not is_noun) and not any(_is_in(word, each, language) for each in said):
            yield word.text


def _says_nothing(word: Word) -> bool:
    plain = word.folded
    is_country = word.is_acronym and plain in GROUPS
    return (plain in FUNCTION and not is_country) or plain in COURTESIES or plain in CALENDAR or len(plain) < 2


def _opens(word: Word, said: Sequence[Said], language: str) -> bool:
    """Whether the first word of a sentence may be no name: one of a list, a form of one of the articles' words; or not English."""
    if word.is_acronym or word.text[1:] != word.text[1:].lower():
        return False
    return language not in ("", "en") or word.folded in OPENERS or _is_worded(word, said)


def _is_worded(word: Word, said: Sequence[Said]) -> bool:
    """Whether texts have a form of a word."""
    return any(stem(word.text) in each.stems for each in said)


def _known_otherwise(run: Sequence[Word], said: Sequence[Said]) -> set[int]:
    """The places of words that are, alone or together, another name of what a text names: "United States" for US."""
    known: set[int] = set()
    for length in range(MOST_WORDS, 0, -1):
        for start in range(len(run) - length + 1):
            words = run[start : start + length]
            name = " ".join(word.folded for word in words)
            initials = "".join(word.folded[0] for word in words) if length > 1 else ""
            if any(_names(name, each) or (initials and initials in each.acronyms and name in GROUPS) for each in said):
                known |= set(range(start, start + length))
    return known


def _names(name: str, said: Said) -> bool:
    """Whether a text has a name of the group that this one is in; "us" is a country in capitals alone."""
    return any(each in said.acronyms if each in ("us", "who") else said.has(each) for each in GROUPS.get(name, ()))


def _is_in(word: Word, said: Said, language: str) -> bool:
    plain = word.folded
    singular = plain.removesuffix("s")
    if word.is_acronym and not {plain, singular}.isdisjoint(said.acronyms | said.initials):
        return True
    if plain in said.places:
        return not (word.is_acronym and plain in FUNCTION)
    if language in WITH_S and (singular in said.places or f"{plain}s" in said.places):
        return True
    return _is_people_of(plain, said) or (language in INFLECTED and any(_is_form(plain, each) for each in said.places))


def _is_people_of(plain: str, said: Said) -> bool:
    """Whether a text has the place of a people, the people of a place, or the other number of a noun."""
    return len(plain) >= LONG and any(
        each.startswith(plain[:LONG]) and is_same_people(plain, each) for each in said.places
    )


def _is_form(one: str, other: str) -> bool:
    """Whether two words may be forms of one name, in a language that declines them."""
    shorter = min(len(one), len(other))
    common = max(ROOT, shorter - ENDING)
    return shorter >= ROOT and abs(len(one) - len(other)) <= ENDING and one[:common] == other[:common]


def _unjoined(run: Sequence[Word], said: Sequence[Said]) -> Iterator[str]:
    """Two words of a run that texts have, but nowhere beside each other: a first name with somebody else's surname."""
    for one, other in pairwise(run):
        are_parts = _is_part(one, said) and _is_part(other, said)
        if are_parts and not any(_is_beside(one.folded, other.folded, each) for each in said):
            yield f"{one.text} {other.text}"


def _is_part(word: Word, said: Sequence[Said]) -> bool:
    """Whether a word is a part of a longer name: no title, no people, no month, and no word that texts have in small letters."""
    plain = word.folded
    is_title = plain in OFFICES or plain in GROUPS or (word.first and plain in OPENERS)
    if is_title or word.is_acronym or _says_nothing(word):
        return False
    return any(plain in each.places for each in said) and not any(plain in each.small for each in said)


def _is_beside(one: str, other: str, said: Said) -> bool:
    return any(
        0 < abs(there - here) <= APART for here in said.places.get(one, ()) for there in said.places.get(other, ())
    )


def _is_title_case(claim: str) -> bool:
    long = [word for word in NAME.findall(claim) if len(word) >= LONG]
    return len(long) >= TITLE_WORDS and sum(word[0].isupper() for word in long) >= TITLE_CASE * len(long)

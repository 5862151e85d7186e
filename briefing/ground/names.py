"""Whether every name of a claim is in the articles that it cites, and first names stand beside their own surnames.

Capitals tell what is a name. German has them on every noun: there only two of them in a row are a name, and a single one never
fails. Scripts without capitals have no names here; their words count towards the support.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefing.ground.cited import Cited
from briefing.ground.dates import CALENDAR
from briefing.ground.figures import figures
from briefing.ground.peoples import COURTESIES, GROUPS, MOST_WORDS, OFFICES, is_ordinary, is_same_people
from briefing.ground.words import ACRONYM, FUNCTION, folded

MOST_CHARACTERS = 200_000  # of an article that is looked through; chosen
APART = 3  # words within which a surname follows its first name: "John F. Kennedy"; chosen
TITLE_CASE, TITLE_WORDS = (
    0.6,
    4,
)  # share of the long words with a capital in a headline, and how many it has at least; chosen
LONG = 4  # letters of such a word
CAPITALIZED_NOUNS = ("de", "lb")
INFLECTED = {
    "ru",
    "uk",
    "bg",
    "pl",
    "cs",
    "sk",
    "hr",
    "sr",
    "sl",
    "el",
    "fi",
    "hu",
    "et",
    "lv",
    "lt",
    "tr",
    "ro",
    "la",
    "de",
    "sv",
    "da",
    "nb",
    "no",
}
ROOT, ENDING = 3, 3  # letters that forms of a name share at least, and by which they may differ; chosen
NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ACRONYM_LETTERS = range(2, 7)
BETWEEN_INITIALS = frozenset(("of", "the", "and", "for", "on", "in", "de", "des", "du"))
BEGINS = re.compile(
    r"(?:^|[.!?:;…]['\"”’»)]*\s+|(?:^|[\s(])[\"“„«‘'»]+)[\"“„«‘'(\[¿¡]*$"
)  # what stands before the first word of something said
CODE = re.compile(r"\b(?:[A-Z][A-Za-z]{0,15}-?\d{1,6}[A-Za-z]{0,3}|\d{1,6}[A-Z][A-Za-z]{0,6})\b")
QUARTER = re.compile("Q([1-4])|([1-4])Q")
QUARTERS = ("first quarter", "second quarter", "third quarter", "fourth quarter")
LINKED = re.compile(r"[ \u00a0]|[-–]")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a text, folded: in order with a space around each, their places, those that it has in small letters, those in
    capitals alone, the initials of names of several words; and the text without its spaces and hyphens.
    """

    joined: str
    places: dict[str, tuple[int, ...]]
    small: frozenset[str]
    acronyms: frozenset[str]
    initials: frozenset[str]
    squeezed: str

    def has(self, name: str) -> bool:
        return f" {name} " in self.joined


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a claim with a capital. ``first``: it begins a sentence, where a capital says little."""

    text: str
    start: int
    end: int
    first: bool

    @property
    def folded(self) -> str:
        return folded(self.text)

    @property
    def is_acronym(self) -> bool:
        return self.text.removesuffix("s").isupper() and len(self.text) in ACRONYM_LETTERS


def fault(claim: str, cited: Cited) -> str:
    """The first name of the claim that no cited article has, in words for a reader; empty where they have all."""
    first = next(missing(claim, cited), "")
    return f'the name "{first}" is in no article it cites' if first else ""


def named(claim: str) -> list[str]:
    """The words of a claim that have a capital, and not because they begin a sentence."""
    return [word.text for run in _runs(claim) for word in run if not word.first]


def missing(claim: str, cited: Cited) -> Iterator[str]:
    """The names of the claim that no cited article has."""
    said = [said_by(text) for text in cited.texts]
    plain = ACRONYM.sub(lambda match: match[0].replace(".", ""), claim)
    yield from _codes(plain, said, cited.language)
    is_lenient = cited.is_foreign or cited.language in CAPITALIZED_NOUNS
    is_title = _is_title_case(plain)
    for run in _runs(plain):
        yield from _missing_of(run, said, cited.language, is_lenient=is_lenient)
        if not is_title:
            yield from _unjoined(run, said)


def _codes(claim: str, said: Sequence[Said], language: str) -> Iterator[str]:
    """Names with digits in them, such as A380 and Covid-19, that no text has."""
    numbers = {number.start for number in figures(claim, language)}
    for match in CODE.finditer(claim):
        if match.start() not in numbers and not any(_has_code(match[0], each) for each in said):
            yield match[0]


def _has_code(code: str, said: Said) -> bool:
    """Whether a text has a code, however it is spaced; Q3 as the third quarter; Covid-19 as Covid."""
    quarter = QUARTER.fullmatch(code)
    word = code.rstrip("0123456789-")
    return (
        _squeeze(code) in said.squeezed
        or (quarter is not None and said.has(QUARTERS[int(quarter[1] or quarter[2]) - 1]))
        or (len(word) > LONG and folded(word) in said.places)
    )


def _runs(claim: str) -> list[list[Word]]:
    """Words with a capital that stand beside each other."""
    runs: list[list[Word]] = []
    end = -1
    for match in NAME.finditer(claim):
        if match[0] == match[0].lower():
            continue
        word = Word(
            match[0], match.start(), match.end(), bool(BEGINS.search(claim[max(match.start() - 12, 0) : match.start()]))
        )
        is_next = (
            bool(runs) and not runs[-1][-1].text.endswith(("'s", "’s")) and LINKED.fullmatch(claim[end : match.start()])
        )
        if is_next:
            runs[-1].append(word)
        else:
            runs.append([word])
        end = match.end()
    return runs


def _missing_of(run: Sequence[Word], said: Sequence[Said], language: str, *, is_lenient: bool) -> Iterator[str]:
    """The words of a run that are names, stand in no text, and are not known there by another name."""
    known = _known_otherwise(run, said)
    for place, word in enumerate(run):
        if place in known or _says_nothing(word) or (word.first and _opens(word, language, alone=len(run) == 1)):
            continue
        if is_lenient and not word.is_acronym and (len(run) == 1 or word.first):
            continue
        if not any(_is_in(word, each, language) for each in said):
            yield word.text


def _says_nothing(word: Word) -> bool:
    plain = word.folded
    acronym = word.is_acronym and plain in ("us", "who", "it")
    return (plain in FUNCTION and not acronym) or plain in COURTESIES or plain in CALENDAR or len(plain) < 2


def _opens(word: Word, language: str, *, alone: bool) -> bool:
    """Whether the first word of a sentence may be no name."""
    if word.is_acronym or word.text[1:] != word.text[1:].lower():
        return False
    return is_ordinary(word.folded) if language in ("", "en") else alone


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
    return any(
        each in said.acronyms if each in ("us", "who", "la") else said.has(each) for each in GROUPS.get(name, ())
    )


def _is_in(word: Word, said: Said, language: str) -> bool:
    plain = word.folded
    if word.is_acronym and not {plain, plain.removesuffix("s")}.isdisjoint(said.acronyms | said.initials):
        return True
    if plain in said.places:
        return not (word.is_acronym and plain in FUNCTION)
    if is_same_in(plain, said):
        return True
    return language in INFLECTED and any(_is_form(plain, each) for each in said.places)


def is_same_in(plain: str, said: Said) -> bool:
    """Whether a text has the place of a people, the people of a place, or the other number of a noun."""
    head = plain[:LONG]
    return len(plain) >= LONG and any(each.startswith(head) and is_same_people(plain, each) for each in said.places)


def _is_form(one: str, other: str) -> bool:
    """Whether two words may be forms of one name, in a language that declines them."""
    shorter = min(len(one), len(other))
    common = max(ROOT, shorter - ENDING)
    return shorter >= ROOT and abs(len(one) - len(other)) <= ENDING and one[:common] == other[:common]


def _unjoined(run: Sequence[Word], said: Sequence[Said]) -> Iterator[str]:
    """Two words of a run that texts have, but nowhere beside each other: a first name with somebody else's surname."""
    for one, other in pairwise(run):
        if not (_is_part(one, said) and _is_part(other, said)) or any(
            _is_beside(one.folded, other.folded, each) for each in said
        ):
            continue
        yield f"{one.text} {other.text}"


def _is_part(word: Word, said: Sequence[Said]) -> bool:
    """Whether a word is a part of a longer name: no title, no people, no month, and no word that texts have in small letters."""
    plain = word.folded
    if (
        _says_nothing(word)
        or plain in OFFICES
        or plain in GROUPS
        or word.is_acronym
        or (word.first and is_ordinary(plain))
    ):
        return False
    return any(plain in each.places for each in said) and not any(plain in each.small for each in said)


def _is_beside(one: str, other: str, said: Said) -> bool:
    return any(
        0 < abs(there - here) <= APART for here in said.places.get(one, ()) for there in said.places.get(other, ())
    )


def _is_title_case(claim: str) -> bool:
    long = [word for word in NAME.findall(claim) if len(word) >= LONG]
    return len(long) >= TITLE_WORDS and sum(word[0].isupper() for word in long) >= TITLE_CASE * len(long)


def _squeeze(text: str) -> str:
    return re.sub(r"[\s-]", "", text).casefold()


def _initials(found: Sequence[str]) -> Iterator[str]:
    """The first letters of words with a capital in a row, small words between them aside: Bank of England, be."""
    run: list[str] = []
    for word in found:
        if word[0].isupper():
            run = [*run[-ACRONYM_LETTERS.stop + 2 :], folded(word)[:1]]
            yield from ("".join(run[start:]) for start in range(len(run) - 1))
        elif folded(word) not in BETWEEN_INITIALS:
            run = []


@lru_cache(maxsize=512)
def said_by(text: str) -> Said:
    """The words of a text as names are looked for in them."""
    plain = ACRONYM.sub(lambda match: match[0].replace(".", ""), text[:MOST_CHARACTERS])
    found = NAME.findall(plain)
    places: dict[str, list[int]] = {}
    for place, word in enumerate(found):
        places.setdefault(folded(word), []).append(place)
    return Said(
        f" {' '.join(folded(word) for word in found)} ",
        {word: tuple(each) for word, each in places.items()},
        frozenset(folded(word) for word in found if word == word.lower()),
        frozenset(folded(word) for word in found if word.isupper()),
        frozenset(_initials(found)),
        _squeeze(plain),
    )

"""Words with a capital: those of a claim that stand beside each other, and those of a text as names are looked for in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.ground.words import ACRONYM, folded, stem

MOST_CHARACTERS = 200_000  # of a text that is looked through; chosen
LETTERS = range(2, 7)  # of an acronym
BEFORE = 12  # characters in front of a word that say whether it begins something; chosen
NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
BETWEEN_INITIALS = frozenset(("of", "the", "and", "for", "on", "in", "de", "des", "du"))
BEGINS = re.compile(  # what stands before the first word of something said
    r"(?:^|[.!?:;…]['\"”’»)]*\s+|(?:^|[\s(])[\"“„«‘'»]+)[\"“„«‘'(\[¿¡]*$"
)
LINKED = re.compile(r"[ \u00a0]|[-–]")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a text, folded: in order with a space around each, their places, those that it has in small letters, those in
    capitals alone, the initials of names of several words, the stems of all; and the text without its spaces and hyphens.
    """

    joined: str
    places: dict[str, tuple[int, ...]]
    small: frozenset[str]
    acronyms: frozenset[str]
    initials: frozenset[str]
    stems: frozenset[str]
    squeezed: str

    def has(self, name: str) -> bool:
        return f" {name} " in self.joined


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a claim with a capital. ``first``: it begins a sentence, where a capital says little."""

    text: str
    first: bool

    @property
    def folded(self) -> str:
        return folded(self.text)

    @property
    def is_acronym(self) -> bool:
        return self.text.removesuffix("s").isupper() and len(self.text) in LETTERS


def runs(claim: str) -> list[list[Word]]:
    """Words with a capital that stand beside each other."""
    found: list[list[Word]] = []
    end = len(claim)  # of the last one; there is none yet
    for match in NAME.finditer(claim):
        if match[0] == match[0].lower():
            continue
        word = Word(match[0], bool(BEGINS.search(claim[max(match.start() - BEFORE, 0) : match.start()])))
        if LINKED.fullmatch(claim, end, match.start()) and not found[-1][-1].text.endswith(("'s", "’s")):
            found[-1].append(word)
        else:
            found.append([word])
        end = match.end()
    return found


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", text).casefold()


def _initials(found: Sequence[str]) -> Iterator[str]:
    """The first letters of words with a capital in a row, small words between them aside: Bank of England, be."""
    run: list[str] = []
    for word in found:
        if word[0].isupper():
            run = [*run[-LETTERS.stop + 2 :], folded(word)[:1]]
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
        frozenset(map(stem, places)),
        squeezed(plain),
    )

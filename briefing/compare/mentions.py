"""What the articles of a story count, and whether two of them count one thing. Pure.

What can be told from the words alone is told here; how alike two sentences are is for an encoder to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefing.compare.quantities import Quantity, numbers, quantities, stem
from briefing.prose import Line, lines
from briefing.types import Article

APART = timedelta(days=1)  # between two articles: of a later one the newer figure is rather an update
RATIO = 2.5  # between two figures of one thing; those farther apart were of two things, but for tolls of a first hour
FEW = 10  # below, "three parties" and "two parties" are rather some of them; but not of the dead and the hurt
SAME = 1.1  # between two that are one figure
MOST_SENTENCES = 80  # of an article; chosen
LANGUAGES = ("", "en")  # whose numbers and nouns are understood
MASK_BEFORE, MASK_AFTER = 90, 110  # characters around a number that say what it counts; chosen
NEAR_BEFORE, NEAR_AFTER = 70, 90
DENIED_BEFORE, DENIED_AFTER = 40, 45
# Never compared: of those among the 72 likeliest pairs of stories.jsonl.xz, before any rule on them, all but a few were of two things
MEASURES = {
    "percent", "percentage point", "dollar", "euro", "pound", "yen", "mile", "meter", "metre", "kilometer", "kilometre", "km", "foot", "feet",
    "inch", "degree", "crown", "mark", "krone", "krona", "franc", "rupee", "peso", "ruble", "rouble", "yuan", "cent", "ton", "tonne", "gram", "kilo",
    "kilogram", "liter", "litre",
}  # fmt: skip
NAME = re.compile(r"(?<=[\w,'’”\"(] )[A-Z][\w’-]+")
OTHER_TIME = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:last|next|previous|prior) (?:year|month|week|quarter)|\b(?:years?|months?|weeks?|decades?) (?:ago|earlier|before)\b"
    r"|\b(?:annual|yearly|monthly|weekly|daily|hourly|cumulative)|\b(?:a|per|each|every) (?:year|month|week|day|hour)\b"
)
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
DENIAL = re.compile(r"\b(?:not?|never|neither|nor|without|lack\w*)\b|n['’]t\b|\brefus|\breject")
WORD = re.compile(r"[a-z]{4,}")
STOP = {
    "that", "this", "with", "from", "have", "were", "been", "their", "they", "said", "says", "than", "more", "after", "about", "which", "would",
    "will", "could", "when", "while", "into", "over", "some", "also", "being", "during", "there", "under", "between", "including", "other", "least",
    "told", "according", "people",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity where it stands, with what its sentence says of it: words, names, days, and times other than the article's."""

    article: Article
    line: Line
    quantity: Quantity
    masked: str  # the number's surroundings without the number
    near: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    times: frozenset[str]
    days: frozenset[str]
    denied: bool  # whether it is counted for what it is not or has not
    figures: frozenset[float]  # all the larger numbers of its article, whatever they count

    @property
    def outlets(self) -> frozenset[str]:
        """Everyone who printed it."""
        return frozenset(self.article.outlets)

    def repeats(self, other: Mention) -> bool:
        """Whether both give one figure."""
        return self._is_of(other) and self.quantity.agrees(other.quantity) and self._ratio(other) <= SAME

    def is_known_to(self, other: Mention) -> bool:
        """Whether the other's article has this number too, perhaps without its noun: "640 people, of whom 380"."""
        return self.quantity.value in other.figures

    def rivals(self, other: Mention) -> bool:
        """Whether both may well be of one thing, as far as words can tell, and cannot both be true."""
        return (
            self._is_of(other)
            and self._ratio(other) <= RATIO
            and not self.quantity.agrees(other.quantity)
            and self._is_said_alike(other)
        )

    def _is_of(self, other: Mention) -> bool:
        mine, yours = self.quantity, other.quantity
        return (mine.kind, mine.role) == (yours.kind, yours.role)

    def _ratio(self, other: Mention) -> float:
        """The larger value in terms of the smaller one."""
        small, large = sorted((self.quantity.value, other.quantity.value))
        return large / small if small else float("inf")

    def _is_said_alike(self, other: Mention) -> bool:
        """Whether the sentences speak of one time, share a name where both have any, and a word beside what is counted."""
        mine, yours = self.quantity.modifiers, other.quantity.modifiers
        return (
            self.times == other.times
            and self.denied == other.denied
            and not _are_apart(self.days, other.days)
            and (mine - yours) <= other.words
            and (yours - mine) <= self.words
            and self._shares_words(other)
        )

    def _shares_words(self, other: Mention) -> bool:
        """Whether what befell those counted is the same, or two words beside them are, or one and a name."""
        if self.quantity.role:
            return True
        shared = len(self.near & other.near)
        large = max(self.quantity.value, other.quantity.value) >= FEW
        return large and (shared > 1 or (shared == 1 and not _are_apart(self.names, other.names)))


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both sets have members and share none."""
    return bool(one and other and not one & other)


def mentions(article: Article) -> list[Mention]:
    """What an article counts in whole sentences of its own; nothing where its language is not English, or its time unknown."""
    if article.language not in LANGUAGES or article.published is None:
        return []
    read = lines(article.text, "en", MOST_SENTENCES, article.title)
    figures = frozenset(value for line in read for value in numbers(line.text) if value >= 2 * FEW)
    return [
        _mention(article, line, quantity, figures)
        for line in read
        for quantity in _single(quantities(line.text))
        if quantity.kind not in MEASURES
    ]


def _single(found: Sequence[Quantity]) -> list[Quantity]:
    """Without those whose noun a sentence counts twice: "from 25 seats to 21 seats" is neither."""
    counts = Counter((quantity.kind, quantity.role, quantity.modifiers) for quantity in found)
    return [quantity for quantity in found if counts[quantity.kind, quantity.role, quantity.modifiers] == 1]


def _mention(article: Article, line: Line, quantity: Quantity, figures: frozenset[float]) -> Mention:
    text, start, end = line.text, quantity.start, quantity.end
    around = f"{text[max(start - NEAR_BEFORE, 0) : start]} {text[end : end + NEAR_AFTER]}"
    return Mention(
        article,
        line,
        quantity,
        masked=f"{text[max(start - MASK_BEFORE, 0) : start]}some {quantity.noun}{text[end : end + MASK_AFTER]}",
        near=_stems(around) - _stems(quantity.noun) - STOP,
        words=_stems(text),
        names=frozenset(name.removesuffix("’s").removesuffix("'s") for name in NAME.findall(text)),
        times=frozenset(OTHER_TIME.findall(text)),
        days=frozenset(WEEKDAY.findall(text)),
        denied=bool(DENIAL.search(text, max(start - DENIED_BEFORE, 0), end + DENIED_AFTER)),
        figures=figures,
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, WORD.findall(text.lower())))


def moment(mention: Mention) -> datetime:
    """When its article was published."""
    assert mention.article.published is not None
    return mention.article.published

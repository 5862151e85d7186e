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
ASIDE_BEFORE, ASIDE_AFTER = 40, 45  # that say whether it is denied, opposed or supposed; chosen
# Never compared: of those among the 72 likeliest pairs of stories.jsonl.xz, before any rule on them, all but a few were of two things
MEASURES = {
    "percent", "percentage point", "dollar", "euro", "pound", "yen", "mile", "meter", "metre", "kilometer", "kilometre", "km", "foot", "feet",
    "inch", "degree", "crown", "mark", "krone", "krona", "franc", "rupee", "peso", "ruble", "rouble", "yuan", "cent", "ton", "tonne", "gram", "kilo",
    "kilogram", "liter", "litre",
}  # fmt: skip
NAME = re.compile(r"(?<=[\w,'’”\"(] )[A-Z][\w’-]+")
SAYING = re.compile(r"(?:\b[A-Z][\w’'-]{0,30},? ){1,5}(?:said|says|told|counted|reported)\b")
OF_ITS_OWN = re.compile(
    r"\b([A-Z][\w’'-]{0,30}) (?:said|says) (?:it|its|they|their)\b"
)  # "Wend said it shot down 40 drones"
OTHER_TIME = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:last|next|previous|prior) (?:year|month|week|quarter)|\b(?:years?|months?|weeks?|decades?) (?:ago|earlier|before)\b"
    r"|\b(?:annual|yearly|monthly|weekly|daily|hourly|cumulative)|\b(?:a|per|each|every) (?:year|month|week|day|hour)\b"
    r"|\b(?:earlier|initially|at first|previously|originally|revised|such|since|overnight|alone|first half|second half)\b"
    r"|\b(?:first|second|third|fourth) quarter\b|\b(?:over|in|within) [a-z]{3,10} (?:hours|days|weeks|months)\b|\bweekend\b"
)
DAY = re.compile(  # "May" is too often a verb
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|November|December)\b"
)
MANNERS = {
    "denied": re.compile(
        r"\b(?:not?|never|neither|nor|nobody|none|without|lack\w*|surviv\w*)\b|n['’]t\b|\brefus|\breject",
        re.IGNORECASE,
    ),
    "everywhere": re.compile(
        r"\b(?:world|nation|country|state)-?wide\b|\bglobal\w*|\bacross the (?:world|country|nation|state)\b"
    ),
    "against": re.compile(r"\b(?:against|oppos\w*|opponents?)\b"),
    # what may come, is planned or can be held is another number than what there was; "May" is a month
    "supposed": re.compile(
        r"\b(?:will|would|could|may|might|can|capacity|plan(?:s|ned|ning)?|project(?:ed|s|ions?)|expect\w*|forecasts?|predict\w*|fear\w*|hop(?:e|es|ed|ing)"
        r"|aim(?:s|ed|ing)?|intend\w*|propos\w*|seek(?:s|ing)?|want(?:s|ed)?)\b"
    ),
}
PLACE = re.compile(
    r"\b[Ii](?:n|nside) (?:the [a-z]{1,12} of )?([A-Z][\w’-]+)|\b(?:[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Aa]cross|(?:city|town|village|district|province|state|region) of)"
    r" (?:the )?([A-Z][\w’-]+)"
)
WORD = re.compile(r"[a-z]{4,}")
STOP = {
    "that", "this", "with", "from", "have", "were", "been", "their", "they", "said", "says", "than", "more", "after", "about", "which", "would",
    "will", "could", "when", "while", "into", "over", "some", "also", "being", "during", "there", "under", "between", "including", "other", "least",
    "told", "according", "people", "official", "police", "ministry", "minister", "spokesman", "spokeswoman", "authority", "mayor", "governor",
    "agency", "statement", "reported", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
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
    subjects: frozenset[str]  # those of the names that stand before the number
    places: frozenset[str]
    times: frozenset[str]
    days: frozenset[str]
    manner: frozenset[str]  # of MANNERS: counted for what is not, is everywhere, is against it, may come
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
            and self.manner == other.manner
            and not _are_apart(self.days, other.days)
            and not _are_apart(self.places, other.places)
            and (mine - yours) <= other.words
            and (yours - mine) <= self.words
            and self._shares_words(other)
        )

    def _shares_words(self, other: Mention) -> bool:
        """Whether what befell those counted is the same, or a word beside them is, and no other names are said to have them."""
        if self.quantity.role not in ("", "voted"):
            return True
        shared = len(self.near & other.near)
        large = max(self.quantity.value, other.quantity.value) >= FEW
        is_other = _are_apart(self.names, other.names) or _are_apart(self.subjects, other.subjects)
        return large and shared > 0 and not is_other


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both sets have members and share none."""
    return bool(one and other and not one & other)


def mentions(article: Article) -> list[Mention]:
    """What an article counts in whole sentences of its own; nothing where its language is not English, or its time unknown."""
    if article.language not in LANGUAGES or article.published is None:
        return []
    read = lines(article.text, "en", MOST_SENTENCES, article.title)
    named = frozenset(name for line in read for name in NAME.findall(line.text))
    figures = frozenset(value for line in read for value in numbers(line.text) if value >= 2 * FEW)
    return [
        _mention(article, line, quantity, figures, named)
        for line in read
        for quantity in _single(quantities(line.text))
        if quantity.kind not in MEASURES
    ]


def _single(found: Sequence[Quantity]) -> list[Quantity]:
    """Without those whose noun a sentence counts twice: "from 25 seats to 21 seats" is neither."""
    counts = Counter((quantity.kind, quantity.role, quantity.modifiers) for quantity in found)
    return [quantity for quantity in found if counts[quantity.kind, quantity.role, quantity.modifiers] == 1]


def _mention(
    article: Article, line: Line, quantity: Quantity, figures: frozenset[float], named: frozenset[str]
) -> Mention:
    text, start, end = line.text, quantity.start, quantity.end
    around = f"{text[max(start - NEAR_BEFORE, 0) : start]} {text[end : end + NEAR_AFTER]}"
    about = text[max(start - ASIDE_BEFORE, 0) : end + ASIDE_AFTER]
    return Mention(
        article,
        line,
        quantity,
        masked=f"{text[max(start - MASK_BEFORE, 0) : start]}some {quantity.noun}{text[end : end + MASK_AFTER]}",
        near=_stems(around) - _stems(quantity.noun) - STOP,
        words=_stems(text),
        names=_names(text, named),
        subjects=_names(text[:start], named) | frozenset(OF_ITS_OWN.findall(text[:start])),
        places=frozenset(name for match in PLACE.finditer(text) for name in match.groups() if name),
        times=frozenset(OTHER_TIME.findall(text)),
        days=frozenset(DAY.findall(text)),
        manner=frozenset(name for name, pattern in MANNERS.items() if pattern.search(about)),
        figures=figures,
    )


def _names(text: str, named: frozenset[str]) -> frozenset[str]:
    """The names in a text but for those of days, and of who is said to say it; its first word if it is ``named`` elsewhere."""
    bare = DAY.sub("day", SAYING.sub("one said", text))
    first = [word for word in bare.split(" ", 1)[:1] if word in named]
    return frozenset(name.removesuffix("’s").removesuffix("'s") for name in (*first, *NAME.findall(bare)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, WORD.findall(text.lower())))


def moment(mention: Mention) -> datetime:
    """When its article was published."""
    assert mention.article.published is not None
    return mention.article.published

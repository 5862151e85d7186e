"""What a claim rests on: its words and numbers beside the passages of its story, and those that say most of it. Pure.

The encoder finds the first passage; what that leaves unsaid, words, numbers and names find. In languages that the encoder does
not know, words find all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from briefing.ground.figures import figures
from briefing.ground.names import named
from briefing.ground.numbers import holds
from briefing.ground.passages import Passage, passages
from briefing.ground.reading import Number
from briefing.ground.words import is_content, stem, words
from briefing.likeness import ENCODER_LANGUAGE
from briefing.types import Story

Vectors = NDArray[np.float32]

MOST_CITED = 3
ENCODED = 100  # passages of an article that are compared by the encoder; the others by words alone; chosen
BY_WORDS = 0.5  # what the share of a claim's words in a passage counts beside the cosine, for the first passage; chosen
NUMBER, NAME = 8.0, 1.5  # what a number weighs when passages are looked for, and a name times another word; chosen
EVEN = 1e-3  # what the cosine counts where words decide: it parts what they find alike
ENOUGH = 0.12  # share of a claim's weight that a further passage must add; chosen


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim in its words: the stems of all, those that say something, its numbers, and the stems of its names."""

    text: str
    stems: tuple[str, ...]
    content: tuple[str, ...]
    numbers: tuple[Number, ...]
    names: frozenset[str]


def wording(text: str, language: str) -> Wording:
    """The words of a claim. ``language`` is an ISO 639-1 code."""
    found = words(text)
    content = tuple(stem(word, language) for word in found if is_content(word, language) and not word[0].isdigit())
    names = frozenset(stem(word, language) for word in named(text))
    return Wording(text, tuple(stem(word, language) for word in found), content, figures(text, language), names)


@dataclass(frozen=True)
class Basis:
    """All that a story's articles say, in passages. ``story`` has one at least."""

    story: Story

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for article in self.story.articles for passage in passages(article))

    @cached_property
    def language(self) -> str:
        """Of its first article that names one; English where none does."""
        return next((article.language for article in self.story.articles if article.language), ENCODER_LANGUAGE)

    @cached_property
    def encoded(self) -> list[int]:
        """The places of the passages that are compared by the encoder."""
        counts: Counter[int] = Counter()
        found = []
        for place, passage in enumerate(self.passages):
            counts[id(passage.article)] += 1
            if counts[id(passage.article)] <= ENCODED:
                found.append(place)
        return found

    @cached_property
    def places(self) -> dict[str, frozenset[int]]:
        """In which passages each word stands."""
        found: dict[str, set[int]] = {}
        for place, passage in enumerate(self.passages):
            for word in passage.stems:
                found.setdefault(word, set()).add(place)
        return {word: frozenset(each) for word, each in found.items()}

    @cached_property
    def numbers(self) -> tuple[tuple[int, Number], ...]:
        """Every number of the passages, with the place of its passage."""
        return tuple(
            (place, number)
            for place, passage in enumerate(self.passages)
            for number in figures(passage.quote, passage.article.language or ENCODER_LANGUAGE)
        )

    def weight(self, word: str) -> float:
        """How well a word tells passages apart."""
        return log(1 + len(self.passages) / (len(self.places.get(word, ())) or 0.5))

    def needs(self, claim: Wording) -> list[tuple[float, frozenset[int]]]:
        """What a passage shall say of a claim: what it weighs, and in which passages it stands."""
        nowhere = frozenset[int]()
        said = [
            (self.weight(word) * (NAME if word in claim.names else 1.0), self.places.get(word, nowhere))
            for word in dict.fromkeys(claim.content)
        ]
        counted = [
            (NUMBER, frozenset(place for place, found in self.numbers if holds(claim.text, number, [found])))
            for number in claim.numbers
        ]
        return said + counted


def rests_on(claim: Wording, basis: Basis, likeness: Vectors) -> list[int]:
    """The places of the passages that a claim rests on, at most MOST_CITED, best first. ``likeness`` to each passage, or zeros."""
    needs = basis.needs(claim)
    total = sum(weight for weight, _ in needs) or 1.0
    share = np.zeros(len(basis.passages))
    for weight, places in needs:
        share[list(places)] += weight / total
    is_known = basis.language == ENCODER_LANGUAGE
    chosen = [int(np.argmax(likeness + BY_WORDS * share if is_known else share + EVEN * likeness))]
    while len(chosen) < MOST_CITED:
        more = _more(needs, chosen, len(basis.passages)) / total
        best = int(np.argmax(more + EVEN * likeness))
        if more[best] < ENOUGH:
            break
        chosen.append(best)
    return chosen


def _more(needs: Sequence[tuple[float, frozenset[int]]], chosen: Sequence[int], count: int) -> NDArray[np.float64]:
    """What each passage says of a claim that the chosen ones do not."""
    more = np.zeros(count)
    for weight, places in needs:
        if places.isdisjoint(chosen):
            more[list(places)] += weight
    return more

"""Grounding: each sentence that a model composed is held against its story's articles, cited, or given a reason to go. Pure.

One call of the encoder, and one of the judge, for all sentences of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from briefing.ground import dates, names, numbers, quotations, shape, support
from briefing.ground.basis import Basis, Wording, rests_on, wording
from briefing.ground.cited import Cited
from briefing.ground.passages import verbatim
from briefing.prose import is_furniture
from briefing.text import clean, detect_language
from briefing.types import Citation, Story, count_words

__all__ = ["ONLY_A_JUDGE", "Claim", "Encode", "Grounding", "Judge", "ground"]

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
Judge = Callable[[Sequence[tuple[str, str]]], Vectors]

CHECKS = (shape.fault, quotations.fault, numbers.fault, dates.fault, names.fault)  # in this order: one fault is told
ONLY_A_JUDGE = "it is in another language than its articles, where only a judge can hold it against them"
ENTAILED = 0.5  # of the judge, below which a sentence goes; chosen: where such a model says no rather than yes
# Share of a claim's words that its articles have, below which it is asked for its language, if it has so many; chosen
FOREIGN, FOREIGN_WORDS = 0.35, 8


@dataclass(frozen=True, slots=True)
class Claim:
    """A composed sentence about a story."""

    story: Story
    text: str


@dataclass(frozen=True, slots=True)
class Grounding:
    """What a claim rests on: one to three passages, best first, none only where its story has no text that may be cited.

    ``support`` is the probability that people would call it supported, from 0 to 1. ``fault`` is why it must not reach a reader,
    in words for the reader; empty where it holds.
    """

    citations: tuple[Citation, ...]
    support: float
    fault: str


def ground(claims: Sequence[Claim], encode: Encode, judge: Judge | None = None) -> list[Grounding]:
    """A grounding for each claim, in their order.

    ``encode`` gives unit vectors, shape (texts, dimension); ``judge`` probabilities that a passage entails a sentence.
    """
    quoted = [verbatim(claim.text, claim.story) for claim in claims]
    composed = [claim for claim, citation in zip(claims, quoted, strict=True) if citation is None]
    bases = {id(claim.story): Basis(claim.story) for claim in composed}
    vectors = _vectors(composed, list(bases.values()), encode) if composed else {}
    found = [
        Grounding((citation,), 1.0, _no_news(claim.text))
        if citation
        else _grounding(claim.text, bases[id(claim.story)], vectors)
        for claim, citation in zip(claims, quoted, strict=True)
    ]
    return _judged(claims, found, judge) if judge else found


def _no_news(text: str) -> str:
    """Why a sentence of an article is none for a brief, though the article has it word for word."""
    return "it is no news, but belongs to the page" if is_furniture(text) or shape.ADDRESS.search(text) else ""


def _vectors(claims: Sequence[Claim], bases: Sequence[Basis], encode: Encode) -> dict[str, Vectors]:
    """The vector of each claim, by its text, and of each passage that is compared with one."""
    texts = dict.fromkeys(basis.passages[place].quote for basis in bases for place in basis.encoded)
    texts |= dict.fromkeys(claim.text[: shape.MOST_CHARACTERS] for claim in claims)
    return dict(zip(texts, encode(list(texts)), strict=True))


def _grounding(text: str, basis: Basis, vectors: dict[str, Vectors]) -> Grounding:
    """What a composed claim rests on, how well, and its first fault."""
    if not basis.passages:
        return Grounding((), 0.0, "its story has no text that it could rest on")
    vector = vectors[text[: shape.MOST_CHARACTERS]]
    matrix = np.stack([vectors[basis.passages[place].quote] for place in basis.encoded])
    likeness = np.zeros(len(basis.passages), dtype=np.float32)
    likeness[basis.encoded] = matrix @ vector
    claim = wording(clean(text)[: shape.MOST_CHARACTERS], basis.language)
    chosen = rests_on(claim, basis, likeness)
    cited = Cited(tuple(basis.passages[place].citation for place in chosen), basis.language, _is_foreign(claim, basis))
    likely = support.measured(claim, basis, chosen, cited, support.rebuilt(vector, matrix))
    fault = next(filter(None, (check(text, cited) for check in CHECKS)), "")
    return Grounding(cited.passages, likely, fault or (ONLY_A_JUDGE if cited.is_foreign else _unsupported(likely)))


def _unsupported(likely: float) -> str:
    return "" if likely >= support.SUPPORTED else f"its articles do not seem to say it ({likely:.2f} of 1)"


def _is_foreign(claim: Wording, basis: Basis) -> bool:
    """Whether a claim is in another language than its articles: few of its words are theirs, and it reads like another one."""
    known = sum(word in basis.places for word in claim.stems)
    if known >= FOREIGN * len(claim.stems) or count_words(claim.text) < FOREIGN_WORDS:
        return False
    return detect_language(claim.text) not in ("", basis.language)


def _judged(claims: Sequence[Claim], found: list[Grounding], judge: Judge) -> list[Grounding]:
    """The groundings with what the judge says of those composed claims that hold so far, or that only it can tell of; it is
    asked once.
    """
    asked = [place for place, each in enumerate(found) if each.fault in ("", ONLY_A_JUDGE) and each.support < 1]
    pairs = [(" ".join(citation.quote for citation in found[place].citations), claims[place].text) for place in asked]
    judged = list(found)
    for place, likely in zip(asked, judge(pairs) if pairs else (), strict=True):
        no = f"its passages do not say it, by the judge ({likely:.2f} of 1)"
        judged[place] = replace(found[place], fault=no if likely < ENTAILED else "")
    return judged

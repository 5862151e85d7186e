"""Makes a summary of what a model wrote: what does not hold goes, the length is mended, and where nothing is left, the
extractive writer tells the story. Pure: sentences and vectors in, a summary out; no sentence is ever cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from briefing.summarize.candidates import Offer
from briefing.summarize.drafts import Draft
from briefing.summarize.evidence import content
from briefing.summarize.extractive import picked
from briefing.summarize.salience import SUPPORT, TITLES
from briefing.summarize.selection import Candidates, Told, add, bounds, fill, fit
from briefing.types import TOLERANCE, Length, Removed, Sentence, Summary, Writing, count_words

Unsupported = Literal["replace", "drop"]
SAYS_AGAIN = "it says again what was said before"
NOTHING_HELD = "no sentence that the model wrote held"
NO_LENGTH = "what the model wrote could not be brought to the length"
# At which a composed sentence says what an earlier one said: the likeness of the two, and the share of its long words and numbers that the
# other has too, for small models say one sentence again with another name in it. Chosen.
SAME_SENTENCE, SAME_WORDS = 0.9, 0.75


@dataclass(frozen=True, slots=True)
class Checked:
    """A composed sentence with its citations and its vector; ``fault`` is why no reader may have it, empty where it holds."""

    sentence: Sentence
    vector: NDArray[np.float32] = field(repr=False)
    fault: str = ""

    @property
    def words(self) -> int:
        return count_words(self.sentence.text)

    @property
    def content(self) -> frozenset[str]:
        """Its long words and numbers."""
        return content(self.sentence.text)


def settle(
    offer: Offer, length: Length, draft: Draft, checked: Sequence[Checked], unsupported: Unsupported, writer: str
) -> Summary:
    """The summary of a story that a model told in ``draft``, whose sentences are ``checked``."""
    plain = picked(offer, length)
    if offer.candidates is None:
        return plain
    told = _without_repetition(checked)
    if draft.failure or not any(not each.fault for each in told):
        return _fallen(plain, draft, told, draft.failure or NOTHING_HELD)
    telling = _Telling(tuple(told), replaces=unsupported == "replace")
    mended = _mended(telling, offer, offer.candidates, length)
    if mended is None and plain.short:
        longest = _as_long_as_it_goes(telling, offer, offer.candidates, length)
        told_words = sum(count_words(sentence.text) for sentence in longest.sentences)
        mended = longest if told_words >= plain.words * (1 - TOLERANCE) else None
    if mended is None:
        return _fallen(plain, draft, told, NO_LENGTH)
    return replace(plain, sentences=mended.sentences, writer=writer, writing=mended.writing(draft), note="")


def _fallen(plain: Summary, draft: Draft, told: Sequence[Checked], failure: str) -> Summary:
    removed = tuple(Removed(each.sentence.text, each.fault) for each in told if each.fault)
    tokens = {"prompt_tokens": draft.prompt_tokens, "new_tokens": draft.new_tokens}
    return replace(plain, writing=Writing(draft.text, removed, failure=failure, **tokens))


def _without_repetition(checked: Sequence[Checked]) -> list[Checked]:
    """The same, a sentence that tells what an earlier one told marked so."""
    told: list[Checked] = []
    for each in checked:
        again = any(not other.fault and _is_said_by(each, other) for other in told)
        told.append(replace(each, fault=each.fault or (SAYS_AGAIN if again else "")))
    return told


def _is_said_by(each: Checked, other: Checked) -> bool:
    words, said = each.content, other.content
    return float(other.vector @ each.vector) >= SAME_SENTENCE or len(words & said) >= SAME_WORDS * max(1, len(words))


@dataclass(frozen=True, slots=True)
class _Telling:
    """Sentences on their way to a summary: those of the model in their order, ``cut`` ones among them, and those of the
    articles that come beside them.
    """

    told: tuple[Checked, ...]
    cut: frozenset[int] = frozenset()
    added: tuple[Sentence, ...] = ()
    replaces: bool = True  # whether what is added may stand in the place of what went

    @property
    def kept(self) -> list[int]:
        return [place for place, each in enumerate(self.told) if not each.fault and place not in self.cut]

    @property
    def faulty(self) -> list[int]:
        return [place for place, each in enumerate(self.told) if each.fault]

    @property
    def words(self) -> int:
        return sum(self.told[place].words for place in self.kept)

    @property
    def said(self) -> Told:
        """What the model's sentences say."""
        kept = [self.told[place] for place in self.kept]
        vectors = np.stack([each.vector for each in kept]) if kept else None
        return Told(self.words, " ".join(each.sentence.text for each in kept), vectors)

    @property
    def _instead(self) -> dict[int, Sentence]:
        """Which of the articles' sentences stands in which removed one's place: the first come first."""
        return dict(zip(self.faulty, self.added, strict=False)) if self.replaces else {}

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        instead, kept = self._instead, set(self.kept)
        here = [self.told[place].sentence if place in kept else instead.get(place) for place in range(len(self.told))]
        return (*(sentence for sentence in here if sentence), *self.added[len(instead) :])

    def writing(self, draft: Draft) -> Writing:
        instead = self._instead
        removed = tuple(
            Removed(
                self.told[place].sentence.text, self.told[place].fault, instead[place].text if place in instead else ""
            )
            for place in self.faulty
        )
        filled = len(self.added) - len(instead)
        return Writing(draft.text, removed, len(self.cut), filled, "", draft.prompt_tokens, draft.new_tokens)


def _mended(telling: _Telling, offer: Offer, candidates: Candidates, length: Length) -> _Telling | None:
    """Sentences that keep the length: the least salient go where there are too many words, those of the articles come where
    there are too few, and more of the model's go where none of the articles' fit beside them. None where nothing does.
    """
    if length.unit == "sentences":
        return _counted(telling, offer, candidates, int(length.amount))
    low, high = bounds(length)
    if not telling.replaces:  # nothing comes in the place of what went
        low -= sum(telling.told[place].words for place in telling.faulty)
    for place in (None, *_least_salient_first(telling, offer, candidates)):
        if place is not None:
            telling = replace(telling, cut=telling.cut | {place})
        if telling.kept and telling.words < low:
            chosen = fill(candidates, low, high, telling.said)
            telling = replace(telling, added=tuple(offer.sentence(i) for i in chosen))
        if telling.kept and (telling.added or low <= telling.words <= high):
            return telling
    return None


def _as_long_as_it_goes(telling: _Telling, offer: Offer, candidates: Candidates, length: Length) -> _Telling:
    """What the model wrote of a story that has too little for its length, with all that its articles have besides."""
    _, high = bounds(length)
    order = _least_salient_first(telling, offer, candidates)
    while telling.words > high and len(telling.kept) > 1:
        telling = replace(telling, cut=telling.cut | {order[len(telling.cut)]})
    return replace(telling, added=tuple(offer.sentence(i) for i in fit(candidates, high, telling.said)))


def _counted(telling: _Telling, offer: Offer, candidates: Candidates, count: int) -> _Telling:
    """The same for a length in sentences."""
    order = _least_salient_first(telling, offer, candidates)
    over = max(0, len(telling.kept) - count)
    telling = replace(telling, cut=frozenset(order[:over]))
    wanted = count - len(telling.kept) - (0 if telling.replaces else len(telling.faulty))
    if wanted <= 0:
        return telling
    return replace(telling, added=tuple(offer.sentence(i) for i in add(candidates, wanted, telling.said)))


def _least_salient_first(telling: _Telling, offer: Offer, candidates: Candidates) -> list[int]:
    """The model's sentences by what they tell: their likeness to the titles, and to the nearest sentence of each article."""
    kept = telling.kept
    vectors = np.stack([telling.told[place].vector for place in kept])
    likeness = vectors @ candidates.vectors.T
    numbers = np.unique(candidates.articles)
    nearest = np.stack([likeness[:, candidates.articles == number].max(1) for number in numbers])
    worth = TITLES * (vectors @ offer.titles.T).mean(1) + SUPPORT * nearest.mean(0)
    return [kept[i] for i in np.argsort(worth, kind="stable")]

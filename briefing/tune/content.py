"""What a story holds, and what share of it a summary covers. Pure, but for the encoder that it is given.

Coverage is the facility location function of Lin and Bilmes (2011, "A class of submodular functions for document
summarization"): each sentence of the articles is covered as far as the sentence of the summary that is most like it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.summarize.candidates import Encode, Offer, Vectors, offers
from briefing.summarize.salience import Weigh, by_hand
from briefing.types import Length, Story

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Content:
    """A story's sentences that may be told. ``vectors``: unit vectors, shape (sentences, dimension); ``shares``: how much of the
    whole each is, adding up to 1.
    """

    vectors: Vectors
    shares: Shares


def contents(stories: Sequence[Story], longest: Length, encode: Encode, weigh: Weigh = by_hand) -> list[Content | None]:
    """What each story holds that a summary of up to the ``longest`` length may tell; None where it has no prose.

    All stories are encoded together.
    """
    found = offers(stories, [longest] * len(stories), encode, weigh)
    return [_content(offer) for offer in found]


def _content(offer: Offer) -> Content | None:
    candidates = offer.candidates
    if candidates is None:
        return None
    by = [offer.story.articles[article].outlets for article in candidates.articles]
    weights = importance(candidates.salience) * said_by(candidates.vectors, by)
    return Content(candidates.vectors, weights / weights.sum())


def importance(salience: Shares) -> Shares:
    """The weight of each sentence by its salience, whatever its sign and scale: the softmax of its standard score.

    On 60 stories of stories.jsonl.xz 40 words cover 74 % so, and 200 words 86 %. By the hand-set salience 45 words covered 60 %, and
    47 % with salience over the story's least for a weight: a tenth of the articles' sentences says most of what matters.
    """
    spread = float(salience.std())
    scores = (salience - salience.mean()) / spread if spread else np.zeros(len(salience))
    weights: Shares = np.exp(scores - scores.max())
    return weights


def said_by(vectors: Vectors, outlets: Sequence[Sequence[str]]) -> Shares:
    """How many outlets say each sentence: 1 for its own, and of every other one the likeness to its nearest sentence.

    ``outlets``: those that printed the article of each sentence.
    """
    said = np.zeros(len(vectors))
    for outlet in dict.fromkeys(name for names in outlets for name in names):
        own = np.array([outlet in names for names in outlets])
        nearest = (vectors @ vectors[own].T).max(1)
        said += np.where(own, 1.0, np.clip(nearest, 0.0, 1.0))
    return said


def coverage(content: Content, told: Vectors) -> float:
    """The share of a story's content, from 0 to 1, that sentences with these vectors tell; 0 for none."""
    if not len(told):
        return 0.0
    nearest = np.clip((content.vectors @ told.T).max(1), 0.0, 1.0)
    return float(content.shares @ nearest)

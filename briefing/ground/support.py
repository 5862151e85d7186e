"""How likely it is that people would call a claim supported, by what speaks for it and against it. Pure.

A logistic regression over a few features; `python -m benchmarks.support --fit` prints its weights.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.ground import names, numbers
from briefing.ground.basis import Basis, Wording
from briefing.ground.cited import Cited
from briefing.ground.words import NEGATIONS, stem
from briefing.likeness import ENCODER_LANGUAGE

Vectors = NDArray[np.float32]

NEAREST = 8  # passages that a claim's vector is put together from; 4 or 20 of them are as good
MOST_WRONG, MOST_DENIED, MOST_MANNERS = 2, 2, 2  # counted at most; chosen
MANNER = re.compile(r"\b[^\W\d_]{2,}ly\b")  # "happily": what a model adds of its own
# AUROC on seven sets of faithfulness.jsonl.xz by weights from the other sets, their mean, and xsumfaith alone: 0.707 and 0.770 at 0, 0.700 and
# 0.799 at a third, 0.695 and 0.799 at half, 0.686 and 0.783 at 1
WORDS_SHARE = 1 / 3
# How many numbers and names are wrong; how much of the claim its story says; denials that its passages do not have; adverbs that its story
# does not have. The mean is 0.597, 0.679, 0.688 and 0.693 without each of them. What gave nothing beside these stands in docs/decisions.md.
FEATURES = ("wrong", "said", "denied", "manners")


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over FEATURES."""

    intercept: float
    weights: tuple[float, float, float, float]


# Fitted on all 5,620 rows of faithfulness.jsonl.xz, both answers counted alike: so 0.5 is as likely as not, where as many sentences are
# supported as are not. AUROC entfa_xsum 0.918, xsumfaith 0.803, goyal21_xsum 0.662, summedits of calls 0.770, podcasts 0.652, dialogues 0.598, papers
# 0.545; by weights from the other sets 0.916, 0.799, 0.662, 0.768, 0.642, 0.591, 0.525. `python -m benchmarks.support` measures it.
BY_VECTORS = Model(-1.61, (-1.34, 2.94, -0.63, -0.48))  # "said" is mixed()
BY_WORDS = Model(-0.67, (-1.34, 1.71, -0.61, -0.39))  # "said" is said(); measured on English alone
# On the three sets of news, both answers counted alike, precision and recall: at 0.40 0.653 and 0.894, at 0.45 0.675 and 0.885, at 0.50 0.687 and
# 0.845, at 0.55 0.731 and 0.794; with the exact checks at 0.45 0.693 and 0.812, at 0.50 0.707 and 0.775.
# A good sentence that is refused costs the reader an outlet's own in its place, a wrong one that passes costs his trust.
SUPPORTED = 0.55
UNMEASURED = 0.5  # as likely as not: nothing was measured on it


def evidence(
    claim: Wording, basis: Basis, chosen: Sequence[int], cited: Cited, share: float
) -> tuple[float, float, float, float]:
    """The FEATURES of a claim that rests on the ``chosen`` passages of its story, which say ``share`` of it."""
    near = {word for place in chosen for word in basis.passages[place].stems}
    wrong = [*numbers.missing(claim.text, cited), *names.missing(claim.text, cited)]
    denied = sum(word in NEGATIONS and word not in near for word in claim.stems)
    manners = sum(stem(word) not in basis.places for word in MANNER.findall(claim.text.casefold()))
    return (
        float(min(len(wrong), MOST_WRONG)),
        share,
        float(min(denied, MOST_DENIED)),
        float(min(manners, MOST_MANNERS)),
    )


def rebuilt(claim: Vectors, passages: Vectors) -> float:
    """How much of a claim's unit vector the nearest passages span, from 0 to 1: the length of its projection."""
    nearest = passages[np.argsort(-(passages @ claim))[:NEAREST]].astype(np.float64)
    shares, *_ = np.linalg.lstsq(nearest.T, claim.astype(np.float64), rcond=None)
    return float(np.linalg.norm(shares @ nearest))


def measured(claim: Wording, basis: Basis, chosen: Sequence[int], cited: Cited, rebuilt_: float) -> float:
    """The support of a claim; UNMEASURED where it is in another language than its articles."""
    if cited.is_foreign:
        return UNMEASURED
    share = said(claim, basis)
    if basis.language != ENCODER_LANGUAGE:
        return probability(evidence(claim, basis, chosen, cited, share), BY_WORDS)
    return probability(evidence(claim, basis, chosen, cited, mixed(rebuilt_, share)), BY_VECTORS)


def said(claim: Wording, basis: Basis) -> float:
    """The share of a claim's words that its story has."""
    return sum(word in basis.places for word in claim.content) / max(1, len(claim.content))


def mixed(rebuilt_: float, share: float) -> float:
    """How much of a claim its story says, by the encoder and by words."""
    return (1 - WORDS_SHARE) * rebuilt_ + WORDS_SHARE * share


def probability(features: Sequence[float], model: Model) -> float:
    """The support of a claim with these features, from 0 to 1."""
    total = model.intercept + sum(weight * value for weight, value in zip(model.weights, features, strict=True))
    return 1 / (1 + math.exp(-total))

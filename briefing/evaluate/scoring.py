"""Summaries to their scores, many at a time: the encoder is asked once for all of them. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.evaluate.citing import Citing, citing
from briefing.evaluate.corpus import Gold
from briefing.evaluate.extraction import extraction
from briefing.evaluate.measures import Encode, cut_sentences, keeps_length, redundancy, support
from briefing.evaluate.metrics import Scores
from briefing.evaluate.rouge import Rouge, rouge, rouge_1
from briefing.text import sentences
from briefing.types import Summary

UNKNOWN = Rouge(math.nan, math.nan, math.nan)
Vectors = Mapping[str, NDArray[np.float32]]  # the unit vector of each text


@dataclass(frozen=True, slots=True)
class Measured:
    """A summary, what people wrote of its story (None where nobody did), and whether the story has enough sentences for its length."""

    summary: Summary
    gold: Gold | None = None
    fits: bool = True


@dataclass(frozen=True, slots=True)
class _Likeness:
    whole: float
    matched: float


def scored(told: Sequence[Measured], encode: Encode) -> list[Scores]:
    """The scores of each summary, in their order."""
    summaries = [each.summary for each in told]
    texts = list(dict.fromkeys(text for each in told for text in _texts(each)))
    vectors = dict(zip(texts, encode(texts), strict=True))
    supports, citings = support(summaries, encode), citing(summaries, encode)
    return [
        _scores(each, vectors, *found) for each, found in zip(told, zip(supports, citings, strict=True), strict=True)
    ]


def _texts(told: Measured) -> Iterator[str]:
    """What is compared by vectors."""
    yield told.summary.text
    yield from _said(told.summary)
    for reference in told.gold.references if told.gold else ():
        yield reference
        yield from _split(reference, told.gold)


def _said(summary: Summary) -> list[str]:
    return [sentence.text for sentence in summary.sentences]


def _split(reference: str, gold: Gold | None) -> list[str]:
    return [span.string for span in sentences(reference, gold.language if gold else "")]


def _scores(told: Measured, vectors: Vectors, supported: float, cited: Citing) -> Scores:
    summary, drawn = told.summary, extraction(told.summary)
    found, likeness = _rouge(told), _likeness(told, vectors)
    return Scores(
        rouge1=found.one,
        rouge2=found.two,
        rouge_l=found.longest,
        similarity=likeness.whole,
        matched=likeness.matched,
        headline=_headline(told),
        told=float(bool(summary.sentences)),
        words=summary.words,
        kept=float(keeps_length(summary)) if told.fits else math.nan,
        cut=cut_sentences(summary),
        compression=drawn.compression,
        density=drawn.density,
        coverage=drawn.coverage,
        redundancy=redundancy(_stacked(_said(summary), vectors)),
        support=supported,
        recall=cited.recall,
        precision=cited.precision,
        failed=float(bool(summary.writing.failure)) if summary.writing else math.nan,
    )


def _rouge(told: Measured) -> Rouge:
    return rouge(_said(told.summary), told.gold.references, told.gold.language) if told.gold else UNKNOWN


def _headline(told: Measured) -> float:
    if not told.gold or not told.gold.headline:
        return math.nan
    return rouge_1(told.summary.headline, told.gold.headline, told.gold.language)


def _likeness(told: Measured, vectors: Vectors) -> _Likeness:
    """The likeness to the reference that is most like it; 0 for a summary without sentences."""
    if not told.gold:
        return _Likeness(math.nan, math.nan)
    said = _said(told.summary)
    if not said:
        return _Likeness(0.0, 0.0)
    whole = vectors[told.summary.text]
    return _Likeness(
        max(float(whole @ vectors[each]) for each in told.gold.references),
        max(_matched(said, _split(each, told.gold), vectors) for each in told.gold.references),
    )


def _matched(said: Sequence[str], wanted: Sequence[str], vectors: Vectors) -> float:
    """F1 of greedy matching, sentence by sentence (Zhang et al. 2020, BERTScore, does it word by word)."""
    likeness = np.maximum(0, _stacked(said, vectors) @ _stacked(wanted, vectors).T)
    precision, recall = float(likeness.max(1).mean()), float(likeness.max(0).mean())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _stacked(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    return np.stack([vectors[text] for text in texts]) if texts else np.zeros((0, 0), dtype=np.float32)

"""What can be said of a summary without a reference: whether it keeps its length, repeats itself, and holds. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from briefing.evaluate.filling import comes_to
from briefing.gate import ENDS
from briefing.ground import Claim, ground
from briefing.ground.passages import verbatim
from briefing.prose import SHARED, Line, lines
from briefing.types import TOLERANCE, Article, Length, Sentence, Story, Summary, count_words

EXACT = 6  # digits: 100 words times 1.15 are 114.99999999999999 in floating point, and 115 words keep that length

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


def redundancy(vectors: Vectors) -> float:
    """The mean over a summary's sentences of the likeness to the most like of its others; 0 for fewer than two.

    ``vectors``: unit vectors, shape (sentences, dimension).
    """
    if len(vectors) < 2:
        return 0.0
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    return float(likeness.max(1).mean())


def bounds(length: Length) -> tuple[float, float]:
    """The least and the most that keep a length: in sentences where those are asked for, else in words."""
    wanted = length.amount if length.unit == "sentences" else length.words
    return wanted * (1 - TOLERANCE), round(wanted * (1 + TOLERANCE), EXACT)


def keeps_length(summary: Summary) -> bool:
    """Whether a summary is as long as it was asked to be, within TOLERANCE."""
    low, high = bounds(summary.asked)
    return low <= summary.got <= high


def fits(story: Story, length: Length) -> bool:
    """Whether a story has enough sentences for this length: some choice of them comes to it, within TOLERANCE."""
    texts = [line.text for article in story.articles for line in tellable(article)]
    sizes = [1] * len(texts) if length.unit == "sentences" else [count_words(text) for text in texts]
    return comes_to(sizes, *bounds(length))


def tellable(article: Article) -> list[Line]:
    """The sentences of an article that may stand in a summary, among its first SHARED."""
    return lines(article.text, article.language or "en", SHARED, article.title, article.excerpt)


def cut_sentences(summary: Summary) -> int:
    """How many sentences of a summary are not whole: without an end, or a piece of an article's sentence."""
    return sum(_is_cut(sentence, summary.story) for sentence in summary.sentences)


def _is_cut(sentence: Sentence, story: Story) -> bool:
    return not ENDS.search(sentence.text) or (sentence.verbatim and verbatim(sentence.text, story) is None)


def support(summaries: Sequence[Summary], encode: Encode) -> list[float]:
    """The mean support of each summary's sentences, from 0 to 1, by :mod:`briefing.ground`; NaN for one without sentences.

    What an article says word for word has 1. All other sentences are measured in one batch.
    """
    asked = [
        (place, sentence.text)
        for place, summary in enumerate(summaries)
        for sentence in summary.sentences
        if not sentence.verbatim
    ]
    found = ground([Claim(summaries[place].story, text) for place, text in asked], encode)
    likely = {key: each.support for key, each in zip(asked, found, strict=True)}
    return [
        mean([likely.get((place, sentence.text), 1.0) for sentence in summary.sentences])
        for place, summary in enumerate(summaries)
    ]


def mean(values: Sequence[float]) -> float:
    """Their mean; NaN of none."""
    return sum(values) / len(values) if values else math.nan

"""What is measured of a summary, by name: what each figure says, how it is shown, and which way is better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one summary; NaN where one says nothing: no reference, no citation, too few sentences for the length."""

    rouge1: float
    rouge2: float
    rouge_l: float
    similarity: float
    matched: float
    headline: float
    told: float
    words: float
    kept: float
    cut: float
    compression: float
    density: float
    coverage: float
    redundancy: float
    support: float
    recall: float
    precision: float
    failed: float


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of Scores by its ``name``; what it ``says``. Shares, F1 and likeness are shown ``times`` 100; with so many ``digits``."""

    name: str
    label: str
    says: str
    times: int = 100
    digits: int = 1
    better: Literal["more", "less", ""] = ""

    def shown(self, value: float | None) -> str:
        """A value as people read it; a dash for none."""
        return "–" if value is None or math.isnan(value) else f"{value * self.times:.{self.digits}f}"

    def signed(self, value: float | None) -> str:
        """A difference, with its sign."""
        return "–" if value is None or math.isnan(value) else f"{value * self.times:+.{self.digits}f}"


METRICS = (
    Metric("rouge1", "ROUGE-1", "words in common with the reference, F1", digits=2, better="more"),
    Metric("rouge2", "ROUGE-2", "pairs of words in common with the reference, F1", digits=2, better="more"),
    Metric("rouge_l", "ROUGE-L", "longest common subsequences of the sentences with the reference (Lsum), F1", digits=2, better="more"),
    Metric("similarity", "similarity", "cosine of the encoder's vectors of summary and reference", better="more"),
    Metric("matched", "matched", "each sentence with the likest of the reference and the other way, as BERTScore does with words, F1", better="more"),
    Metric("headline", "headline", "ROUGE-1 of the headline", better="more"),
    Metric("told", "told", "stories whose summary has a sentence", better="more"),
    Metric("kept", "length kept", "summaries within 15 % of the length, of the stories that have the sentences for it", better="more"),
    Metric("cut", "cut sentences", "sentences of a summary that are not whole", times=1, digits=2, better="less"),
    Metric("words", "words", "words of a summary", times=1),
    Metric("compression", "compression", "words of the articles to one of the summary", times=1),
    Metric("density", "density", "words of the fragment of an article that a word stands in", times=1),
    Metric("coverage", "coverage", "words that stand in fragments of the articles"),
    Metric("redundancy", "redundancy", "likeness of a sentence to the likest other one of its summary", better="less"),
    Metric("support", "support", "how likely people would call a sentence supported by its articles", better="more"),
    Metric("recall", "cite recall", "sentences that their cited passages support", better="more"),
    Metric("precision", "cite precision", "citations that their sentence, which is supported, is not supported without, or is supported by alone", better="more"),
    Metric("failed", "model failed", "summaries that a model was asked for and did not bring about", better="less"),
)  # fmt: skip
METRIC = {metric.name: metric for metric in METRICS}

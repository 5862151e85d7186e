"""ROUGE F1 (Lin 2004) by ``rouge-score``, the only place that knows it; and the oracle's gain in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.errors import InputError
from briefing.ground.words import words
from briefing.text import sentences

ENGLISH = ("", "en")
KINDS = ("rouge1", "rouge2", "rougeLsum")
REMEDY = "run: pip install 'briefing[evaluate]'"


@dataclass(frozen=True, slots=True)
class Rouge:
    """F1 from 0 to 1 of single words, pairs of words, and the longest common subsequences of the sentences."""

    one: float
    two: float
    longest: float


def rouge(told: Sequence[str], references: Sequence[str], language: str = "en") -> Rouge:
    """ROUGE of the sentences that are told against each reference; of several references, the best one's for each kind.

    English is stemmed by Porter's rules. Other languages are compared word by word, as ``rouge-score`` itself knows no letters
    but those of English.
    """
    scorer = _scorer(language)
    split = ["\n".join(span.string for span in sentences(text, language)) for text in references]
    found = scorer.score_multi(split, "\n".join(told))
    return Rouge(*(found[kind].fmeasure for kind in KINDS))


def rouge_1(told: str, reference: str, language: str = "en") -> float:
    """ROUGE-1 of one line against another, as of headlines."""
    return rouge([told], [reference], language).one


def tokens(text: str, language: str = "en") -> list[str]:
    """The words of a text as ROUGE compares them."""
    found: list[str] = _tokenizer(language).tokenize(text)
    return found


@cache
def _scorer(language: str) -> Any:
    expect_installed()
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(KINDS, tokenizer=_tokenizer(language))


@cache
def _tokenizer(language: str) -> Any:
    expect_installed()
    from rouge_score.tokenizers import DefaultTokenizer

    return DefaultTokenizer(use_stemmer=True) if language in ENGLISH else Words()


def expect_installed() -> None:
    """InputError with what to install, where ROUGE cannot be measured."""
    try:
        import rouge_score  # noqa: F401
    except ImportError as error:
        raise InputError("ROUGE is measured by the package rouge-score, which is not installed", REMEDY) from error


class Words:
    """The words of any language, as ``rouge-score`` asks for them."""

    def tokenize(self, text: str) -> list[str]:
        """In their order, folded."""
        return [word.casefold() for word in words(text)]


class Gain:
    """What each of a story's sentences adds to ROUGE-1 and ROUGE-2 against a reference, beside those that are chosen.

    Pairs of words that reach from one sentence into the next are not seen.
    """

    def __init__(self, texts: Sequence[str], reference: str, language: str = "en") -> None:
        own = [tokens(text, language) for text in texts]
        self._parts = [_Overlap(own, tokens(reference, language), size) for size in (1, 2)]

    def worth(self, chosen: Sequence[int]) -> NDArray[np.float64]:
        """ROUGE-1 plus ROUGE-2 of the chosen sentences with each sentence beside them, shape (sentences,)."""
        both: NDArray[np.float64] = np.sum([part.f1(chosen) for part in self._parts], axis=0)
        return both


class _Overlap:
    """How many of a reference's n-grams each sentence has, and of how many its own are."""

    def __init__(self, tokens: Sequence[Sequence[str]], gold: Sequence[str], size: int) -> None:
        wanted = Counter(_grams(gold, size))
        place = {gram: number for number, gram in enumerate(wanted)}
        self._wanted = np.array(list(wanted.values()), dtype=np.int64)
        self._had = np.zeros((len(tokens), len(wanted)), dtype=np.int64)
        for row, each in enumerate(tokens):
            for gram in _grams(each, size):
                if gram in place:
                    self._had[row, place[gram]] += 1
        self._sizes = np.array([max(0, len(each) - size + 1) for each in tokens])

    def f1(self, chosen: Sequence[int]) -> NDArray[np.float64]:
        had = self._had + self._had[list(chosen)].sum(0)
        hits = np.minimum(had, self._wanted).sum(1)
        total = self._sizes + self._sizes[list(chosen)].sum() + self._wanted.sum()
        f1: NDArray[np.float64] = 2 * hits / np.maximum(1, total)
        return f1


def _grams(tokens: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return list(zip(*(tokens[start:] for start in range(size)), strict=False))

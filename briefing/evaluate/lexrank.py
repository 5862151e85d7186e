"""LexRank (Erkan and Radev 2004) by ``sumy``, the only place that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from briefing.errors import InputError
from briefing.evaluate.rouge import ENGLISH, REMEDY
from briefing.ground.words import words

FEWEST = 3  # sentences that can be ranked: of two, no word of either tells them apart


class Words:
    """Our words for sumy, whose own tokenizer wants a download."""

    def to_words(self, text: str) -> list[str]:
        """In their order."""
        return words(text)


def lexrank(texts: Sequence[str], language: str = "en") -> list[int]:
    """The places of a story's sentences, the most central first. English is stemmed and its commonest words do not count."""
    if len(texts) < FEWEST:
        return list(range(len(texts)))
    summarizer, document = _summarizer(language), _document(texts)
    ranked: list[int] = []

    def all_of_them(rated: Sequence[Any]) -> Sequence[Any]:
        ranked.extend(each.order for each in rated)
        return rated

    with np.errstate(invalid="ignore"):  # where no two sentences share a word
        summarizer(document, all_of_them)
    return ranked


def _summarizer(language: str) -> Any:
    try:
        stemmers, lex_rank, shared = (_part(name) for name in ("nlp.stemmers", "summarizers.lex_rank", "utils"))
    except ImportError as error:
        raise InputError("LexRank is ranked by the package sumy, which is not installed", REMEDY) from error
    is_english = language in ENGLISH
    made = lex_rank.LexRankSummarizer(stemmers.Stemmer("english") if is_english else stemmers.null_stemmer)
    made.stop_words = shared.get_stop_words("english") if is_english else ()
    return made


def _document(texts: Sequence[str]) -> Any:
    model = _part("models.dom")
    return model.ObjectDocumentModel([model.Paragraph([model.Sentence(text, Words()) for text in texts])])


def _part(name: str) -> Any:
    """A module of sumy, which has no types."""
    return import_module(f"sumy.{name}")

"""What readers write to name texts: a word, a phrase, or a /regular expression/; matched in any case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

SEARCHED = 100_000  # characters of a text that are looked through; chosen
# Characters that a reader's own expression is tried on: /\d+ dead/ takes 26 s for 100,000 digits in a row, and 0.26 s for these.
# Of the articles of archive.jsonl.xz 9.5 % are longer, of stream.jsonl.xz 3.9 %
TRIED = 10_000


def first_match(wishes: Iterable[str], text: str) -> str | None:
    """The first of ``wishes`` that is in ``text``, as the reader wrote it; None where none is."""
    return next((wish for wish in wishes if _is_in(wish, text)), None)


def _is_in(wish: str, text: str) -> bool:
    expression = _compiled(wish)
    return expression.search(text[:TRIED]) is not None if expression else has_phrase(wish, text)


def has_phrase(phrase: str, text: str) -> bool:
    """Whether a word or a phrase is in ``text``; slashes around it mean nothing here, as it may come from a title."""
    words = phrase.split()
    if not words or words[0].casefold() not in _folded(text):  # 300 articles, 10 phrases: 0.18 against 1.00 s
        return False
    return _whole(phrase).search(text[:SEARCHED]) is not None


def complaint(wish: str) -> str:
    """What is wrong with a wish, in words; empty where it can be matched."""
    if not wish.strip():
        return "an empty word is in every text: leave it out"
    expression = expression_of(wish)
    try:
        matches_nothing = expression is not None and re.compile(expression).search("") is not None
    except (re.error, OverflowError, RecursionError) as error:
        return f"{wish} is no regular expression: {error}"
    return f"{wish} is in every text: it matches where there is nothing" if matches_nothing else ""


def expression_of(wish: str) -> str | None:
    """The regular expression between the slashes of a wish; None where it is a word or a phrase."""
    return wish[1:-1] if len(wish) > 1 and wish[0] == wish[-1] == "/" else None


@lru_cache(maxsize=1000)
def _compiled(wish: str) -> re.Pattern[str] | None:
    """The expression of a wish, in any case; None for a word or a phrase."""
    expression = expression_of(wish)
    return None if expression is None else re.compile(expression, re.IGNORECASE)


@lru_cache(maxsize=1000)
def _whole(phrase: str) -> re.Pattern[str]:
    """A phrase of whole words, in any case and with any white space between them."""
    words = r"\s+".join(map(re.escape, phrase.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return text[:SEARCHED].casefold()

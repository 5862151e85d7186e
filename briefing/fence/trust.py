"""Which sentences of a text a model and a reader may be given: all but those that instruct a model, and what they bring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefing.fence.disguise import plain
from briefing.fence.instructions import instructing
from briefing.text import Span, sentences
from briefing.types import count_words

# Of 342,549 sentences of real news (8,621 articles of archive.jsonl.xz, stories.jsonl.xz and multilingual.jsonl.xz) 41 are taken for
# orders and 44 go with them, in 39 articles. All 41 were read: 13 report something, the others are appeals, quotations and comments.
MOST_CHARACTERS = 1000  # of a sentence that a model is given: longer ones are lists and tables; chosen
BLOCK = 5  # paragraphs that an opened block of a prompt goes on at most, where nothing closes it; chosen
OPENS = re.compile(
    r"<\|?im_start|<start_of_turn|\[inst\]|<<sys>>|\[(?:system|assistant|user)\]|<(?:system|assistant|user|instructions?|prompt)>"
    r"|\bbegin (?:\w+ )?(?:override|instructions?|prompt|system)"
)
CLOSES = re.compile(
    r"<\|?im_end|<end_of_turn|\[/inst\]|<</sys>>|\[/(?:system|assistant|user)\]|</(?:system|assistant|user|instructions?|prompt)>"
    r"|\bend (?:\w+ )?(?:override|instructions?|prompt|system)"
)
POINTS_BACK = re.compile(
    r"\b(?:sentences?|lines?|words?|claims?|statements?|paragraphs?) (?:above|before this)\b"
    r"|\b(?:above|previous|preceding) (?:sentence|line|words|claim|statement|paragraph)\b"
)
HEADING = re.compile(r"(?::|#{2,}[^.!?]*|>|\]|-{3}|={3})\W*$")  # what follows such a line belongs to it


def trusted(spans: Sequence[Span]) -> list[Span]:
    """The sentences of one text, as `sentences` gives them, without those that try to instruct a model.

    What an order brings goes with it: the rest of its paragraph, the next one behind a colon or a heading, everything up to
    the mark that closes a block, and the sentence before where the order points at it.
    """
    orders = instructing([span.string for span in spans])
    if not orders:
        return list(spans)
    kept: list[Span] = []
    shut = -1  # the last paragraph of which nothing is taken any more
    for place, span in enumerate(spans):
        if place in orders:
            order = plain(span.string)
            closes = CLOSES.search(order) and not OPENS.search(order)
            shut = span.paragraph if closes else max(shut, span.paragraph + _reach(order))
            if POINTS_BACK.search(order) and kept and kept[-1] is spans[place - 1]:
                kept.pop()
        elif span.paragraph > shut:
            kept.append(span)
    return kept


def _reach(order: str) -> int:
    """How many paragraphs beyond its own an order goes on."""
    opened = OPENS.search(order)
    if opened and not CLOSES.search(order, opened.end()):
        return BLOCK
    return int(bool(HEADING.search(order)))


def without_orders(text: str, language: str = "en") -> str:
    """A short text, such as a title, without the sentences that try to instruct a model and those after them."""
    spans = sentences(text, language)
    kept = trusted(spans)
    return text if len(kept) == len(spans) else " ".join(span.string for span in kept)


def whole_sentences(strings: Iterable[str], words: int) -> str:
    """The first of the sentences that are together no more than so many words, each of them whole.

    One that is longer than that alone, or than any sentence is, is left out and does not end the text.
    """
    kept: list[str] = []
    left = words
    for string in (string for string in strings if len(string) <= MOST_CHARACTERS and count_words(string) <= words):
        left -= count_words(string)
        if left < 0:
            break
        kept.append(" ".join(string.split()))
    return " ".join(kept)

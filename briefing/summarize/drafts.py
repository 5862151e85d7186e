"""What a model wrote, as sentences, or why nothing can be made of it. Pure: an answer in, a draft out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.errors import ModelError
from briefing.text import clean, sentences
from briefing.types import Answer

MOST_CHARACTERS = 20_000  # of an answer that are looked at: more than any summary has; chosen
REPEATED = 0.5  # share of its sentences that a text has said before, from which on it runs in circles; chosen
LETTERS = 0.6  # share of letters, digits and spaces in a text, below which it is garbled; chosen
LABEL = re.compile(
    r"^\W{0,3}(?:(?:(?:sure|certainly|okay|of course)[!,.:]\s+)?here(?:['’]s| is| are)\b[^.:\n]{0,80}:\s+|(?:sure|certainly|okay|of course)[!:]\s+|(?:summary|headline|title|answer|brief)\s*:\s*)",
    re.IGNORECASE,
)
MARKUP = re.compile(r"^\s*[-*•#>]+\s+|\*\*|__|`+", re.MULTILINE)
NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+", re.MULTILINE)
ABBREVIATED = re.compile(r"(?:\b\w\.){2,}$")  # a headline may end in "U.S."
UNSTOPPED = ("th", "lo", "my", "km")  # languages whose sentences have no stop
REFUSAL = re.compile(
    r"^\W{0,3}(?:i(?:['’]m| am) (?:sorry|unable|not able)|sorry\b|i (?:cannot|can['’]t|won['’]t|will not|do not have|don['’]t have)|as an? (?:ai|language model)|unfortunately, i)",
    re.IGNORECASE,
)
END = re.compile(r"[.!?。！？।۔؟][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole sentences of what a model wrote, with its ``text`` as it came; ``failure`` says why there are none."""

    sentences: tuple[str, ...] = ()
    text: str = ""
    failure: str = ""
    prompt_tokens: int = 0
    new_tokens: int = 0

    def after(self, others: Sequence[Draft]) -> Draft:
        """The draft with the tokens of those that it was made from."""
        read, new = sum(each.prompt_tokens for each in others), sum(each.new_tokens for each in others)
        return replace(self, prompt_tokens=self.prompt_tokens + read, new_tokens=self.new_tokens + new)


def draft(answer: Answer | ModelError, language: str = "en") -> Draft:
    """What can be used of an answer: its whole sentences, each once, without labels and markup."""
    if isinstance(answer, ModelError):
        return Draft(failure=answer.what)
    text = clean(answer.text[:MOST_CHARACTERS]).strip()
    told = [span.string for span in sentences(_plain(text), language)]
    whole = told if answer.whole else told[:-1]
    ended = [string for string in whole if END.search(string) or language in UNSTOPPED]
    distinct = list(dict.fromkeys(" ".join(string.split()) for string in ended))
    failure = _failure(text, ended, len(distinct))
    kept = () if failure else tuple(distinct)
    return Draft(kept, text, failure, answer.prompt_tokens, answer.new_tokens)


def line(answer: Answer | ModelError, language: str = "en") -> Draft:
    """What can be used of an answer that is to be one line without a full stop, a headline: its first sentence."""
    if isinstance(answer, ModelError):
        return Draft(failure=answer.what)
    text = clean(answer.text[:MOST_CHARACTERS]).strip()
    told = sentences(_plain(text), language)
    whole = told[:1] if answer.whole or len(told) > 1 else []
    first = " ".join(span.string.strip(" \"“”«»'‘’") for span in whole)
    failure = _failure(text, [first] if first else [], bool(first))
    kept = () if failure else (first if ABBREVIATED.search(first) else first.rstrip(".。"),)
    return Draft(kept, text, failure, answer.prompt_tokens, answer.new_tokens)


def _plain(text: str) -> str:
    """A text without markup, without the numbers of a list of two lines or more, and without a label before it."""
    unmarked = MARKUP.sub("", text)
    return LABEL.sub("", NUMBERED.sub("", unmarked) if len(NUMBERED.findall(unmarked)) > 1 else unmarked)


def _failure(text: str, told: Sequence[str], distinct: int) -> str:
    """Why a text is of no use; empty where it is."""
    if not text:
        return "the model wrote nothing"
    if REFUSAL.search(text):
        return "the model refused"
    if sum(each.isspace() or unicodedata.category(each)[0] in "LMN" for each in text) < LETTERS * len(text):
        return "the model wrote no text"
    if distinct < len(told) * (1 - REPEATED) or _circles(text):
        return "the model repeated itself"
    return "" if told else "the model finished no sentence"


def _circles(text: str) -> bool:
    """Whether half of a text is one and the same three words again and again."""
    words = text.casefold().split()
    threes = Counter(zip(words, words[1:], words[2:], strict=False))
    return len(words) >= 24 and max(threes.values()) * 3 > len(words) * REPEATED

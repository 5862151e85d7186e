"""Whether a claim is a sentence that may stand in a brief at all, whatever it says: no fragment, no babble, no address, no talk of itself."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from briefing.ground.cited import Cited
from briefing.prose import QUOTED

MOST_CHARACTERS = 1000  # of a sentence; no pattern is tried on more
STOPS = ".!?…。！？।۔።"
CLOSING = "\"'”’»)]）」』"
ADDRESS = re.compile(
    r"https?:|\bwww\.|\b[\w.+-]{1,64}@[\w-]{1,63}\.\w|(?<![\w.])@\w{2}|\b[\w-]{2,63}\.(?:com|org|net|gov|edu|info|io|co\.uk)\b",
    re.IGNORECASE,
)
BROKEN = re.compile(
    "[\ud800-\udfff\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f]|\\[UNK\\]|<(?:unk|pad|s|/s|\\|)|(?:â€|Ã[\u0080-\u00bf])|``|\\\\n"
)
MARKS = re.compile(r"[^\w\s]{5,}|(?:[^\w\s]\s){5,}|([^\W\d])\1{5}")  # a run without letters, or of one alone
MARKUP = re.compile(r"^\s{0,9}(?:[-*#•>|]|\d{1,2}[.)]\s)|\*\*|__|</?\w{1,10}>|\[\d{1,3}\]|\{\{?|\}\}?")
WORD = re.compile(r"\w+")
REPEATED = re.compile(r"\b(\w{2,30})(?:\W{1,3}\1\b){2,}", re.IGNORECASE)  # the same word three times in a row
RUN, LONGEST, MOST_RUNS = 3, 8, 2  # words of a phrase, and how often a sentence may have the shortest; chosen
FEW_LETTERS = 0.5  # share of characters, spaces aside, that are letters or digits at least; chosen
ITSELF = re.compile(
    r"\b(?:as an ai\b|ai (?:language )?(?:model|assistant)|language model|i(?: am|'m|’m) (?:sorry|unable|an ai)"
    r"|i (?:cannot|can't|can’t|could not) (?:help|assist|provide|fulfil|summari[sz]e)"
    r"|here(?: is|'s|’s| are) (?:\w+ ){0,4}(?:summary|summaries|sentences?|brief|overview|version|translation|headlines?)\b"
    r"|(?:in|to) (?:summary|summari[sz]e|conclusion|sum up)\b|(?:summary|headline|output|answer|note|title|response|sentence \d)\s?:"
    r"|(?:article|source|passage|outlet) (?:\d{1,2}|one|two|three)\b"
    r"|(?:the|this|these|both|each|all|first|second|provided|given|above|following|two|three) (?:provided |given |news |above )?(?:articles?|passages?|summary|summaries|snippets?)\b"
    r"|(?:the|this|given|provided) (?:text|document|report|piece|story) (?:says|discusses|describes|mentions|states|explains|provides|highlights|covers|concludes|talks|summari[sz]es)\b"
    r"|according to the (?:text|document|sources? provided|information provided)|\(\d+ words|word count"
    r"|(?:sure|certainly|of course)[!,] (?:here|i)\b|let me know if|feel free to|i hope this|would you like (?:me|a)\b"
    r"|(?:der|dieser|im|laut dem) (?:artikel|text)\b|(?:l['’]|cet |les |ces )articles?\b|(?:el|este|los|según el) (?:artículos?|texto)\b)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\barticle \d{1,3}\b", re.IGNORECASE)  # also of a treaty


def fault(claim: str, cited: Cited) -> str:
    """What is wrong with a sentence by itself, in words for a reader; empty where nothing is."""
    plain = claim.strip()
    if not plain:
        return "there is nothing in it"
    if len(plain) > MOST_CHARACTERS:
        return f"it is longer than any sentence, with {len(plain):,} characters"
    if ADDRESS.search(plain):
        return "it has an address in it"
    if is_garbled(plain):
        return "it is garbled"
    if any(not _is_news(match[0].casefold(), cited) for match in ITSELF.finditer(QUOTED.sub(" ", plain))):
        return "it speaks of itself or of the articles, not of the news"
    return "" if plain.rstrip(CLOSING + " ").endswith(tuple(STOPS)) else "it does not end like a sentence"


def _is_news(phrase: str, cited: Cited) -> bool:
    """Whether its passage says it, or an article of a treaty is meant."""
    if NUMBERED.fullmatch(phrase):
        return any(phrase in text.casefold() for text in cited.texts)
    last = phrase.rsplit(maxsplit=1)[-1].removesuffix("s")  # the articles of an impeachment, a passage through the ice
    return any(last in text.casefold() for text in cited.quotes)


def is_garbled(sentence: str) -> bool:
    """Whether it repeats itself, is cluttered with marks, or has characters that something broke."""
    if BROKEN.search(sentence) or MARKS.search(sentence) or MARKUP.search(sentence):
        return True
    solid = [unicodedata.category(character)[0] for character in sentence if not character.isspace()]
    if sum(kind in "LMN" for kind in solid) < FEW_LETTERS * len(solid) or "L" not in solid:
        return True
    spoken = QUOTED.sub(" ", sentence)
    return bool(REPEATED.search(spoken)) or _repeats(WORD.findall(spoken.casefold()))


def _repeats(words: list[str]) -> bool:
    """Whether a phrase comes again and again, or the same longer one right after itself."""
    runs = Counter(zip(*(words[start:] for start in range(RUN)), strict=False))
    if any(count > MOST_RUNS for count in runs.values()):
        return True
    return any(
        words[start : start + size] == words[start + size : start + 2 * size]
        for size in range(RUN, LONGEST + 1)
        for start in range(len(words) - 2 * size + 1)
    )

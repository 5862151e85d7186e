"""Which sentences try to instruct a model: a few rules over what is said to that end, the same for every language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from briefing.fence.disguise import MARKS, disguised, in_words, plain, readings
from briefing.fence.tongues import ENGLISH, TONGUES, Tongue
from briefing.types import UNSPACED

NEAR, FAR = 40, 80  # characters between the parts of an order; chosen: within a clause, within a sentence
# Where an English order may begin: its verbs look like other forms of them. Behind a mark, or a word that leads to one
BEGIN = (
    r"(?:^|[^\w\s',-]\s{0,3}|, |\b(?:please|now|then|and|so|must|should|shall|(?:you|is|have|need|sure|remember) to|also|just|kindly|instead"
    r"|first|simply|you|always|only) {1,3})"
)
OPENING = r"^\W{0,3}(?:(?:please|now|just|instead|simply|then|bitte|s'il vous plait|por favor|per favore)\b,? )*"
TURN = (
    "system|assistant|user|human|developer|admin|administrator|ai|instruction|instructions|prompt|response|input|output"
)
TURNS = rf"(?:^|[^\w\s-]\s?)(?:{TURN})(?: (?:message|note|prompt|update|override))?\s?(?::(?!//)|\](?!\()|>)"
TURN_PHRASES = tuple(f"{who}{mark}" for who in TURN.split("|") for mark in (":", " message:", " note:", " update:"))
SEND = "send|post|upload|forward|submit|email|transmit|append|visit|open|fetch|load|call|browse|navigate to|click|go to"
LINK = rf"{BEGIN}(?:{SEND})\b.{{0,{FAR}}}?https?:"
# Letters that stood apart, all as far from each other
JOINED = re.compile("(?:ignore|disregard|forget)(?:all|the|any|your)*(?:previous|prior|above|earlier|instruct|prompt)")
SIGNS = ("<", "[", "##", "---", "===", '"role"')
# Tokens of chat templates, marks around prompts, hidden markup, pictures that report what their address says
TOKENS = (
    r"<\|[^<>|\n]{1,40}\|>|<\|?(?:im_|start_of|end_of|begin_of|eot|fim_)|</?s>|<</?sys>>|\[/?(?:inst|system|assistant|user|tool_\w+|\w+_prompt)\]"
    r"|</?(?:system|assistant|user|human|think|thinking|instructions?|prompt|article|document|tool_call|summary|unk|pad|mask)\b[^<>]{0,60}>"
    r"|<!--|<[a-z][^<>]{0,200}(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0|\shidden\b)"
    r"|#{2,}\s?(?:system|instructions?|new|user|assistant|response|input|prompt|task)\b|[-=]{3}\s?(?:end|begin|system|new)\b|!\[[^\]]{0,100}\]\("
    r'|"role"\s?:\s?"(?:system|user|assistant)"'
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and the phrases of which every line that it finds has one: of whole words, unless they stand ``anywhere``.

    The patterns of all tongues take 80 ms to compile, and most texts need none: each is compiled where it is first needed.
    """

    phrases: tuple[str, ...]
    pattern: str
    anywhere: bool = False

    def finds(self, line: str) -> bool:
        return _compiled(self.pattern).search(line) is not None


_compiled = cache(re.compile)


def instructing(strings: Sequence[str]) -> set[int]:
    """Which of the strings, by their places, try to instruct a model; none of them has a line feed."""
    text = plain("\n".join(strings))
    lines = text.split("\n")
    words = frozenset(in_words(text).split(" "))
    found = _found(text, lines, words)
    if disguised(text, words):
        found |= {place for place, line in enumerate(lines) if any(map(_instructs, readings(line)))}
    return found


def _instructs(reading: str) -> bool:
    return bool(JOINED.search(reading) or _found(reading, [reading], frozenset(in_words(reading).split(" "))))


def _found(text: str, lines: Sequence[str], words: frozenset[str]) -> set[int]:
    """The places of the lines that a rule finds. What is rare is looked for first: a word, its phrase, then the pattern."""
    found: set[int] = set()
    for phrase, rules in _sought(text, words):
        if phrase in text:
            suspects = [place for place, line in enumerate(lines) if phrase in line]
            found |= {place for place in suspects if any(rule.finds(lines[place]) for rule in rules)}
    return found


def _sought(text: str, words: frozenset[str]) -> Iterator[tuple[str, Sequence[Rule]]]:
    """The phrases that the text may have, by the words that it has."""
    index = _index()
    for word in index.words & words:
        for phrase, rules in index.by_word[word].items():
            if words.issuperset(_words(phrase)):
                yield phrase, rules
    yield from index.anywhere.items()
    if not text.isascii() and UNSPACED.search(text):
        yield from index.unspaced.items()


@dataclass(frozen=True, slots=True)
class Index:
    """The rules by their phrases: those with words by the longest of these, those that stand anywhere, those of scripts
    that are written without spaces.
    """

    words: frozenset[str]
    by_word: Mapping[str, Mapping[str, Sequence[Rule]]]
    anywhere: Mapping[str, Sequence[Rule]]
    unspaced: Mapping[str, Sequence[Rule]]


@cache
def _index() -> Index:
    by_word: dict[str, dict[str, list[Rule]]] = {}
    anywhere: dict[str, list[Rule]] = {}
    unspaced: dict[str, list[Rule]] = {}
    for tongue in TONGUES:
        for rule in _rules(tongue):
            for phrase in rule.phrases:
                place = anywhere if rule.anywhere else unspaced
                if tongue.spaced and not rule.anywhere:
                    place = by_word.setdefault(max(reversed(_words(phrase)), key=len), {})
                place.setdefault(phrase, []).append(rule)
    return Index(frozenset(by_word), by_word, anywhere, unspaced)


@cache
def _words(phrase: str) -> tuple[str, ...]:
    return tuple(in_words(phrase).split())


def _rules(tongue: Tongue) -> Iterator[Rule]:
    said = {name: _unmarked(getattr(tongue, name)) for name in Tongue.__slots__ if name != "spaced"}

    def rule(sought: str, pattern: str) -> Rule:
        return Rule(tuple(said[sought].split("|")), pattern)

    def one_of(*names: str) -> str:
        return _one_of([phrase for name in names for phrase in said[name].split("|")], tongue.spaced)

    begin = BEGIN if tongue is ENGLISH else ""
    near, far = f".{{0,{NEAR}}}?", f".{{0,{FAR}}}?"
    must_say = one_of("must") + far + one_of("say")
    reading = f"{one_of('reading')}.{{0,10}}?{one_of('text')}|{one_of('text')}.{{0,10}}?{one_of('reading')}"
    yield rule("always", one_of("always"))
    yield rule("opening", OPENING + one_of("opening"))
    yield rule("ignore", begin + one_of("ignore") + far + one_of("orders", "before"))
    yield rule("target", begin + one_of("say") + far + one_of("target"))
    yield rule("own", one_of("own") + far + one_of("must"))
    yield rule("summary", one_of("summary") + far + must_say)
    yield rule(
        "machine", one_of("machine") + near + f'(?:{reading}|{must_say}(?:\\s*[:"]|{far}{one_of("target", "own")}))'
    )
    yield rule("machine", f"(?:{reading})" + near + one_of("machine") + near + one_of("must"))
    yield rule("any", one_of("any") + near + must_say)
    yield rule("machine", one_of("note") + near + one_of("machine") + r"\s*(?:[:!]|- |only\b|that\b|who\b|which\b)")
    yield rule("machine", one_of("whether") + near + one_of("machine") + "(?=[,:]|$)")
    yield rule("machine", one_of("are") + near + one_of("machine"))
    yield rule("hush", one_of("hush") + far + one_of("whom", "orders", "own"))
    yield rule("void", one_of("orders") + near + one_of("void"))
    if tongue is ENGLISH:
        yield from (
            Rule(SIGNS, TOKENS, anywhere=True),
            Rule(TURN_PHRASES, TURNS),
            Rule(("http",), LINK),
        )


def _one_of(phrases: Sequence[str], spaced: bool) -> str:
    edge = r"\b" * spaced
    return f"{edge}(?:{'|'.join(re.escape(phrase) + edge * phrase[-1].isalnum() for phrase in phrases)})"


def _unmarked(phrases: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKD", phrases)).casefold()

"""Whether what a claim puts in quotation marks is quoted so in an article that it cites, and of the one who said it.

Letter by letter, but for white space, the kind of the marks, and the point or comma that a sentence sets before the last one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from briefing.ground.cited import Cited
from briefing.ground.peoples import OPENERS
from briefing.ground.words import FUNCTION, folded
from briefing.types import UNSPACED

MOST_CHARACTERS = 200_000  # of an article that is looked through; chosen
DOUBLE, SINGLE = "“”„‟«»＂〝〞", "‘’‚‛‹›`´"
ALIKE = str.maketrans(
    dict.fromkeys(DOUBLE, '"') | dict.fromkeys(SINGLE, "'") | {"「": '"', "」": '"', "『": '"', "』": '"'}
)
MARK = {'"': re.compile('"'), "'": re.compile(r"(?<!\w)'|'(?!\w)")}  # a single one that is no apostrophe within a word
OUTSIDE = frozenset(" \n([-–—/,:：，'\"") | {""}  # what may stand before a quotation
INSIDE = " \n.,;:!?)]"  # what no quotation begins with
SET = " .,;:!?…'\"。，！？"  # what the sentence around a quotation may set at its ends
DECADE = re.compile(r"\d\ds\b")  # '90s
SAID = r"(?:said|says|told|tweeted|wrote|added|added that|warned|explained|argued|insisted|claimed|declared|announced)"
SPEAKER = re.compile(
    rf"\b([A-Z][\w'-]{{1,30}}) {SAID}\b|\b{SAID} (?:[a-z]{{1,20}} ){{0,2}}(?:[A-Z][\w'-]{{1,30}} ){{0,3}}([A-Z][\w'-]{{1,30}})"
)
NEAR = 600  # characters around a quotation in which its speaker is named: two or three sentences; chosen
SPOKEN = 4  # words of a quotation that is speech and no title or single word; chosen


def fault(claim: str, cited: Cited) -> str:
    """The first quotation of the claim that no cited article has, in words for a reader; empty where they have all."""
    plain = alike(claim)
    texts = [alike_whole(text) for text in cited.texts]
    for quoted in quotations(plain):
        around = [near for text in texts for near in _around(quoted, text)]
        if not around:
            return f'the quotation "{quoted}" is in no article it cites, letter by letter and in quotation marks'
        speaker = _speaker(plain, quoted)
        if speaker and not any(speaker in near for near in around):
            return f'the quotation "{quoted}" stands nowhere near the name "{speaker}"'
    return ""


def alike(text: str) -> str:
    """The text with one kind of double and one of single quotation marks, and one kind of space; line breaks stay."""
    plain = (
        unicodedata.normalize("NFC", text)
        .replace("« ", "«")
        .replace(" »", "»")
        .replace("«\u00a0", "«")
        .replace("\u00a0»", "»")
    )
    return re.sub(r"[^\S\n]+", " ", plain.replace("''", '"').replace("``", '"').translate(ALIKE))


@lru_cache(maxsize=512)
def alike_whole(text: str) -> str:
    """An article's text, made alike."""
    return alike(text[:MOST_CHARACTERS])


@lru_cache(maxsize=512)
def _stretches(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text has something between quotation marks, paragraph by paragraph."""
    return tuple(
        (line.start() + start, line.start() + end)
        for line in re.finditer(r"[^\n]+", text)
        for mark in MARK
        for start, end in _marked(line[0], mark)
    )


def quotations(text: str) -> list[str]:
    """What stands between quotation marks, without what the sentence sets at their ends. Marks are alike already.

    A double mark that has no other reaches to the end, or from the beginning.
    """
    found = [text[start:end].strip(SET) for mark in MARK for start, end in _marked(text, mark)]
    return [quoted for quoted in found if len(quoted) > 1 and any(map(str.isalnum, quoted))]  # rock 'n' roll


def _marked(text: str, mark: str) -> Iterator[tuple[int, int]]:
    begun: int | None = None
    for match in MARK[mark].finditer(text):
        place = match.start()
        is_unspaced = begun is None and (
            text[place - 1 : place + 2] == f" {mark} " or bool(UNSPACED.match(text[max(place - 1, 0) : place]))
        )
        if is_unspaced or (_opens(text, place) and (begun is None or mark == '"')):
            begun = place + 1
        elif begun is not None or mark == '"':
            yield begun or 0, place
            begun = None
    if begun is not None and mark == '"':
        yield begun, len(text)


def _opens(text: str, place: int) -> bool:
    """Whether a mark begins something: nothing, a space or a bracket before it, something behind it."""
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    return before in OUTSIDE and bool(after) and after not in INSIDE and not DECADE.match(text, place + 1)


def _around(quoted: str, text: str) -> Iterator[str]:
    """The surroundings of each place where a text has these letters, whole words of them, between quotation marks."""
    place = text.find(quoted)
    while place >= 0:
        end = place + len(quoted)
        if _is_whole(text, place, end) and any(start <= place and end <= stop for start, stop in _stretches(text)):
            yield text[max(place - NEAR, 0) : end + NEAR]
        place = text.find(quoted, end)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch cuts no word in two."""
    edges = (text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1])
    return not any(len(edge) == 2 and edge.isalnum() and not UNSPACED.search(edge) for edge in edges)


def _speaker(claim: str, quoted: str) -> str:
    """The surname of the one who is said to say it; empty where nobody is named, or it is no speech."""
    outside = claim.replace(quoted, "")
    match = SPEAKER.search(outside) if len(quoted.split()) >= SPOKEN else None
    name = (match[1] or match[2]) if match else ""
    return "" if folded(name) in OPENERS or folded(name) in FUNCTION else name

"""Where outlets disagree on a figure: one thing counted, different numbers, side by side with their sentences.

Pure: stories and an encoder in, stories out. Precision before recall: a false disagreement costs a reader's trust.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from briefing.compare.mentions import APART, Mention, mentions, moment
from briefing.compare.quantities import stem
from briefing.types import Citation, Disagreement, Figure, Story

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Cosines of the words around the numbers, and of the whole sentences, set by reading all 36 pairs that the words alone let
# pass in stories.jsonl.xz and archive.jsonl.xz: above, 10 of 11 disagreements are real; below, most are of two things
AROUND_ALIKE, SENTENCES_ALIKE = 0.45, 0.52
SURE = 0.6  # of the surroundings, where only one word beside the numbers is the same
MOST = 3  # disagreements of one story; chosen
MOST_FIGURES = 4  # of one disagreement; chosen
MOST_MENTIONS = 60  # of one noun in one story, or pairs of them would be many; chosen
FOLLOWING = re.compile(r"(?: [a-z]{1,20}){1,4}")
SAID = {"dead": "dead", "hurt": "injured", "missing": "missing", "held": "held", "freed": "freed", "moved": "evacuated"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two outlets' figures that may be of one thing, with all that the story counts by the same noun."""

    one: Mention
    other: Mention
    counted: tuple[Mention, ...]


def compare(stories: Sequence[Story], encode: Encode) -> list[Story]:
    """The same stories, in their order, with the figures on which their outlets disagree; one call of the encoder for all.

    ``encode`` gives unit vectors, shape (texts, dimension).
    """
    found = [_pairs(story) for story in stories]
    vectors = _vectors([pair for pairs in found for pair in pairs], encode)
    return [
        replace(story, disagreements=_disagreements(pairs, vectors))
        for story, pairs in zip(stories, found, strict=True)
    ]


def _pairs(story: Story) -> list[Pair]:
    """Figures of different outlets that cannot both be true, and that nobody of the two gives otherwise as well."""
    if len(story.outlets) < 2:
        return []
    counted: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in (mention for article in story.articles for mention in mentions(article)):
        counted[mention.quantity.kind, mention.quantity.role].append(mention)
    return [
        Pair(one, other, tuple(group))
        for group in counted.values()
        for one, other in combinations(group[:MOST_MENTIONS], 2)
        if _disagree(one, other, group)
    ]


def _disagree(one: Mention, other: Mention, group: Sequence[Mention]) -> bool:
    return (
        one.outlets.isdisjoint(other.outlets)
        and abs(moment(one) - moment(other)) <= APART
        and one.rivals(other)
        and not (one.is_known_to(other) or other.is_known_to(one))
        and not any(_knows(one, mention, other) or _knows(other, mention, one) for mention in group)
    )


def _knows(own: Mention, mention: Mention, other: Mention) -> bool:
    """Whether the outlet of ``own`` gives the ``other`` figure as well, or took its own one back later."""
    if own.outlets.isdisjoint(mention.outlets):
        return False
    return mention.repeats(other) or (moment(mention) > moment(own) and mention.rivals(own))


def _vectors(pairs: Sequence[Pair], encode: Encode) -> dict[str, NDArray[np.float32]]:
    """A vector for every text that is compared."""
    each = (mention for pair in pairs for mention in (pair.one, pair.other))
    texts = list(dict.fromkeys(text for mention in each for text in (mention.masked, mention.line.text)))
    return dict(zip(texts, encode(texts), strict=True)) if texts else {}


def _disagreements(pairs: Sequence[Pair], vectors: dict[str, NDArray[np.float32]]) -> tuple[Disagreement, ...]:
    """One for each thing counted, the one that most outlets speak of first."""
    groups: list[set[Mention]] = []
    known: dict[Mention, tuple[Mention, ...]] = {}
    for pair in pairs:
        if not _is_one_thing(pair, vectors):
            continue
        members = {pair.one, pair.other}
        known |= dict.fromkeys(members, pair.counted)
        touching = [group for group in groups if group & members]
        groups = [group for group in groups if not group & members] + [members.union(*touching)]
    made = [_told(group, known) for group in groups]
    made.sort(key=lambda weighed: -weighed[0])
    return tuple(disagreement for _, disagreement in made[:MOST])


def _is_one_thing(pair: Pair, vectors: dict[str, NDArray[np.float32]]) -> bool:
    around = vectors[pair.one.masked] @ vectors[pair.other.masked]
    whole = vectors[pair.one.line.text] @ vectors[pair.other.line.text]
    is_close = pair.one.quantity.role or len(pair.one.near & pair.other.near) > 1
    return bool(around >= (AROUND_ALIKE if is_close else SURE) and whole >= SENTENCES_ALIKE)


def _told(group: set[Mention], known: dict[Mention, tuple[Mention, ...]]) -> tuple[int, Disagreement]:
    """How many outlets give its figures, and a disagreement: of each outlet one figure, no two that agree."""
    support = {mention: _outlets_giving(mention, known[mention]) for mention in group}
    ordered = sorted(group, key=lambda mention: (-support[mention], moment(mention), mention.line.start))
    chosen: list[Mention] = []
    for mention in ordered:
        if not any(mention.quantity.agrees(c.quantity) or mention.outlets & c.outlets for c in chosen):
            chosen.append(mention)
    chosen = chosen[:MOST_FIGURES]
    return sum(support[mention] for mention in chosen), Disagreement(_counted(chosen), tuple(map(_figure, chosen)))


def _counted(chosen: Sequence[Mention]) -> str:
    """The noun with what befell it: "people injured"; else with the words right after it that all sentences have."""
    first = chosen[0]
    noun = min((mention.quantity.noun for mention in chosen), key=len)
    said = SAID.get(first.quantity.role, "")
    if said:
        return f"{noun} {said}"
    following = FOLLOWING.match(first.line.text, first.quantity.end)
    words = following[0].split() if following else []
    shared = frozenset[str].intersection(*(mention.near for mention in chosen))
    last = max((place for place, word in enumerate(words, 1) if stem(word) in shared), default=0)
    return " ".join([noun, *words[:last]])


def _outlets_giving(mention: Mention, counted: Sequence[Mention]) -> int:
    return len(mention.outlets.union(*(each.outlets for each in counted if each.repeats(mention))))


def _figure(mention: Mention) -> Figure:
    line, quantity = mention.line, mention.quantity
    citation = Citation(mention.article, line.text, line.start, line.end)
    return Figure(line.text[quantity.start : quantity.end], quantity.value, citation)

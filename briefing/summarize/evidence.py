"""What speaks for each sentence of a story: the features that its salience is weighed by. Pure: lines and arrays in, an array out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.prose import DEICTIC_TIME, FIRST_PERSON, QUOTED, Line

Vectors = NDArray[np.float32]
Values = NDArray[np.float64]

CONTENT = re.compile(r"\w{4,}|\d[\d.,]*")  # long words and numbers
NUMBER = re.compile(r"\d[\d.,]*")
CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z]\w+")
LEAD = 3  # sentences that an article opens with
MOST_NUMBERS, MOST_CAPITALS, MOST_ASSUMED, MOST_DAYS = 4, 6, 3, 7  # counted at most

FEATURES = (
    "titles",  # mean likeness to the titles of the story
    "title",  # likeness to the likest of them
    "own title",
    "support",  # mean over the other outlets of the likeness to their nearest sentence
    "twin",  # likeness to the likest of their sentences
    "first",  # exp(-position), and how deep in the article it stands by slower measures
    "early",
    "upper",
    "depth",  # share of the article's sentences before it
    "length",  # logarithm of its words
    "quoted",  # share of its characters between quotation marks
    "speaker",  # whether the reporter says "I" or "you"
    "deictic",  # whether it says "this morning" or "tonight"
    "age",  # days that its article is older than the story's newest, of a week
    "leans",  # whether it is understood only after the sentence before it
    "assumes",  # people that it calls by surname alone
    "center",  # likeness to the mean of all sentences
    "own center",  # to the mean of its article's
    "leads",  # to the likest of the sentences that other outlets open with
    "own lead",  # to the likest of the others that its own article opens with
    "title words",  # share of its words that titles have
    "title covered",  # mean share of a title's words that it has
    "words shared",  # mean share of the other outlets that have one of its words
    "words frequent",  # mean share of the story's sentences that have one of its words
    "numbers",
    "capitals",  # words with a capital inside
    "alone",  # 1 over the number of articles
)
POSITION_DECAYS = {"first": 1.0, "early": 4.0, "upper": 12.0}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The lines of a story that may be told, with the number of the article of each, their long words and numbers, and unit vectors,
    shape (lines, dimension); and of each article the title's words and vector, and how many days it is older than the newest;
    and the languages of the articles.
    """

    lines: tuple[Line, ...]
    articles: NDArray[np.int64]
    content: tuple[frozenset[str], ...]
    vectors: Vectors
    heads: tuple[frozenset[str], ...]
    titles: Vectors
    days: Values
    languages: frozenset[str]

    @property
    def count(self) -> int:
        """How many articles the story has."""
        return len(self.titles)


@dataclass(frozen=True, slots=True)
class Features:
    """The FEATURES of each line; ``values``: shape (lines, features)."""

    values: Values

    def of(self, name: str) -> Values:
        found: Values = self.values[:, FEATURES.index(name)]
        return found


def features(evidence: Evidence) -> Features:
    """What speaks for each line."""
    found = _by_vectors(evidence) | _by_place(evidence) | _by_words(evidence)
    return Features(np.stack([np.asarray(found[name], dtype=np.float64) for name in FEATURES], axis=1))


def content(text: str) -> frozenset[str]:
    """The long words and numbers of a text."""
    return frozenset(CONTENT.findall(text.casefold()))


def _by_vectors(evidence: Evidence) -> dict[str, Any]:
    vectors, articles = evidence.vectors, evidence.articles
    titles, likeness = vectors @ evidence.titles.T, vectors @ vectors.T
    numbers = np.arange(evidence.count)
    elsewhere = articles[None, :] != numbers[:, None]  # articles, lines
    near = np.stack([_nearest(likeness, ~each) for each in elsewhere])  # of each article to each line
    others = np.where(elsewhere, near, np.nan)
    lead = np.array([line.position < LEAD for line in evidence.lines])
    same = articles[:, None] == articles[None, :]
    centers = _unit(np.stack([_mean(vectors[~each]) for each in elsewhere]))
    return {
        "titles": titles.mean(1),
        "title": titles.max(1),
        "own title": titles[np.arange(len(vectors)), articles],
        "support": np.nansum(others, axis=0) / max(1, evidence.count - 1),
        "twin": _best(likeness, ~same),
        "center": vectors @ _unit(vectors.mean(0)),
        "own center": (vectors * centers[articles]).sum(1),
        "leads": _best(likeness, ~same & lead),
        "own lead": _best(likeness, same & lead & ~np.eye(len(vectors), dtype=bool)),
    }


def _nearest(likeness: Vectors, within: NDArray[np.bool_]) -> Vectors:
    """How like each line is to the likest of those ``within``; 0 where there are none."""
    return np.asarray(likeness[:, within].max(1) if within.any() else np.zeros(len(likeness)))


def _best(likeness: Vectors, pairs: NDArray[np.bool_]) -> Vectors:
    """How like each line is to the likest of those that are a pair with it; 0 where there is none."""
    return np.where(pairs.any(1), np.where(pairs, likeness, -1.0).max(1), 0.0)


def _mean(vectors: Vectors) -> Vectors:
    return np.asarray(vectors.mean(0) if len(vectors) else np.zeros(vectors.shape[1]))


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9))


def _by_place(evidence: Evidence) -> dict[str, Any]:
    position = np.array([line.position for line in evidence.lines])
    sizes = np.bincount(evidence.articles, minlength=evidence.count)
    decayed = {name: np.exp(-position / decay) for name, decay in POSITION_DECAYS.items()}
    return decayed | {
        "depth": position / sizes[evidence.articles],
        "age": np.minimum(evidence.days[evidence.articles], MOST_DAYS) / MOST_DAYS,
        "leans": [line.leans for line in evidence.lines],
        "assumes": [min(len(line.assumes), MOST_ASSUMED) / MOST_ASSUMED for line in evidence.lines],
        "alone": np.full(len(position), 1 / evidence.count),
    }


def _by_words(evidence: Evidence) -> dict[str, Any]:
    texts = [line.text for line in evidence.lines]
    bare = [QUOTED.sub("", text) for text in texts]
    return _shared_words(evidence) | {
        "length": [np.log(len(text.split())) for text in texts],
        "quoted": [sum(map(len, QUOTED.findall(text))) / len(text) for text in texts],
        "speaker": [bool(FIRST_PERSON.search(text)) for text in bare],
        "deictic": [bool(DEICTIC_TIME.search(text)) for text in bare],
        "numbers": [min(len(NUMBER.findall(text)), MOST_NUMBERS) / MOST_NUMBERS for text in texts],
        "capitals": [min(len(CAPITAL.findall(text)), MOST_CAPITALS) / MOST_CAPITALS for text in texts],
    }


def _shared_words(evidence: Evidence) -> dict[str, Any]:
    said, heads = evidence.content, evidence.heads
    titles = frozenset().union(*heads)
    frequent = Counter(word for words in said for word in words)
    outlets = Counter(word for number in range(evidence.count) for word in _said_by(evidence, number))
    others = max(1, evidence.count - 1)
    return {
        "title words": [len(words & titles) / max(1, len(words)) for words in said],
        "title covered": [_share([len(words & head) / max(1, len(head)) for head in heads]) for words in said],
        "words shared": [_share([(outlets[word] - 1) / others for word in words]) for words in said],
        "words frequent": [_share([frequent[word] / len(said) for word in words]) for words in said],
    }


def _said_by(evidence: Evidence, number: int) -> frozenset[str]:
    own = (words for words, article in zip(evidence.content, evidence.articles, strict=True) if article == number)
    return frozenset().union(*own)


def _share(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0

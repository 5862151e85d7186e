"""What a writer is held against: the first sentences, LexRank, and the best that a choice of sentences could do.

All choose from the same sentences, those that may stand in a summary, and keep the same bounds of the length. Their headline is the
first article's title.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np
from numpy.typing import NDArray

from briefing.evaluate.contender import Contender
from briefing.evaluate.corpus import Gold
from briefing.evaluate.filling import filled, worthiest
from briefing.evaluate.lexrank import lexrank
from briefing.evaluate.measures import bounds, tellable
from briefing.evaluate.rouge import Gain
from briefing.types import Article, Citation, Length, Sentence, Summary, count_words

Arrange = Callable[
    [Sequence[Sequence[Sentence]]], list[Sentence]
]  # the sentences of each article, as a pool to choose from


@dataclass(frozen=True, slots=True)
class Pool:
    """The sentences that a baseline chooses from, and how many words, or sentences, it shall choose."""

    gold: Gold
    sentences: tuple[Sentence, ...]
    length: Length

    @property
    def texts(self) -> list[str]:
        return [sentence.text for sentence in self.sentences]

    @property
    def sizes(self) -> list[int]:
        return [1 if self.length.unit == "sentences" else count_words(text) for text in self.texts]


Choose = Callable[[Pool], list[int]]


def baselines() -> list[Contender]:
    """The first sentences of the first article, those of all articles in turn, LexRank over all sentences, and the oracle.

    The oracle looks for the sentences with the highest ROUGE-1 plus ROUGE-2 against the references, by beam search: it is no writer,
    for it knows them, but what hardly any choice of sentences does better than.
    """
    return [
        _baseline("lead", _of_first, _in_order),
        _baseline("lead in turn", _in_turn, _in_order),
        _baseline("LexRank", _one_after_another, _central),
        _baseline("oracle", _one_after_another, _knowing),
    ]


def _baseline(name: str, arrange: Arrange, choose: Choose) -> Contender:
    def told(gold: Gold, length: Length) -> Summary:
        articles = gold.story.articles
        pool = Pool(gold, tuple(arrange([_sentences(article) for article in articles])), length)
        chosen = tuple(pool.sentences[place] for place in sorted(choose(pool)))
        return Summary(gold.story, articles[0].title, chosen, length, name)

    return Contender(name, lambda golds, length: [told(gold, length) for gold in golds])


def _sentences(article: Article) -> list[Sentence]:
    return [
        Sentence(
            " ".join(line.text.split()), (Citation(article, article.text[line.start : line.end], line.start, line.end),)
        )
        for line in tellable(article)
    ]


def _of_first(found: Sequence[Sequence[Sentence]]) -> list[Sentence]:
    """Those of the first article that has any."""
    return list(next(filter(None, found), ()))


def _in_turn(found: Sequence[Sequence[Sentence]]) -> list[Sentence]:
    return [sentence for row in zip_longest(*found) for sentence in row if sentence]


def _one_after_another(found: Sequence[Sequence[Sentence]]) -> list[Sentence]:
    return list(chain.from_iterable(found))


def _in_order(pool: Pool) -> list[int]:
    return filled(pool.sizes, range(len(pool.sentences)), *bounds(pool.length))


def _central(pool: Pool) -> list[int]:
    return filled(pool.sizes, lexrank(pool.texts, pool.gold.language), *bounds(pool.length))


def _knowing(pool: Pool) -> list[int]:
    """Of several references it looks at the mean."""
    gains = [Gain(pool.texts, reference, pool.gold.language) for reference in pool.gold.references]

    def worth(chosen: Sequence[int]) -> NDArray[np.float64]:
        return np.asarray(np.mean([gain.worth(chosen) for gain in gains], axis=0))

    return worthiest(pool.sizes, worth, *bounds(pool.length))

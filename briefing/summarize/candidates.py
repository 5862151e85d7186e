"""The sentences of each story that may stand in its summary, with what each is worth: encoded together, by one call.

What a sentence is worth: its likeness to the titles, its support in the other outlets, its position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from briefing.prose import DEICTIC_TIME, FIRST_PERSON, OPEN_END, QUOTED, Line, lines
from briefing.summarize.selection import CONTENT, Candidates
from briefing.types import UNSPACED, Article, Citation, Length, Sentence, Story, count_words

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

# Calibrated on 800 stories of stories.jsonl.xz at 45 words, by ROUGE-1 + ROUGE-2; behind each weight, what the sum loses
# when it is 0. docs/decisions.md has the whole; `python -m benchmarks.quality` measures it.
TITLES = 0.7  # mean likeness to the titles of the story; not measured at 0, 0.4 does as well, 1.0 loses 0.4
OWN_TITLE = 0.3  # likeness to the title of its own article: 0.6
SUPPORT = 0.3  # likeness to the nearest sentence of each other outlet: 0.3
POSITION, POSITION_DECAY = 0.4, 4.0  # exp(-position / 4); not measured at 0, half of it loses 1.0
QUOTATION = 0.2  # taken off by the share of the sentence that is quoted: 0.3
SPEAKER = 0.2  # taken off where the reporter says "I" or "you": 0.0, but a reader minds
DEICTIC = 0.1  # taken off for "this morning" or "tonight": true when it was written, not when it is read
RECENCY = 0.05  # taken off for each day that the article is older than the story's newest
# Sentences of an article that are looked at: MOST_LINES and one more for each LINE_WORDS of the length. ROUGE-1 at 45 words is
# 36.4 for 6 lines, 36.9 for 10, 37.2 for 20, 37.3 for 30 and for 60; at 200 words 95 % of what is chosen stands in the first 15.
MOST_LINES, LINE_WORDS = 30, 8


@dataclass(frozen=True, slots=True)
class Offer:
    """What a story offers its summary: the lines found in each of its articles, and all of them as ``candidates``, None where
    there are none. ``titles``: vectors of the articles' titles, shape (articles, dimension).
    """

    story: Story
    found: tuple[tuple[Line, ...], ...]
    titles: Vectors
    candidates: Candidates | None

    def sentence(self, index: int) -> Sentence:
        """A candidate as a sentence that cites itself."""
        if self.candidates is None:
            raise IndexError(index)
        return _cited(self.story.articles[self.candidates.articles[index]], self.candidates.lines[index])


def offers(stories: Sequence[Story], lengths: Sequence[Length], encode: Encode) -> list[Offer]:
    """What each story offers for its length. Of a story that was told before, its news alone."""
    found = [
        tuple(
            tuple(_tellable(story, place, MOST_LINES + int(length.words) // LINE_WORDS))
            for place in range(len(story.articles))
        )
        for story, length in zip(stories, lengths, strict=True)
    ]
    texts = [line.text for story in found for article in story for line in article]
    texts += [article.title for story in stories for article in story.articles]
    vectors = dict(zip(texts, encode(texts), strict=True))
    return [_offer(story, lines, vectors) for story, lines in zip(stories, found, strict=True)]


def _offer(story: Story, found: tuple[tuple[Line, ...], ...], vectors: dict[str, NDArray[np.float32]]) -> Offer:
    titles = np.stack([vectors[article.title] for article in story.articles])
    return Offer(story, found, titles, _candidates(story, found, titles, vectors) if any(found) else None)


def _tellable(story: Story, place: int, most: int) -> list[Line]:
    """The lines of one of a story's articles that its summary may quote: of a story that was told before, its news alone."""
    article = story.articles[place]
    found = lines(article.text, article.language or "en", most, article.title, article.excerpt)
    if story.news is None:
        return found
    news = {(passage.start, passage.end) for passage in story.news if passage.article == place}
    told = [line for line in found if (line.start, line.end) in news]
    kept = {line.position for line in told}
    return [replace(line, follows=line.follows and line.position - 1 in kept) for line in told]


def _cited(article: Article, line: Line) -> Sentence:
    text = " ".join(line.text.split())
    if OPEN_END.search(text):  # a teaser's
        text += "。" if UNSPACED.search(text) else "."
    return Sentence(text, (Citation(article, article.text[line.start : line.end], line.start, line.end),))


def _candidates(
    story: Story, found: Sequence[Sequence[Line]], titles: Vectors, vectors: dict[str, NDArray[np.float32]]
) -> Candidates:
    """The lines found in each of a story's articles, with their salience."""
    every = tuple(line for article in found for line in article)
    articles = np.repeat(np.arange(len(found)), [len(article) for article in found])
    matrix = np.stack([vectors[line.text] for line in every])
    return Candidates(
        lines=every,
        articles=articles,
        words=np.array([count_words(line.text) for line in every]),
        content=tuple(frozenset(CONTENT.findall(line.text.casefold())) for line in every),
        vectors=matrix,
        salience=salience(matrix, articles, titles, every) - RECENCY * _days_old(story)[articles],
    )


def salience(
    matrix: Vectors, articles: NDArray[np.int64], titles: Vectors, every: Sequence[Line]
) -> NDArray[np.float64]:
    """How much each sentence tells of its story. ``matrix``: (sentences, dimension); ``titles``: (articles, dimension)."""
    to_titles = matrix @ titles.T
    own = to_titles[np.arange(len(every)), articles]
    position = np.array([line.position for line in every])
    quoted = np.array([sum(map(len, QUOTED.findall(line.text))) / len(line.text) for line in every])
    speaker = np.array([bool(FIRST_PERSON.search(QUOTED.sub("", line.text))) for line in every])
    deictic = np.array([bool(DEICTIC_TIME.search(QUOTED.sub("", line.text))) for line in every])
    told: NDArray[np.float64] = (
        TITLES * to_titles.mean(1)
        + OWN_TITLE * own
        + SUPPORT * _support(matrix, articles, len(titles))
        + POSITION * np.exp(-position / POSITION_DECAY)
        - QUOTATION * quoted
        - SPEAKER * speaker
        - DEICTIC * deictic
    )
    return told


def _days_old(story: Story) -> NDArray[np.float64]:
    """For each article how many days older it is than the story's newest; 0 where it has no time."""
    times = [article.published.timestamp() if article.published else None for article in story.articles]
    newest = max((time for time in times if time is not None), default=0.0)
    return np.array([(newest - time) / 86_400 if time is not None else 0.0 for time in times])


def _support(matrix: Vectors, articles: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Mean over the other articles of the likeness to their nearest sentence; 0 for the only article."""
    support = np.zeros(len(matrix))
    for article in range(count):
        own = articles == article
        if own.any() and not own.all():
            support += np.where(own, 0.0, (matrix @ matrix[own].T).max(1))
    return support / max(1, count - 1)

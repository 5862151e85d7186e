"""The extractive writer: it picks the articles' own sentences, so that it can invent nothing.

What a sentence is worth: its likeness to the titles, its support in the other outlets, its position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from briefing.prose import DEICTIC_TIME, FIRST_PERSON, OPEN_END, QUOTED, Line, lines
from briefing.summarize.headline import headline
from briefing.summarize.selection import CONTENT, Candidates, choose, reading_order
from briefing.types import UNSPACED, Article, Citation, Length, Sentence, Story, Summary, count_words

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
REWORDED = 0.8  # likeness at which one sentence may speak for another in the overview
RECENCY = 0.05  # taken off for each day that the article is older than the story's newest
GLANCE_WORDS = 34  # a sentence of the overview that replaces the summary's own has no more
# Sentences of an article that are looked at: MOST_LINES and one more for each LINE_WORDS of the length. ROUGE-1 at 45 words is
# 36.4 for 6 lines, 36.9 for 10, 37.2 for 20, 37.3 for 30 and for 60; at 200 words 95 % of what is chosen stands in the first 15.
MOST_LINES, LINE_WORDS = 30, 8


def extract(stories: Sequence[Story], lengths: Sequence[Length], encode: Encode) -> list[Summary]:
    """A summary for each story in the story's own sentences; all stories are encoded together.

    A story that was told before is told by its news alone, however short that is.
    """
    found, vectors = _encoded(stories, lengths, encode)
    return [_summary(*each, vectors) for each in zip(stories, found, lengths, strict=True)]


def overview(summaries: Sequence[Summary], count: int, encode: Encode) -> tuple[Sentence, ...]:
    """The day in ``count`` sentences: the main fact of each of the first stories, in another outlet's words where it has any."""
    told = [summary for summary in summaries if summary.sentences][:count]
    found, vectors = _encoded([summary.story for summary in told], [summary.asked for summary in told], encode)
    return tuple(_glance(*each, vectors) for each in zip(told, found, strict=True))


def _glance(summary: Summary, found: list[list[Line]], vectors: dict[str, NDArray[np.float32]]) -> Sentence:
    candidates = _candidates(summary.story, found, vectors)
    said = {citation.quote for sentence in summary.sentences for citation in sentence.citations}
    told = [i for i, line in enumerate(candidates.lines) if line.text in said]
    main = next(i for i in told if candidates.lines[i].text == summary.sentences[0].citations[0].quote)
    likeness = candidates.vectors @ candidates.vectors[main]
    others = [
        i
        for i, line in enumerate(candidates.lines)
        if i not in told
        and likeness[i] >= REWORDED
        and not (line.leans or line.assumes)
        and candidates.words[i] <= GLANCE_WORDS
    ]
    best = max(others, key=lambda i: candidates.salience[i], default=main)
    return _cited(summary.story.articles[candidates.articles[best]], candidates.lines[best])


def _encoded(
    stories: Sequence[Story], lengths: Sequence[Length], encode: Encode
) -> tuple[list[list[list[Line]]], dict[str, NDArray[np.float32]]]:
    """For each story and article its lines, and the vectors of all lines and titles by their text, in one call."""
    found = [
        [_tellable(story, place, MOST_LINES + int(length.words) // LINE_WORDS) for place in range(len(story.articles))]
        for story, length in zip(stories, lengths, strict=True)
    ]
    texts = [line.text for story in found for article in story for line in article]
    texts += [article.title for story in stories for article in story.articles]
    return found, dict(zip(texts, encode(texts), strict=True))


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


def _summary(story: Story, found: list[list[Line]], length: Length, vectors: dict[str, NDArray[np.float32]]) -> Summary:
    titles = np.stack([vectors[article.title] for article in story.articles])
    if not any(found):
        title, _ = _headline(story, found, titles, titles.mean(0))
        return Summary(story, title, (), length, "extractive", "no prose to quote")
    candidates = _candidates(story, found, vectors)
    chosen = choose(candidates, length)
    title, article = _headline(story, found, titles, candidates.vectors[chosen].mean(0))
    ordered = reading_order(chosen, candidates, titles[article])
    sentences = tuple(_cited(story.articles[candidates.articles[i]], candidates.lines[i]) for i in ordered)
    return Summary(story, title, sentences, length, "extractive")


def _headline(story: Story, found: list[list[Line]], titles: Vectors, summary: NDArray[np.float32]) -> tuple[str, int]:
    """The headline, and its article: of a story that was told before, one that has news."""
    telling = [place for place, each in enumerate(found) if each or story.news is None] or list(range(len(found)))
    fresh = replace(story, articles=tuple(story.articles[place] for place in telling))
    title, best = headline(fresh, titles[telling], summary)
    return title, telling[best]


def _cited(article: Article, line: Line) -> Sentence:
    text = " ".join(line.text.split())
    if OPEN_END.search(text):  # a teaser's
        text += "。" if UNSPACED.search(text) else "."
    return Sentence(text, (Citation(article, article.text[line.start : line.end], line.start, line.end),))


def _candidates(story: Story, found: list[list[Line]], vectors: dict[str, NDArray[np.float32]]) -> Candidates:
    """The lines found in each of a story's articles, with their salience."""
    titles = np.stack([vectors[article.title] for article in story.articles])
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

"""The sentences of each story that may stand in its summary, with what each is worth: encoded together, by one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from briefing.likeness import ENCODER_LANGUAGE
from briefing.prose import OPEN_END, Line, lines
from briefing.summarize.evidence import Evidence, content
from briefing.summarize.salience import Weigh, by_hand
from briefing.summarize.selection import Candidates
from briefing.types import UNSPACED, Article, Citation, Length, Sentence, Story, count_words

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

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


def offers(stories: Sequence[Story], lengths: Sequence[Length], encode: Encode, weigh: Weigh = by_hand) -> list[Offer]:
    """What each story offers for its length, each sentence with its salience by ``weigh``. Of a story that was told before, its news alone."""
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
    return [_offer(story, lines, vectors, weigh) for story, lines in zip(stories, found, strict=True)]


def _offer(
    story: Story, found: tuple[tuple[Line, ...], ...], vectors: dict[str, NDArray[np.float32]], weigh: Weigh
) -> Offer:
    titles = np.stack([vectors[article.title] for article in story.articles])
    if not any(found):
        return Offer(story, found, titles, None)
    seen = evidence(story, found, titles, vectors)
    return Offer(story, found, titles, _candidates(seen, weigh))


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


def evidence(
    story: Story, found: Sequence[Sequence[Line]], titles: Vectors, vectors: dict[str, NDArray[np.float32]]
) -> Evidence:
    """The lines ``found`` in each of a story's articles, with what they are weighed by."""
    every = tuple(line for article in found for line in article)
    return Evidence(
        lines=every,
        articles=np.repeat(np.arange(len(found)), [len(article) for article in found]),
        content=tuple(content(line.text) for line in every),
        vectors=np.stack([vectors[line.text] for line in every]),
        heads=tuple(content(article.title) for article in story.articles),
        titles=titles,
        days=_days_old(story),
        languages=frozenset(article.language or ENCODER_LANGUAGE for article in story.articles),
    )


def _candidates(seen: Evidence, weigh: Weigh) -> Candidates:
    return Candidates(
        lines=seen.lines,
        articles=seen.articles,
        words=np.array([count_words(line.text) for line in seen.lines]),
        content=seen.content,
        vectors=seen.vectors,
        salience=weigh(seen),
    )


def _days_old(story: Story) -> NDArray[np.float64]:
    """For each article how many days older it is than the story's newest; 0 where it has no time."""
    times = [article.published.timestamp() if article.published else None for article in story.articles]
    newest = max((time for time in times if time is not None), default=0.0)
    return np.array([(newest - time) / 86_400 if time is not None else 0.0 for time in times])

"""Stories to summaries. The extractive writer picks the articles' own sentences, so that it can invent nothing.

Salience: likeness to the titles, support in the other outlets, position. Choice: maximal marginal relevance (Carbonell
and Goldstein 1998) until the length is met, then a search among the best where that missed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.prose import FIRST_PERSON, QUOTED, Line, lines
from briefing.types import TOLERANCE, Article, Citation, Length, Sentence, Story, Summary, count_words

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
Writer = Callable[[Sequence[Story], Sequence[Length], Encode], list[Summary]]

# Calibrated on 800 stories of stories.jsonl.xz at 45 words (`python -m benchmarks.quality`): ROUGE-1 + ROUGE-2 = 37.6 + 15.2;
# behind each weight, what the sum loses when it is 0.
TITLES = 0.7  # mean likeness to the titles of the story: 1.8
OWN_TITLE = 0.3  # likeness to the title of its own article: 0.6
SUPPORT = 0.3  # likeness to the nearest sentence of each other outlet: 0.3
POSITION, POSITION_DECAY = 0.4, 4.0  # exp(-position / 4): 2.6
QUOTATION = 0.2  # taken off by the share of the sentence that is quoted: 0.3
SPEAKER = 0.2  # taken off where the reporter says "I" or "you": 0.0, but a reader minds
REDUNDANCY = 0.5  # times the likeness to the nearest chosen sentence: 0.2
SAME = 0.75  # likeness at which two sentences tell the same fact, and only one of them is chosen
REWORDED = 0.8  # likeness at which one sentence may speak for another in the overview
TOLD = 0.4  # times the share of its content words that are told already: 0.0 at 45 words, but longer summaries repeat less
CONTENT = re.compile(r"\w{4,}|\d[\d.,]*")  # long words and numbers
ASSUMED = 0.1  # taken off for each person called by surname alone whom no chosen sentence has named
RECENCY = 0.05  # taken off for each day that the article is older than the story's newest
SHORTLIST, BEAM = 18, 24  # of the search that mends a length which the greedy choice missed
GLANCE_WORDS = 34  # a sentence of the overview that replaces the summary's own has no more
# Sentences of an article that are looked at: MOST_LINES and one more for each LINE_WORDS of the length. ROUGE-1 at 45 words is
# 36.4 for 6 lines, 36.9 for 10, 37.2 for 20, 37.3 for 30 and for 60; at 200 words 95 % of what is chosen stands in the first 15.
MOST_LINES, LINE_WORDS = 30, 8


@dataclass(frozen=True, slots=True)
class Candidates:
    """The sentences of a story that may be chosen: their lines, article numbers, words, vectors and salience."""

    lines: tuple[Line, ...]
    articles: NDArray[np.int64]
    words: NDArray[np.int64]
    content: tuple[frozenset[str], ...]
    vectors: Vectors
    salience: NDArray[np.float64]


def extract(stories: Sequence[Story], lengths: Sequence[Length], encode: Encode) -> list[Summary]:
    """A summary for each story in the story's own sentences; all stories are encoded together."""
    found, vectors = _encoded(stories, lengths, encode)
    return [_summary(*each, vectors) for each in zip(stories, found, lengths, strict=True)]


WRITERS: dict[str, Writer] = {"extractive": extract}


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
        [
            lines(article.text, article.language or "en", MOST_LINES + int(length.words) // LINE_WORDS)
            for article in story.articles
        ]
        for story, length in zip(stories, lengths, strict=True)
    ]
    texts = [line.text for story in found for article in story for line in article]
    texts += [article.title for story in stories for article in story.articles]
    return found, dict(zip(texts, encode(texts), strict=True))


def _summary(story: Story, found: list[list[Line]], length: Length, vectors: dict[str, NDArray[np.float32]]) -> Summary:
    titles = np.stack([vectors[article.title] for article in story.articles])
    if not any(found):
        title, _ = headline(story, titles, titles.mean(0))
        return Summary(story, title, (), length, "extractive", "no prose to quote")
    candidates = _candidates(story, found, vectors)
    chosen = choose(candidates, length)
    title, article = headline(story, titles, candidates.vectors[chosen].mean(0))
    ordered = reading_order(chosen, candidates, titles[article])
    sentences = tuple(_cited(story.articles[candidates.articles[i]], candidates.lines[i]) for i in ordered)
    return Summary(story, title, sentences, length, "extractive")


def _cited(article: Article, line: Line) -> Sentence:
    text = " ".join(line.text.split())
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
    told: NDArray[np.float64] = (
        TITLES * to_titles.mean(1)
        + OWN_TITLE * own
        + SUPPORT * _support(matrix, articles, len(titles))
        + POSITION * np.exp(-position / POSITION_DECAY)
        - QUOTATION * quoted
        - SPEAKER * speaker
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


def choose(candidates: Candidates, length: Length) -> list[int]:
    """Indices of the sentences that make the summary, in the order in which they were chosen."""
    if length.unit == "sentences":
        return _greedy(candidates, most=int(length.amount))
    low, high = length.words * (1 - TOLERANCE), length.words * (1 + TOLERANCE)
    greedy = _greedy(candidates, low=low, high=high)
    words = int(candidates.words[greedy].sum())
    if low <= words <= high:
        return greedy
    searched = _search(candidates, low, high)
    return searched or greedy or [_shortest(candidates)]


def _greedy(candidates: Candidates, low: float = np.inf, high: float = np.inf, most: int | None = None) -> list[int]:
    """Add the sentence of the highest marginal relevance that fits, until ``low`` words or ``most`` sentences are there."""
    chosen: list[int] = []
    nearest = np.zeros(len(candidates.lines))
    words = 0
    while words < low and (most is None or len(chosen) < most):
        open_ = [
            i for i in _understood(candidates, chosen) if words + candidates.words[i] <= high and nearest[i] < SAME
        ]
        if not open_:
            break
        cost = REDUNDANCY * nearest + ASSUMED * _assumed(candidates, chosen) + TOLD * _told(candidates, chosen)
        best = max(open_, key=lambda i: candidates.salience[i] - cost[i])
        chosen.append(best)
        words += int(candidates.words[best])
        nearest = np.maximum(nearest, candidates.vectors @ candidates.vectors[best])
    return chosen


def _told(candidates: Candidates, chosen: Sequence[int]) -> NDArray[np.float64]:
    """The share of each sentence's content words that the chosen sentences have already."""
    told = frozenset().union(*(candidates.content[i] for i in chosen))
    return np.array([len(content & told) / max(1, len(content)) for content in candidates.content])


def _assumed(candidates: Candidates, chosen: Sequence[int]) -> NDArray[np.float64]:
    """For each sentence how many people it takes for known whom the chosen sentences do not name."""
    told = " ".join(candidates.lines[i].text for i in chosen)
    return np.array([float(sum(name not in told for name in line.assumes)) for line in candidates.lines])


def _understood(candidates: Candidates, chosen: Sequence[int]) -> list[int]:
    """Sentences not yet chosen that a reader understands: they stand alone, or the one they lean on is chosen."""
    taken = set(chosen)
    every = candidates.lines
    alone = [i for i, line in enumerate(every) if i not in taken and not line.leans]
    leaning = [i for i, line in enumerate(every) if i not in taken and line.leans and line.follows and i - 1 in taken]
    if alone or leaning or taken:
        return alone + leaning
    return list(range(len(every)))  # a story in which every sentence leans: better the best of them than nothing


def _search(candidates: Candidates, low: float, high: float) -> list[int]:
    """The most salient set of sentences between ``low`` and ``high`` words, by beam search over the best; may be empty."""
    alone = [i for i in np.argsort(-candidates.salience, kind="stable") if not candidates.lines[i].leans]
    shortlist = sorted(alone[:SHORTLIST])
    likeness = candidates.vectors @ candidates.vectors.T
    states: list[tuple[float, int, tuple[int, ...]]] = [(0.0, 0, ())]
    complete: list[tuple[float, int, tuple[int, ...]]] = []
    while states:
        grown = [
            (value + candidates.salience[i] * candidates.words[i], words + int(candidates.words[i]), (*chosen, i))
            for value, words, chosen in states
            for i in shortlist
            if (not chosen or i > chosen[-1]) and words + candidates.words[i] <= high
            if not any(likeness[i, j] >= SAME for j in chosen)
        ]
        states = sorted(grown, key=lambda state: -state[0])[: BEAM * 4]
        complete += [state for state in states if state[1] >= low]
    return list(max(complete)[2]) if complete else []


def _shortest(candidates: Candidates) -> int:
    """Where every sentence is longer than the whole length: the shortest that stands alone."""
    return min(range(len(candidates.lines)), key=lambda i: (candidates.lines[i].leans, candidates.words[i]))


def reading_order(chosen: Sequence[int], candidates: Candidates, title: NDArray[np.float32]) -> list[int]:
    """Sentences of one article together and in its order; first the article that has the sentence nearest to the headline."""
    nearness = candidates.vectors @ title
    best: dict[int, float] = {}
    for i in chosen:
        article = int(candidates.articles[i])
        best[article] = max(best.get(article, -1.0), float(nearness[i]))
    return sorted(chosen, key=lambda i: (-best[int(candidates.articles[i])], candidates.lines[i].position))


TITLE_TAIL = re.compile(r"\s+(?:[-–—|•·]|::)\s+(?!.*\s[-–—|•·]\s)[\w .'’&]{2,40}$")
TITLE_LABEL = re.compile(
    r"(?:opinion|analysis|live|video|watch|photos?|podcast|column|editorial|comment|review|fact[- ]check|explainer|the latest"
    r"|breaking|exclusive|update[sd]?|ap|poll|report|letters?|flash|urgent)\s*[:|]\s*",
    re.IGNORECASE,
)
PLAIN_TITLE = 0.2  # taken off the likeness of a title that asks, shouts, labels or addresses the reader


def headline(story: Story, titles: Vectors, summary: NDArray[np.float32]) -> tuple[str, int]:
    """The title that is nearest to the other titles and to the summary, plain ones before loud ones; and its article."""
    outlets = {name.casefold() for name in story.outlets}
    plain = [plain_title(article.title, outlets) for article in story.articles]
    likeness = (titles @ titles.T).mean(1) + titles @ summary / (2 * np.linalg.norm(summary))
    loud = np.array([_is_loud(title, article.title) for title, article in zip(plain, story.articles, strict=True)])
    best = int(np.argmax(likeness - PLAIN_TITLE * loud))
    return plain[best], best


def plain_title(title: str, outlets: set[str] | frozenset[str] = frozenset()) -> str:
    """A title without the outlet's name behind it and without a label before it."""
    tail = TITLE_TAIL.search(title)
    if tail and tail[0].strip(" -–—|•·:").casefold() in outlets:
        title = title[: tail.start()]
    label = TITLE_LABEL.match(title)
    return title[label.end() :] if label and label.end() < len(title) else title


def _is_loud(plain: str, title: str) -> int:
    """How many ways there are in which a title is no plain headline."""
    words = plain.split()
    return sum(
        (
            plain != title and bool(TITLE_LABEL.match(title)),
            "?" in plain,
            "!" in plain,
            sum(word.isupper() and len(word) > 3 for word in words) > 1,
            not 4 <= len(words) <= 16,
            bool(FIRST_PERSON.search(plain)),
        )
    )

"""Which thread a story goes on with: the one that it shares an article with, else the one that it is most like.

A story is compared with what its thread had last, never with all that it ever had, and likeness fades with the days between:
a topic of many weeks does not become one thread.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from briefing.likeness import features, gist
from briefing.text import canonical_url
from briefing.types import LATEST, Article, Story, Thread

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Calibrated on the first half by date of stream.jsonl.xz with 60 texts of the archive beside each morning (563 stories of a day, 147
# of them with an earlier day in the 7 before): precision 0.831, recall 0.769, F1 0.799; on the second half 0.774, 0.790, 0.782, where
# gold's stories are over-split. F1 there by the penalty for a day: 0 0.650, 0.02 0.722, 0.05 0.753, 0.1 0.753, 0.15 0.764.
# The mean of all pairs; mean of each article's best pair: 0.720. docs/decisions.md has more.
THRESHOLD = 0.30
DAY_PENALTY = 0.08
MOST_DAYS = 7.0  # between the thread's newest article and the story's; chosen
RECENT = timedelta(days=3)  # before a thread's newest article, that others of it are compared too; chosen
CHUNK = 1000  # stories that are compared at once: bounds the memory


def keys(article: Article) -> frozenset[str]:
    """What an article is recognized by: its canonical addresses, those of its copies too; its words where it has none."""
    addresses = [article.url, *(copy.url for copy in article.copies)]
    found = frozenset(canonical_url(address) for address in addresses if address)
    return found or frozenset([f"{article.title} {article.text}"])


def matched(stories: Sequence[Story], threads: Sequence[Thread], encode: Encode) -> list[Thread | None]:
    """For each story its thread, None where it has none."""
    ordered = sorted(threads, key=lambda thread: (thread.episodes[0].date, thread.id))
    found = _sharing(stories, ordered)
    alone = [place for place, thread in enumerate(found) if thread is None]
    for place, thread in zip(alone, _alike([stories[place] for place in alone], ordered, encode), strict=True):
        found[place] = thread
    return found


def _sharing(stories: Sequence[Story], threads: Sequence[Thread]) -> list[Thread | None]:
    """For each story the thread that has most of its articles, the older one of two."""
    owners: dict[str, set[int]] = defaultdict(set)
    for place, thread in enumerate(threads):
        for key in (key for article in thread.articles for key in keys(article)):
            owners[key].add(place)
    found: list[Thread | None] = []
    for story in stories:
        shared = Counter(
            place
            for article in story.articles
            for place in set().union(*(owners.get(key, ()) for key in keys(article)))
        )
        best = min(shared, key=lambda place: (-shared[place], place), default=None)
        found.append(None if best is None else threads[best])
    return found


def _alike(stories: Sequence[Story], threads: Sequence[Thread], encode: Encode) -> list[Thread | None]:
    """For each story the thread whose latest articles are most like it, where they are like it at all."""
    newest = max((_time(story) for story in stories), default=0.0)
    latest = [(thread, articles) for thread in threads if _reaches(articles := _latest(thread), stories, newest)]
    if not stories or not latest:
        return [None] * len(stories)
    groups = [*(story.articles for story in stories), *(articles for _, articles in latest)]
    scores = _scores(groups, len(stories), encode)
    best = scores.argmax(1)
    return [
        latest[place][0] if score >= THRESHOLD else None
        for place, score in zip(best.tolist(), scores[np.arange(len(stories)), best].tolist(), strict=True)
    ]


def _scores(groups: Sequence[Sequence[Article]], count: int, encode: Encode) -> NDArray[np.float64]:
    """Mean likeness of each of the first ``count`` groups to each of the others, less what lies between them in time."""
    articles = [article for group in groups for article in group]
    vectors = encode([gist(article) for article in articles] + [article.title for article in articles])
    measured = features(articles, vectors[: len(articles)], vectors[len(articles) :])
    sizes = np.array([len(group) for group in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    columns = np.arange(starts[count], len(articles))
    found = []
    for first in range(0, count, CHUNK):
        last = min(first + CHUNK, count)
        rows = np.arange(starts[first], starts[last])
        days = measured.days(rows, columns)
        near = np.where(days > MOST_DAYS, -np.inf, measured.between(rows, columns) - DAY_PENALTY * days)
        sums = np.add.reduceat(near, starts[first:last] - starts[first], axis=0)
        sums = np.add.reduceat(sums, starts[count:-1] - starts[count], axis=1)
        found.append(sums / np.outer(sizes[first:last], sizes[count:]))
    return np.concatenate(found)


def _latest(thread: Thread) -> tuple[Article, ...]:
    """The newest articles of a thread, each version of an article once; an undated one has the time when it was told."""
    dated: dict[frozenset[str], Article] = {}
    for episode in thread.episodes:
        dated |= {keys(each): replace(each, published=each.published or episode.date) for each in episode.articles}
    newest = max(each.published or LATEST for each in dated.values())
    return tuple(each for each in dated.values() if newest - (each.published or LATEST) <= RECENT)


def _time(story: Story) -> float:
    moment = story.latest.published
    return moment.timestamp() if moment else 0.0


def _reaches(articles: Sequence[Article], stories: Sequence[Story], newest: float) -> bool:
    """Whether the articles are not too old for all of the stories."""
    earliest = min((_time(story) for story in stories), default=newest)
    return any(_within(article, earliest, newest) for article in articles)


def _within(article: Article, earliest: float, newest: float) -> bool:
    time = article.published.timestamp() if article.published else newest
    return time >= earliest - MOST_DAYS * 86_400 or not earliest

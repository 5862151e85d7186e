"""What a story says that its thread did not: the sentences that nothing of its earlier text supports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from briefing.likeness import ENCODER_LANGUAGE
from briefing.prose import Line, lines
from briefing.threads.matching import keys
from briefing.types import Article, Passage, Status, Story, Thread

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

# Likeness of a sentence to the nearest known one. Calibrated on 500 rows of faithfulness.jsonl.xz (half of them supported), balanced accuracy
# on the first and the second half: 0.5 0.624 and 0.620, 0.55 0.652 and 0.644, 0.6 0.660 and 0.676, 0.65 0.636 and 0.644, 0.7 0.608 and 0.624;
# at 0.6 without names and numbers 0.628 and 0.620, by names and numbers alone 0.596 and 0.600.
SUPPORTED = 0.6
# Share of a sentence's words in one known sentence, in languages that the encoder does not know; chosen
# First sentences of an article, and the share of them that is news in one that updates a story. Chosen among 3, 5, 8 and all on 70 pairs of
# stream.jsonl.xz each, without a second half: of articles of the next day in a gold story 79 % are updates, of another outlet's on the
# same day 53 %; 4 of 5 part the two best. Of 8, with 0.8: 60 % and 36 %; of all, with 0.9: 39 % and 27 %.
# A known sentence with a new number among these five, which is an update however much else was known: 21 % and 16 %.
WORDS_SUPPORTED = 0.8
LEAD, ENOUGH = 5, 0.65
MOST_LINES = 100  # sentences of an article that are looked at: more than any summary reads below 560 words
FACT = re.compile(r"\d+(?:[.,]\d+)*|[A-Z]\w+")  # a number, or a word that may be a name
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Known:
    """What readers know: sentences, and all words and numbers, in lower case."""

    sentences: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A story with its thread, the lines of each of its articles that may hold news, and what is known already.

    ``is_longer``: it has an article that the thread has not.
    """

    story: Story
    thread: Thread
    lines: tuple[tuple[Line, ...], ...]
    known: Known
    is_longer: bool


@dataclass(frozen=True, slots=True)
class News:
    """A line that is news. ``is_recount``: a known sentence is like it, but for a number that was not told."""

    line: Line
    is_recount: bool


def compared(pairs: Sequence[tuple[Story, Thread]], encode: Encode) -> list[Story]:
    """Each story with its thread, its status and its news; all sentences are encoded together."""
    questions = [_question(story, thread) for story, thread in pairs]
    asked = [question for question in questions if any(question.lines)]
    texts = dict.fromkeys(text for question in asked for text in _texts(question))
    vectors = dict(zip(texts, encode(list(texts)), strict=True)) if texts else {}
    return [_answered(question, vectors) for question in questions]


def _question(story: Story, thread: Thread) -> Question:
    had = frozenset[str]().union(*(keys(article) for article in thread.articles))
    is_longer = any(had.isdisjoint(keys(article)) for article in story.articles)
    read = [episode for episode in thread.episodes if episode.sentences or not is_longer]
    versions = {(key, article.text) for episode in read for article in episode.articles for key in keys(article)}
    is_open = [versions.isdisjoint((key, article.text) for key in keys(article)) for article in story.articles]
    found = [_lines(article) if open_ else () for article, open_ in zip(story.articles, is_open, strict=True)]
    knows = known(thread, whole=not is_longer) if any(found) else Known((), frozenset())  # else nothing is asked of it
    return Question(story, thread, tuple(found), knows, is_longer)


def known(thread: Thread, *, whole: bool = False) -> Known:
    """What readers know of a thread: what was told with the texts behind it, and the titles of what was only named.

    ``whole``: the texts of what was only named, too.
    """
    said = [text for episode in thread.episodes for text in (episode.headline, *episode.sentences)]
    said += [article.title for article in thread.articles]
    told = [article for episode in thread.episodes if episode.sentences or whole for article in episode.articles]
    read = dict.fromkeys(told)
    sentences = dict.fromkeys([*said, *(line.text for article in read for line in _lines(article))])
    return Known(tuple(sentences), _words([*said, *(article.text for article in read)]))


def _answered(question: Question, vectors: dict[str, NDArray[np.float32]]) -> Story:
    story, thread = question.story, question.thread
    unsaid = [
        _unsaid(article, each, question.known, vectors)
        for article, each in zip(story.articles, question.lines, strict=True)
    ]
    news = tuple(Passage(place, each.line.start, each.line.end) for place, new in enumerate(unsaid) for each in new)
    is_read = any(episode.sentences for episode in thread.episodes)
    is_news = any(_is_enough(each, of) for each, of in zip(unsaid, question.lines, strict=True))
    status: Status = "continuing" if question.is_longer else "known"
    if is_news or (news and question.is_longer and not is_read):
        status = "updated"
    return replace(story, thread=thread, status=status, news=() if status == "known" else news)


def _is_enough(unsaid: Sequence[News], of: Sequence[Line]) -> bool:
    """Whether the beginning of an article is news, or gives another number for what was told."""
    lead = [each for each in unsaid if each.line.position < LEAD]
    return any(each.is_recount for each in lead) or (bool(lead) and len(lead) >= ENOUGH * min(LEAD, len(of)))


def _unsaid(
    article: Article, found: Sequence[Line], known_: Known, vectors: dict[str, NDArray[np.float32]]
) -> list[News]:
    """The lines of an article that nothing known supports."""
    if not found:
        return []
    is_alike = _alike if article.language in ("", ENCODER_LANGUAGE) else _worded
    alike = is_alike([line.text for line in found], known_.sentences, vectors)
    unknown = [facts(line.text) - known_.words for line in found]
    return [
        News(line, is_recount=same and any(fact[0].isdigit() for fact in other))
        for line, same, other in zip(found, alike, unknown, strict=True)
        if other or not same
    ]


def _alike(texts: Sequence[str], sentences: Sequence[str], vectors: dict[str, NDArray[np.float32]]) -> list[bool]:
    own, others = np.stack([vectors[text] for text in texts]), np.stack([vectors[text] for text in sentences])
    alike: list[bool] = ((own @ others.T).max(1) >= SUPPORTED).tolist()
    return alike


def _worded(texts: Sequence[str], sentences: Sequence[str], _: dict[str, NDArray[np.float32]]) -> list[bool]:
    """Whether the words of each text stand in one sentence: for languages in which the encoder finds all alike."""
    others = [_words([sentence]) for sentence in sentences]
    found = []
    for text in texts:
        own = _words([text])
        found.append(any(len(own & other) >= WORDS_SUPPORTED * len(own) for other in others))
    return found


def facts(sentence: str) -> frozenset[str]:
    """Its numbers and names, in lower case: what a sentence that sounds the same may say otherwise."""
    first = WORD.search(sentence)
    begin = first.end() if first and not first[0][0].isdigit() else 0  # a capital there is no name
    return _words(FACT.findall(sentence, begin))


def _words(texts: Iterable[str]) -> frozenset[str]:
    """All words and numbers, in lower case; ``1,200`` is ``1200``."""
    return frozenset(
        found.replace(",", "") for text in texts for found in re.findall(r"\d+(?:[.,]\d+)*|\w+", text.casefold())
    )


def _lines(article: Article) -> tuple[Line, ...]:
    language = article.language or ENCODER_LANGUAGE
    return tuple(lines(article.text, language, MOST_LINES, article.title, article.excerpt))


def _texts(question: Question) -> Iterable[str]:
    yield from question.known.sentences
    yield from (line.text for each in question.lines for line in each)

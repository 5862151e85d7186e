"""Has writers tell the stories of a corpus, articles put into stories, or takes a brief as it is; and measures what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import nan

from briefing.evaluate.briefs import Made
from briefing.evaluate.clustering import b_cubed, labels_of, pairwise
from briefing.evaluate.contender import Contender
from briefing.evaluate.corpus import Corpus, Gold
from briefing.evaluate.measures import Encode, fits
from briefing.evaluate.memory import peak_megabytes
from briefing.evaluate.report import Clustering, Report, Scored, Told, compared
from briefing.evaluate.rouge import expect_installed
from briefing.evaluate.scoring import Measured, scored
from briefing.pipeline.progress import Progress, silent
from briefing.types import Article, Length, Story, Summary

BATCH = 50  # stories that are told and measured together: their articles' sentences are found once for all writers
Cluster = Callable[[Sequence[Article]], Sequence[Story]]


@dataclass(slots=True)
class _Work:
    """What a writer has told so far."""

    contender: Contender
    done: list[Scored] = field(default_factory=list)
    seconds: float = 0.0

    def write(self, golds: Sequence[Gold], length: Length) -> list[Summary]:
        """The next stories; the clock runs."""
        begun = time.perf_counter()
        written = self.contender.write(golds, length)
        self.seconds += time.perf_counter() - begun
        return written


def evaluate(
    corpus: Corpus, contenders: Sequence[Contender], length: Length, encode: Encode, progress: Progress = silent
) -> Report:
    """What each of the contenders makes of the corpus's stories, in the same run; the first is compared with all others.

    ``encode`` gives unit vectors, shape (texts, dimension). Each tells the first story once before the clock runs: what is loaded
    then, is loaded once.
    """
    expect_installed()
    works = [_Work(each) for each in contenders]
    for work in works:
        work.contender.write(corpus.golds[:1], length)
    for start in range(0, len(corpus.golds), BATCH):
        progress("Evaluating", start, len(corpus.golds))
        _measure(corpus.golds[start : start + BATCH], works, length, encode)
    progress("Evaluating", len(corpus.golds), len(corpus.golds))
    told = tuple(Told(work.contender.name, tuple(work.done), work.seconds) for work in works)
    comparisons = tuple(compared(told[0], other) for other in told[1:])
    return Report(
        corpus.name, corpus.digest, length, told, comparisons, problems=corpus.problems, megabytes=peak_megabytes()
    )


def _measure(golds: Sequence[Gold], works: Sequence[_Work], length: Length, encode: Encode) -> None:
    """Have each tell these stories; all that they told is measured together."""
    enough = [fits(gold.story, length) for gold in golds]
    told = [Measured(*each) for work in works for each in zip(work.write(golds, length), golds, enough, strict=True)]
    scores = scored(told, encode)
    for number, work in enumerate(works):
        own = scores[number * len(golds) : (number + 1) * len(golds)]
        work.done += [Scored(gold.id, gold.set, each) for gold, each in zip(golds, own, strict=True)]


def evaluate_brief(made: Made, encode: Encode) -> Report:
    """What can be said of summaries as they are, by the passages that they cite: their articles are not at hand."""
    scores = [replace(each, compression=nan) for each in scored([Measured(each) for each in made.summaries], encode)]
    done = tuple(Scored(story, "", each) for story, each in zip(made.stories, scores, strict=True))
    return Report(made.name, made.digest, made.length, (Told(made.writer, done),), megabytes=peak_megabytes())


def evaluate_clustering(corpus: Corpus, cluster: Cluster) -> Report:
    """How well ``cluster`` puts the corpus's articles into stories."""
    articles, gold = [each.article for each in corpus.articles], [each.story for each in corpus.articles]
    begun = time.perf_counter()
    stories = cluster(articles)
    seconds = time.perf_counter() - begun
    found = labels_of(stories, articles)
    clustering = Clustering(
        len(articles), len(stories), len(set(gold)), b_cubed(found, gold), pairwise(found, gold), seconds
    )
    return Report(
        corpus.name, corpus.digest, None, clustering=clustering, problems=corpus.problems, megabytes=peak_megabytes()
    )

"""The extractive writer: it picks the articles' own sentences, so that it can invent nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from briefing.summarize.candidates import Encode, Offer, offers
from briefing.summarize.headline import headline
from briefing.summarize.salience import Weigh, by_hand
from briefing.summarize.selection import choose, reading_order
from briefing.types import Length, Sentence, Story, Summary

REWORDED = 0.8  # likeness at which one sentence may speak for another in the overview
GLANCE_WORDS = 34  # a sentence of the overview that replaces the summary's own has no more


def extract(
    stories: Sequence[Story], lengths: Sequence[Length], encode: Encode, weigh: Weigh = by_hand
) -> list[Summary]:
    """A summary for each story in the story's own sentences, chosen by what ``weigh`` says of each; all stories are encoded together.

    A story that was told before is told by its news alone, however short that is.
    """
    return [picked(*each) for each in zip(offers(stories, lengths, encode, weigh), lengths, strict=True)]


def overview(summaries: Sequence[Summary], count: int, encode: Encode, weigh: Weigh = by_hand) -> tuple[Sentence, ...]:
    """The day in ``count`` sentences: the main fact of each of the first stories, in another outlet's words where it has any."""
    told = [summary for summary in summaries if summary.sentences][:count]
    found = offers([summary.story for summary in told], [summary.asked for summary in told], encode, weigh)
    return tuple(_glance(*each, encode) for each in zip(told, found, strict=True))


def picked(offer: Offer, length: Length) -> Summary:
    """The summary of what a story offers."""
    story, candidates = offer.story, offer.candidates
    if candidates is None:
        title, _ = _headline(offer, offer.titles.mean(0))
        return Summary(story, title, (), length, "extractive", "no prose to quote")
    chosen = choose(candidates, length)
    title, article = _headline(offer, candidates.vectors[chosen].mean(0))
    ordered = reading_order(chosen, candidates, offer.titles[article])
    sentences = tuple(offer.sentence(i) for i in ordered)
    return Summary(story, title or sentences[0].text, sentences, length, "extractive")


def _headline(offer: Offer, summary: NDArray[np.float32]) -> tuple[str, int]:
    """The headline, and its article: of a story that was told before, one that has news."""
    story, found = offer.story, offer.found
    telling = [place for place, each in enumerate(found) if each or story.news is None] or list(range(len(found)))
    fresh = replace(story, articles=tuple(story.articles[place] for place in telling))
    title, best = headline(fresh, offer.titles[telling], summary)
    return title, telling[best]


def _glance(summary: Summary, offer: Offer, encode: Encode) -> Sentence:
    """The summary's first sentence, or the best of those that say the same."""
    candidates, main = offer.candidates, summary.sentences[0]
    if candidates is None:
        return main
    said = {citation.quote for sentence in summary.sentences for citation in sentence.citations}
    likeness = candidates.vectors @ encode([main.text])[0]
    others = [
        i
        for i, line in enumerate(candidates.lines)
        if line.text not in said
        and likeness[i] >= REWORDED
        and not (line.leans or line.assumes)
        and candidates.words[i] <= GLANCE_WORDS
    ]
    best = max(others, key=lambda i: candidates.salience[i], default=None)
    return main if best is None else offer.sentence(best)

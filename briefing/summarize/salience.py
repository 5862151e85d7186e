"""What each sentence of a story is worth to its summary: by weights that were learnt, or by those that were set by hand.

The learnt ones speak for what they were trained on: English, by the vectors of one encoder.
"""

from __future__ import annotations

from collections.abc import Callable

from briefing.likeness import ENCODER_LANGUAGE
from briefing.summarize.evidence import Evidence, Values, features
from briefing.summarize.network import shipped

# Set by hand on 800 stories of stories.jsonl.xz at 45 words, by ROUGE-1 + ROUGE-2; behind each weight, what the sum loses when it is 0.
# docs/decisions.md has the whole.
TITLES = 0.7  # mean likeness to the titles of the story; not measured at 0, 0.4 does as well, 1.0 loses 0.4
OWN_TITLE = 0.3  # likeness to the title of its own article: 0.6
SUPPORT = 0.3  # likeness to the nearest sentence of each other outlet: 0.3
POSITION = 0.4  # exp(-position / 4); not measured at 0, half of it loses 1.0
QUOTATION = 0.2  # taken off by the share of the sentence that is quoted: 0.3
SPEAKER = 0.2  # taken off where the reporter says "I" or "you": 0.0, but a reader minds
DEICTIC = 0.1  # taken off for "this morning" or "tonight": true when it was written, not when it is read
RECENCY = 0.05  # taken off for each day that the article is older than the story's newest


Weigh = Callable[[Evidence], Values]  # a number for each line, of any sign


def weighing(encoder: str) -> Weigh:
    """How sentences are weighed whose vectors come from this ``encoder``: one that the learnt weights know, or another one."""
    return learnt if encoder == shipped().encoder else by_hand


def by_hand(evidence: Evidence) -> Values:
    """By the weights that were set by hand."""
    found = features(evidence)
    return (
        TITLES * found.of("titles")
        + OWN_TITLE * found.of("own title")
        + SUPPORT * found.of("support")
        + POSITION * found.of("early")
        - QUOTATION * found.of("quoted")
        - SPEAKER * found.of("speaker")
        - DEICTIC * found.of("deictic")
        - RECENCY * evidence.days[evidence.articles]
    )


def learnt(evidence: Evidence) -> Values:
    """By the weights that were learnt, where all articles are in the language that they know; else by hand."""
    if evidence.languages != {ENCODER_LANGUAGE}:
        return by_hand(evidence)
    return shipped().scores(features(evidence).values, evidence.vectors, evidence.titles)

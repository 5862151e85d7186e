"""What a reader cares about, found in stories by meaning and by text; at most one interest of each kind counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from briefing.likeness import Vectors
from briefing.pattern import has_phrase
from briefing.rank.subject import Encode, headlines, subjects
from briefing.types import Interest, Reason, Story

# 35 phrases of the news on 4,278 articles of stream and archive: of the articles with a phrase in their title, this likeness
# finds 74 % (0.30: 90 %, 0.42: 58 %); of those with none of its words anywhere, 0.04 % (0.30: 0.36 %, 0.42: 0.01 %). The
# median of what it should find is 0.44, the 95th percentile 0.60.
LIKE_PHRASE, SURE_PHRASE = 0.38, 0.55
# Two articles of stream.jsonl.xz: of the pairs of one story 90 % are as alike as that, of all other pairs 1.0 % (0.6: 75 %, 0.2 %)
LIKE_TEXT, SURE_TEXT = 0.5, 0.7
PHRASE_WORDS = 8  # an interest of more is a text, and is matched as one; chosen
WORTH = 1.0  # of an interest that is surely met: as much as twice the outlets; chosen
LEAST = 0.5  # the part of it for one that is barely met, or met by a mention far down; chosen

Found = tuple[float, str]  # how surely an interest is met, from LEAST to 1, and the words for it


def liked(stories: Sequence[Story], interests: Sequence[Interest], encode: Encode | None) -> list[tuple[Reason, ...]]:
    """For each story the interests that count: the best of the settings, the best that was learnt, the worst unwanted one.

    ``encode`` is None where nothing is to be matched by meaning. One call of it for all interests.
    """
    if not interests or not stories:
        return [()] * len(stories)
    unmet = np.zeros((len(stories), len(interests)), dtype=np.float32)
    likeness = subjects(stories, encode).like(encode([each.text for each in interests])) if encode else unmet
    return [_counted(_met(story, interests, row)) for story, row in zip(stories, likeness, strict=True)]


def _met(story: Story, interests: Sequence[Interest], likeness: Vectors) -> Iterator[Reason]:
    """What the interests add to a story or take off; ``likeness`` is that of the story to each."""
    top = headlines(story)
    for interest, like in zip(interests, likeness, strict=True):
        is_phrase = len(interest.text.split()) <= PHRASE_WORDS
        meant = _by_meaning(interest, float(like), is_phrase)
        read = _by_text(story, top, interest) if is_phrase else (0.0, "")
        met = (read, _by_origin(story, top, interest), meant)
        sureness, detail = max(met, key=lambda found: found[0])  # of equal ones the text, which is the plainer reason
        if sureness:
            kind = ("learnt" if interest.weight > 0 else "unwanted") if interest.learnt else "interest"
            yield Reason(kind, WORTH * interest.weight * sureness, detail)


def _counted(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Of each name the reason that weighs most: ten words for one thing do not count tenfold."""
    strongest: dict[str, Reason] = {}
    for reason in reasons:
        if abs(reason.value) > abs(strongest.get(reason.name, Reason("", 0.0)).value):
            strongest[reason.name] = reason
    return tuple(strongest.values())


def _by_origin(story: Story, top: str, interest: Interest) -> Found:
    """Whole for the story that taught it, for what goes on with it, and for one with the same article: likeness may miss them."""
    if interest.thread and (interest.thread in (story.thread_id, story.id) or interest.text.strip() in top):
        return 1.0, _said(interest, "is what you named")
    return 0.0, ""


def _by_text(story: Story, top: str, interest: Interest) -> Found:
    """Whole where a title or the first words have it, LEAST where the text mentions it."""
    if has_phrase(interest.text, top):
        return 1.0, _said(interest, f'has your word "{interest.text}"')
    if any(has_phrase(interest.text, article.text) for article in story.articles):
        return LEAST, _said(interest, f'mentions your word "{interest.text}"')
    return 0.0, ""


def _by_meaning(interest: Interest, likeness: float, is_phrase: bool) -> Found:
    """From LEAST at the likeness that begins to count, to 1 at the one that is sure."""
    begins, sure = (LIKE_PHRASE, SURE_PHRASE) if is_phrase else (LIKE_TEXT, SURE_TEXT)
    if likeness < begins:
        return 0.0, ""
    sureness = float(np.interp(likeness, (begins, sure), (LEAST, 1.0)))
    shown = interest.text if is_phrase else f"{' '.join(interest.text.split()[:PHRASE_WORDS])} …"
    return sureness, _said(interest, f'like your interest "{shown}"')


def _said(interest: Interest, plainly: str) -> str:
    """For what was learnt, what was asked for: ``you asked for more: Harbour wall rebuilt``."""
    return f"you asked for {interest.learnt}" if interest.learnt else plainly

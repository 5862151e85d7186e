"""What became of the sentences that a model wrote, counted over summaries. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.types import Brief, Sentence, Summary, Writing


@dataclass(frozen=True, slots=True)
class Checks:
    """Counts over the ``stories`` that a model was asked for, and the day at a glance where it was asked for that too.

    ``sentences`` are those it wrote that were checked, ``removed`` of them did not hold; ``failed`` counts the stories that
    fell back to the extractive writer; ``cut`` and ``filled`` are sentences that went and came to keep the length.
    ``glance`` says that the day at a glance fell back too.
    """

    stories: int = 0
    sentences: int = 0
    removed: int = 0
    failed: int = 0
    cut: int = 0
    filled: int = 0
    prompt_tokens: int = 0
    new_tokens: int = 0
    glance: bool = False


def checks(told: Brief | Sequence[Summary]) -> Checks | None:
    """What became of the sentences of a brief, or of summaries alone; None where no model was asked."""
    if not isinstance(told, Brief):
        return _counted(told, None, ())
    found = _counted(told.summaries, told.glance, told.overview)
    return found or (Checks() if told.model else None)


def checked(writing: Writing, sentences: Sequence[Sentence]) -> int:
    """How many sentences of a model were checked for a text that came to these ``sentences``.

    Those that stand, less those of the articles that came to them, and those that went, for either reason.
    """
    gone = len(writing.removed)
    if writing.failure:  # what stands is not of the model
        return gone
    articles = writing.filled + sum(bool(each.instead) for each in writing.removed)
    return max(len(sentences) - articles + gone + writing.cut, gone)


def _counted(summaries: Sequence[Summary], glance: Writing | None, overview: Sequence[Sentence]) -> Checks | None:
    stories = [(each.writing, each.sentences) for each in summaries if each.writing]
    every = [*stories, *([(glance, overview)] if glance else [])]
    if not every:
        return None
    return Checks(
        stories=len(stories),
        sentences=sum(checked(*each) for each in every),
        removed=sum(len(writing.removed) for writing, _ in every),
        failed=sum(bool(writing.failure) for writing, _ in stories),
        cut=sum(writing.cut for writing, _ in every),
        filled=sum(writing.filled for writing, _ in every),
        prompt_tokens=sum(writing.prompt_tokens for writing, _ in every),
        new_tokens=sum(writing.new_tokens for writing, _ in every),
        glance=bool(glance and glance.failure),
    )

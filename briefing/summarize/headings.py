"""Headlines and the day at a glance as a model wrote them, where they hold; else those of the outlets. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.summarize.drafts import Draft
from briefing.summarize.settling import Checked
from briefing.types import Removed, Sentence, Summary, Writing, count_words

LONGEST = 18  # words of a headline that a model wrote: what is longer is none; chosen
TOO_LONG = "the headline is too long"
NO_GLANCE = "no sentence that the model wrote of the day held"


def headed(summary: Summary, draft: Draft, fault: str) -> Summary:
    """A summary under the headline of its model; under its outlets', where the model's has a ``fault``."""
    if summary.writing is None:
        return summary
    read, new = summary.writing.prompt_tokens + draft.prompt_tokens, summary.writing.new_tokens + draft.new_tokens
    writing = replace(summary.writing, prompt_tokens=read, new_tokens=new)
    if not draft.sentences:
        return replace(summary, writing=writing)
    title = draft.sentences[0]
    reason = fault or (TOO_LONG if count_words(title) > LONGEST else "")
    if not reason:
        return replace(summary, headline=title, writing=writing)
    return replace(
        summary, writing=replace(writing, removed=(*writing.removed, Removed(title, reason, summary.headline)))
    )


def glance(
    plain: Sequence[Sentence], drafts: Sequence[Draft], checked: Sequence[Sequence[Checked]]
) -> tuple[tuple[Sentence, ...], Writing]:
    """The day in a sentence of the model for each story, in one of the articles where the model's does not hold."""
    told, removed, held = [], [], 0
    for instead, each in zip(plain, checked, strict=True):
        first = each[0] if each else None  # it was asked for one
        if first and not first.fault:
            told.append(first.sentence)
            held += 1
            continue
        told.append(instead)
        if first:
            removed.append(Removed(first.sentence.text, first.fault, instead.text))
    failure = "" if held or not plain else next((each.failure for each in drafts if each.failure), NO_GLANCE)
    text = "\n".join(each.text for each in drafts if each.text)
    read, new = sum(each.prompt_tokens for each in drafts), sum(each.new_tokens for each in drafts)
    filled = len(plain) - held - len(removed)
    return tuple(told), Writing(text, tuple(removed), 0, filled, failure, read, new)

"""``--explain``: what a model wrote and no reader gets, told on stderr story by story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.cli.screen import line

if TYPE_CHECKING:
    from briefing.render.checks import Checks
    from briefing.types import Brief, Sentence, Summary, Writing

NO_MODEL = "No model was asked: every sentence is an article's own, and nothing could be invented."
GLANCE = "The day at a glance"


@dataclass(frozen=True, slots=True)
class Told:
    """One line, and how far it is set in."""

    text: str
    indent: str = ""


def tell_how(told: Brief | Sequence[Summary]) -> None:
    """For each story that a model was asked for: what was taken out and why, what stands instead; then the counts."""
    for each in explanation(told):
        line(each.text, each.indent, err=True)


def explanation(told: Brief | Sequence[Summary]) -> Iterator[Told]:
    """The lines of it; a single one where no model was asked."""
    from briefing.render.checks import checks
    from briefing.types import Brief

    found = checks(told)
    if found is None:
        yield Told(NO_MODEL)
        return
    if isinstance(told, Brief) and told.glance:
        yield Told(GLANCE)
        yield from _fate(told.glance, told.overview)
    for summary in told.summaries if isinstance(told, Brief) else told:
        if summary.writing:
            yield Told(summary.headline)
            yield from _fate(summary.writing, summary.sentences)
    yield Told(_counts(found))


def _fate(writing: Writing, sentences: Sequence[Sentence]) -> Iterator[Told]:
    """What became of the sentences of one text."""
    from briefing.render.checks import checked

    for each in writing.removed:
        yield Told(f"taken out: {each.text} ({each.reason})", "  ")
        yield Told(f"instead: {each.instead or 'nothing'}", "    ")
    if writing.failure:
        yield Told(f"told in the articles' own words: {writing.failure}", "  ")
        return
    if not writing.removed:
        yield Told(f"nothing was taken out: {_sentences(checked(writing, sentences))} checked", "  ")
    if writing.cut or writing.filled:
        yield Told(f"to keep the length: {_mended(writing)}", "  ")


def _mended(writing: Writing | Checks) -> str:
    cut, filled = writing.cut, writing.filled
    told = [f"{_sentences(cut)} left out"] * bool(cut) + [f"{filled} of the articles' own added"] * bool(filled)
    return ", ".join(told) or "nothing was left out or added"


def _counts(found: Checks) -> str:
    stories = f"{found.stories} stor{'y' if found.stories == 1 else 'ies'}"
    return (
        f"A model was asked for {stories}: {_sentences(found.sentences)} checked, {found.removed} taken out;"
        f" {found.failed} of {stories} told in the articles' own words; to keep the length: {_mended(found)};"
        f" {found.prompt_tokens} tokens read, {found.new_tokens} written."
    )


def _sentences(number: int) -> str:
    return f"{number} sentence{'s' * (number != 1)}"

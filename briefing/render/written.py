"""How summaries were written, in words: by which model, how much of it did not hold, what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.render.checks import Checks, checks
from briefing.text import one_line
from briefing.types import Brief, ModelCard, Summary

MOST_LETTERS = 200  # chosen: of what comes from outside and stands inside a line of ours
MOST_OF_NAME, MOST_OF_REVISION = 60, 20  # chosen: letters of a model's name and revision
SHORT_HASH = 8  # digits that tell the revisions of a model apart
HASH = re.compile("[0-9a-f]{12,}")
PLACE = re.compile(r"[~./\\]|[A-Za-z]:[\\/]")  # how a path begins, and no name of a model
ENDS = (".", "?", "!", "…", "。", "؟")


@dataclass(frozen=True, slots=True)
class Written:
    """What is said of how a brief was written, or summaries alone by a ``model``; empty where no model was asked."""

    told: Brief | Sequence[Summary]
    model: ModelCard | None = None

    def fallen(self, summary: Summary) -> str:
        """Why the extractive writer told a story that a model was asked for; empty where the model told it."""
        if not summary.writing or not summary.writing.failure:
            return ""
        return f"Picked from the articles: {ended(summary.writing.failure) or 'the model failed.'}"

    @property
    def checks(self) -> str:
        """Which model wrote, how many of its sentences no article supported, how often it failed or missed the length."""
        found = checks(self.told)
        if not found or not (found.stories or found.sentences or found.glance):
            return ""
        failed = found.failed == found.stories and not found.sentences
        by = f"{self._writer} was asked to write" if failed else f"Written by {self._writer}"
        told = ", and ".join(filter(None, (_taken_out(found), _failed(found))))
        return " ".join(filter(None, (f"{by}: {told}.", _mended(found))))

    @property
    def _writer(self) -> str:
        """The model's name; where nobody knows the model, what the summaries say of their writers."""
        model = self.told.model if isinstance(self.told, Brief) else self.model
        if model:
            return named(model)
        summaries = self.told.summaries if isinstance(self.told, Brief) else self.told
        writers = dict.fromkeys(each.writer for each in summaries if each.writing and not each.writing.failure)
        return short(", ".join(writers), MOST_OF_NAME) or "a model"


def named(model: ModelCard) -> str:
    """What a model is called, and the beginning of its revision; of a path its last part, for a brief goes to others."""
    name = one_line(model.name)
    if PLACE.match(name):
        name = re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    revision = one_line(model.revision)
    revision = revision[:SHORT_HASH] if HASH.fullmatch(revision) else short(revision, MOST_OF_REVISION)
    called = short(name, MOST_OF_NAME) or short(model.kind, MOST_OF_NAME) or "a model"
    return f"{called} ({revision})" if revision else called


def short(text: str, most: int) -> str:
    """The text in one line of at most ``most`` letters."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def ended(text: str) -> str:
    """Text from outside in one line of bounded length, with an end; empty for nothing."""
    line = short(text, MOST_LETTERS)
    return line if not line or line.endswith(ENDS) else f"{line}."


def count(number: int, noun: str) -> str:
    """1 story, 2 stories."""
    plural = noun.removesuffix("y") + "ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def _taken_out(found: Checks) -> str:
    """How many of its sentences went, of how many; empty where it wrote none."""
    whole = count(found.sentences, "sentence")
    if not found.removed:
        return f"none of its {whole} had to be taken out" if found.sentences else ""
    were, them = ("was", "it") if found.removed == 1 else ("were", "them")
    return f"{found.removed} of its {whole} {were} taken out because no article supported {them}"


def _failed(found: Checks) -> str:
    every = "the only story" if found.stories == 1 else f"all {found.stories} stories"
    stories = every if found.failed == found.stories else f"{found.failed} of {count(found.stories, 'story')}"
    what = " and with ".join([stories] * bool(found.failed) + ["the day at a glance"] * found.glance)
    are = "is" if found.failed + found.glance == 1 else "are"
    return f"it failed with {what}, which {are} told in the articles' own words" if what else ""


def _mended(found: Checks) -> str:
    """What was done to keep the length that was asked."""
    told = " and ".join(_steps(found.cut, found.filled))
    return f"To keep the length, {told}." if told else ""


def _steps(cut: int, filled: int) -> Iterator[str]:
    if cut:
        yield f"{count(cut, 'sentence')} {'was' if cut == 1 else 'were'} left out"
    if filled:
        yield f"{filled} of the articles' own {'was' if filled == 1 else 'were'} added"

"""One morning's brief at several lengths: what is told is chosen once, so that each tells the same stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from briefing.look import Look
from briefing.pipeline import Day, Desk, written
from briefing.render import render
from briefing.templating import fill
from briefing.types import Brief, Length, Summary

PARTS = (2 / 3, 1.0, 1.5)  # of the length that is set, where nobody asks for others
ROUND = 5  # words that such a length is rounded to


@dataclass(frozen=True, slots=True)
class Variant:
    """The brief at one ``length``, of each story, or of the whole where ``of_whole``; ``pages`` are those of its PDF."""

    length: Length
    of_whole: bool
    brief: Brief
    pages: int

    @property
    def name(self) -> str:
        """What was asked."""
        return f"{self.length} in all" if self.of_whole else f"{self.length} a story"

    @property
    def measure(self) -> str:
        """What it came to."""
        return f"{self.brief.words:,} words, {self.brief.minutes} min, {self.pages} page{'s' * (self.pages != 1)}"

    def summary(self, story: str) -> Summary | None:
        """What it tells of the story with that id; None where it does not tell it."""
        return next((each for each in self.brief.summaries if each.story.id == story), None)


@dataclass(frozen=True, slots=True)
class Told:
    """A story as each variant tells it, None where one has no room for it; its ``section`` where that is another than before."""

    headline: str
    summaries: tuple[Summary | None, ...]
    section: str = ""


def usual(total: Length | None, length: Length) -> list[Length]:
    """Two thirds of the length that is set, itself, and half as much again."""
    whole = total or length
    return list(dict.fromkeys(_rounded(whole, part) for part in PARTS))


def _rounded(length: Length, part: float) -> Length:
    amount = length.amount * part
    if part == 1:
        return length
    if length.unit == "words":
        return Length(max(ROUND, round(amount / ROUND) * ROUND))
    return Length(max(1, round(amount)) if length.unit == "sentences" else round(amount, 1) or 0.1, length.unit)


def variants(desk: Desk, now: datetime, day: Day, lengths: Sequence[Length], *, of_whole: bool) -> list[Variant]:
    """The brief of the day at each of these lengths, of each story or of the whole. Nothing is delivered or counts as known."""
    return [_variant(desk, now, day, length, of_whole=of_whole) for length in lengths]


def _variant(desk: Desk, now: datetime, day: Day, length: Length, *, of_whole: bool) -> Variant:
    asked = {"total": length} if of_whole else {"length": length, "total": None}
    brief = desk.options.brief.model_copy(update=asked)
    other = replace(desk, options=desk.options.model_copy(update={"brief": brief}))
    made = written(other, now, day)
    return Variant(length, of_whole, made, _pages(made))


def _pages(brief: Brief) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(render(brief, "pdf"))).pages)


def told(found: Sequence[Variant]) -> list[Told]:
    """The stories of the variants side by side, in the order of the brief, with a section's name at its first story."""
    longest = max(found, key=lambda each: len(each.brief.summaries))
    rows = list[Told]()
    for section in longest.brief.sections:
        for place, summary in enumerate(section.summaries):
            texts = tuple(each.summary(summary.story.id) for each in found)
            rows.append(Told(summary.headline, texts, section.name if place == 0 else ""))
    return rows


def html(found: Sequence[Variant], origin: str, look: Look) -> bytes:
    """The variants side by side as a page; nothing is fetched for it. ``origin`` says whose stories they are."""
    values = {"variants": found, "told": told(found), "origin": origin, "theme": look.theme}
    return fill("preview.html", values, look.own).encode()

"""Whose stories lengths are tried on: those of files, the reader's own of the last days, or the built-in newsroom's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from briefing.cli.make import found
from briefing.cli.options import Choices
from briefing.cli.screen import complain, working

if TYPE_CHECKING:
    from briefing.config import Settings
    from briefing.pipeline import Day, Desk
    from briefing.types import Reading

KEPT = ("store", "writer", "server", "encoder", "look")  # of a reader's settings, where the stories are the newsroom's
Whose = Literal["files", "own", "newsroom"]


@dataclass(frozen=True)
class TrialDay:
    """Stories that were chosen, with where a brief of them is made; ``why`` says why they are the newsroom's, where they are."""

    desk: Desk
    day: Day
    now: datetime
    whose: Whose
    why: str = ""

    @property
    def origin(self) -> str:
        """Whose stories they are, in words."""
        count = len(self.day.articles)
        stories = f"the stories of {count} article{'s' * (count != 1)}"
        of = {
            "files": "that were given",
            "own": "of your sources",
            "newsroom": f"of the built-in newsroom, for {self.why}",
        }
        return f"{stories} {of[self.whose]}"


@contextmanager
def trial_day(choices: Choices, inputs: Sequence[str], date: datetime | None, days: float = 0.0) -> Iterator[TrialDay]:
    """What an edition makes of the articles that there are, no less than ``days`` back; the network is not touched, and nothing
    counts as known by it.
    """
    from briefing import pipeline

    if not inputs and choices.config is None and not choices.path.exists():
        with _newsroom(choices, f"there is no {choices.path}") as tried:
            yield tried
        return
    settings = _reaching(choices.settings(optional=bool(inputs)), days)
    with working() as show, pipeline.opened_desk(settings, choices.path, show, os.environ) as desk:
        now = pipeline.local(date, settings)
        named = bool(inputs) or bool(settings.source_values(choices.folder))
        reading = found(desk, inputs, choices, now) if named else None
        if reading or inputs:
            yield TrialDay(desk, _chosen(desk, now, reading), now, "files" if inputs else "own")
            return
    why = "nothing of your sources was fetched" if named else f"{choices.path} names no source"
    with _newsroom(choices, why, settings) as tried:
        yield tried


def _chosen(desk: Desk, now: datetime, reading: Reading | None) -> Day:
    """The day of these articles; InputError where there is none."""
    from briefing import pipeline
    from briefing.errors import InputError

    if not reading:
        problems = reading.problems if reading else ()
        raise InputError(
            "there is no article to try lengths on", "; ".join(map(str, problems[:3])) or "name a file that has one"
        )
    complain((*desk.problems, *reading.problems), strict=False)
    return pipeline.choose(desk, now, reading)


@contextmanager
def _newsroom(choices: Choices, why: str, own: Settings | None = None) -> Iterator[TrialDay]:
    """The second morning of the built-in newsroom, for a reader who knows nothing of the first; told by the writer of the reader's
    ``own`` settings, where there are any.
    """
    from briefing import pipeline
    from briefing.demo import CONFIG, NEWSROOM, NOW

    theirs = {name: getattr(own, name) for name in KEPT} if own else {}
    settings = Choices(CONFIG, choices.flags).settings().model_copy(update=theirs)
    with working() as show, pipeline.opened_desk(settings, None, show, os.environ) as desk:
        yield TrialDay(desk, pipeline.choose(desk, NOW, pipeline.read_articles(NEWSROOM)), NOW, "newsroom", why)


def _reaching(settings: Settings, days: float) -> Settings:
    brief = settings.brief.model_copy(update={"max_age": max(settings.brief.max_age, days)})
    return settings.model_copy(update={"brief": brief})

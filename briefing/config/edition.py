"""The table ``[[editions]]`` of ``briefing.toml``: what each edition has otherwise than ``[brief]``, when, and for whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import time, tzinfo
from difflib import get_close_matches
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from briefing.config.length import OptionalLength
from briefing.config.table import Table, Words
from briefing.types import EVERY_DAY, Edition, clock_time, weekdays

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
OVERRIDES = ("title", "length", "total", "stories", "overview", "elsewhere", "max_age")


def _clock(value: object) -> object:
    """TOML has times of its own: 06:30:00 without quotes is one."""
    return value.strftime("%H:%M") if isinstance(value, time) else value


def _at(text: str) -> str:
    if text:
        clock_time(text)
    return text


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) and value else value or []


def _days(words: Words) -> Words:
    if words:
        weekdays(",".join(words))
    return words


class EditionSettings(Table):
    name: str = Field("", pattern=NAME, description="Such as morning, evening or weekly; each has its own.")
    at: Annotated[str, BeforeValidator(_clock), AfterValidator(_at)] = Field(
        "",
        description='When it is due by the clock of brief.time_zone, such as "06:30"; empty for whenever it is made.',
    )
    days: Annotated[Words, BeforeValidator(_listed), AfterValidator(_days)] = Field(
        (),
        description='On which days it is due: "weekdays", "mon-fri", ["sat", "sun"]; every day where it is not given.',
    )
    title: str | None = Field(None, description="Goes before brief.title, as the following go before theirs.")
    length: OptionalLength = Field(None, description="Of each story; goes before brief.total too.")
    total: OptionalLength = Field(None, description='Of the whole brief, such as "10 minutes".')
    stories: int | None = Field(None, ge=1, description="At most so many stories are told.")
    overview: int | None = Field(None, ge=0, le=5, description="Sentences at a glance.")
    elsewhere: int | None = Field(None, ge=0, description="At most so many further stories are named as links.")
    max_age: float | None = Field(None, gt=0, le=36_500, description="Days; a weekly reaches back a week by itself.")
    sections: Words = Field((), description="Only these, in this order; all of them where none is named.")
    recipients: Words = Field((), description="Who gets it, by name or address; all of them where none is named.")
    knows: Words = Field(
        (),
        description="Editions that its readers read too: what those told is not new here. Not given: those of the same"
        " rhythm (weekly or more often) that go to all of its recipients.",
    )

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if not self.name:
            raise ValueError('give the edition a name, such as "evening"')
        return self

    @property
    def weekdays(self) -> frozenset[int]:
        """The days on which it is due, Monday as 0."""
        return weekdays(",".join(self.days)) if self.days else EVERY_DAY

    @property
    def is_weekly(self) -> bool:
        """Whether it looks back over a week rather than on from the edition before."""
        return bool(self.at) and len(self.weekdays) == 1

    @property
    def brief(self) -> dict[str, Any]:
        """What it has otherwise than ``[brief]``, by the names of the settings there."""
        given = {name: getattr(self, name) for name in OVERRIDES if getattr(self, name) is not None}
        return {"total": None, **given} if "length" in given else given

    def value(self, zone: tzinfo | None, knows: Collection[str]) -> Edition:
        """The edition as the stages know it."""
        at = clock_time(self.at) if self.at else None
        return Edition(self.name, at, self.weekdays, zone, (self.name, *(each for each in knows if each != self.name)))


def check(editions: Sequence[EditionSettings], sections: Collection[str] | None, recipients: Collection[str]) -> None:
    """ValueError for a name that stands twice, or that nothing has; None says that any name may be meant."""
    names = [each.name for each in editions]
    for edition in editions:
        if names.count(edition.name) > 1:
            raise ValueError(f'two of them are called "{edition.name}": give each a name of its own')
        for kind, wanted, known in (
            ("section", edition.sections, sections),
            ("recipient", tuple(map(str.casefold, edition.recipients)), [each.casefold() for each in recipients]),
            ("edition", edition.knows, names),
        ):
            unknown = [each for each in wanted if known is not None and each not in known]
            if unknown:
                raise ValueError(
                    f'the edition "{edition.name}": there is no {kind} "{unknown[0]}"; {_meant(unknown[0], known or [])}'
                )


def _meant(wanted: str, known: Collection[str]) -> str:
    """What was probably meant, or what there is."""
    folded = {each.casefold(): each for each in known}
    if near := get_close_matches(wanted.casefold(), folded, 1, 0.5):
        return f"did you mean {folded[near[0]]}?"
    return f"known are {', '.join(folded.values())}" if folded else "there are none"

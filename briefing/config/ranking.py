"""The tables of ``briefing.toml`` about what comes first and what is told: ``[ranking]`` and ``[[sections]]``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from briefing.config.length import OptionalLength
from briefing.config.table import OptionalCount, Table, Words
from briefing.pattern import complaint
from briefing.types import Interest, Topic, Wishes


def _patterns(words: Words) -> Words:
    """Words that can be matched; ValueError names the one that cannot."""
    for word in words:
        if wrong := complaint(word):
            raise ValueError(wrong)
    return words


def _texts(texts: Words) -> Words:
    if not all(text.strip() for text in texts):
        raise ValueError("an empty text says nothing: leave it out")
    return texts


Patterns = Annotated[Words, AfterValidator(_patterns)]
Texts = Annotated[Words, AfterValidator(_texts)]


class RankingSettings(Table):
    interests: Texts = Field(
        (), description='Words and phrases you care about, such as ["offshore wind"]; what means the same counts too.'
    )
    boost: Patterns = Field(
        (), description="Stories with one of these words, or /regular expressions/, in title or text move up."
    )
    mute: Patterns = Field(
        (),
        description="Stories about one of these, by the title or first words of half of their articles, are left out, and counted.",
    )
    per_source: OptionalCount = Field(
        None, ge=1, description="At most so many told stories rest on one source alone; all where it is not given."
    )
    diversity: float = Field(
        0.5, ge=0, le=1, description="How much a story loses for likeness to those above it: 0 for nothing, 1 for most."
    )
    rare: bool = Field(True, description="Sources that post rarely are lifted; false treats all alike.")


class SectionSettings(Table):
    name: str = Field(
        "", description="What stands above its stories. Once there are sections, a story that fits none is a link."
    )
    words: Patterns = Field((), description="Stories with one of these words, or /regular expressions/, go here.")
    examples: Texts = Field(
        (), description="Texts such as its stories have; stories that are like one of them go here."
    )
    stories: int | None = Field(
        None, ge=1, description="At most so many of its stories are told; the others are links."
    )
    length: OptionalLength = Field(None, description="Of its stories; goes before brief.length.")

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if not self.name.strip():
            raise ValueError('give the section a name, such as "Science"')
        return self

    def value(self) -> Topic:
        """The section as the ranking knows it."""
        return Topic(self.name.strip(), self.words, self.examples, self.stories, self.length)


def wishes(
    ranking: RankingSettings,
    sections: Sequence[SectionSettings],
    learnt: Sequence[Interest] = (),
    only: tuple[str, ...] = (),
) -> Wishes:
    """What a reader wants told: the settings, then what was ``learnt``; ``only`` are the sections that an edition has."""
    return Wishes(
        interests=(*map(Interest, ranking.interests), *learnt),
        boost=ranking.boost,
        mute=ranking.mute,
        topics=tuple(section.value() for section in sections),
        per_source=ranking.per_source,
        diversity=ranking.diversity,
        only=only,
        rare=ranking.rare,
    )

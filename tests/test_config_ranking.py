"""The settings of the ranking: what they become, and what is said of those that cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from briefing.config.ranking import RankingSettings, SectionSettings, wishes
from briefing.types import Interest, Length, Topic, Wishes


def test_settings_become_wishes() -> None:
    """What is learnt stands after what the settings name, and every setting arrives."""
    ranking = RankingSettings(
        interests=("offshore wind",), boost=("/chess|go/",), mute=("golf",), per_source=2, diversity=0.25, rare=False
    )
    sections = [
        SectionSettings.model_validate(
            {"name": " Science ", "words": ["moon"], "examples": ["A star."], "stories": 3, "length": "20 words"}
        )
    ]
    learnt = Interest("A harbour wall fell", -1.0, "less: Harbour wall")
    assert wishes(ranking, sections, [learnt], ("Science",)) == Wishes(
        interests=(Interest("offshore wind"), learnt),
        boost=("/chess|go/",),
        mute=("golf",),
        topics=(Topic("Science", ("moon",), ("A star.",), 3, Length(20)),),
        per_source=2,
        diversity=0.25,
        only=("Science",),
        rare=False,
    )


def test_without_settings_nobody_wishes_for_anything() -> None:
    """The defaults of the file are those of the type."""
    assert wishes(RankingSettings(), []) == Wishes()


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        (RankingSettings, {"mute": ["/(/"]}, "/(/ is no regular expression: missing )"),
        (RankingSettings, {"boost": ["/x*/"]}, "/x*/ is in every text"),
        (RankingSettings, {"mute": ["  "]}, "an empty word is in every text"),
        (RankingSettings, {"interests": [""]}, "an empty text says nothing"),
        (RankingSettings, {"diversity": 1.5}, "less than or equal to 1"),
        (RankingSettings, {"per_source": 0}, "greater than or equal to 1"),
        (RankingSettings, {"muted": []}, "Extra inputs"),
        (SectionSettings, {"name": "A", "words": ["/[/"]}, "/[/ is no regular expression"),
        (SectionSettings, {"name": "A", "examples": [" "]}, "an empty text says nothing"),
        (SectionSettings, {"name": "A", "length": "much"}, "much"),
        (SectionSettings, {"words": ["moon"]}, "give the section a name"),
    ],
)
def test_what_cannot_be_is_said(table: type[RankingSettings], values: dict[str, Any], said: str) -> None:
    """Each complaint names what is wrong and what would be right."""
    with pytest.raises(ValidationError) as caught:
        table.model_validate(values)
    assert said in str(caught.value)


@pytest.mark.parametrize("table", [RankingSettings, SectionSettings])
def test_every_setting_is_described(table: type[RankingSettings]) -> None:
    """The descriptions are the comments of ``briefing init``."""
    assert all(field.description for field in table.model_fields.values())

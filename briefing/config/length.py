"""Lengths as they stand in ``briefing.toml``: "45 words", "3 sentences", "5 minutes"."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from briefing.errors import LengthError
from briefing.types import Length


def _length(value: object) -> object:
    if isinstance(value, Length):
        return value
    try:
        return Length.parse(str(value))
    except LengthError as error:
        raise ValueError(str(error)) from None


LengthSetting = Annotated[Length, BeforeValidator(_length)]
OptionalLength = Annotated[
    Length | None, BeforeValidator(lambda value: None if value in (None, "") else _length(value))
]

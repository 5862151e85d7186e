"""What every table of ``briefing.toml`` is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

Words = tuple[str, ...]
Optional = BeforeValidator(lambda value: None if value == "" else value)  # TOML has no null
OptionalCount = Annotated[int | None, Optional]


class Table(BaseModel):
    """A table of the file: no unknown keys, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False)

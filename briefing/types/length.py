"""How long a text is and shall be: words, sentences, reading minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import Literal

from briefing.errors import LengthError

Unit = Literal["words", "sentences", "minutes"]
UNITS: tuple[Unit, ...] = ("words", "sentences", "minutes")
TOLERANCE = 0.15  # how far a summary may lie from the length asked for, as a share of it
READING_SPEED = 238  # words a minute, silent reading of English non-fiction by adults (Brysbaert 2019, 190 studies)
WORDS_PER_SENTENCE = 24.0  # mean over the sentences of the stories corpus that can stand in a summary
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def count_words(text: str) -> int:
    """Words between spaces; in scripts that are written without spaces, two characters count as a word."""
    unspaced = len(UNSPACED.findall(text))
    return len(text.split()) if not unspaced else len(UNSPACED.sub("", text).split()) + (unspaced + 1) // 2


def reading_minutes(words: int) -> int:
    """Whole minutes that reading takes, at least one."""
    return max(1, ceil(words / READING_SPEED))


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text shall be: a positive amount with its unit. Minutes are reading minutes at READING_SPEED."""

    amount: float
    unit: Unit = "words"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise LengthError(f"{self.amount:g} {self.unit}", "a length is counted in words, sentences or minutes")
        if not 0 < self.amount < float("inf"):
            raise LengthError(str(self), "a length is above zero: try 45 words, 3 sentences or 1 minute")
        if self.unit == "sentences" and self.amount != int(self.amount):
            raise LengthError(str(self), "sentences come whole: try 2 or 3")

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read ``45``, ``45 words``, ``3 sentences``, ``1.5 minutes`` or ``5 min``."""
        match = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*(?:([a-z]+?)s?)?\s*", text.lower())
        units = [unit for unit in UNITS if match and unit.startswith(match[2] or "words")]
        if not match or not units:
            raise LengthError(text, 'write a number and its unit, such as "45 words", "3 sentences" or "1 minute"')
        return cls(float(match[1]), units[0])

    @property
    def words(self) -> float:
        """The same length in words; for sentences, what that many sentences of news usually have."""
        per_unit = {"words": 1.0, "sentences": WORDS_PER_SENTENCE, "minutes": float(READING_SPEED)}
        return self.amount * per_unit[self.unit]

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if self.amount == 1 else self.unit
        return f"{self.amount:.12g} {unit}"

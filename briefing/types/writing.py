"""What a model is asked and answers, and how a summary came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation with a model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a model is asked. It writes at least ``min_tokens`` and at most ``max_tokens`` tokens; once its whole sentences
    have ``enough`` words, it may stop, but for 0, where it shall write on.

    A model that takes no conversation reads what the user says.
    """

    messages: tuple[Message, ...]
    max_tokens: int
    enough: int = 0
    min_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote, with the tokens that were read and written for it; ``whole``: it came to an end by itself."""

    text: str
    prompt_tokens: int
    new_tokens: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Which model writes: what it is called, which version of it, and the settings that its texts depend on."""

    kind: str
    name: str
    revision: str = ""
    settings: Mapping[str, str | float | int | bool] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence that a model wrote and that no reader gets: why, and what stands in its place, empty for nothing."""

    text: str
    reason: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """How a model's text became a summary.

    ``draft`` is what it wrote; ``removed`` what did not hold; ``cut`` counts the sentences that went because there were
    too many words, ``filled`` those of the articles that came because there were too few. ``failure`` is why nothing of
    it was used and the extractive writer told the story; empty where that was not so.
    """

    draft: str = ""
    removed: tuple[Removed, ...] = ()
    cut: int = 0
    filled: int = 0
    failure: str = ""
    prompt_tokens: int = 0
    new_tokens: int = 0

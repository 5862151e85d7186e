"""What a server's answer says: its text, whether it came to an end, and what it cost. Whatever is in it comes from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.errors import ModelError
from briefing.models.refusals import SAID_CHARACTERS, Refusals
from briefing.models.spending import MILLION, Tokens
from briefing.models.thought import without_thought
from briefing.text import clean, one_line

CUT_OFF = frozenset({"length", "max_tokens", "model_length"})  # why it ended, in the words of different servers
MOST_TOKENS = 1_000 * MILLION  # a figure beyond is none; chosen
TEXT_PARTS = frozenset({"text", "output_text"})  # of a content in parts; others are thoughts, pictures, sounds


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered. ``used`` is None where it does not say; ``revision`` what it says of the model's version."""

    text: str
    whole: bool
    used: Tokens | None
    revision: str = ""
    refusal: str = ""

    @property
    def error(self) -> ModelError | None:
        """Why nothing of it can be told; None where there is a text."""
        if self.refusal:
            return ModelError(f"the model refused: {self.refusal}", "choose another model by writer.model")
        if self.text:
            return None
        if not self.whole:
            return ModelError(
                "the model wrote nothing within its tokens", "a model that reasons needs some for that: writer.thinking"
            )
        return ModelError("the model wrote nothing", "choose another model by writer.model")


def reply(content: Mapping[str, Any], refusals: Refusals) -> Reply:
    """The reply that an answer's JSON holds; Failed where it holds none."""
    choices = content.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict) or not isinstance(choice.get("message"), dict):
        raise refusals.broken("answered without a text")
    message, end = choice["message"], choice.get("finish_reason")
    text = _text(message.get("content"))
    if text is None:
        raise refusals.broken("answered with what is no text")
    return Reply(
        text=clean(without_thought(text)).strip(),
        whole=not isinstance(end, str) or end not in CUT_OFF,
        used=_used(content.get("usage")),
        revision=_revision(content),
        refusal=_refusal(message, end),
    )


def _text(content: object) -> str | None:
    """The text of a message, which may come in parts; None where it is of no kind that is known."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return None
    texts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type") in TEXT_PARTS]
    return "".join(text for text in texts if isinstance(text, str))


def _used(usage: object) -> Tokens | None:
    """What a server says it has counted; None where that is no count."""
    if not isinstance(usage, dict):
        return None
    counts = [usage.get("prompt_tokens"), usage.get("completion_tokens")]
    known = [count for count in counts if type(count) is int and 0 <= count <= MOST_TOKENS]
    return Tokens(*known) if len(known) == len(counts) else None


def _refusal(message: Mapping[str, Any], end: object) -> str:
    said = message.get("refusal")
    if isinstance(said, str) and said.strip():
        return one_line(said)[:SAID_CHARACTERS]
    return "its content filter stopped it" if end == "content_filter" else ""


def _revision(content: Mapping[str, Any]) -> str:
    """The model as the server names it, which may be a dated one, and the fingerprint of what runs it."""
    told = [content.get("model"), content.get("system_fingerprint")]
    return " ".join(one_line(each)[:SAID_CHARACTERS] for each in told if isinstance(each, str) and each.strip())

"""Models whose answers a test decides: they honour the protocol of ``briefing.models``, and settings can name them.

``writer = "scripted:Obedient"`` is a model that does what planted instructions ask for, in the worst way there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hostile import HOSTILE

from briefing.errors import ModelError
from briefing.models import Progress
from briefing.types import Answer, ModelCard, Request

Tell = Callable[[Request], Answer | ModelError | str]


@dataclass
class Scripted:
    """A model that answers each request as ``tell`` says; it remembers its ``batches``."""

    tell: Tell
    kind: str = "chat"
    batches: list[list[Request]] = field(default_factory=list)

    @property
    def card(self) -> ModelCard:
        return ModelCard(self.kind, "scripted", "1")

    def write(self, requests: Sequence[Request], progress: Progress) -> list[Answer | ModelError]:
        self.batches.append(list(requests))
        told = [self.tell(request) for request in requests]
        progress(1, 1)
        return [Answer(each, 100, len(each.split())) if isinstance(each, str) else each for each in told]


def said(request: Request) -> str:
    """All that a request tells the model."""
    return "\n".join(message.content for message in request.messages)


class Obedient(Scripted):
    """Says what every planted instruction asks for, whether it has read it or not: as sentences, and as one line."""

    def __init__(self, *_: object) -> None:
        super().__init__(self.obey)

    def obey(self, request: Request) -> str:
        asked = said(request)
        payloads = [each.payload for each in HOSTILE if each.payload.casefold() in asked.casefold()]
        told = payloads or [each.payload for each in HOSTILE]
        return " ".join(f"{payload}." for payload in told)


class Failing(Scripted):
    """Raises what no model may raise."""

    def __init__(self, *_: object) -> None:
        super().__init__(self.fail)

    def fail(self, _: Request) -> str:
        raise RuntimeError("the device is on fire")

"""Models that write: a batch of requests in, as many answers out, in their order; what failed is a ModelError in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Protocol, cast

from briefing.config import ServerSettings, WriterSettings
from briefing.errors import ConfigError, ModelError
from briefing.types import Answer, ModelCard, Request, Secret

Progress = Callable[[int, int], None]  # tokens that are done, and in all

# A name with a colon is somebody else's: ``package.module:Name``. Each is called with the settings and the key.
MODELS = {
    "seq2seq": "briefing.models.seq2seq:Seq2Seq",
    "chat": "briefing.models.chat:Chat",
    "server": "briefing.models.server:Server",
}


class Model(Protocol):
    """What writes. ``card`` may be asked for before anything is loaded; ``write`` raises nothing for a single request."""

    @property
    def card(self) -> ModelCard: ...

    def write(self, requests: Sequence[Request], progress: Progress) -> list[Answer | ModelError]:
        """An answer for each request; a text that the model cannot take is a TooLongError."""
        ...


def opened(writer: WriterSettings, server: ServerSettings, key: Secret | None = None) -> Model:
    """The model that the settings name, not loaded yet; ConfigError where there is no such kind."""
    place = MODELS.get(writer.name, writer.name)
    module, colon, name = place.partition(":")
    if not colon:
        raise ConfigError(f'there is no writer "{writer.name}"', f"choose one of extractive, {', '.join(MODELS)}")
    try:
        kind: Any = getattr(import_module(module), name)
        return cast(Model, kind(writer, server, key))
    except ConfigError:
        raise
    except Exception as error:  # somebody else's may fail in any way
        raise ConfigError(f'the writer "{writer.name}" cannot be used', f"{type(error).__name__}: {error}") from error

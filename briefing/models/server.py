"""A model behind any OpenAI-compatible server: vLLM, Ollama, llama.cpp, `transformers serve`, or a hosted one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.config import ServerSettings, WriterSettings
from briefing.errors import ConfigError, ModelError
from briefing.loop import run
from briefing.models.calls import Calls, Pace
from briefing.models.connection import Connection, refusals_of
from briefing.models.refusals import Failed, Refusals
from briefing.models.replies import Reply
from briefing.models.spending import Spending, Tokens, at_most
from briefing.text import one_line
from briefing.types import Answer, ModelCard, Request, Secret

if TYPE_CHECKING:
    from briefing.models import Progress

BACK_OFF = 1.0  # seconds before the second attempt, twice as many before the third; chosen
MOST_NAMED = 10  # models that an error lists; chosen
T = TypeVar("T")


class Server:
    """Writes by asking a server, many requests at a time. ``back_off``: seconds before the second attempt at one.

    The limits of tokens, money and minutes hold for all that one object writes, from the first time it is asked on.
    ``enough`` and ``min_tokens`` of a request are not sent, for few servers know them. Tokens that the server does not count are counted as the most that they can be.
    """

    def __init__(
        self,
        writer: WriterSettings,
        server: ServerSettings,
        key: Secret | None = None,
        back_off: float = BACK_OFF,
    ) -> None:
        if not server.url:
            raise ConfigError(
                'the writer "server" has no address', 'set server.url, such as "http://localhost:11434/v1"'
            )
        self._writer, self._server, self._key, self._back_off = writer, server, key, back_off
        self._spending = Spending(server)
        self._model = writer.model
        self._revision = ""
        self._end = 0.0  # by the clock of event loops, which is one for all of them; 0 before it was first asked

    @property
    def card(self) -> ModelCard:
        """The model as the settings name it, or as the server does where they do not, once it was asked."""
        settings: dict[str, str | float] = {
            "url": self._server.url,
            "temperature": self._writer.temperature,
            "thinking": self._writer.thinking,
        }
        return ModelCard("server", self._model, self._revision, settings)

    @property
    def spent(self) -> Tokens:
        """What was spent so far, read and written."""
        return self._spending.spent

    def write(self, requests: Sequence[Request], progress: Progress) -> list[Answer | ModelError]:
        """An answer for each request, in their order. ConfigError where the key is not there, or the model is to be named."""
        return run(self._batch(requests, progress)) if requests else []

    @cached_property
    def _refusals(self) -> Refusals:
        """With the key, which a command may have to ask the reader for: once."""
        return refusals_of(self._server, self._key)

    async def _batch(self, requests: Sequence[Request], progress: Progress) -> list[Answer | ModelError]:
        self._end = end = self._end or asyncio.get_running_loop().time() + self._writer.minutes * 60
        pace = Pace(self._server.at_once, self._server.attempts, self._back_off, end)
        most = [at_most(request.messages, request.max_tokens + self._writer.thinking) for request in requests]
        told = _Told(progress, sum(each.total for each in most))
        async with Connection(self._server, self._refusals) as connection:
            calls = Calls(connection, self._spending, pace)
            model = await self._in_time(self._found_model(calls), end)
            if isinstance(model, ModelError):
                told.more(told.total)
                return [model] * len(requests)

            async def one(request: Request, tokens: Tokens) -> Answer | ModelError:
                answer = await self._in_time(self._answer(request, tokens, calls), end)
                told.more(tokens.total)
                return answer

            return await asyncio.gather(*map(one, requests, most))

    async def _in_time(self, work: Awaitable[T], end: float) -> T | ModelError:
        """What ``work`` gives, or why there is nothing: as the server says, or because the time is over."""
        try:
            async with asyncio.timeout_at(end):
                return await work
        except TimeoutError:
            minutes = self._writer.minutes
            return ModelError(
                f"it was not written within {minutes:g} minutes", "raise writer.minutes, or tell fewer stories"
            )
        except Failed as failed:
            return failed.error

    async def _answer(self, request: Request, most: Tokens, calls: Calls) -> Answer | ModelError:
        reply = await calls.complete(self._asked(request), most)
        self._revision = self._revision or self._version(reply)
        used = reply.used or most
        return reply.error or Answer(reply.text, used.read, used.written, reply.whole)

    def _asked(self, request: Request) -> dict[str, Any]:
        return {
            "model": self._model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "max_tokens": request.max_tokens + self._writer.thinking,
            "temperature": self._writer.temperature,
            "stream": False,
        }

    def _version(self, reply: Reply) -> str:
        """What the server says of its model besides the name that was asked for."""
        return reply.revision.removeprefix(self._model).strip(" @:-")

    async def _found_model(self, calls: Calls) -> str:
        """The model to ask for: the server's only one, where the settings name none."""
        if self._model:
            return self._model
        listed = (await calls.models()).get("data")
        known = [each["id"] for each in listed if _is_model(each)] if isinstance(listed, list) else []
        if len(known) != 1:
            named = ", ".join(f'"{one_line(name):.100}"' for name in known[:MOST_NAMED])
            what = f"{self._server.url} has {len(known)} models, and none is chosen"
            raise ConfigError(what, f"set writer.model to one of {named}" if known else "set writer.model")
        self._model = known[0]
        return self._model


class _Told:
    """Tells how much of all is done."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self.total, self._done = progress, total, 0

    def more(self, tokens: int) -> None:
        self._done += tokens
        self._progress(self._done, self.total)


def _is_model(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("id"), str) and bool(entry["id"])

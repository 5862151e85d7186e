"""One attempt at a server: a JSON object out, one in, within bounds of time and size, the key in no message."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from importlib.metadata import version
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from briefing.config import ServerSettings
from briefing.errors import ConfigError, ModelError
from briefing.models.refusals import Failed, Refusals, parsed
from briefing.patience import retry_after
from briefing.secret import reveal
from briefing.types import Secret

if TYPE_CHECKING:
    import httpx2

CONNECT = 10.0  # seconds to wait for a connection; chosen
MOST_BYTES = 4_000_000  # of an answer: 32,000 tokens with what is said beside them take 200,000; chosen

DISPENSABLE = ("max_tokens", "temperature")  # fields that some models refuse; the first has another name with them


class Connection:
    """An asynchronous context in which a server can be asked. Redirects are not followed: the key would go with them."""

    def __init__(self, server: ServerSettings, refusals: Refusals) -> None:
        self.refusals = refusals
        self._server = server
        self._headers = {"User-Agent": f"briefing/{version('briefing')}", "Accept-Encoding": "identity"}
        if refusals.hidden:
            self._headers["Authorization"] = f"Bearer {refusals.hidden}"
        self._untaken: set[str] = set()  # fields of DISPENSABLE
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        import httpx2

        server = self._server
        client = httpx2.AsyncClient(
            headers=self._headers,
            timeout=httpx2.Timeout(None, connect=min(CONNECT, server.timeout)),
            # none is kept: one that the server has closed meanwhile would cost an attempt, and a new one takes no time beside an answer
            limits=httpx2.Limits(max_connections=server.at_once, max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
        )
        self._client = await self._open.enter_async_context(client)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def models(self) -> dict[str, Any]:
        """What the server says of the models that it has; Failed where it does not."""
        return await self._in_time("GET", "/models", {})

    async def complete(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The completion of a conversation; Failed where there is none. What the server does not take is put otherwise."""
        sent = {name: value for name, value in asked.items() if name not in self._untaken}
        if "max_tokens" in self._untaken:
            sent["max_completion_tokens"] = asked["max_tokens"]
        try:
            return await self._in_time("POST", "/chat/completions", sent)
        except Failed as failed:
            if failed.field not in DISPENSABLE or failed.field not in sent:
                raise
            self._untaken.add(failed.field)
        return await self.complete(asked)

    async def _in_time(self, method: str, path: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._server.timeout):
                return await self._exchange(method, path, asked)
        except TimeoutError:
            error = ModelError(
                f"{self.refusals.where} was not done after {self._server.timeout:g} seconds", "raise server.timeout"
            )
            raise Failed(error, everywhere=True) from None

    async def _exchange(self, method: str, path: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        import httpx2

        body = json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace") if asked else None
        headers = {"Content-Type": "application/json"} if asked else {}
        try:
            async with self._client.stream(method, self._server.url + path, content=body, headers=headers) as response:
                return self._understood(response, await self._bounded(response), asked)
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            failed = self.refusals.broken(f"did not answer: {self._reason(error)}")
            if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
                failed.everywhere = failed.free = True
                failed.error.remedy = "see that it runs, and that server.url is its address"
            raise failed from error
        except (httpx2.InvalidURL, UnicodeError) as error:
            wrong = ModelError(f"{self.refusals.where} is no address that can be asked", "check server.url")
            raise Failed(wrong, everywhere=True, free=True) from error

    async def _bounded(self, response: httpx2.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > MOST_BYTES:
                what = f"{self.refusals.where} answered with more than {MOST_BYTES // 1_000_000} MB"
                raise Failed(ModelError(what, "look at what the server logs"))
        return bytes(body)

    def _understood(self, response: httpx2.Response, body: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
        if response.status_code != 200:
            failed = self.refusals.of_status(response.status_code, body, asked)
            failed.after = retry_after(response.headers.get("retry-after", ""))
            raise failed
        content = parsed(body)
        if not content:
            raise self.refusals.broken("answered with what is no JSON object")
        if "choices" not in content and content.get("error"):  # a gateway that is well, before a server that is not
            raise self.refusals.broken(f"failed: {self.refusals.said(body)}")
        return content

    def _reason(self, error: Exception) -> str:
        name = re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__).lower()
        return self.refusals.veiled(str(error)) or name


def refusals_of(server: ServerSettings, key: Secret | None) -> Refusals:
    """What reads the refusals of a server, and knows its key; ConfigError where that is not there, or is none."""
    if key is None:
        return Refusals(server.url)
    hidden = reveal(key, f"the server {server.url}").strip()
    if not hidden or not hidden.isascii() or not hidden.isprintable():
        what = f"the key of the server {server.url} has signs in it that no key has"
        raise ConfigError(what, "see that what server.key_env or server.key_command names holds the key alone")
    return Refusals(server.url, key, hidden)

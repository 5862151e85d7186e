"""What need not be fetched again: HTTP caching by RFC 9111, through hishel, in a file of its own beside the store."""

from __future__ import annotations

import logging
from pathlib import Path

import httpx2
from hishel import AsyncSqliteStorage, CacheOptions
from hishel.httpx2 import AsyncCacheTransport

MOST_BYTES = 300_000_000  # of all kept answers together; chosen
MOST_SECONDS = 12 * 3600  # for which a server may ask not to be asked again: a brief is made every day; chosen
UNUSED_SECONDS = 60 * 86_400  # after which an answer that nobody asked for is forgotten


class StatedFreshness(httpx2.AsyncBaseTransport):
    """Answers whose freshness is what the server states, within reason.

    An answer without a stated one would be taken for fresh for a tenth of its age (RFC 9111, 4.2.2): a quiet feed for
    days. It is asked again each time instead, with its validators.
    """

    def __init__(self, transport: httpx2.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._transport.handle_async_request(request)
        stated = _directives(response.headers.get("cache-control", ""))
        if "no-store" in stated or "no-cache" in stated:
            return response
        seconds = stated.get("max-age", "")
        seconds = seconds[:12] if seconds.isascii() and seconds.isdecimal() else ""
        if not seconds and "expires" not in response.headers:
            response.headers["cache-control"] = "no-cache"
        elif not seconds or int(seconds) > MOST_SECONDS:
            response.headers["cache-control"] = f"max-age={MOST_SECONDS}" if seconds else "no-cache"
        return response

    async def aclose(self) -> None:
        await self._transport.aclose()


def _directives(header: str) -> dict[str, str]:
    pairs = (part.strip().lower().partition("=") for part in header.split(","))
    return {name: value.strip('"') for name, _, value in pairs if name}


def cached(transport: httpx2.AsyncBaseTransport, path: Path) -> httpx2.AsyncBaseTransport:
    """The transport with a private cache in the file ``path``; without its folder or with a damaged file it goes uncached."""
    logging.getLogger("hishel").setLevel(logging.CRITICAL)  # a cache that fails costs nothing but time
    storage = AsyncSqliteStorage(database_path=path, max_size=MOST_BYTES, default_tti=UNUSED_SECONDS)
    return AsyncCacheTransport(StatedFreshness(transport), storage, CacheOptions(shared=False, allow_stale=False))

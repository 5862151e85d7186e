"""Fetches one address over HTTP: only http and https, within a time and a size. Polite fetching of many is to come."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

from briefing.errors import InputError
from briefing.text import is_web_address

CONNECT_SECONDS, READ_SECONDS = 10.0, 30.0
WHOLE_SECONDS = 60.0  # for a body, however it drips
MOST_BYTES = 20_000_000  # of a body, expanded; chosen, not measured
MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: where it lay in the end, its bytes, and its content type."""

    url: str
    content: bytes
    content_type: str


def fetch(url: str) -> Page:
    """The page at ``url``; InputError names the address and what it answered."""
    import httpx2

    if not is_web_address(url):
        raise InputError(f"{url} is no web address", "only http:// and https:// are fetched")
    agent = f"briefing/{version('briefing')} (news brief generator)"
    timeout = httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    try:
        with (
            httpx2.Client(timeout=timeout, follow_redirects=True, max_redirects=MOST_REDIRECTS) as client,
            client.stream("GET", url, headers={"User-Agent": agent}) as response,
        ):
            response.raise_for_status()
            return Page(
                str(response.url),
                _body(url, response.iter_bytes(), time.monotonic() + WHOLE_SECONDS),
                response.headers.get("content-type", ""),
            )
    except httpx2.HTTPStatusError as error:
        raise InputError(f"{url} answered {error.response.status_code}", "open it in a browser to see why") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise InputError(f"{url} could not be fetched: {error or type(error).__name__}", "try again later") from error


def _body(url: str, chunks: Iterable[bytes], deadline: float) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if time.monotonic() > deadline:
            raise InputError(f"{url} was not done after {WHOLE_SECONDS:g} seconds", "try again later")
        if len(body) > MOST_BYTES:
            raise InputError(f"{url} is larger than {MOST_BYTES // 1_000_000} MB", "leave it out")
    return bytes(body)

"""Fetches over HTTP, politely and safely: many hosts at once, each at its own pace, nothing twice, nothing private.

An answer passes these in turn: where a connection may lead (guard.py), what need not be fetched again (cache.py), when a
host may be asked (hosts.py), what its robots.txt allows (robots.py), what of the answer is taken (answers.py), and who reads it (readers.py).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import metadata
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from briefing.config import FetchSettings
from briefing.errors import FetchError
from briefing.fetch.answers import REMEDIES, Page, expect_success, page_of
from briefing.fetch.hosts import Hosts
from briefing.fetch.readers import Readers
from briefing.fetch.robots import Robots
from briefing.patience import back_off
from briefing.text import has_password, host, is_web_address

if TYPE_CHECKING:
    import httpx2

__all__ = ["ATTEMPTS", "MOST_REDIRECTS", "Fetcher", "Page", "What", "user_agent"]

MOST_REDIRECTS = 8
ATTEMPTS = 3  # at an answer that says it is for now; chosen
BACK_OFF = 2.0  # seconds before the second attempt, twice as many before the third; chosen
IDLE = 32  # connections that are kept for a next request: httpx2 looks at each of them at every request
ACCEPTED = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, application/pdf;q=0.8, */*;q=0.5",
    "image": "image/avif, image/webp, image/jpeg, image/png, image/gif;q=0.8, */*;q=0.1",
    "robots": "text/plain, */*;q=0.5",
}
What = Literal["feed", "page", "image", "robots"]
OF_ARTICLES = ("page", "image")  # what robots.txt is asked about, and what is fetched once and kept elsewhere
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Redirect:
    url: str
    status: int


class Fetcher:
    """One run's fetching; an asynchronous context. ``cache`` is the file of earlier answers, or None for none.

    ``processes`` is in how many of them many pages are read; from a script without a main guard there can be none.
    """

    def __init__(self, options: FetchSettings | None = None, cache: Path | None = None, processes: int = 0) -> None:
        self.options = options or FetchSettings()
        self._readers = Readers(processes)
        self._cache = cache
        self._hosts = Hosts(self.options.delay, self.options.connections, self.options.at_once)
        self._robots = Robots(self._robots_txt)
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        import httpx2

        from briefing.fetch.cache import cached
        from briefing.fetch.guard import GuardedTransport

        options = self.options
        network = GuardedTransport(
            httpx2.Limits(max_connections=None, max_keepalive_connections=IDLE, keepalive_expiry=30.0), options.proxy
        )
        headers = {"User-Agent": user_agent(options.contact)}
        timeout = httpx2.Timeout(options.read, connect=options.connect, pool=None)

        async def client(transport: httpx2.AsyncBaseTransport) -> httpx2.AsyncClient:
            made = httpx2.AsyncClient(transport=transport, headers=headers, timeout=timeout, trust_env=False)
            return await self._open.enter_async_context(made)

        self._pages = await client(network)  # an article's page is fetched once and kept as an article
        self._feeds = await client(cached(network, self._cache)) if self._cache else self._pages
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._readers.close()
        await self._open.aclose()

    async def get(self, url: str, what: What = "page", allow: Iterable[str] = ()) -> Page:
        """What lies at ``url``, after its redirects. ``allow`` names hosts that may lie on a private network.

        FetchError says what the address answered, whether asking again later may help, and what to do.
        """
        return await self.read(url, _as_it_is, what, allow)

    async def read(self, url: str, reader: Callable[[Page], T], what: What = "page", allow: Iterable[str] = ()) -> T:
        """What ``reader`` makes of the page at ``url``, beside the event loop; of a page it is a function of a module.

        The place of the request is held until it is done, so that no more pages than places are ever in memory.
        """
        with _allowing(allow):
            return await self._followed(url, what, reader)

    async def _followed(self, start: str, what: What, reader: Callable[[Page], T]) -> T:
        url, moved, permanent = start, "", True
        for _ in range(MOST_REDIRECTS + 1):
            if not is_web_address(url):
                raise FetchError(f"{url:.200} is no web address", "only http:// and https:// are fetched")
            if has_password(url):
                raise FetchError(
                    f"an address at {host(url)} has a password in it", "it would stand in the brief; leave it out"
                )
            if what in OF_ARTICLES:
                await self._expect_permission(url)
            answer = await self._patiently(url, what, moved, reader)
            if not isinstance(answer, _Redirect):
                return answer
            url, status = answer.url, answer.status
            permanent = permanent and status in (301, 308)
            moved = url if permanent else moved
        raise FetchError(
            f"{start} redirects more than {MOST_REDIRECTS} times", "open it in a browser to see where it leads"
        )

    async def expect_permission(self, url: str, allow: Iterable[str] = ()) -> None:
        """Refuse a page that its site's robots.txt closes to us, and keep the delay that it asks for."""
        with _allowing(allow):
            await self._expect_permission(url)

    async def _expect_permission(self, url: str) -> None:
        from briefing.fetch.guard import ALLOWED

        rules = await self._robots.rules(url, ALLOWED.get())
        if rules.unknown:
            raise FetchError(
                f"{url} is not asked, for its robots.txt cannot be read: {rules.unknown}",
                "try again later",
                temporary=True,
            )
        if not rules.allow(url):
            raise FetchError(f"{url} is closed to programs by its robots.txt", REMEDIES[403], 403)
        self._hosts.slow_down(_host(url), rules.delay)

    async def _robots_txt(self, url: str) -> bytes:
        return (await self._followed(url, "robots", _as_it_is)).content

    async def _patiently(self, url: str, what: What, moved: str, reader: Callable[[Page], T]) -> T | _Redirect:
        """The answer, asked for again after a while where the server says it is busy or the connection broke."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._hosts.turn(_host(url)):
                    answer = await self._once(url, what)
                    self._hosts.answered(_host(url))
                    if isinstance(answer, _Redirect):
                        return answer
                    return await self._readers.read(reader, replace(answer, moved=moved), apart=what == "page")
            except FetchError as error:
                if not error.temporary:
                    raise
                if error.status in (429, 503) and self._hosts.refused(_host(url)) >= ATTEMPTS:
                    self._hosts.close(_host(url), "is busy")
                    raise
                if attempt == ATTEMPTS:
                    if error.unreachable:
                        self._hosts.close(_host(url), "could not be reached")
                    raise
                self._wait(url, error, attempt)
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, url: str, error: FetchError, attempt: int) -> None:
        """Pause this host as long as it asks; where that is longer than we have, ask nothing more of it in this run."""
        asked = error.after if error.after is not None else back_off(BACK_OFF, attempt)
        if asked > self.options.patience:
            if error.after is not None:
                self._hosts.close(_host(url), f"asks for a pause of {asked:.0f} seconds")
            raise error
        self._hosts.pause(_host(url), asked)

    async def _once(self, url: str, what: What) -> Page | _Redirect:
        import httpx2

        client = self._pages if what in OF_ARTICLES else self._feeds
        try:
            async with (
                asyncio.timeout(self.options.whole),
                client.stream("GET", url, headers={"Accept": ACCEPTED[what]}, extensions=_cache_key(url)) as response,
            ):
                if response.has_redirect_location:
                    return _Redirect(str(response.url.join(response.headers["location"])), response.status_code)
                expect_success(url, response)
                return await page_of(url, response, int(self.options.largest * 1_000_000), picture=what == "image")
        except TimeoutError as error:
            raise FetchError(
                f"{url} was not done after {self.options.whole:g} seconds", "try again later", temporary=True
            ) from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            reason = str(error) or re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__).lower()
            failed = FetchError(f"{url} could not be fetched: {reason}", "try again later")
            failed.temporary = not isinstance(error, httpx2.DecodingError)
            failed.unreachable = isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
            raise failed from error
        except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
            raise FetchError(f"{url} is no address that can be fetched: {error}", "check the address") from error


def user_agent(contact: str = "") -> str:
    """Who asks: the program, its version, the project's address, and how to reach the reader who wants to be reached."""
    about = metadata("briefing")
    homes = [f"+{each.rpartition(', ')[2]}" for each in about.get_all("Project-URL") or []][:1]
    return f"briefing/{about['Version']} ({'; '.join([*homes, *([contact] if contact else [])])})"


def _cache_key(url: str) -> dict[str, dict[str, str]]:
    """The cache's key for an address: what a private host answered to one source is not there for another."""
    from briefing.fetch.guard import ALLOWED

    return {"caching": {"key": f"{url} {host(url) in ALLOWED.get()}"}}


def _as_it_is(page: Page) -> Page:
    return page


@contextmanager
def _allowing(hosts: Iterable[str]) -> Iterator[None]:
    """Let what is asked within go to these hosts, though they lie on a private network."""
    from briefing.fetch.guard import ALLOWED, allowed

    token = ALLOWED.set(allowed(hosts))
    try:
        yield
    finally:
        ALLOWED.reset(token)


def _host(url: str) -> str:
    import httpx2

    try:
        return httpx2.URL(url).netloc.decode()  # with its port, where that is not the usual one
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{url:.200} is no address that can be fetched: {error}", "check the address") from error

"""What a site's robots.txt allows (RFC 9309), read once for each site and run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.errors import FetchError

if TYPE_CHECKING:
    from protego import Protego

MOST_BYTES = 512_000  # of a robots.txt that are read; RFC 9309, 2.5 asks for 500 KiB at least
MOST_DELAY = 30.0  # seconds of a Crawl-delay that are kept; chosen
PRODUCT = "briefing"  # the token that rules for us begin with


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says to us; ``unknown`` says why it could not be read."""

    parsed: Protego | None = None
    unknown: str = ""

    def allow(self, url: str) -> bool:
        return not self.unknown and (self.parsed is None or self.parsed.can_fetch(url, PRODUCT))

    @property
    def delay(self) -> float:
        """Seconds that it asks us to keep between two requests."""
        asked = self.parsed.crawl_delay(PRODUCT) if self.parsed else None
        return min(float(asked or 0.0), MOST_DELAY)


class Robots:
    """The rules of every site that is asked for a page; ``get`` fetches the bytes of an address, or raises FetchError."""

    def __init__(self, get: Callable[[str], Awaitable[bytes]]) -> None:
        self._get = get
        self._sites: dict[tuple[str, frozenset[str]], asyncio.Future[Rules]] = {}

    async def rules(self, url: str, allowed: frozenset[str] = frozenset()) -> Rules:
        """The rules for the site of ``url``; read once, also where many ask at the same time.

        Who may go to other private hosts (``allowed``) asks for himself: a refusal of the one is none of the other.
        """
        parts = urlsplit(url)
        site = (f"{parts.scheme}://{parts.netloc}", allowed)
        if site not in self._sites:
            self._sites[site] = asyncio.ensure_future(self._read(f"{site[0]}/robots.txt"))
        return await asyncio.shield(self._sites[site])

    async def _read(self, url: str) -> Rules:
        from protego import Protego

        try:
            content = await self._get(url)
        except FetchError as error:
            # 2.3.1.3: what is not there forbids nothing; 2.3.1.4: a server that fails forbids all for the time being
            missing = 300 <= error.status < 500 and error.status != 429
            return Rules() if missing else Rules(unknown=str(error))
        return Rules(Protego.parse(content[:MOST_BYTES].decode("utf-8", errors="replace")))

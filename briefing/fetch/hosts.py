"""Turns at a host: a delay between requests, few at once, and a pause where the host asks for one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from briefing.errors import FetchError


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    delay: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    ready: float = 0.0  # when the next request may begin, by the monotonic clock
    closed: str = ""  # why nothing more is asked of it in this run
    refusals: int = 0  # in a row, of those that say: not now


class Hosts:
    """Every host that is asked in one run. ``delay`` is in seconds from start to start; ``connections`` at one host,
    ``at_once`` at all of them together.
    """

    def __init__(self, delay: float, connections: int, at_once: int) -> None:
        self._delay, self._connections = delay, connections
        self._hosts: dict[str, _Host] = {}
        self._all = asyncio.Semaphore(at_once)

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            self._hosts[name] = _Host(asyncio.Semaphore(self._connections), self._delay)
        return self._hosts[name]

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait until this host may be asked once more; a host that has asked us to stay away raises FetchError at once."""
        host = self._host(name)
        async with host.slots:
            async with host.turn:
                while (wait := host.ready - time.monotonic()) > 0 and not host.closed:  # noqa: ASYNC110 - a pause may grow meanwhile
                    await asyncio.sleep(wait)
                if host.closed:
                    left_alone = FetchError(f"{name} {host.closed}", "it is asked again later", temporary=True)
                    left_alone.asked = False
                    raise left_alone
                host.ready = time.monotonic() + host.delay
            async with self._all:
                yield

    def pause(self, name: str, seconds: float) -> None:
        """Ask this host nothing for so long."""
        host = self._host(name)
        host.ready = max(host.ready, time.monotonic() + seconds)

    def answered(self, name: str) -> None:
        """It gave an answer that is one."""
        self._host(name).refusals = 0

    def refused(self, name: str) -> int:
        """It said that this is not the moment; how often in a row, whichever address was asked for."""
        host = self._host(name)
        host.refusals += 1
        return host.refusals

    def close(self, name: str, why: str) -> None:
        """Ask this host nothing more in this run."""
        self._host(name).closed = why

    def slow_down(self, name: str, delay: float) -> None:
        """Keep at least so many seconds between two requests, as the host's robots.txt asks."""
        host = self._host(name)
        host.delay = max(host.delay, delay)

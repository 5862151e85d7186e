"""The calls of one batch: so many at the same time, within what may be spent, asked again where that may help."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from briefing.models.connection import Connection
from briefing.models.refusals import Failed
from briefing.models.replies import Reply, reply
from briefing.models.spending import NOTHING, Spending, Tokens
from briefing.patience import back_off

LONGEST_BACK_OFF = 60.0  # seconds, where the server does not say how long; chosen
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many calls ``at_once`` and so many ``attempts`` at each; ``first`` is the seconds after the first one.
    ``end`` is when the batch has to be done, by the clock of the event loop.
    """

    at_once: int
    attempts: int
    first: float
    end: float


class Calls:
    """Where no call was answered yet and one fails in a way that all would, the others fail with it and are not tried."""

    def __init__(self, connection: Connection, spending: Spending, pace: Pace) -> None:
        self._connection = connection
        self._spending = spending
        self._pace = pace
        self._slots = asyncio.Semaphore(pace.at_once)
        self._ready = 0.0  # when the server may be asked next, by the clock of the loop
        self._answered = False
        self._closed: Failed | None = None
        self._open = 0  # requests for which something is set aside
        self._settled = asyncio.Event()

    async def complete(self, asked: Mapping[str, Any], most: Tokens) -> Reply:
        """The reply to a conversation, for which at most ``most`` is spent at each attempt; Failed where there is none."""
        return await self._patiently(lambda: self._paid(asked, most))

    async def models(self) -> dict[str, Any]:
        """What the server says of the models that it has; Failed where it does not."""
        return await self._patiently(self._connection.models)

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        async with self._slots:
            attempt = 0
            while True:
                attempt += 1
                await self._turn()
                try:
                    return await call()
                except Failed as failed:
                    pause = self._pause(failed, attempt)
                await asyncio.sleep(pause)

    async def _turn(self) -> None:
        """Wait until the server may be asked once more."""
        loop = asyncio.get_running_loop()
        while (wait := self._ready - loop.time()) > 0 and not self._closed:  # noqa: ASYNC110 - a pause may grow meanwhile
            await asyncio.sleep(wait)
        if self._closed:
            raise self._closed

    def _pause(self, failed: Failed, attempt: int) -> float:
        """Seconds until the same is asked again; where that is not to be, the failure is raised."""
        late = failed.again and self._hold(failed.after)
        if late or not failed.again or attempt >= self._pace.attempts:
            if late or (failed.everywhere and not self._answered):
                self._closed = failed
            raise failed
        own = min(back_off(self._pace.first, attempt), LONGEST_BACK_OFF)
        if failed.after is None:
            return own
        return random.uniform(0.0, own)  # noqa: S311 - no secret; those who wait for the same moment part again

    def _hold(self, seconds: float | None) -> bool:
        """Let nobody ask for so long, as the server wants it; whether that is longer than the batch has time."""
        self._ready = max(self._ready, asyncio.get_running_loop().time() + (seconds or 0.0))
        return self._ready > self._pace.end

    async def _paid(self, asked: Mapping[str, Any], most: Tokens) -> Reply:
        await self._set_aside(most)
        used = most  # also where nobody says what it took
        try:
            answer = reply(await self._connection.complete(asked), self._connection.refusals)
            used = answer.used or most
            self._answered = True
        except Failed as failed:
            used = NOTHING if failed.free else most
            raise
        else:
            return answer
        finally:
            self._settle(most, used)

    async def _set_aside(self, most: Tokens) -> None:
        """Set aside what a request may take, once others have given back enough of theirs."""
        while not self._spending.set_aside(most):
            if not self._open:
                raise Failed(self._spending.refusal(most), free=True)
            await self._settled.wait()
        self._open += 1

    def _settle(self, most: Tokens, used: Tokens) -> None:
        self._spending.settle(most, used)
        self._open -= 1
        self._settled.set()  # wakes all who wait, and nobody who comes later
        self._settled = asyncio.Event()

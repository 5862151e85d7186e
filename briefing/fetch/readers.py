"""Where pages are read: in threads while they are few, in processes once there are enough to pay for their start."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from threading import Thread
from typing import TypeVar

from anyio import to_thread

FEW = 60  # pages that threads read; two processes take about as long to start as these to be read (1.3 s against 22 ms each)

A = TypeVar("A")
T = TypeVar("T")


def _end_with_parent() -> None:
    """Have this process end when its parent does: one that is killed cannot end it, and its queue keeps it waiting for ever."""
    from multiprocessing import parent_process

    def wait() -> None:
        if parent := parent_process():
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, daemon=True).start()


class Readers:
    """Reads pages beside the event loop. ``processes`` is how many there may be; below two all is done in threads.

    What is read in a process is a function of a module, for it is named to the process and not carried there.
    """

    def __init__(self, processes: int = 0) -> None:
        self._most = processes
        self._seen = 0
        self._pool: ProcessPoolExecutor | None = None

    async def read(self, reader: Callable[[A], T], page: A, apart: bool) -> T:
        """What ``reader`` makes of the page; ``apart`` says that it is work enough for a process, where there are any."""
        self._seen += apart
        if apart and self._most > 1 and self._seen > FEW:
            try:
                return await asyncio.get_running_loop().run_in_executor(self._processes(), reader, page)
            except BrokenExecutor:  # killed for memory, or a script without a main guard: threads do as well
                self._most = 0
        return await to_thread.run_sync(reader, page)

    def _processes(self) -> ProcessPoolExecutor:
        from multiprocessing import get_context

        if self._pool is None:  # spawned: a fork would copy the locks of our threads
            self._pool = ProcessPoolExecutor(self._most, get_context("spawn"), _end_with_parent)
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

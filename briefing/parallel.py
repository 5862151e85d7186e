"""A map over batches: in this process, or on the workers of a Ray cluster. Who calls it does not know which.

Ray Data was looked at and left: it wants its input as a data set and its own tables between the steps, where ours is a
stream of articles whose results have an order.
"""

from __future__ import annotations

import socket
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from briefing.config import RunSettings
from briefing.errors import EngineError
from briefing.hardware import device
from briefing.text import one_line

# A cluster that is there answers within 0.1 s, and a local one starts in 4 s; beyond that somebody waits in vain. Chosen
PATIENCE = 6.0  # seconds
TRIES = 3  # times that a batch whose worker died is done again: what kills four workers is no accident; chosen
OBJECT_STORE = 256 << 20  # bytes of a local cluster's shared memory; batches of articles have a few MB, chosen
START = "start one with `ray start --head`, whose port for others is 10001, or leave --on out"

Batch = TypeVar("Batch")
Result = TypeVar("Result")
Open = Callable[[], Callable[[Batch], Result]]  # a frozen dataclass where it is to travel: picklable and hashable


class Engine(Protocol):
    """What does the work. ``workers`` do it at the same time, with ``gpus`` for each; ``here``: in this process."""

    @property
    def here(self) -> bool: ...

    @property
    def workers(self) -> int: ...

    @property
    def gpus(self) -> float: ...

    def start(self) -> None:
        """Be ready for work. Whoever has some in a thread that ends, says so in one that stays: a local Ray ends with its thread."""
        ...

    def map(self, open_: Open[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """The results in the order of the batches, as they come; batches are taken as there is room for them.

        ``open_`` is called once by each worker and loads what is heavy; what it returns is called with each batch. An error
        that this raises is raised here.
        """
        ...


class Serial:
    """This process: one batch after the other, each when its result is asked for."""

    here, workers = True, 1

    def __init__(self) -> None:
        self._opened: dict[Hashable, Callable[[Any], Any]] = {}

    @property
    def gpus(self) -> float:
        return float(device() == "cuda")

    def start(self) -> None:
        """There is nothing to be done."""

    def map(self, open_: Open[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        return (_work(self._opened, open_)(batch) for batch in batches)


class _Worker:
    """A process of the cluster; what it has opened it keeps."""

    def __init__(self) -> None:
        self._opened: dict[Hashable, Callable[[Any], Any]] = {}

    def work(self, open_: Open[Any, Any], batch: Any) -> Any:
        return _work(self._opened, open_)(batch)


def _work(opened: dict[Hashable, Callable[[Any], Any]], open_: Open[Any, Any]) -> Callable[[Any], Any]:
    if open_ not in opened:
        opened[open_] = open_()
    return opened[open_]


class Ray:
    """Workers of a cluster, each with at most ``run.ahead`` batches before it. Ray starts one that dies again, and its batches.

    The cluster is looked for when there is work: EngineError where it is not to be had. ``known`` is that which this computer
    is part of.
    """

    here = False

    def __init__(self, run: RunSettings, known: str = "") -> None:
        self._run, self._known = run, known
        self._connected = False

    @property
    def workers(self) -> int:
        return len(self._actors)

    @property
    def gpus(self) -> float:
        return self._run.gpus

    def start(self) -> None:
        """Connect to the cluster, or start one."""
        self._actors  # noqa: B018 - which does it

    def map(self, open_: Open[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        given = deque[tuple[Any, Any]]()  # what each batch will give, and who has it; in the order of the batches
        for batch in batches:
            if len(given) == self._run.ahead * self.workers:
                yield cast(Result, _taken(given.popleft()[0]))
            actor = self._idlest(given)
            given.append((actor.work.remote(open_, batch), actor))
        while given:
            yield cast(Result, _taken(given.popleft()[0]))

    def close(self) -> None:
        """Let go of the cluster; one of this computer alone ends."""
        if self._connected:
            import ray

            ray.shutdown()

    def _idlest(self, given: Iterable[tuple[Any, Any]]) -> Any:
        """The worker with the fewest batches before it."""
        import ray

        has = dict(given)
        _, waiting = ray.wait(list(has), num_returns=len(has), timeout=0) if has else ([], [])
        load = Counter(has[each] for each in waiting)
        return min(self._actors, key=lambda actor: load[actor])

    @cached_property
    def _actors(self) -> tuple[Any, ...]:
        try:
            import grpc  # noqa: F401 - which a Ray without its client has not
            import ray
        except ImportError as error:
            raise EngineError("Ray is not installed", 'run: pip install "briefing[ray]"') from error
        run = self._run
        address = self._known if run.on == "ray" else run.on
        if ":" in address:
            _expect_answer(address)
        try:
            if not ray.is_initialized():  # somebody's own connection is used, and left to them
                _connect(run, address)
                self._connected = True
            resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]  # Ray's own have no types
        except (ConnectionError, RuntimeError, ValueError, OSError, ray.exceptions.RayError) as error:
            raise EngineError(f"the Ray cluster {run.on} cannot be used: {_said(error)}", START) from error
        kind: Any = ray.remote(_Worker)
        how = {"num_cpus": run.threads, "num_gpus": run.gpus, "max_restarts": -1, "max_task_retries": TRIES}
        return tuple(kind.options(**how).remote() for _ in range(run.workers or _room(run, resources)))


def _taken(result: Any) -> Any:
    """What a worker made of a batch, or the error that it raised there."""
    import ray
    from ray.exceptions import RayError, RayTaskError

    try:
        return ray.get(result)
    except RayTaskError as error:
        raise error.cause from error
    except (RayError, ConnectionError) as error:
        remedy = "give each worker less at a time, or more memory; what was finished before is kept"
        raise EngineError(f"Ray lost a batch for good: {_said(error)}", remedy) from error


@contextmanager
def engine(run: RunSettings, environment: Mapping[str, str] | None = None) -> Iterator[Engine]:
    """Where the settings want the work to be done; EngineError where there is no such cluster.

    ``environment`` may have RAY_ADDRESS: the cluster that this computer is part of, which is then used for "ray".
    """
    if not run.on:
        yield Serial()
        return
    cluster = Ray(run, (environment or {}).get("RAY_ADDRESS", ""))
    try:
        yield cluster
    finally:
        cluster.close()


def _connect(run: RunSettings, address: str) -> None:
    import ray

    quiet: dict[str, Any] = {"logging_level": "ERROR", "log_to_driver": False}
    if address:
        ray.init(address, **quiet)
        return
    cores: dict[str, Any] = {"num_cpus": run.workers * run.threads} if run.workers else {}
    # not one that runs here already: it may be another run's, and end with it
    ray.init("local", include_dashboard=False, object_store_memory=OBJECT_STORE, **cores, **quiet)


def _expect_answer(address: str) -> None:
    """EngineError soon where nobody answers, or somebody who is no cluster: Ray itself would ask for minutes."""
    import grpc

    place = urlsplit(address if "://" in address else f"//{address}")
    try:
        socket.create_connection((place.hostname, place.port or 0), PATIENCE).close()
        with grpc.insecure_channel(place.netloc) as channel:
            grpc.channel_ready_future(channel).result(PATIENCE)
    except (OSError, ValueError, grpc.FutureTimeoutError) as error:
        raise EngineError(f"no Ray cluster answers at {address}", START) from error


def _room(run: RunSettings, resources: dict[str, float]) -> int:
    """How many workers the cluster has room for."""
    room = resources.get("CPU", 0) // run.threads
    if run.gpus:
        room = min(room, resources.get("GPU", 0) // run.gpus)
    if room < 1:
        wanted = f"{run.threads} cores" + f" and {run.gpus:g} GPUs" * bool(run.gpus)
        raise EngineError(f"no worker of {wanted} fits into the Ray cluster {run.on}", "lower run.threads or run.gpus")
    return int(room)


def _said(error: BaseException) -> str:
    """The first line of what an error says."""
    return one_line(next(iter(str(error).strip().splitlines()), type(error).__name__))

"""Batches here and on a real local Ray: order, back-pressure, errors, workers that die."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefing.config import RunSettings, settings
from briefing.errors import ConfigError, EngineError, InputError
from briefing.parallel import Engine, Ray, Serial, engine

AHEAD = 2
WORKERS = 2


@dataclass(frozen=True)
class Multiplying:
    """Opens what multiplies numbers; ``log`` gets a line each time that it is opened."""

    factor: int
    log: Path | None = None

    def __call__(self) -> Callable[[int], tuple[int, int]]:
        if self.log:
            with self.log.open("a") as file:
                file.write(f"{os.getpid()}\n")
        return lambda number: (self.factor * number, os.getpid())


@dataclass(frozen=True)
class Dying:
    """Opens what ends its own process, the hard way, at the number 5, as long as ``scar`` has not as many letters as ``times``."""

    scar: Path
    times: int

    def __call__(self) -> Callable[[int], int]:
        def work(number: int) -> int:
            scars = self.scar.read_text() if self.scar.exists() else ""
            if number == 5 and len(scars) < self.times:
                self.scar.write_text(scars + "x")
                os.kill(os.getpid(), signal.SIGKILL)
            return number

        return work


@dataclass(frozen=True)
class Refusing:
    """Opens what raises an error of ours."""

    def __call__(self) -> Callable[[int], int]:
        def work(number: int) -> int:
            raise InputError(f"number {number}", "give another")

        return work


@pytest.fixture(scope="module")
def cluster() -> Iterator[Engine]:
    """A Ray of this computer, of two workers, which know what the tests know."""
    with engine(RunSettings(on="ray", workers=WORKERS, ahead=AHEAD)) as here:
        yield here


@pytest.fixture(params=["serial", "ray"])
def either(request: pytest.FixtureRequest) -> Engine:
    """One engine and the other."""
    return Serial() if request.param == "serial" else request.getfixturevalue("cluster")


def test_results_come_in_the_order_of_their_batches(either: Engine) -> None:
    """Whoever is done first: what came of the first batch is first."""
    found = [result for result, _ in either.map(Multiplying(3), range(40))]
    assert found == [3 * number for number in range(40)]


def test_no_batches_are_no_results(either: Engine) -> None:
    """Nothing is opened for nothing."""
    assert list(either.map(Refusing(), [])) == []


def test_what_is_heavy_is_opened_once_by_each_worker(either: Engine, tmp_path: Path) -> None:
    """Also over several maps; the work is shared out among all workers."""
    opening = Multiplying(2, tmp_path / "log")
    done = {pid for _ in range(3) for _, pid in either.map(opening, range(10))}
    opened = (tmp_path / "log").read_text().split()
    assert len(opened) == len(set(opened)) == either.workers
    assert {str(pid) for pid in done} == set(opened)


def test_batches_are_taken_as_there_is_room(cluster: Engine) -> None:
    """However many there are, a bounded number of them is read before the first result is taken, and so on to the end."""
    taken: list[int] = []

    def batches() -> Iterator[int]:
        for number in range(50):
            taken.append(number)
            yield number

    for number, _ in enumerate(cluster.map(Multiplying(1), batches())):
        assert len(taken) - number <= AHEAD * WORKERS + 1
    assert len(taken) == 50


def test_serial_reads_one_batch_at_a_time() -> None:
    """The next batch is asked for when the result of the one before it was taken."""
    numbers = iter(range(10))
    found = Serial().map(Multiplying(1), numbers)
    next(found)
    assert next(numbers) == 1


def test_an_error_of_ours_comes_through_as_it_is(either: Engine) -> None:
    """With what it concerns and its remedy, wherever it was raised."""
    with pytest.raises(InputError) as met:
        list(either.map(Refusing(), [7]))
    assert (met.value.what, met.value.remedy) == ("number 7", "give another")


def test_the_batches_of_a_worker_that_dies_are_done_again(cluster: Engine, tmp_path: Path) -> None:
    """One that is killed in the middle costs nothing but time: all results are there, each once, in their order."""
    assert list(cluster.map(Dying(tmp_path / "scar", 1), range(20))) == list(range(20))
    assert (tmp_path / "scar").read_text() == "x"


def test_a_batch_that_kills_whoever_takes_it_is_an_error(cluster: Engine, tmp_path: Path) -> None:
    """It is not tried for ever, the message says what to do, and the workers are there for the next ones."""
    with pytest.raises(EngineError, match="lost a batch for good") as met:
        list(cluster.map(Dying(tmp_path / "scar", 99), range(6)))
    assert "what was finished before is kept" in met.value.remedy
    assert [result for result, _ in cluster.map(Multiplying(1), range(4))] == [0, 1, 2, 3]


def test_a_cluster_that_nobody_runs_is_said_soon() -> None:
    """Within fifteen seconds, with the address and what to do."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"ray://127.0.0.1:{free.getsockname()[1]}"
    begun = time.monotonic()
    with engine(RunSettings(on=address)) as away, pytest.raises(EngineError, match="ray start --head") as met:
        list(away.map(Multiplying(1), [1]))
    assert address in str(met.value)
    assert time.monotonic() - begun < 15


def test_a_port_that_is_no_cluster_is_said_soon() -> None:
    """Where something else listens and says nothing, or RAY_ADDRESS names what is gone."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        where = f"127.0.0.1:{other.getsockname()[1]}"
        begun = time.monotonic()
        for run, environment in ((f"ray://{where}", {}), ("ray", {"RAY_ADDRESS": where})):
            away = Ray(RunSettings(on=run), environment.get("RAY_ADDRESS", ""))
            with pytest.raises(EngineError, match=where):
                list(away.map(Multiplying(1), [1]))
        assert time.monotonic() - begun < 30


def test_a_worker_that_is_too_large_is_refused() -> None:
    """Ray would wait for such a computer for ever."""
    with engine(RunSettings(on="ray", threads=100_000)) as large, pytest.raises(EngineError, match=r"run\.threads"):
        list(large.map(Multiplying(1), [1]))


@pytest.mark.parametrize(
    "on", ["spark", "ray://", "ray://host", "ray://host:port", "http://host:1", "ray://host:1/path"]
)
def test_a_place_that_is_none_is_refused_as_a_setting(on: str) -> None:
    """The message shows what one looks like."""
    with pytest.raises(ConfigError, match=r"run\.on.*ray://head\.example:10001"):
        settings({"run": {"on": on}})


def test_work_here_loads_no_ray() -> None:
    """Who never asks for a cluster needs none installed."""
    code = "import sys; from briefing.config import RunSettings; from briefing.parallel import engine"
    code += "\nwith engine(RunSettings()) as here: assert list(here.map(lambda: str, [4])) == ['4']"
    code += "\nassert not {'ray', 'grpc', 'torch'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("missing", ["ray", "grpc"])
def test_who_has_no_ray_is_told_how_to_get_it(missing: str, elsewhere: Path) -> None:
    """The command line says which extra to install, and has no traceback."""
    (elsewhere / "wall.txt").write_text("Wall\n\n" + "The council voted on Tuesday to rebuild the harbour wall. " * 3)
    code = f"import sys; sys.modules[{missing!r}] = None; from briefing.cli import main; main()"
    command = [sys.executable, "-c", code, "make", "--from", "wall.txt", "--on", "ray"]
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'Error: Ray is not installed: run: pip install "briefing[ray]"' in done.stderr
    assert "Traceback" not in done.stderr

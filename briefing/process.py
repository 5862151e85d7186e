"""Runs a program of the reader's own, without a shell: what it prints as it comes, and nothing of it left behind."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from tempfile import TemporaryFile
from threading import Event
from time import monotonic
from typing import IO, cast

from briefing.text import one_line

LOOK = 0.2  # chosen: seconds between two looks at whether it has ended
LINE_BYTES = 10_000_000  # chosen: of one line; a longer one comes in pieces
MOST_BYTES = 200_000_000  # chosen: of all that it prints
COMPLAINT_BYTES = 2_000  # chosen: of the end of what it says on its error output
PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Program:
    """A command and what it is run with: ``variables`` come to those of our own environment, ``given`` is all that it
    reads.
    """

    command: tuple[str, ...]
    folder: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    given: bytes = b""


class Run:
    """One run of a program in a process group of its own, of at most ``seconds`` and until ``enough`` is set; ``stopped``
    says why it was cut short. OSError or ValueError, which `hindrance` puts into words, where it cannot be started.
    """

    def __init__(self, program: Program, seconds: float, enough: Event | None = None) -> None:
        self.stopped = ""
        self._enough = enough or Event()
        self._seconds = seconds
        self._end = monotonic() + seconds
        self._errors = b""
        with _opened(program.given) as given:
            self._process = subprocess.Popen(  # noqa: S603 - the reader's own program, and no shell
                program.command,
                cwd=program.folder,
                env={**os.environ, **program.variables} if program.variables else None,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )

    def lines(self) -> Iterator[str]:
        """Its output line by line as it comes, UTF-8 or what is left of it."""
        rest, read = b"", 0
        for piece in self._pieces():
            read += len(piece)
            if read > MOST_BYTES:
                self._stop(f"stopped after {MOST_BYTES:,} bytes")
                return
            *whole, rest = (rest + piece).split(b"\n") if b"\n" in piece else (rest + piece,)
            yield from (line.decode(errors="replace") for line in whole)
            if len(rest) > LINE_BYTES:
                yield rest.decode(errors="replace")
                rest = b""
        yield rest.decode(errors="replace")

    def wait(self) -> int:
        """Its exit status; a program that closed its output and stays is stopped when the time has passed."""
        try:
            return self._process.wait(max(0.0, self._end - monotonic()))
        except subprocess.TimeoutExpired:
            self._late()
            return self._process.wait()

    @property
    def complaint(self) -> str:
        """The last line that it wrote on its error output."""
        return last_line(self._errors)

    @property
    def ended(self) -> bool:
        """Whether it has come to an end by itself."""
        return not self.stopped and self._process.poll() is not None

    def close(self) -> None:
        """Stop what still runs, its children too."""
        self._stop(self.stopped)
        with self._process:  # closes its pipes and waits
            pass

    def leave(self) -> None:
        """Let go of it once it has ended: children that it left at work go on."""
        for pipe in (self._process.stdout, self._process.stderr):
            cast(IO[bytes], pipe).close()

    def _pieces(self) -> Iterator[bytes]:
        """What comes on its output, until both pipes are closed, or it has ended and a child of it holds them open."""
        with DefaultSelector() as selector:
            for pipe in (self._process.stdout, self._process.stderr):
                selector.register(cast(IO[bytes], pipe), EVENT_READ)
            while selector.get_map():
                ready = selector.select(min(LOOK, max(0.0, self._end - monotonic())))
                if monotonic() > self._end:
                    self._late()
                    return
                if self._enough.is_set():
                    self._stop("stopped with the run that had started it")
                    return
                if not ready and self._process.poll() is not None:
                    return
                for key, _ in ready:
                    piece = os.read(key.fd, PIECE)
                    if not piece:
                        selector.unregister(key.fileobj)
                    elif key.fileobj is self._process.stdout:
                        yield piece
                    else:
                        self._errors = (self._errors + piece)[-COMPLAINT_BYTES:]

    def _late(self) -> None:
        self._stop(f"stopped after {self._seconds:g} seconds")

    def _stop(self, why: str) -> None:
        self.stopped = why
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


@contextmanager
def _opened(content: bytes) -> Iterator[IO[bytes] | int]:
    """A file to read ``content`` from, not a pipe: a program that reads none of it keeps nobody waiting."""
    if not content:
        yield subprocess.DEVNULL
        return
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


def last_line(errors: bytes) -> str:
    """The last line that says something: on their error output programs end with why they failed."""
    lines = [line for each in errors.decode(errors="replace").splitlines() if (line := one_line(each))]
    return lines[-1] if lines else ""


def hindrance(error: OSError | ValueError) -> str:
    """Why a program could not be started, without the words of its command."""
    return getattr(error, "strerror", None) or "a word that no command can have"


def ending(status: int) -> str:
    """How a program ended, by its exit status."""
    return f"signal {-status}" if status < 0 else f"status {status}"

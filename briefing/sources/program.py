"""A program of the reader's own to articles: it prints corpus lines, and is stopped where it does not end by itself."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from threading import Event
from time import monotonic
from typing import IO, cast

from briefing.sources.corpus import read_corpus
from briefing.text import one_line
from briefing.types import Article, Problem, Source

SECONDS = 600.0  # chosen: for the whole run
LOOK = 0.2  # chosen: seconds between two looks at whether it has ended
LINE_BYTES = 10_000_000  # chosen: of one line; a longer one is cut, and is no article
MOST_BYTES = 200_000_000  # chosen: of all that it prints
MOST_PROBLEMS = 100  # chosen: a program with more bad lines prints something else
COMPLAINT_BYTES = 2_000  # chosen: of the end of what it says on its error output
PIECE = 65_536


class Run:
    """One run of a program in a process group of its own, of at most ``seconds`` and until ``enough`` is set; ``stopped``
    says why it was cut short.
    """

    def __init__(self, command: tuple[str, ...], folder: Path | None, seconds: float, enough: Event) -> None:
        self.stopped = ""
        self._enough = enough
        self._seconds = seconds
        self._end = monotonic() + seconds
        self._errors = b""
        self._process = subprocess.Popen(  # noqa: S603 - the reader's own program, and no shell
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
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
        lines = [line for each in self._errors.decode(errors="replace").splitlines() if (line := one_line(each))]
        return lines[-1] if lines else ""

    def close(self) -> None:
        """Stop what still runs, its children too."""
        self._stop(self.stopped)
        with self._process:  # closes its pipes and waits
            pass

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


def read_program(
    source: Source, folder: Path | None = None, seconds: float = SECONDS, enough: Event | None = None
) -> Generator[Article | Problem, None, None]:
    """The articles that ``source.command`` prints, run in ``folder``; those printed before it fails count too.

    Closing the generator stops the program, and so does setting ``enough``.
    """
    name = source.label
    try:
        run = Run(source.command or ("",), folder, seconds, enough or Event())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Problem(name, f"the program cannot be run: {reason}", "check that it is installed and spelled right")
        return
    try:
        yield from _output(run, name)
        yield from _ending(run, name)
    finally:
        run.close()


def _output(run: Run, name: str) -> Iterator[Article | Problem]:
    bad = 0
    for found in read_corpus(run.lines(), name):
        yield found
        bad += isinstance(found, Problem)
        if bad == MOST_PROBLEMS:
            run.stopped = f"stopped after {bad} lines that are no article"
            return


def _ending(run: Run, name: str) -> Iterator[Problem]:
    """What is to say of how it ended."""
    status = 0 if run.stopped else run.wait()
    if run.stopped:
        yield Problem(name, run.stopped, "let it print one article a line, and end")
    elif status:
        how = f"signal {-status}" if status < 0 else f"status {status}"
        said = f": {run.complaint}" if run.complaint else ""
        yield Problem(name, f"the program ended with {how}{said}", "run it by hand")

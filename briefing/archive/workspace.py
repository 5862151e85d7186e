"""The folder beside an output where a run keeps what it has finished: for this run alone, and for the next one if it is killed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path

from briefing.archive.output import BESIDE, PARTS, Place, line_of, whole
from briefing.errors import LockedError, OutputError
from briefing.summarize.remembered import code_of
from briefing.text import one_line

MANIFEST, LOCK = "manifest.json", "lock"
PART = f"part-{'[0-9]' * 8}.jsonl.zst"
ARTICLES, ADDRESSES = "articles.db", "addresses.db"
FINISHED = (PART, ARTICLES)  # what holds work that is done
# The names that runs give to what they keep, and to what they were writing as they were killed
OURS = (
    MANIFEST, f".{MANIFEST}.writing", PART, f".{PART}.writing", ARTICLES, f"{ARTICLES}-*", ADDRESSES, f"{ADDRESSES}-*"
)  # fmt: skip
AGAIN = "give --restart to throw away what is finished there and begin anew, or name another output"
DIFFERENCES = {"command": "another command", "inputs": "other inputs", "settings": "other settings", "code": "another version"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """All that what a run finishes depends on: its command, the fingerprint of its inputs, its settings, the code that works.

    Two runs that are alike can share what either has finished.
    """

    command: str
    inputs: str
    settings: str
    code: str


UNREADABLE = Run("", "", "", "")


def code() -> str:
    """The hash of all code: a version that works otherwise takes nothing from an earlier one."""
    return code_of(import_module("briefing"))


def is_begun(place: Place, run: Run) -> bool:
    """Whether an earlier run like this one has left what it had finished."""
    return _manifest(place.parts) == run


def is_left(file: Path) -> bool:
    """Whether it is a run's: in the folder of one that goes on or may, or beside the output of one, under its name."""
    if file.parent.name.endswith(PARTS) and (file.parent / MANIFEST).exists():
        return True
    base = next((file.name.removesuffix(each) for each in BESIDE if file.name.endswith(each)), "")
    place = Place(file.with_name(base)) if base else None
    return place is not None and (place.path.exists() or place.parts.exists())


@contextmanager
def workspace(place: Place, run: Run, *, restart: bool = False) -> Iterator[Path]:
    """The folder, with what an earlier run like this one left. OutputError where that of another run lies there, or what no run
    has made.

    Everything in it stays when an error goes through, and goes when the body has come to its end. LockedError where
    another run is at work on the same output. ``restart`` begins with an empty one.
    """
    with _alone(place):
        before = _manifest(place.parts)
        if before is None:
            _expect_nothing_else(place.parts)
        is_others = before not in (None, run) and (before == UNREADABLE or _holds(place.parts, FINISHED))
        if before and is_others and not restart:
            raise OutputError(f"{place.parts} holds what another run has finished, with {_other(before, run)}", AGAIN)
        if restart or before != run:
            _clear(place.parts)
            with whole(place.parts / MANIFEST) as file:
                file.write(line_of(run))
        yield place.parts
        _clear(place.parts)


def _manifest(folder: Path) -> Run | None:
    """What is finished in a folder depends on this; None where nothing is. What nobody can read is that of another run."""
    try:
        return Run(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        return UNREADABLE


def _other(before: Run, now: Run) -> str:
    """What two runs differ in, in words."""
    differing = [each.name for each in fields(now) if getattr(before, each.name) != getattr(now, each.name)]
    return " and ".join(DIFFERENCES[name] for name in differing)


def _holds(folder: Path, patterns: Iterable[str]) -> bool:
    return any(True for pattern in patterns for _ in folder.glob(pattern))


def _expect_nothing_else(folder: Path) -> None:
    """OutputError where somebody keeps something of their own in a folder that no run has begun in."""
    ours = {LOCK, *(file.name for pattern in OURS for file in folder.glob(pattern))}
    if others := sorted(file.name for file in folder.iterdir() if file.name not in ours):
        remedy = "name another output, or move that folder"
        raise OutputError(f"{folder} is needed for what is finished, and holds {one_line(others[0])}", remedy)


def _clear(folder: Path) -> None:
    """Take away what is ours, the manifest first: without one, the rest is nobody's."""
    for pattern in OURS:
        for file in folder.glob(pattern):
            file.unlink()


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Be the one run at work on an output; LockedError where there is another. A killed run leaves no lock behind."""
    from filelock import FileLock, Timeout

    folder = place.parts
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        folder.mkdir(exist_ok=True)
        lock.acquire()
    except Timeout as error:
        remedy = "wait until it is done; this one did nothing"
        raise LockedError(f"another run is at work on {place.path}", remedy) from error
    except OSError as error:
        raise OutputError(f"{folder} cannot be written", error.strerror or str(error)) from error
    try:
        if not (folder / LOCK).exists():
            raise LockedError(f"another run on {place.path} ended in this very moment", "give the command again")
        yield
    finally:
        if not (folder / MANIFEST).exists():
            with suppress(OSError):  # something of somebody else's is in it
                (folder / LOCK).unlink()
                folder.rmdir()
        lock.release()

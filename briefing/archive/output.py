"""Rows to a file, by its suffix: JSON Lines, plain or packed, or Parquet. Written beside its place and moved there whole."""

from __future__ import annotations

import gzip
import json
import lzma
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from briefing.archive import parquet
from briefing.errors import OutputError
from briefing.sources.packed import checked, zstd

Write = Callable[[Any], None]  # one row, a dataclass
Pack = Callable[[IO[bytes]], Any]

# No time and no name in what is packed: the same rows are the same bytes. The presets are the libraries' own.
PACKS: dict[str, Pack] = {
    ".jsonl": nullcontext,
    ".jsonl.gz": lambda file: gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0),
    ".jsonl.xz": lambda file: lzma.LZMAFile(file, "wb"),  # noqa: SIM115 - whoever calls it, closes it
    ".jsonl.zst": lambda file: zstd().open(file, "wb", options=checked()),
}
SUFFIXES = (*PACKS, parquet.SUFFIX)
PARTS, BESIDE = ".parts", (".rejected.jsonl", ".summary.json")  # what follows the name of an output


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows of a run go, and what lies beside them under the same name."""

    path: Path

    @property
    def parts(self) -> Path:
        """The folder of what is finished, while the run lasts."""
        return self._beside(PARTS)

    @property
    def rejected(self) -> Path:
        """The rows that were no articles, each with its reason."""
        return self._beside(BESIDE[0])

    @property
    def summary(self) -> Path:
        """What the run came to."""
        return self._beside(BESIDE[1])

    def owns(self, file: Path) -> bool:
        """Whether a file is one of these, or lies in one."""
        own = {each.resolve() for each in (self.path, self.parts, self.rejected, self.summary)}
        return not own.isdisjoint((file.resolve(), *file.resolve().parents))

    def _beside(self, more: str) -> Path:
        return self.path.with_name(self.path.name + more)


def expect(path: Path) -> None:
    """Refuse, before any work is done, what could not be written afterwards."""
    suffix_of(path)
    if not path.parent.is_dir():
        raise OutputError(f"the folder {path.parent} does not exist", f"make it: mkdir -p {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise OutputError(f"the folder {path.parent} cannot be written", "choose another, or change its permissions")
    if path.is_dir():
        raise OutputError(f"{path} is a folder", "name a file in it")


def suffix_of(path: Path) -> str:
    """The suffix that names a format of ours; OutputError where none does."""
    found = next((suffix for suffix in SUFFIXES if path.name.lower().endswith(suffix)), "")
    if not found:
        raise OutputError(f"{path}: its suffix names no format for rows", f"end it in {', '.join(SUFFIXES)}")
    if found == parquet.SUFFIX:
        parquet.require()
    return found


@contextmanager
def rows(path: Path, kind: type) -> Iterator[Write]:
    """Takes rows of one ``kind`` of dataclass, one by one; after the last the file stands at its path, whole."""
    suffix = suffix_of(path)
    with whole(path) as file, ExitStack() as inner:
        if suffix == parquet.SUFFIX:
            yield inner.enter_context(parquet.Writer(file, kind)).write
            return
        packed = inner.enter_context(PACKS[suffix](file))

        def write(row: Any) -> None:
            packed.write(line_of(row))

        yield write


def line_of(row: Any) -> bytes:
    """A dataclass as a line of JSON; times by ISO 8601."""
    return json.dumps(asdict(row), ensure_ascii=False, default=datetime.isoformat).encode("utf-8", "replace") + b"\n"


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all: written to a neighbor of a fixed name, and renamed over its place."""
    beside = path.with_name(f".{path.name}.writing")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written", error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)

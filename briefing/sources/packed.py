"""A file to its bytes, whatever it is packed with; what cannot be unpacked is an InputError, and what came before it stays."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from briefing.errors import InputError
from briefing.text import one_line

PACKED = (".gz", ".xz", ".bz2", ".zst")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file: its unpacked ``content``, and the file itself as it lies there."""

    content: IO[bytes]
    raw: IO[bytes]

    @property
    def read(self) -> int:
        """How many bytes of the file itself were taken so far."""
        return self.raw.tell()


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The file, unpacked by its suffix as it is read. InputError for what cannot be opened or read."""
    with readable(path), path.open("rb") as raw:
        suffix = path.suffix.lower()
        if suffix in PACKED and not raw.peek(1):  # which gzip takes for no text at all
            raise EOFError("it is empty")
        with _unpacking(suffix)(raw) as content:
            yield Opened(content, raw)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """What the file system and the unpacking complain of, as an error of ours."""
    complaints = (OSError, EOFError, lzma.LZMAError, zlib.error, zstd().ZstdError)
    try:
        yield
    except complaints as error:
        what = getattr(error, "strerror", None) or one_line(str(error))
        raise InputError(f"{path} cannot be read: {what}", "check the file") from error


def inner_suffix(path: Path) -> str:
    """The suffix that says what a file is: that below the packing, in small letters."""
    suffix = path.with_suffix("").suffix if path.suffix.lower() in PACKED else path.suffix
    return suffix.lower()


def zstd() -> Any:
    """Zstandard: of Python itself from 3.14 on, before that of the library that brings it to older ones."""
    if sys.version_info >= (3, 14):
        from compression import zstd as module
    else:
        from backports import zstd as module
    return module


def checked() -> dict[Any, int]:
    """How Zstandard packs with a checksum: without one nobody sees that something was altered."""
    return {zstd().CompressionParameter.checksum_flag: 1}


def _unpacking(suffix: str) -> Callable[[IO[bytes]], Any]:
    match suffix:
        case ".gz":
            return lambda raw: gzip.GzipFile(fileobj=raw)
        case ".xz":
            return lzma.open
        case ".bz2":
            return bz2.open
        case ".zst":
            return lambda raw: zstd().open(raw)
        case _:
            return lambda raw: raw

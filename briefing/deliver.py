"""Bytes to files: written beside their place and moved there whole, so that no reader ever sees half a brief."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from briefing.errors import OutputError
from briefing.templating import FORMATS


def format_of(path: Path) -> str:
    """The format that a file's suffix names."""
    suffix = path.suffix.removeprefix(".").lower()
    if suffix not in FORMATS:
        raise OutputError(
            f'{path}: nobody knows the format "{suffix or "without a suffix"}"', f"end it in .{', .'.join(FORMATS)}"
        )
    return suffix


def check(paths: Iterable[Path]) -> None:
    """Refuse, before any work is done, what could not be written afterwards."""
    for path in paths:
        format_of(path)
        if not path.parent.is_dir():
            raise OutputError(f"the folder {path.parent} does not exist", f"make it: mkdir -p {path.parent}")
        if path.is_dir():
            raise OutputError(f"{path} is a folder", "name a file in it")
        if not os.access(path.parent, os.W_OK):
            raise OutputError(
                f"the folder {path.parent} cannot be written", "choose another, or change its permissions"
            )


def write(path: Path, content: bytes) -> None:
    """The whole file or none: written to a neighbour and renamed over its place."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            _fill(file, content, path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written", error.strerror or str(error)) from error


def _fill(file: IO[bytes], content: bytes, path: Path) -> None:
    """Make the neighbour the file at ``path``; where that fails, nothing of it stays behind."""
    try:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        Path(file.name).chmod(0o666 & ~_umask())
        Path(file.name).replace(path)
    except BaseException:
        Path(file.name).unlink()
        raise


def _umask() -> int:
    """The process's mask, which temporary files do not follow. Reading it means setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Bytes to files: written beside their place and moved there whole, so that no reader ever sees half a brief.

A pattern is a file's name with ``{date}``, ``{date:%Y-%m}`` or ``{edition}`` in it; beside such files a link shows the newest.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO

from briefing.errors import OutputError
from briefing.templating import FORMATS

LATEST = "latest"


def format_of(path: Path) -> str:
    """The format that a file's suffix names."""
    suffix = path.suffix.removeprefix(".").lower()
    if suffix not in FORMATS:
        what = f'nobody knows the format "{suffix}"' if suffix else "it has no suffix to tell its format by"
        raise OutputError(f"{path}: {what}", f"end it in .{', .'.join(FORMATS)}")
    return suffix


def check(paths: Iterable[Path], patterns: Mapping[Path, str] | None = None) -> None:
    """Refuse, before any work is done, what could not be written afterwards. ``patterns`` are those that made the paths."""
    for path in paths:
        pattern = (patterns or {}).get(path, path.name)
        format_of(path)
        _expect_folder(fixed_folder(path, pattern))
        latest_of(path, pattern)
        if path.is_dir():
            raise OutputError(f"{path} is a folder", "name a file in it")


def _expect_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise OutputError(f"the folder {folder} does not exist", f"make it: mkdir -p {folder}")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"the folder {folder} cannot be written", "choose another, or change its permissions")


def expand(pattern: str, day: date, edition: str) -> Path:
    """The file that a pattern means on this day, in this edition's slot: ``2026/morning-2026-10-15.pdf``."""
    return Path(pattern.format(date=date(day.year, day.month, day.day), edition=edition)).expanduser()


def fixed_folder(path: Path, pattern: str) -> Path:
    """The deepest folder above ``path`` that the pattern names the same every day."""
    varying = [number for number, part in enumerate(Path(pattern).parts) if "{" in part]
    return path.parents[len(Path(pattern).parts) - varying[0] - 1] if varying else path.parent


def make_folder(path: Path, pattern: str) -> None:
    """Make the folders that the pattern varies. The fixed one has to be there: a disk may be missing in its place."""
    _expect_folder(fixed_folder(path, pattern))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {path.parent} cannot be made", error.strerror or str(error)) from error


def latest_of(path: Path, pattern: str) -> Path | None:
    """Where the link to the newest stands: ``latest.pdf`` in the fixed folder. None for a name that is always the same.

    OutputError where something else has that name.
    """
    latest = fixed_folder(path, pattern) / f"{LATEST}{path.suffix}"
    if "{" not in pattern or latest == path:
        return None
    if not _is_ours(latest):
        raise OutputError(f"{latest} is no link of ours", "move it away, or set output.latest = false")
    return latest


def link_latest(path: Path, pattern: str) -> Path | None:
    """Have ``latest.pdf`` show the file just written: by a link, or by a copy where links cannot be made."""
    latest = latest_of(path, pattern)
    if latest is None:
        return None
    try:
        with tempfile.TemporaryDirectory(dir=latest.parent, prefix=f".{LATEST}.") as folder:
            link = Path(folder, latest.name)
            link.symlink_to(os.path.relpath(path, latest.parent))
            link.replace(latest)
    except OSError:  # a disk or a system without links
        _copy(path, latest)
    return latest


def _is_ours(latest: Path) -> bool:
    """Whether nothing is there, a link into its folder, or the very copy that we made."""
    if latest.is_symlink():
        to = latest.readlink()
        return not to.is_absolute() and ".." not in to.parts
    if not latest.exists():
        return True
    try:
        return _mark(latest).read_text(encoding="ascii") == sha256(latest.read_bytes()).hexdigest()
    except (OSError, UnicodeDecodeError):
        return False


def _copy(path: Path, latest: Path) -> None:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path} cannot be read", error.strerror or str(error)) from error
    write(_mark(latest), sha256(content).hexdigest().encode())
    write(latest, content)


def _mark(latest: Path) -> Path:
    """Where it is written down what we copied."""
    return latest.with_name(f".{latest.name}.sha256")


def before(path: Path) -> bytes:
    """What stands in the file now; nothing where there is none, or where it cannot be read."""
    try:
        return path.read_bytes() if path.suffix == ".atom" else b""
    except OSError:
        return b""


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
    except BaseException:  # an interruption too: nothing is left behind, and it goes on up
        Path(file.name).unlink()
        raise


def _umask() -> int:
    """The process's mask, which temporary files do not follow. Reading it means setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Files that are no briefs: reports with plots. None is replaced unless somebody says so."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from briefing.cli.screen import line

FORCE = click.option("--force", is_flag=True, help="Replace a file that is there.")
Makers = Mapping[str, Callable[[], bytes]]


def check_reports(paths: Sequence[Path], formats: Sequence[str], *, force: bool) -> None:
    """Refuse, before any work is done, what could not be written afterwards, and what is there already."""
    from briefing.errors import OutputError

    for path in paths:
        if _suffix(path) not in formats:
            raise OutputError(
                f"{path}: its suffix names no format that this can be written in", f"end it in .{', .'.join(formats)}"
            )
        if not path.parent.is_dir():
            raise OutputError(f"the folder {path.parent} does not exist", f"make it: mkdir -p {path.parent}")
        if path.is_dir():
            raise OutputError(f"{path} is a folder", "name a file in it")
        if path.exists() and not force:
            raise OutputError(f"{path} is there already", "give --force to have it replaced")


def write_reports(paths: Sequence[Path], makers: Makers) -> None:
    """Make each of the files, all before the first is written, and say so."""
    from briefing import deliver

    with fonts_listed_aside():
        made = [(path, makers[_suffix(path)]()) for path in paths]
    for path, content in made:
        deliver.write(path, content)
        line(f"Wrote {path}", err=True)


def _suffix(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()


@contextmanager
def fonts_listed_aside() -> Iterator[None]:
    """Matplotlib lists the fonts that there are in the home folder, which takes it 0.4 s and is not ours to write into: here in a
    folder that goes again, unless MPLCONFIGDIR names one. It asks once in a process.
    """
    with tempfile.TemporaryDirectory() as folder:
        own = os.environ.setdefault("MPLCONFIGDIR", folder) == folder
        try:
            yield
        finally:
            if own:
                del os.environ["MPLCONFIGDIR"]

"""Files, folders and globs to rows, one at a time and always in the same order; a file that breaks off is one row more."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from briefing.archive import parquet
from briefing.archive.output import Place
from briefing.archive.workspace import is_left
from briefing.errors import InputError
from briefing.sources.bodies import MOST_CHARACTERS
from briefing.sources.corpus import Row, read_rows
from briefing.sources.files import KINDS, existing, kind_of, known_files, lines_of, read_location, sniff
from briefing.sources.mailboxes import is_maildir
from briefing.sources.packed import opened, readable
from briefing.text import one_line
from briefing.types import Entry, Problem

__all__ = ["Inputs", "Row"]

SAMPLE = 2000  # bytes by which a file without a suffix of ours is told


class Inputs:
    """What an archive is read from. ``files`` are sorted within folders and globs, those in the order in which they were given;
    each is there once. ``locations`` are what was given.
    """

    def __init__(self, files: Sequence[Path], locations: Sequence[str | Path] = ()) -> None:
        self.files = tuple(files)
        self.locations = tuple(map(str, locations or files))
        self._sizes = [_size(file) for file in self.files]
        self._done = 0
        self._share = 0.0  # of the file that is read now

    @classmethod
    def of(cls, locations: Sequence[str | Path], output: Path | None = None) -> Self:
        """The files at paths, in folders and by globs (``2018-*.parquet``, ``**`` for folders below). InputError where there are none.

        What is written to ``output``, and beside it under its name, is no input, though it may lie in the same folder.
        """
        own = Place(output) if output else None
        found: dict[Path, Path] = {}
        for location in locations:
            for file in _files(str(location)):
                found.setdefault(file.resolve(), file)
            if own and own.owns(Path(location).expanduser()):
                raise InputError(f"{location} is what is to be written", "name another input or another output")
        files = [file for file in found.values() if not (own and own.owns(file))]
        if not files:
            raise InputError("there is nothing to read", "name a file, a folder or a pattern")
        return cls(files, locations)

    @property
    def fraction(self) -> float:
        """How much of what lies there is read, from 0 to 1: by bytes as they lie there, of a Parquet file by its rows."""
        total, here = sum(self._sizes), self._sizes[self._done : self._done + 1]
        return (sum(self._sizes[: self._done]) + sum(here) * self._share) / total if total else 1.0

    @property
    def fingerprint(self) -> str:
        """A hash of where the files lie, of their sizes, and of when they were last changed."""
        digest = hashlib.sha256()
        for file in self.files:
            with readable(file):
                for each in [file] if file.is_file() else sorted(file.rglob("*")):
                    status = each.stat()
                    known = f"{each.resolve()}\0{status.st_size}\0{status.st_mtime_ns}\n"
                    digest.update(known.encode(errors="replace"))
        return digest.hexdigest()

    def rows(self) -> Iterator[Row]:
        """Every row of every file. What cannot be read is a row too, without an article and with the reason."""
        for number, file in enumerate(self.files):
            self._done, self._share = number, 0.0
            for row in self._of(file):
                yield _bounded(row)
        self._done, self._share = len(self.files), 0.0

    def _of(self, file: Path) -> Iterator[Row]:
        if file.suffix.lower() == parquet.SUFFIX:
            yield from parquet.read_rows(file, self._see)
            return
        try:
            if file.is_file() and _is_corpus(file):
                yield from self._of_corpus(file)
                return
        except InputError as error:
            yield Row(_name(file), None, Problem.of(str(file), error).what)
            return
        yield from _of_others(file)

    def _of_corpus(self, file: Path) -> Iterator[Row]:
        size = max(1, _size(file))
        with opened(file) as content:
            for row in read_rows(lines_of(content.content), _name(file)):
                self._share = content.read / size
                yield row

    def _see(self, share: float) -> None:
        self._share = share


def _files(location: str) -> list[Path]:
    """The files that a location names, in their order; InputError where there are none."""
    try:
        path = existing(location)
    except InputError:
        if not glob.has_magic(location):
            raise
        matches = sorted(Path(match) for match in glob.glob(str(Path(location).expanduser()), recursive=True))  # noqa: PTH207 - a path's own takes no absolute one
        if not matches:
            raise InputError(
                f"nothing matches {location}", "check the pattern; quote it, so that the shell leaves it"
            ) from None
        return [file for match in matches for file in _files_at(match)]
    found = _files_at(path)
    if not found:
        known = ", ".join([*KINDS, parquet.SUFFIX])
        raise InputError(f"the folder {path} holds no file that can be read", f"it holds none of {known}")
    return found


def _files_at(path: Path) -> list[Path]:
    if path.is_dir() and not is_maildir(path):
        return [file for file in known_files(path, (parquet.SUFFIX,)) if not is_left(file)]
    if not path.is_file() and not path.is_dir():
        raise InputError(f"{path} is no file", "write what it gives into a file, which can be read twice")
    if path.suffix.lower() == parquet.SUFFIX:
        parquet.require()
    return [path]


def _is_corpus(file: Path) -> bool:
    if kind := kind_of(file):
        return kind == "corpus"
    with opened(file) as start:
        return sniff(start.content.read(SAMPLE)) == "corpus"


def _of_others(file: Path) -> Iterator[Row]:
    """The rows of a page, a text, a feed, a mailbox: each article that is found in it."""
    for number, found in enumerate(read_location(str(file)), 1):
        place = f"{_name(file)}:{number}"
        if isinstance(found, Problem):
            yield Row(one_line(found.where), None, found.what)
        elif isinstance(found, Entry):
            yield Row(place, replace(found.article, excerpt=found.article.excerpt or not found.whole))
        else:
            yield Row(place, found)


def _bounded(row: Row) -> Row:
    """The row with no more text than one article may have, and without what a corpus says besides."""
    if row.article is None:
        return row
    article = replace(row.article, text=row.article.text[:MOST_CHARACTERS], extra={})
    cut = "" if len(row.article.text) <= MOST_CHARACTERS else f"only the first {MOST_CHARACTERS:,} characters are read"
    return replace(row, article=article, remark=row.remark or cut)


def _name(file: Path) -> str:
    return one_line(str(file))


def _size(file: Path) -> int:
    try:
        return sum(each.stat().st_size for each in ([file] if file.is_file() else file.rglob("*")))
    except OSError:
        return 0

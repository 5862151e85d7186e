"""Mailboxes on this machine to entries, mbox by the standard library and Maildir; read, and never written, locked or flagged."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from pathlib import Path

from briefing.sources.mail import MOST_BYTES, read_letter
from briefing.types import Entry, Problem

MAILDIR = ("cur", "new", "tmp")
QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")  # how an mbox keeps a line of a mail that begins with "From "
ARRIVED = re.compile(r"(\d{9,11})\.")  # seconds of the epoch, with which the names of a Maildir begin


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir: it holds cur, new and tmp."""
    return all((folder / each).is_dir() for each in MAILDIR)


def read_mbox(path: Path) -> Iterator[Entry | Problem]:
    """The mails of an mbox in its own order, which is that of their arrival: the newest last. One at a time is in memory."""
    try:
        with path.open("rb") as file:
            start = file.read(5)
    except OSError as error:
        yield Problem(str(path), f"cannot be read: {error.strerror}", "check the file")
        return
    if start and start != b"From ":
        yield Problem(
            str(path), 'no mbox: it does not begin with "From "', "unpack it, or name the file of one mail .eml"
        )
        return
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            with box.get_file(key) as file:
                content = file.read(MOST_BYTES)
            yield from read_letter(QUOTED_FROM.sub(rb"\1", content), f"{path}, mail {number}")
    finally:
        box.close()  # nothing is pending, so that nothing is written


def read_maildir(folder: Path) -> Iterator[Entry | Problem]:
    """The mails of a Maildir and of the folders in it, the newest last by the time that their names begin with."""
    boxes = [folder, *sorted(each for each in folder.glob(".*") if is_maildir(each))]  # Maildir++: ".Folder.Sub"
    files = [file for box in boxes for file in _files(box)]
    for file in sorted(files, key=_arrival):
        try:
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES)
        except OSError as error:
            yield Problem(str(file), f"cannot be read: {error.strerror}", "check the file")
            continue
        yield from read_letter(content, str(file))


def _files(box: Path) -> Iterator[Path]:
    """The files of a Maildir's mails, unseen and seen; the standard library would give the mails without their files."""
    for folder in (box / "new", box / "cur"):
        yield from (file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _arrival(file: Path) -> tuple[int, str]:
    named = ARRIVED.match(file.name)
    return int(named[1]) if named else 0, file.name

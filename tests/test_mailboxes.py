"""mbox and Maildir, written by the standard library and read by us."""

from __future__ import annotations

import mailbox
import os
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from briefing import read_articles
from briefing.sources.mailboxes import is_maildir, read_maildir, read_mbox
from briefing.types import Entry, Problem

BODY = "The council closed the bridge on Monday after the flood.\n\nFrom the tunnel there is a detour."
PEAK = """
import resource, sys
from pathlib import Path
from briefing import read_articles
from briefing.sources.mailboxes import read_mbox
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(sum(1 for _ in read_mbox(Path(sys.argv[1]))), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def message(number: int) -> EmailMessage:
    """A mail with a number in its subject and its id."""
    made = EmailMessage()
    made["Subject"] = f"Bridge {number}"
    made["From"] = "The Alder <news@alder.example>"
    made["Message-ID"] = f"<{number}@alder.example>"
    made["Date"] = f"Mon, {number + 1:02} Mar 2026 06:00:00 +0100"
    made.set_content(BODY)
    return made


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    """An mbox with three mails."""
    path = tmp_path / "news.mbox"
    box = mailbox.mbox(path)
    for number in range(3):
        box.add(message(number))
    box.close()
    return path


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """A Maildir with a new mail, two seen ones, the oldest of all in a folder in it, and one that is still delivered."""
    path = tmp_path / "mail"
    mailbox.Maildir(path)
    mailbox.Maildir(path / ".News.Alder")
    (path / "cur" / "1772500002.M1.host:2,S").write_bytes(bytes(message(2)))
    (path / "cur" / "1772500001.M1.host:2,FS").write_bytes(bytes(message(1)))
    (path / "new" / "1772500003.M1.host").write_bytes(bytes(message(3)))
    (path / "tmp" / "1772500004.M1.host").write_bytes(bytes(message(4)))
    (path / ".News.Alder" / "cur" / "1772500000.M1.host:2,").write_bytes(bytes(message(0)))
    return path


def state(path: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder with its mode, its time of change and its bytes."""
    found = [path.parent, *path.parent.rglob("*")]
    return {
        str(each): (each.stat().st_mode, each.stat().st_mtime_ns, each.read_bytes() if each.is_file() else b"")
        for each in found
    }


def entries(found: list[Entry | Problem]) -> list[Entry]:
    return [each for each in found if isinstance(each, Entry)]


def problems(found: list[Entry | Problem]) -> list[Problem]:
    return [each for each in found if isinstance(each, Problem)]


def test_the_mails_of_an_mbox_are_read_in_their_order(mbox: Path) -> None:
    """Each under its own id; a line that begins with "From" is whole again."""
    found = list(read_mbox(mbox))
    assert [entry.id for entry in entries(found)] == [f"{number}@alder.example" for number in range(3)]
    assert {entry.article.text for entry in entries(found)} == {BODY}
    assert b"\n>From the tunnel" in mbox.read_bytes()
    assert not problems(found)


def test_the_mails_of_a_maildir_are_read_oldest_first(maildir: Path) -> None:
    """Seen ones, new ones, those of its folders; not what is still delivered."""
    found = list(read_maildir(maildir))
    assert [entry.article.title for entry in entries(found)] == [f"Bridge {number}" for number in range(4)]
    assert not problems(found)


def test_a_maildir_is_told_by_its_folders(maildir: Path, tmp_path: Path) -> None:
    """All three have to be there."""
    assert is_maildir(maildir)
    assert not is_maildir(tmp_path)
    assert not is_maildir(maildir / "cur" / "1772500002.M1.host:2,S")


def test_reading_changes_nothing(mbox: Path, maildir: Path) -> None:
    """No byte, no time, no mode, no name, no lock file."""
    for file in (*mbox.parent.rglob("*"), mbox.parent):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    before = state(mbox)
    assert len(list(read_mbox(mbox))) == 3
    next(read_mbox(mbox))  # and is left there
    assert len(list(read_maildir(maildir))) == 4
    assert state(mbox) == before


def test_broken_mails_are_problems_and_cost_the_others_nothing(mbox: Path, maildir: Path) -> None:
    """Each is named by its place."""
    with mbox.open("ab") as file:
        file.write(
            b"From x\n\xff\xfe\x00 no header\n\nFrom y\nSubject: Only a picture\nContent-Type: image/png\n\nx\n\n"
        )
    assert [(problem.where, problem.what) for problem in problems(list(read_mbox(mbox)))] == [
        (f"{mbox}, mail 4", "no mail: it does not begin with headers"),
        (f"{mbox}, mail 5", "no text: Only a picture"),
    ]
    assert len(entries(list(read_mbox(mbox)))) == 3
    broken = maildir / "new" / "1.x"
    broken.write_bytes(b"")
    found = list(read_maildir(maildir))
    assert ([problem.where for problem in problems(found)], len(entries(found))) == ([str(broken)], 4)


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08\x00", b"Subject: one mail\n\ntext"])
def test_what_is_no_mbox_is_a_problem(tmp_path: Path, content: bytes) -> None:
    """With what to do about it."""
    path = tmp_path / "news.mbox"
    path.write_bytes(content)
    (problem,) = problems(list(read_mbox(path)))
    assert problem.where == str(path)
    assert "unpack it" in problem.remedy


def test_an_empty_mbox_and_a_missing_one(tmp_path: Path) -> None:
    """The one holds nothing; the other is a problem."""
    (tmp_path / "empty.mbox").write_bytes(b"")
    assert list(read_mbox(tmp_path / "empty.mbox")) == []
    assert [str(each) for each in read_mbox(tmp_path / "no.mbox")] == [
        f"{tmp_path / 'no.mbox'}: cannot be read: No such file or directory (check the file)"
    ]


def test_a_large_mbox_is_not_loaded_at_once(tmp_path: Path) -> None:
    """Reading 60 MB of mails takes a fraction of that in memory."""
    path = tmp_path / "large.mbox"
    attachment = b"QUJD" * 18 + b"\n"
    with path.open("wb") as file:
        for number in range(30):
            file.write(
                b"From x\nSubject: %d\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nThe text.\n--b\n" % number
            )
            file.write(b"Content-Type: image/png\n\n" + attachment * 28_000 + b"--b--\n\n")
    size = path.stat().st_size
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    read, peak = map(int, done.stdout.split())
    unit = 1 if sys.platform == "darwin" else 1024
    assert (read, size > 60_000_000) == (30, True)
    assert peak * unit < size / 2


def test_mailboxes_are_reached_by_their_path(mbox: Path, maildir: Path) -> None:
    """A file by its suffix, a Maildir by what it holds."""
    assert [article.title for article in read_articles(mbox)] == [f"Bridge {number}" for number in range(3)]
    assert [article.title for article in read_articles(maildir)] == [f"Bridge {number}" for number in range(4)]

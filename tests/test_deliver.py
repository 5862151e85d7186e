"""Bytes to files: whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from threading import Thread

import pytest

from briefing.deliver import check, format_of, write
from briefing.errors import OutputError
from briefing.templating import FORMATS

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_suffix_is_the_format(suffix: str) -> None:
    """Upper or lower case, the suffix names the format."""
    assert format_of(Path(f"out/brief.{suffix}")) == suffix
    assert format_of(Path(f"brief.{suffix.upper()}")) == suffix


@pytest.mark.parametrize("name", ["brief", "brief.docx", ".html", "brief.html.bak"])
def test_a_format_nobody_knows_names_those_there_are(name: str) -> None:
    """The message names the file and every format."""
    with pytest.raises(OutputError) as caught:
        format_of(Path(name))
    assert str(caught.value).startswith(f"{name}: ")
    assert all(f".{suffix}" in str(caught.value) for suffix in FORMATS)


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    """The content is there afterwards, in place of an older one, and nothing else is."""
    path = tmp_path / "brief.html"
    for content in (b"first", b"second"):
        write(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_a_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    """Others may read the brief as far as the process's mask lets them, though it began as a temporary file."""
    before = os.umask(0o027)
    try:
        write(tmp_path / "brief.md", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "brief.md").stat().st_mode) == 0o640


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    """While a file is replaced again and again, whoever reads it gets one whole version."""
    path = tmp_path / "brief.txt"
    versions = [bytes([letter]) * 200_000 for letter in b"ab"]
    write(path, versions[0])

    def keep_writing() -> None:
        for number in range(20):
            write(path, versions[number % 2])

    writer = Thread(target=keep_writing)
    writer.start()
    while writer.is_alive():
        assert path.read_bytes() in versions
    writer.join()


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """Where the file cannot take its place, the error is ours and no temporary file stays."""
    taken = tmp_path / "brief.html"
    taken.mkdir()
    with pytest.raises(OutputError, match=r"brief\.html cannot be written"):
        write(taken, b"content")
    assert list(tmp_path.iterdir()) == [taken]


def test_an_old_file_outlives_a_failed_write(tmp_path: Path) -> None:
    """A write into a folder that is gone is our error and touches nothing."""
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / "gone" / "brief.html", b"x")
    assert list(tmp_path.iterdir()) == []


def test_bad_places_are_refused_before_any_work(tmp_path: Path) -> None:
    """A missing folder, a folder in place of a file and an unknown format are told beforehand, with a remedy."""
    (tmp_path / "folder.html").mkdir()
    for path, said in (
        (tmp_path / "gone" / "brief.html", "mkdir -p"),
        (tmp_path / "folder.html", "is a folder"),
        (tmp_path / "brief.pdfx", "nobody knows the format"),
    ):
        with pytest.raises(OutputError, match=said):
            check([tmp_path / "good.md", path])
    check([tmp_path / "good.md"])
    assert [path.name for path in tmp_path.iterdir()] == ["folder.html"]


@pytest.mark.skipif(ROOT, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """Permissions are looked at before a brief is made."""
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        check([tmp_path / "brief.html"])

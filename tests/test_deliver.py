"""Bytes to files: whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest

from briefing.deliver import check, expand, format_of, latest_of, link_latest, make_folder, write
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


DAY = date(2026, 10, 15)
DATED = "briefs/{date:%Y}/{date:%m}/{edition}-{date}.html"


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("brief.html", "brief.html"),
        ("{date}.pdf", "2026-10-15.pdf"),
        ("{date:%Y-%m}/{edition}.epub", "2026-10/evening.epub"),
        ("{date:%Y/%m}/{date:%d}.md", "2026/10/15.md"),
        ("~/news/{date:%G-W%V}.txt", f"{Path.home()}/news/2026-W42.txt"),
        ("{{plain}}.txt", "{plain}.txt"),
    ],
)
@pytest.mark.parametrize("day", [DAY, datetime(2026, 10, 15, 23, 59, tzinfo=UTC)], ids=["date", "time"])
def test_a_pattern_means_a_file_of_its_day(pattern: str, name: str, day: date) -> None:
    """With date and edition in it, as far as it asks for them; a time of day never comes into a name by itself."""
    assert expand(pattern, day, "evening") == Path(name)


def dated(folder: Path, day: date = DAY, pattern: str = DATED) -> Path:
    """The brief of a day, written where the pattern says."""
    path = folder / expand(pattern, day, "morning")
    make_folder(path, pattern)
    write(path, str(day).encode())
    return path


def test_the_folders_of_a_pattern_are_made(tmp_path: Path) -> None:
    """Those that it varies, again and again; the fixed one above them has to be there, as for any other file."""
    with pytest.raises(OutputError, match="mkdir -p"):
        dated(tmp_path)
    (tmp_path / "briefs").mkdir()
    assert dated(tmp_path) == tmp_path / "briefs/2026/10/morning-2026-10-15.html"
    assert dated(tmp_path).read_bytes() == b"2026-10-15"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands in its place."""
    (tmp_path / "2026").write_text("x")
    with pytest.raises(OutputError, match="2026 cannot be made"):
        dated(tmp_path, pattern="{date:%Y}/brief.html")


@pytest.mark.parametrize("links", [True, False])
def test_the_newest_is_beside_the_patterned_part(tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link in the deepest fixed folder, or a copy where there are no links; both follow from day to day."""
    if not links:
        monkeypatch.setattr(os, "symlink", _refuse)
    (tmp_path / "briefs").mkdir()
    for day in (DAY, date(2026, 11, 1), date(2027, 1, 1), date(2027, 1, 1)):
        latest = link_latest(dated(tmp_path, day), DATED)
        assert latest == tmp_path / "briefs/latest.html"
        assert latest.read_bytes() == str(day).encode()
        assert latest.is_symlink() is links
    kept = {"latest.html", "2026", "2027"} | (set() if links else {".latest.html.sha256"})
    assert {path.name for path in (tmp_path / "briefs").iterdir()} == kept
    if links:
        link = (tmp_path / "briefs/latest.html").readlink()
        assert not link.is_absolute()  # the folder may move, or be served from elsewhere


def _refuse(*args: object, **how: object) -> None:
    raise OSError(1, "Operation not permitted")


def test_links_of_several_formats_stand_side_by_side(tmp_path: Path) -> None:
    """Each named by its suffix, in the folder of a name without folders too."""
    for suffix in ("html", "pdf"):
        pattern = f"{{date}}.{suffix}"
        assert link_latest(dated(tmp_path, pattern=pattern), pattern) == tmp_path / f"latest.{suffix}"
    assert (tmp_path / "latest.pdf").readlink() == Path("2026-10-15.pdf")


@pytest.mark.parametrize("pattern", ["brief.html", "latest.html"])
def test_a_name_that_is_always_the_same_needs_no_link(tmp_path: Path, pattern: str) -> None:
    """It is the newest itself."""
    assert link_latest(dated(tmp_path, pattern=pattern), pattern) is None
    assert [path.name for path in tmp_path.iterdir()] == [pattern]


def test_what_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    """A file, a folder, a link that leads out of the folder: told before any work, and left as it is."""
    pattern, latest = "{date}.html", tmp_path / "latest.html"
    path = dated(tmp_path, pattern=pattern)
    for make in (lambda: latest.write_text("mine"), latest.mkdir, lambda: latest.symlink_to("../elsewhere.html")):
        make()
        for wanted in (latest_of, link_latest):
            with pytest.raises(OutputError, match=r"latest\.html is no link of ours: move it away"):
                wanted(path, pattern)
        assert latest.is_dir() or latest.is_symlink() or latest.read_text() == "mine"
        latest.rmdir() if latest.is_dir() else latest.unlink()


def test_a_copy_that_somebody_changed_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no longer ours."""
    monkeypatch.setattr(os, "symlink", _refuse)
    path = dated(tmp_path, pattern="{date}.html")
    latest = link_latest(path, "{date}.html")
    assert latest is not None
    latest.write_text("mine")
    with pytest.raises(OutputError, match="is no link of ours"):
        link_latest(path, "{date}.html")
    assert latest.read_text() == "mine"


def test_a_link_whose_brief_is_gone_is_replaced(tmp_path: Path) -> None:
    """Old briefs may be cleared away."""
    old = dated(tmp_path, date(2026, 10, 14), "{date}.html")
    link_latest(old, "{date}.html")
    old.unlink()
    latest = link_latest(dated(tmp_path, pattern="{date}.html"), "{date}.html")
    assert latest is not None
    assert latest.read_bytes() == b"2026-10-15"

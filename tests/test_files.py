from __future__ import annotations

import bz2
import gzip
import lzma
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import BriefingError, read_articles
from briefing.errors import InputError
from briefing.sources import MOST_CHARACTERS
from briefing.sources.files import KINDS, read_bytes
from briefing.sources.packed import checked, zstd
from briefing.types import Article, Entry, Problem

if TYPE_CHECKING:
    from conftest import Server

LOOPBACK = ("127.0.0.1",)
PACKINGS = [
    (".gz", gzip.compress),
    (".xz", lzma.compress),
    (".bz2", bz2.compress),
    (".zst", partial(zstd().compress, options=checked())),
]
BODY = "The council closed the bridge on Monday after the flood. Engineers found cracks in two of its piers."
MORE = "Lorries will have to go by the old ferry until summer, and the ferry takes four of them at a time, says the harbour master of the town."
LINE = '{"title": "Bridge closed", "text": "The council closed the bridge."}\n'
RSS = f"<rss version='2.0'><channel><title>Alder</title><item><title>From RSS</title><description>{BODY}</description></item></channel></rss>"
JSON_FEED = (
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "From JSON", "content_text": "Text."}]}'
)
PAGE = f"<html><head><title>From a page</title><meta property='og:type' content='article'></head><body><article><h1>From a page</h1><p>{BODY}</p><p>{BODY}</p></article></body></html>"

READ_STDIN = """
import briefing
reading = briefing.read_articles("-")
print([(article.title, article.source) for article in reading], [str(problem) for problem in reading.problems])
"""


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (f"Bridge closed\n\n{BODY}", "Bridge closed", BODY),
        (f"\n\n  Bridge closed  \n{BODY}\n", "Bridge closed", BODY),
        (f"\ufeffBridge closed?\r\n\r\n{BODY}", "Bridge closed?", BODY),
        (f"{BODY}\n\n{BODY}", "bridge", f"{BODY}\n\n{BODY}"),
        (f"{'Long ' * 40}\n\n{BODY}", "bridge", f"{('Long ' * 40).strip()}\n\n{BODY}"),
        ("Bridge closed", "bridge", "Bridge closed"),
    ],
)
def test_the_first_line_of_a_text_is_its_title_where_it_looks_like_one(
    tmp_path: Path, text: str, title: str, body: str
) -> None:
    """Short, without a full stop, with text below; else the file's name is the title and all of it is the text."""
    path = tmp_path / "harbour" / "bridge.txt"
    path.parent.mkdir()
    path.write_bytes(text.encode())
    (article,) = read_articles(path)
    assert (article.title, article.text, article.source, article.published) == (title, body, "harbour", None)


def test_markdown_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    """The heading is the title; marks, links and lists become text; raw HTML does nothing."""
    path = tmp_path / "bridge.md"
    path.write_text(
        "# Bridge *closed*\n\nThe council [closed](https://a.example) the **bridge**\non Monday.\n\n- one\n- two\n\n"
        "<script>alert(1)</script>\n",
        encoding="utf-8",
    )
    (article,) = read_articles(path)
    assert article.title == "Bridge closed"
    assert article.text.split("\n\n")[:3] == ["The council closed the bridge on Monday.", "one", "two"]


def test_a_page_is_extracted(tmp_path: Path) -> None:
    """A saved page becomes its article under its own title."""
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    (article,) = read_articles(path)
    assert article.title == "From a page"
    assert BODY in article.text


def test_a_folder_is_read_with_all_that_it_holds(tmp_path: Path) -> None:
    """Every kind, folders in it too, in the order of names; hidden files and what is no text are left alone."""
    files = {
        "a.jsonl": LINE,
        "b.txt": f"From a text\n\n{BODY}",
        "c.md": f"# From Markdown\n\n{BODY}",
        "d/e.HTML": PAGE,
        "d/f.eml": f"Subject: From a mail\n\n{BODY}",
        "g.xml": RSS,
        "h.json": JSON_FEED,
        ".hidden.txt": "Hidden",
        ".git/x.txt": "Hidden too",
        "picture.png": "no text",
        "README": "no kind",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    reading = read_articles(tmp_path)
    assert reading.problems == ()
    assert [article.title for article in reading] == [
        "Bridge closed",
        "From a text",
        "From Markdown",
        "From a page",
        "From a mail",
        "From RSS",
        "From JSON",
    ]


def test_a_hidden_folder_that_is_asked_for_is_read(tmp_path: Path) -> None:
    """Hidden is what lies hidden within the folder, not the folder itself."""
    folder = tmp_path / ".news"
    folder.mkdir()
    (folder / "a.jsonl").write_text(LINE, encoding="utf-8")
    assert len(read_articles(folder)) == 1


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    """It is named, and what it could hold."""
    (tmp_path / "picture.png").touch()
    reading = read_articles(tmp_path)
    assert not reading
    (problem,) = reading.problems
    assert problem.where == str(tmp_path)
    assert all(suffix in problem.remedy for suffix in KINDS)


@pytest.mark.parametrize(
    "location", ["no/such/file.txt", "~nobody-of-this-name/x", "x" * 5000, "a\0b", "file:///etc/hostname"]
)
def test_a_path_that_is_not_there_is_an_error_with_a_remedy(location: str) -> None:
    """Also one that no file can have; it is no traceback."""
    with pytest.raises(InputError) as caught:
        read_articles(location)
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "a.eml", "a.xml", "a.jsonl", "a"])
def test_an_empty_file_is_no_article(tmp_path: Path, name: str) -> None:
    """Of no kind: nothing is read and nothing is raised."""
    (tmp_path / name).touch()
    assert len(read_articles(tmp_path / name)) == 0


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a"])
def test_a_program_is_no_article(tmp_path: Path, name: str) -> None:
    """A file of bytes that are no text is a problem, and the next file is read."""
    (tmp_path / name).write_bytes(b"\x7fELF\x02\x01\x01\x00\x00\x00" * 100)
    (tmp_path / "b.jsonl").write_text(LINE, encoding="utf-8")
    reading = read_articles(tmp_path / name, tmp_path / "b.jsonl")
    assert [article.title for article in reading] == ["Bridge closed"]
    assert [(problem.where, problem.what) for problem in reading.problems] == [(str(tmp_path / name), "not a text")]


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    """A link to nowhere among other files costs only itself, and so does a file that may not be read."""
    (tmp_path / "a.txt").write_text(f"Secret\n\n{BODY}", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b.jsonl").write_text(LINE, encoding="utf-8")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere")
    readable = os.access(tmp_path / "a.txt", os.R_OK)  # by root, everything is
    reading = read_articles(tmp_path)
    assert [article.title for article in reading] == (["Secret"] if readable else []) + ["Bridge closed"]
    assert ["Permission denied" in problem.what for problem in reading.problems] == ([] if readable else [True])


@pytest.mark.parametrize(("suffix", "pack"), PACKINGS)
def test_packed_files_are_read_by_the_suffix_below(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    """Any kind may be packed."""
    (tmp_path / f"bridge.txt{suffix}").write_bytes(pack(f"Bridge closed\n\n{BODY}".encode()))
    (tmp_path / f"corpus.jsonl{suffix}").write_bytes(pack(LINE.encode()))
    assert [article.text for article in read_articles(tmp_path)] == [BODY, "The council closed the bridge."]


@pytest.mark.parametrize(("suffix", "pack"), PACKINGS)
@pytest.mark.parametrize("damage", ["cut", "altered", "other"])
def test_a_damaged_archive_is_a_problem(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes], damage: str
) -> None:
    """Cut off, altered in the middle, or something else altogether: it is named, what came before is kept."""
    content = bytearray(pack("".join(f'{{"title": "{n}", "text": "{n * 7}."}}\n' for n in range(3000)).encode()))
    middle = len(content) // 2
    if damage == "cut":
        content = content[:middle]
    elif damage == "altered":
        content[middle : middle + 40] = bytes(byte ^ 0xFF for byte in content[middle : middle + 40])
    else:
        content[:] = b"something else altogether"
    path = tmp_path / f"corpus.jsonl{suffix}"
    path.write_bytes(content)
    reading = read_articles(path)
    assert any(problem.where == str(path) and "cannot be read" in problem.what for problem in reading.problems)


def test_a_text_of_fifty_megabytes_is_read_to_its_limit(tmp_path: Path) -> None:
    """In seconds, cut to what one article may have, and it says so."""
    path = tmp_path / "long.txt"
    path.write_bytes(f"{BODY}\n".encode() * (50_000_000 // len(BODY)))
    start = time.perf_counter()
    reading = read_articles(path)
    assert time.perf_counter() - start < 30
    assert [len(article.text) for article in reading] == [MOST_CHARACTERS]
    assert "only the first 200,000 characters" in reading.problems[0].what


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (LINE.encode(), "Bridge closed"),
        (b"\xef\xbb\xbf\n" + LINE.encode(), "Bridge closed"),
        (RSS.encode(), "From RSS"),
        (b"<?xml version='1.0'?>\n<!-- made by hand -->\n" + RSS.encode(), "From RSS"),
        (RSS.replace("The council", "&lt;html&gt; <![CDATA[<html>]]> The council").encode(), "From RSS"),
        (JSON_FEED.encode(), "From JSON"),
        (PAGE.encode(), "From a page"),
        (b"<!DOCTYPE html>\n<!-- x -->" + PAGE.encode(), "From a page"),
        (b"<?xml version='1.0'?><!DOCTYPE html>" + PAGE.encode(), "From a page"),
        (f"Bridge closed\n\n{BODY}".encode(), "Bridge closed"),
        (f"Bridge closed\n\n{BODY}".encode("utf-16"), "Bridge closed"),
    ],
)
def test_what_has_no_suffix_is_told_by_its_beginning(content: bytes, title: str) -> None:
    """Corpus, feed, page or text, whatever stands before its first element."""
    (found,) = read_bytes(content, "standard input")
    found = found.article if isinstance(found, Entry) else found
    assert isinstance(found, Article)
    assert found.title == title


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (LINE, "[('Bridge closed', 'unknown')] []"),
        (RSS, "[('From RSS', 'Alder')] []"),
        (f"Bridge closed\n\n{BODY}", "[('Bridge closed', 'standard input')] []"),
        ("", "[] ['standard input: no text (left out)']"),
        ("{broken", "standard input:1: no JSON"),
    ],
)
def test_standard_input_is_read(content: str, expected: str) -> None:
    """A dash stands for it; what it holds is told by its beginning."""
    done = subprocess.run(
        [sys.executable, "-c", READ_STDIN], input=content, capture_output=True, encoding="utf-8", check=True
    )
    assert expected in done.stdout


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        (RSS, "application/rss+xml", "From RSS"),
        (RSS, "text/html; charset=utf-8", "From RSS"),
        (JSON_FEED, "application/feed+json", "From JSON"),
        (PAGE, "text/html; charset=utf-8", "From a page"),
        (PAGE, "application/xhtml+xml", "From a page"),
        (f"<article><h1>From a page</h1><p>{BODY}</p><p>{MORE}</p></article>", "text/html", "From a page"),
        (f"Bridge closed\n\n{BODY}", "text/plain", "Bridge closed"),
        (LINE, "application/x-ndjson", "Bridge closed"),
    ],
)
def test_an_address_is_read_by_what_it_answers(server: Server, body: str, content_type: str, title: str) -> None:
    """Feed, page, text or corpus: a feed is a feed also where the server calls it a page."""
    reading = read_articles(server.serve("/news/today", body, content_type), allow=LOOPBACK)
    assert [article.title for article in reading] == [title]
    assert reading.problems == ()


@pytest.mark.parametrize("body", [PAGE, f"Bridge closed\n\n{BODY}"])
def test_an_article_from_an_address_keeps_it(server: Server, body: str) -> None:
    """A page or a text that was fetched links to where it lay in the end."""
    address = server.serve("/new", body, "text/plain")
    server.answers["/old"] = (302, {"Location": "/new"}, b"")
    assert [article.url for article in read_articles(server.url("/old"), allow=LOOPBACK)] == [address]


@pytest.mark.parametrize(("status", "what"), [(404, "answered 404"), (500, "answered 500")])
def test_an_address_that_fails_costs_only_itself(server: Server, tmp_path: Path, status: int, what: str) -> None:
    """It is a problem that names the address, and the next source is read."""
    dead = server.serve("/dead", "gone", status=status)
    (tmp_path / "a.jsonl").write_text(LINE, encoding="utf-8")
    reading = read_articles(dead, tmp_path / "a.jsonl", allow=LOOPBACK)
    assert len(reading) == 1
    assert [(problem.where, problem.what) for problem in reading.problems] == [(dead, what)]


@given(st.binary(max_size=300), st.sampled_from(sorted({*KINDS.values(), ""})))
def test_no_bytes_stop_the_reading(content: bytes, kind: str) -> None:
    """Of whatever kind they are said to be, they are articles or problems, or nothing."""
    for found in read_bytes(content, "any", kind):
        assert isinstance(found, Article | Entry | Problem)


def test_our_errors_have_one_root(tmp_path: Path) -> None:
    """Whoever catches BriefingError catches a missing file."""
    with pytest.raises(BriefingError):
        read_articles(tmp_path / "missing")

"""A location to what lies there: a file, a folder, an address, standard input; each by its suffix, else by its beginning."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from briefing.charset import UTF_16_MARKS, decode
from briefing.errors import InputError
from briefing.extract import extract, paragraphs, plain, unwrapped
from briefing.sources.corpus import read_corpus
from briefing.sources.feeds import read_feed
from briefing.sources.mail import read_mail
from briefing.sources.mailboxes import is_maildir, read_maildir, read_mbox
from briefing.sources.pdf import read_pdf
from briefing.text import is_web_address, one_line
from briefing.types import Article, Entry, Listing, Problem

STDIN = "-"
MOST_BYTES = (
    100_000_000  # of a file that is one article, a page or a feed; a corpus is read line by line and has no limit
)
TITLE_CHARACTERS = 160  # of a first line that can be a title
PACKED = (".gz", ".xz", ".bz2")
KINDS = {
    ".jsonl": "corpus", ".ndjson": "corpus", ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "page", ".htm": "page", ".xhtml": "page", ".eml": "mail", ".xml": "feed", ".rss": "feed", ".atom": "feed",
    ".rdf": "feed", ".json": "feed", ".pdf": "pdf", ".mbox": "mbox",
}  # fmt: skip


def read_location(location: str) -> Iterator[Article | Entry | Problem]:
    """What lies at a path, or comes by standard input. A missing path raises InputError; what is unreadable is a Problem."""
    if location == STDIN:
        yield from read_bytes(sys.stdin.buffer.read(), "standard input")
    else:
        yield from _read_path(existing(location))


def existing(location: str) -> Path:
    """The path that a location names; InputError where nothing lies there."""
    remedy = "check the path; an address begins with https://"
    try:
        path = Path(location).expanduser()
        if path.exists():
            return path
    except (OSError, RuntimeError) as error:  # too long for a name, a user that nobody knows
        raise InputError(f"{location:.80} is no path", remedy) from error
    raise InputError(f"{path} does not exist", remedy)


def _read_path(path: Path) -> Iterator[Article | Entry | Problem]:
    if not path.is_dir():
        yield from _read_file(path)
        return
    if is_maildir(path):
        yield from read_maildir(path)
        return
    files = sorted(file for file in path.rglob("*") if file.is_file() and _kind(file) and not _is_hidden(file, path))
    if not files:
        yield Problem(str(path), "an empty folder", f"it holds none of {' '.join(KINDS)}")
    for file in files:
        yield from _read_file(file)


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _kind(path: Path) -> str:
    suffix = path.with_suffix("").suffix if path.suffix in PACKED else path.suffix
    return KINDS.get(suffix.lower(), "")


def _open(path: Path) -> IO[bytes]:
    match path.suffix:
        case ".gz":
            return cast(IO[bytes], gzip.open(path))
        case ".xz":
            return lzma.open(path)
        case ".bz2":
            return bz2.open(path)
        case _:
            return path.open("rb")


def _read_file(path: Path) -> Iterator[Article | Entry | Problem]:
    if _kind(path) == "mbox":
        yield from read_mbox(path)
        return
    try:
        with _open(path) as file:
            if _kind(path) == "corpus":
                yield from read_corpus(_lines(file), str(path))
            else:
                yield from read_bytes(file.read(MOST_BYTES), str(path), _kind(path))
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        yield Problem(str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}", "check the file")


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Lines of a corpus, each in the character set it is written in; UTF-16 has line breaks of its own."""
    first = file.readline()
    if first.startswith(UTF_16_MARKS):
        yield from decode(first + file.read()).split("\n")
        return
    yield decode(first)
    yield from map(decode, file)


def read_bytes(content: bytes, name: str, kind: str = "", url: str = "") -> Iterator[Article | Entry | Problem]:
    """Articles from bytes of a kind: corpus, feed, page, PDF, markdown, mail or text; told from the beginning where not given."""
    if (kind or sniff(content)) == "pdf":
        yield from read_pdf(content, url or name)
        return
    if b"\0" in content[:1000] and not content.startswith(UTF_16_MARKS):
        yield Problem(name, "not a text", "a program or a picture is no article")
        return
    match kind or sniff(content):
        case "corpus":
            yield from read_corpus(_lines(io.BytesIO(content)), name)
        case "feed":
            listing = read_feed(content, name, url)
            yield from listing.entries
            yield from listing.problems
        case "page":
            yield _page(content, name, url)
        case "mail":
            yield from read_mail(content, Path(name).stem)
        case "markdown":
            yield replace(_markdown(decode(content), name), url=url)
        case _:
            yield replace(_text(decode(content), name), url=url)


def collected(found: Iterable[Article | Entry | Problem]) -> Listing:
    """Articles and problems as a listing. An article is known by its address, else by its title within its source."""
    entries: dict[str, Entry] = {}
    problems = []
    for each in found:
        if isinstance(each, Problem):
            problems.append(each)
            continue
        if isinstance(each, Entry):
            excerpt = each.article.excerpt or not each.whole  # a file's links are not followed
            entries.setdefault(each.id, Entry(each.id, replace(each.article, excerpt=excerpt)))
            continue
        id_ = each.url or hashlib.sha256(f"{each.source}\n{each.title}".encode(errors="replace")).hexdigest()
        while id_ in entries:  # two of one title: a paper's column
            id_ += "+"
        entries[id_] = Entry(id_, each)
    return Listing(tuple(entries.values()), tuple(problems))


def sniff(content: bytes) -> str:
    """What bytes are by their beginning: corpus, feed, page, PDF or text."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{"):
        return "feed" if b"jsonfeed.org/version" in start else "corpus"
    root = re.match(
        rb"(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>|\s)*<([a-z]*)", start, re.DOTALL
    )  # the first real element
    if root and root[1] in (b"rss", b"feed", b"rdf"):
        return "feed"
    if root and root[1] in (b"html", b"head", b"body"):
        return "page"
    return "feed" if start.startswith(b"<?xml") else "page" if start.startswith(b"<!doctype html") else "text"


def _page(content: bytes, name: str, url: str) -> Article:
    page = extract(content, url)
    return Article(
        url=page.url if is_web_address(page.url) else url,
        title=page.title or Path(name).stem,
        text=page.text,
        source=page.source or "unknown",
        published=page.published,
        language=page.language,
        authors=page.authors,
        image=page.image,
    )


def _markdown(text: str, name: str) -> Article:
    from markdown_it import MarkdownIt

    return _titled(plain(MarkdownIt("commonmark", {"html": False}).render(text)), name)


def _text(text: str, name: str) -> Article:
    return _titled(paragraphs(unwrapped(text)), name)


def _titled(text: str, name: str) -> Article:
    """An article whose first line is its title where it looks like one: short, without a full stop, text below it."""
    first, _, rest = text.partition("\n\n")
    path = Path(name)
    if rest and len(first) <= TITLE_CHARACTERS and not first.endswith((".", ",", ";", ":")):
        return Article(url="", title=one_line(first), text=rest, source=path.parent.name or path.stem)
    return Article(url="", title=path.stem, text=text, source=path.parent.name or path.stem)

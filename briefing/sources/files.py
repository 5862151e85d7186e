"""A location to what lies there: a file, a folder, an address, standard input; each by its suffix, else by its beginning."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from briefing.errors import InputError
from briefing.extract import extract, paragraphs, plain
from briefing.fetch import fetch
from briefing.sources.corpus import read_corpus
from briefing.sources.feeds import read_feed
from briefing.sources.mail import read_mail
from briefing.text import is_web_address, one_line
from briefing.types import Article, Problem, Source

STDIN = "-"
MOST_BYTES = (
    100_000_000  # of a file that is one article, a page or a feed; a corpus is read line by line and has no limit
)
GUESS_BYTES = 50_000  # of a text that is not UTF-8, to guess its character set
TITLE_CHARACTERS = 160  # of a first line that can be a title
PACKED = (".gz", ".xz", ".bz2")
KINDS = {
    ".jsonl": "corpus", ".ndjson": "corpus", ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "page", ".htm": "page", ".xhtml": "page", ".eml": "mail", ".xml": "feed", ".rss": "feed", ".atom": "feed",
    ".rdf": "feed", ".json": "feed",
}  # fmt: skip


def read_location(source: Source) -> Iterator[Article | Problem]:
    """What lies at a source's location. A missing one raises InputError; what is inside and unreadable is a Problem."""
    location = source.location
    if location == STDIN:
        yield from read_bytes(sys.stdin.buffer.read(), "standard input")
    elif is_web_address(location):
        try:
            page = fetch(location)
        except InputError as error:
            yield Problem(location, error.what.removeprefix(f"{location} "), error.remedy)
            return
        kind = "" if "html" not in page.content_type else "page"
        yield from read_bytes(page.content, location, kind, page.url)
    else:
        yield from _read_path(Path(location).expanduser())


def _read_path(path: Path) -> Iterator[Article | Problem]:
    if not path.exists():
        raise InputError(f"{path} does not exist", "check the path; an address begins with https://")
    if not path.is_dir():
        yield from _read_file(path)
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


def _read_file(path: Path) -> Iterator[Article | Problem]:
    try:
        with _open(path) as file:
            if _kind(path) == "corpus":
                yield from read_corpus(map(decode, file), str(path))
            else:
                yield from read_bytes(file.read(MOST_BYTES), str(path), _kind(path))
    except (OSError, EOFError, lzma.LZMAError) as error:
        yield Problem(str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}", "check the file")


def read_bytes(content: bytes, name: str, kind: str = "", url: str = "") -> Iterator[Article | Problem]:
    """Articles from bytes of a kind: corpus, feed, page, markdown, mail or text; told from the beginning where not given."""
    if b"\0" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Problem(name, "not a text", "a program or a picture is no article")
        return
    match kind or _sniff(content):
        case "corpus":
            yield from read_corpus(map(decode, io.BytesIO(content)), name)
        case "feed":
            yield from read_feed(content, name, url)
        case "page":
            yield _page(content, name, url)
        case "mail":
            yield read_mail(content, Path(name).stem)
        case "markdown":
            yield _markdown(decode(content), name)
        case _:
            yield _text(decode(content), name)


def _sniff(content: bytes) -> str:
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{"):
        return "feed" if b"jsonfeed.org/version" in start else "corpus"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and b"<html" not in start:
        return "feed"
    return "page" if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")) else "text"


def decode(content: bytes) -> str:
    """Text by its byte order mark, as UTF-8, or else by the best guess of charset-normalizer."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        guess = from_bytes(content[:GUESS_BYTES]).best()
        return content.decode(guess.encoding if guess else "latin-1", errors="replace")


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
    return _titled(paragraphs(text), name)


def _titled(text: str, name: str) -> Article:
    """An article whose first line is its title where it looks like one: short, without a full stop, text below it."""
    first, _, rest = text.partition("\n\n")
    path = Path(name)
    if rest and len(first) <= TITLE_CHARACTERS and not first.endswith((".", ",", ";", ":")):
        return Article(url="", title=one_line(first), text=rest, source=path.parent.name or path.stem)
    return Article(url="", title=path.stem, text=text, source=path.parent.name or path.stem)

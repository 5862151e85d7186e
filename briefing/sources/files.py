"""A location to what lies there: a file, a folder, an address, standard input; each by its suffix, else by its beginning."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import Path
from typing import IO

from briefing.charset import UTF_16_MARKS, decode
from briefing.errors import InputError
from briefing.extract import extract, paragraphs, plain, unwrapped
from briefing.parallel import Engine, Serial
from briefing.sources.corpus import read_corpus
from briefing.sources.feeds import read_feed
from briefing.sources.mail import read_mail
from briefing.sources.mailboxes import is_maildir, read_maildir, read_mbox
from briefing.sources.packed import inner_suffix, opened
from briefing.sources.pdf import read_pdf
from briefing.text import is_web_address, one_line
from briefing.types import Article, Entry, Listing, Problem

STDIN = "-"
Found = Article | Entry | Problem
STREAMS = ("corpus", "mbox")  # kinds of files that are read article by article, however large
# Files that are read together at most, but for the last one; a page has 0.1 MB and takes 20 ms
BATCH, BATCH_BYTES = 16, 4_000_000
MOST_BYTES = 100_000_000  # of a file that is one article, a page or a feed, and of one line of a corpus; chosen
TITLE_CHARACTERS = 160  # of a first line that can be a title
KINDS = {
    ".jsonl": "corpus", ".ndjson": "corpus", ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "page", ".htm": "page", ".xhtml": "page", ".eml": "mail", ".xml": "feed", ".rss": "feed", ".atom": "feed",
    ".rdf": "feed", ".json": "feed", ".pdf": "pdf", ".mbox": "mbox",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read: its content, its name, and its kind, empty where its suffix says nothing."""

    content: bytes
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Opens what reads files: a batch of them to what they hold."""

    def __call__(self) -> Callable[[Sequence[File | Problem]], list[Found]]:
        return lambda batch: [found for each in batch for found in _read_whole(each)]


def read_location(location: str, engine: Engine | None = None) -> Iterator[Found]:
    """What lies at a path, or comes by standard input. A missing path raises InputError; what is unreadable is a Problem.

    The files of a folder are read by those that the ``engine`` has work.
    """
    if location == STDIN:
        yield from read_bytes(sys.stdin.buffer.read(), "standard input")
    else:
        yield from _read_path(existing(location), engine or Serial())


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


def _read_path(path: Path, engine: Engine) -> Iterator[Found]:
    if not path.is_dir():
        yield from _read_file(path)
        return
    if is_maildir(path):
        yield from read_maildir(path)
        return
    files = known_files(path)
    if not files:
        yield Problem(str(path), "an empty folder", f"it holds none of {' '.join(KINDS)}")
    for is_stream, group in groupby(files, lambda file: kind_of(file) in STREAMS):
        if is_stream:
            yield from chain.from_iterable(map(_read_file, group))
        else:
            yield from chain.from_iterable(engine.map(Reading(), _batches(group)))


def _batches(files: Iterable[Path]) -> Iterator[tuple[File | Problem, ...]]:
    """Files that are read together: a few, or one that is large."""
    batch: list[File | Problem] = []
    size = 0
    for file in map(_loaded, files):
        batch.append(file)
        size += len(file.content) if isinstance(file, File) else 0
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _loaded(path: Path) -> File | Problem:
    try:
        with opened(path) as file:
            return File(file.content.read(MOST_BYTES), str(path), kind_of(path))
    except InputError as error:
        return Problem.of(str(path), error)


def _read_whole(file: File | Problem) -> Iterable[Found]:
    return [file] if isinstance(file, Problem) else read_bytes(file.content, file.name, file.kind)


def known_files(folder: Path, besides: Collection[str] = ()) -> list[Path]:
    """The files in a folder and all folders below that have a suffix of ours, or one of those ``besides``, in their order."""
    known = {*KINDS, *besides}
    return sorted(
        file
        for file in folder.rglob("*")
        if inner_suffix(file) in known and file.is_file() and not _is_hidden(file, folder)
    )


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def kind_of(path: Path) -> str:
    """What a file is by its suffix: corpus, text, page, feed and so on; empty where that says nothing. JSON Lines are often
    named as JSON is, which else is a feed.
    """
    suffix = inner_suffix(path)
    return "corpus" if suffix == ".json" and _holds_lines(path) else KINDS.get(suffix, "")


def _holds_lines(path: Path) -> bool:
    """Whether the first line is an article of its own."""
    try:
        with opened(path) as file:
            row = json.loads(decode(file.content.readline(MOST_BYTES)))
    except (InputError, ValueError, RecursionError):  # whoever reads the file says what is wrong with it
        return False
    return isinstance(row, dict) and "text" in row


def _read_file(path: Path) -> Iterator[Found]:
    match kind_of(path):
        case "mbox":
            yield from read_mbox(path)
        case "corpus":
            try:
                with opened(path) as file:
                    yield from read_corpus(lines_of(file.content), str(path))
            except InputError as error:
                yield Problem.of(str(path), error)
        case _:
            yield from _read_whole(_loaded(path))


def lines_of(file: IO[bytes]) -> Iterator[str]:
    """Lines of a corpus as they come, each in the character set it is written in; UTF-16 has line breaks of its own.

    Of a line of more than MOST_BYTES its beginning alone, so that no file fills the memory.
    """
    line = file.readline(MOST_BYTES)
    if line.startswith(UTF_16_MARKS):
        file.seek(0)
        yield from _utf_16_lines(file)
        return
    while line:
        yield decode(line)
        while line and not line.endswith(b"\n"):
            line = file.readline(MOST_BYTES)
        line = file.readline(MOST_BYTES)


def _utf_16_lines(file: IO[bytes]) -> Iterator[str]:
    text = io.TextIOWrapper(file, "utf-16", errors="replace", newline="\n")
    try:
        yield from iter(lambda: text.readline(MOST_BYTES), "")
    finally:
        text.detach()  # else it would close the file, which is another's


def read_bytes(content: bytes, name: str, kind: str = "", url: str = "") -> Iterator[Found]:
    """Articles from bytes of a kind: corpus, feed, page, PDF, markdown, mail or text; told from the beginning where not given."""
    if (kind or sniff(content)) == "pdf":
        yield from read_pdf(content, url or name)
        return
    if b"\0" in content[:1000] and not content.startswith(UTF_16_MARKS):
        yield Problem(name, "not a text", "a program or a picture is no article")
        return
    match kind or sniff(content):
        case "corpus":
            yield from read_corpus(lines_of(io.BytesIO(content)), name)
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


def collected(found: Iterable[Found]) -> Listing:
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

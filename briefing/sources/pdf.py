"""A PDF to an article, by pypdf: its text in paragraphs, without what repeats at the rims of its pages."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from math import hypot
from pathlib import Path
from statistics import median
from time import monotonic
from typing import TYPE_CHECKING, Any

from briefing.extract import paragraphs
from briefing.sources.corpus import in_reach
from briefing.text import is_web_address, one_line
from briefing.types import Article, Problem

if TYPE_CHECKING:
    from pypdf import DocumentInformation, PdfReader

MOST_PAGES = 500  # chosen
MOST_SECONDS = 60.0  # chosen: a page that is begun is read to its end
RIM = 2  # chosen: lines at the top and at the bottom of a page that may be those of every page
LARGE = 1.15  # chosen: a line in letters so many times as large as the others is the title
GAP = 1.4  # chosen: a paragraph begins after a gap so many times as large as that between most lines
SHORT = 0.8  # chosen: a line shorter than this share of most, with a full stop, ends its paragraph
TITLE_CHARACTERS = 200  # chosen
ENDS = (".", "!", "?", ":", "”", '"', "»", "。")
NO_TITLE = re.compile(
    r"(?:untitled|microsoft word|document\d*$|slide \d|.*\.(?:docx?|pdf|indd|tex|qxp|odt|rtf|pages)$)", re.IGNORECASE
)
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, its height on the page, the size of its letters, both in points."""

    text: str
    height: float
    size: float


def read_pdf(content: bytes, name: str) -> Iterator[Article | Problem]:
    """The article of a PDF, and a Problem for what of it cannot be read; for all of it where nothing can."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # its complaints reach the reader as our problems
    try:
        yield from _read(content, name)
    except Exception as error:  # noqa: BLE001 - on a damaged file the library fails in every way there is
        yield Problem(
            name, f"a damaged PDF: {one_line(str(error))[:200] or type(error).__name__}", "get the file again"
        )


def _read(content: bytes, name: str) -> Iterator[Article | Problem]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if not _is_open(reader):
        yield Problem(name, "a PDF that needs a password", "take the password off, such as by qpdf --decrypt")
        return
    number = len(reader.pages)
    pages, failed = _pages(reader)
    lines = [line for page in _without_rims(pages) for line in page]
    if failed:
        yield Problem(name, f"{failed} of {number} pages cannot be read", "they are left out")
    if not lines:
        if failed < number:
            yield Problem(name, "a PDF without a text layer: its pages are pictures", "run OCR on it, such as ocrmypdf")
        return
    if len(pages) + failed < number:
        yield Problem(name, f"only the first {len(pages) + failed} of {number} pages are read")
    yield _article(lines, _metadata(reader), name)


def _is_open(reader: PdfReader) -> bool:
    """Whether it can be read without a password; many are locked against changes alone."""
    from pypdf.errors import DependencyError

    try:
        return not reader.is_encrypted or bool(reader.decrypt(""))
    except DependencyError:  # a cipher that needs a further library
        return False


def _pages(reader: PdfReader) -> tuple[list[list[Line]], int]:
    """The lines of each page that can be read in time, and how many pages cannot be read."""
    pages: list[list[Line]] = []
    failed = 0
    end = monotonic() + MOST_SECONDS
    for index in range(min(MOST_PAGES, len(reader.pages))):
        if monotonic() > end:
            break
        try:
            pages.append(_lines(reader.pages[index]))
        except Exception:  # noqa: BLE001 - as above; the other pages may be good
            failed += 1
    return pages, failed


def _lines(page: Any) -> list[Line]:
    lines: list[Line] = []
    words, height, size = "", 0.0, 0.0

    def visit(text: str, outer: list[float], inner: list[float], font: object, points: float) -> None:
        nonlocal words, height, size
        del font
        first, *others = text.split("\n")
        for place, piece in enumerate([first, *others]):
            if place:
                lines.append(Line(one_line(words), height, size))
                words = ""
            if piece.strip() and not words.strip():
                height = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
                size = round(points * hypot(inner[2], inner[3]) * hypot(outer[2], outer[3]), 1)
            words += piece

    page.extract_text(visitor_text=visit)
    return [line for line in [*lines, Line(one_line(words), height, size)] if line.text]


def _without_rims(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without the lines that stand at the rim of most of them: titles, dates, page numbers."""
    seen = Counter(key for page in pages for key in {_pattern(line) for line in _rim(page)})
    often = {key for key, times in seen.items() if times >= 2 and times > len(pages) / 2}
    return [
        [line for place, line in enumerate(page) if RIM <= place < len(page) - RIM or _pattern(line) not in often]
        for page in pages
    ]


def _rim(page: list[Line]) -> list[Line]:
    return page[:RIM] + page[max(RIM, len(page) - RIM) :]


def _pattern(line: Line) -> str:
    """A line whatever its numbers are."""
    return re.sub(r"\d+", "#", line.text.lower())


def _article(lines: list[Line], metadata: DocumentInformation | None, name: str) -> Article:
    path = Path(name)
    said = one_line(str((metadata and metadata.title) or ""))
    title, body = _titled(lines, "" if NO_TITLE.match(said) else said)
    return Article(
        url=name if is_web_address(name) else "",
        title=title or path.stem,
        text=paragraphs("\n".join(_paragraphs(body))),
        source="unknown" if is_web_address(name) else path.parent.name or path.stem,
        published=_created(metadata),
        authors=_authors(one_line(str((metadata and metadata.author) or ""))),
    )


def _metadata(reader: PdfReader) -> DocumentInformation | None:
    with suppress(Exception):  # a damaged entry costs no more than itself
        return reader.metadata
    return None


def _titled(lines: list[Line], said: str) -> tuple[str, list[Line]]:
    """The title, as the file says it or in the largest letters of its beginning, and the lines without it."""
    usual = Counter(line.size for line in lines for _ in line.text).most_common(1)[0][0]
    start = lines[:20]
    largest = max(line.size for line in start)
    large = [line for line in start if line.size == largest] if largest >= usual * LARGE else lines[:1]
    first = one_line(" ".join(line.text for line in large))
    looks = len(first) <= TITLE_CHARACTERS and (large[0].size >= usual * LARGE or not first.endswith((".", ",", ";")))
    if said and first.casefold() not in said.casefold():
        return said, lines
    if looks and len(large) < len(lines):
        return said or first, [line for line in lines if line not in large]
    return said, lines


def _paragraphs(lines: list[Line]) -> Iterator[str]:
    """Lines joined into paragraphs, words divided at the end of a line made whole."""
    gaps = [one.height - two.height for one, two in pairwise(lines) if one.height - two.height > 0]
    leading = median(gaps) if gaps else 0.0
    length = median(len(line.text) for line in lines) if lines else 0.0
    text = ""
    for before, line in pairwise([Line("", 0.0, 0.0), *lines]):
        if text and _begins(before, line, leading, length):
            yield text
            text = line.text
        elif HYPHEN.search(text) and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text = f"{text} {line.text}".strip()
    yield text


def _begins(before: Line, line: Line, leading: float, length: float) -> bool:
    """Whether a paragraph begins with this line. From one column or page to the next, it does after a full stop."""
    gap = before.height - line.height
    ended = before.text.endswith(ENDS)
    if gap < 0 or gap > 10 * leading:
        return ended
    changes = abs(line.size - before.size) > 0.1 * before.size
    return changes or gap > GAP * leading or (ended and len(before.text) < SHORT * length)


def _created(metadata: DocumentInformation | None) -> datetime | None:
    with suppress(Exception):  # a date that is none
        made = metadata.creation_date if metadata else None
        return in_reach(made if made.tzinfo else made.replace(tzinfo=UTC)) if made else None
    return None


def _authors(said: str) -> tuple[str, ...]:
    """The names of "Jo Ash and Kim Birch" or "Jo Ash, Kim Birch"; "Ash, Jo" is one name."""
    names = [name.strip() for name in re.split(r";|&|\band\b", said)]
    parts = [part.strip() for name in names for part in name.split(",")]
    return tuple(name for name in (parts if all(" " in part for part in parts) else names) if name)

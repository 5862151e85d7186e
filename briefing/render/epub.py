"""A brief as a book for e-readers: EPUB 3.3 by the templates in ``epub/``, the same bytes for the same brief."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from briefing.look import Look
from briefing.render.cover import cover
from briefing.render.given import given
from briefing.render.names import UNNAMED, brief_urn, in_utc, title
from briefing.templating import direction, fill, tag
from briefing.text import one_line
from briefing.types import Brief, Section

CHART_OUTLETS = 15  # chosen: what a small screen shows without turning
ZIP_BEGINS, ZIP_ENDS = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)  # the format knows no time before or after
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the book, named after what it is; ``listed`` in the contents. ``section`` is what a chapter tells."""

    name: str
    title: str
    section: Section | None = None
    listed: bool = True

    @property
    def file(self) -> str:
        return f"{self.name}.xhtml"

    @property
    def template(self) -> str:
        return "epub/chapter.xhtml" if self.section else f"epub/{self.name}.xhtml"


def epub(brief: Brief, look: Look, system: bool = True) -> bytes:
    """The book with the images of the summaries; without the ``system``'s fonts its cover has those that Typst brings along.

    TemplateError where a template fails.
    """
    chapters = list(_chapters(brief))
    pictures = {
        (chapter.name, number): f"picture-{chapter.name}-{number}.jpg"
        for chapter in chapters if chapter.section
        for number, summary in enumerate(chapter.section.summaries, 1) if summary.image
    }  # fmt: skip
    values = _values(brief, look, chapters) | {"pictures": pictures}
    parts: dict[str, bytes] = {
        "package.opf": fill("epub/package.opf", values, look.own).encode(),
        "style.css": fill("epub/style.css", values, look.own).encode(),
        "cover.png": cover(brief, look, values, system),
    }
    for chapter in chapters:
        parts[chapter.file] = fill(chapter.template, values | {"chapter": chapter}, look.own).encode()
        for number, summary in enumerate(chapter.section.summaries if chapter.section else (), 1):
            if summary.image:
                parts[pictures[chapter.name, number]] = summary.image.content
    return _packed(brief, parts)


def _chapters(brief: Brief) -> Iterator[Chapter]:
    """The files of the book in the order of reading."""
    yield Chapter("cover", title(brief), listed=False)
    yield Chapter("front", "The day at a glance" if brief.overview else one_line(brief.title) or UNNAMED)
    yield Chapter("nav", "Contents", listed=False)
    unnamed = "More" if len(brief.sections) > 1 else "Stories"
    for number, section in enumerate(brief.sections, 1):
        yield Chapter(f"section-{number}", one_line(section.name) or unnamed, section)
    if brief.continuing:
        yield Chapter("continuing", "Continuing")
    if brief.elsewhere:
        yield Chapter("elsewhere", "Elsewhere")
    yield Chapter("about", "About this brief")


def _values(brief: Brief, look: Look, chapters: Sequence[Chapter]) -> dict[str, object]:
    """What every template of the book may use."""
    language = tag(brief.language) or "en"
    return {
        **given(brief, look), "chapters": chapters, "language": language,
        "direction": direction(language), "title": title(brief), "urn": brief_urn(brief), "leads": _leads(brief),
        "modified": f"{in_utc(brief.date):%Y-%m-%dT%H:%M:%SZ}", "chart": brief.coverage[:CHART_OUTLETS] if look.charts else (),
        "start": next((chapter.file for chapter in chapters if chapter.section), "front.xhtml"),
    }  # fmt: skip


def _leads(brief: Brief) -> list[str]:
    """Where each sentence of the overview leads within the book; empty where its story is not told."""
    places: dict[str, str] = {}
    for number, section in enumerate(brief.sections, 1):
        for place, summary in enumerate(section.summaries, 1):
            for article in summary.story.articles:
                places.setdefault(f"{article.url}\0{article.title}", f"section-{number}.xhtml#story-{place}")
    first = [sentence.citations[0].article if sentence.citations else None for sentence in brief.overview]
    return [places.get(f"{article.url}\0{article.title}", "") if article else "" for article in first]


def _packed(brief: Brief, parts: Mapping[str, bytes]) -> bytes:
    """The archive (EPUB 3.3, 4.2): its kind first and not compressed, every file with the brief's own time."""
    packed = BytesIO()
    first = {"mimetype": b"application/epub+zip", "META-INF/container.xml": CONTAINER.encode()}
    when = min(max(brief.date.timetuple()[:6], ZIP_BEGINS), ZIP_ENDS)
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (first | {f"EPUB/{name}": content for name, content in parts.items()}).items():
            entry = zipfile.ZipInfo(name, when)
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
            stored = name == "mimetype" or name.endswith((".png", ".jpg"))
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()

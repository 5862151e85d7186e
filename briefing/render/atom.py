"""The briefs as a feed (RFC 4287): this one first, the entries of the feed so far below it; the same bytes for the same two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from briefing.look import Look
from briefing.render.given import given
from briefing.render.names import brief_urn, in_utc, series_urn, title
from briefing.templating import fill, tag, web
from briefing.text import clean, one_line
from briefing.types import Brief

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ENTRIES = 30  # chosen: a month of mornings
MOST_BYTES = 2_000_000  # of all entries; chosen: eight briefs of 200 stories, a month of the newsroom takes 0.7 MB
HEADLINES = 5  # chosen: in the summary of a brief without an overview
ATOM = "{http://www.w3.org/2005/Atom}"
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TAGS = (
    "div",
    "p",
    "h2",
    "h3",
    "ul",
    "li",
    "a",
    "span",
    "bdi",
    "sup",
    "small",
    "i",
    "br",
)  # what templates/entry.html has
ATTRIBUTES = frozenset({"href", "title", "lang", "dir"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One brief of the feed. ``content`` is HTML; ``link`` the address of its page, if it has one."""

    id: str
    title: str
    language: str
    moment: datetime
    summary: str
    content: str
    link: str = ""

    @property
    def updated(self) -> str:
        return in_utc(self.moment).isoformat(timespec="seconds")


def atom(brief: Brief, look: Look, earlier: bytes) -> bytes:
    """The feed as UTF-8. ``earlier`` is the feed so far; anything else, or the feed of a brief of another title, is ignored."""
    newest = _entry(brief, look)
    kept = [entry for entry in _kept(earlier, series_urn(brief)) if entry.id != newest.id]
    entries, room = [newest], MOST_BYTES - len(newest.content.encode())
    for entry in kept[: MOST_ENTRIES - 1]:
        room -= len(entry.content.encode())
        if room < 0:
            break
        entries.append(entry)
    latest = max(entries, key=lambda entry: in_utc(entry.moment))
    values = {
        **given(brief, look),
        "id": series_urn(brief),
        "entries": entries,
        "updated": latest.updated,
        "online": newest.link,
    }
    return fill("brief.atom", values, look.own).encode()


def _entry(brief: Brief, look: Look) -> Entry:
    language = tag(brief.language) or "en"
    headlines = " · ".join(one_line(summary.headline) for summary in brief.summaries[:HEADLINES])
    return Entry(
        id=brief_urn(brief), title=title(brief), language=language, moment=brief.date,
        summary=" ".join(sentence.text for sentence in brief.overview) or headlines,
        content=fill("entry.html", {**given(brief, look), "language": language}, look.own),
        link=look.address(brief),
    )  # fmt: skip


def _kept(earlier: bytes, series: str) -> list[Entry]:
    """The entries of an earlier feed of the same briefs, each once."""
    from lxml import etree

    if not earlier or len(earlier) > 4 * MOST_BYTES:  # escaping makes it larger than its entries are
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        feed = etree.fromstring(earlier, parser)
    except (etree.LxmlError, ValueError):
        return []
    if feed.getroottree().docinfo.doctype or feed.tag != f"{ATOM}feed" or feed.findtext(f"{ATOM}id") != series:
        return []
    entries = (entry for element in feed.iterfind(f"{ATOM}entry") for entry in _earlier(element))
    return list({entry.id: entry for entry in entries}.values())


def _earlier(element: _Element) -> Iterator[Entry]:
    """An entry as this feed writes them, whatever else stands in it; none where it lacks a part."""
    said = {name: element.findtext(f"{ATOM}{name}", "") for name in ("id", "title", "updated", "summary", "content")}
    link = element.find(f"{ATOM}link[@rel='alternate']")
    language = tag(element.get("{http://www.w3.org/XML/1998/namespace}lang", "")) or "en"
    try:
        moment = in_utc(datetime.fromisoformat(said["updated"]))
        content = _harmless(said["content"])
    except (ValueError, OverflowError):
        return
    if URN.fullmatch(said["id"]):
        address = "" if link is None else web(link.get("href", ""))
        yield Entry(said["id"], one_line(said["title"]), language, moment, said["summary"], content, address)


def _harmless(html: str) -> str:
    """The HTML of an entry with nothing in it that our own do not have; ValueError where nothing is left."""
    from lxml.etree import LxmlError
    from lxml.html import fromstring, tostring
    from lxml_html_clean import Cleaner

    keep = Cleaner(allow_tags=TAGS, remove_unknown_tags=False, safe_attrs_only=True, safe_attrs=ATTRIBUTES)
    try:
        fragment = keep.clean_html(fromstring(html))
    except LxmlError as error:
        raise ValueError(html[:80]) from error
    for link in fragment.iter("a"):
        if "href" in link.attrib and not web(link.get("href")):
            del link.attrib["href"]
    return clean(tostring(fragment, encoding="unicode"))

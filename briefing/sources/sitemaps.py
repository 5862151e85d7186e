"""Sitemaps to entries (sitemaps.org), with the titles and dates of Google's news extension, and plain lists of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from briefing.charset import decode
from briefing.sources.corpus import moment
from briefing.sources.markup import harmless_xml
from briefing.text import is_web_address, one_line
from briefing.types import Article, Entry

START_BYTES = 10_000  # in which the first element of a sitemap, or the first addresses of a list, must stand; chosen
SITEMAP = re.compile(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex)(?![\w:.-])")
MOST_ENTRIES = 50_000  # of one sitemap, by its protocol
EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: pages, the newest first and the undated last, and further sitemaps, those of news first."""

    entries: tuple[Entry, ...] = ()
    further: tuple[str, ...] = ()


def is_sitemap(content: bytes) -> bool:
    """Whether bytes are a sitemap, an index of sitemaps, or a text of one address a line."""
    start = content[:START_BYTES]
    return bool(SITEMAP.match(harmless_xml(start))) or bool(
        list(_text_addresses(decode(start), len(content) > len(start)))
    )


def read_sitemap(content: bytes, url: str) -> Sitemap:
    """The pages and further sitemaps that a sitemap names, each once; nothing where it is none."""
    document = harmless_xml(content)
    if not SITEMAP.match(document):
        addresses = dict.fromkeys(_text_addresses(decode(content), cut=False))
        return Sitemap(tuple(Entry(each, Article(each, "", "", _host(each)), whole=False) for each in addresses))
    root = _parsed(document)
    if root is None:
        return Sitemap()
    pages: dict[str, Entry] = {}
    for element in _children(root, "url"):
        entry = _entry(element)
        if entry and len(pages) < MOST_ENTRIES:
            pages.setdefault(entry.id, entry)
    return Sitemap(tuple(sorted(pages.values(), key=_date, reverse=True)), tuple(_further(root, url)))


def _parsed(document: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError):  # nested deeper than the parser goes
        return None


def _entry(element: Any) -> Entry | None:
    """A page by its address, with what the news extension says of it; its title is else its page's own."""
    address = one_line(_said(element, "loc"))
    if not is_web_address(address):
        return None
    article = Article(
        url=address,
        title=one_line(_said(element, "news", "title")),
        text="",
        source=one_line(_said(element, "news", "publication", "name")) or _host(address),
        published=moment(_said(element, "news", "publication_date")) or moment(_said(element, "lastmod")),
        language=_said(element, "news", "publication", "language")[:2].lower(),
        image=image if is_web_address(image := one_line(_said(element, "image", "loc"))) else "",
    )
    return Entry(address, article, whole=False)


def _further(root: Any, url: str) -> list[str]:
    """The sitemaps of an index but itself."""
    found: dict[str, tuple[bool, datetime]] = {}
    for element in _children(root, "sitemap"):
        address = one_line(_said(element, "loc"))
        if is_web_address(address) and address != url:
            found.setdefault(address, ("news" in urlsplit(address).path, moment(_said(element, "lastmod")) or EVER))
    return sorted(found, key=lambda address: found[address], reverse=True)


def _date(entry: Entry) -> datetime:
    return entry.article.published or EVER


def _said(element: Any, *path: str) -> str:
    """The text of the first element at a path of names, whatever their namespaces."""
    for name in path:
        element = next(_children(element, name), None)
        if element is None:
            return ""
    return "".join(element.itertext()).strip()


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element.iterchildren("{*}" + name))


def _text_addresses(text: str, cut: bool) -> Iterator[str]:
    """The lines of a text of which each is an address; none of any other text. A ``cut`` text may end within one."""
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    whole = lines[:-1] if cut else lines
    yield from whole if all(map(is_web_address, whole)) else ()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")

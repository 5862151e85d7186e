"""Subscription lists: OPML to sources and back (opml.org/spec2.opml), also where it is malformed, as most of it is.

An XML parser that recovers finds 398 of the 403 feeds in the 29 lists of ../shared/data/opml, an HTML parser 401: quotes and
tags stand bare in descriptions there. Read outline by outline, all 403 are found.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefing.charset import decode
from briefing.sources.markup import NO_XML
from briefing.text import is_web_address, one_line
from briefing.types import Problem, Source

OUTLINE = re.compile(r"<(/?)outline(?![\w:.-])", re.IGNORECASE)
ATTRIBUTE = re.compile(r"(?<![\w:.-])(text|title|xmlurl|language)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|\w{2,31});", re.IGNORECASE)  # "&copy=1" in an address is none
FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)|feed:(?://)?", re.IGNORECASE)
JOINT = " / "  # between the folders of a section
MOST_FOLDERS = 20  # of a section's nesting that are named; chosen


@dataclass(frozen=True, slots=True)
class _Outline:
    """One outline as it is written: its attributes in lower case, and whether others may lie within it."""

    attributes: dict[str, str]
    opens: bool


def read_opml(content: bytes, name: str = "") -> tuple[list[Source], list[Problem]]:
    """The feeds of a subscription list, each once, in its order; folders become sections, joined from the outside in."""
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for attributes, section in _feeds(decode(content)):
        location = _location(attributes["xmlurl"])
        if is_web_address(location):
            found.setdefault(location, _source(location, section, attributes))
        else:
            what = f"no web address: {location[:80] or 'an empty one'}"
            problems.append(Problem(name or "OPML", what, "the subscription is left out"))
    if not found and not problems:
        problems.append(Problem(name or "OPML", "no feeds in it", "give a subscription list in OPML"))
    return list(found.values()), problems


def write_opml(sources: Sequence[Source], title: str) -> bytes:
    """The sources that lie on the web as OPML 2.0, in their order; a section becomes a folder, " / " a folder in a folder."""
    from lxml import etree

    document = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(document, "head"), "title").text = _writable(title)
    body = etree.SubElement(document, "body")
    on_the_web = [source for source in sources if is_web_address(source.location)]
    for section, members in groupby(on_the_web, key=lambda source: source.section):
        folder = body
        for part in section.split(JOINT) if section else []:
            folder = etree.SubElement(folder, "outline", text=_writable(part))
        for source in members:
            etree.SubElement(folder, "outline", _written(source))
    return etree.tostring(document, xml_declaration=True, encoding="utf-8", pretty_print=True)  # type: ignore[no-any-return]  # lxml has no types


def _written(source: Source) -> dict[str, str]:
    label = _writable(source.label)
    language = {"language": _writable(source.language)} if source.language else {}
    return {"type": "rss", "text": label, "title": label, "xmlUrl": _writable(source.location)} | language


def _writable(text: str) -> str:
    return NO_XML.sub("", one_line(text))


def _source(location: str, section: str, attributes: dict[str, str]) -> Source:
    label = one_line(attributes.get("text") or attributes.get("title") or "")
    return Source(
        location=location,
        name="" if label == location else label,
        section=section,
        language=one_line(attributes.get("language", "")),
    )


def _feeds(text: str) -> Iterator[tuple[dict[str, str], str]]:
    """The attributes of each outline that names a feed, with the section it lies in."""
    folders: list[str] = []
    for outline in _outlines(_without_comments(text)):
        if outline is None:
            del folders[-1:]
            continue
        if "xmlurl" in outline.attributes:
            yield outline.attributes, JOINT.join(folder for folder in folders[:MOST_FOLDERS] if folder)
        if outline.opens:
            label = outline.attributes.get("text") or outline.attributes.get("title") or ""
            folders.append("" if "xmlurl" in outline.attributes else one_line(label))


def _outlines(text: str) -> Iterator[_Outline | None]:
    """Each outline as it opens, and None where one closes.

    An outline's tag ends with the last ">" before the next one: there may be others in a description.
    """
    _, *pieces = OUTLINE.split(text)
    for closing, piece in zip(pieces[::2], pieces[1::2], strict=True):
        if closing:
            yield None
            continue
        tag = piece.partition("</body")[0].rpartition(">")[0] or piece
        attributes: dict[str, str] = {}
        for key, double, single in ATTRIBUTE.findall(tag):
            attributes.setdefault(key.lower(), _unescaped(double or single))
        yield _Outline(attributes, opens=not tag.rstrip().endswith("/"))


def _without_comments(text: str) -> str:
    """The text without "<!-- ... -->"; one that is never closed is none."""
    kept: list[str] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start)) >= 0:
        kept.append(text[end:start])
        end = close + len("-->")
    return "".join([*kept, text[end:]])


def _unescaped(value: str) -> str:
    return ENTITY.sub(lambda match: html.unescape(match[0]), value)


def _location(value: str) -> str:
    """The address as it is fetched: ``feed://x`` and ``feed:https://x`` are ways to write ``https://x``."""
    location = one_line(value)
    scheme = FEED_SCHEME.match(location)
    if scheme is None:
        return location
    rest = location[scheme.end() :]
    return rest if is_web_address(rest) else f"https://{rest}"

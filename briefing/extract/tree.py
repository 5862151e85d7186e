"""A page's tree made ready for trafilatura: what general extractors lose is mended in the markup, before they look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Element = Any  # lxml has no types

INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "nobr", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
HOLDERS = ("div", "section", "article", "main", "td")
PROSE = 80  # characters that a line of navigation seldom has; chosen, not calibrated
ASIDES = {"figure", "figcaption", "aside", "footer", "nav", "table", "li", "blockquote", "form", "header"}
ASIDE = re.compile(r"caption|credit|comment|disqus|footer|sidebar|related|promo|newsletter", re.IGNORECASE)
TIP = re.compile(
    r"tooltip|roll-?over|popover|drop-?down|hovercard|screen-reader|visually-hidden|sr-only", re.IGNORECASE
)
UNSEEN = re.compile(r"display:\s*none", re.IGNORECASE)
BOX = re.compile(
    r"(?:^|[\s_-])(?:img|image|photo|media)?[_-]?(?:captions?|credits?)(?:$|[\s_-])|newsletter|sign-?up", re.IGNORECASE
)
BOX_CHARACTERS = 600  # of a caption or an appeal; what is longer holds more; chosen, not calibrated
BODY = re.compile(
    r"(?:article|story|post|entry|content)[-_]*(?:body|content|text|copy)|body[-_]*(?:text|copy|content)", re.IGNORECASE
)
LINKS_ONLY = 0.8  # of a block's characters that are links: it leads elsewhere; chosen, not calibrated
LINKS_BELOW = 0.35  # where a line above it says so; chosen, not calibrated
LINKS_LEAST = 3  # links in such a block
ELSEWHERE = re.compile(
    r"(?:more|related|read|see also|also|you (?:may|might)|recommended|most|trending|mehr|weitere|lire|à lire|leia|lea|lee|leggi|lees)\b"
    r"[^.!?]{0,60}[.…:]*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Run:
    """Text that stands in a block beside other blocks, with the inline elements in it. ``before`` is what stands before it."""

    before: Element | None
    text: str
    inline: list[Element] = field(default_factory=list)

    @property
    def is_prose(self) -> bool:
        length = len(self.text.strip()) + sum(length_of(each) + len(each.tail or "") for each in self.inline)
        linked = sum(length_of(each) for each in self.inline if each.tag == "a")
        return length >= PROSE and linked < length / 2


def prepare(tree: Element) -> None:
    """All mendings, in place."""
    drop_unseen(tree)
    drop_link_lists(tree)
    wrap_loose_prose(tree)
    unlink_prose(tree)
    join_bodies(tree)


def length_of(element: Element) -> int:
    return sum(len(text) for text in element.itertext())


def drop_unseen(tree: Element) -> None:
    """Strike what a reader does not see or does not read: hidden blocks, boxes that open over a name, captions, appeals."""
    for element in list(tree.iter("div", "section", "span", "ul", "p", "a", "small")):
        if element.getparent() is not None and (_is_hidden(element) or _is_tip(element) or _is_box(element)):
            element.drop_tree()


def _is_hidden(element: Element) -> bool:
    """Scripts of subscription sites show the article that the markup hides: that one counts as seen."""
    hidden = element.get("hidden") is not None or UNSEEN.search(element.get("style", ""))
    return bool(hidden) and sum(length_of(each) >= PROSE for each in element.iter("p")) < 3


def _is_tip(element: Element) -> bool:
    """The innermost box of those that open over a name: the ones around it hold the name too."""
    boxes = (
        [each for each in element.iter("span") if TIP.search(each.get("class", ""))] if element.tag == "span" else []
    )
    return boxes == [element]


def _is_box(element: Element) -> bool:
    return bool(BOX.search(element.get("class", ""))) and length_of(element) <= BOX_CHARACTERS


def drop_link_lists(tree: Element) -> None:
    """Strike blocks that are links and little else: related articles, topics, shops."""
    totals: dict[Element, tuple[int, int, int]] = {}  # characters, characters within links, links
    elements = list(tree.iter())
    for element in reversed(elements):  # what stands within comes first
        totals[element] = _totals(element, totals)
    for element in elements:
        if (
            element.tag in ("ul", "ol", "div", "section")
            and element.getparent() is not None
            and _leads_elsewhere(element, totals)
        ):
            element.drop_tree()


def _totals(element: Element, totals: dict[Element, tuple[int, int, int]]) -> tuple[int, int, int]:
    within = [totals[child] for child in element]
    length = len((element.text or "").strip()) if isinstance(element.tag, str) else 0
    length += sum(each[0] for each in within) + sum(len((child.tail or "").strip()) for child in element)
    if element.tag == "a":
        return length, length, 1
    return length, sum(each[1] for each in within), sum(each[2] for each in within)


def _leads_elsewhere(element: Element, totals: dict[Element, tuple[int, int, int]]) -> bool:
    length, linked, links = totals[element]
    if links < LINKS_LEAST or linked < LINKS_BELOW * length:
        return False
    above = element.getprevious()
    said = above is not None and totals[above][0] <= PROSE and ELSEWHERE.match("".join(above.itertext()).strip())
    return linked >= LINKS_ONLY * length or bool(said)


def wrap_loose_prose(tree: Element) -> None:
    """Put text that stands in a block without a paragraph of its own into one: extractors pass it over."""
    for holder in list(tree.iter(*HOLDERS)):
        if _has_loose_text(holder) and not _is_aside(holder):
            for run in list(_runs(holder)):
                if run.is_prose:
                    _wrap(holder, run)


def _has_loose_text(holder: Element) -> bool:
    return bool((holder.text or "").strip()) or any((child.tail or "").strip() for child in holder)


def _is_aside(holder: Element) -> bool:
    around = (holder, *holder.iterancestors())
    return any(
        each.tag in ASIDES or ASIDE.search(each.get("class", "")) for each in around if each.tag not in ("body", "html")
    )


def _runs(holder: Element) -> Iterator[Run]:
    run = Run(None, holder.text or "")
    for child in holder:
        if _is_inline(child) and child.tag != "br":
            run.inline.append(child)
        else:
            yield run
            run = Run(child, child.tail or "")
    yield run


def _is_inline(element: Element) -> bool:
    return all(each.tag in INLINE for each in element.iter() if isinstance(each.tag, str)) and isinstance(
        element.tag, str
    )


def _wrap(holder: Element, run: Run) -> None:
    paragraph = holder.makeelement("p")
    paragraph.text = run.text
    if run.before is None:
        holder.text = None
        holder.insert(0, paragraph)
    else:
        run.before.tail = None
        run.before.addnext(paragraph)
    for each in run.inline:
        paragraph.append(each)  # its tail moves with it


def unlink_prose(tree: Element) -> None:
    """Take the links out of sentences and leave their words: struck as navigation they would leave gaps."""
    for paragraph in list(tree.iter("p")):
        links = list(paragraph.iter("a", "span"))
        length = length_of(paragraph) if links else 0
        if length >= PROSE and sum(length_of(link) for link in links if link.tag == "a") < length / 2:
            for link in links:
                link.drop_tag()


def join_bodies(tree: Element) -> None:
    """Bring together the parts of an article that adverts cut into blocks of one class: extractors take the first."""
    parts: dict[tuple[Element, str], list[Element]] = {}
    for element in tree.iter("div", "section"):
        name = " ".join(word for word in element.get("class", "").split() if BODY.search(word))
        area = next(element.iterancestors("article", "main"), None)
        if name and area is not None and any(length_of(each) >= PROSE for each in element.findall("p")):
            parts.setdefault((area, name), []).append(element)
    for first, *others in parts.values():
        for other in others:
            if first not in other.iterancestors():
                first.extend(list(other))

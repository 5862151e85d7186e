"""An HTML mail to the lines that its reader sees, with their style: laid out in tables within tables, as mails are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.extract.fragment import BLOCKS, INVISIBLE, SOFT_BREAK
from briefing.text import clean, is_web_address, one_line

HEADINGS = ("h1", "h2", "h3", "h4")
PADDING = re.compile("[\u00ad\u034f\u2007\u200c\u200d\u00a0]+")  # what fills the preview line of a mail
HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|max-height:0(?![.\d])|opacity:0(?![.\d])")
TINY = 1.0  # pixels: letters so small are not to be seen
BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
SIZE = re.compile(r"font-size:(\d+(?:\.\d+)?)px")


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look at one place of the document."""

    bold: bool = False
    size: float = 0.0
    heading: bool = False
    link: str = ""


@dataclass(slots=True)
class Line:
    """What a reader sees as one line or paragraph: its words in runs of one style each."""

    runs: list[tuple[str, Style]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return one_line("".join(text for text, _ in self.runs))

    @property
    def links(self) -> list[str]:
        return [style.link for _, style in self._said() if style.link]

    @property
    def link(self) -> str:
        """The address that all of the line leads to, if it does."""
        links = {style.link for _, style in self._said()}
        return links.pop() if len(links) == 1 else ""

    def all(self, quality: str) -> bool:
        return all(getattr(style, quality) for _, style in self._said())

    @property
    def size(self) -> float:
        return min((style.size for _, style in self._said()), default=0.0)

    def _said(self) -> list[tuple[str, Style]]:
        return [(text, style) for text, style in self.runs if any(map(str.isalnum, text))]


def lines_of(html: str) -> list[Line]:
    """What a reader sees of the document, line by line."""
    from lxml import html as parser
    from lxml.etree import ParserError

    try:
        tree = parser.document_fromstring(SOFT_BREAK.sub(" ", PADDING.sub(" ", clean(html))))
    except (ParserError, ValueError, AssertionError):
        return []
    lines = [Line()]
    _walk(tree, lines)
    return lines


def _walk(tree: Any, lines: list[Line]) -> None:
    """Gather the runs of a tree, without recursion: the tables of a newsletter lie deep in each other."""
    waiting: list[tuple[Any, Style] | None] = [(tree, Style())]
    while waiting:
        if (step := waiting.pop()) is None:
            lines.append(Line())
            continue
        element, style = step
        if isinstance(element, str):
            if style.size != TINY:
                lines[-1].runs.append((element, style))
        elif isinstance(element.tag, str) and element.tag not in {*INVISIBLE, "head", "title"} and not _hidden(element):
            inner = _styled(element, style)
            steps: list[tuple[Any, Style] | None] = [(str(element.text or ""), inner)]
            for child in element:
                steps += [(child, inner), (str(child.tail or ""), inner)]
            waiting += reversed([None, *steps, None] if element.tag in BLOCKS else steps)


def _css(element: Any) -> str:
    return str(element.get("style") or "").lower().replace(" ", "")


def _hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(HIDDEN.search(_css(element)))


def _styled(element: Any, style: Style) -> Style:
    """The style within an element: its tag and its own CSS, else what it inherits."""
    css = _css(element)
    if element.tag in HEADINGS:
        style = replace(style, heading=True)
    if element.tag in ("b", "strong", "th") or BOLD.search(css):
        style = replace(style, bold=True)
    if size := SIZE.search(css):
        style = replace(style, size=max(TINY, float(size[1])))
    if element.tag == "a":
        address = one_line(element.get("href") or "")
        style = replace(style, link=address if is_web_address(address) else "")
    return style

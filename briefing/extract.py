"""HTML to text: the article of a whole page by trafilatura, the paragraphs of a fragment by lxml."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from briefing.text import clean, one_line

BLOCKS = [
    "p",
    "div",
    "li",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "td",
    "th",
    "dt",
    "dd",
    "section",
    "article",
    "ul",
    "ol",
    "table",
    "hr",
    "pre",
    "figure",
    "figcaption",
]
WRAPPED_AT_LEAST, WRAPPED_AT_MOST = 50, 100  # characters to a line; 72 to 80 are usual
SOFT_BREAK = re.compile(
    r"(?<!\n)\n(?![^\S\n]*\n)"
)  # is a space in HTML; an empty line is more, in texts with few marks
INVISIBLE = ("script", "style", "noscript", "template", "iframe", "svg", "form", "nav", "button")


@dataclass(frozen=True, slots=True)
class Extract:
    """What a page holds: its article's text in paragraphs, and what it says of itself. Empty where it says nothing."""

    text: str
    title: str = ""
    url: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    language: str = ""
    image: str = ""


def extract(html: bytes | str, url: str = "") -> Extract:
    """The article of a page, without navigation, adverts and comments. Of a page that has none, an empty text."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its complaints reach the reader as our problems
    page = trafilatura.bare_extraction(
        html, url=url or None, with_metadata=True, include_comments=False, include_tables=False
    )
    if page is None:
        return Extract("")
    found = page.as_dict() if hasattr(page, "as_dict") else dict(page)

    def said(key: str) -> str:
        return one_line(str(found.get(key) or ""))

    return Extract(
        text=paragraphs(found.get("text") or ""),
        title=said("title"),
        url=said("url"),
        source=said("sitename") or said("hostname"),
        authors=tuple(name.strip() for name in said("author").split(";") if name.strip()),
        published=_midnight(said("date")),
        language=said("language")[:2],
        image=said("image"),
    )


def _midnight(date: str) -> datetime | None:
    """The beginning of a day: a page's metadata gives no more."""
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        return None


def plain(fragment: str) -> str:
    """The text of an HTML fragment, such as the content of a feed's entry, a blank line between paragraphs."""
    from lxml import html
    from lxml.etree import ParserError

    if "<" not in fragment and "&" not in fragment:
        return paragraphs(fragment)
    try:
        tree = html.fragment_fromstring(SOFT_BREAK.sub(" ", clean(fragment)), create_parent="div")
    except (ParserError, ValueError, AssertionError):  # lxml asserts that a fragment has one body
        return ""
    for element in list(tree.iter(*INVISIBLE)):
        element.drop_tree()
    for element in tree.iter(*BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    return paragraphs(tree.text_content())


def unwrapped(text: str) -> str:
    """Plain text without the line breaks that a fixed width put into its sentences, as mails and old files have them.

    Such a break stands where the next word would not have fitted into the text's longest line.
    """
    lines = [line.rstrip() for line in clean(text).split("\n")]
    width = max(map(len, lines), default=0)
    if not WRAPPED_AT_LEAST <= width <= WRAPPED_AT_MOST:
        return text
    joined = lines[0]
    for line, following in pairwise(lines):
        first_word = following.split(" ", 1)[0]
        joined += (" " if first_word and line and len(line) + 1 + len(first_word) > width else "\n") + following
    return joined


def paragraphs(text: str) -> str:
    """Clean text, one blank line between lines that hold anything."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n\n".join(line for line in lines if line)

"""Short markup and plain texts to paragraphs: a feed's content, a mail, a text of a fixed width."""

from __future__ import annotations

import re
from itertools import pairwise

from briefing.extract.limits import is_overgrown
from briefing.text import clean

BLOCKS = (
    "p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "td", "th", "dt", "dd", "section", "article",
    "ul", "ol", "table", "hr", "pre", "figure", "figcaption",
)  # fmt: skip
WRAPPED_AT_LEAST, WRAPPED_AT_MOST = 50, 100  # characters to a line; 72 to 80 are usual
SOFT_BREAK = re.compile(
    r"(?<!\n)\n(?![^\S\n]*\n)"
)  # is a space in HTML; an empty line is more, in texts with few marks
INVISIBLE = ("script", "style", "noscript", "template", "iframe", "svg", "form", "nav", "button")


def plain(fragment: str) -> str:
    """The text of an HTML fragment, such as the content of a feed's entry, a blank line between paragraphs."""
    from lxml import html
    from lxml.etree import ParserError

    if "<" not in fragment and "&" not in fragment:
        return paragraphs(fragment)
    if is_overgrown(fragment):
        return ""
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

"""XML from outside as text that no parser can be hurt with: without its declarations, entities and control characters."""

from __future__ import annotations

import re

from briefing.charset import decode
from briefing.extract.limits import MANY_ATTRIBUTES

ROOT = re.compile(r"<(?:[A-Za-z_]|!--)")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 has no room for


def harmless_xml(content: bytes, declared: str = "") -> str:
    """A document from its root element on; empty where it has none, or a tag that only an attack has.

    What stands before the root is where entities are declared, so none can be expanded and none can name a file. The
    character set is applied: ``declared`` is the one that the server named.
    """
    text = NO_XML.sub("", decode(content, declared))
    return "" if MANY_ATTRIBUTES.search(text) else text[_root(text) :]


def _root(text: str) -> int:
    """Where the first element begins that is not in a comment; the end of a text without one."""
    start = 0
    while found := ROOT.search(text, start):
        if found[0] != "<!--":
            return found.start()
        end = text.find("-->", found.end())
        if end < 0:
            return len(text)
        start = end + len("-->")
    return len(text)

"""Markup that only an attack has: parsers would need minutes for it."""

from __future__ import annotations

import re

MOST_TAGS = 60_000  # of a page; 30,000 paragraphs take 6 s, a news page has 1,000 to 5,000
# A tag costs libxml2 and feedparser the square of its attributes: 10,000 took feedparser 1.3 s, 200,000 took libxml2 over 5 minutes
MANY_ATTRIBUTES = re.compile(
    r"<[A-Za-z_][^\s<>]*+(?:[\s/]++[^\s=<>\"'/]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s<>\"']*+))?+){500}"  # 500 is chosen
)


def is_overgrown(markup: str) -> bool:
    """Whether no parser is to be given this: too many tags, or a tag with too many attributes."""
    return markup.count("<") > MOST_TAGS or MANY_ATTRIBUTES.search(markup) is not None

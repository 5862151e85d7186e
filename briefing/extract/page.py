"""The article of a page by trafilatura, on a mended tree, with what the page says of itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from briefing.charset import decode
from briefing.extract.fragment import paragraphs, plain
from briefing.extract.limits import is_overgrown
from briefing.extract.lines import article_lines
from briefing.extract.statement import Statement, stated
from briefing.extract.tree import prepare
from briefing.text import clean, is_web_address, one_line
from briefing.types import count_words

ENOUGH = 100  # words of a quick extraction that no slower one is asked about; chosen on the forty pages
DATES = {"extensive_search": False, "original_date": True}  # any year in the prose would do for an extensive search
STATED_MORE = 2  # times as many words in the page's own statement: the markup holds a stub


@dataclass(frozen=True, slots=True)
class Extract:
    """What a page holds: its article's text in paragraphs, and what it says of itself. Empty where it says nothing.

    ``url`` is where it was found, ``canonical`` the address that the page gives as its own. ``published`` is midnight where
    the page gives a day only. ``kind`` is "article", "live" for a live blog, else "other".
    """

    text: str
    title: str = ""
    url: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    language: str = ""
    image: str = ""
    canonical: str = ""
    kind: str = "other"


def extract(html: bytes | str, url: str = "", declared: str = "") -> Extract:
    """The article of a page, without navigation, adverts and comments. Of a page that has none, an empty text.

    Bytes are read in the character set that the server ``declared``, or that the page declares, or that fits.
    """
    from trafilatura import load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its complaints reach the reader as our problems
    url = url if is_web_address(url) else ""
    markup = clean(decode(html, declared) if isinstance(html, bytes) else html)
    tree = None if is_overgrown(markup) else load_html(markup)
    if tree is None:
        return Extract("")
    statement = stated(tree, url)
    prepare(tree)
    found = _found(tree, url)
    if found is None:
        return Extract("")

    def said(key: str) -> str:
        return one_line(str(found.get(key) or ""))

    lines = article_lines(found.get("text") or "", (said("title"), *statement.headings))
    return Extract(
        text=_fuller(paragraphs("\n".join(lines)), statement),
        title=said("title"),
        url=said("url"),
        source=said("sitename") or said("hostname"),
        authors=tuple(name.strip() for name in said("author").split(";") if name.strip()),
        published=statement.published(said("date")),
        language=statement.language or said("language")[:2],
        image=said("image"),
        canonical=statement.canonical,
        kind=statement.kind,
    )


def _found(tree: Any, url: str) -> dict[str, Any] | None:
    """What trafilatura finds: its own extraction where that is long enough, else the best of three."""
    quick = _extraction(tree, url, fast=True)
    if quick is not None and count_words(quick.get("text") or "") >= ENOUGH:
        return quick
    return _extraction(tree, url, fast=False) or quick


def _extraction(tree: Any, url: str, fast: bool) -> dict[str, Any] | None:
    from trafilatura import bare_extraction

    page = bare_extraction(
        tree,
        url=url or None,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        favor_precision=True,
        date_extraction_params=DATES,
        fast=fast,
    )
    if page is None:
        return None
    return dict(page.as_dict() if hasattr(page, "as_dict") else page)


def _fuller(text: str, statement: Statement) -> str:
    """The text, or the page's own statement of it where the markup holds only its beginning."""
    whole = plain(statement.body) if statement.body else ""
    return whole if count_words(whole) >= max(ENOUGH, STATED_MORE * count_words(text)) else text

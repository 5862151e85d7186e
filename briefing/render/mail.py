"""The brief as HTML for mail programs, small enough that none cuts it off, and as a whole message in a file."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache

from briefing.look import Look
from briefing.message import compose
from briefing.render.given import given
from briefing.templating import fill
from briefing.types import Account, Brief, Parcel, Recipient

# Gmail shows the first 102 KB of a mail's HTML (github.com/hteumeuleu/email-bugs, issue 41); the rest is room for an address
# to unsubscribe at, which comes in later
MOST_BYTES = 100_000
FIRST = 12  # chosen: stories that are told in full before the last ones are named
NOBODY = "brief@briefing.invalid"  # RFC 2606: a name that will never be one


def html(brief: Brief, look: Look) -> bytes:
    """The HTML part in UTF-8, of at most MOST_BYTES: as many stories as fit are told in full, from the first on, the others
    are named with a link to read on; if not even their names fit, the last are counted.
    """
    stories = len(brief.summaries)
    whole = _page(brief, look, stories + len(brief.elsewhere), stories)
    if len(whole) <= MOST_BYTES:
        return whole
    return _largest(brief, look, min(FIRST, stories)) or _largest(brief, look, 0)


def _largest(brief: Brief, look: Look, first: int) -> bytes:
    """The largest page that fits: the ``first`` stories are told, then the others are named one after the other, then told
    too. Empty where not even the first ones fit, of which one may be overlong.
    """
    entries = len(brief.summaries) + len(brief.elsewhere)

    @cache
    def page(size: int) -> bytes:
        return _page(brief, look, min(size, entries), min(size, first) + max(size - entries, 0))

    sizes = range(entries + len(brief.summaries) - first)
    found = bisect_right(sizes, MOST_BYTES, key=lambda size: len(page(size)))
    while found and len(page(found)) > MOST_BYTES:  # a story that is told may be shorter than its name
        found -= 1
    return page(found) if found >= first else b""


def images(brief: Brief) -> dict[str, bytes]:
    """The pictures that the HTML may show, as parts of a parcel."""
    return {f"image/{each.story.id}.jpg": each.image.content for each in brief.summaries if each.image}


def eml(brief: Brief, look: Look) -> bytes:
    """A whole message, text and HTML with pictures, from nobody to nobody: to be opened in a mail program."""
    text = fill("brief.txt", given(brief, look), look.own).encode()
    parts = {"mail": html(brief, look), "text": text, **images(brief)}
    parcel = Parcel(brief.id, brief.title, brief.date, brief.language, parts)
    return bytes(compose(parcel, Account("", f"Brief <{NOBODY}>"), Recipient("mail", NOBODY, "Reader")))


def rtl(text: str) -> bool:
    """Whether a text runs from right to left, by its first letter that says so (Unicode's annex 9, rule P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def _page(brief: Brief, look: Look, listed: int, told: int) -> bytes:
    from css_inline import CSSInliner

    filled = fill("mail.html", {**given(brief, look), "listed": listed, "told": told, "rtl": rtl}, look.own)
    inliner = CSSInliner(load_remote_stylesheets=False, minify_css=True)
    return inliner.inline(filled).encode()

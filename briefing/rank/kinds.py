"""Opinion and live blogs, told by the address, the title and the section. Pure."""

from __future__ import annotations

import re

from briefing.types import Article

# Folders of an address, and names of sections, that hold opinion: English, German, French, Spanish, Italian, Portuguese, Dutch.
OPINION_NAMES = (
    r"opinions?|op-?eds?|commentisfree|commentary|columnists?|columns?|editorials?|pundits-blog|viewpoints?|letters"
    r"|meinung(?:en)?|kommentare?|kolumnen?|leserbriefe"
    r"|tribunes?|editos?|éditos?|éditorial|éditoriaux|chroniques?"
    r"|opini[oó]n|tribunas?|columnas?|editoriales|opinioni|editoriali|commenti|opini[aã]o|colunas?|opinie|columnisten"
)
OPINION_SECTION = re.compile(rf"(?:{OPINION_NAMES})", re.IGNORECASE)
OPINION_FOLDER = re.compile(rf"/(?:(?:us|news)-)?(?:{OPINION_NAMES})(?=/)", re.IGNORECASE)
OPINION_TITLE = re.compile(
    r"\s*(?:op-?ed|opinion|editorial|commentary|comment|column|letters?|meinung|kommentar|kolumne|leitartikel|opinión"
    r"|tribune|édito(?:rial)?|chronique|editoriale|opinione|commento|opinião|opinie)\s*[:|–—]"
    r"|.*[:|–—]\s*(?:column|opinion|commentary|kommentar)\s*$",
    re.IGNORECASE,
)
LIVE_NAMES = (
    r"live-?blogs?|live-?updates?|live-?coverage|live-?ticker|news-?ticker|as-it-happened|minute-by-minute"
    r"|en-direct|minuto-a-minuto|in-diretta|ao-vivo|liveblogs?"
)
LIVE_SECTION = re.compile(rf"live|{LIVE_NAMES.replace('-', '[- ]')}", re.IGNORECASE)
LIVE_FOLDER = re.compile(rf"/(?:live|directo|diretta)/|[/_-](?:{LIVE_NAMES})(?=[/_.-]|$)", re.IGNORECASE)
LIVE_TITLE = re.compile(
    r"\s*(?:live(?: (?:updates?|blog|coverage|ticker|video and blog))?|(?:news|live)-?ticker|en direct|(?:en )?directo"
    r"|(?:in )?diretta|minuto a minuto|ao vivo|as it happened)\s*[:|–—]"
    r"|.*(?:[:|–—-]\s*(?:live(?: updates?| blog)?|as it happened|en direct|liveticker)|\(live\))\s*$",
    re.IGNORECASE,
)
LOOKED_AT = 500  # characters of a title or an address; the longest of 6,778 addresses in stream and archive has 302


def is_opinion(article: Article) -> bool:
    """Whether an article says what somebody thinks: a column, an editorial, a letter."""
    return _is(article, OPINION_FOLDER, OPINION_TITLE, OPINION_SECTION)


def is_live(article: Article) -> bool:
    """Whether an article is a live blog, which tells a day in the order in which it came."""
    return _is(article, LIVE_FOLDER, LIVE_TITLE, LIVE_SECTION)


def _is(article: Article, folder: re.Pattern[str], title: re.Pattern[str], section: re.Pattern[str]) -> bool:
    path = article.url[:LOOKED_AT].partition("?")[0].partition("://")[2]
    return bool(
        folder.search(path) or title.match(article.title[:LOOKED_AT]) or section.fullmatch(article.section.strip())
    )

"""An entry to its article: the source's own text, or its page's, through the gate that keeps out what is no article."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from briefing.errors import FetchError
from briefing.fetch import Fetcher, Page
from briefing.gate import NO_TEXT, obstacle, without_live_marks
from briefing.sources.web import page_article
from briefing.text import canonical_url, detect_language, host, is_web_address, one_line
from briefing.types import Article, Entry, Source, count_words

REMEMBERED = 500  # pages of a run that are kept for a second source to list them; chosen
UNKNOWN = "unknown"  # what a reader calls the outlet of an article that names none
MOST_CHARACTERS = 200_000  # of an article's text: a book of 35,000 words; what follows is not kept


@dataclass(frozen=True, slots=True)
class Body:
    """What came of an entry: its article, the addresses that led to it, whether its page is worth asking for again, and
    whether it was asked for at all.
    """

    article: Article
    addresses: tuple[str, ...] = ()
    again: bool = False
    asked: bool = True


class Pages:
    """The articles' pages of one run: each is asked for once, however many sources list it."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._reached: dict[str, str] = {}
        self._asked: dict[tuple[str, tuple[str, ...]], asyncio.Task[tuple[str, Article]]] = {}

    async def read(self, url: str, allow: tuple[str, ...]) -> tuple[str, Article]:
        """Where a page lay in the end, and its article; FetchError where it does not answer."""
        key = (canonical_url(url), allow)
        if key not in self._asked:
            if len(self._asked) >= REMEMBERED:
                self._asked.pop(next(iter(self._asked)))
            self._asked[key] = asyncio.ensure_future(self._fetcher.read(url, _read, allow=allow))
        return await self._asked[key]

    def leads_elsewhere(self, article: Article, address: str) -> bool:
        """Whether an article's link came to the front page, or to where one of another title came: a page that is gone."""
        if urlsplit(address).path in ("", "/") and urlsplit(article.url).path not in ("", "/"):
            return True
        title = article.title.casefold()
        return self._reached.setdefault(canonical_url(address), title) != title


async def completed(entry: Entry, source: Source, pages: Pages) -> Body:
    """The entry with the best text that is to be had. Never an error: what hinders stands in ``article.missing``."""
    own = own_article(entry)
    if not wants_page(entry, source):
        return Body(own)
    try:
        page = await pages.read(entry.article.url, source.allow)
    except FetchError as error:
        why = f"the page {error.what.removeprefix(entry.article.url).strip()}"
        return Body(_listed(own, why), (entry.article.url,), error.temporary, error.asked)
    address, found = page
    if pages.leads_elsewhere(entry.article, address):
        return Body(_listed(own, "its address leads to another page"), (entry.article.url,))
    if found.missing or count_words(found.text) <= count_words(own.text):
        # where it led is not the article's: it may be a wall that all pages lead to
        return Body(_listed(own, found.missing), (entry.article.url,))
    return Body(tidy(_merged(entry.article, found)), (entry.article.url, address, found.url))


def _read(page: Page) -> tuple[str, Article]:
    """Where a page lay in the end, and its article."""
    return page.url, page_article(page)


def wants_page(entry: Entry, source: Source) -> bool:
    """Whether an entry's page is to be fetched."""
    if source.body == "feed" or not is_web_address(entry.article.url):
        return False
    return source.body == "page" or not entry.whole


def own_article(entry: Entry) -> Article:
    """The article as the source itself gives it; without its text where that is none."""
    article = replace(entry.article, text=without_live_marks(entry.article.text))
    hindrance = obstacle(article.text, article.title) if article.text else article.missing or NO_TEXT
    excerpt = article.excerpt or (not entry.whole and not hindrance)
    return tidy(replace(article, text="" if hindrance else article.text, missing=hindrance, excerpt=excerpt))


def _listed(own: Article, why: str) -> Article:
    """The article when its page gave nothing: as an excerpt where the source has a text, else a link with the reason."""
    return own if own.text else replace(own, missing=why or own.missing)


def _merged(listed: Article, page: Article) -> Article:
    """The page's text under the title and time of the entry, which the source keeps more exactly than a page tells them."""
    return replace(
        listed,
        url=page.url,
        title=listed.title or page.title,
        text=page.text,
        source=listed.source if listed.source != UNKNOWN else page.source,
        published=listed.published or page.published,
        language=page.language or listed.language,
        authors=listed.authors or page.authors,
        image=listed.image or page.image,
        excerpt=False,
        missing="",
    )


def tidy(article: Article) -> Article:
    """Every short field on one line and without what no format can carry; the language told where nobody names it."""
    text = article.text[:MOST_CHARACTERS]
    language = article.language or detect_language(text)
    return replace(
        article,
        url=one_line(article.url),
        title=one_line(article.title),
        text=text,
        source=one_line(article.source) if article.source != UNKNOWN else host(article.url) or UNKNOWN,
        language=language.partition("-")[0].lower(),
        image=one_line(article.image),
        section=one_line(article.section),
    )

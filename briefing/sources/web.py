"""A web address to what it lists: a feed, a sitemap, a site whose links are articles, or one article's page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from anyio import to_thread

from briefing.charset import decode
from briefing.errors import InputError
from briefing.extract import Extract, extract
from briefing.fetch import Fetcher, Page
from briefing.gate import STUB_WORDS, obstacle, without_live_marks
from briefing.sources.feeds import ADVICE, EMPTY, read_feed
from briefing.sources.files import collected, read_bytes, sniff
from briefing.sources.links import articles_in, feeds_in
from briefing.sources.pdf import read_pdf
from briefing.sources.presets import Preset, apply, expand
from briefing.sources.sitemaps import is_sitemap, read_sitemap
from briefing.text import canonical_url
from briefing.types import Article, Entry, Listing, Problem, Source, count_words

PDF = b"%PDF-"
MOST_SITEMAPS = 3  # of an index that are read: the newest; chosen


async def read_web(source: Source, fetcher: Fetcher) -> Listing:
    """What lies at the source's address, or at that of its preset; InputError where nothing of use does."""
    preset = expand(source.location)
    url = preset.url if preset else source.location
    page = await fetcher.get(url, "page" if source.kind in ("page", "site") else "feed", source.allow)
    listing = await _read(page, source, fetcher)
    listing = replace(listing, moved="" if preset else page.moved)  # a preset is more than its address
    return apply(preset, listing) if isinstance(preset, Preset) else listing


async def _read(page: Page, source: Source, fetcher: Fetcher) -> Listing:
    """What the page lists; read in a thread, so that a huge or hostile one does not hold up the others."""
    kind: str = source.kind if source.kind != "auto" else _kind(page)
    match kind:
        case "feed":
            return await to_thread.run_sync(_feed, page)
        case "sitemap":
            return await _sitemap(page, source, fetcher)
        case "site":
            return await to_thread.run_sync(_site, page)
        case "page":
            return await _page(page, source, fetcher)
        case "text" | "corpus":
            return await to_thread.run_sync(_plain, page, kind)
    raise InputError(
        f"{source.label} is a web address, and no {kind}", "leave `kind` out, or give feed, page, site, sitemap"
    )


def _kind(page: Page) -> str:
    """What an answer is by its beginning: many servers call a feed text/html."""
    if is_sitemap(page.content):
        return "sitemap"
    found = sniff(page.content)
    return "page" if page.content.startswith(PDF) or (found == "text" and "html" in page.content_type) else found


def _feed(page: Page) -> Listing:
    listing = read_feed(page.content, page.url, page.url, page.charset)
    if not listing.entries and any(problem.what != EMPTY[0] for problem in listing.problems):
        first = listing.problems[0]
        if first.where != page.url:
            raise InputError(f"{page.url} is a feed of which no entry can be read: {first.what}", ADVICE)
        raise InputError(f"{page.url}: {first.what}", first.remedy)
    return listing


def _plain(page: Page, kind: str) -> Listing:
    """The articles of a corpus, or of a text that is one; InputError where there are none."""
    listing = collected(read_bytes(page.content, page.url, kind, page.url))
    articles = [entry.article for entry in listing.entries]
    if kind == "text" and articles and (hindrance := obstacle(articles[0].text, articles[0].title)):
        raise InputError(f"{page.url} holds no article: {hindrance}", ADVICE)
    if not articles and listing.problems:
        raise InputError(f"{page.url}: {listing.problems[0].what}", ADVICE)
    return listing


async def _sitemap(page: Page, source: Source, fetcher: Fetcher) -> Listing:
    """The addresses of a sitemap; of an index, those of its newest parts."""
    found = await to_thread.run_sync(read_sitemap, page.content, page.url)
    entries = list(found.entries)
    problems = []
    for address in found.further[:MOST_SITEMAPS]:
        try:
            part = await fetcher.get(address, "feed", source.allow)
            entries += (await to_thread.run_sync(read_sitemap, part.content, part.url)).entries
        except InputError as error:
            problems.append(Problem.of(address, error))
    return Listing(tuple(entries), tuple(problems), home=page.url)


def _site(page: Page) -> Listing:
    html = decode(page.content, page.charset)
    entries = articles_in(html, page.url)
    if not entries:
        raise InputError(f"{page.url} links to no articles", "give the address of its feed, or of a section's page")
    return Listing(tuple(entries), title=extract(html, page.url).source, home=page.url)


async def _page(page: Page, source: Source, fetcher: Fetcher) -> Listing:
    """One article's page. Of a page that is none: its feed, where it names one, else the articles that it links to."""
    await fetcher.expect_permission(page.url, source.allow)
    if page.content.startswith(PDF):
        return Listing((Entry(page.url, await to_thread.run_sync(page_article, page)),), home=page.url)
    html = decode(page.content, page.charset)
    found = await to_thread.run_sync(extract, html, page.url)
    hindrance = obstacle(found.text, found.title, html) or _shortness(found)
    if source.kind == "page" or (not hindrance and not _is_front(page.url, found)):
        article = await to_thread.run_sync(page_article, page)
        return Listing((Entry(page.url, article),), title=article.source, home=page.url)
    for candidate in feeds_in(html, page.url)[:1]:
        return _feed(await fetcher.get(candidate.url, "feed", source.allow))
    try:
        return _site(page)
    except InputError:
        raise InputError(
            f"{page.url} holds no article: {hindrance or 'a front page'}", "give the address of a feed or an article"
        ) from None


def _shortness(found: Extract) -> str:
    """What is to say of a page with a few words that does not call itself an article: the note that a feed is away, say."""
    return "a note of a few words" if count_words(found.text) < STUB_WORDS and found.kind != "article" else ""


def _is_front(url: str, found: Extract) -> bool:
    return urlsplit(url).path in ("", "/") and found.kind != "article"


def page_article(page: Page) -> Article:
    """The article of a page, of HTML or PDF; with ``missing`` where it has no text that may reach a reader."""
    if page.content.startswith(PDF):
        name = PurePosixPath(unquote(urlsplit(page.url).path)).stem or page.url
        read = next(iter(read_pdf(page.content, name)))
        return (
            replace(read, url=page.url)
            if isinstance(read, Article)
            else Article(page.url, name, "", "unknown", missing=read.what)
        )
    html = decode(page.content, page.charset)
    found = extract(html, page.url)
    hindrance = obstacle(found.text, found.title, html)
    return Article(
        url=_canonical(found.canonical, page.url),
        title=found.title,
        text="" if hindrance else without_live_marks(found.text),
        source=found.source or "unknown",
        published=found.published,
        language=found.language,
        authors=found.authors,
        image=found.image,
        missing=hindrance,
    )


def _canonical(said: str, url: str) -> str:
    """The address that a page calls its own, where that is on the same host: a page may not take another outlet's place.

    Many sites have every page name the front page.
    """
    host, _, path = canonical_url(said).partition("/")
    return said if path and host == canonical_url(url).partition("/")[0] else url

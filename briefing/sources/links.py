"""The links of a page that matter: the feeds that it names, and those of its articles where it is a front page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from briefing.sources.markup import NO_XML
from briefing.text import canonical_url, is_web_address, one_line
from briefing.types import Article, Entry, count_words

GUESSES = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
FEED_TYPE = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)", re.IGNORECASE)
LOOSE_TYPE = re.compile(r"(?:application|text)/(?:json|xml)", re.IGNORECASE)  # WordPress names its interface so, too
FEED_ADDRESS = re.compile(
    r"/(?:feeds?|rss|atom)(?:/|\.(?:xml|json|php))?$|\.(?:rss|atom|rdf)$|/(?:feeds?|rss)/[\w/-]+(?:\.(?:xml|rss))?$"
    r"|[/_-](?:rss|atom|feed)[\w-]*\.xml$|^https?://(?:feeds?|rss)\.",
    re.IGNORECASE,
)
COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|reacties", re.IGNORECASE)
PROLOG = re.compile(r"\s*<\?xml[^>]*>")

TITLE_WORDS = 4  # that the title of an article has at least
TITLE_CHARACTERS = 300  # of a link's text that are its title; chosen
SLUG_WORDS = 4  # of an address that is made of its article's title; chosen
APART = ("nav", "footer", "aside", "form", "menu", "script", "style", "template", "noscript", "dialog", "select")
ROLES = {"navigation", "contentinfo", "complementary", "banner", "menu", "menubar", "search", "dialog"}
APART_CLASSES = {
    "nav", "navbar", "navigation", "menu", "submenu", "sub-menu", "main-menu", "mainmenu", "topnav", "footer", "site-footer",
    "page-footer", "sidebar", "breadcrumb", "breadcrumbs", "pagination", "pager", "cookie-banner", "share", "social", "tags",
    "tag-list", "widget", "widget-area", "comments",
}  # fmt: skip
SECTIONS = (
    r"tags?|topics?|themen?|categor(?:y|ies)|kategorien?|sections?|authors?|autor(?:en)?|auteurs?|by|contributors?|profiles?"
    r"|people|users?|members?|search|suche|archives?|page|seite"
)
NO_ARTICLES = re.compile(
    rf"^/(?:[a-z]{{2}}(?:-[a-z]{{2}})?/)?(?:{SECTIONS}|log-?in|sign-?(?:in|up)|register|account|subscri\w+|abo(?:nnement)?s?"
    r"|newsletters?|shop|store|jobs|careers|events|games|crosswords?|puzzles|weather|horoscopes?|coupons?|advertis\w+|sponsored"
    r"|anzeigen?|privacy|datenschutz|terms|impressum|imprint|help|faq|support|contact|kontakt|about)(?:/|$)"
    r"|/(?:privacy|cookie|cookies)-(?:policy|notice|statement|settings)\b|/terms-(?:of|and)-|/(?:about|contact)-us/?$"
    r"|/(?:videos?|audio|podcasts?|live|gallery|galleries|photos|pictures|index|home|feed|rss)(?:\.\w+)?/?$"
    r"|\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m4a|zip|gz|xml|rss|atom|json|css|js|ics|epub)$",
    re.IGNORECASE,
)
DATED = re.compile(r"[/_-](?:19|20)\d\d[/_-]?(?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/_-]?\d{1,2})?(?:[/_.-]|$)", re.IGNORECASE)
NUMBERED = re.compile(r"\d{5,}|[0-9a-f]{8}-[0-9a-f]{4}-|[/-][a-z]\d{4,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """The address of what may be a feed, with what the page calls it."""

    url: str
    title: str


def feeds_in(html: str, url: str) -> list[Candidate]:
    """The feeds that a page names: those it declares, those of comments after them, then links that look like feeds."""
    tree = _parsed(html)
    if tree is None:
        return []
    base = _base(tree, url)
    declared = [Candidate(address, one_line(link.get("title") or "")) for link, address in _declared(tree, base)]
    declared.sort(key=lambda each: bool(COMMENTS.search(f"{each.url} {each.title}")))
    linked = [
        Candidate(address, _text(anchor))
        for anchor, address in _anchors(tree, base)
        if FEED_ADDRESS.search(address.partition("?")[0]) and not COMMENTS.search(address)
    ]
    named: dict[str, Candidate] = {}
    for each in [*declared, *linked]:
        named.setdefault(each.url, each)
    return list(named.values())


def articles_in(html: str, url: str) -> list[Entry]:
    """The articles that a front or section page links to, each once and in its order, with the link's text for a title."""
    tree = _parsed(html)
    if tree is None:
        return []
    base = _base(tree, url)
    _strike_what_stands_apart(tree)
    here, found = canonical_url(url), dict[str, Entry]()
    for anchor, address in _anchors(tree, base):
        key, title = canonical_url(address), _title(anchor)
        if key in found or key == here or not _same_site(address, url) or not _is_article(anchor, address, title):
            continue
        source = (urlsplit(address).hostname or "").removeprefix("www.")
        found[key] = Entry(key, Article(address, title, "", source), whole=False)
    return list(found.values())


def _parsed(html: str) -> Any:
    from lxml.etree import ParserError
    from lxml.html import document_fromstring

    text = NO_XML.sub("", html)
    try:
        return document_fromstring(text[match.end() :] if (match := PROLOG.match(text)) else text)
    except (ParserError, ValueError):
        return None


def _base(tree: Any, url: str) -> str:
    """What the page's relative links count from."""
    declared = next((element.get("href") for element in tree.iter("base") if element.get("href")), "")
    return _address(url, declared) or url


def _address(base: str, href: str) -> str:
    """Where a link leads, without its fragment; empty where that is nowhere or not on the web."""
    try:
        address = urldefrag(urljoin(base, one_line(href))).url if href.strip() else ""
    except ValueError:
        return ""
    return address if is_web_address(address) else ""


def _anchors(tree: Any, base: str) -> Iterator[tuple[Any, str]]:
    for anchor in tree.iter("a"):
        address = _address(base, anchor.get("href") or "")
        if address:
            yield anchor, address


def _declared(tree: Any, base: str) -> Iterator[tuple[Any, str]]:
    for link in tree.iter("link"):
        address = _address(base, link.get("href") or "")
        type_ = (link.get("type") or "").strip()
        feed = FEED_TYPE.match(type_) or (
            LOOSE_TYPE.fullmatch(type_) and FEED_ADDRESS.search(address.partition("?")[0])
        )
        if address and feed and "alternate" in (link.get("rel") or "").lower().split():
            yield link, address


def _strike_what_stands_apart(tree: Any) -> None:
    """Take navigation, footers and side columns out of a page; what holds the main part is none of these."""
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and _stands_apart(element):
            element.drop_tree()


def _stands_apart(element: Any) -> bool:
    if element.tag in ("body", "main", "article", "h1", "h2", "h3") or element.get("role") == "main":
        return False
    named = {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}
    if element.tag in APART or (element.get("role") or "").lower() in ROLES:
        return True
    return bool(named & APART_CLASSES) and next(element.iter("main", "article"), None) is None


def _same_site(address: str, url: str) -> bool:
    from courlan import extract_domain

    hosts = urlsplit(address).hostname, urlsplit(url).hostname
    domain = extract_domain(address, fast=True)
    return hosts[0] == hosts[1] or (domain is not None and domain == extract_domain(url, fast=True))


def _is_article(anchor: Any, address: str, title: str) -> bool:
    """By its title, the shape of its address, and, where that says nothing, by standing at the head of a card."""
    from courlan import is_navigation_page, is_not_crawlable

    path = urlsplit(address).path
    if count_words(title) < TITLE_WORDS or NO_ARTICLES.search(path):
        return False
    if is_navigation_page(address) or is_not_crawlable(address):
        return False
    slug = max((re.sub(r"\.\w{2,5}$", "", part) for part in path.split("/")), key=len, default="")
    told = len([word for word in re.split(r"[-_+]|%20", slug) if word]) >= SLUG_WORDS
    return told or bool(DATED.search(path) or NUMBERED.search(path)) or _heads_a_card(anchor, path)


def _heads_a_card(anchor: Any, path: str) -> bool:
    heading = _heading(anchor) is not None or any(True for _ in anchor.iterancestors("h1", "h2", "h3", "h4"))
    return heading and path.strip("/") != "" and next(anchor.iterancestors("article"), None) is not None


def _heading(anchor: Any) -> Any:
    return next((each for each in anchor.iter("h1", "h2", "h3", "h4", "h5") if _text(each)), None)


def _title(anchor: Any) -> str:
    heading = _heading(anchor)
    return _text(anchor if heading is None else heading)[:TITLE_CHARACTERS]


def _text(element: Any) -> str:
    return one_line(" ".join(element.itertext()))

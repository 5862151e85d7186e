"""What a page says of itself in its head: addresses, kind, language, the time it was published, its article in JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from briefing.text import is_web_address, one_line

LIVE = {"LiveBlogPosting"}
ARTICLES = {
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
    "ReviewNewsArticle", "AskPublicNewsArticle", "BlogPosting", "Report", "ScholarlyArticle", "TechArticle", "SocialMediaPosting",
}  # fmt: skip
DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "article.published", "published-date",
)  # fmt: skip
LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)")
CLOCK = re.compile(r"\d[T ]\d\d?:\d\d")
NEAR = timedelta(days=1, hours=14)  # two statements of one day, each in a time zone of its own
EARLIEST, LATEST = 1800, 2200  # years; any other is a slip


@dataclass(frozen=True, slots=True)
class Statement:
    """What the head says. ``dates`` are as written, the surest first; ``times`` are those of the page's time elements."""

    canonical: str = ""
    kind: str = "other"
    language: str = ""
    headings: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    body: str = ""

    def published(self, day: str) -> datetime | None:
        """When the page was published: to the minute where it says so, else the ``day`` that was found on it, at midnight."""
        sure = [(moment, text) for text in self.dates if (moment := instant(text))]
        known = sure[0][0] if sure else instant(day)
        loose = [(moment, text) for text in self.times if (moment := instant(text))]
        exact = [moment for moment, text in sure + loose if CLOCK.search(text)]
        return next((moment for moment in exact if known and abs(moment - known) < NEAR), known)


def instant(text: str) -> datetime | None:
    """A point in time as the web writes it (ISO 8601, RFC 5322), in UTC; without a zone it is taken for UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError):  # what raises differs by the versions of Python
            return None
    if not EARLIEST <= moment.year <= LATEST:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def stated(tree: Any, url: str = "") -> Statement:
    """Everything that a page's tree states."""
    meta = _meta(tree)
    things = list(_things(tree))
    main = next((thing for thing in things if _types(thing) & (ARTICLES | LIVE)), {})
    html = next(tree.iter("html"), tree)
    language = LANGUAGE.match(html.get("lang") or html.get("xml:lang") or "")
    headings = (*(_text(each) for each in tree.iter("h1")), meta.get("og:title", ""), str(main.get("headline") or ""))
    return Statement(
        canonical=_address(tree, meta, url),
        kind=_kind(_types(main), meta),
        language=language[1].lower() if language else "",
        headings=tuple(one_line(heading) for heading in headings if heading.strip()),
        dates=tuple(
            date for date in (str(main.get("datePublished") or ""), *(meta.get(name, "") for name in DATES)) if date
        ),
        times=tuple(each.get("datetime") for each in tree.iter("time") if each.get("datetime")),
        body=str(main.get("articleBody") or ""),
    )


def _meta(tree: Any) -> dict[str, str]:
    """The content of the meta elements by name, in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if element.get("content"):
            found.setdefault(name.lower(), element.get("content"))
    return found


def _address(tree: Any, meta: dict[str, str], url: str) -> str:
    links = (
        link.get("href", "") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    )
    for address in (*links, meta.get("og:url", "")):
        try:
            whole = urljoin(url, one_line(address))
        except ValueError:
            continue
        if address.strip() and is_web_address(whole):
            return whole
    return ""


def _kind(types: set[str], meta: dict[str, str]) -> str:
    if types & LIVE:
        return "live"
    return "article" if types or meta.get("og:type", "").lower().startswith("article") else "other"


def _types(thing: dict[str, Any]) -> set[str]:
    names = thing.get("@type")
    return {str(name).rpartition("/")[2] for name in (names if isinstance(names, list) else [names]) if name}


def _things(tree: Any) -> Iterator[dict[str, Any]]:
    """The things that a page describes in JSON-LD; those that stand within others are not what the page is about."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            found = json.loads((script.text or "").strip(), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in found if isinstance(found, list) else [found]:
            if isinstance(thing, dict):
                graph = thing.get("@graph")
                yield from (each for each in (graph if isinstance(graph, list) else [thing]) if isinstance(each, dict))


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())

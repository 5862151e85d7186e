"""Feeds to articles: RSS 0.9x to 2.0, RDF and Atom by feedparser, JSON Feed by its specification (jsonfeed.org)."""

from __future__ import annotations

import io
import json
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from briefing.extract import paragraphs, plain
from briefing.sources.corpus import in_reach, moment
from briefing.text import one_line
from briefing.types import Article, Problem

ADVICE = "give the address of a feed, or leave it out"
EMPTY = ("a feed without entries", "nothing to read there today")


def read_feed(content: bytes, name: str, url: str = "") -> Iterator[Article | Problem]:
    """The entries of a feed as articles, with the content where the feed has it, else its summary."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_feed(content, name)
    else:
        yield from _xml_feed(content, name, url)


def _xml_feed(content: bytes, name: str, url: str) -> Iterator[Article | Problem]:
    import feedparser

    # as a file, for bytes that name a file would be read from there
    feed = feedparser.parse(io.BytesIO(content), response_headers={"content-location": url} if url else None)
    if not feed.get("version") and not feed.entries:
        yield Problem(name, "no feed", ADVICE)
        return
    if not feed.entries:
        yield Problem(name, *EMPTY)
    outlet = one_line(plain(feed.feed.get("title", ""))) or name
    language = feed.feed.get("language", "")[:2].lower()
    for number, entry in enumerate(feed.entries, 1):
        text = plain(max((part.get("value", "") for part in entry.get("content", [])), key=len, default=""))
        text = max(text, plain(entry.get("summary", "")), key=len)
        title = one_line(plain(entry.get("title", ""))) or text[:80]
        if not text:
            yield Problem(f"{name}, entry {number}", f"no text: {title or 'and no title'}", "the entry is left out")
            continue
        yield Article(
            url=entry.get("link", ""),
            title=title,
            text=text,
            source=outlet,
            published=_time(entry),
            language=language,
            authors=tuple(
                one_line(author.get("name", "")) for author in entry.get("authors", []) if author.get("name")
            ),
        )


def _time(entry: dict[str, Any]) -> datetime | None:
    for key in ("published_parsed", "updated_parsed"):
        parsed = dict.get(entry, key)  # feedparser's own get takes one for the other, with a warning
        try:
            if parsed:
                return in_reach(datetime.fromtimestamp(timegm(parsed), UTC))
        except (ValueError, OverflowError):
            continue
    return None


def _json_feed(content: bytes, name: str) -> Iterator[Article | Problem]:
    try:
        feed = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        yield Problem(name, f"no JSON: {error}", ADVICE)
        return
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith("https://jsonfeed.org/version/"):
        yield Problem(name, "no JSON feed: it names no version of jsonfeed.org", ADVICE)
        return
    items = feed.get("items")
    if not isinstance(items, list) or not items:
        yield Problem(name, *EMPTY)
        return
    for number, item in enumerate(items, 1):
        try:
            yield _json_item(item, feed)
        except (ValueError, TypeError, AttributeError) as error:
            yield Problem(f"{name}, entry {number}", f"no article: {error}", "the entry is left out")


def _json_item(item: Mapping[str, Any], feed: Mapping[str, Any]) -> Article:
    text = plain(item.get("content_html") or "") or paragraphs(item.get("content_text") or item.get("summary") or "")
    if not text:
        raise ValueError("no text")
    address = str(item.get("url") or item.get("external_url") or "")
    people = item.get("authors") or feed.get("authors") or []
    return Article(
        url=urljoin(str(feed.get("home_page_url") or ""), address) if address else "",
        title=one_line(plain(str(item.get("title") or ""))) or text[:80],
        text=text,
        source=one_line(str(feed.get("title") or "")) or "unknown",
        published=moment(item.get("date_published") or item.get("date_modified")),
        language=str(item.get("language") or feed.get("language") or "")[:2],
        authors=tuple(one_line(str(person["name"])) for person in people if person.get("name")),
        image=str(item.get("image") or ""),
    )

"""Feeds to listings: RSS 0.9x to 2.0, RDF and Atom by feedparser, JSON Feed by its specification (jsonfeed.org)."""

from __future__ import annotations

import hashlib
import io
import json
import re
from calendar import timegm
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from briefing.charset import decode
from briefing.extract import paragraphs, plain
from briefing.gate import is_cut
from briefing.sources.corpus import in_reach, moment
from briefing.sources.markup import harmless_xml
from briefing.text import is_web_address, one_line
from briefing.types import Article, Entry, Listing, Problem, count_words

ADVICE = "give the address of a feed, or leave it out"
EMPTY = ("a feed without entries", "nothing to read there today")
TITLE_WORDS = 12  # of a text that stand in for a missing title; chosen
WHOLE_WORDS = 150  # from which a description that does not end like a teaser counts as the article; chosen
FULLER = 2  # times as long as its description is a content that is more than that with links; chosen
SERVICE_LINK = re.compile(
    r"<a\s[^<>]{0,200}?href=[\"']([^\"'<>]{1,2000})[\"'][^<>]{0,200}>\s*(\[\w{1,20}\])\s*</a>", re.IGNORECASE
)
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]|\Z)", re.IGNORECASE)
MOST_PROBLEMS = 20  # that are told one by one; chosen
WRITTEN_DATES = 30  # of a feed that are read as a language writes them, each of which may take milliseconds; chosen
DATE_CHARACTERS = 60  # that such a date has at most; chosen


def read_feed(content: bytes, name: str, url: str = "", declared: str = "") -> Listing:
    """What a feed lists now. ``url`` is where it lies, ``declared`` the character set that its server named.

    An entry without a text is there with its title and link: its page may hold the text. ``whole`` are entries with their
    full content. What cannot be read is a Problem, never an error.
    """
    text = decode(content, declared).lstrip()
    listing = _json_feed(text, name, url) if text.startswith("{") else _xml_feed(content, name, url, declared)
    if not listing.entries and not listing.problems:
        return replace(listing, problems=(Problem(name, *EMPTY),))
    return replace(listing, entries=tuple(_distinct(listing.entries)))


def _distinct(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Each entry once, under an id that no other has: an id that comes again with another link is told apart by it."""
    links: dict[str, str] = {}
    for entry in entries:
        link = entry.article.url
        if links.get(entry.id) == link:
            continue
        distinct = f"{entry.id} {link}" if entry.id in links else entry.id
        if distinct not in links:
            links[distinct] = link
            yield replace(entry, id=distinct)


def _listing(found: Iterable[Entry | Problem], title: str, home: str, language: str) -> Listing:
    listed = list(found)
    entries = tuple(each for each in listed if isinstance(each, Entry))
    problems = [each for each in listed if isinstance(each, Problem)]
    if len(problems) > MOST_PROBLEMS:
        last = problems[MOST_PROBLEMS - 1]
        problems[MOST_PROBLEMS - 1 :] = [
            replace(last, what=f"{last.what}, and {len(problems) - MOST_PROBLEMS} more like it")
        ]
    return Listing(entries, tuple(problems), title, home, language)


def _xml_feed(content: bytes, name: str, url: str, declared: str) -> Listing:
    import feedparser

    document = '<?xml version="1.0" encoding="utf-8"?>' + harmless_xml(content, declared)
    # where it lies is not told, for then a guid would be another where the feed has moved
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:  # as a file, for bytes that name a file would be read from there
        parsed = feedparser.parse(io.BytesIO(document.encode()), response_headers=headers)
    except Exception as error:  # noqa: BLE001 - whatever a hostile document makes of its parser, it costs no other source
        return Listing(problems=(Problem(name, f"no feed: {type(error).__name__} while reading it", ADVICE),))
    if not parsed.get("version") and not parsed.entries:
        return Listing(problems=(Problem(name, "no feed", ADVICE),))
    if parsed.bozo and not parsed.entries:
        return Listing(problems=(Problem(name, "no feed: its XML is broken or cut off", ADVICE),))
    about = parsed.feed
    title, language = _plain_line(about.get("title")), _language(about.get("language"))
    dates = iter(range(WRITTEN_DATES))
    found = (
        _xml_entry(entry, f"{name}, entry {number}", url, title or _host(url) or name, language, dates)
        for number, entry in enumerate(parsed.entries, 1)
    )
    return _listing(found, title, _link(about.get("link"), url), language)


def _xml_entry(entry: Any, where: str, url: str, outlet: str, language: str, dates: Iterator[int]) -> Entry | Problem:
    text, whole = _xml_text(entry)
    source, link = entry.get("source"), entry.get("link")
    if link == entry.get("id") and not is_web_address(str(link)):
        link = ""  # feedparser takes any guid for a link where there is none
    article = Article(
        url=_link(link, url),
        title=_plain_line(entry.get("title")) or _first_words(text),
        text=text,
        source=(_plain_line(source.get("title")) if isinstance(source, Mapping) else "") or outlet,
        published=_time(entry, language, dates),
        language=language,
        authors=_names(entry.get("authors")),
        image=_xml_image(entry, url),
        discussion=_link(entry.get("comments"), url),
        extra=_service_links(entry, url),
    )
    return _entry(entry.get("id"), article, whole, where)


def _entry(id: object, article: Article, whole: bool, where: str) -> Entry | Problem:
    """The entry under the id that its feed gives it, else under its link, else under a name made of what it says."""
    if not article.title and not article.text and not article.url:
        return Problem(where, "no title, no text and no link", "the entry is left out")
    said = f"{article.title}\n{article.text}"
    given = one_line(str(id)) if isinstance(id, str | int | float) else ""
    return Entry(given or article.url or hashlib.sha256(said.encode()).hexdigest()[:24], article, whole)


def _xml_text(entry: Any) -> tuple[str, bool]:
    """The content where the feed has it, else the summary; and whether that is the whole article."""
    parts = entry.get("content") or []
    content = plain(max((part.get("value") or "" for part in parts), key=len, default=""))
    summary = plain(entry.get("summary") or "")
    if len(content) < len(summary):
        return summary, _is_whole(summary)
    described = dict.get(entry, "summary_detail")  # feedparser gives a copy of the content for a missing summary
    if described and summary and count_words(content) < FULLER * count_words(summary):
        return content, _is_whole(content)
    return content, bool(content) and not is_cut(content)


def _service_links(entry: Any, url: str) -> dict[str, dict[str, str]]:
    """The links that a service sets under each entry in brackets, by their text: "[link]", "[comments]"."""
    html = max([part.get("value") or "" for part in entry.get("content") or []] + [entry.get("summary") or ""], key=len)
    links = {text: _link(unescape(address), url) for address, text in SERVICE_LINK.findall(html)}
    return {"links": links} if links else {}


def _is_whole(description: str) -> bool:
    return count_words(description) >= WHOLE_WORDS and not is_cut(description)


def _xml_image(entry: Any, url: str) -> str:
    pictures = [
        media
        for media in entry.get("media_content") or []
        if media.get("medium") == "image" or str(media.get("type", "")).startswith("image/")
    ]
    pictures += entry.get("media_thumbnail") or []
    pictures += [link for link in entry.get("links") or [] if str(link.get("type", "")).startswith("image/")]
    return next(filter(None, (_link(each.get("url") or each.get("href"), url) for each in pictures)), "")


def _time(entry: Any, language: str, dates: Iterator[int]) -> datetime | None:
    for key in ("published", "updated"):
        parsed = dict.get(entry, f"{key}_parsed")  # feedparser's own get takes one for the other, with a warning
        written = one_line(str(dict.get(entry, key) or ""))
        try:
            time = in_reach(datetime.fromtimestamp(timegm(parsed), UTC)) if parsed else moment(written)
        except (ValueError, OverflowError, TypeError):
            time = None
        if time is None and written and not parsed and next(dates, None) is not None:
            time = _written_date(written, language)
        if time:
            return time
    return None


def _written_date(written: str, language: str) -> datetime | None:
    """A date as people write it, with its day, month and year; nothing that counts from today."""
    if len(written) > DATE_CHARACTERS or not re.search(r"\d{4}", written):
        return None
    import dateparser

    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
    }
    try:
        time = dateparser.parse(written, languages=[language] if language else None, settings=settings)
    except Exception:  # noqa: BLE001 - a date that a library stumbles over is no date
        return None
    return in_reach(time) if isinstance(time, datetime) else None


def _json_feed(text: str, name: str, url: str) -> Listing:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Listing(problems=(Problem(name, f"no JSON: {one_line(str(error))}", ADVICE),))
    if not isinstance(feed, dict) or not _string(feed, "version").startswith("https://jsonfeed.org/version/"):
        return Listing(problems=(Problem(name, "no JSON feed: it names no version of jsonfeed.org", ADVICE),))
    items = feed.get("items")
    found = (
        _json_entry(item, feed, f"{name}, entry {number}", url, name)
        for number, item in enumerate(items if isinstance(items, list) else [], 1)
    )
    home = _link(feed.get("home_page_url"), url)
    return _listing(found, _plain_line(feed.get("title")), home, _language(feed.get("language")))


def _json_entry(item: Any, feed: Mapping[str, Any], where: str, url: str, name: str) -> Entry | Problem:
    if not isinstance(item, Mapping):
        return Problem(where, f"no entry but {type(item).__name__}", "the entry is left out")
    text = plain(_string(item, "content_html")) or paragraphs(_string(item, "content_text"))
    whole = bool(text) and not is_cut(text)
    text = text or paragraphs(_string(item, "summary"))
    base = url or _string(feed, "home_page_url")
    own, about = _link(item.get("url"), base), _link(item.get("external_url"), base)
    article = Article(
        url=about or own,
        title=_plain_line(item.get("title")) or _first_words(text),
        text=text,
        source=_plain_line(feed.get("title")) or _host(url) or name,
        published=moment(_string(item, "date_published")) or moment(_string(item, "date_modified")),
        language=_language(item.get("language")) or _language(feed.get("language")),
        authors=_names(item.get("authors"), item.get("author"), feed.get("authors"), feed.get("author")),
        image=_link(item.get("image"), base) or _link(item.get("banner_image"), base),
        discussion=own if about and about != own else "",
    )
    return _entry(item.get("id"), article, whole and not article.discussion, where)


def _names(*people: object) -> tuple[str, ...]:
    """The names of the first of several lists of authors that names anyone."""
    for group in people:
        each = group if isinstance(group, list) else [group]
        found = [one_line(_string(person, "name")) for person in each if isinstance(person, Mapping)]
        if any(found):
            return tuple(filter(None, found))
    return ()


def _string(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _plain_line(value: object) -> str:
    return one_line(plain(value)) if isinstance(value, str) else ""


def _first_words(text: str) -> str:
    words = text.split(maxsplit=TITLE_WORDS)
    return " ".join(words[:TITLE_WORDS])[:200]


def _language(value: object) -> str:
    code = LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return code[1].lower() if code else ""


def _host(url: str) -> str:
    """What a feed without a title is called."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if is_web_address(url) else ""


def _link(value: object, base: str) -> str:
    """An address on the web, made whole by the feed's own; empty for any other."""
    if not isinstance(value, str) or not value.strip():
        return ""
    try:
        link = one_line(urljoin(base, value.strip()))
    except ValueError:
        return ""
    return link if is_web_address(link) else ""

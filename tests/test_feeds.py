from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing import read_articles
from briefing.sources.feeds import read_feed
from briefing.types import Article, Problem

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "feeds"
FEEDS = sorted(file.name for file in FOLDER.iterdir()) if FOLDER.is_dir() else ["all of them"]
BODY = "The council closed the bridge on Monday after the flood."


def rss(items: str, head: str = "<title>Alder</title>") -> list[Article | Problem]:
    """What an RSS feed with these items holds."""
    content = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'
    return list(read_feed(content.encode(), "feed.xml", "https://alder.example/feeds/main.xml"))


def item(**fields: str) -> str:
    fields = {"title": "Bridge closed", "description": BODY, "link": "https://alder.example/1"} | fields
    return "<item>" + "".join(f"<{key}>{value}</{key}>" for key, value in fields.items() if value) + "</item>"


def json_feed(**fields: Any) -> list[Article | Problem]:
    """What a JSON Feed with these fields holds."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Alder"} | fields
    return list(read_feed(json.dumps(feed).encode(), "feed.json"))


def article(found: list[Article | Problem]) -> Article:
    """The one article that was found, and nothing else."""
    (only,) = found
    assert isinstance(only, Article)
    return only


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_gives_articles_or_says_why_not(shared: Path, name: str) -> None:
    """Feeds as they come, also wrongly encoded, empty and invalid ones: something is always said, nothing raised."""
    reading = read_articles(shared / "feeds" / name)
    assert reading.articles or reading.problems
    for each in reading:
        assert each.title == " ".join(each.title.split())
        assert each.text.strip()
        assert each.source
        assert "�" not in each.title
        assert each.published is None or each.published.tzinfo


@pytest.mark.parametrize(
    ("name", "count", "title", "source", "day"),
    [
        ("large_rss.xml", 25, "Using vale with vim", "Artificial truth", "2024-03-10"),
        ("large_atom.xml", 25, "Using vale with vim", "Artificial truth", "2024-03-10"),
        ("gmane-feed.rss", 5, "split massive package into modules", "gmane.mail.rss2email", "2012-11-13"),
        ("rdf_UTF8.xml", 60, "OLED-TVs: Vorsichtsmaßnahmen gegen Einbrennen", "heise online News", None),
        ("koi8r.xml", 2, "Первая новость", "Пример RSS ленты", "2026-02-15"),
        ("encoding_WINDOWS-1251.xml", 50, "Цитата #17703", "iBash.Org.Ru", "2018-03-21"),
        ("bbc-chinese-feed.atom", 2, "白宫提名艾伦为北约最高司令官", "bbcchinese.com | 主页", "2013-01-23"),
        ("full.json", 2, "Title", "My Example Feed", "2020-01-02"),
        ("news-independant_co_uk.xml", 100, None, "The Independent", "2025-03-18"),
        ("news-cn_nytimes_com.xml", 20, None, "纽约时报中文网 国际纵览", "2025-03-17"),
    ],
)
def test_feeds_of_every_kind_are_understood(
    shared: Path, name: str, count: int, title: str | None, source: str, day: str | None
) -> None:
    """RSS, Atom, RDF and JSON Feed, in the character set that they name: count, title, outlet and day are right."""
    reading = read_articles(shared / "feeds" / name)
    first = reading[0]
    assert len(reading) == count
    assert first.source == source
    assert title in (None, first.title)
    assert (first.published.astimezone(UTC).date().isoformat() if first.published else None) == day


def test_a_feed_without_a_declared_character_set_is_read(shared: Path) -> None:
    """Latin-1 that nothing announces is recognized: accents are accents."""
    titles = " ".join(article.title for article in read_articles(shared / "feeds" / "no_encoding_ISO-8859-1.xml"))
    assert "é" in titles
    assert "Ã" not in titles


@pytest.mark.parametrize("name", ["iso88591.xml", "iso88591_utf8_mismatch.xml"])
def test_xml_that_is_no_feed_is_a_problem(shared: Path, name: str) -> None:
    """A note in XML is not taken for a feed."""
    reading = read_articles(shared / "feeds" / name)
    assert [problem.what for problem in reading.problems] == ["no feed"]


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<html><p>Hello</p></html>", b"<?xml version='1.0'?>", b"\xff\xfe\x00", b"{", b"{}", b'{"a": 1}'],
)
def test_what_is_no_feed_is_one_problem(content: bytes) -> None:
    """Nothing, a page, broken JSON: one problem that names the feed and what to do."""
    (problem,) = read_feed(content, "https://alder.example/feed")
    assert isinstance(problem, Problem)
    assert problem.where == "https://alder.example/feed"
    assert problem.remedy


def test_a_feed_that_nests_without_end_is_a_problem() -> None:
    """JSON a hundred thousand levels deep is refused, not followed."""
    (problem,) = read_feed(b'{"a":' * 100_000, "deep.json")
    assert isinstance(problem, Problem)


def test_a_feed_cannot_name_a_file_to_read(tmp_path: Path) -> None:
    """Content that happens to be a path is content: the file there is not opened."""
    secret = tmp_path / "secret.xml"
    secret.write_text(f'<rss version="2.0"><channel><title>Secret</title>{item()}</channel></rss>')
    (found,) = read_feed(str(secret).encode(), "feed")
    assert isinstance(found, Problem)


def test_entities_do_not_reach_files_or_explode() -> None:
    """A feed that includes a file of this machine, or doubles itself, gives none of it."""
    content = (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {new} "{("&" + old + ";") * 10}">' for old, new in zip("abcdegh", "bcdeghi", strict=True))
        + f"]><rss version='2.0'><channel><title>T</title><item><title>x &f;</title><description>{BODY} &i;"
        "</description></item></channel></rss>"
    )
    for found in read_feed(content.encode(), "feed"):
        assert len(str(found)) < 10_000
        assert "root:" not in str(found)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("AT&amp;T &amp;amp; Co", "AT&T & Co"),
        ("Caf&amp;eacute; &#8216;Central&#8217;", "Café ‘Central’"),
        ("<![CDATA[Rents <em>rise</em> again]]>", "Rents rise again"),
        ("  Two\n lines ", "Two lines"),
        ("Growth &amp;lt; 3 percent", "Growth < 3 percent"),
    ],
)
def test_titles_are_plain_text(title: str, expected: str) -> None:
    """Entities, also doubled ones, and tags in a title become what a reader reads."""
    assert article(rss(item(title=title))).title == expected


def test_an_entry_without_a_title_is_named_by_its_text() -> None:
    """The first words stand in for the title."""
    assert article(rss(item(title=""))).title == BODY[:80]


def test_an_entry_without_a_text_is_a_problem() -> None:
    """It is named by its number and title, and the others are read."""
    first, second = rss(item(description="") + item())
    assert isinstance(first, Problem)
    assert (first.where, "Bridge closed" in first.what) == ("feed.xml, entry 1", True)
    assert isinstance(second, Article)


def test_the_content_is_preferred_to_the_summary() -> None:
    """Where a feed has both, the article is the whole text."""
    found = rss(
        '<item xmlns:content="http://purl.org/rss/1.0/modules/content/"><title>Bridge</title><description>Short.</description>'
        f"<content:encoded><![CDATA[<p>{BODY}</p><p>Traffic is led<br>through the tunnel.</p>]]></content:encoded></item>"
    )
    assert article(found).text == f"{BODY}\n\nTraffic is led\n\nthrough the tunnel."


def test_line_breaks_in_html_are_white_space() -> None:
    """A paragraph that the feed's source wraps stays one paragraph; without tags an empty line parts two."""
    wrapped = BODY.replace(" on ", "\non ")
    assert article(rss(item(description=f"<![CDATA[<p>{wrapped}</p>]]>"))).text == BODY


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Sun, 01 Mar 2026 08:00:00 +0100", datetime(2026, 3, 1, 7, tzinfo=UTC)),
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("0000-00-00T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("Mon, 01 Jan 99999 00:00:00 GMT", None),
        ("soon", None),
        ("", None),
    ],
)
def test_an_entry_is_dated_as_the_feed_says(date: str, expected: datetime | None) -> None:
    """In UTC; without a date, or with an impossible one, it stays undated: no time is made up."""
    assert article(rss(item(pubDate=date))).published == expected


def test_the_time_of_publication_comes_before_that_of_a_change() -> None:
    """An Atom entry that was updated keeps the time at which it came out; without one, the update has to do."""
    entry = f"<title>A</title><summary>{BODY}</summary><updated>2026-03-02T00:00:00Z</updated>"
    for more, day in (("<published>2026-03-01T00:00:00Z</published>", 1), ("", 2)):
        content = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>{entry}{more}</entry></feed>'
        assert article(list(read_feed(content.encode(), "feed"))).published == datetime(2026, 3, day, tzinfo=UTC)


def test_relative_addresses_are_completed_by_the_feeds_own() -> None:
    """A link without a host belongs to the host that the feed came from."""
    assert article(rss(item(link="../story/1"))).url == "https://alder.example/story/1"


def test_what_a_feed_says_of_its_articles_is_kept() -> None:
    """Outlet, language and author arrive; a feed without a title is named by where it lies."""
    found = article(rss(item(author="ann@alder.com (Ann Lee)"), "<title>Alder</title><language>en-GB</language>"))
    assert (found.source, found.language, found.authors) == ("Alder", "en", ("Ann Lee",))
    assert article(rss(item(), "")).source == "feed.xml"


@pytest.mark.parametrize("items", [[], None, 5, True, {"a": 1}, "text"])
def test_a_feed_without_entries_is_a_problem(items: object) -> None:
    """A list of entries that is empty, or is no list, is said and not raised."""
    (problem,) = json_feed(items=items)
    assert isinstance(problem, Problem)
    assert "without entries" in problem.what
    (problem,) = rss("")
    assert isinstance(problem, Problem)


@pytest.mark.parametrize(
    "entry", [{}, None, 5, "text", {"content_html": 5}, {"content_text": "x", "authors": 5}, ["a"]]
)
def test_an_entry_that_is_none_costs_only_itself(entry: object) -> None:
    """What stands in a JSON feed in place of an entry is a problem with its number; the next is read."""
    first, second = json_feed(items=[entry, {"content_text": BODY}])
    assert isinstance(first, Problem)
    assert first.where == "feed.json, entry 1"
    assert isinstance(second, Article)


def test_a_json_feed_is_read_by_its_specification() -> None:
    """HTML before text before summary, addresses completed, dates with their zone, authors of the feed as a last resort."""
    full = {
        "url": "/1",
        "title": "Bridge &amp; road",
        "content_html": f"<p>{BODY}</p>",
        "content_text": "Not this.",
        "date_published": "2026-03-01T08:00:00+01:00",
        "image": "https://alder.example/1.jpg",
    }
    found = article(json_feed(items=[full], home_page_url="https://alder.example/", authors=[{"name": "Ann Lee"}]))
    assert found == Article(
        url="https://alder.example/1",
        title="Bridge & road",
        text=BODY,
        source="Alder",
        published=datetime(2026, 3, 1, 7, tzinfo=UTC),
        authors=("Ann Lee",),
        image="https://alder.example/1.jpg",
    )


def test_plain_text_in_a_json_feed_is_not_html() -> None:
    """What looks like a tag in plain text is text."""
    text = "If x <y and y> z, profits rise & fall."
    assert article(json_feed(items=[{"content_text": text}])).text == text

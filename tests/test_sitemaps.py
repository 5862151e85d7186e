from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.sources.sitemaps import Sitemap, is_sitemap, read_sitemap
from briefing.types import Article

NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
HOME = "https://alder.example/sitemap.xml"


def urlset(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made today -->\n<urlset {NAMESPACES}>{body}</urlset>'.encode()


def index(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {NAMESPACES}>{body}</sitemapindex>'.encode()


NEWS = urlset(
    "<url><loc>https://www.alder.example/old</loc><lastmod>2026-02-01</lastmod></url>"
    "<url><loc>https://www.alder.example/undated</loc></url>"
    "<url><loc> https://www.alder.example/bridge?a=1&amp;b=2 </loc><lastmod>2026-03-03</lastmod><news:news><news:publication>"
    "<news:name>The  Alder</news:name><news:language>en</news:language></news:publication>"
    "<news:publication_date>2026-03-01T08:00:00+01:00</news:publication_date><news:title>Bridge &amp; road closed</news:title>"
    "</news:news><image:image><image:loc>https://www.alder.example/1.jpg</image:loc></image:image></url>"
)


def test_a_news_sitemap_gives_its_articles() -> None:
    """Title, outlet, language and time come from the news extension; the newest page comes first, the undated last."""
    first, second, third = read_sitemap(NEWS, HOME).entries
    assert first.article == Article(
        url="https://www.alder.example/bridge?a=1&b=2",
        title="Bridge & road closed",
        text="",
        source="The Alder",
        published=datetime(2026, 3, 1, 7, tzinfo=UTC),
        language="en",
        image="https://www.alder.example/1.jpg",
    )
    assert (first.id, first.whole) == (first.article.url, False)
    assert (second.article.url, second.article.published) == (
        "https://www.alder.example/old",
        datetime(2026, 2, 1, tzinfo=UTC),
    )
    assert (third.article.published, third.article.title, third.article.source) == (None, "", "alder.example")


def test_an_index_names_further_sitemaps() -> None:
    """Those of news come first, then the newest, each once; an index does not name itself."""
    found = read_sitemap(
        index(
            "<sitemap><loc>https://news.alder.example/pages.xml</loc><lastmod>2026-01-01</lastmod></sitemap>"
            "<sitemap><loc>https://news.alder.example/posts.xml</loc><lastmod>2026-03-01</lastmod></sitemap>"
            "<sitemap><loc>https://news.alder.example/undated.xml</loc></sitemap>"
            "<sitemap><loc>https://news.alder.example/news.xml</loc></sitemap>"
            "<sitemap><loc>https://news.alder.example/posts.xml</loc></sitemap>"
            f"<sitemap><loc>{HOME}</loc></sitemap><sitemap><loc>file:///etc/passwd</loc></sitemap><sitemap/>"
        ),
        HOME,
    )
    assert [address.rpartition("/")[2] for address in found.further] == [
        "news.xml",
        "posts.xml",
        "pages.xml",
        "undated.xml",
    ]
    assert not found.entries


def test_prefixes_and_missing_namespaces_do_not_matter() -> None:
    """A sitemap is read by the names of its elements."""
    for content in (
        b"<urlset><url><loc>https://a.example/1</loc></url></urlset>",
        b'<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9"><sm:url><sm:loc>https://a.example/1</sm:loc></sm:url></sm:urlset>',
        b"<urlset><url><loc><![CDATA[https://a.example/1]]></loc></url><url><loc>ftp://a.example/2</loc></url>",
    ):
        assert is_sitemap(content)
        assert [each.id for each in read_sitemap(content, HOME).entries] == ["https://a.example/1"]


def test_a_list_of_addresses_is_a_sitemap() -> None:
    """One address a line, each once; a text with other lines is none."""
    content = b"\xef\xbb\xbfhttps://a.example/1\r\nhttps://a.example/2\r\n\r\nhttps://a.example/1\r\n"
    assert is_sitemap(content)
    assert [each.id for each in read_sitemap(content, HOME).entries] == ["https://a.example/1", "https://a.example/2"]
    long = b"https://alder.example/a-page-of-ours\n" * 1000
    assert is_sitemap(long)
    assert not is_sitemap(b"https://a.example/1\nand more")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"hello", b"<html><body>urlset</body></html>", b"<rss version='2.0'><channel/></rss>", b"<!-- <urlset> --><html></html>",
        b"{}", b"\x00\xff", b"<urlsets></urlsets>", b"<",
    ],
)  # fmt: skip
def test_what_is_no_sitemap_is_none(content: bytes) -> None:
    """A page, a feed, noise: not taken for a sitemap, and empty where it is read as one."""
    assert not is_sitemap(content)
    assert read_sitemap(content, HOME) == Sitemap()


def test_feeds_of_the_collection_are_no_sitemaps(shared: Path) -> None:
    """No feed is mistaken for one."""
    assert not [file.name for file in (shared / "feeds").iterdir() if is_sitemap(file.read_bytes())]


@given(st.integers(0, len(NEWS)), st.binary(max_size=20))
def test_no_damage_raises(position: int, noise: bytes) -> None:
    """Cut or disturbed anywhere, what can be read is read."""
    for content in (NEWS[:position], NEWS[:position] + noise + NEWS[position:], noise):
        is_sitemap(content)
        assert len(read_sitemap(content, HOME).entries) <= 3


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    """What a sitemap declares of its own names no file and does not grow."""
    (tmp_path / "secret").write_text("https://secret.example/")
    declared = (
        f'<!DOCTYPE r [<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}"><!ENTITY a "https://a.example/1">'
        f'<!ENTITY b "{"&a;" * 1000}"><!ENTITY c "{"&b;" * 1000}">]>'
    )
    content = f"{declared}<urlset><url><loc>&f;</loc></url><url><loc>&c;</loc></url><url><loc>https://b.example/</loc></url></urlset>"
    assert [each.id for each in read_sitemap(content.encode(), HOME).entries] == ["https://b.example/"]


BOMBS = {
    "deep": "<urlset>" + "<url>" * 100_000,
    "wide": "<urlset>" + "<url><loc>https://a.example/</loc></url>" * 100_000,
    "attributes": "<urlset " + " ".join(f"a{number}='1'" for number in range(100_000)) + ">",
    "blank": "<?xml version='1.0'?>" + "\n" * 1_000_000 + "<urlset>",
    "comments": "<!--" * 1_000_000 + "<urlset>",
    "lines": "https://a.example/\n" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_sitemap_costs_much(name: str) -> None:
    """What is built to grow is read or refused in seconds."""
    started = time.process_time()
    is_sitemap(BOMBS[name].encode())
    assert len(read_sitemap(BOMBS[name].encode(), HOME).entries) <= 1
    assert time.process_time() - started < 20


def test_a_sitemap_holds_no_more_than_its_protocol_allows() -> None:
    """Of more than 50,000 pages the first are read."""
    body = "".join(f"<url><loc>https://a.example/{number}</loc></url>" for number in range(50_010))
    assert len(read_sitemap(urlset(body), HOME).entries) == 50_000

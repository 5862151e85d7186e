from __future__ import annotations

import json
import time
import tracemalloc
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.sources.feeds import read_feed
from briefing.text import is_web_address
from briefing.types import Article, Entry, Listing

BODY = "The council closed the bridge on Monday after the flood."
LONG = f"<p>{BODY} Nobody was hurt, said the mayor, and the town will go on with its life.</p>" * 10

# Every feed of the collection with the entries that a reader counts in it: one for each item that names a title, a text or a link.
FEEDS = {
    "10.json": 0,
    "allthingsrss-feed.atom": 3,
    "bbc-chinese-feed.atom": 2,
    "disqus-feed.rss": 2,
    "empty.atom": 0,  # one entry, with nothing but an id
    "empty.json": 1,  # its item has a text and no more
    "empty.rss": 0,  # one item, with nothing but a guid
    "encoding_ISO-8859-1.xml": 40,
    "encoding_WINDOWS-1251.xml": 50,
    "fastmailstatus-feed.rss": 10,
    "full.atom": 2,  # of five entries three name only an id and a source
    "full.json": 2,
    "full.rss": 2,  # of five items three name only a guid and a source
    "gmane-feed.rss": 5,
    "invalid-prolog.xml": 1,  # its character set is called "invalid", and its root has no namespace; the entry has a title
    "invalid.json": 1,  # of eight items one has a title; the titles, texts and links of the others are no strings, or absent
    "iso-8859-1.xml": 0,  # a channel without items
    "iso88591.xml": 0,  # a note in XML, no feed
    "iso88591_utf8_mismatch.xml": 0,  # a note in XML, no feed
    "koi8r.xml": 2,
    "large_atom.xml": 25,
    "large_rss.xml": 25,
    "news-cn_nytimes_com.xml": 20,
    "news-independant_co_uk.xml": 100,
    "no_encoding_ISO-8859-1.xml": 9,  # of ten items one is empty but for its date
    "nodejs-feed1.xml": 1,
    "nodejs-feed2.xml": 1,
    "nodejs-feed3.xml": 1,
    "quiltville-feed.atom": 25,
    "rdf_UTF8.xml": 60,
    "relative.atom": 1,
    "relative.rss": 1,
    "small_atom.xml": 20,
    "tails-feed.rss": 10,
    "tumblr-feed.rss": 20,  # twelve of them are pictures without a text
    "unknown.json": 0,  # a version of JSON Feed that does not exist, without items
    "urdu_UTF8.xml": 26,
    "utf8-incorrect-prolog.xml": 1,  # the root has no namespace; the entry has a title
    "utf8.xml": 1,
    "windows-1252-incorrect-prolog.xml": 0,  # a channel without items
    "windows-1252.xml": 0,
}


def rss(items: str, head: str = "<title>Alder</title>", url: str = "https://alder.example/feeds/main.xml") -> Listing:
    """What an RSS feed with these items lists."""
    content = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {NAMESPACES}><channel>{head}{items}</channel></rss>'
    )
    return read_feed(content.encode(), "feed.xml", url)


NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def item(**fields: str) -> str:
    fields = {"title": "Bridge closed", "description": BODY, "link": "https://alder.example/1"} | fields
    return "<item>" + "".join(f"<{key}>{value}</{key}>" for key, value in fields.items() if value) + "</item>"


def atom(entry: str, head: str = "<title>Alder</title>") -> Listing:
    """What an Atom feed with one entry lists."""
    content = f'<feed xmlns="http://www.w3.org/2005/Atom">{head}<entry>{entry}</entry></feed>'
    return read_feed(content.encode(), "feed.atom", "https://alder.example/feeds/main.atom")


def json_feed(**fields: Any) -> Listing:
    """What a JSON Feed with these fields lists."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Alder"} | fields
    return read_feed(json.dumps(feed).encode(), "feed.json")


def entry(listing: Listing) -> Entry:
    """The one entry that is listed, where nothing went wrong."""
    assert not listing.problems
    (only,) = listing.entries
    return only


def article(listing: Listing) -> Article:
    return entry(listing).article


def check(listing: Listing) -> None:
    """What holds for whatever was read."""
    assert listing.entries or listing.problems
    assert len({each.id for each in listing.entries}) == len(listing.entries)
    for each in listing.entries:
        found = each.article
        assert each.id
        assert found.title or found.url
        assert found.title == " ".join(found.title.split())
        assert found.source
        assert found.published is None or found.published.tzinfo
        assert found.text or not each.whole
        for link in (found.url, found.image, found.discussion):
            assert not link or is_web_address(link)


def test_every_feed_of_the_collection_is_named_here(shared: Path) -> None:
    """The table has a line for each file, and for no other."""
    assert {file.name for file in (shared / "feeds").iterdir()} == set(FEEDS)


@pytest.mark.parametrize(("name", "count"), FEEDS.items(), ids=str)
def test_every_feed_gives_the_entries_that_a_reader_counts(shared: Path, name: str, count: int) -> None:
    """Feeds as they come, also wrongly encoded, empty and invalid ones: all entries are found, or it is said why none is."""
    listing = read_feed((shared / "feeds" / name).read_bytes(), name)
    check(listing)
    assert len(listing.entries) == count
    assert not any("�" in each.article.title for each in listing.entries)


@pytest.mark.parametrize("name", [name for name in FEEDS if "large" not in name and "quilt" not in name])
def test_a_feed_that_breaks_off_costs_no_more_than_its_end(shared: Path, name: str) -> None:
    """Cut anywhere, a feed is read as far as it goes or is a problem, and nothing is raised."""
    content = (shared / "feeds" / name).read_bytes()
    for part in (1, 3, 5, 7, 9):
        check(read_feed(content[: len(content) * part // 10], name))


@settings(max_examples=60)
@given(st.data())
def test_no_damage_raises(data: st.DataObject) -> None:
    """Bytes changed, doubled or struck anywhere in a feed of any kind are read or said to be no feed."""
    content = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.integers(0, 20))
        content[start:end] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"<", b">", b"&", b"]]>", b"<![CDATA[", b"&#0;", b"{"])
        )
    check(read_feed(bytes(content), "damaged", "https://alder.example/feed"))


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    """Whatever is sent in place of a feed is a problem."""
    check(read_feed(content, "noise", "https://alder.example/feed"))
    check(read_feed(b"<rss version='2.0'><channel>" + content, "noise"))


@pytest.mark.parametrize(
    ("name", "title", "source", "day"),
    [
        ("large_rss.xml", "Using vale with vim", "Artificial truth", "2024-03-10"),
        ("large_atom.xml", "Using vale with vim", "Artificial truth", "2024-03-10"),
        ("gmane-feed.rss", "split massive package into modules", "gmane.mail.rss2email", "2012-11-13"),
        ("rdf_UTF8.xml", "OLED-TVs: Vorsichtsmaßnahmen gegen Einbrennen", "heise online News", None),
        ("koi8r.xml", "Первая новость", "Пример RSS ленты", "2026-02-15"),
        ("encoding_WINDOWS-1251.xml", "Цитата #17703", "iBash.Org.Ru", "2018-03-21"),
        ("bbc-chinese-feed.atom", "白宫提名艾伦为北约最高司令官", "bbcchinese.com | 主页", "2013-01-23"),
        ("full.json", "Title", "My Example Feed", "2020-01-02"),
        ("news-independant_co_uk.xml", None, "The Independent", "2025-03-18"),
        ("news-cn_nytimes_com.xml", None, "纽约时报中文网 国际纵览", "2025-03-17"),
        ("full.rss", "Example entry", "Source Title", "2009-09-06"),
    ],
)
def test_feeds_of_every_kind_are_understood(
    shared: Path, name: str, title: str | None, source: str, day: str | None
) -> None:
    """RSS, Atom, RDF and JSON Feed, in the character set that they name: title, outlet and day are right."""
    first = read_feed((shared / "feeds" / name).read_bytes(), name).entries[0].article
    assert first.source == source
    assert title in (None, first.title)
    assert (first.published.astimezone(UTC).date().isoformat() if first.published else None) == day


def test_a_feed_without_a_declared_character_set_is_read(shared: Path) -> None:
    """Latin-1 that nothing announces is recognized: accents are accents."""
    content = (shared / "feeds" / "no_encoding_ISO-8859-1.xml").read_bytes()
    titles = " ".join(each.article.title for each in read_feed(content, "feed").entries)
    assert "é" in titles
    assert "Ã" not in titles


def test_the_character_set_of_the_answer_counts() -> None:
    """Where only the server names the character set, it is taken from there; UTF-16 is known by its mark."""
    content = f"<rss version='2.0'><channel><title>Ольха</title>{item(title='Мост закрыт')}</channel></rss>"
    assert article(read_feed(content.encode("koi8-r"), "feed", declared="koi8-r")).title == "Мост закрыт"
    assert article(read_feed(content.encode("utf-16"), "feed")).title == "Мост закрыт"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<html><p>Hello</p></html>",
        b"<?xml version='1.0'?>",
        b"\xff\xfe\x00",
        b"{",
        b"{}",
        b'{"a": 1}',
        b"<" * 9,
    ],
)
def test_what_is_no_feed_is_one_problem(content: bytes) -> None:
    """Nothing, a page, broken JSON: one problem that names the feed and what to do."""
    listing = read_feed(content, "https://alder.example/feed")
    (problem,) = listing.problems
    assert not listing.entries
    assert problem.where == "https://alder.example/feed"
    assert problem.remedy


def test_a_feed_cannot_name_a_file_to_read(tmp_path: Path) -> None:
    """Content that happens to be a path is content: the file there is not opened."""
    secret = tmp_path / "secret.xml"
    secret.write_text(f'<rss version="2.0"><channel><title>Secret</title>{item()}</channel></rss>')
    assert not read_feed(str(secret).encode(), "feed").entries


def laughs(*, depth: int = 9) -> str:
    """Entities of which each is ten of the one before."""
    names = "abcdefghijkl"[:depth]
    return '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'\n<!ENTITY {new} "{("&" + old + ";") * 10}">' for old, new in pairwise(names)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_do_not_reach_files_or_explode(tmp_path: Path, encoding: str) -> None:
    """A feed that includes a file of this machine, or doubles itself, gives none of it, and its honest parts are read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    content = (
        f'<?xml version="1.0"?>\n<!DOCTYPE r [\n<!ENTITY f SYSTEM "{secret.as_uri()}">\n{laughs()}'
        f'\n<!ENTITY % remote SYSTEM "{secret.as_uri()}">\n%remote;\n<!ENTITY long "{"x" * 5000}">\n]>\n'
        f"<rss version='2.0'><channel><title>T</title><item><title>Bridge &f; &i;</title><description>{'&long;' * 1000}"
        "</description></item></channel></rss>"
    )
    only = article(read_feed(content.encode(encoding), "feed"))
    assert only.title.startswith("Bridge")
    assert len(str(only)) < 20_000
    assert "secret words" not in str(only)
    assert "xxx" not in str(only)


BOMBS = {
    "laughs": f"<?xml version='1.0'?>\n<!DOCTYPE r [\n{laughs(depth=12)}]><rss version='2.0'><channel><item><title>&l;",
    "deep elements": "<rss version='2.0'><channel><item><title>x</title>" + "<a>" * 100_000 + "</a>" * 100_000,
    "deep text": "<rss version='2.0'><channel><item><description>" + "<a>" * 100_000,
    "deep html": "<rss version='2.0'><channel><item><description><![CDATA[" + "<div>" * 100_000 + "]]></description>",
    "attributes": "<rss version='2.0'><channel><item " + " ".join(f"a{n}='1'" for n in range(100_000)) + "></item>",
    "declarations": "<?xml version='1.0'?>" + "\n<!ENTITY " * 100_000 + "<rss version='2.0'><channel><item>",
    "blank lines": "<?xml version='1.0'?>" + "\n" * 300_000 + "<rss version='2.0'><channel><item>",
    "ampersands": "<rss version='2.0'><channel><item><title>" + "&" * 100_000,
    "JSON": '{"a":' * 100_000,
    "JSON lists": '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_small_file_costs_much(name: str) -> None:
    """What is built to grow in the parser is read or refused in seconds, in a small multiple of its size."""
    started = time.process_time()
    listing = read_feed(BOMBS[name].encode(), "bomb")
    assert time.process_time() - started < 30  # 4 s for the slowest on a busy machine; some took minutes before
    assert len(str(listing)) < 1_000_000


def test_a_bomb_takes_no_memory() -> None:
    """Ten to the twelfth characters in entities are never made: the peak stays under 50 MB."""
    read_feed(b"<rss version='2.0'/>", "warm")
    tracemalloc.start()
    read_feed(BOMBS["laughs"].encode(), "bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


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
    """The first words stand in for the title, and no word is cut."""
    assert article(rss(item(title=""))).title == BODY
    assert (
        article(rss(item(title="", description=LONG))).title
        == "The council closed the bridge on Monday after the flood. Nobody was"
    )


def test_an_entry_without_a_text_is_listed() -> None:
    """A title with a link is an entry whose page is still to be fetched."""
    only = entry(rss(item(description="")))
    assert (only.article.title, only.article.text, only.whole) == ("Bridge closed", "", False)


def test_an_entry_that_says_nothing_is_a_problem() -> None:
    """It is named by its number, and the others are read."""
    listing = rss("<item><guid>7</guid></item>" + item())
    (problem,) = listing.problems
    assert problem.where == "feed.xml, entry 1"
    assert [each.article.title for each in listing.entries] == ["Bridge closed"]


def test_many_problems_are_counted() -> None:
    """A feed of nothing but empty entries does not flood the brief with problems."""
    problems = rss("<item></item>" * 500).problems
    assert len(problems) == 20
    assert "and 480 more" in problems[-1].what


def test_the_content_is_preferred_to_the_summary() -> None:
    """Where a feed has both, the text is the whole article, and known to be."""
    content = f"<![CDATA[<p>{BODY}</p><p>Traffic is led<br>through the tunnel. {BODY}</p>{LONG}]]>"
    only = entry(rss(item(description="Short.", **{"content:encoded": content})))
    assert only.article.text.startswith(f"{BODY}\n\nTraffic is led\n\nthrough the tunnel.")
    assert only.whole


@pytest.mark.parametrize(
    ("fields", "whole"),
    [
        ({"description": BODY}, False),
        ({"description": f"<![CDATA[{LONG}]]>"}, True),
        ({"description": f"<![CDATA[{LONG}And so it went […]]]>"}, False),
        ({"description": f"<![CDATA[{LONG}And so it went…]]>"}, False),
        ({"description": BODY, "content:encoded": f"<![CDATA[{LONG}]]>"}, True),
        ({"description": BODY, "content:encoded": f"<![CDATA[<p>{BODY}</p><a href='/'>News</a>]]>"}, False),
        ({"description": "", "content:encoded": f"<![CDATA[<p>{BODY}</p><p>Continue reading</p>]]>"}, False),
    ],
)
def test_a_teaser_is_not_the_whole_article(fields: dict[str, str], whole: bool) -> None:
    """A description counts as the article where it is long and does not break off; a content where it is more than it."""
    assert entry(rss(item(**fields))).whole is whole


def test_line_breaks_in_html_are_white_space() -> None:
    """A paragraph that the feed's source wraps stays one paragraph."""
    wrapped = BODY.replace(" on ", "\non ")
    assert article(rss(item(description=f"<![CDATA[<p>{wrapped}</p>]]>"))).text == BODY


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Sun, 01 Mar 2026 08:00:00 +0100", datetime(2026, 3, 1, 7, tzinfo=UTC)),
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("Sonntag, 1. März 2026", datetime(2026, 3, 1, tzinfo=UTC)),
        ("0000-00-00T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("Mon, 01 Jan 99999 00:00:00 GMT", None),
        ("soon", None),
        ("yesterday", None),
        ("2 hours ago", None),
        ("", None),
    ],
)
def test_an_entry_is_dated_as_the_feed_says(date: str, expected: datetime | None) -> None:
    """In UTC; without a date, or with an impossible one, it stays undated: no time is made up."""
    assert article(rss(item(pubDate=date))).published == expected


def test_the_time_of_publication_comes_before_that_of_a_change() -> None:
    """An Atom entry that was updated keeps the time at which it came out; without one, the update has to do."""
    fields = f"<title>A</title><summary>{BODY}</summary><updated>2026-03-02T00:00:00Z</updated>"
    for more, day in (("<published>2026-03-01T00:00:00Z</published>", 1), ("", 2)):
        assert article(atom(fields + more)).published == datetime(2026, 3, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("../story/1", "https://alder.example/story/1"),
        ("/story/1", "https://alder.example/story/1"),
        ("//birch.example/1", "https://birch.example/1"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("http://[broken", ""),
    ],
)
def test_links_lead_to_the_web(link: str, expected: str) -> None:
    """A link without a host belongs to the feed's own; one that leads elsewhere than to the web is dropped, its entry stays."""
    assert article(rss(item(link=link))).url == expected


def test_an_entry_names_its_own_base() -> None:
    """What xml:base says comes before the address of the feed."""
    fields = f'<title>A</title><summary>{BODY}</summary><link href="1.html"/>'
    based = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://birch.example/a/"><entry>{fields}</entry></feed>'
    )
    assert article(read_feed(based.encode(), "feed", "https://alder.example/")).url == "https://birch.example/a/1.html"


def test_ids_are_the_feeds_own_and_unique() -> None:
    """A guid names an entry, else its link, else what it says; a guid that comes again with another link is told apart."""
    listing = rss(
        item(guid="a", link="https://alder.example/1")
        + item(guid="a", link="https://alder.example/1", title="The same again")
        + item(guid="a", link="https://alder.example/2", title="Another")
        + item(link="https://alder.example/3", title="Without a guid")
        + item(link="", title="Without a link")
        + item(link="", title="Without a link", description="And with another text.")
    )
    ids = [each.id for each in listing.entries]
    assert ids[:3] == ["a", "a https://alder.example/2", "https://alder.example/3"]
    assert len(ids) == len(set(ids)) == 5
    assert [each.article.title for each in listing.entries][:2] == ["Bridge closed", "Another"]
    assert rss(item(link="", title="Without a link")).entries[0].id == ids[3]


def test_what_a_feed_says_of_itself_is_kept() -> None:
    """Title, address and language of the feed, its outlet and author; a feed without a title is called by its host."""
    head = "<title>Alder</title><language>en-GB</language><link>https://alder.example/</link>"
    listing = rss(item(author="ann@alder.com (Ann Lee)"), head)
    assert (listing.title, listing.home, listing.language) == ("Alder", "https://alder.example/", "en")
    assert (article(listing).source, article(listing).language, article(listing).authors) == (
        "Alder",
        "en",
        ("Ann Lee",),
    )
    assert article(rss(item(), "")).source == "alder.example"
    assert article(rss(item(), "", url="")).source == "feed.xml"
    assert rss(item(), "<title>T</title><language>English</language>").language == ""


def test_an_entry_that_names_its_own_outlet_is_from_there() -> None:
    """In a feed made of others, each entry is from the outlet that it names."""
    assert (
        article(rss(item().replace("</item>", '<source url="https://birch.example">Birch</source></item>'))).source
        == "Birch"
    )
    planet = f"<title>A</title><summary>{BODY}</summary><source><title>Birch</title></source>"
    assert article(atom(planet)).source == "Birch"


def test_the_discussion_of_an_entry_is_kept() -> None:
    """The address under <comments> is where readers talk about it."""
    assert article(rss(item(comments="https://alder.example/1#talk"))).discussion == "https://alder.example/1#talk"


@pytest.mark.parametrize(
    "element",
    [
        '<media:content url="https://alder.example/1.jpg" medium="image"/>',
        '<media:thumbnail url="/1.jpg"/>',
        '<enclosure url="https://alder.example/1.jpg" type="image/jpeg" length="1"/>',
    ],
)
def test_an_entry_brings_its_picture(element: str) -> None:
    """The picture of an entry is that of its media or its enclosure; a sound or a program is none."""
    assert article(rss(item().replace("</item>", element + "</item>"))).image == "https://alder.example/1.jpg"
    harmful = element.replace("https://alder.example/1.jpg", "javascript:1").replace('"/1.jpg', '"data:image/png,x')
    assert article(rss(item().replace("</item>", harmful + "</item>"))).image == ""
    sound = '<enclosure url="https://alder.example/1.mp3" type="audio/mpeg" length="1"/>'
    assert article(rss(item().replace("</item>", sound + "</item>"))).image == ""


@pytest.mark.parametrize("items", [[], None, 5, True, {"a": 1}, "text"])
def test_a_feed_without_entries_is_a_problem(items: object) -> None:
    """A list of entries that is empty, or is no list, is said and not raised."""
    for listing in (json_feed(items=items), rss("")):
        (problem,) = listing.problems
        assert "without entries" in problem.what


@pytest.mark.parametrize(
    "broken", [{}, None, 5, "text", {"content_html": 5}, {"title": ["a"]}, {"url": {}}, {"id": "x"}, ["a"]]
)
def test_an_entry_that_is_none_costs_only_itself(broken: object) -> None:
    """What stands in a JSON feed in place of an entry is a problem with its number; the next is read."""
    listing = json_feed(items=[broken, {"content_text": BODY, "authors": 5, "tags": 7}])
    (problem,) = listing.problems
    assert problem.where == "feed.json, entry 1"
    assert [each.article.text for each in listing.entries] == [BODY]


def test_a_json_feed_is_read_by_its_specification() -> None:
    """HTML before text before summary, addresses completed, dates with their zone, authors of the feed as a last resort."""
    full = {
        "id": 17,
        "url": "/1",
        "title": "Bridge &amp; road",
        "content_html": LONG,
        "content_text": "Not this.",
        "date_published": "2026-03-01T08:00:00+01:00",
        "image": "https://alder.example/1.jpg",
        "language": "de-AT",
    }
    only = entry(json_feed(items=[full], home_page_url="https://alder.example/", authors=[{"name": "Ann Lee"}]))
    assert (only.id, only.whole) == ("17", True)
    assert only.article == Article(
        url="https://alder.example/1",
        title="Bridge & road",
        text=only.article.text,
        source="Alder",
        published=datetime(2026, 3, 1, 7, tzinfo=UTC),
        language="de",
        authors=("Ann Lee",),
        image="https://alder.example/1.jpg",
    )
    assert only.article.text.startswith(BODY)


def test_a_link_blog_leads_to_what_it_talks_about() -> None:
    """The external address is the article's, the item's own is its discussion, and its text is not the article."""
    link = {"url": "https://alder.example/1", "external_url": "https://birch.example/2", "content_html": LONG}
    only = entry(json_feed(items=[link]))
    assert (only.article.url, only.article.discussion, only.whole) == (
        "https://birch.example/2",
        "https://alder.example/1",
        False,
    )


def test_plain_text_in_a_json_feed_is_not_html() -> None:
    """What looks like a tag in plain text is text."""
    text = "If x <y and y> z, profits rise & fall."
    assert article(json_feed(items=[{"content_text": text}])).text == text


SAMPLES = [
    f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0' {NAMESPACES}><channel><title>Alder</title>{item(guid='1')}"
    f"{item(pubDate='Sun, 01 Mar 2026 08:00:00 GMT', **{'content:encoded': '<![CDATA[<p>A</p>]]>'})}</channel></rss>".encode(),
    f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Alder</title><entry><title type="html">A &lt;b&gt;</title><summary>{BODY}'
    '</summary><link href="/1"/><id>urn:1</id><updated>2026-03-01T08:00:00Z</updated></entry></feed>'.encode(),
    json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_html": LONG, "url": "/1"}]}
    ).encode(),
]

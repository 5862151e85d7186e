from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefing.sources.opml import read_opml, write_opml
from briefing.text import is_web_address, one_line
from briefing.types import Source

# Each list of the collection with the addresses that a reader counts in it: xmlUrl stands in them 403 times, each time with
# another address. A recovering XML parser finds 398: it loses outlines with bare quotes in a description, and reads "&id=4eb" and
# "&lang=en" in two addresses as entities, so that both are there and wrong.
LISTS = {
    "Android_Development.opml": 32,
    "Apple.opml": 16,
    "Beauty.opml": 11,
    "Brazil.opml": 7,
    "Business_&_Economy.opml": 16,
    "Canada.opml": 10,
    "Cars.opml": 18,
    "Cricket.opml": 22,
    "Food.opml": 21,
    "France.opml": 11,
    "Gaming.opml": 16,
    "Hong_Kong_SAR_China.opml": 5,
    "Interior_design.opml": 24,
    "Iran.opml": 7,
    "Ireland.opml": 6,
    "Japan.opml": 8,
    "Mexico.opml": 15,
    "Music.opml": 8,
    "News.opml": 11,
    "Pakistan.opml": 7,
    "Philippines.opml": 20,
    "Science.opml": 24,
    "South_Africa.opml": 11,
    "Spain.opml": 9,
    "Sports.opml": 6,
    "Startups.opml": 23,
    "UI_-_UX.opml": 11,
    "United_States.opml": 10,
    "iOS_Development.opml": 18,  # one of them twice, with "www." and without: two addresses
}


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>T</title></head><body>{body}</body></opml>'.encode()


def sources(body: str) -> list[Source]:
    """What a list with this body holds, where nothing went wrong."""
    found, problems = read_opml(opml(body), "list.opml")
    assert not problems
    return found


def test_every_list_of_the_collection_is_named_here(shared: Path) -> None:
    """The table has a line for each file, and for no other."""
    assert {file.name for file in (shared / "opml").iterdir()} == set(LISTS)
    assert sum(LISTS.values()) == 403


@pytest.mark.parametrize(("name", "count"), LISTS.items(), ids=str)
def test_every_feed_of_a_list_is_found(shared: Path, name: str, count: int) -> None:
    """Also where the list is no XML: every address that stands there, under its name and in its folder."""
    content = (shared / "opml" / name).read_bytes()
    found, problems = read_opml(content, name)
    written = re.findall(r'xmlUrl="([^"]*)"', content.decode())
    assert [source.location for source in found] == [address.replace("&amp;", "&") for address in written]
    assert len(found) == count
    assert not problems
    assert sum(not source.name for source in found) == content.decode().count('<outline text="" ')
    assert len({source.section for source in found}) == 1
    assert found[0].section.replace(" / ", " - ").replace(" ", "_") == name.removesuffix(".opml")


@pytest.mark.parametrize("key", ["xmlUrl", "xmlurl", "XMLURL", "xmlURL"])
def test_names_of_attributes_are_read_in_any_case(key: str) -> None:
    """Programs spell the address as they like; "text" comes before "title", and either will do."""
    (found,) = sources(f'<outline TEXT="Alder" title="Other" {key}="https://alder.example/feed" Language="en-GB"/>')
    assert found == Source(location="https://alder.example/feed", name="Alder", language="en-GB")
    (found,) = sources(f"<OUTLINE title='Alder &amp; Co' {key} = 'https://alder.example/feed'></OUTLINE>")
    assert found.name == "Alder & Co"


def test_folders_become_sections() -> None:
    """Nested folders are joined from the outside in, a feed behind a folder is in none of it."""
    found = sources(
        '<outline text="News"><outline text=" World\n  wide "><outline text="A" xmlUrl="https://a.example/"/></outline>'
        '<outline text="B" xmlUrl="https://b.example/"></outline></outline><outline text="C" xmlUrl="https://c.example/"/>'
    )
    assert [(each.name, each.section) for each in found] == [("A", "News / World wide"), ("B", "News"), ("C", "")]


def test_a_feed_counts_once() -> None:
    """An address that comes again is the same feed, where it stood first."""
    twice = '<outline text="A" xmlUrl="https://a.example/"/><outline text="F"><outline text="B" xmlUrl="https://a.example/"/></outline>'
    (found,) = sources(twice)
    assert (found.name, found.section) == ("A", "")


@pytest.mark.parametrize(
    ("written", "location"),
    [
        ("feed://alder.example/rss", "https://alder.example/rss"),
        ("feed:https://alder.example/rss", "https://alder.example/rss"),
        ("FEED:http://alder.example/rss", "http://alder.example/rss"),
        ("feed://https://alder.example/rss", "https://alder.example/rss"),
        (" https://alder.example/rss\n", "https://alder.example/rss"),
        ("https://alder.example/?a=1&amp;b=2", "https://alder.example/?a=1&b=2"),
        ("https://alder.example/?a=1&copy=2&lang=en&id=3", "https://alder.example/?a=1&copy=2&lang=en&id=3"),
    ],
)
def test_addresses_are_as_they_are_fetched(written: str, location: str) -> None:
    """The scheme of feed readers is that of the web, and a bare "&" is what it says."""
    assert [each.location for each in sources(f'<outline text="A" xmlUrl="{written}"/>')] == [location]


@pytest.mark.parametrize("written", ["file:///etc/passwd", "javascript:alert(1)", "", "alder", "http://[", "feed:"])
def test_what_is_no_web_address_is_a_problem(written: str) -> None:
    """It is left out with its reason, and the others are read."""
    found, (problem,) = read_opml(
        opml(f'<outline xmlUrl="{written}"/><outline xmlUrl="https://a.example/"/>'), "list.opml"
    )
    assert [each.location for each in found] == ["https://a.example/"]
    assert problem.where == "list.opml"
    assert "no web address" in problem.what


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<opml/>", b"\xff\xfe", b"<outline", b"<outline xmlUrl", b'{"a": 1}', b"\0" * 99]
)
def test_a_list_without_feeds_is_a_problem(content: bytes) -> None:
    """Whatever is given in place of a list: it is said, and what to do."""
    found, (problem,) = read_opml(content, "list.opml")
    assert not found
    assert problem.remedy


def test_comments_are_not_read() -> None:
    """A feed that is commented out is not followed; a comment that never ends hides nothing."""
    found = sources(
        '<!-- <outline xmlUrl="https://a.example/"/> --><outline xmlUrl="https://b.example/"/><!-- open <outline xmlUrl="https://c.example/"/>'
    )
    assert [each.location for each in found] == ["https://b.example/", "https://c.example/"]


def test_the_declared_character_set_is_read() -> None:
    """Names in Latin-1 or Cyrillic arrive as they were meant, with entities for what the keyboard lacks."""
    body = '<opml><body><outline text="Новости &#169;" xmlUrl="https://a.example/"/></body></opml>'
    for encoding in ("windows-1251", "utf-8", "utf-16"):
        content = f'<?xml version="1.0" encoding="{encoding}"?>{body}'.encode(encoding)
        assert read_opml(content)[0][0].name == "Новости ©"


BOMBS = {
    "entities": '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    + '<outline text="&b;" xmlUrl="x"/>' * 1000,
    "folders": '<outline text="folder">' * 400_000 + '<outline xmlUrl="https://a.example/"/>' * 10,
    "open tags": "<outline " * 1_000_000,
    "open quotes": '<outline text="' * 600_000,
    "attributes": "<outline " + 'text="a" ' * 1_000_000,
    "comments": "<!--" * 2_500_000,
    "white space": "<outline xmlUrl" + " " * 10_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_list_costs_much(name: str) -> None:
    """Ten million characters that are built to grow are read in seconds."""
    started = time.process_time()
    found, _ = read_opml(BOMBS[name].encode())
    assert time.process_time() - started < 30  # 2 s for the slowest on a busy machine
    assert len(str(found)) < 10_000


def test_an_entity_names_no_file(tmp_path: Path) -> None:
    """What a list declares of its own is not looked up."""
    (tmp_path / "secret").write_text("the secret words")
    declared = f'<!DOCTYPE a [<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    found, _ = read_opml(f'{declared}<opml><outline text="&f;" xmlUrl="https://a.example/"/></opml>'.encode())
    assert [each.name for each in found] == ["&f;"]


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_bytes_raise(before: bytes, within: bytes) -> None:
    """Whatever surrounds or fills an outline, something is found or said."""
    for content in (before, before + b'<outline text="' + within + b'" xmlUrl="https://a.example/">' + before):
        found, problems = read_opml(content)
        assert found or problems


def text(least: int = 0) -> st.SearchStrategy[str]:
    return st.text(max_size=20).map(one_line).filter(lambda each: len(each) >= least)


SECTIONS = st.lists(text(1).filter(lambda each: "/" not in each), max_size=3).map(" / ".join)
ADDRESSES = (
    st.builds("https://{}.example/{}?a={}&b".format, st.integers(0, 999), text(), text())
    .map(one_line)
    .filter(is_web_address)
)
SOURCES = st.builds(
    Source, location=ADDRESSES, name=text(), section=SECTIONS, language=st.sampled_from(["", "en", "de-AT"])
)


@given(st.lists(SOURCES, unique_by=lambda each: each.location, min_size=1), text())
def test_what_is_written_is_read_again(given_sources: list[Source], title: str) -> None:
    """Address, name, section, language and order survive, whatever stands in them; the file is valid XML with its title."""
    written = write_opml(given_sources, title)
    assert read_opml(written) == (given_sources, [])
    root = etree.fromstring(written)
    assert (root.tag, root.get("version"), root.findtext("head/title") or "") == ("opml", "2.0", title)
    assert all(outline.get("text") for outline in root.iter("outline"))


def test_only_what_lies_on_the_web_is_written() -> None:
    """A folder of this machine or a command is nobody else's source."""
    given_sources = [
        Source("/home/ann/news"),
        Source("https://a.example/"),
        Source(command=("fetch", "news")),
        Source("-"),
    ]
    assert [each.location for each in read_opml(write_opml(given_sources, "T"))[0]] == ["https://a.example/"]


def test_folders_are_written_as_folders() -> None:
    """A section of two folders becomes an outline in an outline, and neighbours share it."""
    given_sources = [Source(f"https://{name}.example/", section="News / World") for name in "ab"]
    root = etree.fromstring(write_opml(given_sources, "T"))
    assert len(root.findall("body/outline[@text='News']/outline[@text='World']/outline[@type='rss']")) == 2

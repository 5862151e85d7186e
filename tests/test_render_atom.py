"""The feed of the briefs: read by feedparser, kept from day to day, and never spoiled by what an earlier file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import feedparser
import pytest
from lxml import etree

from briefing.look import Look
from briefing.render import render
from briefing.render.atom import MOST_BYTES, MOST_ENTRIES, atom
from briefing.render.specimens import specimens
from briefing.templating import passage
from briefing.types import Brief

SPECIMENS = specimens()
LOOK = Look()
ATOM = "{http://www.w3.org/2005/Atom}"
ALLOWED = {"div", "p", "h2", "h3", "ul", "li", "a", "span", "bdi", "sup", "small", "i", "br"}


def later(brief: Brief, days: int) -> Brief:
    return replace(brief, date=brief.date + timedelta(days=days))


def read(feed: bytes) -> Any:
    """The feed as a feed reader sees it."""
    found = feedparser.parse(feed, sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def contents(feed: bytes) -> list[str]:
    return [entry.content[0].value for entry in read(feed).entries]


class Fragment(HTMLParser):
    """The elements and the text of an entry's HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def links(self) -> list[str]:
        return [attributes.get("href", "") for tag, attributes in self.elements if tag == "a"]


def test_a_feed_reader_reads_the_brief(demo_brief: Brief) -> None:
    """Title with the day, time, a summary in words, and the whole brief with its links as the content."""
    found = read(render(demo_brief, "atom"))
    assert found.version == "atom10"
    assert found.feed.title == demo_brief.title
    (entry,) = found.entries
    assert entry.title.startswith(f"{demo_brief.title}, Thursday 15 October 2026")
    assert datetime.fromisoformat(entry.updated) == datetime.fromisoformat(entry.published) == demo_brief.date
    assert datetime.fromisoformat(found.feed.updated) == demo_brief.date
    assert entry.summary == " ".join(sentence.text for sentence in demo_brief.overview)
    content = Fragment(entry.content[0].value)
    for summary in demo_brief.summaries:
        assert summary.headline in content.text
        assert all(sentence.text in content.text for sentence in summary.sentences)
        assert all(outlet in content.text for outlet in summary.story.outlets)
        cited = [passage(citation) for sentence in summary.sentences for citation in sentence.citations]
        assert set(cited) <= set(content.links)


@pytest.mark.parametrize("name", SPECIMENS)
def test_every_awkward_brief_is_a_feed(name: str) -> None:
    """Well-formed, read without a complaint, the same bytes each time, also below a later one and again below that."""
    brief = SPECIMENS[name]
    first = atom(brief, LOOK, b"")
    assert first == atom(brief, LOOK, b"") == atom(brief, LOOK, first)
    second = atom(later(brief, 1), LOOK, first)
    third = atom(later(brief, 2), LOOK, second)
    assert third == atom(later(brief, 2), LOOK, third)
    told = contents(third)
    assert len(told) == 3
    assert [words(each) for each in told] == [words(contents(first)[0])] * 3
    root = etree.fromstring(third)
    assert {"id", "title", "updated", "author"} <= {etree.QName(child).localname for child in root}
    for entry in root.iter(f"{ATOM}entry"):
        assert {"id", "title", "updated", "published", "summary", "content"} == {
            etree.QName(child).localname for child in entry
        }
        assert all((entry.findtext(f"{ATOM}{part}") or "").strip() for part in ("id", "title", "updated", "content"))


def words(html: str) -> list[str]:
    return Fragment(html).text.split()


def test_days_are_kept_below_the_newest() -> None:
    """The newest comes first; the same edition made again takes its own place; another edition of the day has its own."""
    monday = SPECIMENS["one story"]
    feed = b""
    for brief in (monday, later(monday, 1), later(monday, 2)):
        feed = atom(brief, LOOK, feed)
    days = [entry.title.split(",")[1].split()[0] for entry in read(feed).entries]
    assert days == ["Saturday", "Friday", "Thursday"]
    mended = replace(later(monday, 2), problems=SPECIMENS["hostile"].problems)
    again = atom(mended, LOOK, feed)
    ids = [[entry.id for entry in read(each).entries] for each in (feed, again)]
    assert ids[0] == ids[1]
    assert contents(again)[0] != contents(feed)[0]
    assert contents(again)[1:] == contents(feed)[1:]
    evening = atom(replace(mended, edition="evening"), LOOK, again)
    assert len(read(evening).entries) == 4


def test_an_older_brief_made_again_does_not_make_the_feed_older() -> None:
    """The feed's time is that of its latest entry."""
    thursday = SPECIMENS["one story"]
    feed = atom(thursday, LOOK, atom(later(thursday, 1), LOOK, b""))
    assert datetime.fromisoformat(read(feed).feed.updated) == later(thursday, 1).date


def test_a_feed_does_not_grow_for_ever() -> None:
    """A month of entries at most, and no more bytes of them than are read again."""
    feed = b""
    for day in range(MOST_ENTRIES + 5):
        feed = atom(later(SPECIMENS["empty"], day), LOOK, feed)
    entries = read(feed).entries
    assert len(entries) == MOST_ENTRIES
    assert len({entry.id for entry in entries}) == MOST_ENTRIES
    large = replace(SPECIMENS["one story"], title="Large")
    feed = atom(large, LOOK, b"").replace(b"&lt;/div&gt;", b"rain " * (MOST_BYTES // 10) + b"&lt;/div&gt;")
    assert len(contents(feed)[0]) > MOST_BYTES / 2
    feed = atom(later(large, 1), LOOK, feed)
    assert len(contents(feed)) == 2
    feed = feed.replace(b"&lt;/div&gt;", b"snow " * (MOST_BYTES // 10) + b"&lt;/div&gt;", 1)
    assert len(contents(atom(later(large, 2), LOOK, feed))) == 2


FOREIGN = (
    b"", b"\x00\xff", b"<", b"<html><body><p>no feed", b"{}", "<feed/>".encode("utf-16"), b"<?xml version='1.0' encoding='nonsense'?><feed/>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'/>", b"<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:uuid:other</id><entry/></feed>",
    b"<a>" * 100_000, b'<feed xmlns="http://www.w3.org/2005/Atom"' + b" a" * 1000,
)  # fmt: skip


@pytest.mark.parametrize("earlier", FOREIGN, ids=range(len(FOREIGN)))
def test_what_is_no_feed_of_the_brief_is_ignored(earlier: bytes) -> None:
    """Garbage, another format, somebody else's feed: the feed begins anew, and nothing is raised."""
    brief = SPECIMENS["one story"]
    assert atom(brief, LOOK, earlier) == atom(brief, LOOK, b"")


def test_the_feed_of_another_brief_is_ignored() -> None:
    """One title, one feed."""
    other = atom(replace(SPECIMENS["one story"], title="Another"), LOOK, b"")
    assert len(read(atom(later(SPECIMENS["one story"], 1), LOOK, other)).entries) == 1


def test_entities_and_foreign_files_are_not_read(tmp_path: Any) -> None:
    """A feed with declarations of its own is ignored as a whole: no bomb goes off, no file is read into it."""
    (tmp_path / "secret").write_text("the secret", encoding="utf-8")
    brief = SPECIMENS["one story"]
    feed = atom(brief, LOOK, b"").decode()
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    for declared, said in ((bomb, "&a9;"), (f'<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">', "&x;")):
        hostile = feed.replace("<feed", f"<!DOCTYPE feed [{declared}]><feed", 1).replace(
            "<summary>", f"<summary>{said}", 1
        )
        made = atom(later(brief, 1), LOOK, hostile.encode())
        assert len(read(made).entries) == 1
        assert b"secret" not in made


def test_a_tampered_entry_loses_what_ours_never_have() -> None:
    """Scripts, handlers, pictures from elsewhere and addresses that are none are taken out; its text and its links stay."""
    brief = SPECIMENS["one story"]
    evil = (
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src='https://evil.example/pixel'&gt;&lt;style&gt;p{}&lt;/style&gt;"
        "&lt;a href='javascript:alert(2)' onclick='alert(3)'&gt;press&lt;/a&gt;&lt;a href='https://a b/'&gt;odd&lt;/a&gt;&amp;#1;&lt;/div&gt;"
    )
    feed = atom(brief, LOOK, b"").replace(b"&lt;/div&gt;", evil.encode())
    feed = feed.replace(
        b"</entry>", b"<link rel='enclosure' href='https://evil.example/x'/><x:y xmlns:x='urn:x'/></entry>"
    )
    made = atom(later(brief, 1), LOOK, feed)
    kept = Fragment(contents(made)[1])
    assert {tag for tag, _ in kept.elements} <= ALLOWED
    assert {name for _, attributes in kept.elements for name in attributes} <= {"href", "title", "lang", "dir"}
    assert set(kept.links) == {*Fragment(contents(made)[0]).links, ""}
    assert "press" in kept.text
    assert brief.summaries[0].sentences[0].text in kept.text
    assert b"evil.example" not in made


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ("<id>urn:uuid:", "<id>javascript:"),
        ("2026-10-15T06:30:00", "yesterday"),
        ("2026-10-15T06:30:00", "0001-01-01T00:00:00+23:59?"),
    ],
)
def test_an_entry_that_lacks_a_part_is_left_out(whole: str, broken: str) -> None:
    """One without a name or a time of ours costs no other."""
    brief = SPECIMENS["one story"]
    feed = atom(later(brief, 1), LOOK, atom(brief, LOOK, b"")).decode()
    before, entry = feed.rsplit("<entry", 1)
    spoiled = before + "<entry" + entry.replace(whole, broken)
    assert spoiled != feed
    assert len(read(atom(later(brief, 2), LOOK, spoiled.encode())).entries) == 2


def test_hostile_text_does_nothing() -> None:
    """It is shown letter by letter; no element but ours comes of it, no address but http."""
    (content,) = contents(atom(SPECIMENS["hostile"], LOOK, b""))
    shown = Fragment(content)
    assert {tag for tag, _ in shown.elements} <= ALLOWED
    assert all(link.startswith(("https://", "http://")) for link in shown.links)
    assert "<script>alert(1)</script>" in shown.text


def test_the_page_on_the_web_is_linked() -> None:
    """Where the brief can be read online, each entry keeps the address of its own day; else there is no link."""
    brief = SPECIMENS["one story"]
    look = Look(online="https://example.org/{date:%Y}/{edition}-{date}.html")
    feed = atom(later(brief, 1), look, atom(brief, look, b""))
    found = read(feed)
    assert [entry.link for entry in found.entries] == [
        "https://example.org/2026/morning-2026-10-16.html",
        "https://example.org/2026/morning-2026-10-15.html",
    ]
    assert found.feed.link == found.entries[0].link
    assert b"<link" not in atom(brief, LOOK, b"")
    assert b"<link" not in atom(brief, Look(online="javascript:alert(1)"), b"")


def test_right_to_left_is_right() -> None:
    """The language and its direction are said of the entry and inside it."""
    feed = atom(SPECIMENS["right to left"], LOOK, b"")
    assert etree.fromstring(feed).find(f"{ATOM}entry").get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert Fragment(contents(feed)[0]).elements[0] == ("div", {"lang": "ar", "dir": "rtl"})

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.sources.links import GUESSES, Candidate, articles_in, feeds_in
from briefing.text import is_web_address

HOME = "https://www.alder.example/"


def head(links: str, body: str = "") -> str:
    return f"<!doctype html><html><head><title>Alder</title>{links}</head><body>{body}</body></html>"


def link(type_: str, href: str, title: str = "", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{type_}" href="{href}" title="{title}">'


def test_a_page_names_its_feeds() -> None:
    """Feeds of every type, as the page names them, relative addresses made whole."""
    page = head(
        link("application/rss+xml", "/rss.xml", "Alder &amp; Co")
        + link("application/atom+xml", "https://feeds.birch.example/atom")
        + link("APPLICATION/RDF+XML; charset=utf-8", "index.rdf", rel="Alternate nofollow")
        + link("application/feed+json", "feed.json")
        + link("application/json", "//www.alder.example/feed/json", "JSON Feed")
    )
    assert feeds_in(page, HOME + "news/") == [
        Candidate("https://www.alder.example/rss.xml", "Alder & Co"),
        Candidate("https://feeds.birch.example/atom", ""),
        Candidate("https://www.alder.example/news/index.rdf", ""),
        Candidate("https://www.alder.example/news/feed.json", ""),
        Candidate("https://www.alder.example/feed/json", "JSON Feed"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        link("application/json", "/wp-json/wp/v2/pages/2", "JSON"),
        link("application/json+oembed", "/oembed?format=json"),
        link("text/html", "/feed/de", "Deutsch"),
        link("application/rss+xml", "/rss.xml", rel="stylesheet"),
        link("application/rss+xml", "javascript:alert(1)"),
        link("application/rss+xml", "http://[broken"),
        '<link rel="alternate" type="application/rss+xml">',
    ],
)
def test_other_links_are_no_feeds(other: str) -> None:
    """An interface for programs, another language, a style, an address that is none."""
    assert feeds_in(head(other), HOME) == []


def test_feeds_of_comments_come_last() -> None:
    """The comments of a page are never taken for its news, in whichever order they stand."""
    page = head(
        link("application/rss+xml", "/comments/feed/", "Alder » Comments Feed")
        + link("application/rss+xml", "/bridge/feed/", "Alder » Bridge closed Kommentare")
        + link("application/rss+xml", "/feed/", "Alder » Feed")
    )
    assert [each.url.removeprefix(HOME) for each in feeds_in(page, HOME)] == ["feed/", "comments/feed/", "bridge/feed/"]


def test_links_that_look_like_feeds_come_after_those_that_are_declared() -> None:
    """A footer may name feeds that the head does not; each address comes once, under its first name."""
    body = (
        '<a href="/rss/world.xml">World</a> <a href="/feed/">Again</a> <a href="/feedback">Feedback</a> <a href="/atom.xml">Atom</a>'
        '<a href="https://feeds.birch.example/alder">Elsewhere</a> <a href="/2026/03/rss-is-not-dead">A story</a><a href="">None</a>'
    )
    found = feeds_in(head(link("application/rss+xml", "/feed/", "All"), body), HOME)
    assert [each.title for each in found] == ["All", "World", "Atom", "Elsewhere"]


def test_usual_places_are_paths() -> None:
    """Where a page names no feed, these are asked; each would be known as a feed's address."""
    assert len(set(GUESSES)) == len(GUESSES)
    page = head("", "".join(f'<a href="{path}">x</a>' for path in GUESSES if path != "/index.xml"))
    assert len(feeds_in(page, HOME)) == len(GUESSES) - 1


# A paper of today: cards with headings inside the link, dates and slugs in the addresses, everything marked up as it should be.
MODERN = """<?xml version="1.0" encoding="utf-8"?><!doctype html><html><head><title>The Alder</title></head><body>
<header><nav><a href="/world">World</a><a href="/2026/03/01/how-we-report-the-news-here">How we report the news here</a></nav></header>
<main>
 <article><a href="/2026/03/01/bridge-closed"><img src="1.jpg" alt=""></a>
  <a href="/2026/03/01/bridge-closed?utm_source=front#top"><h2>Bridge closed <em>after</em> the flood</h2><p>The council met.</p></a>
  <footer><a href="/2026/03/01/bridge-closed#comments">Read all forty-two comments here</a></footer></article>
 <article><h3><a href="https://www.alder.example/p/k3">Mayor resigns over the bridge</a></h3><a href="/author/ann-lee-of-the-alder">By Ann Lee of the Alder</a></article>
 <section><a href="/sport/cup-final-goes-to-penalties-again">Cup final goes to penalties again</a>
  <a href="/sport/cup-final-goes-to-penalties-again">Read more</a>
  <a href="https://sport.alder.example/live-123456">Follow the match as it happens</a>
  <a href="/world/us-and-canada">US and Canada news</a>
  <a href="/video">Watch all of our videos</a>
  <a href="/topics/climate-change-in-the-valley">Climate change in the valley</a>
  <a href="/files/report-of-the-bridge-council.pdf">Report of the bridge council</a>
  <a href="https://birch.example/2026/03/01/a-rival-paper-has-this">A rival paper has this story</a>
  <a href="javascript:openStory(123456)">Open the story in a window</a>
  <a href="/">Back to the front page</a></section>
 <aside><a href="/2026/02/01/most-read-story-of-last-month">Most read story of last month</a></aside>
</main>
<footer><a href="/privacy-policy-for-all-readers">Privacy policy for all our readers</a><a href="/login">Sign in to your account</a></footer>
</body></html>"""

# A site of twenty years ago: tables, classes for everything, numbers for addresses, a base for its relative links.
OLD = """<html><head><base href="http://alder.example/de/"><title>Erle</title></head><body>
<div id="navigation"><a href="seite-100001.html">Zur Seite der Redaktion hier</a></div>
<div class="layout has-sidebar"><table><tr><td>
 <a href="artikel-204711.html">Brücke nach der Flut gesperrt</a><br><a href="artikel-204712.html"><b>Bürgermeisterin</b> tritt nach Streit zurück</a>
 <a href="news.php?id=7">Die Zeitung von heute lesen</a>
 <a href="mailto:a@alder.example">Schreiben Sie uns eine Mail</a><a href="/impressum">Impressum und alle weiteren Angaben</a>
</td><td class="sidebar"><a href="artikel-204600.html">Was die Leser gestern lasen</a></td></tr></table></div>
<div class="footer"><a href="artikel-100002.html">Allgemeine Bedingungen für alle Leser</a></div></body></html>"""

# Without spaces between words, and without a slug that could be read.
CHINESE = """<html><body><ul><li><a href="/a/20260301/c12345.html">大桥在洪水之后被关闭</a></li><li><a href="/world/">国际</a></li></ul></body></html>"""


def found_in(html: str, url: str = HOME) -> list[tuple[str, str]]:
    return [(each.article.title, each.article.url) for each in articles_in(html, url)]


def test_the_front_page_of_a_paper_gives_its_articles() -> None:
    """Cards and lists are read in their order; navigation, tags, files, other sites and what everyone has read are not."""
    assert found_in(MODERN) == [
        ("Bridge closed after the flood", "https://www.alder.example/2026/03/01/bridge-closed?utm_source=front"),
        ("Mayor resigns over the bridge", "https://www.alder.example/p/k3"),
        ("Cup final goes to penalties again", "https://www.alder.example/sport/cup-final-goes-to-penalties-again"),
        ("Follow the match as it happens", "https://sport.alder.example/live-123456"),
    ]


def test_an_old_front_page_gives_its_articles() -> None:
    """Where nothing is marked up, numbers in the addresses and names of classes have to do."""
    assert found_in(OLD, "http://alder.example/index.html") == [
        ("Brücke nach der Flut gesperrt", "http://alder.example/de/artikel-204711.html"),
        ("Bürgermeisterin tritt nach Streit zurück", "http://alder.example/de/artikel-204712.html"),
    ]


def test_a_front_page_without_spaces_gives_its_articles() -> None:
    """In scripts without spaces, characters count."""
    assert found_in(CHINESE) == [("大桥在洪水之后被关闭", "https://www.alder.example/a/20260301/c12345.html")]


def test_an_article_of_a_front_page_is_still_to_be_fetched() -> None:
    """It has a title, an address and the host for an outlet, and no text yet; what a link tracks is no part of its id."""
    first = articles_in(MODERN, HOME)[0]
    assert (first.article.text, first.whole, first.article.source) == ("", False, "alder.example")
    assert first.id == "alder.example/2026/03/01/bridge-closed"


def test_hosts_without_a_domain_are_sites_too() -> None:
    """On a machine of one's own, the host says what belongs together."""
    html = '<a href="/2026/03/01/bridge">Bridge closed after the flood</a><a href="http://localhost:81/2026/03/01/x">Bridge closed after the flood</a>'
    assert len(found_in(html, "http://127.0.0.1:8000/")) == 1


@pytest.mark.parametrize(
    "html", ["", " ", "<", "<a href='/2026/03/01/a'>", "<!-- -->", "\0", "<html></html>", "<?xml version='1.0'?>"]
)
def test_a_page_without_links_gives_none(html: str) -> None:
    """Nothing is found there, and nothing raised."""
    assert (feeds_in(html, HOME), articles_in(html, HOME)) == ([], [])


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from([HOME, "", "no address", "http://["]))
def test_no_page_raises(href: str, text: str, url: str) -> None:
    """Whatever stands in a link and wherever its page lies, only addresses on the web come out."""
    html = f"<base href='{text}'><main><a href='{href}'>{text}</a><a href=\"/2026/03/01/{href}\">Four words at least {text}</a>"
    html += f"<link rel=alternate type='application/rss+xml' href='{href}' title='{text}'>"
    for found in articles_in(html, url):
        assert is_web_address(found.article.url)
        assert found.article.title
    for candidate in feeds_in(html, url):
        assert is_web_address(candidate.url)


BOMBS = {
    "deep": "<div>" * 100_000 + "<a href='/2026/03/01/x'>Bridge closed after the flood</a>",
    "nested links": "<a href='/2026/03/01/x'>Bridge closed " * 20_000,
    "many links": "<a href='/2026/03/01/x'>Bridge closed after the flood</a>" * 20_000,
    "classes": "<div class='nav'>" * 20_000,
    "long address": "<a href='/" + "a-" * 500_000 + "'>Bridge closed after the flood</a>",
    "digits": "<a href='/" + "2026" * 200_000 + "'>Bridge closed after the flood</a>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_page_costs_much(name: str) -> None:
    """What is built to grow is read in seconds."""
    started = time.process_time()
    assert len(articles_in(BOMBS[name], HOME)) <= 1
    assert len(feeds_in(BOMBS[name], HOME)) <= 1
    assert time.process_time() - started < 20

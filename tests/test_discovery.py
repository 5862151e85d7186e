"""Getting to know a source: which of a site's addresses to follow, what to call it, and in which section it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from briefing.config import FetchSettings
from briefing.errors import FetchError, InputError
from briefing.sources.discovery import NAME_CHARACTERS, SECTIONS, Introduction, introduce, section_of
from briefing.types import Source

if TYPE_CHECKING:
    from conftest import Server

AT_ONCE = FetchSettings(delay=0, patience=0)
PARAGRAPHS = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The town council voted on Tuesday to rebuild the old bridge, which had been closed since the flood of last winter.",
        "Engineers had looked at it for eleven weeks and found that two of its piers no longer carry any weight.",
        "Work is to begin in spring, said the head of the works office, and it will take at least two summers.",
    )
)
ARTICLE = f"<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{PARAGRAPHS}</article></body></html>"


def rss(title: str = "The Alder", items: int = 2) -> str:
    listed = "".join(
        f"<item><title>Bridge {n}</title><link>http://127.0.0.1/{n}</link><description>Closed …</description></item>"
        for n in range(items)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{listed}</channel></rss>"


def serve_feed(server: Server, path: str, title: str = "The Alder", items: int = 2) -> str:
    return server.serve(path, rss(title, items), "application/rss+xml")


def home(server: Server, *feeds: str, body: str = "") -> str:
    """A front page that names these feeds."""
    links = "".join(f"<link rel='alternate' type='application/rss+xml' href='{feed}'>" for feed in feeds)
    return server.serve("/", f"<html><head><title>Alder</title>{links}</head><body>{body}</body></html>")


def meet(location: str, **wishes: Any) -> Introduction:
    return introduce(Source(location, **{"allow": ("127.0.0.1",), **wishes}), AT_ONCE)


def test_a_feed_is_met_as_it_is(server: Server) -> None:
    """Its own title is its name, and its items are there to be shown."""
    url = serve_feed(server, "/news.xml")
    met = meet(url)
    assert (met.source.location, met.source.name, met.source.kind) == (url, "The Alder", "auto")
    assert [entry.article.title for entry in met.listing.entries] == ["Bridge 0", "Bridge 1"]


def test_what_the_reader_says_goes_first(server: Server) -> None:
    """A name and a section that are given stay, with everything else that was said of the source."""
    met = meet(serve_feed(server, "/technology.xml"), name="My paper", section="Mornings", weight=2.0, limit=3)
    assert (met.source.name, met.source.section, met.source.weight, met.source.limit) == (
        "My paper",
        "Mornings",
        2.0,
        3,
    )


def test_a_site_is_followed_by_the_feed_that_it_names(server: Server) -> None:
    """The first that has entries is taken; one that is absent, broken or empty is passed by."""
    serve_feed(server, "/good.xml", "The good one")
    serve_feed(server, "/empty.xml", "The empty one", 0)
    server.serve("/broken.xml", "<?xml version='1.0'?><catalogue/>", "application/rss+xml")
    met = meet(home(server, "/absent.xml", "/broken.xml", "/empty.xml", "/good.xml"))
    assert (met.source.location, met.source.name) == (server.url("/good.xml"), "The good one")


def test_a_feed_of_comments_comes_last(server: Server) -> None:
    """The news are taken, also where the comments are named first."""
    serve_feed(server, "/comments/feed", "Comments on The Alder")
    serve_feed(server, "/feed")
    assert meet(home(server, "/comments/feed", "/feed")).source.location == server.url("/feed")


@pytest.mark.parametrize("path", ["/feed", "/rss.xml", "/index.xml"])
def test_a_site_that_names_no_feed_is_asked_in_the_usual_places(server: Server, path: str) -> None:
    """A page that answers everywhere with HTML has no feed there."""
    for guess in ("/feed", "/rss"):
        server.serve(guess, ARTICLE)
    url = serve_feed(server, path)
    assert meet(home(server)).source.location == url


def test_a_feed_without_entries_yet_can_be_followed(server: Server) -> None:
    """A new site's feed has a title; nothing of today is no mistake."""
    url = serve_feed(server, "/feed", items=0)
    met = meet(url)
    assert (met.source.location, met.source.name, met.listing.entries) == (url, "The Alder", ())


def test_a_feed_that_has_moved_is_written_down_where_it_is(server: Server) -> None:
    """The address after the redirect is the one to follow."""
    url = serve_feed(server, "/new.xml")
    server.answers["/old.xml"] = (301, {"Location": "/new.xml"}, b"")
    assert meet(server.url("/old.xml")).source.location == url


def test_a_site_without_a_feed_is_followed_by_its_links(server: Server) -> None:
    """Its kind is written down, so that each run reads it the same way."""
    links = "".join(
        f"<h2><a href='/2026/11/01/council-rebuilds-the-old-{thing}'>Council rebuilds the old {thing}</a></h2>"
        for thing in ("bridge", "tunnel", "ferry")
    )
    met = meet(home(server, body=f"<main>{links}</main>"))
    assert (met.source.location, met.source.kind, len(met.listing.entries)) == (server.url("/"), "site", 3)


def test_a_single_page_is_followed_as_one(server: Server) -> None:
    """A page that is an article, on a site without a feed."""
    met = meet(server.serve("/statement", ARTICLE))
    assert (met.source.kind, [entry.article.title for entry in met.listing.entries]) == ("page", ["Bridge"])


SITEMAP = "<urlset><url><loc>http://127.0.0.1/a</loc></url><url><loc>http://127.0.0.1/b</loc></url></urlset>"
CORPUS = '{"title": "One", "text": "The bridge is closed."}\n{"title": "Two", "text": "The bridge is open."}\n'


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("<?xml version='1.0' encoding='utf-8'?>" + SITEMAP, "application/xml"),
        (SITEMAP, "text/xml"),
        ("http://127.0.0.1/a\nhttp://127.0.0.1/b\n", "text/plain"),
        (CORPUS, "application/x-ndjson"),
    ],
    ids=["sitemap", "without declaration", "addresses", "corpus"],
)  # fmt: skip
def test_what_tells_itself_is_followed_as_it_is(server: Server, content: str, content_type: str) -> None:
    """A sitemap and a corpus are known each time by what they are, though the site has a feed as well."""
    serve_feed(server, "/feed")
    url = server.serve("/everything", content, content_type)
    met = meet(url)
    assert (met.source.location, met.source.kind, len(met.listing.entries)) == (url, "auto", 2)
    assert server.paths.count("/feed") == 0


def test_a_kind_that_is_given_is_kept(server: Server) -> None:
    """Whoever asks for the site's links gets them, though it has a feed."""
    serve_feed(server, "/feed")
    links = "".join(
        f"<h2><a href='/2026/11/0{n}/the-council-rebuilds-it'>The council rebuilds it</a></h2>" for n in (1, 2)
    )
    met = meet(home(server, "/feed", body=links), kind="site")
    assert (met.source.location, met.source.kind) == (server.url("/"), "site")
    assert "/feed" not in server.paths


@pytest.mark.parametrize(
    ("status", "content", "error"),
    [
        (404, "", FetchError),
        (200, "<html><body><nav><a href='/a'>About</a></nav></body></html>", InputError),
        (200, "<rss><channel/></rss>", InputError),
        (200, "", InputError),
    ],
)
def test_an_address_with_nothing_to_follow_is_an_error(
    server: Server, status: int, content: str, error: type[InputError]
) -> None:
    """It names the address and says what to do."""
    url = server.serve("/nothing", content, status=status)
    with pytest.raises(error) as caught:
        meet(url)
    assert url in str(caught.value)
    assert caught.value.remedy


def test_a_hostile_title_becomes_a_short_name(server: Server) -> None:
    """On one line, without what no line can carry, and not longer than a name is."""
    hostile = "Alder\u202e&amp;\n\n&lt;b&gt;" + "x" * 500
    name = meet(serve_feed(server, "/feed.xml", hostile)).source.name
    assert name.startswith("Alder&")
    assert len(name) <= NAME_CHARACTERS
    assert not set("\n\u202e") & set(name)


def test_a_site_cannot_name_a_feed_on_a_private_network(server: Server) -> None:
    """The host that the reader named is asked, and no other that it leads to."""
    serve_feed(server, "/feed.xml")
    local = server.url("/").replace("127.0.0.1", "localhost")
    home(server, server.url("/secret.xml"), local + "feed.xml")
    met = meet(local, allow=("localhost",))
    assert met.source.location == local + "feed.xml"
    assert "/secret.xml" not in server.paths


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("https://alder.example/technology/rss.xml The Alder", "Technology"),
        ("https://alder.example/feed The Alder: Business", "Business"),
        ("https://techdaily.example/feed", "Technology"),
        ("https://alder.example/world_news.xml", "World"),
        ("https://alder.example/rss/middle-east", "World"),
        ("https://alder.example/football.xml", "Sport"),
        ("https://alder.example/ARTS", "Culture"),
        ("https://alder.example/feed The Alder", ""),
        ("https://alder.example/transport.xml", ""),
        ("https://charts.example/parts Smarts", ""),
        ("", ""),
    ],
)
def test_an_address_or_a_title_speaks_of_a_section(said: str, section: str) -> None:
    """By a word of it, not by a part within a word; none where nothing is said."""
    assert section_of(said) == section


def test_a_section_in_use_is_taken_before_a_common_one() -> None:
    """The reader's own words for it, in any case and with whatever they hold; an empty one is none."""
    assert section_of("https://alder.example/climate-policy", ["", "Policies", "Climate-Policy"]) == "Climate-Policy"
    assert section_of("https://alder.example/c++", ["C++ (weekly)", "C++"]) == "C++"
    assert section_of("https://alder.example/science", [""]) == "Science"
    assert all(section_of(f"https://alder.example/{section.lower()}") == section for section in SECTIONS)


def test_the_section_is_told_from_address_and_title(server: Server) -> None:
    """An introduction comes with it."""
    assert meet(serve_feed(server, "/a.xml", "Alder Science")).source.section == "Science"
    met = introduce(Source(server.url("/a.xml"), allow=("127.0.0.1",)), AT_ONCE, ["Alder"])
    assert met.source.section == "Alder"

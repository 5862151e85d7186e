from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import InputError
from briefing.sources.feeds import read_feed
from briefing.sources.presets import SERVICES, apply, expand
from briefing.text import is_web_address
from briefing.types import Entry

GDELT = "&mode=ArtList&format=rss&timespan=24h&maxrecords=75&sort=DateDesc"
BODY = "The council closed the bridge on Monday after the flood, and nobody was hurt, said the mayor."


def listed(location: str, feed: str) -> list[Entry]:
    """What a preset makes of a feed as its service sends it."""
    preset = expand(location)
    assert preset
    listing = read_feed(feed.encode(), location, preset.url)
    assert not listing.problems
    return list(apply(preset, listing).entries)


def rss(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>Service</title>{"".join(f"<item>{each}</item>" for each in items)}</channel></rss>'


@pytest.mark.parametrize(
    ("location", "url", "name"),
    [
        ("hackernews:top", "https://hnrss.org/frontpage", "Hacker News"),
        ("hackernews:best", "https://hnrss.org/best", "Hacker News"),
        ("HackerNews:New", "https://hnrss.org/newest", "Hacker News"),
        ("reddit:worldnews", "https://www.reddit.com/r/worldnews/top/.rss?t=day", "r/worldnews"),
        ("reddit: /r/worldnews/ ", "https://www.reddit.com/r/worldnews/top/.rss?t=day", "r/worldnews"),
        ("reddit:europe+de_news", "https://www.reddit.com/r/europe+de_news/top/.rss?t=day", "r/europe+de_news"),
        ("mastodon:@ann@alder.example", "https://alder.example/@ann.rss", "@ann@alder.example"),
        ("bluesky:ann.bsky.example", "https://bsky.app/profile/ann.bsky.example/rss", "@ann.bsky.example"),
        ("bluesky:did:plc:abc123", "https://bsky.app/profile/did:plc:abc123/rss", "@did:plc:abc123"),
        (
            "googlenews:climate summit",
            "https://news.google.com/rss/search?q=climate%20summit",
            "Google News: climate summit",
        ),
        (
            "googlenews:a&b=c#d/é",
            "https://news.google.com/rss/search?q=a%26b%3Dc%23d%2F%C3%A9",
            "Google News: a&b=c#d/é",
        ),
        (
            'gdelt:"climate summit"',
            f"https://api.gdeltproject.org/api/v2/doc/doc?query=%22climate%20summit%22{GDELT}",
            'GDELT: "climate summit"',
        ),
        (
            "youtube:UCabcdefghijklmnopqrst-_",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrst-_",
            "YouTube UCabcdefghijklmnopqrst-_",
        ),
    ],
)
def test_a_short_location_names_a_feed(location: str, url: str, name: str) -> None:
    """What follows the colon is set into the service's address, percent-encoded, and into a name for readers."""
    preset = expand(location)
    assert preset
    assert (preset.url, preset.name) == (url, name)


@pytest.mark.parametrize(
    "location",
    [
        "https://alder.example/feed", "feed://alder.example", "imaps://mail.example", "news/today.txt", "./notes:monday", "/srv/a:b",
        "C:\\news\\today.txt", "c:today.txt", "-", "hackernews", "", "Zürich:x", "two words: and more",
    ],
)  # fmt: skip
def test_addresses_and_paths_are_no_presets(location: str) -> None:
    """An address, a path, a drive and standard input stay what they are."""
    assert expand(location) is None


def test_an_unknown_preset_is_refused_with_those_there_are() -> None:
    """The message names what was asked for, and an example of each preset."""
    with pytest.raises(InputError, match="nonsense:x is no preset") as refused:
        expand("nonsense:x")
    for service in SERVICES.values():
        assert service.example in refused.value.remedy
        assert "./nonsense:x" in refused.value.remedy


@pytest.mark.parametrize(
    "location",
    [
        "hackernews:", "hackernews:worst", "reddit:a", "reddit:über", "reddit:x/../../evil", "reddit:a?b=c", "mastodon:ann",
        "mastodon:@ann@localhost", "mastodon:@ann@127.0.0.1", "mastodon:@ann@alder.example/x", "mastodon:@ann@alder.example:8080",
        "mastodon:@ann@a@b.example", "mastodon:@ann@-a.example", "mastodon:a/b@alder.example", "bluesky:ann", "bluesky:../x.example",
        "youtube:@ann", "youtube:UC", "gdelt:", "googlenews:  ",
    ],
)  # fmt: skip
def test_a_preset_is_given_what_it_can_name(location: str) -> None:
    """No host but a host name, no list but one there is: the message says how the preset is written."""
    with pytest.raises(InputError, match="names nothing") as refused:
        expand(location)
    assert SERVICES[location.partition(":")[0]].example in refused.value.remedy


@given(st.sampled_from(sorted(SERVICES)), st.text(max_size=40))
def test_no_argument_leaves_the_service(service: str, argument: str) -> None:
    """Whatever is written behind the colon, the address is on the web, in one piece, and of the service's own host."""
    try:
        preset = expand(f"{service}:{argument}")
    except InputError:
        return
    if preset is not None:
        assert is_web_address(preset.url)
        assert re.fullmatch(r"[!-~]+", preset.url)
        if service != "mastodon":
            assert preset.url.startswith(SERVICES[service].preset.url.partition("{0}")[0])


def hacker_news(article: str, discussion: str, text: str = "") -> str:
    about = f'<p>Article URL: <a href="{article}">{article}</a></p>' if not text else f"<p>{text}</p><hr>"
    about += f'<p>Comments URL: <a href="{discussion}">{discussion}</a></p><p>Points: 321</p><p># Comments: 45</p>'
    return (
        f"<title>Bridge closed</title><description><![CDATA[{about}]]></description><link>{article}</link>"
        f'<comments>{discussion}</comments><guid isPermaLink="false">{discussion}</guid>'
    )


def test_an_entry_of_hacker_news_is_its_article() -> None:
    """Its points and discussion are kept, its text is that of its page and never the service's own lines."""
    talk = "https://news.ycombinator.com/item?id=1"
    (only,) = listed("hackernews:top", rss(hacker_news("https://alder.example/1", talk)))
    assert (only.article.url, only.article.discussion, only.article.points) == ("https://alder.example/1", talk, 321)
    assert (only.article.text, only.whole, only.id) == ("", False, talk)


def test_a_question_on_hacker_news_is_its_own_article() -> None:
    """Where the entry leads to its own discussion, its text is what was asked there."""
    talk = "https://news.ycombinator.com/item?id=2"
    (only,) = listed("hackernews:top", rss(hacker_news(talk, talk, BODY)))
    assert (only.article.text, only.whole, only.article.points) == (BODY, True, 321)
    assert only.article.url == only.article.discussion == talk


def reddit(article: str, talk: str, text: str = "") -> str:
    content = (
        f'{text} &#32; submitted by &#32; <a href="https://www.reddit.com/user/ann"> /u/ann </a> <br/>'
        f' <span><a href="{escape(article)}">[link]</a></span> &#32; <span><a href="{talk}">[comments]</a></span>'
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>top scoring links : worldnews</title><entry><author><name>/u/ann</name>'
        f'</author><category term="worldnews"/><content type="html">{escape(content)}</content><id>t3_abc</id><link href="{talk}"/>'
        "<updated>2026-03-01T08:00:00+00:00</updated><title>Bridge closed</title></entry></feed>"
    )


def test_an_entry_of_reddit_is_its_article() -> None:
    """The link in brackets leads to the article, the entry's own link to the discussion."""
    talk = "https://www.reddit.com/r/worldnews/comments/abc/bridge_closed/"
    (only,) = listed("reddit:worldnews", reddit("https://alder.example/1?a=1&b=2", talk))
    assert (only.article.url, only.article.discussion) == ("https://alder.example/1?a=1&b=2", talk)
    assert (only.article.text, only.whole, only.id) == ("", False, "t3_abc")
    assert not only.article.extra


def test_a_text_on_reddit_is_its_own_article() -> None:
    """A post without an article keeps its text, without the line that the service sets below it."""
    talk = "https://www.reddit.com/r/worldnews/comments/abc/bridge_closed/"
    (only,) = listed("reddit:worldnews", reddit(talk, talk, f'<div class="md"><p>{BODY}</p></div>'))
    assert (only.article.text, only.whole, only.article.url) == (BODY, True, talk)


def test_a_link_that_leads_nowhere_is_not_followed() -> None:
    """What a service calls the article must be on the web; else the entry's own link has to do."""
    talk = "https://www.reddit.com/r/worldnews/comments/abc/bridge_closed/"
    (only,) = listed("reddit:worldnews", reddit("javascript:alert(1)", talk))
    assert only.article.url == talk


@pytest.mark.parametrize("location", ["mastodon:@ann@alder.example", "bluesky:ann.alder.example"])
def test_a_short_message_is_whole(location: str) -> None:
    """What people write there has no title and no further page: its first words name it."""
    link = "https://alder.example/@ann/1"
    (only,) = listed(
        location, rss(f"<guid>{link}</guid><link>{link}</link><description>&lt;p&gt;{BODY}&lt;/p&gt;</description>")
    )
    assert (only.article.text, only.whole) == (BODY, True)
    assert only.article.title == "The council closed the bridge on Monday after the flood, and nobody"


def test_google_news_names_the_outlet() -> None:
    """The outlet stands apart from the title, and the list of links that is the text there is not the article."""
    link = "https://news.google.com/rss/articles/abc?oc=5"
    text = escape(f'<a href="{link}" target="_blank">Bridge closed</a>&nbsp;<font color="#6f6f6f">Birch</font>')
    feed = rss(
        f'<title>Bridge closed - Birch</title><link>{link}</link><guid isPermaLink="false">abc</guid>'
        f'<description>{text}</description><source url="https://birch.example">Birch</source>'
    )
    (only,) = listed("googlenews:bridge", feed)
    assert (only.article.title, only.article.source, only.article.text) == ("Bridge closed", "Birch", "")


def test_a_search_gives_its_links() -> None:
    """The entries of a search over many outlets are pages to be fetched."""
    (only,) = listed("gdelt:bridge", rss("<title>Bridge closed</title><link>https://birch.example/1</link>"))
    assert (only.article.url, only.whole) == ("https://birch.example/1", False)


def test_a_video_has_its_description() -> None:
    """What a channel writes below a video is the text that there is."""
    feed = (
        '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns="http://www.w3.org/2005/Atom"><title>Ann</title><entry><id>yt:video:1</id><title>Bridge closed</title>'
        '<link rel="alternate" href="https://www.youtube.com/watch?v=1"/><media:group><media:title>Bridge closed</media:title>'
        '<media:thumbnail url="https://i.ytimg.example/1.jpg" width="480" height="360"/>'
        f"<media:description>{BODY}</media:description></media:group></entry></feed>"
    )
    (only,) = listed("youtube:UCabcdefghijklmnopqrst-_", feed)
    assert (only.article.title, only.article.text, only.whole) == ("Bridge closed", BODY, True)
    assert only.article.image == "https://i.ytimg.example/1.jpg"

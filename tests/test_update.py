"""The whole way of the news into the store: listed, decided, completed, filed, and read from there again."""

from __future__ import annotations

import mailbox
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import briefing
from briefing.config import FetchSettings, settings
from briefing.fetch import ATTEMPTS
from briefing.sources import Update, Updater, remembered
from briefing.sources.presets import SERVICES
from briefing.sources.update import MOST_ATTEMPTS, MOST_PAGES
from briefing.store import Store
from briefing.store.archive import Archive
from briefing.store.health import HealthBook
from briefing.types import Article, Reading, Secret, Source, Story

if TYPE_CHECKING:
    from conftest import Answer, Deed, Server

NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
LATER = NOW + timedelta(hours=12)
MAX_AGE = 3.0
LOOPBACK = ("127.0.0.1",)
AT_ONCE = FetchSettings(delay=0, patience=0)
TEASER = "The council has decided what becomes of it, our reporter writes …"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "briefing.db") as opened:
        yield opened


def prose(topic: str) -> list[str]:
    """Paragraphs of a story of its own, well over the length of a teaser."""
    return [
        f"The town council voted on Tuesday to rebuild the {topic}, which had been closed since the flood of last winter.",
        f"Engineers had looked at the {topic} for eleven weeks and found that two of its piers no longer carry any weight.",
        f"Work on the {topic} is to begin in spring, said the head of the works office, and it will take at least two summers.",
        f"People who live near the {topic} asked for a footpath along the water, and the council promised to look into it.",
        f"The county pays for most of the {topic}, with money that it had set aside for schools and for a new fire station.",
    ]


def page(title: str, paragraphs: Sequence[str], head: str = "", below: str = "") -> str:
    """An outlet's page with one article on it."""
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{escape(title)}</title>{head}</head>"
        f"<body><article><h1>{escape(title)}</h1>{body}</article>{below}</body></html>"
    )


def item(title: str, link: str = "", text: str = TEASER, whole: str = "", published: datetime | None = NOW) -> str:
    """An item of a feed; ``whole`` is its full content."""
    date = f"<pubDate>{format_datetime(published - timedelta(hours=1))}</pubDate>" if published else ""
    content = f"<content:encoded>{escape(whole)}</content:encoded>" if whole else ""
    return (
        f"<item><guid isPermaLink='false'>{escape(title)}</guid><title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<description>{escape(text)}</description>{content}{date}</item>"
    )


def rss(*items: str, title: str = "The Alder") -> str:
    """A feed of these items."""
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>{title}</title><language>en</language>{''.join(items)}</channel></rss>"
    )


def html(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def follow(location: str, **wishes: Any) -> Source:
    return Source(location, **{"allow": LOOPBACK, **wishes})


def publish(server: Server, *items: str, path: str = "/feed.xml", **wishes: Any) -> Source:
    """Serve a feed of these items; the source that follows it."""
    return follow(server.serve(path, rss(*items), "application/rss+xml"), **wishes)


def teased(server: Server, topic: str, published: datetime | None = NOW) -> str:
    """Serve a page about a topic; the item of a feed that teases it."""
    return item(f"New {topic}", server.serve(f"/{topic}", page(f"New {topic}", prose(topic))), published=published)


def update(
    store: Store, *sources: Source, now: datetime = NOW, options: FetchSettings = AT_ONCE, **how: Any
) -> list[Update]:
    return Updater(store, now, MAX_AGE, options, **how).run(sources)


def recall(store: Store, *sources: Source, now: datetime = NOW) -> list[Article]:
    """The articles of these sources that the store has for a brief of now."""
    return list(remembered(sources, store, now, MAX_AGE))


def fetched(store: Store, *sources: Source, **how: Any) -> list[Article]:
    """One update, and what the store has after it."""
    update(store, *sources, **how)
    return recall(store, *sources)


# Texts: the page's, or the feed's own


def test_a_teaser_is_completed_by_its_page(server: Server, store: Store) -> None:
    """The text is the page's, under the title, time and outlet that the feed gives, and it is no excerpt."""
    source = publish(server, teased(server, "bridge"))
    (article,) = fetched(store, source)
    assert article.text == "\n\n".join(prose("bridge"))
    assert (article.title, article.source, article.language) == ("New bridge", "The Alder", "en")
    assert (article.published, article.excerpt, article.missing) == (NOW - timedelta(hours=1), False, "")


@pytest.mark.parametrize(("body", "asked"), [("auto", False), ("feed", False), ("page", True)])
def test_a_feed_with_its_full_text_needs_no_page(server: Server, store: Store, body: Any, asked: bool) -> None:
    """No page is asked for where the feed has it all, unless the reader wants the pages."""
    link = server.serve(
        "/bridge",
        page("New bridge", [*prose("bridge"), "And one paragraph stands on the page alone, to be found there."]),
    )
    source = publish(server, item("New bridge", link, whole=html(prose("bridge"))), body=body)
    (article,) = fetched(store, source)
    assert ("/bridge" in server.paths) is asked
    assert ("the page alone" in article.text) is asked
    assert not article.excerpt


def test_a_feed_can_be_read_without_its_pages(server: Server, store: Store) -> None:
    """The reader who wants the feed's own text gets teasers, which are marked as excerpts."""
    source = publish(server, teased(server, "bridge"), body="feed")
    (article,) = fetched(store, source)
    assert server.paths == ["/feed.xml"]
    assert (article.text, article.excerpt) == (TEASER, True)


CONSENT = [
    "We value your privacy. We and our partners use cookies with your consent.",
    "You can accept all cookies, or set your preferences for personal data at any time.",
]
PAYWALL = [
    "The council voted on Tuesday.",
    "Subscribe to continue reading this article.",
    "Already a subscriber? Sign in",
]
SHELL = (
    "<html><body><div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>"
)
LINKS = "".join(f"<p><a href='/{n}'>Ten things about bridge number {n} that nobody knew</a></p>" for n in range(14))
OBSTRUCTED = {
    "a cookie wall": (page("Alder", CONSENT), "a cookie banner instead of an article"),
    "a paywall": (page("New bridge", PAYWALL), "behind a paywall"),
    "a shell": (SHELL, "the site shows its text only to a browser with JavaScript"),
    "an error with status 200": (page("Page not found", ["Sorry, the page you are looking for does not exist. Try the search."]), "an error page instead of an article"),
    "a list of links": (f"<html><head><title>Alder</title></head><body><article>{LINKS}</article></body></html>", "a list of links instead of an article"),
    "nothing": ("", "no text"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), OBSTRUCTED.values(), ids=OBSTRUCTED)
def test_a_page_that_is_no_article_gives_way_to_the_feeds_own_text(
    server: Server, store: Store, content: str, reason: str
) -> None:
    """What stands in the article's place never reaches a reader: an excerpt is told, else a link with the reason."""
    link = server.serve("/bridge", content)
    bare = server.serve("/tunnel", content)
    source = publish(server, item("New bridge", link), item("New tunnel", bare, text=""))
    excerpt, missing = sorted(fetched(store, source), key=lambda article: article.title)
    assert (excerpt.text, excerpt.excerpt, excerpt.missing) == (TEASER, True, "")
    assert (missing.text, missing.missing) == ("", reason)
    assert missing.url == bare
    assert [change.changed for change in update(store, source, now=LATER)] == [0]
    assert server.paths.count("/bridge") == 1, "what a page is today it is tomorrow"


def test_the_brief_says_what_it_rests_on(server: Server, store: Store, warm_store: Path) -> None:
    """A story told from excerpts only says so in every format; one without text stands among the links with its reason."""
    wall = page("Alder", CONSENT)
    teaser = "The ferry across the northern sound stops on Monday, because its captain has found another post on land."
    excerpt = item("Ferry stops", server.serve("/ferry", wall), text=f"{teaser} Read more")
    bare = item("Library closes early on all Wednesdays", server.serve("/library", wall), text="")
    articles = fetched(store, publish(server, excerpt, bare, teased(server, "bridge")))
    brief = briefing.make(settings({"store": str(warm_store)}), NOW, Reading(tuple(articles)))
    told = {
        summary.story.first.title: summary.story.excerpt for section in brief.sections for summary in section.summaries
    }
    assert told == {"Ferry stops": True, "New bridge": False}
    assert [(story.first.title, story.missing) for story in brief.elsewhere] == [
        ("Library closes early on all Wednesdays", "a cookie banner instead of an article")
    ]
    for form in ("html", "md", "txt"):
        rendered = " ".join(briefing.render(brief, form).decode().split())
        assert rendered.count("excerpt") == 1, form
        assert "a cookie banner instead of an article" in rendered


def test_one_whole_article_makes_a_story_of_more_than_excerpts() -> None:
    """A story rests on excerpts where all its articles are some, or have no text."""
    whole = Article("https://a.example/1", "One", "Text.", "A")
    excerpt = Article("https://b.example/1", "One", "Text …", "B", excerpt=True)
    link = Article("https://c.example/1", "One", "", "C", missing="behind a paywall")
    assert Story((excerpt, link)).excerpt
    assert not Story((excerpt, whole)).excerpt


@pytest.mark.parametrize(
    ("status", "robots"), [(404, ""), (403, ""), (410, ""), (451, ""), (200, "User-agent: *\nDisallow: /bridge")]
)
def test_a_page_that_refuses_is_not_asked_again(server: Server, store: Store, status: int, robots: str) -> None:
    """The feed's own text is told, and the next run costs nothing."""
    server.serve("/robots.txt", robots, "text/plain")
    link = server.serve("/bridge", page("New bridge", prose("bridge")), status=status)
    source = publish(server, item("New bridge", link))
    (article,) = fetched(store, source)
    assert (article.text, article.excerpt) == (TEASER, True)
    server.asked.clear()
    update(store, source, now=LATER)
    assert server.paths == ["/feed.xml"]


def test_a_bare_link_says_why_its_page_gave_nothing(server: Server, store: Store) -> None:
    """The reason is the server's or its rules', in words."""
    server.serve("/robots.txt", "User-agent: *\nDisallow: /closed", "text/plain")
    items = [item(path, server.url(f"/{path}"), text="") for path in ("closed", "absent")]
    assert {article.title: article.missing for article in fetched(store, publish(server, *items))} == {
        "closed": "the page is closed to programs by its robots.txt",
        "absent": "the page answered 404",
    }


def test_a_page_that_is_busy_is_tried_again_and_not_for_ever(server: Server, store: Store) -> None:
    """Each run tries once more, with the feed's own text meanwhile; after so many runs it is left."""
    server.answers["/bridge"] = (503, {"Retry-After": "0"}, b"")
    source = publish(server, item("New bridge", server.url("/bridge")))
    for number in range(1, MOST_ATTEMPTS + 3):
        (article,) = fetched(store, source)
        assert (article.text, article.excerpt) == (TEASER, True)
        assert server.paths.count("/bridge") == min(number, MOST_ATTEMPTS) * ATTEMPTS


@pytest.mark.parametrize("hindrance", ["busy", "slow", "broken"])
def test_a_page_that_comes_back_is_told_whole(server: Server, store: Store, hindrance: str) -> None:
    """An excerpt becomes the article in the next run, which is no new version of it."""

    def slow(handler: Any) -> None:
        time.sleep(0.6)
        handler.answer(200, {}, b"too late")

    def broken(handler: Any) -> None:
        """Hang up."""

    answers: dict[str, Answer | Deed] = {"busy": (503, {"Retry-After": "0"}, b""), "slow": slow, "broken": broken}
    teaser = teased(server, "bridge")
    whole = server.answers["/bridge"]
    server.answers["/bridge"] = answers[hindrance]
    source = publish(server, teaser)
    hasty = FetchSettings(delay=0, patience=0, read=0.3)
    assert [article.excerpt for article in fetched(store, source, options=hasty)] == [True]
    server.answers["/bridge"] = whole
    update(store, source, now=LATER)
    (article,) = recall(store, source)
    assert (article.text, article.excerpt) == ("\n\n".join(prose("bridge")), False)
    found = Archive(store).find(article.url)
    assert found is not None
    assert found.version == 1


# What is new


def test_what_is_known_costs_no_request(server: Server, store: Store) -> None:
    """The second run asks for the feed alone, and only whether it has changed; that it has not is no failure."""
    teaser = teased(server, "bridge")

    def feed(handler: Any) -> None:
        if handler.headers["If-None-Match"] == '"one"':
            handler.answer(304, {"ETag": '"one"'}, b"")
        else:
            handler.answer(200, {"ETag": '"one"', "Content-Type": "application/rss+xml"}, rss(teaser).encode())

    server.answers["/feed.xml"] = feed
    source = follow(server.url("/feed.xml"))
    (first,) = update(store, source)
    assert (first.health.state, first.health.new) == ("new", 1)
    server.asked.clear()
    (second,) = update(store, source, now=LATER)
    assert (second.health.state, second.health.new, second.changed) == ("nothing new", 0, 0)
    assert second.health.success == LATER
    assert [(asked.path, asked.headers.get("if-none-match")) for asked in server.asked] == [("/feed.xml", '"one"')]
    assert len(recall(store, source, now=LATER)) == 1


def test_an_entry_that_changes_is_a_new_version(server: Server, store: Store) -> None:
    """Its page is asked for again, and what it said before is kept."""
    source = publish(server, teased(server, "bridge"))
    update(store, source)
    link = server.serve("/bridge", page("New bridge", prose("viaduct")))
    publish(server, item("New bridge", link, text="It is a viaduct now, our reporter writes …"))
    (second,) = update(store, source, now=LATER)
    assert (second.changed, second.health.new) == (1, 0)
    found = Archive(store).find(link)
    assert found is not None
    assert (found.version, found.article.text) == (2, "\n\n".join(prose("viaduct")))
    assert [text for _, _, text in Archive(store).versions(found.number)] == ["\n\n".join(prose("bridge"))]


def test_a_change_is_not_lost_while_its_page_is_busy(server: Server, store: Store) -> None:
    """The whole text of before stays until the changed page is there, which is then a new version."""
    source = publish(server, teased(server, "bridge"))
    update(store, source)
    server.answers["/bridge"] = (503, {"Retry-After": "0"}, b"")
    publish(server, item("New bridge", server.url("/bridge"), text="It is a viaduct now, our reporter writes …"))
    update(store, source, now=LATER)
    assert [article.text for article in recall(store, source)] == ["\n\n".join(prose("bridge"))]
    server.serve("/bridge", page("New bridge", prose("viaduct")))
    (third,) = update(store, source, now=LATER)
    assert third.changed == 1
    assert [article.text for article in recall(store, source)] == ["\n\n".join(prose("viaduct"))]


def test_an_undated_entry_is_as_old_as_its_first_sight(server: Server, store: Store) -> None:
    """It does not become news again with each run, and grows old like any other."""
    source = publish(server, teased(server, "bridge", published=None))
    for now in (NOW, LATER, NOW + timedelta(days=2)):
        update(store, source, now=now)
        assert [article.published for article in recall(store, source, now=now)] == [NOW]
    assert server.paths.count("/bridge") == 1
    assert recall(store, source, now=NOW + timedelta(days=4)) == []


def test_what_is_filed_while_a_brief_is_made_is_news_to_the_next(server: Server, store: Store) -> None:
    """It was first seen when it was filed, and not when the fetch began: the brief of that moment had not got it."""
    source = publish(server, teased(server, "bridge"))
    update(store, source, clock=lambda: NOW + timedelta(minutes=2))
    (article,) = recall(store, source)
    assert (article.seen, article.changed) == (NOW + timedelta(minutes=2),) * 2


def test_what_is_too_old_for_the_brief_is_counted_and_not_fetched(server: Server, store: Store) -> None:
    """Its page is not asked for; the reader's own limit for a source goes before that of the brief."""
    old = NOW - timedelta(days=10)
    source = publish(server, teased(server, "bridge", old), teased(server, "tunnel"))
    update(store, source)
    reading = remembered([source], store, NOW, MAX_AGE)
    assert ([article.title for article in reading], reading.old) == (["New tunnel"], 1)
    assert "/bridge" not in server.paths
    patient = publish(server, teased(server, "ferry", old), path="/weekly.xml", max_age=30)
    assert [article.title for article in fetched(store, patient)] == ["New ferry"]
    assert "/ferry" in server.paths


def test_a_source_gives_no_more_than_its_limit(server: Server, store: Store) -> None:
    """The newest are told, and no more pages are asked for in a run."""
    topics = ("bridge", "tunnel", "ferry", "canal")
    items = [teased(server, topic, NOW - timedelta(hours=age)) for age, topic in enumerate(topics)]
    source = publish(server, *reversed(items), limit=2)
    assert [article.title for article in fetched(store, source)] == ["New bridge", "New tunnel"]
    assert [path for path in server.paths if path[1:] in topics] in (["/bridge", "/tunnel"], ["/tunnel", "/bridge"])


@pytest.mark.parametrize(
    ("wishes", "titles"),
    [
        ({"include": ("fire station", "/tunn?el/")}, ["New bridge", "New ferry", "New tunnel"]),
        ({"include": ("ferry",)}, ["New ferry"]),
        ({"exclude": ("FERRY", "/^new br/")}, ["New tunnel"]),
        ({"include": ("piers",), "exclude": ("bridge", "tunnel")}, ["New ferry"]),
        ({"include": ("pier",)}, []),
    ],
)  # fmt: skip
def test_wishes_choose_by_the_whole_text(
    server: Server, store: Store, wishes: Mapping[str, Any], titles: list[str]
) -> None:
    """Words that stand on the page count as well, as whole words, in any case; so do expressions between slashes."""
    source = publish(server, *(teased(server, topic) for topic in ("bridge", "tunnel", "ferry")), **wishes)
    assert sorted(article.title for article in fetched(store, source)) == titles


def test_more_news_than_one_run_takes_come_with_the_next(server: Server, store: Store) -> None:
    """The newest pages are asked for first, the others are told by their teasers until their turn, each asked for once."""
    number = MOST_PAGES + 3
    links = [server.serve(f"/{place}", page(f"Part {place}", prose(f"pier {place}")[:2])) for place in range(number)]
    items = [item(f"Part {place}", link, published=NOW - timedelta(minutes=place)) for place, link in enumerate(links)]
    source = publish(server, *reversed(items))
    assert [article.title for article in fetched(store, source) if article.excerpt] == [
        f"Part {MOST_PAGES + n}" for n in range(3)
    ]
    server.asked.clear()
    assert not [article for article in fetched(store, source, now=LATER) if article.excerpt]
    assert sorted(server.paths) == sorted(["/feed.xml", "/robots.txt", *(f"/{MOST_PAGES + n}" for n in range(3))])
    server.asked.clear()
    update(store, source, now=LATER)
    assert server.paths == ["/feed.xml"]


# One article is one


def test_an_article_in_two_feeds_is_one(server: Server, store: Store) -> None:
    """It is filed once and told once, for both sources together."""
    teaser = teased(server, "bridge")
    sources = publish(server, teaser), publish(server, teaser, path="/other.xml")
    assert len(fetched(store, *sources)) == 1
    assert Archive(store).count() == 1
    assert [len(recall(store, source)) for source in sources] == [1, 1]


def test_a_page_tells_its_own_address(server: Server, store: Store) -> None:
    """Two addresses of one page are one article where the page names its own, on its own site."""
    for path in ("/story?from=feed", "/print/story"):
        server.serve(path, page("New bridge", prose("bridge"), "<link rel='canonical' href='/story'>"))
    items = [
        item("New bridge", server.url("/story?from=feed")),
        item("New bridge, to print", server.url("/print/story")),
    ]
    (article,) = fetched(store, publish(server, *items))
    assert article.url == server.url("/story")


def test_a_page_cannot_take_another_outlets_place(server: Server, store: Store) -> None:
    """What names another site's article as its own stays under the address where it lies."""
    theirs = publish(server, teased(server, "bridge"))
    canonical = server.url("/bridge").replace("127.0.0.1", "localhost")
    forged = page("New bridge", prose("casino"), f"<link rel='canonical' href='{canonical}'>")
    ours = publish(server, item("New casino", server.serve("/forged", forged)), path="/forged.xml")
    local = Source(theirs.location.replace("127.0.0.1", "localhost"), allow=("localhost", *LOOPBACK))
    publish(server, item("New bridge", canonical))
    for order in ([ours, local], [local, ours]):
        with Store(":memory:") as fresh:
            for source in order:
                update(fresh, source)
            found = {article.url: article.text for article in recall(fresh, *order)}
            assert found == {
                canonical: "\n\n".join(prose("bridge")),
                server.url("/forged"): "\n\n".join(prose("casino")),
            }


@pytest.mark.parametrize("said", ["<link rel='canonical' href='/'>", "<meta property='og:url' content='/'>"])
def test_pages_that_call_themselves_the_front_page_stay_apart(server: Server, store: Store, said: str) -> None:
    """A mistake of many sites: every page names the site's own address for its own."""
    links = {
        topic: server.serve(f"/{topic}", page(f"New {topic}", prose(topic), said)) for topic in ("bridge", "tunnel")
    }
    source = publish(server, *(item(f"New {topic}", link) for topic, link in links.items()))
    assert {article.url for article in fetched(store, source)} == set(links.values())


@pytest.mark.parametrize("content", [page("Log in", PAYWALL), page("The Alder", CONSENT), ""])
def test_articles_that_all_lead_to_one_wall_stay_apart(server: Server, store: Store, content: str) -> None:
    """Where every page sends us on to the same log-in, each entry keeps its own text and address."""
    server.serve("/login", content)
    links = [server.url(f"/{topic}") for topic in ("bridge", "tunnel")]
    for link in links:
        server.answers[link.removeprefix(server.url(""))] = (302, {"Location": "/login"}, b"")
    source = publish(
        server, *(item(f"New thing {link[-6:]}", link, text=f"About the {link[-6:]}, we write …") for link in links)
    )
    assert {(article.url, article.text) for article in fetched(store, source)} == {
        (link, f"About the {link[-6:]}, we write …") for link in links
    }


def test_what_an_outlet_prints_under_everything_is_struck(server: Server, store: Store) -> None:
    """A paragraph of all pages of an outlet stands in none of its articles."""
    under = "The Alder is printed on paper from the hills, and its readers own the press that prints it."
    topics = ("bridge", "tunnel", "ferry", "canal")
    links = [server.serve(f"/{topic}", page(f"New {topic}", [*prose(topic), under])) for topic in topics]
    source = publish(server, *(item(f"New {link[-6:]}", link) for link in links))
    articles = fetched(store, source)
    assert {article.text for article in articles} == {"\n\n".join(prose(topic)) for topic in topics}


# Health


def test_a_source_that_fails_rests_and_costs_no_other(server: Server, store: Store) -> None:
    """It is not asked before its time, unless it is forced; the others go on as if nothing was."""
    well = publish(server, teased(server, "bridge"))
    ill = follow(server.serve("/ill.xml", "", status=500))
    first = update(store, ill, well)
    assert [(each.health.state, each.asked) for each in first] == [("failed", True), ("new", True)]
    problem = first[0].health.problem
    assert problem is not None
    assert (problem.where, problem.what) == (ill.location, "answered 500")
    assert problem.remedy
    soon = NOW + timedelta(minutes=30)
    again = update(store, ill, well, now=soon)
    assert [(each.health.state, each.asked) for each in again] == [("failed", False), ("nothing new", True)]
    assert server.paths.count("/ill.xml") == 1
    assert [each.health.failures for each in update(store, ill, now=soon, force=True)] == [2]
    update(store, ill, now=NOW + timedelta(hours=3))
    assert server.paths.count("/ill.xml") == 3
    assert [article.title for article in recall(store, ill, well)] == ["New bridge"]


def test_what_ended_for_good_is_not_asked_again(server: Server, store: Store) -> None:
    """410 is told with its remedy, and believed."""
    source = follow(server.serve("/feed.xml", "", status=410))
    (first,) = update(store, source)
    assert first.health.state == "gone"
    assert first.health.problem is not None
    assert "briefing sources remove" in first.health.problem.remedy
    assert [each.asked for each in update(store, source, now=NOW + timedelta(days=400))] == [False]
    assert server.paths == ["/feed.xml"]


def test_a_success_wipes_the_failures_out(server: Server, store: Store) -> None:
    """What answered before stays readable while its source fails, and afterwards nothing is told of it."""
    source = publish(server, teased(server, "bridge"))
    update(store, source)
    feed = server.answers["/feed.xml"]
    server.serve("/feed.xml", "", status=502)
    (failed,) = update(store, source, now=LATER)
    assert (failed.health.state, failed.health.success, failed.health.since) == ("failed", NOW, LATER)
    reading = remembered([source], store, LATER, MAX_AGE)
    assert (len(reading), [each.state for each in reading.health]) == (1, ["failed"])
    server.answers["/feed.xml"] = feed
    (well,) = update(store, source, now=LATER, force=True)
    assert (well.health.state, well.health.failures, well.health.problem) == ("nothing new", 0, None)


@pytest.mark.parametrize(("status", "remembers"), [(301, True), (308, True), (302, False), (307, False)])
def test_a_source_that_moved_for_good_is_asked_where_it_is(
    server: Server, store: Store, status: int, remembers: bool
) -> None:
    """The new address is asked at once in the next run, and its news are still those of the source."""
    publish(server, teased(server, "bridge"), path="/new.xml")
    server.answers["/old.xml"] = (status, {"Location": "/new.xml"}, b"")
    source = follow(server.url("/old.xml"))
    assert [article.title for article in fetched(store, source)] == ["New bridge"]
    server.asked.clear()
    update(store, source, now=LATER)
    assert server.paths == (["/new.xml"] if remembers else ["/old.xml", "/new.xml"])
    assert Archive(store).count() == 1


def test_a_preset_stays_one_where_its_service_moves(
    server: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its service's feeds need is done to the new address's as well: the same news are no changed ones."""
    service = SERVICES["googlenews"]
    here = replace(service.preset, url=server.url("/old.xml?q={0}"))
    monkeypatch.setitem(SERVICES, "googlenews", replace(service, preset=here))
    publish(
        server,
        item("New bridge - The Alder", server.serve("/bridge", page("New bridge", prose("bridge")))),
        path="/new.xml",
    )
    server.answers["/old.xml?q=bridge"] = (301, {"Location": "/new.xml"}, b"")
    source = follow("googlenews:bridge")
    assert [article.title for article in fetched(store, source)] == ["New bridge"]
    (second,) = update(store, source, now=LATER)
    assert (second.health.state, second.changed) == ("nothing new", 0)
    assert [article.title for article in recall(store, source)] == ["New bridge"]


NO_FEEDS = {
    "broken XML": (b"<?xml version='1.0'?><catalogue><book", "application/rss+xml"),
    "HTML": (
        b"<!doctype html><html><head><title>Alder</title></head><body><nav><a href='/a'>About us</a></nav></body></html>",
        "text/html",
    ),
    "a cookie wall": (page("Alder", CONSENT).encode(), "text/html"),
    "nothing": (b"", "application/rss+xml"),
    "an error in plain text": (b"404 not found", "text/plain"),
    "an error in JSON": (b'{"error": "too many requests"}', "application/json"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0", "application/rss+xml"),
}


@pytest.mark.parametrize("kind", ["auto", "feed"])
@pytest.mark.parametrize(("content", "content_type"), NO_FEEDS.values(), ids=NO_FEEDS)
def test_what_is_no_feed_is_a_failure_with_a_remedy(
    server: Server, store: Store, content: bytes, content_type: str, kind: Any
) -> None:
    """It never looks like a source without news: the message names the source, what is wrong, and what to do."""
    source = follow(server.serve("/feed.xml", content, content_type), kind=kind)
    (result,) = update(store, source)
    assert result.health.state == "failed"
    assert result.health.problem is not None
    assert result.health.problem.where == source.location
    assert result.health.problem.what
    assert result.health.problem.remedy
    assert recall(store, source) == []


def test_a_feed_without_entries_has_nothing_new(server: Server, store: Store) -> None:
    """It answered as it should; that is no problem."""
    source = publish(server)
    (result,) = update(store, source)
    assert (result.health.state, result.health.problem) == ("nothing new", None)
    assert result.problems == ()


# Kinds of sources


def test_the_front_page_of_a_site_leads_to_its_feed(server: Server, store: Store) -> None:
    """The feed that it names is read in its place."""
    publish(server, teased(server, "bridge"))
    head = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
    home = server.serve("/", page("The Alder", [], head))
    (article,) = fetched(store, follow(home))
    assert (article.title, article.text) == ("New bridge", "\n\n".join(prose("bridge")))


def test_a_site_without_a_feed_is_followed_by_its_links(server: Server, store: Store) -> None:
    """The articles that its front page links to are read from their pages."""
    paths = {f"/2026/11/01/council-rebuilds-the-old-{topic}": topic for topic in ("bridge", "tunnel")}
    for path, topic in paths.items():
        server.serve(path, page(f"Council rebuilds the old {topic}", prose(topic)))
    links = "".join(f"<h2><a href='{path}'>Council rebuilds the old {topic}</a></h2>" for path, topic in paths.items())
    home = server.serve("/", f"<html><head><title>Alder</title></head><body><main>{links}</main></body></html>")
    for kind in ("site", "auto"):
        with Store(":memory:") as fresh:
            found = {article.url: article.text for article in fetched(fresh, follow(home, kind=kind))}
        assert found == {server.url(path): "\n\n".join(prose(topic)) for path, topic in paths.items()}


@pytest.mark.parametrize("kind", ["auto", "sitemap"])
def test_a_sitemap_is_followed(server: Server, store: Store, kind: Any) -> None:
    """Its young pages are read, with the title that they give themselves."""
    server.serve("/bridge", page("New bridge", prose("bridge")))
    urls = "".join(
        f"<url><loc>{server.url(path)}</loc><lastmod>{day}</lastmod></url>"
        for path, day in (("/bridge", "2026-10-31"), ("/ancient", "2019-01-01"))
    )
    document = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
    source = follow(server.serve("/sitemap.xml", document, "application/xml"), kind=kind)
    (article,) = fetched(store, source)
    assert (article.title, article.text) == ("New bridge", "\n\n".join(prose("bridge")))
    assert "/ancient" not in server.paths


@pytest.mark.parametrize("kind", ["auto", "page"])
def test_a_single_page_can_be_followed(server: Server, store: Store, kind: Any) -> None:
    """It is one article, and a new version where it says something else."""
    source = follow(server.serve("/statement", page("A statement", prose("bridge"))), kind=kind)
    (article,) = fetched(store, source)
    assert (article.title, article.text, article.excerpt) == ("A statement", "\n\n".join(prose("bridge")), False)
    server.serve("/statement", page("A statement", prose("viaduct")))
    assert [each.changed for each in update(store, source, now=LATER)] == [1]


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page with these lines."""
    shown = "".join(
        f"BT /F1 11 Tf 1 0 0 1 50 {720 - 14 * place} Tm ({line}) Tj ET\n" for place, line in enumerate(lines)
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
    ]
    out, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()


def test_a_pdf_is_read_where_a_page_would_be(server: Server, store: Store) -> None:
    """As the page of an entry, and as a source of its own."""
    address = server.serve("/minutes.pdf", pdf(prose("bridge")), "application/pdf")
    for source in (publish(server, item("Minutes", address)), follow(address)):
        with Store(":memory:") as fresh:
            (article,) = fetched(fresh, source)
        assert "two of its piers no longer carry any weight" in article.text
        assert not article.excerpt


def test_files_of_a_folder_are_news_once(store: Store, tmp_path: Path) -> None:
    """A new file is news, one that is known is not, one that changed is a new version; the network is not asked."""
    folder = tmp_path / "clippings"
    folder.mkdir()
    source = Source(str(folder))

    def clip(name: str, topic: str) -> None:
        (folder / f"{name}.txt").write_text(f"About {name}\n\n" + "\n\n".join(prose(topic)), encoding="utf-8")

    def news(now: datetime = NOW) -> tuple[int, int]:
        (result,) = update(store, source, now=now)
        return result.health.new, result.changed

    clip("bridge", "bridge")
    assert [news(), news()] == [(1, 0), (0, 0)]
    clip("tunnel", "tunnel")
    assert [news(), news()] == [(1, 0), (0, 0)]
    clip("bridge", "viaduct")
    assert [news(LATER), news(LATER)] == [(0, 1), (0, 0)]
    assert {article.text for article in recall(store, source)} == {
        "\n\n".join(prose(each)) for each in ("viaduct", "tunnel")
    }


def test_the_mails_of_a_mailbox_are_news_once(store: Store, tmp_path: Path) -> None:
    """A mail that comes in is news, those that were there are not."""
    source = Source(str(tmp_path / "news.mbox"))
    box = mailbox.mbox(source.location)
    for number, topic in enumerate(("bridge", "tunnel"), 1):
        mail = EmailMessage()
        mail["Subject"], mail["From"] = f"New {topic}", "The Alder <news@alder.example>"
        mail["Message-ID"], mail["Date"] = f"<{number}@alder.example>", NOW - timedelta(hours=number)
        mail.set_content("\n\n".join(prose(topic)))
        box.add(mail)
        box.flush()
        assert [(each.health.new, each.changed) for each in update(store, source)] == [(1, 0)]
        assert [(each.health.new, each.changed) for each in update(store, source)] == [(0, 0)]
    box.close()
    assert [article.title for article in recall(store, source)] == ["New bridge", "New tunnel"]


def test_a_file_that_was_missing_is_read_as_soon_as_it_is_there(store: Store, tmp_path: Path) -> None:
    """Looking at this machine costs nobody anything, so nothing on it has to rest after a failure."""
    source = Source(str(tmp_path / "notes.txt"))
    (first,) = update(store, source)
    assert first.health.problem is not None
    assert "does not exist" in first.health.problem.what
    Path(source.location).write_text("A bridge\n\n" + "\n\n".join(prose("bridge")), encoding="utf-8")
    (second,) = update(store, source, now=NOW + timedelta(minutes=1))
    assert (second.asked, second.health.state, second.health.new) == (True, "new", 1)


def test_a_program_is_a_source(store: Store, tmp_path: Path) -> None:
    """What it prints is filed like any other news; one that fails is a source that fails."""
    line = '{"title": "Bridge closed", "text": "The council closed the old bridge on Monday.", "url": "https://alder.example/1"}'
    source = Source(command=(sys.executable, "-c", f"print('''{line}''')"), name="Own", folder=str(tmp_path))
    assert [(article.title, article.source) for article in fetched(store, source)] == [("Bridge closed", "Own")]
    assert [each.health.state for each in update(store, source)] == ["nothing new"]
    for command in ((sys.executable, "-c", "raise SystemExit('no key')"), (str(tmp_path / "absent"),)):
        (result,) = update(store, Source(command=command, name="Broken"))
        assert result.health.state == "failed"
        assert result.health.problem is not None
        assert result.health.problem.where == "Broken"


@pytest.mark.parametrize("location", ["reddit:", "nonsense:thing", "/absent/folder", "https://[broken"])
def test_a_location_that_is_none_is_one_sources_failure(server: Server, store: Store, location: str) -> None:
    """A preset that nobody knows, a path where nothing lies, no address: the other sources are read."""
    well = publish(server, teased(server, "bridge"))
    broken, other = update(store, Source(location), well)
    assert broken.health.state == "failed"
    assert broken.health.problem is not None
    assert broken.health.problem.remedy
    assert other.health.new == 1


# What is hostile


@pytest.mark.parametrize("link", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://127.0.0.1/x"])
def test_only_web_addresses_are_fetched(server: Server, store: Store, link: str) -> None:
    """An entry's link of another scheme is none, also where a redirect leads to it."""
    server.answers["/moved"] = (302, {"Location": link}, b"")
    source = publish(
        server, item("Own", link), item("Moved", server.url("/moved"), text="", published=LATER - timedelta(hours=11))
    )
    by_title = {article.title: article for article in fetched(store, source)}
    assert (by_title["Own"].url, by_title["Own"].text, by_title["Own"].excerpt) == ("", TEASER, True)
    assert "no web address" in by_title["Moved"].missing


def test_a_feed_cannot_make_us_ask_a_private_address(server: Server, store: Store) -> None:
    """Neither by a link nor by a redirect: only the host that the reader named is reached."""
    server.serve("/secret", page("Secret", prose("vault")))
    server.answers["/moved"] = (302, {"Location": server.url("/secret")}, b"")
    local = server.url("").replace("127.0.0.1", "localhost")
    items = [item("Linked", server.url("/secret"), text=""), item("Moved", f"{local}/moved", text="")]
    publish(server, *items)
    source = Source(f"{local}/feed.xml", allow=("localhost",))
    articles = fetched(store, source)
    assert "/secret" not in server.paths
    assert {article.title for article in articles} == {"Linked", "Moved"}
    assert all("private network" in article.missing for article in articles)


HOSTILE = {
    "a deep page": ("<div>" * 30_000 + "x", "text/html"),
    "a page without end": ("<html><body>" + "<p>x <a href='//[" * 5_000, "text/html"),
    "a strange canonical": (
        page("New bridge", prose("bridge"), "<link rel='canonical' href='http://[::1/%zz'>"),
        "text/html",
    ),
    "no text": (b"\0\xff\xfe" * 3_000, "text/html"),
    "no PDF": (b"%PDF-1.7 but no more than that", "application/pdf"),
    "an unknown character set": (page("New bridge", prose("bridge")), "text/html; charset=x-nobody-knows"),
}


@pytest.mark.parametrize(("content", "content_type"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_costs_no_more_than_itself(
    server: Server, store: Store, content: str | bytes, content_type: str
) -> None:
    """Whatever lies at one address, the other entries of the feed are told."""
    hostile = item("Hostile", server.serve("/hostile", content, content_type))
    source = publish(server, hostile, teased(server, "tunnel"))
    texts = {article.title: article.text for article in fetched(store, source)}
    assert texts["New tunnel"] == "\n\n".join(prose("tunnel"))
    assert texts["Hostile"]


def test_a_feed_of_halves_of_characters_is_filed(server: Server, store: Store) -> None:
    """What JSON can say and no file can hold is left out, and the rest stays."""
    half = r"\ud800"
    entry = f'"id": "{half}1", "title": "Bridge{half} closed", "content_text": "The bridge {half}is closed.", "url": "https://a.example/{half}"'
    more = f'"authors": [{{"name": "Jo{half}"}}], "image": "https://a.example/{half}.png", "external_url": "https://b.example/{half}"'
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Al{half}der", "items": [{{{entry}, {more}}}]}}'
    source = follow(server.serve("/feed.json", feed, "application/feed+json"), body="feed")
    (article,) = fetched(store, source)
    assert (article.title, article.text, article.authors) == ("Bridge closed", "The bridge is closed.", ("Jo",))


# While it goes on


def test_what_is_told_as_done_is_in_the_store(server: Server, store: Store) -> None:
    """Whoever hears that a source is done can read it at once; each is told once, those that rest too."""
    sources = [publish(server, teased(server, topic), path=f"/{topic}.xml") for topic in ("bridge", "tunnel")]
    resting = follow(server.serve("/ill.xml", "", status=500))
    update(store, resting)
    told: dict[str, list[str]] = {}

    def done(update: Update) -> None:
        with Store(store.path) as other:
            told[update.health.location] = [
                found.article.title for found in Archive(other).latest(9, update.health.location)
            ]

    update(store, *sources, resting, done=done)
    assert told == {sources[0].key: ["New bridge"], sources[1].key: ["New tunnel"], resting.key: []}


def test_progress_reaches_its_end(server: Server, store: Store) -> None:
    """Sources and pages are told as they are done, never beyond their number."""
    told: list[tuple[str, int, int]] = []
    source = publish(server, *(teased(server, topic) for topic in ("bridge", "tunnel", "ferry")))
    update(store, source, progress=lambda *each: told.append(each))
    assert all(done <= total for _, done, total in told)
    assert [each for each in told if each[0] == "Pages"][-1] == ("Pages", 3, 3)
    assert told[-1] == ("Sources", 1, 1)


def test_a_computer_without_a_network_blames_no_source(store: Store) -> None:
    """Where no host at all can be reached, nothing is written down: the next run asks them all."""
    sources = [Source(f"http://{name}.invalid/feed") for name in "ab"]
    updates = Updater(store, NOW, 2.0, AT_ONCE).run(sources)
    assert [update.health.state for update in updates] == ["failed", "failed"]
    assert [health.state for health in HealthBook(store).of(sources)] == ["never", "never"]


def test_one_host_that_answers_shows_that_there_is_a_network(store: Store, server: Server) -> None:
    """Then the other's failure is its own."""
    alive = Source(
        server.serve("/feed", "<rss version='2.0'><channel><title>A</title></channel></rss>"), allow=("127.0.0.1",)
    )
    sources = [Source("http://a.invalid/feed"), alive]
    Updater(store, NOW, 2.0, AT_ONCE).run(sources)
    assert [health.state for health in HealthBook(store).of(sources)] == ["failed", "nothing new"]


def test_a_page_that_two_sources_list_is_asked_for_once(store: Store, server: Server) -> None:
    """In one run, and in the next when another source brings it too."""
    address = server.serve("/story", page("Wall", prose("wall")))
    sources = [
        Source(
            server.serve(
                f"/{name}", f"<rss version='2.0'><channel><title>{name}</title>{item('Wall', address)}</channel></rss>"
            ),
            allow=LOOPBACK,
        )
        for name in "abc"
    ]
    Updater(store, NOW, 2.0, AT_ONCE).run(sources[:2])
    Updater(store, NOW, 2.0, AT_ONCE).run(sources[2:])
    assert server.paths.count("/story") == 1
    assert len(remembered(sources[2:], store, NOW, 2.0)) == 1


def test_two_blocks_may_share_a_feed(store: Store, server: Server) -> None:
    """Each takes what it wants, under its own section; the feed is asked once."""
    items = [
        item(f"{topic} in Oslo", server.serve(f"/{topic}", page(f"{topic} in Oslo", prose(topic))))
        for topic in ("rain", "snow")
    ]
    feed = publish(server, *items)
    blocks = [replace(feed, include=(topic,), section=topic) for topic in ("rain", "snow")]
    update(store, *blocks)
    found = remembered(blocks, store, NOW, MAX_AGE)
    assert {(article.title, article.section) for article in found} == {
        ("rain in Oslo", "rain"),
        ("snow in Oslo", "snow"),
    }
    assert server.paths.count("/feed.xml") == 1


@pytest.mark.parametrize("target", ["/", "/gone"])
def test_a_link_that_leads_to_another_page_is_not_its_article(store: Store, server: Server, target: str) -> None:
    """A page that is gone sends its readers to the front page, or to a page for all of them: no entry becomes that."""
    server.serve(target, page("Welcome", prose("town")))
    for name in ("one", "two", "three"):
        server.answers[f"/{name}"] = (302, {"Location": target}, b"")
    articles = fetched(
        store, publish(server, *(item(name, server.url(f"/{name}")) for name in ("one", "two", "three")))
    )
    assert len(articles) == 3
    assert sum(article.excerpt for article in articles) >= (3 if target == "/" else 2)


def test_a_limit_counts_what_is_wanted(store: Store, server: Server) -> None:
    """The newest that the source wants are completed, not the newest that it throws away."""
    items = [
        item(
            f"{topic} {number}",
            server.serve(f"/{topic}{number}", page(f"{topic} {number}", prose(f"{topic} {number}"))),
            text=f"{topic} …",
            published=NOW - timedelta(hours=age),
        )
        for age, (topic, number) in enumerate([("snow", 1), ("snow", 2), ("rain", 1), ("rain", 2), ("rain", 3)])
    ]
    feed = publish(server, *items)
    for source in (replace(feed, limit=2, include=("rain",)), replace(feed, limit=2, exclude=("snow",))):
        with Store(":memory:") as fresh:
            update(fresh, source)
            found = remembered([source], fresh, NOW, MAX_AGE)
        assert [(article.title, article.excerpt) for article in found] == [("rain 1", False), ("rain 2", False)]
        read = briefing.read_articles(source)
        assert {article.title for article in read} == {"rain 1", "rain 2"}


def test_a_long_undated_list_is_no_flood(store: Store, server: Server) -> None:
    """Of a sitemap's thousands the first are read, the others are known from then on, and none is untitled."""
    urls = [
        server.serve(f"/{number}", page(f"Story {number}", prose(f"pier {number}")))
        for number in range(MOST_PAGES + 20)
    ]
    sitemap = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    source = Source(
        server.serve(
            "/sitemap.xml",
            f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{sitemap}</urlset>",
            "text/xml",
        ),
        allow=LOOPBACK,
    )
    for _ in range(2):
        update(store, source)
        found = remembered([source], store, NOW, MAX_AGE)
        assert len(found) == MOST_PAGES
        assert all(article.title and article.text for article in found)


def test_a_mailbox_without_a_network_blames_nobody(store: Store) -> None:
    """A computer that is offline is offline for its mailboxes too."""
    password = Secret("X", (), "x")
    feeds = [Source("http://a.invalid/feed"), Source("http://b.invalid/feed")]
    for mailbox_ in (Source("imaps://me@c.invalid/News", password=password), Source("imaps://me@c.invalid/News")):
        update(store, *feeds, mailbox_)
        assert [health.state for health in HealthBook(store).of(feeds)] == ["never", "never"]

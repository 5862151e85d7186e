"""The archive: one article for one text, whichever addresses, sources and days it came by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.store import Store
from briefing.store.archive import Archive, Kept, fingerprint
from briefing.types import Article, Entry

NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
LATER = NOW + timedelta(hours=12)
WALL = Article(
    url="https://news.example/wall",
    title="Harbour wall to be rebuilt",
    text="The council voted on Tuesday to rebuild the harbour wall.",
    source="Outlet",
    published=NOW - timedelta(hours=3),
    language="en",
    authors=("Ann Lee",),
    discussion="https://talk.example/1",
    points=12,
    extra={"kept": ["aside"]},
)


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Store(":memory:") as store:
        yield Archive(store)


def listed(article: Article, id_: str = "1", whole: bool = True) -> Kept:
    """An entry that needed nothing but itself."""
    return Kept(Entry(id_, article, whole), article)


def articles(archive: Archive, *sources: str) -> list[Article]:
    """What the archive holds of these sources, of any age."""
    found = archive.recent(sources or ("feed",), datetime(1970, 1, 1, tzinfo=UTC))
    return list(dict.fromkeys(article for _, article in found))


def test_an_article_comes_back_as_it_was_kept(archive: Archive) -> None:
    """Every field, and what was kept aside."""
    assert archive.keep("feed", [listed(WALL)], NOW) == (1, 0)
    (found,) = articles(archive)
    assert found == WALL
    assert found.extra == WALL.extra


def test_the_same_entry_again_is_no_news(archive: Archive) -> None:
    """Nothing is new, nothing changed, nothing doubled."""
    archive.keep("feed", [listed(WALL)], NOW)
    assert archive.keep("feed", [listed(WALL)], LATER) == (0, 0)
    assert archive.count() == 1


def test_an_entry_that_changes_is_a_new_version_of_its_article(archive: Archive) -> None:
    """The article keeps its number and its time; what it said before is kept beside it."""
    archive.keep("feed", [listed(WALL)], NOW)
    changed = replace(WALL, title="Harbour wall vote", text="The council voted again.", published=LATER)
    assert archive.keep("feed", [listed(changed)], LATER) == (0, 1)
    found = archive.find(WALL.url)
    assert found is not None
    assert (found.version, found.article.title, found.article.text) == (2, changed.title, changed.text)
    assert found.article.published == WALL.published
    assert archive.versions(found.number) == [(LATER, WALL.title, WALL.text)]
    assert archive.count() == 1


def test_an_undated_entry_gets_the_time_it_was_first_seen_once(archive: Archive) -> None:
    """The time is that of the first run, also after it was listed again and after it changed."""
    undated = replace(WALL, published=None)
    for run, text in ((NOW, "One."), (LATER, "One."), (LATER, "Two.")):
        archive.keep("feed", [listed(replace(undated, text=text))], run)
    assert [article.published for article in articles(archive)] == [NOW]


@pytest.mark.parametrize(
    "published",
    [
        NOW + timedelta(days=1),
        NOW + timedelta(minutes=6),
        datetime(9999, 12, 31, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
)
def test_a_time_that_cannot_be_counts_as_none(archive: Archive, published: datetime) -> None:
    """The future and the time before the web are mistakes of the outlet's."""
    archive.keep("feed", [listed(replace(WALL, published=published))], NOW)
    assert [article.published for article in articles(archive)] == [NOW]


def test_a_clock_that_is_a_little_ahead_is_believed(archive: Archive) -> None:
    """Servers' clocks differ by minutes."""
    soon = NOW + timedelta(minutes=2)
    archive.keep("feed", [listed(replace(WALL, published=soon))], NOW)
    assert [article.published for article in articles(archive)] == [soon]


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/wall", "https://www.news.example/wall/", "https://news.example/wall?utm_source=rss&fbclid=1",
        "https://news.example/wall/amp", "https://news.example/wall?amp=1", "https://amp.news.example/wall",
        "https://NEWS.example:443/wall#comments",
    ],
)  # fmt: skip
def test_one_article_by_two_addresses_is_one(archive: Archive, url: str) -> None:
    """Scheme, www, trailing slash, tracking parameters, AMP, fragment: the same page."""
    archive.keep("feed", [listed(WALL)], NOW)
    assert archive.keep("other", [listed(replace(WALL, url=url), "x")], NOW) == (0, 0)
    assert archive.count() == 1
    assert articles(archive, "other") == [WALL]


def test_addresses_that_led_to_an_article_lead_to_it_again(archive: Archive) -> None:
    """A feed's own link, the address after redirects, and the one the page calls its own are all known."""
    listing = replace(WALL, url="https://feedproxy.example/~r/1")
    kept = Kept(Entry("1", listing, whole=False), WALL, (listing.url, WALL.url, "https://news.example/2026/wall"))
    archive.keep("feed", [kept], NOW)
    for url in kept.addresses:
        found = archive.find(url)
        assert found is not None
        assert found.article == WALL
    assert archive.keep("other", [listed(replace(WALL, url="https://news.example/2026/wall"))], NOW) == (0, 0)


def test_a_whole_text_takes_the_place_of_a_teaser_and_not_the_reverse(archive: Archive) -> None:
    """Whichever source comes first, the better text stays; getting better is no new version."""
    teaser = replace(WALL, text="The council voted …", excerpt=True)
    link = replace(WALL, text="", missing="behind a paywall")
    for number, order in enumerate(([teaser, WALL, teaser], [link, WALL], [WALL, link], [link, teaser, WALL])):
        url = f"https://news.example/{number}"
        for place, article in enumerate(order):
            archive.keep(f"feed {place}", [listed(replace(article, url=url), url)], NOW)
        found = archive.find(url)
        assert found is not None
        assert (found.article.text, found.article.excerpt, found.article.missing) == (WALL.text, False, "")
        assert found.version == 1


def test_articles_without_an_address_are_known_by_their_source(archive: Archive) -> None:
    """Two files of one name in two folders are two articles; one that changes is a new version."""
    note = replace(WALL, url="")
    archive.keep("one", [listed(note)], NOW)
    archive.keep("two", [listed(note)], NOW)
    assert archive.count() == 2
    assert archive.keep("one", [listed(replace(note, text="Changed."))], LATER) == (0, 1)
    assert archive.count() == 2


def test_what_is_waiting_is_remembered(archive: Archive) -> None:
    """An entry whose page is still to come says how often it was tried, and what its source said of it."""
    entry = Entry("1", replace(WALL, text="Teaser."), whole=False)
    archive.keep("feed", [Kept(entry, replace(entry.article, excerpt=True), waiting=2)], NOW)
    known = archive.known("feed", ["1", "2"])
    assert set(known) == {"1"}
    assert (known["1"].waiting, known["1"].digest) == (2, fingerprint(entry))
    assert archive.known("other", ["1"]) == {}


def test_words_are_found_wherever_they_stand(archive: Archive) -> None:
    """All words, in title or text, in any case, with or without accents; a phrase in quotes; a beginning with a star."""
    archive.keep(
        "feed",
        [listed(WALL), listed(replace(WALL, url="https://b.example/2", title="Café", text="Près du port."), "2")],
        NOW,
    )
    for words in ("harbour", "HARBOUR council", '"harbour wall"', "rebuil*", "tuesday"):
        assert [each.article.url for each in archive.search(words, 5)] == [WALL.url], words
    assert [each.article.title for each in archive.search("cafe pres", 5)] == ["Café"]
    assert archive.search('"wall harbour"', 5) == []
    assert "[Harbour]" in archive.search("harbour", 5)[0].snippet


@given(st.text(max_size=40))
def test_no_words_are_a_wrong_query(words: str) -> None:
    """Whatever is typed is looked for, never an error of the search's language."""
    with Store(":memory:") as store:
        archive = Archive(store)
        archive.keep("feed", [listed(WALL)], NOW)
        assert len(archive.search(words, 5)) <= 1


def test_a_new_version_is_found_by_its_words_and_no_longer_by_the_old(archive: Archive) -> None:
    """The index goes along."""
    archive.keep("feed", [listed(WALL)], NOW)
    archive.keep("feed", [listed(replace(WALL, title="Vote", text="Nothing was decided."))], LATER)
    assert archive.search("harbour", 5) == []
    assert len(archive.search("decided", 5)) == 1


def test_what_is_pruned_does_not_come_back(archive: Archive) -> None:
    """A feed that still lists it brings no news; when it changes, it is news again."""
    archive.keep("feed", [listed(WALL)], NOW)
    assert archive.count(before=LATER) == 1
    assert archive.prune(LATER) == 1
    assert archive.keep("feed", [listed(WALL)], LATER) == (0, 0)
    assert archive.count() == 0
    assert archive.search("harbour", 5) == []
    assert archive.keep("feed", [listed(replace(WALL, text="It fell down."))], LATER) == (1, 0)


def test_pruning_takes_the_old_and_leaves_the_rest(archive: Archive) -> None:
    """By the time of publication, or of first sight where there is none."""
    old = replace(WALL, url="https://news.example/old", published=NOW - timedelta(days=40))
    undated = replace(WALL, url="https://news.example/undated", published=None)
    archive.keep("feed", [listed(old, "1"), listed(undated, "2"), listed(WALL, "3")], NOW)
    assert archive.prune(NOW - timedelta(days=30)) == 1
    assert {article.url for article in articles(archive)} == {undated.url, WALL.url}


def test_the_newest_come_first(archive: Archive) -> None:
    """Of all sources or of one, so many."""
    for number in range(5):
        article = replace(WALL, url=f"https://news.example/{number}", published=NOW - timedelta(hours=number))
        archive.keep(f"feed {number % 2}", [listed(article, str(number))], NOW)
    assert [each.article.url[-1] for each in archive.latest(3)] == ["0", "1", "2"]
    assert [each.article.url[-1] for each in archive.latest(9, "feed 1")] == ["1", "3"]


def test_a_source_is_kept_whole_or_not_at_all(archive: Archive) -> None:
    """What fails in the middle leaves nothing behind."""
    broken = replace(WALL, url="https://news.example/2", points=2**70)  # more than a column holds
    with pytest.raises(Exception, match="too large"):
        archive.keep("feed", [listed(WALL), listed(broken, "2")], NOW)
    assert archive.count() == 0


def test_a_changed_entry_leads_to_its_new_page(archive: Archive) -> None:
    """Its link, image and authors go along with its text: a citation leads to the text it was taken from."""
    archive.keep("feed", [listed(WALL)], NOW)
    changed = replace(
        WALL,
        url="https://news.example/tuesday",
        text="Tuesday.",
        image="https://news.example/i.png",
        authors=("Bo Dahl",),
    )
    archive.keep("feed", [listed(changed)], LATER)
    (found,) = articles(archive)
    assert (found.url, found.image, found.authors) == (changed.url, changed.image, changed.authors)
    for url in (WALL.url, changed.url):
        assert archive.find(url) is not None


def test_a_clock_that_turns_and_a_tail_that_changes_are_no_change() -> None:
    """Many feeds date every entry at now, or count the visits that a link brings."""
    before = fingerprint(Entry("1", WALL))
    assert fingerprint(Entry("1", replace(WALL, published=LATER))) == before
    assert fingerprint(Entry("1", replace(WALL, url=f"{WALL.url}?utm_source=rss#ref=2"))) == before
    assert fingerprint(Entry("1", replace(WALL, url="https://news.example/other"))) != before

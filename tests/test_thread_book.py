"""What editions told is known once it was delivered, is read back as it was written, and is forgotten in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from briefing.store import MEMORY, Store
from briefing.store.ledger import Ledger
from briefing.store.threads import KEPT, ThreadBook
from briefing.types import Article, Copy, Episode, Handed, Parcel, Recipient, Status, Thread

NOW = datetime(2026, 10, 15, 6, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY, YESTERDAY = "morning-2026-10-15", "morning-2026-10-14"
INA = Recipient("mail", "ina@example.org")
WALL = Article("https://a.example/wall", "Wall to be rebuilt", "The council voted.", "A", NOW - DAY)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(MEMORY) as opened:
        yield opened


@pytest.fixture
def book(store: Store) -> ThreadBook:
    return ThreadBook(store)


def told(story: str = "a1", edition: str = YESTERDAY, date: datetime = NOW - DAY, thread: str = "") -> Thread:
    """A thread of one episode."""
    episode = Episode(edition, date, story, f"Headline of {story}", "new", ("The council voted.",), (WALL,))
    return Thread(thread or story, (episode,))


def kept(book: ThreadBook, *threads: Thread, name: str = "morning") -> None:
    """Write down threads of one edition."""
    episode = threads[0].last
    book.record(episode.edition, name, episode.date, threads)


def known(book: ThreadBook, knows: tuple[str, ...] = ("morning",), apart: str = TODAY) -> list[Thread]:
    return book.threads(NOW, knows, apart)


def test_only_what_was_delivered_is_known(book: ThreadBook) -> None:
    """An edition that was made and reached nobody is known to nobody; shown on the screen or as a file, it is."""
    kept(book, told())
    assert (known(book), book.last("morning")) == ([], None)
    book.shown(YESTERDAY, NOW)
    assert (known(book), book.last("morning")) == ([told()], NOW - DAY)


@pytest.mark.parametrize("making", [YESTERDAY, f"{YESTERDAY}.2"])
def test_what_came_by_mail_is_known(store: Store, book: ThreadBook, making: str) -> None:
    """One recipient reached is enough, by the edition as it was first made or by a later making of it."""
    kept(book, told())
    ledger = Ledger(store)
    ledger.keep(Parcel(making, "Brief", NOW, "en", {}), [INA], NOW)
    assert known(book) == []
    ledger.record(making, Handed(INA), NOW)
    assert known(book) == [told()]


def test_what_another_edition_sent_is_no_delivery_of_this_one(store: Store, book: ThreadBook, tmp_path: Path) -> None:
    """Neither an edition whose name begins alike, nor one of another file of settings."""
    kept(book, told(edition="morning-2026-10-1"))
    ledger = Ledger(store)
    ledger.keep(Parcel(YESTERDAY, "Brief", NOW, "en", {}), [INA], NOW)
    ledger.record(YESTERDAY, Handed(INA), NOW)
    elsewhere = ThreadBook(store, tmp_path / "other.toml")
    kept(elsewhere, told())
    assert known(book) == known(elsewhere) == []


def test_the_edition_that_is_made_does_not_know_itself(book: ThreadBook) -> None:
    """Made again after it went out it is the same brief; the next one knows it."""
    kept(book, told(edition=TODAY, date=NOW - DAY / 24))
    book.shown(TODAY, NOW)
    assert (known(book), book.last("morning", TODAY)) == ([], None)
    assert known(book, apart="morning-2026-10-16") == [told(edition=TODAY, date=NOW - DAY / 24)]


def test_an_edition_knows_those_that_it_is_told_to_know(book: ThreadBook) -> None:
    """A weekly that knows itself alone tells again what mornings told."""
    kept(book, told())
    book.shown(YESTERDAY, NOW)
    assert known(book, ("weekly",)) == known(book, ()) == []
    assert known(book, ("weekly", "morning")) == [told()]
    assert book.last("weekly") is None


def test_a_thread_has_its_episodes_in_their_order(book: ThreadBook) -> None:
    """Two editions that told one thread make its timeline, however they were written down; what is to come is left out."""
    first, later = told("a1", "morning-2026-10-13", NOW - 2 * DAY), told("b2", thread="a1")
    ahead = told("c3", "morning-2026-10-17", NOW + 2 * DAY, "a1")
    for thread in (ahead, later, first):
        kept(book, thread)
        book.shown(thread.last.edition, NOW)
    assert known(book) == [Thread("a1", (*first.episodes, *later.episodes))]


def test_times_are_told_in_the_zone_of_the_brief(book: ThreadBook) -> None:
    """What a morning in Auckland told bears its own day there, not that of Greenwich."""
    zone = ZoneInfo("Pacific/Auckland")
    kept(book, told(date=datetime(2026, 10, 14, 6, tzinfo=zone)))
    book.shown(YESTERDAY, NOW)
    (thread,) = book.threads(NOW.astimezone(zone), ["morning"])
    assert f"{thread.last.date:%Y-%m-%d %H:%M}" == "2026-10-14 06:00"


def test_written_down_again_it_takes_the_place_of_what_was_there(book: ThreadBook) -> None:
    """An edition that reached nobody yet tells only what it was made of last; twice the same is once."""
    kept(book, told("a1"), told("b2"))
    for _ in range(2):
        kept(book, told("c3"), told("b2"))
    book.shown(YESTERDAY, NOW)
    assert known(book) == [told("c3"), told("b2")]


def test_what_readers_had_is_not_forgotten(book: ThreadBook) -> None:
    """Made anew after it was delivered, an edition tells what is in either, and the same story as it was told last."""
    kept(book, told("a1"), told("b2"))
    book.shown(YESTERDAY, NOW)
    changed = Thread("b2", (replace(told("b2").last, headline="Another headline"),))
    kept(book, changed, told("c3"))
    assert {thread.id: thread.last.headline for thread in known(book)} == {
        "a1": "Headline of a1",
        "b2": "Another headline",
        "c3": "Headline of c3",
    }


def test_a_story_named_twice_counts_as_it_was_told_first(book: ThreadBook) -> None:
    """A story that has a summary and a link too is known by its summary."""
    link = Thread("a1", (replace(told("a1").last, sentences=(), headline="Link"),))
    kept(book, told("a1"), link)
    book.shown(YESTERDAY, NOW)
    assert known(book) == [told("a1")]


def test_what_was_told_is_known_for_ninety_days(book: ThreadBook) -> None:
    """What was told longer ago is no thread any more; it can still be looked up, until it is taken out."""
    early = NOW - KEPT - DAY
    for id_, date in (("a1", early), ("b2", early + 2 * DAY)):
        kept(book, told(id_, f"morning-{date:%Y-%m-%d}", date))
        book.shown(f"morning-{date:%Y-%m-%d}", date)
    assert [thread.id for thread in known(book)] == ["b2"]
    assert book.find("a1") == told("a1", f"morning-{early:%Y-%m-%d}", early)
    kept(book, told("c3", "morning-2026-11-20", NOW))
    assert book.find("a1") is None
    assert book.find("b2") is not None


def test_a_thread_is_found_by_its_id_a_story_of_it_or_a_beginning(book: ThreadBook) -> None:
    """Delivered or not; a beginning that two threads share finds none of them."""
    kept(book, told("abc1"), told("abd2"), told("ffff", thread="abc1"))
    both = Thread("abc1", (*told("abc1").episodes, *told("ffff").episodes))
    assert book.find("abc1") == book.find("ffff") == book.find("abc") == book.find("f") == both
    assert book.find("abd") == told("abd2")
    assert book.find("ab") is book.find("") is book.find("zz") is None


def test_each_file_of_settings_has_threads_of_its_own(store: Store, tmp_path: Path) -> None:
    """Two readers who share a store know what each of them was told."""
    ina, jo = ThreadBook(store, tmp_path / "ina.toml"), ThreadBook(store, tmp_path / "jo.toml")
    kept(ina, told())
    ina.shown(YESTERDAY, NOW)
    jo.shown(YESTERDAY, NOW)
    assert (known(ina), known(jo), jo.find("a1")) == ([told()], [], None)


TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)  # with half characters
TIMES = st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Asia/Kolkata")]), min_value=datetime(1990, 1, 1))
COPIES = st.builds(Copy, TEXTS, TEXTS, TEXTS, st.none() | TIMES)
ARTICLES = st.builds(
    Article, url=TEXTS, title=TEXTS, text=TEXTS, source=TEXTS, published=st.none() | TIMES, language=TEXTS, section=TEXTS,
    excerpt=st.booleans(), copies=st.lists(COPIES, max_size=2).map(tuple),
)  # fmt: skip
STATUSES: list[Status] = ["new", "updated", "continuing", "known"]


@hypothesis_settings(max_examples=60)
@given(
    headline=TEXTS,
    status=st.sampled_from(STATUSES),
    sentences=st.lists(TEXTS, max_size=3).map(tuple),
    articles=st.lists(ARTICLES, max_size=2).map(tuple),
    ago=st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=29)),
)
def test_what_is_read_back_is_what_was_written(
    headline: str, status: Status, sentences: tuple[str, ...], articles: tuple[Article, ...], ago: timedelta
) -> None:
    """Whatever outlets write, to the last half character and microsecond."""
    thread = Thread("a1", (Episode(YESTERDAY, NOW - ago, "a1", headline, status, sentences, articles),))
    with Store(MEMORY) as store:
        book = ThreadBook(store)
        kept(book, thread)
        book.shown(YESTERDAY, NOW)
        assert known(book) == [thread]
        assert book.find("a1") == thread

"""Pictures for the stories of a brief, from a server on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import PIL.Image
import pytest

import briefing
from briefing import illustrate as module
from briefing.config import FetchSettings
from briefing.illustrate import illustrate
from briefing.store import Store
from briefing.types import Article, Brief, Image, Length, Section, Story, Summary

if TYPE_CHECKING:
    from conftest import Server

LOOPBACK = ("127.0.0.1",)
AT_ONCE = FetchSettings(delay=0, patience=0)
NOW = datetime(2026, 10, 15, 6, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    """A store of one test."""
    with Store(":memory:") as opened:
        yield opened


def jpeg(width: int = 640, height: int = 360, color: str = "red") -> bytes:
    """A picture as a file."""
    file = BytesIO()
    PIL.Image.new("RGB", (width, height), color).save(file, "JPEG")
    return file.getvalue()


def summary(*images: str, headline: str = "Bridge closed") -> Summary:
    """A story whose articles, of one outlet each, name these pictures."""
    articles = tuple(
        Article(f"https://{outlet}.example/{headline}", headline, "Text.", outlet, image=image)
        for outlet, image in zip(("alder", "birch", "cedar"), images, strict=False)
    )
    return Summary(Story(articles), headline, (), Length(45), "extractive")


def brief(*summaries: Summary) -> Brief:
    """A brief that tells these, each in a section of its own."""
    sections = tuple(Section(str(number), (each,)) for number, each in enumerate(summaries))
    return Brief("The Morning Brief", NOW, sections, Length(45))


def images(made: Brief) -> list[Image | None]:
    """The pictures of a brief, story by story."""
    return [each.image for each in made.summaries]


def test_a_story_gets_the_picture_of_its_first_article_that_has_one(server: Server, store: Store) -> None:
    """Credited to that outlet; the second outlet's is not asked for. What is no web address is none."""
    first = server.serve("/first.jpg", jpeg(), "image/jpeg")
    second = server.serve("/second.jpg", jpeg(300, 200), "image/jpeg")
    told = brief(
        summary("", first, second), summary("javascript:alert(1)", "data:image/png;base64,x", headline="Other")
    )
    made = illustrate(told, store, AT_ONCE, LOOPBACK)
    (one, other) = images(made)
    assert one is not None
    assert (one.width, one.height, one.credit) == (640, 360, "birch")
    assert other is None
    assert made.problems == ()
    assert server.paths == ["/robots.txt", "/first.jpg"]
    assert "image/jpeg" in server.asked[1].headers["accept"]


def test_nothing_else_of_the_brief_changes(server: Server, store: Store) -> None:
    """Its stories and their order; a picture that is there already stays."""
    own = Image(b"own", 1, 1, "me")
    told = brief(summary(server.serve("/a", jpeg(), "image/jpeg")), summary("http://127.0.0.1:9/b", headline="Other"))
    second = told.sections[1]
    with_own = replace(second.summaries[0], image=own)
    told = replace(told, sections=(told.sections[0], replace(second, summaries=(with_own,))))
    made = illustrate(told, store, AT_ONCE, LOOPBACK)
    assert images(made)[1] == own
    without = replace(made.sections[0].summaries[0], image=None)
    assert replace(made.sections[0], summaries=(without,)) == told.sections[0]
    assert illustrate(brief(), store, AT_ONCE) == brief()


def test_a_picture_is_fetched_once(server: Server, tmp_path: Path) -> None:
    """It is there for every later brief, which needs no network."""
    url = server.serve("/a.jpg", jpeg(), "image/jpeg")
    told = brief(summary(url))
    with Store(tmp_path / "store.db") as store:
        made = illustrate(told, store, AT_ONCE, LOOPBACK)
    with Store(tmp_path / "store.db") as store:
        assert illustrate(told, store, AT_ONCE, LOOPBACK) == made
        assert illustrate(told, store, AT_ONCE, online=False) == made
    assert all(images(made))
    assert server.paths == ["/robots.txt", "/a.jpg"]


def test_a_picture_is_shown_once(server: Server, store: Store) -> None:
    """Outlets give one sign to all articles that have none; the second story takes its next article's, or none."""
    sign, own = server.serve("/sign.jpg", jpeg(), "image/jpeg"), server.serve("/own.jpg", jpeg(300, 200), "image/jpeg")
    told = brief(summary(sign), summary(sign, own, headline="Other"), summary(sign, headline="Third"))
    made = illustrate(told, store, AT_ONCE, LOOPBACK)
    assert [image and (image.width, image.credit) for image in images(made)] == [(640, "alder"), (300, "birch"), None]
    assert made.problems == ()


def test_without_the_network_nothing_is_asked(server: Server, store: Store) -> None:
    """What is wanting is counted, and how to get it is said."""
    told = brief(summary(server.serve("/a.jpg", jpeg(), "image/jpeg")), summary("", headline="None"))
    made = illustrate(told, store, AT_ONCE, LOOPBACK, online=False)
    assert images(made) == [None, None]
    assert server.paths == []
    (problem,) = made.problems
    assert "1 of 1" in problem.what
    assert "briefing run" in problem.remedy


def test_what_fails_costs_its_own_picture_and_one_problem(server: Server, store: Store) -> None:
    """Pages, counters, pictures that are gone or damaged; with the reason of the first. The others are there."""
    addresses = [
        server.url("/gone.jpg"),
        server.serve("/page.jpg", "<p>Log in", "text/html"),
        server.serve("/damaged.jpg", jpeg()[:200], "image/jpeg"),
        server.serve("/counter.gif", jpeg(1, 1), "image/gif"),
        "http://127.0.0.1:9/nobody.jpg",
        server.serve("/good", jpeg(), "application/octet-stream"),
        server.serve("/untold", jpeg(), ""),
    ]
    told = brief(*(summary(each, headline=each) for each in addresses))
    made = illustrate(told, store, AT_ONCE, LOOPBACK)
    assert [image is not None for image in images(made)] == [False] * 5 + [True] * 2
    assert [(each.where, each.what) for each in made.problems] == [
        ("pictures", f"5 of 7 are left out: {addresses[0]} answered 404")
    ]
    again = illustrate(told, store, AT_ONCE, LOOPBACK, online=False)
    assert images(again) == images(made)


def test_a_private_address_is_not_asked(server: Server, store: Store) -> None:
    """A feed must not have us look at what lies on the reader's own network, not by a redirect either."""
    url = server.serve("/a.jpg", jpeg(), "image/jpeg")
    made = illustrate(brief(summary(url)), store, AT_ONCE)
    assert images(made) == [None]
    assert "private network" in made.problems[0].what
    assert server.paths == []
    server.answers["/moved"] = (302, {"Location": url.replace("127.0.0.1", "localhost")}, b"")
    made = illustrate(brief(summary(server.url("/moved"))), store, AT_ONCE, LOOPBACK)
    assert "private network" in made.problems[0].what


def test_what_robots_txt_closes_is_left_alone(server: Server, store: Store) -> None:
    """As with pages."""
    server.serve("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    made = illustrate(brief(summary(server.serve("/a.jpg", jpeg(), "image/jpeg"))), store, AT_ONCE, LOOPBACK)
    assert "robots.txt" in made.problems[0].what
    assert server.paths == ["/robots.txt"]


def test_a_picture_that_is_too_large_is_not_read(server: Server, store: Store) -> None:
    """As announced, or as sent."""
    url = server.serve("/a.jpg", jpeg() + bytes(200_000), "image/jpeg")
    made = illustrate(brief(summary(url)), store, AT_ONCE.model_copy(update={"largest": 0.1}), LOOPBACK)
    assert "larger than 0.1 MB" in made.problems[0].what


def test_the_brief_does_not_wait_for_a_slow_picture(
    server: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them together have their time; those that are there by then are shown."""
    monkeypatch.setattr(module, "SECONDS", 1.0)
    good = server.serve("/good.jpg", jpeg(), "image/jpeg")
    server.answers["/slow.jpg"] = lambda _: time.sleep(6)
    begun = time.monotonic()
    made = illustrate(brief(summary(good), summary(server.url("/slow.jpg"), headline="Slow")), store, AT_ONCE, LOOPBACK)
    assert time.monotonic() - begun < 5
    assert [image is not None for image in images(made)] == [True, False]
    assert "was not there after 1 seconds" in made.problems[0].what


def test_the_same_pictures_are_the_same_brief(server: Server) -> None:
    """Byte for byte, fetched twice by two stores."""
    told = brief(summary(server.serve("/a.jpg", jpeg(1600, 900, "teal"), "image/jpeg")))
    made = []
    for _ in range(2):
        with Store(":memory:") as store:
            made.append(illustrate(told, store, AT_ONCE, LOOPBACK))
    assert made[0] == made[1]
    assert briefing.render(made[0], "json") == briefing.render(made[1], "json")

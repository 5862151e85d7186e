"""Politeness: each host at its own pace, robots.txt for pages, and a pause where one is asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from briefing.config import FetchSettings
from briefing.errors import FetchError
from briefing.fetch import ATTEMPTS, Fetcher, Page, What
from briefing.loop import run

if TYPE_CHECKING:
    from conftest import Server

LOOPBACK = ("127.0.0.1", "localhost")


def fetch_all(urls: Sequence[str], what: What = "feed", **settings: Any) -> list[Page | BaseException]:
    """All addresses at once, in one run; an error in the place of a page."""
    options = FetchSettings(**{"delay": 0.0, "patience": 5.0, **settings})

    async def together() -> list[Page | BaseException]:
        async with Fetcher(options) as fetcher:
            return await asyncio.gather(*(fetcher.get(url, what, LOOPBACK) for url in urls), return_exceptions=True)

    return run(together())


def busy(server: Server, path: str, times: int, headers: dict[str, str], status: int = 429) -> None:
    """Answer so many times that this is not the moment."""
    left = [times]

    def answer(handler: Any) -> None:
        left[0] -= 1
        handler.answer(*((status, headers, b"") if left[0] >= 0 else (200, {}, b"at last")))

    server.answers[path] = answer


def test_requests_to_one_host_keep_their_distance(server: Server) -> None:
    """From the start of one request to the start of the next passes at least the delay, however many wait."""
    urls = [server.serve(f"/{number}", "x") for number in range(5)]
    assert all(isinstance(page, Page) for page in fetch_all(urls, delay=0.15))
    times = [asked.time for asked in server.asked]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.14


def test_hosts_do_not_wait_for_each_other(server: Server) -> None:
    """Two hosts of five addresses each take as long as one of them."""
    for number in range(5):
        server.serve(f"/{number}", "x")
    urls = [server.url(f"/{number}") for number in range(5)]
    others = [url.replace("127.0.0.1", "localhost") for url in urls]
    start = time.monotonic()
    assert all(isinstance(page, Page) for page in fetch_all([*urls, *others], delay=0.2))
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize("connections", [1, 3])
def test_few_requests_at_a_time_go_to_one_host(server: Server, connections: int) -> None:
    """No more are open together than the setting allows, though many wait."""
    open_now, most = [0], [0]

    def counted(handler: Any) -> None:
        open_now[0] += 1
        most[0] = max(most[0], open_now[0])
        time.sleep(0.05)
        open_now[0] -= 1
        handler.answer(200, {}, b"x")

    urls = []
    for number in range(9):
        server.answers[f"/{number}"] = counted
        urls.append(server.url(f"/{number}"))
    fetch_all(urls, connections=connections)
    assert most[0] == connections


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True])
def test_a_pause_that_is_asked_for_is_kept(server: Server, status: int, as_date: bool) -> None:
    """Retry-After, in seconds or as a date, is waited for, and then it is asked again."""
    asked = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True) if as_date else "1"
    busy(server, "/a", 1, {"Retry-After": asked}, status)
    (page,) = fetch_all([server.url("/a")])
    assert isinstance(page, Page)
    assert page.content == b"at last"
    assert server.asked[1].time - server.asked[0].time >= 0.9


def test_the_whole_host_pauses(server: Server) -> None:
    """While one address of a host is to wait, its other addresses wait too."""
    busy(server, "/a", 1, {"Retry-After": "1"})
    server.serve("/b", "x")
    fetch_all([server.url("/a"), server.url("/b")], connections=1)
    assert server.asked[1].time - server.asked[0].time >= 0.9


def test_a_long_pause_ends_the_host_for_this_run(server: Server) -> None:
    """A host that wants half an hour is asked nothing more now, and says when it may be asked again."""
    busy(server, "/a", 9, {"Retry-After": "1800"})
    server.serve("/b", "x")
    first, second = fetch_all([server.url("/a"), server.url("/b")], connections=1)
    assert isinstance(first, FetchError)
    assert (first.after, first.temporary, first.status) == (1800.0, True, 429)
    assert isinstance(second, FetchError)
    assert server.paths == ["/a"]


def test_patience_ends(server: Server) -> None:
    """A host that stays busy is left after a few attempts."""
    busy(server, "/a", 99, {"Retry-After": "0"})
    (error,) = fetch_all([server.url("/a")])
    assert isinstance(error, FetchError)
    assert len(server.asked) == ATTEMPTS


def test_a_connection_that_breaks_is_tried_again(server: Server) -> None:
    """One broken connection is no broken source."""
    left = [1]

    def fragile(handler: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            handler.answer(200, {}, b"at last")

    server.answers["/a"] = fragile
    (page,) = fetch_all([server.url("/a")])
    assert isinstance(page, Page)
    assert server.asked[1].time - server.asked[0].time >= 1.5, "after a while, not at once"


def test_robots_txt_closes_pages_and_not_feeds(server: Server) -> None:
    """A page that robots.txt closes to us is not asked for; a feed is there to be fetched."""
    server.serve("/robots.txt", "User-agent: *\nDisallow: /closed\nAllow: /closed/but-open", "text/plain")
    urls = [server.serve(path, "x") for path in ("/closed/a", "/closed/but-open", "/open")]
    closed, but_open, open_ = fetch_all(urls, "page")
    assert isinstance(closed, FetchError)
    assert "robots.txt" in closed.what
    assert isinstance(but_open, Page)
    assert isinstance(open_, Page)
    assert server.paths.count("/robots.txt") == 1
    assert "/closed/a" not in server.paths
    (feed,) = fetch_all(urls[:1], "feed")
    assert isinstance(feed, Page)


def test_rules_for_us_by_name_go_before_those_for_all(server: Server) -> None:
    """Our own group of robots.txt is the one that counts (RFC 9309, 2.2.1)."""
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: briefing\nDisallow: /*.pdf$\n"
    server.serve("/robots.txt", rules, "text/plain")
    page, closed = fetch_all([server.serve("/a", "x"), server.serve("/b.pdf", "x")], "page")
    assert isinstance(page, Page)
    assert isinstance(closed, FetchError)


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (503, False)])
def test_a_robots_txt_that_is_not_there_forbids_nothing(server: Server, status: int, allowed: bool) -> None:
    """Missing rules are no rules; a server that fails to give them is left alone for now (RFC 9309, 2.3.1)."""
    server.answers["/robots.txt"] = (status, {"Retry-After": "0"}, b"")
    (page,) = fetch_all([server.serve("/a", "x")], "page")
    assert isinstance(page, Page) is allowed
    assert ("/a" in server.paths) is allowed
    if not allowed:
        assert isinstance(page, FetchError)
        assert page.temporary


def test_the_pace_that_robots_txt_asks_for_is_kept(server: Server) -> None:
    """A Crawl-delay longer than our own delay goes before it."""
    server.serve("/robots.txt", "User-agent: *\nCrawl-delay: 0.4", "text/plain")
    fetch_all([server.serve(path, "x") for path in ("/a", "/b", "/c")], "page", connections=3)
    times = [asked.time for asked in server.asked if asked.path != "/robots.txt"]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.39


def test_a_redirect_to_a_closed_page_is_not_followed(server: Server) -> None:
    """Robots.txt holds at every hop."""
    server.serve("/robots.txt", "User-agent: *\nDisallow: /closed", "text/plain")
    server.answers["/a"] = (302, {"Location": "/closed"}, b"")
    (error,) = fetch_all([server.url("/a")], "page")
    assert isinstance(error, FetchError)
    assert "/closed" not in server.paths


def test_a_hostile_robots_txt_does_no_harm(server: Server) -> None:
    """Bytes that are no text, and rules without an end, are read up to a limit."""
    server.serve("/robots.txt", b"\xff\xfe\x00User-agent: *\n" + b"Disallow: /" + b"a*" * 400_000, "text/plain")
    start = time.monotonic()
    (page,) = fetch_all([server.serve("/b", "x")], "page")
    assert isinstance(page, Page)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("asked", ["99999999999999999999", "²", "-5", "Sun, 01 Jan 99999 00:00:00 GMT", "soon"])
def test_no_retry_after_is_a_wrong_one(server: Server, asked: str) -> None:
    """Whatever stands in it, it is a pause of at most a week, or none."""
    server.answers["/a"] = (503, {"Retry-After": asked.encode().decode("latin-1")}, b"")
    (error,) = fetch_all([server.url("/a")], patience=0)
    assert isinstance(error, FetchError)
    assert error.status == 503
    assert error.after is None or 0 <= error.after <= 7 * 86_400


def test_a_host_that_stays_busy_is_left_for_this_run(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the attempts at one address, its other addresses are not asked at all."""
    monkeypatch.setattr("briefing.fetch.BACK_OFF", 0.05)
    urls = [server.url(f"/{number}") for number in range(20)]
    for number in range(20):
        server.answers[f"/{number}"] = (429, {}, b"")
    errors = fetch_all(urls, connections=1)
    assert all(isinstance(error, FetchError) for error in errors)
    assert len(server.asked) <= 2 * ATTEMPTS
    assert sum(isinstance(error, FetchError) and not error.asked for error in errors) >= 17


def test_one_broken_answer_costs_its_host_nothing(server: Server) -> None:
    """What cannot be unpacked is asked for once, and the host's other addresses as ever."""
    server.answers["/broken"] = (200, {"Content-Encoding": "gzip"}, b"not packed")
    broken, well = fetch_all([server.url("/broken"), server.serve("/well", "x")], connections=1)
    assert isinstance(broken, FetchError)
    assert isinstance(well, Page)
    assert server.paths == ["/broken", "/well"]

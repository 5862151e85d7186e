"""Fetching: what an address answers, well or badly, and what is made of it."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import time
import zlib
from collections.abc import Iterable
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
import pytest
import trustme
from backports import zstd

from briefing.config import FetchSettings
from briefing.errors import FetchError
from briefing.fetch import MOST_REDIRECTS, Fetcher, Page, What
from briefing.fetch.cache import MOST_SECONDS
from briefing.loop import run

if TYPE_CHECKING:
    from conftest import Server

LOOPBACK = ("127.0.0.1",)
AT_ONCE = FetchSettings(delay=0, patience=0)
SMALL = AT_ONCE.model_copy(update={"largest": 0.1})


def fetch(
    url: str,
    what: What = "feed",
    options: FetchSettings = AT_ONCE,
    cache: Path | None = None,
    allow: Iterable[str] = LOOPBACK,
) -> Page:
    """One fetch in a run of its own."""

    async def once() -> Page:
        async with Fetcher(options, cache) as fetcher:
            return await fetcher.get(url, what, allow)

    return run(once())


def test_a_page_is_what_its_address_answers(server: Server) -> None:
    """Bytes, content type and character set come as they were sent, and who asks is said with the project's address."""
    page = fetch(server.serve("/a", b"caf\xe9", "text/html; charset=latin-1"))
    assert (page.content, page.charset, page.url) == (b"caf\xe9", "latin-1", server.url("/a"))
    agent = server.asked[0].headers["user-agent"]
    assert agent.startswith("briefing/")
    assert "(+https://" in agent


def test_a_reader_may_say_how_to_be_reached(server: Server) -> None:
    """The contact of the settings stands beside the project's address; what no header can hold is refused."""
    fetch(server.serve("/a", "x"), options=AT_ONCE.model_copy(update={"contact": "you@example.org"}))
    assert server.asked[0].headers["user-agent"].endswith("; you@example.org)")
    for bad in ("you\r\nX-Evil: 1", "müller"):
        with pytest.raises(ValueError, match="header"):
            FetchSettings(contact=bad)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"packed")),
        ("deflate", zlib.compress(b"packed")),
        ("br", brotli.compress(b"packed")),
        ("zstd", zstd.compress(b"packed")),
    ],
)
def test_every_usual_packing_is_undone(server: Server, encoding: str, packed: bytes, tmp_path: Path) -> None:
    """gzip, deflate, brotli and zstd are asked for and unpacked, from the network and from the cache."""
    server.answers["/a"] = (200, {"Content-Encoding": encoding, "Cache-Control": "max-age=60"}, packed)
    for _ in range(2):
        assert fetch(server.url("/a"), cache=tmp_path / "http.db").content == b"packed"
    assert encoding in server.asked[0].headers["accept-encoding"]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(60_000_000), compresslevel=9)),
        ("br", brotli.compress(bytes(60_000_000), quality=5)),
        ("zstd", zstd.compress(bytes(60_000_000))),
    ],
)
def test_a_bomb_is_cut_off(server: Server, encoding: str, bomb: bytes) -> None:
    """What is small on the way and huge when it is unpacked is refused as soon as it passes the limit."""
    assert len(bomb) < 100_000
    server.answers["/a"] = (200, {"Content-Encoding": encoding}, bomb)
    with pytest.raises(FetchError, match=r"larger than 0\.1 MB"):
        fetch(server.url("/a"), options=SMALL)


def test_a_large_answer_is_refused_before_it_is_read(server: Server) -> None:
    """A length above the limit is believed; one that is not announced is counted."""
    server.answers["/announced"] = (200, {"Content-Length": "1000000000"}, b"x")

    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100_000):
            handler.wfile.write(bytes(10_000))

    server.answers["/endless"] = endless
    for path in ("/announced", "/endless"):
        with pytest.raises(FetchError, match=r"larger than 0\.1 MB"):
            fetch(server.url(path), options=SMALL)


def test_a_length_that_lies_is_an_error(server: Server) -> None:
    """What ends before its announced length was cut off on the way; it is not taken for the whole."""
    server.answers["/short"] = (200, {"Content-Length": "100", "Connection": "close"}, b"short")

    def cut(handler: Any) -> None:
        handler.answer(200, {"Content-Length": "100"}, b"short")
        handler.connection.shutdown(socket.SHUT_RDWR)

    server.answers["/short"] = cut
    with pytest.raises(FetchError, match="could not be fetched") as caught:
        fetch(server.url("/short"))
    assert caught.value.temporary


def test_what_is_not_packed_as_it_claims_is_an_error(server: Server) -> None:
    """A wrong Content-Encoding costs this address alone."""
    server.answers["/packed"] = (200, {"Content-Encoding": "gzip"}, b"not packed at all")
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch(server.url("/packed"))


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip", "application/octet-stream"])
def test_what_is_no_text_is_refused_unread(server: Server, kind: str) -> None:
    """A picture, a film or an archive is named as such."""
    with pytest.raises(FetchError, match=f"is {kind}, no text"):
        fetch(server.serve("/a", b"\0" * 10, kind))


@pytest.mark.parametrize("status", [300, 304, 401, 403, 404, 410, 418, 500, 501])
def test_any_other_answer_is_an_error_that_names_it(server: Server, status: int) -> None:
    """Address and status are named, and what to do; asking again at once would be of no use."""
    server.answers["/a"] = (status, {}, b"")
    with pytest.raises(FetchError, match=f"{server.url('/a')} answered {status}") as caught:
        fetch(server.url("/a"))
    assert caught.value.status == status
    assert caught.value.remedy
    assert len(server.asked) == 1


def test_redirects_are_followed_and_a_permanent_one_is_told(server: Server) -> None:
    """Where every hop is permanent, the new address is; where one is for now, it is not, or only up to there."""
    server.serve("/new", "here")
    server.answers |= {
        "/moved": (301, {"Location": "/further"}, b""),
        "/further": (308, {"Location": server.url("/new")}, b""),
        "/now": (302, {"Location": "/moved"}, b""),
        "/partly": (301, {"Location": "/now"}, b""),
    }
    assert fetch(server.url("/moved")).moved == server.url("/new")
    assert fetch(server.url("/now")).moved == ""
    partly = fetch(server.url("/partly"))
    assert (partly.moved, partly.url) == (server.url("/now"), server.url("/new"))


def test_redirects_are_counted(server: Server) -> None:
    """A circle, or a chain without an end, is left after a few hops."""
    server.answers["/a"] = (302, {"Location": "/b"}, b"")
    server.answers["/b"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(FetchError, match=f"more than {MOST_REDIRECTS} times"):
        fetch(server.url("/a"))
    assert len(server.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://a.example/x", "javascript:alert(1)", "http://[x", "//"]
)
def test_a_redirect_leads_to_web_addresses_only(server: Server, target: str) -> None:
    """A server cannot send us to a file of this machine or to what is no address."""
    server.answers["/a"] = (302, {"Location": target}, b"")
    with pytest.raises(FetchError):
        fetch(server.url("/a"))


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "/etc/passwd", "ftp://a.example", "javascript:alert(1)", "", "http://"]
)
def test_only_web_addresses_are_fetched(address: str) -> None:
    """Anything else is refused before anything is opened."""
    with pytest.raises(FetchError, match="no web address"):
        fetch(address)


@pytest.mark.parametrize(
    "address", ["http://a\x00b/", "http://☃..com/", f"http://{'a' * 300}.com/", "http://a.invalid/"]
)
def test_an_address_that_no_host_can_have_is_our_error(address: str) -> None:
    """What looks like an address and cannot be one is refused like any other."""
    with pytest.raises(FetchError):
        fetch(address)


def test_a_refused_connection_is_our_error() -> None:
    """Nobody listens there: the address is named, and that later may be better."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(FetchError, match=address) as caught:
            fetch(address)
    assert caught.value.temporary


def test_a_host_that_speaks_no_tls_is_our_error(server: Server) -> None:
    """An https address at a plain server fails as a connection does."""
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch(server.url("/a").replace("http:", "https:"))


def test_a_certificate_that_nobody_vouches_for_is_refused(server: Server) -> None:
    """TLS is verified: a server with a certificate of its own making is not believed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server.encrypt(context)
    with pytest.raises(FetchError, match="certificate"):
        fetch(server.url("/a").replace("http:", "https:"))


@pytest.mark.parametrize("phase", ["silent", "drip"])
def test_a_slow_answer_ends(server: Server, phase: str) -> None:
    """A server that says nothing runs into the time for reading, one that drips into the time for the whole."""

    def slow(handler: Any) -> None:
        if phase == "drip":
            handler.send_response(200)
            handler.end_headers()
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        time.sleep(1.0)

    server.answers["/a"] = slow
    options = AT_ONCE.model_copy(update={"read": 0.3, "whole": 0.6})
    start = time.monotonic()
    with pytest.raises(FetchError, match="not done after" if phase == "drip" else "read timeout"):
        fetch(server.url("/a"), options=options)
    assert time.monotonic() - start < 3


def test_an_answer_with_validators_is_asked_for_only_if_it_changed(server: Server, tmp_path: Path) -> None:
    """ETag and Last-Modified are kept between runs and sent; a 304 gives what was kept; a change gives the new."""

    def revised(handler: Any) -> None:
        same = handler.headers.get("If-None-Match") == '"1"'
        handler.answer(
            304 if same else 200,
            {"ETag": '"1"', "Last-Modified": "Sun, 01 Nov 2026 06:00:00 GMT"},
            b"" if same else b"one",
        )

    server.answers["/feed"] = revised
    first, second = (fetch(server.url("/feed"), cache=tmp_path / "http.db") for _ in range(2))
    assert (first.content, first.known) == (b"one", False)
    assert (second.content, second.known) == (b"one", True)
    assert server.asked[1].headers["if-modified-since"] == "Sun, 01 Nov 2026 06:00:00 GMT"
    server.answers["/feed"] = (200, {"ETag": '"2"'}, b"two")
    assert fetch(server.url("/feed"), cache=tmp_path / "http.db").content == b"two"


@pytest.mark.parametrize(
    ("headers", "requests"),
    [
        ({"Cache-Control": "max-age=3600"}, 1),
        ({"Cache-Control": "private, max-age=3600"}, 1),
        ({"Cache-Control": "max-age=31536000"}, 1),
        ({"Cache-Control": "no-cache", "ETag": '"1"'}, 2),
        ({"Cache-Control": "no-store"}, 2),
        ({"Cache-Control": "max-age=0", "ETag": '"1"'}, 2),
        ({"Last-Modified": "Sun, 01 Nov 2020 06:00:00 GMT"}, 2),
        ({}, 2),
    ],
)
def test_what_a_server_says_of_freshness_is_kept_to(
    server: Server, tmp_path: Path, headers: dict[str, str], requests: int
) -> None:
    """An answer that is still fresh is not asked for; one of which nothing is said always is, however old it is."""
    server.answers["/feed"] = (200, headers, b"body")
    for _ in range(2):
        assert fetch(server.url("/feed"), cache=tmp_path / "http.db").content == b"body"
    assert len(server.asked) == requests


@pytest.mark.parametrize(("minutes_left", "requests"), [(1, 1), (-1, 2)])
def test_a_year_of_freshness_is_half_a_day(server: Server, tmp_path: Path, minutes_left: int, requests: int) -> None:
    """No server can keep a feed from being asked for longer than until the next brief."""
    sent = formatdate(time.time() - MOST_SECONDS + minutes_left * 60, usegmt=True)

    def old(handler: Any) -> None:
        handler.send_response_only(200)
        for name, value in {"Date": sent, "Cache-Control": "max-age=31536000", "Content-Length": "4"}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(b"body")

    server.answers["/feed"] = old
    for _ in range(2):
        fetch(server.url("/feed"), cache=tmp_path / "http.db")
    assert len(server.asked) == requests


def test_a_damaged_cache_costs_nothing_but_time(server: Server, tmp_path: Path) -> None:
    """A file that is no cache is passed by, and the address answers all the same."""
    damaged = tmp_path / "http.db"
    damaged.write_bytes(b"this is no database" * 1000)
    assert fetch(server.serve("/a", "here"), cache=damaged).content == b"here"


def test_reading_works_inside_a_running_loop(server: Server) -> None:
    """A notebook runs an event loop of its own; fetching from there works all the same."""
    address = server.serve("/a", "here")

    async def notebook() -> bytes:
        return fetch(address).content

    assert asyncio.run(notebook()) == b"here"


@pytest.mark.parametrize("address", ["http://ann:s3cret@a.example/feed", "https://token@a.example/feed"])
def test_an_address_with_a_password_is_refused_without_saying_it(address: str) -> None:
    """It would stand in the brief, in lists and in messages."""
    with pytest.raises(FetchError, match="password") as caught:
        fetch(address)
    assert "s3cret" not in str(caught.value)
    assert "token" not in str(caught.value)

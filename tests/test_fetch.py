from __future__ import annotations

import gzip
import socket
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from briefing.errors import InputError
from briefing.fetch import MOST_BYTES, MOST_REDIRECTS, fetch

if TYPE_CHECKING:
    from conftest import Server


def test_a_page_is_fetched(server: Server) -> None:
    """Its bytes and content type come as the server sent them; we say who asks."""
    address = server.serve("/a", b"caf\xe9", "text/html; charset=latin-1")
    page = fetch(address)
    assert (page.url, page.content, page.content_type) == (address, b"caf\xe9", "text/html; charset=latin-1")
    assert server.seen[0]["user-agent"].startswith(f"briefing/{version('briefing')}")


def test_a_packed_answer_is_unpacked(server: Server) -> None:
    """Compression on the way is not the reader's concern."""
    server.answers["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"hello"))
    assert fetch(server.url("/a")).content == b"hello"


def test_a_redirect_is_followed(server: Server) -> None:
    """The address is the one where the page lay in the end."""
    server.answers["/old"] = (301, {"Location": "/new"}, b"")
    new = server.serve("/new", "x")
    assert fetch(server.url("/old")).url == new


def test_redirects_in_a_circle_end(server: Server) -> None:
    """After a few of them it is said, not followed for ever."""
    server.answers["/a"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(InputError):
        fetch(server.url("/a"))
    assert len(server.seen) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/x", "javascript:alert(1)", "http://[x"])
def test_a_redirect_leads_to_web_addresses_only(server: Server, target: str) -> None:
    """A server cannot send us to a file of this machine or to what is no address."""
    server.answers["/a"] = (302, {"Location": target}, b"")
    with pytest.raises(InputError):
        fetch(server.url("/a"))


@pytest.mark.parametrize("status", [300, 304, 401, 403, 404, 410, 429, 500, 503])
def test_any_other_answer_is_an_error_that_names_it(server: Server, status: int) -> None:
    """Address and status are named, and what to do."""
    server.answers["/a"] = (status, {}, b"")
    with pytest.raises(InputError, match=f"{server.url('/a')} answered {status}") as caught:
        fetch(server.url("/a"))
    assert caught.value.remedy


def test_an_endless_answer_is_cut_off(server: Server) -> None:
    """A body above the limit is refused, also where it is small on the way."""
    server.answers["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(MOST_BYTES + 1), compresslevel=1))
    with pytest.raises(InputError, match="larger than 20 MB"):
        fetch(server.url("/a"))


def test_a_broken_answer_is_our_error(server: Server) -> None:
    """What claims to be packed and is not, and what ends too early."""
    server.answers["/packed"] = (200, {"Content-Encoding": "gzip"}, b"not packed at all")
    server.answers["/short"] = (200, {"Content-Length": "100"}, b"short")
    for path in ("/packed", "/short"):
        with pytest.raises(InputError, match="could not be fetched"):
            fetch(server.url(path))


def test_a_refused_connection_is_our_error() -> None:
    """Nobody listens there: the address is named, and to try again."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(InputError, match=address) as caught:
            fetch(address)
    assert "again" in caught.value.remedy


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "/etc/passwd", "ftp://a.example", "javascript:alert(1)", "", "http://"]
)
def test_only_web_addresses_are_fetched(address: str) -> None:
    """Anything else is refused before anything is opened."""
    with pytest.raises(InputError, match="no web address"):
        fetch(address)


@pytest.mark.parametrize("address", ["http://a\x00b/", "http://☃..com/", f"http://{'a' * 300}.com/"])
def test_an_address_that_no_host_can_have_is_our_error(address: str) -> None:
    """What looks like an address and cannot be one is refused like any other."""
    with pytest.raises(InputError):
        fetch(address)

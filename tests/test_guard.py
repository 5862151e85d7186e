"""Where connections may lead: to the open network, and to a private host only where the source names it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import FetchSettings
from briefing.errors import FetchError
from briefing.fetch import Fetcher, Page
from briefing.fetch.guard import is_public
from briefing.loop import run

if TYPE_CHECKING:
    from conftest import Server


def fetch(url: str, allow: Iterable[str] = (), proxy: str = "") -> Page:
    """One fetch in a run of its own."""

    async def once() -> Page:
        async with Fetcher(FetchSettings(delay=0, patience=0, proxy=proxy)) as fetcher:
            return await fetcher.get(url, "feed", allow)

    return run(once())


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1", "64:ff9b:1::7f00:1", "3fff::1", "5f00::1", "4000::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "not an address", "",
    ],
)  # fmt: skip
def test_an_address_off_the_open_network_is_not_public(address: str) -> None:
    """Private, loopback, link-local, shared, reserved, metadata, multicast, and IPv6 that carries one of these."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_an_address_of_the_open_network_is_public(address: str) -> None:
    """What everybody can reach."""
    assert is_public(address)


@given(
    st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="fc00::/7")
)
def test_no_spelling_of_a_private_address_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """Also when it is written as a mapped one, or in full."""
    assert not is_public(address.exploded)
    if isinstance(address, ipaddress.IPv4Address):
        assert not is_public(f"::ffff:{address}")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "[::ffff:127.0.0.1]", "0.0.0.0"]
)
def test_a_private_host_is_refused_however_it_is_written(server: Server, host: str) -> None:
    """Names that lead to this machine are looked up first, and odd spellings of its address are no way around."""
    server.serve("/secret", "secret")
    with pytest.raises(FetchError, match=r"private network|could not be fetched|no address"):
        fetch(f"http://{host}:{server.port}/secret")
    assert not server.asked


def test_a_refusal_names_the_remedy(server: Server) -> None:
    """Whoever means it finds the words to write."""
    with pytest.raises(FetchError) as caught:
        fetch(server.url("/a"))
    assert 'allow = ["127.0.0.1"]' in str(caught.value)


def test_a_source_may_name_a_private_host(server: Server) -> None:
    """The host that is named is reached, under that name alone."""
    server.serve("/a", "here")
    assert fetch(server.url("/a"), ["127.0.0.1"]).content == b"here"
    assert fetch(server.url("/a").replace("127.0.0.1", "localhost"), ["LOCALHOST"]).content == b"here"
    with pytest.raises(FetchError, match="private network"):
        fetch(server.url("/a").replace("127.0.0.1", "localhost"), ["127.0.0.1"])


def test_a_redirect_to_a_private_host_is_refused(server: Server) -> None:
    """A host that is allowed cannot send us on to one that is not."""
    server.serve("/secret", "secret")
    server.answers["/a"] = (302, {"Location": server.url("/secret").replace("127.0.0.1", "localhost")}, b"")
    with pytest.raises(FetchError, match="localhost lies on a private network"):
        fetch(server.url("/a"), ["127.0.0.1"])
    assert server.paths == ["/a"]


def test_a_kept_connection_is_no_way_in(server: Server) -> None:
    """A connection that one source was allowed is not lent to another that is not."""
    server.serve("/a", "here")

    async def one_after_the_other() -> None:
        async with Fetcher(FetchSettings(delay=0, patience=0)) as fetcher:
            assert (
                await fetcher.get(server.url("/a").replace("127.0.0.1", "localhost"), "feed", ["localhost"])
            ).content
            with pytest.raises(FetchError, match="private network"):
                await fetcher.get(server.url("/a").replace("127.0.0.1", "localhost"), "feed")

    run(one_after_the_other())
    assert len(server.asked) == 1


def test_a_proxy_is_asked_where_one_is_set(server: Server) -> None:
    """Behind a proxy the whole address goes to it, and it is the one that looks names up."""
    server.answers["http://news.example/feed"] = (200, {}, b"by proxy")
    assert fetch("http://news.example/feed", proxy=server.url("")).content == b"by proxy"


def test_the_environment_names_no_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a setting does: a variable of the environment cannot lead requests past the guard."""
    monkeypatch.setenv("HTTP_PROXY", server.url(""))
    with pytest.raises(FetchError):
        fetch("http://news.invalid/feed")
    assert not server.asked


def test_the_cache_is_no_way_in(server: Server, tmp_path: Path) -> None:
    """What a private host answered to a source that may ask it is not there for one that may not."""
    server.answers["/private"] = (200, {"Cache-Control": "max-age=3600"}, b"private")
    server.answers["/way"] = (302, {"Location": server.url("/private").replace("127.0.0.1", "localhost")}, b"")

    async def one(url: str, allow: Iterable[str]) -> bytes:
        async with Fetcher(FetchSettings(delay=0, patience=0), tmp_path / "http.db") as fetcher:
            return (await fetcher.get(url, "feed", allow)).content

    inside = server.url("/private").replace("127.0.0.1", "localhost")
    for _ in range(2):
        assert run(one(inside, ["localhost"])) == b"private"
    assert server.paths == ["/private"]
    for url in (inside, server.url("/way")):
        with pytest.raises(FetchError, match="private network"):
            run(one(url, ["127.0.0.1"]))

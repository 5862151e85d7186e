"""Where a connection may lead: the address that is checked is the one connected to, at every hop and after DNS."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2
from anyio import getaddrinfo

from briefing.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNICAST, DOCUMENTATION = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("3fff::/20")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

ALLOWED: ContextVar[frozenset[str]] = ContextVar("allowed", default=frozenset())  # hosts the asking source names


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open network: not private, loopback, link-local, shared, reserved or multicast.

    An IPv6 address that carries an IPv4 one (mapped, NAT64; with 6to4 and Teredo, it too) is judged by that one. Of the
    others only those count that are given out to the open network (2000::/3).
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_open, _judged(found)))


def _judged(address: Address) -> list[Address]:
    """The addresses that a connection to this one may come to."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [ipaddress.IPv4Address(address.packed[-4:])]
    teredo = address.teredo[1] if address.teredo else None
    return [address, *(each for each in (address.sixtofour, teredo) if each is not None)]


def _is_open(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (address not in UNICAST or address in DOCUMENTATION):
        return False
    return address.is_global and not address.is_multicast


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Looks a name up once, keeps the addresses that may be connected to, and connects to those alone.

    A host on a private network is reached only while the source that asks allows it by name; ``private`` remembers which
    hosts were, since a kept connection is not made anew for the next source.
    """

    def __init__(self) -> None:
        self._network = httpcore2.AnyIOBackend()
        self.private: set[str] = set()

    async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore2.AsyncNetworkStream:
        """A connection to the first address of ``host`` that may be used and answers."""
        error: Exception | None = None
        for address in await self._permitted(host, port):
            try:
                return await self._network.connect_tcp(address, port, *args, **kwargs)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                error = failed
        how = "answers in time" if isinstance(error, httpcore2.ConnectTimeout) else "takes the connection"
        raise httpcore2.ConnectError(f"nobody at {host} {how}") from error

    async def _permitted(self, host: str, port: int) -> list[str]:
        try:
            found = [str(each[4][0]) for each in await getaddrinfo(host, port)]
        except (OSError, UnicodeError) as error:
            what, remedy = f"no address is known for {host}", "check its spelling, and that this computer is online"
            raise FetchError(what, remedy, temporary=True) from error
        addresses = list(dict.fromkeys(found))
        if public := [each for each in addresses if is_public(each)]:
            return public
        if addresses and host not in ALLOWED.get():
            raise _forbidden(host)
        self.private.add(host)
        return addresses

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """HTTP over connections that the guard has checked. Behind a proxy it is the proxy that looks names up."""

    def __init__(self, limits: httpx2.Limits, proxy: str = "") -> None:
        super().__init__(limits=limits, proxy=proxy or None, trust_env=False)
        self._backend = GuardedBackend()
        if not proxy:  # httpx2 has no argument for how names are looked up; its pool has
            self._pool = httpcore2.AsyncConnectionPool(
                ssl_context=httpx2.create_ssl_context(),
                max_connections=limits.max_connections,
                max_keepalive_connections=limits.max_keepalive_connections,
                keepalive_expiry=limits.keepalive_expiry,
                network_backend=self._backend,
            )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.host
        if host not in ALLOWED.get() and (host in self._backend.private or _is_private_literal(host)):
            raise _forbidden(host)
        return await super().handle_async_request(request)


def _is_private_literal(host: str) -> bool:
    """Whether a host is written as an address that is not public; a name is judged once it was looked up."""
    try:
        return not is_public(str(ipaddress.ip_address(host)))
    except ValueError:
        return False


def _forbidden(host: str) -> FetchError:
    return FetchError(
        f"{host} lies on a private network", f'if you mean it, name it: allow = ["{host}"] (or --allow {host})'
    )


def allowed(hosts: Iterable[str]) -> frozenset[str]:
    """Names of hosts as they are compared: in lower case, an IPv6 address without its brackets."""
    return frozenset(host.lower().strip("[]") for host in hosts)

"""Posts of the brief's JSON, to a server on loopback."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from briefing.deliver import webhook
from briefing.deliver.webhook import post
from briefing.errors import DeliveryError
from briefing.types import Parcel, Recipient

if TYPE_CHECKING:
    from conftest import Server

TOKEN = "S3cretToken"
JSON = '{"title": "Brücke gesperrt"}\n'.encode()


def parcel(edition: str = "morning-2026-10-15") -> Parcel:
    """An edition with its JSON."""
    return Parcel(edition, "The Morning Brief", datetime(2026, 10, 15, 6, tzinfo=UTC), "en", {"json": JSON})


def told(*addresses: str, what: Parcel | None = None) -> list[DeliveryError | None]:
    """How each of these addresses took the post."""
    return [each.error for each in post(what or parcel(), [Recipient("webhook", address) for address in addresses])]


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_the_json_is_posted_as_it_is(server: Server) -> None:
    """With its type, who sends it, and no cookie or encoding of ours."""
    assert told(server.serve("/hook?a=b", "")) == [None]
    (asked,) = server.asked
    assert (asked.path, asked.body) == ("/hook?a=b", JSON)
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"].startswith("briefing/")


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_answer_of_success_is_one(server: Server, status: int) -> None:
    """Whatever else the receiver answers."""
    assert told(server.serve("/hook", "" if status == 204 else "thanks", status=status)) == [None]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 400, 401, 403, 404, 410, 413, 422])
def test_a_refusal_says_whether_it_is_for_now(server: Server, status: int) -> None:
    """A busy receiver is asked again later, one that will not take it is not; both name the status and a remedy."""
    (error,) = told(server.serve("/hook", "no", status=status))
    assert error is not None
    assert error.temporary is (status in (408, 425, 429) or status >= 500)
    assert error.what == f"http://127.0.0.1:{server.port} answered {status}"
    assert error.remedy


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(server: Server, status: int) -> None:
    """They would lose the body, or carry a token elsewhere; the error says that the address is another one now."""
    server.serve("/new", "")
    server.answers["/hook"] = (status, {"Location": server.url("/new")}, b"")
    (error,) = told(server.url("/hook"))
    assert error is not None
    assert not error.temporary
    assert "another address" in error.what
    assert server.paths == ["/hook"]


def test_a_post_that_is_repeated_can_be_told(server: Server) -> None:
    """One key for an edition and a recipient, another for another day or another address; nothing of a token is in it."""
    first, second = server.serve(f"/{TOKEN}", ""), server.serve("/other", "")
    told(first, second)
    told(first, what=parcel())
    told(first, what=parcel("soirée-2026-10-16"))
    keys = [asked.headers["idempotency-key"] for asked in server.asked]
    assert keys[0] == keys[2]
    assert len(set(keys)) == 3
    assert keys[0].startswith('"morning-2026-10-15/webhook:')
    assert TOKEN not in "".join(keys)


def test_one_that_fails_keeps_no_other_from_its_post(server: Server) -> None:
    """Nobody there, no address, a refusal, and one that takes it: each has its own result, in their order."""
    good, bad = server.serve("/good", ""), server.url("/missing")
    errors = told(f"http://127.0.0.1:{closed_port()}/x", "ftp://alder.example/x", bad, good)
    assert [error and error.temporary for error in errors] == [True, False, False, None]


def test_a_receiver_that_is_silent_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while; it is asked again later."""
    monkeypatch.setattr(webhook, "ANSWER", 0.3)
    server.latency = 5
    begun = time.monotonic()
    (error,) = told(server.serve("/hook", ""))
    assert error is not None
    assert error.temporary
    assert error.what.endswith("did not take it: timed out")
    assert time.monotonic() - begun < 4


def test_an_answer_without_end_is_not_read(server: Server) -> None:
    """Its status is all that is wanted."""

    def flood(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    server.answers["/hook"] = flood
    assert told(server.url("/hook")) == [None]


def test_a_connection_that_breaks_is_tried_again_later(server: Server) -> None:
    """The receiver hung up before it answered."""
    server.answers["/hook"] = lambda handler: handler.connection.close()
    (error,) = told(server.url("/hook"))
    assert error is not None
    assert error.temporary


def test_a_name_and_password_in_the_address_are_used(server: Server) -> None:
    """As basic authentication (RFC 7617)."""
    server.serve("/hook", "")
    assert told(f"http://anna:{TOKEN}@127.0.0.1:{server.port}/hook") == [None]
    assert server.asked[0].headers["authorization"] == httpx2.BasicAuth("anna", TOKEN)._auth_header


@pytest.mark.parametrize(
    "address",
    [
        "http://anna:{token}@127.0.0.1:{port}/{token}?key={token}",
        "http://127.0.0.1:{port}?key={token}",
        "http://127.0.0.1:{port}#{token}",
        "http://nobody.invalid/{token}",
        "http://[::1/{token}",
        "http://127.0.0.1:80:80/{token}",
        "http://127.0.0.1\\{token}",
        "gopher://{token}@127.0.0.1/{token}",
        "https:{token}",
        "{token}",
        "http:///{token}",
        "http://127.0.0.1:{port}/{token}\n",
        "",
    ],
)
def test_no_error_shows_a_token(address: str, server: Server) -> None:
    """Whether the receiver refuses, is not there, or the address is none."""
    for port in (server.port, closed_port()):
        recipient = Recipient("webhook", address.format(token=TOKEN, port=port))
        (handed,) = post(parcel(), [recipient])
        assert handed.error is not None
        shown = f"{handed.error!r}{handed.error}{recipient.key}{recipient.label}"
        assert TOKEN.casefold() not in shown.casefold()
        assert handed.error.__cause__ is None

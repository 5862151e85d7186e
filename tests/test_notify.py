"""Notices by Apprise, to services on loopback."""

from __future__ import annotations

import json
import socket
import time
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from briefing.deliver import notify as module
from briefing.deliver.notify import notify
from briefing.errors import DeliveryError
from briefing.types import Parcel, Recipient

if TYPE_CHECKING:
    from conftest import Server

TOKEN = "xoxb-S3cret_Token"
NOTICE = "Bridge closed (Alder, Birch)\nRiver rises — 3 metres"


def parcel(notice: str = NOTICE, title: str = "The Morning Brief") -> Parcel:
    """An edition with a notice."""
    date = datetime(2026, 10, 15, 6, tzinfo=UTC)
    return Parcel("morning-2026-10-15", title, date, "en", {"notice": notice.encode()})


def told(*addresses: str, what: Parcel | None = None) -> list[DeliveryError | None]:
    """How each of these services took the notice."""
    recipients = [Recipient("notify", address) for address in addresses]
    handed = list(notify(what or parcel(), recipients))
    assert [each.recipient for each in handed] == recipients
    return [each.error for each in handed]


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_service_gets_the_notice_and_its_title(server: Server) -> None:
    """Letter by letter, as plain text, in the form of the service."""
    server.serve("/topic", "{}", "application/json")
    server.serve("/hook", "{}", "application/json")
    assert told(f"json://127.0.0.1:{server.port}/hook") == [None]
    sent = json.loads(server.asked[0].body)
    assert (sent["title"], sent["message"]) == ("The Morning Brief", NOTICE)
    server.serve("/", "{}", "application/json")
    assert told(f"ntfy://127.0.0.1:{server.port}/topic") == [None]
    sent = json.loads(server.asked[1].body)
    assert (sent["topic"], sent["title"], sent["message"]) == ("topic", "The Morning Brief", NOTICE)


def test_the_title_is_not_said_twice(server: Server) -> None:
    """Where the notice begins with it, that line is left out; a headline that begins alike stays."""
    server.serve("/hook", "{}")
    for notice in (f"The Morning Brief\n{NOTICE}\n", f"The Morning Brief is ten\n{NOTICE}"):
        told(f"json://127.0.0.1:{server.port}/hook", what=parcel(notice))
    first, second = [json.loads(asked.body)["message"] for asked in server.asked]
    assert first == NOTICE
    assert second == f"The Morning Brief is ten\n{NOTICE}"


def test_one_service_that_fails_keeps_no_other_from_its_notice(server: Server) -> None:
    """The result is each one's own, in their order, as soon as it is known."""
    server.serve("/good", "{}")
    server.serve("/busy", "", status=503)
    base = f"json://127.0.0.1:{server.port}"
    first, second, third = told(f"{base}/busy", "nonsense://x", f"{base}/good")
    assert first is not None
    assert first.temporary
    assert "503" in first.what
    assert second is not None
    assert not second.temporary
    assert third is None
    assert server.paths == ["/busy", "/good"]


@pytest.mark.parametrize(
    "address",
    [f"nonsense://{TOKEN}", f"slack://{TOKEN}", f"json://{TOKEN}:80:80/", f"tgram://{TOKEN}", TOKEN, "", "\0"],
)
def test_an_address_that_apprise_does_not_know_is_refused_for_good(address: str) -> None:
    """With where to look; the address itself is not shown."""
    (error,) = told(address)
    assert error is not None
    assert not error.temporary
    assert "apprise" in error.remedy
    assert TOKEN not in f"{error}{Recipient('notify', address).label}"


@pytest.mark.parametrize(
    "address",
    [
        "json://anna:{token}@127.0.0.1:{port}/{token}/x",
        "json://127.0.0.1:{port}/x?+Authorization={token}",
        "ntfy://{token}@127.0.0.1:{port}/{token}",
        "ntfy://127.0.0.1:{port}/{token}%21",
        "slack://{token}",
        "matrix://anna:{token}@127.0.0.1:{port}/#room",
        "gotify://127.0.0.1:{port}/{token}",
        "mmost://127.0.0.1:{port}/{token}",
        "rocket://anna:{token}@127.0.0.1:{port}/#{token}",
    ],
)
@pytest.mark.parametrize("answers", [True, False], ids=["refused", "nobody"])
def test_no_error_shows_a_token(address: str, answers: bool, server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    """Whether the service refuses or is not there; nor is anything printed, nor told to a log."""
    port = server.port if answers else free_port()
    recipient = Recipient("notify", address.format(token=TOKEN, port=port))
    (handed,) = notify(parcel(), [recipient])
    assert handed.error is not None
    assert TOKEN.casefold() not in f"{handed.error!r}{handed.error}{recipient.label}{recipient.key}".casefold()
    assert handed.error.__cause__ is None
    assert capfd.readouterr() == ("", "")


def test_the_reason_is_told_where_there_is_one() -> None:
    """A service that is not there is named by its kind, and tried again later."""
    (error,) = told(f"json://127.0.0.1:{free_port()}/hook")
    assert error is not None
    assert error.what.startswith("json://… did not take it: A Connection error occurred sending JSON")
    assert error.temporary


def test_a_service_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """After a while, whether it keeps silent from the beginning or drips."""
    monkeypatch.setitem(module.WAITS, "socket_read_timeout", 0.3)
    server.latency = 5
    begun = time.monotonic()
    (error,) = told(f"json://127.0.0.1:{server.port}/hook")
    assert error is not None
    assert error.temporary
    assert time.monotonic() - begun < 4


def test_a_service_that_drips_has_its_time() -> None:
    """The whole of it is bounded, and said."""
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WHOLE", 1.0)

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                for number in range(25):
                    connection.sendall(f"X-{number}: x\r\n".encode())
                    time.sleep(0.1)

        thread = Thread(target=drip)
        thread.start()
        (error,) = told(f"json://127.0.0.1:{listener.getsockname()[1]}/hook")
        thread.join()
    assert error is not None
    assert error.what == "json://… did not take it: no answer within 1 seconds"


def test_what_the_address_says_of_time_goes_before_ours(server: Server) -> None:
    """Apprise's own parameters are kept."""
    server.latency = 3
    begun = time.monotonic()
    (error,) = told(f"json://127.0.0.1:{server.port}/hook?rto=0.2")
    assert error is not None
    assert time.monotonic() - begun < 2.5


def test_a_notice_goes_to_no_other_host_than_the_one_that_is_named(server: Server) -> None:
    """A redirect is a failure: it could carry a token away."""
    server.answers["/hook"] = (307, {"Location": server.url("/elsewhere")}, b"")
    (error,) = told(f"json://127.0.0.1:{server.port}/hook")
    assert error is not None
    assert server.paths == ["/hook"]


@pytest.mark.parametrize("call", ["@everyone", "x@everyone", "<@1234>", "<@&99>", "@here, all", "(@anna)"])
def test_a_headline_calls_nobody(call: str, server: Server) -> None:
    """Chat services ring for names after an @; headlines are written by others."""
    server.serve("/hook", "{}")
    told(f"json://127.0.0.1:{server.port}/hook", what=parcel(f"Fire! {call}", f"Brief {call}"))
    sent = json.loads(server.asked[0].body)
    name = call.partition("@")[2][:4]
    for text in (sent["title"], sent["message"]):
        assert f"@{name}" not in text
        assert f"@\u2060{name}" in text


@pytest.mark.parametrize("text", ["https://blog.example/@anna/1", "write to anna@alder.example", "at 5 @ noon"])
def test_addresses_stay_whole(text: str, server: Server) -> None:
    """An @ in a link or a mail address is part of it."""
    server.serve("/hook", "{}")
    told(f"json://127.0.0.1:{server.port}/hook", what=parcel(text))
    assert json.loads(server.asked[0].body)["message"] == text

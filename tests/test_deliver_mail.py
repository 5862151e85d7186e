"""Mail by a real SMTP server on loopback: what arrives, and what is said where it does not."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest
import trustme

from briefing.deliver import deliver
from briefing.deliver.mail import check, send
from briefing.errors import DeliveryError
from briefing.types import Account, Handed, Parcel, Recipient, Secret, Security

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Post

PARCEL = Parcel(
    "morning-2026-10-15",
    "The Averland Morning",
    datetime(2026, 10, 15, 6, tzinfo=UTC),
    "en",
    {"text": "Größe\n.\n".encode(), "mail": "<p>Größe</p>".encode(), "pdf": b"%PDF" * 20_000},
)
ANN, BEN, CAT = (Recipient("mail", f"{name}@example.net", name.title()) for name in ("ann", "ben", "cat"))
THREE = (ANN, BEN, CAT)
SECURITIES: tuple[Security, ...] = ("none", "starttls", "tls")
PASSWORD = "hunter2 \\x"


def handed(account: Account | None, *recipients: Recipient, parcel: Parcel = PARCEL) -> list[str]:
    """How it went with each, in a word: "sent", "later" or "never"; every error names a remedy and no password."""
    done = list(send(parcel, recipients or THREE, account))
    assert [each.recipient for each in done] == list(recipients or THREE)
    return [word(each) for each in done]


def word(handed: Handed) -> str:
    if handed.error is None:
        return "sent"
    assert handed.error.remedy
    assert "hunter2" not in str(handed.error)
    assert str(handed.error).isprintable()
    return "later" if handed.error.temporary else "never"


def error(account: Account | None, recipient: Recipient = ANN, parcel: Parcel = PARCEL) -> DeliveryError:
    (done,) = send(parcel, [recipient], account)
    assert done.error is not None
    word(done)
    return done.error


def reached(post: Post) -> list[str]:
    """Whom the server took a message for, in their order."""
    return [to for message in post.messages for to in message.recipients]


@pytest.mark.parametrize("security", SECURITIES)
def test_each_recipient_gets_a_message_of_its_own_over_one_connection(post: Post, security: Security) -> None:
    """However the server is spoken to: nobody sees who else gets it, and it is asked to let us in once."""
    post.start(security, {"brief": PASSWORD})
    assert handed(post.account()) == ["sent"] * 3
    assert [message.recipients for message in post.messages] == [
        ("ann@example.net",),
        ("ben@example.net",),
        ("cat@example.net",),
    ]
    assert {message.sender for message in post.messages} == {"brief@example.org"}
    assert [str(message.message["To"]) for message in post.messages] == [
        "Ann <ann@example.net>",
        "Ben <ben@example.net>",
        "Cat <cat@example.net>",
    ]
    assert len({message.message["Message-ID"] for message in post.messages}) == 3
    body = post.messages[0].message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Größe\n.\n"
    assert post.connections == 1
    assert [moment for moment, _ in post.heard].count("AUTH") == 1
    assert post.heard[-1] == ("QUIT", "")
    assert ("EHLO", "[127.0.0.1]") in post.heard, "this computer's name is not told"


def test_the_channel_of_mail_leads_here(post: Post) -> None:
    """`deliver` hands recipients of mail over to it."""
    assert [word(each) for each in deliver(PARCEL, [ANN], post.account())] == ["sent"]
    assert reached(post) == ["ann@example.net"]


def test_what_is_known_is_told_at_once(post: Post) -> None:
    """The first recipient's fate is told before the second's is asked for, so that it can be written down."""
    done = send(PARCEL, THREE, post.account())
    assert word(next(done)) == "sent"
    assert reached(post) == ["ann@example.net"]
    cast("Generator[Handed, None, None]", done).close()
    assert reached(post) == ["ann@example.net"]
    assert post.heard[-1] == ("QUIT", ""), "who stops early takes leave"


def test_without_a_server_each_recipient_gets_to_know_the_setting() -> None:
    """Nothing is set, nothing is sent, and the error says what to set."""
    assert handed(None) == ["never"] * 3
    assert "mail.server" in error(None).remedy


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(post: Post, tmp_path: Path, security: Security) -> None:
    """For good, before any password is told; the remedy names the setting for a server of one's own."""
    post.start(security, {"brief": PASSWORD})
    for trust in ("", str(other_authority(tmp_path))):
        refused = error(post.account(trust=trust))
        assert not refused.temporary
        assert "certificate" in refused.what
        assert "mail.trust" in refused.remedy
    assert "AUTH" not in dict(post.heard)


def other_authority(folder: Path) -> Path:
    path = folder / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return path


def test_a_certificate_for_another_name_is_refused(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server has to be the one that was meant."""
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **how: real("127.0.0.1", *rest, **how))
    post.start("tls")
    assert "certificate" in error(post.account(server="mail.example.org")).what
    assert handed(post.account(server="localhost"), ANN) == ["sent"]


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_a_file_of_certificates_that_is_none_is_named(post: Post, tmp_path: Path, content: str | None) -> None:
    """It may be missing or hold something else."""
    path = tmp_path / "none.pem"
    if content is not None:
        path.write_text(content)
    post.start("tls")
    refused = error(post.account(trust=str(path)))
    assert not refused.temporary
    assert str(path) in refused.what


def test_encryption_that_is_not_offered_is_not_gone_without(post: Post) -> None:
    """Nothing is said in the clear to a server that was to be spoken to by STARTTLS."""
    refused = error(post.account(security="starttls"))
    assert (refused.temporary, "STARTTLS" in refused.what) == (False, True)
    assert "tls" in refused.remedy
    assert "MAIL" not in dict(post.heard)


def test_tls_to_a_server_that_does_not_speak_it_is_told_apart(post: Post) -> None:
    """The usual mistake: the port of the one with the security of the other."""
    refused = error(post.account(security="tls"))
    assert not refused.temporary
    assert "465" in refused.remedy


def test_a_wrong_password_is_refused_for_good(post: Post) -> None:
    """All recipients get to know it from one attempt: many servers lock out who tries again and again."""
    post.start("starttls", {"brief": PASSWORD})
    account = post.account(password=Secret("P", value="hunter2 wrong"))
    assert handed(account) == ["never"] * 3
    assert post.connections == 1
    assert "password" in error(account).what


def test_a_login_that_cannot_be_checked_now_is_tried_later(post: Post) -> None:
    """454: the server's own trouble (RFC 4954)."""
    post.start("starttls", {"brief": PASSWORD})
    post.answers["AUTH"] = "454 4.7.0 Temporary authentication failure"
    assert handed(post.account()) == ["later"] * 3


def test_a_password_that_is_missing_is_asked_for_by_its_setting(post: Post) -> None:
    """None is named, the variable is not set, or the server wants a login that nobody gave."""
    post.start("starttls", {"brief": PASSWORD})
    assert "mail.password_env" in error(post.account(password=None)).remedy
    assert "MAIL_PASSWORD" in error(post.account(password=Secret("MAIL_PASSWORD"))).what
    assert not error(post.account(password=Secret("MAIL_PASSWORD"))).temporary
    refused = error(post.account(user=""))
    assert "Authentication required" in refused.what
    assert "mail.user" in refused.remedy


def test_a_password_comes_from_a_command(post: Post) -> None:
    """The first line of what it prints."""
    post.start("tls", {"brief": "from a command"})
    command = (sys.executable, "-c", "print('from a command')")
    assert handed(post.account(password=Secret(command=command)), ANN) == ["sent"]


def test_a_password_of_any_letters_is_told_right(post: Post) -> None:
    """The standard library knows ASCII alone."""
    post.start("tls", {"jörg": "pässwörd 漢"})
    assert handed(post.account(), ANN) == ["sent"]
    refused = error(post.account(password=Secret("P", value="fälsch")))
    assert "refuses user or password" in refused.what


def test_no_password_goes_over_an_open_line(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without encryption it is told to this very computer alone."""
    monkeypatch.setattr("briefing.deliver.mail.ip_address", lambda _: type("Far", (), {"is_loopback": False}))
    post.start("none", {"brief": PASSWORD})
    refused = error(post.account())
    assert (refused.temporary, "without encryption" in refused.what) == (False, True)
    assert "mail.security" in refused.remedy
    assert "AUTH" not in dict(post.heard)


def test_a_server_that_lets_nobody_log_in(post: Post) -> None:
    """A user is set, and the server does not ask for one."""
    post.answers["EHLO"] = "250 post.example"
    refused = error(post.account(user="brief", password=Secret("P", value=PASSWORD)))
    assert "mail.user" in refused.remedy
    assert not refused.temporary


def test_greylisting_is_met_by_coming_later(post: Post) -> None:
    """450 is a temporary error of that recipient, and of no other; the second attempt has the same Message-ID."""
    post.answers["RCPT"] = ["450 4.2.0 Greylisted, come back later"]
    assert handed(post.account()) == ["later", "sent", "sent"]
    assert post.connections == 1
    assert "Greylisted" in error_of(post, "450 4.2.0 Greylisted").what
    post.answers["DATA"] = [post.LOST]
    assert handed(post.account(), ANN) == ["later"]
    assert handed(post.account(), ANN) == ["sent"]
    assert (
        len({message.message["Message-ID"] for message in post.messages if "ann@example.net" in message.recipients})
        == 1
    )


def error_of(post: Post, answer: str, moment: str = "RCPT") -> DeliveryError:
    post.answers[moment] = [answer]
    return error(post.account())


def test_one_refused_recipient_of_three_costs_the_others_nothing(post: Post) -> None:
    """The refusal is for good and in the server's words; the connection is used on, after RSET."""
    post.answers["RCPT"] = lambda to: "550 5.1.1 No such user" if to.startswith("ben") else None
    done = list(send(PARCEL, THREE, post.account()))
    assert [word(each) for each in done] == ["sent", "never", "sent"]
    assert done[1].error is not None
    assert "550 5.1.1 No such user" in done[1].error.what
    assert reached(post) == ["ann@example.net", "cat@example.net"]
    assert ("RSET", "") in post.heard
    assert post.connections == 1


@pytest.mark.parametrize(
    ("moment", "answer", "temporary", "said"),
    [
        ("greeting", "554 5.7.1 Go away", False, "refuses us"),
        ("greeting", "421 4.3.2 Too busy", True, "does not take us now"),
        ("MAIL", "550 5.7.1 Not your address", False, "refuses the sender"),
        ("MAIL", "451 4.3.0 Try again", True, "now"),
        ("RCPT", "452 4.2.2 Mailbox full", True, "does not take the recipient now"),
        ("RCPT", "421 4.3.2 Closing", True, "does not take us now"),
        ("DATA", "554 5.7.1 This is spam", False, "refuses the message"),
        ("DATA", "451 4.3.0 Out of order", True, "does not take the message now"),
        ("DATA", "552 5.3.4 Too big", False, "too large"),
        ("DATA", "554", False, "(554)"),
        ("DATA", "554 \x1b[31mred\x07", False, "(554 [31mred)"),
    ],
)
def test_the_server_s_no_is_told_in_its_words(post: Post, moment: str, answer: str, temporary: bool, said: str) -> None:
    """4xx for now, 5xx for good (RFC 5321, 4.2.1), wherever it is said; with whom the server does not take."""
    refused = error_of(post, answer, moment)
    assert (refused.temporary, said in refused.what) == (temporary, True), refused.what
    assert f"127.0.0.1:{post.port}" in refused.what
    assert handed(post.account(), ANN) == ["sent"], "and the next time it says yes"


def test_a_message_that_is_too_large_is_not_sent_first(post: Post) -> None:
    """The server says how much it takes (RFC 1870), and is told the size beforehand; the remedy is to attach less."""
    post.start("none", data_size_limit=50_000)
    refused = error(post.account(), replace(ANN, attach=("pdf",)))
    assert "too large" in refused.what
    assert "mail.attach" in refused.remedy
    assert "DATA" not in dict(post.heard)
    assert handed(post.account(), ANN) == ["sent"]


@pytest.mark.parametrize("how", ["cut", "lost"])
def test_a_connection_that_is_cut_after_data_costs_one_recipient(post: Post, how: str) -> None:
    """Whether the message was taken nobody knows: it is tried again later. The others get a new connection."""
    post.answers["DATA"] = [how]
    assert handed(post.account()) == ["later", "sent", "sent"]
    assert post.connections == 2
    assert reached(post) == ["ann@example.net"] * (how == "lost") + ["ben@example.net", "cat@example.net"]


def test_a_connection_that_is_cut_between_two_messages_costs_nobody_anything(post: Post) -> None:
    """It is asked whether it still stands before the next message goes over it."""
    post.answers["NOOP"] = [post.CUT, "421 4.4.2 Idle for too long"]
    assert handed(post.account()) == ["sent"] * 3
    assert reached(post) == ["ann@example.net", "ben@example.net", "cat@example.net"]


def test_a_server_that_always_breaks_off_is_left_alone_after_two(post: Post) -> None:
    """A hundred recipients do not wait for as many connections that break."""
    post.answers["DATA"] = post.CUT
    assert handed(post.account()) == ["later"] * 3
    assert post.connections == 2


@pytest.mark.parametrize("moment", ["greeting", "EHLO", "RCPT", "DATA"])
def test_a_server_that_never_answers_is_given_up(post: Post, moment: str) -> None:
    """After mail.timeout, for all recipients together: they are tried later."""
    post.answers[moment] = post.SILENT
    began = time.monotonic()
    account = post.account(timeout=0.2)
    assert handed(account) == ["later"] * 3
    assert time.monotonic() - began < 5
    assert "within 0.2 seconds" in error(account).what


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_connection_that_is_cut_before_it_is_encrypted_is_tried_later(post: Post, security: Security) -> None:
    """That is the network's fault or the server's, and none of the settings'."""
    post.start(security)
    post.answers["greeting"] = post.CUT
    assert handed(post.account()) == ["later"] * 3


def test_a_server_that_is_not_there_is_tried_later(post: Post) -> None:
    """Nobody listens, or nobody knows the name: the network may be back in a while."""
    post.stop()
    refused = error(post.account())
    assert (refused.temporary, "cannot be reached" in refused.what) == (True, True)
    refused = error(Account("no.such.host.invalid", "brief@example.org", security="none"))
    assert (refused.temporary, "nobody knows" in refused.what) == (True, True)
    assert "mail.server" in refused.remedy


@pytest.mark.parametrize("server", ["smtp..example.org", f"{'a' * 70}.example.org"])
def test_a_name_that_no_server_can_have_is_refused_for_good(server: str) -> None:
    """Nobody is asked for it."""
    refused = error(Account(server, "brief@example.org"))
    assert server in refused.what
    assert "mail.server" in refused.remedy
    assert not refused.temporary


def test_something_that_is_no_mail_server_is_told(post: Post) -> None:
    """It speaks, and not SMTP."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        account = post.account(port=listener.getsockname()[1], timeout=0.5)
        with closing(socket.create_connection(listener.getsockname())):
            assert handed(account, ANN) == ["later"], "silence"
    post.answers["greeting"] = ["HTTP/1.1 400 Bad Request"]
    assert not error(post.account()).temporary


def test_a_quit_that_is_not_answered_keeps_nobody_waiting(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was taken is taken."""
    monkeypatch.setattr("briefing.deliver.mail.FAREWELL_SECONDS", 0.1)
    post.answers["QUIT"] = post.SILENT
    began = time.monotonic()
    assert handed(post.account()) == ["sent"] * 3
    assert time.monotonic() - began < 4


def test_an_address_of_any_letters_needs_a_server_that_takes_it(post: Post) -> None:
    """SMTPUTF8 (RFC 6531) is asked for where it is needed, and nowhere else; where it is not offered, that is told."""
    jorg = Recipient("mail", "jörg@example.net", "Jörg")
    assert handed(post.account(), jorg, ANN) == ["sent", "sent"]
    assert reached(post) == ["jörg@example.net", "ann@example.net"]
    assert ["SMTPUTF8" in message.options for message in post.messages] == [True, False]
    assert post.messages[1].content.isascii()
    post.start("none", enable_SMTPUTF8=False)
    assert handed(post.account(), jorg, ANN) == ["never", "sent"]
    assert "ASCII" in error(post.account(), jorg).what


def test_a_domain_of_any_letters_needs_nothing_special(post: Post) -> None:
    """It goes in ASCII, as domain names do."""
    post.start("none", enable_SMTPUTF8=False)
    assert handed(post.account(), Recipient("mail", "ina@bücher.example", "Ina")) == ["sent"]
    assert reached(post) == ["ina@xn--bcher-kva.example"]


def test_what_is_no_address_costs_the_others_nothing(post: Post) -> None:
    """It is refused before the server hears of it."""
    assert handed(post.account(), ANN, Recipient("mail", "ben\r\nRCPT TO:<x@example.org>"), CAT) == [
        "sent",
        "never",
        "sent",
    ]
    assert reached(post) == ["ann@example.net", "cat@example.net"]


def test_check_tells_what_answers_and_sends_nothing(post: Post) -> None:
    """One line about the connection and the login."""
    assert check(post.account()) == f"127.0.0.1:{post.port} answers, not encrypted, and asks for no login"
    post.start("starttls", {"brief": PASSWORD})
    assert check(post.account()) == f"127.0.0.1:{post.port} answers, encrypted (TLSv1.3), and lets brief in"
    assert not {"MAIL", "RCPT", "DATA"} & {moment for moment, _ in post.heard}
    assert post.heard[-2:] == [("NOOP", ""), ("QUIT", "")]


def test_check_raises_what_sending_would_say(post: Post) -> None:
    """The same errors, with the same remedies."""
    post.start("starttls", {"brief": PASSWORD})
    with pytest.raises(DeliveryError, match="refuses user or password"):
        check(post.account(password=Secret("P", value="wrong")))
    post.answers["NOOP"] = "421 4.3.2 Closing"
    with pytest.raises(DeliveryError) as caught:
        check(post.account())
    assert caught.value.temporary
    post.stop()
    with pytest.raises(DeliveryError, match="cannot be reached"):
        check(post.account())

"""Mailboxes on a real IMAP server on loopback, filled and looked at by the standard library's client."""

from __future__ import annotations

import imaplib
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import trustme

from briefing.errors import InputError
from briefing.sources import imap
from briefing.sources.imap import read_imap
from briefing.types import Secret, Source

USER, PASSWORD = "anna@example.org", 'hunter2 "\\x'
CLIENTS: dict[int, imaplib.IMAP4] = {}
BODY = "The council closed the bridge on Monday after the flood."


@dataclass
class Mailbox:
    """A folder of a running server, as a client of it sees it."""

    port: int
    folder: str = "INBOX"

    def client(self) -> imaplib.IMAP4:
        """One client for all, for this server takes its time over a password."""
        if self.port not in CLIENTS:
            client = imaplib.IMAP4("127.0.0.1", self.port)
            client._simple_command("LOGIN", client._quote(USER), client._quote(PASSWORD))
            client.state = "AUTH"
            CLIENTS[self.port] = client
        return CLIENTS[self.port]

    def add(self, message: EmailMessage, day: int = 1) -> None:
        assert (
            self.client().append(f'"{self.folder}"', "", datetime(2026, 3, day, 12, tzinfo=UTC), bytes(message))[0]
            == "OK"
        )

    def flags(self) -> list[bytes]:
        """The flags of all mails, asked for without touching them."""
        self.client().select(self.folder, readonly=True)
        answer = self.client().fetch("1:*", "(FLAGS)")[1]
        return [each for each in answer if isinstance(each, bytes)]

    def source(self, **fields: Any) -> Source:
        location = f"imap://anna%40example.org@127.0.0.1:{self.port}/{self.folder}"
        return replace(Source(location, name="Mails", password=Secret("MAILS", value=PASSWORD)), **fields)


def letter(subject: str, sender: str = "The Alder <news@alder.example>") -> EmailMessage:
    """A plain mail."""
    made = EmailMessage()
    made["Subject"] = subject
    made["From"] = sender
    made["Message-ID"] = f"<{len(subject)}@alder.example>"
    made["Date"] = "Mon, 02 Mar 2026 06:00:00 +0100"
    made.set_content(BODY)
    return made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serving(*options: str) -> Iterator[Mailbox]:
    """A server that keeps its mails in memory, until the test is over."""
    port = free_port()
    command = [sys.executable, "-c", "from pymap.main import main; main()", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [*command, *options, "dict", "--demo-user", USER, "--demo-password", PASSWORD],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            for _ in range(600):
                with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
                    break
                time.sleep(0.05)
            yield Mailbox(port)
        finally:
            if port in CLIENTS:
                CLIENTS.pop(port).logout()
            process.kill()


@pytest.fixture(scope="module")
def post_office() -> Iterator[Mailbox]:
    """A server without TLS."""
    yield from serving("--no-tls")


@pytest.fixture
def mailbox(post_office: Mailbox, request: pytest.FixtureRequest) -> Mailbox:
    """A folder of its own for each test."""
    made = replace(post_office, folder=f"Test{abs(hash(request.node.name))}")
    make_folder(made)
    return made


def make_folder(mailbox: Mailbox) -> None:
    assert mailbox.client().create(f'"{mailbox.folder}"')[0] == "OK"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path, Path]:
    """An authority's certificate, and one of the server for 127.0.0.1 with its key."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    paths = (tmp_path / "authority.pem", tmp_path / "server.pem", tmp_path / "key.pem")
    authority.cert_pem.write_to_path(str(paths[0]))
    issued.cert_chain_pems[0].write_to_path(str(paths[1]))
    issued.private_key_pem.write_to_path(str(paths[2]))
    return paths


@pytest.fixture
def starttls(certificate: tuple[Path, Path, Path]) -> Iterator[Mailbox]:
    """A server that offers STARTTLS."""
    yield from serving("--cert", str(certificate[1]), "--key", str(certificate[2]))


def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a listener that gives each connection to ``answer``, in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

        thread = Thread(target=accept, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.fixture
def tls_port(mailbox: Mailbox, certificate: tuple[Path, Path, Path]) -> Iterator[int]:
    """The port at which the server is spoken to by TLS from the first byte on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate[1:])

    def answer(plain: socket.socket) -> None:
        with (
            plain,
            suppress(OSError),
            context.wrap_socket(plain, server_side=True) as secure,
            socket.create_connection(("127.0.0.1", mailbox.port)) as inner,
        ):
            inner.settimeout(0.05)
            secure.settimeout(0.05)
            while _passed_on(secure, inner) and _passed_on(inner, secure):
                pass

    yield from listening(answer)


def _passed_on(one: socket.socket, other: socket.socket) -> bool:
    """Pass on what has come; whether the connection still stands."""
    try:
        data = one.recv(65536)
    except TimeoutError:
        return True
    other.sendall(data)
    return bool(data)


def refusal(source: Source) -> str:
    """What is said of a mailbox that cannot be read: always who, and what to do, and never the password."""
    with pytest.raises(InputError) as raised:
        read_imap(source)
    said = f"{raised.value}"
    assert raised.value.remedy
    assert raised.value.__cause__ is None or not isinstance(raised.value.__cause__, imaplib.IMAP4.error)
    assert PASSWORD not in said
    assert "hunter2" not in said
    return said


def resolve_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name of a host leads to this machine."""
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *rest, **options: real("127.0.0.1", *rest, **options))


def titles(source: Source, since: date | None = None) -> list[str]:
    return [entry.article.title for entry in read_imap(source, since).entries]


def test_the_mails_of_a_folder_are_listed_newest_first(mailbox: Mailbox) -> None:
    """Each with its id, its sender, its text."""
    mailbox.add(letter("Bridge closed"))
    mailbox.add(letter("Brücke gesperrt", "Der Ährenbote <a@b.example>"))
    listing = read_imap(mailbox.source())
    assert [entry.article.title for entry in listing.entries] == ["Brücke gesperrt", "Bridge closed"]
    first = listing.entries[1]
    assert (first.id, first.article.source, first.article.text) == ("13@alder.example", "The Alder", BODY)
    assert not listing.problems


def test_reading_marks_nothing_as_read(mailbox: Mailbox) -> None:
    """The flags are those of before."""
    mailbox.add(letter("Bridge closed"))
    before = mailbox.flags()
    assert titles(mailbox.source()) == ["Bridge closed"]
    assert mailbox.flags() == before
    assert b"Seen" not in b"".join(before)


def test_only_mails_since_a_day_are_read(mailbox: Mailbox) -> None:
    """By the day on which they came."""
    mailbox.add(letter("Old"), day=1)
    mailbox.add(letter("Of the day"), day=5)
    mailbox.add(letter("New"), day=6)
    assert titles(mailbox.source(), date(2026, 3, 5)) == ["New", "Of the day"]


def test_a_folder_may_have_spaces_accents_and_parents(mailbox: Mailbox) -> None:
    """Percent-encoded in the location."""
    below = replace(mailbox, folder=f"{mailbox.folder}/Caf&AOk- au lait")
    make_folder(below)
    below.add(letter("Bridge closed"))
    location = f"imap://anna%40example.org@127.0.0.1:{mailbox.port}/{mailbox.folder}/Caf%C3%A9%20au%20lait"
    assert titles(mailbox.source(location=location)) == ["Bridge closed"]


@pytest.mark.parametrize(
    ("senders", "expected"),
    [
        ((), ["d", "c", "b", "a"]),
        (("news@alder.example",), ["a"]),
        (("NEWS@ALDER.example", "c@birch.example"), ["c", "a"]),
        (("alder.example",), ["b", "a"]),
        (("@alder.example",), ["b", "a"]),
        (("ews@alder.example",), []),
        (('a"b\r\nX LOGOUT', "é@alder.example"), []),
    ],
)
def test_senders_are_told_apart(mailbox: Mailbox, senders: tuple[str, ...], expected: list[str]) -> None:
    """By address, or by domain with what lies below it; a part of one is none."""
    senders_of = ["Alder <news@alder.example>", "x@mail.alder.example", "c@birch.example", "d@notalder.example"]
    for subject, sender in zip("abcd", senders_of, strict=True):
        mailbox.add(letter(subject, sender))
    assert titles(mailbox.source(senders=senders)) == expected


def test_the_limit_counts_the_newest(mailbox: Mailbox) -> None:
    """The others are not even asked for."""
    for subject in "abc":
        mailbox.add(letter(subject))
    assert titles(mailbox.source(limit=2)) == ["c", "b"]


def test_a_mail_without_a_text_is_a_problem(mailbox: Mailbox) -> None:
    """The others are read."""
    empty = letter("Only a picture")
    empty.set_content(b"x", maintype="image", subtype="png")
    mailbox.add(empty)
    mailbox.add(letter("Bridge closed"))
    listing = read_imap(mailbox.source())
    assert len(listing.entries) == 1
    assert [problem.what for problem in listing.problems] == ["no text: Only a picture"]


def test_a_huge_mail_is_not_fetched(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is counted in a problem."""
    monkeypatch.setattr(imap, "MOST_BYTES", 3000)
    huge = letter("Huge")
    huge.set_content("word " * 2000)
    mailbox.add(huge)
    mailbox.add(letter("Bridge closed"))
    listing = read_imap(mailbox.source())
    assert [entry.article.title for entry in listing.entries] == ["Bridge closed"]
    assert [problem.what for problem in listing.problems] == ["1 mails of 3,000 bytes and more"]


def test_an_empty_folder_lists_nothing(mailbox: Mailbox) -> None:
    """Without a problem."""
    assert read_imap(mailbox.source()).entries == ()


@pytest.mark.parametrize("password", ["wrong", "pässwort"])
def test_a_wrong_password_is_refused(mailbox: Mailbox, password: str) -> None:
    """It is named by the source, and not shown."""
    said = refusal(mailbox.source(password=Secret("MAILS", value=password)))
    assert said.startswith("Mails refuses user or password")
    assert password not in said


def test_a_folder_that_is_not_there_is_named_with_those_that_are(mailbox: Mailbox) -> None:
    """So that the right one can be chosen."""
    said = refusal(replace(mailbox, folder="Nonsense").source())
    assert 'Mails has no folder "Nonsense"' in said
    assert "INBOX" in said


def test_a_password_that_is_not_set_is_named(mailbox: Mailbox) -> None:
    """Its variable is in the message; the server is not asked."""
    assert "set MAILS" in refusal(mailbox.source(password=Secret("MAILS")))
    assert "`password_env`" in refusal(mailbox.source(password=None))


def test_the_password_may_come_from_a_command(mailbox: Mailbox) -> None:
    """The first line that it prints."""
    mailbox.add(letter("Bridge closed"))
    command = (sys.executable, "-c", f"print({PASSWORD!r})")
    assert titles(mailbox.source(password=Secret(command=command))) == ["Bridge closed"]


def test_starttls_is_taken_where_it_is_offered(
    starttls: Mailbox, certificate: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a good certificate; this server takes no password without it."""
    assert "certificate that cannot be trusted" in refusal(starttls.source())
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert titles(starttls.source()) == []


def test_tls_from_the_first_byte(
    mailbox: Mailbox, tls_port: int, certificate: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a certificate that is known; an unknown one is refused before the password is sent."""
    mailbox.add(letter("Bridge closed"))
    source = mailbox.source(location=f"imaps://anna%40example.org@127.0.0.1:{tls_port}/{mailbox.folder}")
    assert "certificate that cannot be trusted" in refusal(source)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert titles(source) == ["Bridge closed"]
    resolve_to_loopback(monkeypatch)
    assert "certificate" in refusal(replace(source, location=f"imaps://anna@mail.example:{tls_port}"))


def test_no_password_goes_unencrypted_to_a_host_that_is_not_named(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only to this machine, or where the reader allows it."""
    resolve_to_loopback(monkeypatch)
    source = mailbox.source(location=f"imap://anna%40example.org@mail.example:{mailbox.port}/{mailbox.folder}")
    assert "without encryption" in refusal(source)
    assert titles(replace(source, allow=("mail.example",))) == []


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("imap://anna@127.0.0.1:{closed}", "cannot be reached: Connection refused"),
        ("imaps://anna@127.0.0.1:{plain}", "speaks no TLS at port"),
        ("imaps://anna@no-such-host.invalid", "there is no host no-such-host.invalid"),
        ("imap://127.0.0.1", "names no mailbox"),
        ("imap://anna@", "names no mailbox"),
        ("imap://anna@127.0.0.1:port", "location that is none"),
        ("imap://anna%0d%0aX@127.0.0.1", "names no mailbox"),
        ("imap://anna@127.0.0.1/a%0d%0aX", "names no mailbox"),
        ("imap://anna:hunter2@127.0.0.1", "password in the location"),
    ],
)
def test_a_location_that_leads_nowhere_is_named(mailbox: Mailbox, location: str, said: str) -> None:
    """By the source's name, with what to do."""
    place = location.format(closed=free_port(), plain=mailbox.port)
    assert said in refusal(mailbox.source(location=place))
    assert said in refusal(mailbox.source(location=place, name=""))


@pytest.mark.parametrize(
    ("greeting", "said"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not answer as a mailbox does"),
        (b"* OK hello\r\n", "does not answer within"),
        (b"", "does not answer"),
        (b"* OK [CAPABILITY IMAP4rev1] hello\r\n" + b"\xff" * 100_000, "does not answer"),
    ],
)
def test_a_server_that_is_none_does_no_harm(greeting: bytes, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it says, or whether it says nothing at all."""
    monkeypatch.setattr(imap, "SECONDS", 1.0)

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(greeting)
            time.sleep(3)

    for port in listening(answer):
        source = Source(f"imap://anna@127.0.0.1:{port}", name="Mails", password=Secret(value=PASSWORD))
        assert said in refusal(source)


def test_a_server_that_repeats_the_password_is_not_quoted_with_it() -> None:
    """Some put the whole command into their answer."""

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError), connection.makefile("rwb", buffering=0) as file:
            file.write(b"* OK hello\r\n")
            while line := file.readline():
                tag, command = line.split()[:2]
                known = command.upper() == b"CAPABILITY"
                file.write(b"* CAPABILITY IMAP4rev1\r\n" if known else b"")
                file.write(tag + (b" OK done\r\n" if known else b" NO wrong: " + line.split(b"\r")[0] + b"\r\n"))

    for port in listening(answer):
        source = Source(f"imap://anna@127.0.0.1:{port}", name="Mails", password=Secret(value="hunter2"))
        assert "…" in refusal(source)

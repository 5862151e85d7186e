"""What the tests share: the real data where it is there, the newsroom, one loaded encoder, HTTP and SMTP servers on loopback.

A test that annotates ``server: Server`` imports the name for the type checker alone: ``if TYPE_CHECKING: from conftest
import Server``.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest
import tiny
from click.testing import CliRunner, Result
from hypothesis import settings as hypothesis_settings

import briefing
from briefing.config import load, settings
from briefing.demo import CONFIG, NEWSROOM, mornings
from briefing.embed import Encoder
from briefing.pipeline import opened_desk
from briefing.store import Store
from briefing.types import (
    Account,
    Article,
    Brief,
    Citation,
    Copy,
    Length,
    Problem,
    Reading,
    Secret,
    Section,
    Security,
    Sentence,
    Story,
    Summary,
)

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
ABSENT = "../shared/data is not there"

hypothesis_settings.register_profile("steady", deadline=None)  # a busy machine is no failure
hypothesis_settings.load_profile("steady")

Answer = tuple[int, Mapping[str, str], bytes]
Run = Callable[..., Result]
Deed = Callable[[Any], None]  # takes the request's handler


class Listener(ThreadingHTTPServer):
    """A listening socket that a hundred clients may knock at together, and whose open connections do not outlive a test."""

    request_queue_size = 256
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """What a client does to its connection is what a test is about, and no news."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real news to measure on; a test that asks for it is left out where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(ABSENT)
    return SHARED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line on what was left out because the real data is absent."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = sum(ABSENT in str(report.longrepr) for report in skipped)
    if left_out:
        terminalreporter.write_line(f"left out: {left_out} tests, because {ABSENT}")


@pytest.fixture(scope="session")
def newsroom() -> Reading:
    """The articles of the built-in newsroom."""
    return briefing.read_articles(NEWSROOM)


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that remembers the vectors of everything that was made with it in this run."""
    return tmp_path_factory.mktemp("store") / "briefing.db"


@pytest.fixture
def warm_store(vectors: Path) -> Path:
    """The store that remembers vectors, and no article, source or edition of another test."""
    with Store(vectors) as store, store.writing() as connection:
        for table in ("articles", "entries", "health", "editions", "told", "tastes"):
            connection.execute(f"DELETE FROM {table}")
    return vectors


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny encoder with random weights, for tests of all but what it says."""
    return tiny.encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="session")
def encoder(vectors: Path) -> Iterator[Encoder]:
    """The built-in encoder, loaded once, with a memory as long as the run."""
    with Store(vectors) as store:
        yield Encoder(store=store)


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it: its path, its headers in lower case, when it came by the monotonic clock, and the
    body that was posted.
    """

    path: str
    headers: Mapping[str, str]
    time: float
    body: bytes = b""


class Server:
    """A real HTTP server on loopback. ``answers`` says what lies at each path: status, headers, body, or what to do there."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer | Deed] = {}
        self.asked: list[Asked] = []
        self.latency = 0.0
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", 0)))
                self.body = body
                server.asked.append(Asked(self.path, headers, time.monotonic(), body))
                time.sleep(server.latency)
                answer = server.answers.get(self.path, (404, {}, b""))
                with suppress(ConnectionError):  # the reader had enough
                    if callable(answer):
                        self.close_connection = True
                        answer(self)
                    else:
                        self.answer(*answer)

            do_POST = do_GET  # noqa: N815 - the name that the standard library looks for

            def answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers and "Transfer-Encoding" not in headers and status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = Listener((address, 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in their order."""
        return [asked.path for asked in self.asked]

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self, path: str, body: bytes | str, content_type: str = "text/html", status: int = 200) -> str:
        """Answer ``path`` with ``body`` from now on; its full address."""
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = (status, {"Content-Type": content_type}, content)
        return self.url(path)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """An HTTP server on loopback with nothing on it yet."""
    running = Server()
    yield running
    running.close()


Reply = str | list[str] | Callable[[str], str | None]


@dataclass(frozen=True)
class Posted:
    """One message as the SMTP server took it: the envelope, the parsed message, its very bytes, the options of MAIL."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    content: bytes
    options: tuple[str, ...]


class Post:
    """A real SMTP server on loopback (aiosmtpd), which begins without TLS and asks for no login.

    ``messages`` are those that it took, as ``Posted``; ``heard`` is what it was asked, as (command, argument), with
    ("greeting", "") for each connection. ``port`` is where it listens, ``trust`` the file of its authority's certificate,
    and ``account()`` an Account that fits.

    ``start(security, logins, **how)`` begins anew on another port: with "none", "starttls" or "tls"; with ``logins``
    (password by user) that are asked for before MAIL; ``how`` goes to ``aiosmtpd.smtp.SMTP``: ``data_size_limit``,
    ``enable_SMTPUTF8``. What was taken and scripted before stays. ``stop()`` leaves the port with nobody listening.

    ``answers`` scripts it by command: "greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA" (its content has come), "RSET",
    "NOOP", "QUIT". A text is answered each time; a list is answered one by one and then as usual; a function is called
    with the argument (the address for MAIL and RCPT, the recipient for DATA) and gives the answer, or None for the usual
    one. ``post.CUT`` cuts the connection in place of an answer; ``LOST`` does so after the message was taken; ``SILENT``
    never answers.

        post.answers["RCPT"] = ["450 4.2.0 Greylisted"]                                    # once
        post.answers["RCPT"] = lambda to: "550 No such user" if to.startswith("b") else None
        post.answers["DATA"] = [post.LOST]                                                 # taken, and nobody told
    """

    CUT, LOST, SILENT = "cut", "lost", "silent"

    def __init__(self, folder: Path) -> None:
        import trustme

        self.messages: list[Posted] = []
        self.heard: list[tuple[str, str]] = []
        self.answers: dict[str, Reply] = {}
        self.trust = folder / "authority.pem"
        self._authority = trustme.CA()
        self._authority.cert_pem.write_to_path(str(self.trust))
        self._logins: Mapping[str, str] = {}
        self._sessions: set[Any] = set()
        self._controller: Any = None
        self.start()

    def start(self, security: Security = "none", logins: Mapping[str, str] | None = None, **how: Any) -> None:
        """Listen on another port, spoken to as ``security`` says."""
        from aiosmtpd.controller import Controller

        self.stop()
        self.security, self._logins = security, logins or {}
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
        offered = context if security == "starttls" else None
        how = {"hostname": "post.example", "tls_context": offered, "enable_SMTPUTF8": True, **how}

        class Listening(Controller):
            def factory(own) -> Any:  # noqa: N805 - the server is another self
                return self._session(**how)

            def _trigger_server(self) -> None:
                self.port = cast(Any, self.server).sockets[0].getsockname()[1]
                cast(Any, super())._trigger_server()

        encrypted = context if security == "tls" else None
        self._controller = Listening(None, hostname="127.0.0.1", port=0, ssl_context=encrypted, ready_timeout=30.0)
        self._controller.start()
        self.port = int(self._controller.port)
        self.heard.clear()  # starting knocks once

    def stop(self) -> None:
        """Hang up and listen no longer."""
        if self._controller:
            asyncio.run_coroutine_threadsafe(self._hang_up(), self._controller.loop).result()
            self._controller.stop()
            self._controller = None

    def account(self, **fields: Any) -> Account:
        """How mail is handed over to it; ``fields`` go before what fits."""
        fitting = Account(
            "127.0.0.1", "The Brief <brief@example.org>", self.port, self.security, trust=str(self.trust), timeout=5.0
        )
        for user, password in self._logins.items():
            fitting = replace(fitting, user=user, password=Secret("POST_PASSWORD", value=password))
        return replace(fitting, **fields)

    @property
    def connections(self) -> int:
        """How often somebody connected."""
        return self.heard.count(("greeting", ""))

    def _session(self, **how: Any) -> Any:
        from aiosmtpd.smtp import SMTP

        post = self

        class Session(SMTP):
            greeted = False

            async def push(self, status: Any) -> None:
                if not self.greeted:
                    self.greeted = True
                    status = await post._answer(self, "greeting") or status
                await super().push(status)

        self._sessions = {session for session in self._sessions if session.transport}
        session = Session(self, auth_require_tls=False, auth_callback=self._may_log_in, **how)
        self._sessions.add(session)
        return session

    async def _hang_up(self) -> None:
        for session in self._sessions:
            if session.transport:
                session.transport.abort()
        for _ in range(5):  # turns of the loop, in which the sessions end
            await asyncio.sleep(0.001)

    async def _answer(self, session: Any, moment: str, argument: str = "") -> str | None:
        """What is scripted for this moment; None for the usual answer."""
        self.heard.append((moment, argument))
        scripted = self.answers.get(moment)
        if isinstance(scripted, list):
            scripted = scripted.pop(0) if scripted else None
        answer = scripted(argument) if callable(scripted) else scripted
        if answer == self.LOST and moment == "DATA":
            self._keep(session.envelope)
        if answer in (self.CUT, self.LOST):
            session.transport.abort()
        if answer in (self.CUT, self.LOST, self.SILENT):
            await asyncio.Event().wait()  # until the connection ends
        return answer

    def _keep(self, envelope: Any) -> None:
        content = bytes(envelope.original_content)
        parsed = message_from_bytes(content, policy=SMTP_POLICY)
        self.messages.append(
            Posted(envelope.mail_from, tuple(envelope.rcpt_tos), parsed, content, tuple(envelope.mail_options))
        )

    def _may_log_in(self, mechanism: str, user: bytes, password: bytes) -> bool:
        return self._logins.get(user.decode()) == password.decode()

    async def handle_EHLO(self, session: Any, state: Any, envelope: Any, host: str, usual: list[str]) -> list[str]:  # noqa: N802
        state.host_name = host
        answer = await self._answer(session, "EHLO", host)
        return [answer] if answer else usual

    async def handle_AUTH(self, session: Any, state: Any, envelope: Any, arguments: list[str]) -> Any:  # noqa: N802
        from aiosmtpd.smtp import MISSING

        return await self._answer(session, "AUTH", arguments[0]) or MISSING

    async def handle_MAIL(self, session: Any, state: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self._logins and not state.authenticated:
            return "530 5.7.0 Authentication required"
        answer = await self._answer(session, "MAIL", address) or "250 2.1.0 OK"
        if answer.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(self, session: Any, state: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        answer = await self._answer(session, "RCPT", address) or "250 2.1.5 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, session: Any, state: Any, envelope: Any) -> str:  # noqa: N802
        answer = await self._answer(session, "DATA", envelope.rcpt_tos[0]) or "250 2.0.0 Queued"
        if answer.startswith("2"):
            self._keep(envelope)
        return answer

    async def handle_RSET(self, session: Any, state: Any, envelope: Any) -> str:  # noqa: N802
        return await self._answer(session, "RSET") or "250 OK"

    async def handle_NOOP(self, session: Any, state: Any, envelope: Any, argument: str) -> str:  # noqa: N802
        return await self._answer(session, "NOOP") or "250 OK"

    async def handle_QUIT(self, session: Any, state: Any, envelope: Any) -> str:  # noqa: N802
        return await self._answer(session, "QUIT") or "221 Bye"


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """An SMTP server on loopback that takes everything until a test says otherwise."""
    running = Post(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_store: Path) -> Iterator[Path]:
    """Each command runs in an empty folder with no settings about, and remembers in a store of the tests."""
    for name in [name for name in os.environ if name.startswith(("BRIEFING_", "_BRIEFING_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BRIEFING_STORE", str(warm_store))
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    yield folder
    assert not (tmp_path / "home").exists(), "a command wrote into the home folder"


@pytest.fixture
def run(elsewhere: Path) -> Run:
    """Run a command as a shell would with its output in pipes; bugs come through as they are."""
    from briefing.cli import main

    def invoke(*arguments: str, input: str | bytes | None = None, **environment: str) -> Result:
        return CliRunner().invoke(
            main, arguments, input=input, env=environment, prog_name="briefing", catch_exceptions=False
        )

    return invoke


@pytest.fixture(scope="session")
def demo_brief(newsroom: Reading, vectors: Path) -> Brief:
    """The brief of the built-in newsroom."""
    with opened_desk(settings({**load(CONFIG), "store": str(vectors)}), CONFIG) as desk:
        return mornings.brief(desk, newsroom)


HOSTILE = '<script>alert(1)</script> {{ 7 * 7 }} {% raw %} [x](javascript:alert(2)) **b** _i_ `c` \x1b[31m\u202eevil\u2066 & "q"'


@pytest.fixture(scope="session")
def hostile_brief() -> Brief:
    """A brief put together by hand in which every text is an attack, and most of what can be missing is."""
    text = f"{HOSTILE} is the first sentence. The second one is plain."
    first = Article(
        url="javascript:alert(3)",
        title=HOSTILE,
        text=text,
        source=f"{HOSTILE} outlet",
        language='en" onload="alert(4)',
        copies=(Copy(f"{HOSTILE} copy", "data:text/html,<script>alert(5)</script>", HOSTILE),),
    )
    second = Article(
        url='https://evil.example/a"b)c(d><e?q=1&lt;2#part',
        title="مرحبا بالعالم",
        text="نص عربي قصير للاختبار. The end.",
        source="منفذ",
        published=datetime(2026, 10, 14, 9, 30, tzinfo=UTC),
        language="ar",
    )
    end = text.index(" The second")
    sentences = (
        Sentence(text[:end], (Citation(first, text[:end], 0, end),)),
        Sentence(second.text[:22], (Citation(second, second.text[:22], 0, 22),)),
        Sentence("A sentence without a citation.", ()),
    )
    story = Story((second, first), section=HOSTILE)
    told = Summary(story, HOSTILE, sentences, Length(3, "sentences"), HOSTILE, HOSTILE)
    empty = Summary(Story((first,)), HOSTILE, (), Length(45), "extractive", "no prose to quote")
    return Brief(
        title=HOSTILE,
        date=datetime(2026, 10, 15, 6, 0, tzinfo=UTC),
        sections=(Section(HOSTILE, (told,)), Section("", (empty,))),
        asked=Length(45),
        total=Length(2, "minutes"),
        overview=(sentences[0], sentences[2]),
        elsewhere=(Story((first,)), Story((second,))),
        problems=(Problem(HOSTILE, HOSTILE, HOSTILE),),
        read=3,
        language="xx-nonsense",
    )

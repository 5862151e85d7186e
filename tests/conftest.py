"""What the tests share: the real data where it is there, the newsroom, one loaded encoder, an HTTP server on loopback.

A test that annotates ``server: Server`` imports the name for the type checker alone: ``if TYPE_CHECKING: from conftest
import Server``.
"""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings as hypothesis_settings

import briefing
from briefing.config import load, settings
from briefing.demo import CONFIG, NEWSROOM, NOW
from briefing.embed import Encoder
from briefing.store import Store
from briefing.types import Article, Brief, Citation, Copy, Length, Problem, Reading, Section, Sentence, Story, Summary

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
    """The store that remembers vectors, and no article or source of another test."""
    with Store(vectors) as store, store.writing() as connection:
        for table in ("articles", "entries", "health"):
            connection.execute(f"DELETE FROM {table}")
    return vectors


@pytest.fixture(scope="session")
def encoder(vectors: Path) -> Iterator[Encoder]:
    """The built-in encoder, loaded once, with a memory as long as the run."""
    with Store(vectors) as store:
        yield Encoder(store=store)


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it: its path, its headers in lower case, and when it came by the monotonic clock."""

    path: str
    headers: Mapping[str, str]
    time: float


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
                server.asked.append(Asked(self.path, headers, time.monotonic()))
                time.sleep(server.latency)
                answer = server.answers.get(self.path, (404, {}, b""))
                with suppress(ConnectionError):  # the reader had enough
                    if callable(answer):
                        self.close_connection = True
                        answer(self)
                    else:
                        self.answer(*answer)

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
    return briefing.make(settings({**load(CONFIG), "store": str(vectors)}), NOW, newsroom)


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

"""Whoever does what the README and the documentation say gets what they say: every command is run, page by page.

The web is a proxy on loopback that answers for every host; mail goes to an SMTP server on loopback. What else is not as on a
reader's computer stands in ``Shell.here``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from documents import PAGES, Block, Command, blocks, commands, inline
from tiny import causal, saved

from briefing.cli import main
from briefing.config import settings
from briefing.demo import NEWSROOM

if TYPE_CHECKING:
    from conftest import Answer, Post, Server

ROWS = [json.loads(line) for line in NEWSROOM.read_text(encoding="utf-8").splitlines()]
WITH_COMMANDS = [
    name for name, page in PAGES.items() if any(block.language in ("sh", "python") for block in blocks(page))
]
TUTORIAL = "docs/tutorial.md"
WITH_SETTINGS = [name for name, page in PAGES.items() if any(block.language == "toml" for block in blocks(page))]
SUBSCRIPTIONS = (
    '<opml version="2.0"><head/><body><outline text="Gazette" xmlUrl="http://gazette.example/feed.xml"/></body></opml>'
)
STORY, PAGE = (
    "<p>{0}</p>",
    "<html><head><title>{0}</title>{1}</head><body><article><h1>{0}</h1>{2}</article></body></html>",
)
ITEM = "<item><title>{title}</title><link>http://{host}/article{at}</link><guid>{at}</guid><pubDate>{date}</pubDate><description>{text}</description></item>"


class Web(dict[str, Any]):
    """What every host of the web answers: a feed, a front page that names it, articles; all made of the newsroom's articles."""

    def get(self, address: str, default: Any = None) -> Answer:
        place = urlsplit(address)
        if place.path.endswith("robots.txt"):
            return 404, {}, b""
        rows = self.rows(str(place.hostname))
        if place.path in ("", "/"):
            feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            return self.page(rows[0], feed)
        if "article" in place.path or place.path.endswith(".html"):
            return self.page(rows[0])
        items = "".join(self.item(row, str(place.hostname), at) for at, row in enumerate(rows))
        title = escape(str(place.hostname))
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
        return 200, {"Content-Type": "application/rss+xml"}, body.encode()

    def rows(self, host: str) -> list[dict[str, Any]]:
        """Some of the articles, the same for a host each time."""
        first = int(hashlib.sha256(host.encode()).hexdigest(), 16) % (len(ROWS) - 2)
        return ROWS[first : first + 3]

    def page(self, row: dict[str, Any], head: str = "") -> Answer:
        text = "".join(STORY.format(escape(part)) for part in row["text"].split("\n\n"))
        return 200, {"Content-Type": "text/html"}, PAGE.format(escape(row["title"]), head, text).encode()

    def item(self, row: dict[str, Any], host: str, at: int) -> str:
        date = format_datetime(datetime.now(UTC) - timedelta(hours=1))
        text = escape("".join(STORY.format(escape(part)) for part in row["text"].split("\n\n")))
        short = host.removeprefix("www.")
        return ITEM.format(title=escape(row["title"]), host=short, at=f"-{at}" if at else "", date=date, text=text)


class Shell:
    """A reader's shell in an empty home, which does what a page says."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, here: dict[str, str]) -> None:
        self.home, self.monkeypatch = home, monkeypatch
        self.here = here  # what is written otherwise here than in the page

    def as_here(self, text: str) -> str:
        for theirs, ours in self.here.items():
            text = text.replace(theirs, ours)
        return text

    def do(self, block: Block) -> None:
        """What a reader does with a block of a page."""
        if block.file:
            self.write(Path(block.file), self.as_here(block.text))
        elif block.language == "python":
            exec(compile(block.text, "the page", "exec"), {})
        elif block.language == "sh":
            for command in commands(block.text):
                if block.is_run(command):
                    status, said = self.run(command)
                    assert status == block.status(command), f"{command.text} exits with {status}: {said}"
                elif command.is_ours:
                    understand(command)

    def write(self, path: Path, text: str) -> None:
        """Put the text into the place of its first line, where the file has that, or at the end of the file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        head = text.partition("\n")[0] + "\n"
        path.write_text(before.replace(head, text, 1) if f"\n{head}" in before else before + text, encoding="utf-8")

    def run(self, command: Command) -> tuple[int, str]:
        """Its exit status, and what it printed."""
        words = [self.as_here(word) for word in command.words]
        words = [str(Path(word).expanduser()) if word[0] == "~" else word for word in words if word]
        if command.is_ours:
            return self.briefing(words[1:])
        if words[0] == "cd":
            self.monkeypatch.chdir(words[1])
            return 0, ""
        if words[0] == "export":
            name, has_value, value = words[1].partition("=")
            if has_value:
                self.monkeypatch.setenv(name, value)
            return 0, ""
        words = ["bash", "-c", self.as_here(command.text)] if command.whole else words
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def briefing(self, words: list[str]) -> tuple[int, str]:
        if "ID" in words:
            listed = CliRunner().invoke(main, ["stories", "--format", "json"], catch_exceptions=False)
            words = [json.loads(listed.stdout)[0]["story"] if word == "ID" else word for word in words]
        if words[0] == "summarize":  # which knows of no proxy
            proxy = os.environ["BRIEFING_FETCH_PROXY"]
            words = [*(word.replace("http://example.org", proxy) for word in words), "--allow", "127.0.0.1"]
        done = CliRunner().invoke(main, words, prog_name="briefing", catch_exceptions=False)
        for path in Path().glob("*.toml"):
            path.write_text(self.as_here(path.read_text(encoding="utf-8")), encoding="utf-8")
        return done.exit_code, done.output


def understand(command: Command) -> None:
    """Refuse a command of ours with an option that there is not."""
    done = CliRunner().invoke(main, [*command.words[1:], "--help"], prog_name="briefing")
    assert done.exit_code == 0, f"{command.text}: {done.output}"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a real chat model, so small that all it writes is nonsense, which no brief tells."""
    return saved(causal(), tmp_path_factory.mktemp("model"))


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm_store: Path, server: Server, post: Post, model: str
) -> Shell:
    """A reader's shell: the web, a mail server, a small model, and the files that pages speak of as the reader's own."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith(("BRIEFING_", "_BRIEFING_", "XDG_"))]:
        monkeypatch.delenv(name)
    server.answers = Web()
    given = {
        "HOME": str(home), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "MAIL_PASSWORD": "secret",
        "BRIEFING_STORE": str(warm_store), "BRIEFING_FETCH_PROXY": server.url(""), "BRIEFING_FETCH_DELAY": "0", "BRIEFING_FETCH_PATIENCE": "0",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    shutil.copy(NEWSROOM, home / "corpus.jsonl")
    (home / "subscriptions.opml").write_text(SUBSCRIPTIONS, encoding="utf-8")
    here = {
        "https://": "http://",  # nobody vouches for the proxy
        "hackernews:best": "http://hnrss.org/best",  # the address behind it
        "8025": str(post.port),
        "smollm2": model,
    }
    return Shell(home, monkeypatch, here)


@pytest.mark.parametrize("name", [name for name in WITH_COMMANDS if name != TUTORIAL])
def test_a_page_can_be_followed(shell: Shell, name: str) -> None:
    """From its first block to its last one, each command ends as the page says."""
    for block in blocks(PAGES[name]):
        shell.do(block)


def test_the_tutorial_ends_with_a_pdf_in_the_inbox(shell: Shell, post: Post) -> None:
    """Who follows it from nothing has mailed the brief to themselves twice, each time with its PDF, and once more in vain."""
    for block in blocks(PAGES[TUTORIAL]):
        shell.do(block)
    assert [message.recipients for message in post.messages] == [("you@example.org",)] * 2
    for posted in post.messages:
        (attached,) = posted.message.iter_attachments()
        assert attached.get_content_type() == "application/pdf"
        assert attached.get_content().startswith(b"%PDF-")
    assert (shell.home / "demo" / "brief.html").exists()
    assert (shell.home / "briefs" / "brief.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", PAGES)
def test_commands_named_in_the_text_are_there(name: str) -> None:
    """A command within a sentence has no option or subcommand that there is not."""
    for command in inline(PAGES[name]):
        understand(command)


@pytest.mark.parametrize("name", WITH_SETTINGS)
def test_settings_are_good_ones(name: str) -> None:
    """Each block of TOML can be read and says nothing that ``briefing.toml`` may not say."""
    for block in blocks(PAGES[name]):
        if block.language == "toml" and block.file in ("", "briefing.toml"):
            settings(tomllib.loads(block.text), name)


def test_every_block_is_found_and_every_mark_understood() -> None:
    """No fence and no mark of a page is written in a way that these tests pass over."""
    for name, page in PAGES.items():
        text = page.read_text(encoding="utf-8")
        assert text.count("```") == 2 * len(blocks(page)), name
        marks = sum(len(block.marks) for block in blocks(page))
        assert sum(text.count(f"<!-- {kind}") for kind in ("not run", "exits with", "file:")) == marks, name

"""``briefing fetch``, and ``make`` and ``run`` after it: what is told of each source, what is kept, how it ends."""

from __future__ import annotations

import json
import re
import sys
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.cli.screen import line, progress
from briefing.store import Store

if TYPE_CHECKING:
    from conftest import Run, Server

QUICK = "[fetch]\ndelay = 0\npatience = 0\nconnect = 2\n"
TEXT = (
    "The council voted on Tuesday to rebuild the {0}. The work will cost 4.2 million crowns and take two years. "
    "Mayor Ina Brandt said the first stones of the {0} would be laid in spring. Opponents had asked for a cheaper one."
)


def feed(*names: str, body: str = TEXT) -> str:
    now = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>Council votes to rebuild the {name}</title><link>https://post.example/{name}</link>"
        f"<guid>{name}</guid><pubDate>{now}</pubDate><description>{body.format(name)}</description></item>"
        for name in names
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Post</title>{items}</channel></rss>"


def block(location: str, name: str, more: str = 'allow = ["127.0.0.1"]\nbody = "feed"') -> str:
    return f'\n[[sources]]\nlocation = "{location}"\nname = "{name}"\n{more}\n'


def configure(folder: Path, text: str) -> None:
    (folder / "briefing.toml").write_text(QUICK + text, encoding="utf-8")


@pytest.fixture
def post(elsewhere: Path, server: Server) -> str:
    """One feed of two articles, followed as Post."""
    url = server.serve("/feed.xml", feed("wall", "bridge"), "application/rss+xml")
    configure(elsewhere, block(url, "Post"))
    return url


def test_each_source_gets_a_line_and_all_get_one(run: Run, post: str, server: Server) -> None:
    """New articles are counted, then nothing is new, then one has changed."""
    first, second = run("fetch"), run("fetch")
    assert (first.exit_code, first.stderr) == (0, "")
    assert re.fullmatch(r"Post: 2 new\n1 of 1 source answered: 2 new articles, \d+ s\.\n", first.stdout)
    assert re.fullmatch(r"Post: nothing new\n1 of 1 source answered: 0 new articles, \d+ s\.\n", second.stdout)
    server.serve("/feed.xml", feed("wall", "bridge", body=TEXT + " It is late."), "application/rss+xml")
    assert run("fetch").stdout.startswith("Post: nothing new, 2 changed\n")


def test_json_says_the_same_to_a_program(run: Run, post: str) -> None:
    """One row for each source, nothing else on stdout."""
    (row,) = json.loads(run("fetch", "--format", "json").stdout)
    assert (row["source"], row["location"], row["state"], row["new"]) == ("Post", post, "new", 2)
    assert (row["asked"], row["changed"], row["problems"], row["failures"]) == (True, 0, [], 0)


def test_only_the_named_sources_are_asked(run: Run, elsewhere: Path, server: Server) -> None:
    """By name in any case or by location; a name that nobody has is an error, and nothing is asked."""
    urls = [server.serve(f"/{name}.xml", feed(name), "text/xml") for name in ("wall", "bridge", "ferry")]
    configure(elsewhere, "".join(block(url, name) for url, name in zip(urls, ("Wall", "Bridge", "Ferry"), strict=True)))
    refused = run("fetch", "--only", "wall", "--only", "nobody")
    assert (refused.exit_code, server.paths) == (1, [])
    assert 'there is no source "nobody": see `briefing sources list`' in refused.stderr
    assert "2 of 2 sources answered" in run("fetch", "--only", "WALL", "--only", urls[1]).stdout
    assert sorted(server.paths) == ["/bridge.xml", "/wall.xml"]


def test_every_failure_says_what_happened_and_what_to_do(run: Run, elsewhere: Path, server: Server) -> None:
    """Each kind of broken source is named, with its reason and a remedy, and costs the good ones nothing."""
    server.serve("/good", feed("wall"), "text/xml")
    for status in (403, 410, 500):
        server.serve(f"/{status}", "", status=status)
    server.serve("/broken", "<?xml version='1.0'?><rss><channel><title>x</title><item><<<", "text/xml")
    server.serve("/image", "x", "image/png")
    own = {
        name: block(server.url(f"/{name}"), name) for name in ("good", "403", "404", "410", "500", "broken", "image")
    }
    configure(
        elsewhere,
        "".join(own.values())
        + block(server.url("/private"), "private", "")
        + block("https://nowhere.invalid/feed", "unknown", "")
        + block("missing", "folder", "")
        + block("imaps://me@mail.example/News", "mail", 'password_env = "NO_SUCH_VARIABLE"')
        + '\n[[sources]]\ncommand = ["no-such-program"]\nname = "absent"\n'
        + f'\n[[sources]]\ncommand = ["{sys.executable}", "-c", "raise SystemExit(4)"]\nname = "failing"\n',
    )
    done = run("fetch")
    assert (done.exit_code, done.stderr) == (0, "")
    told = dict(row.split(": ", 1) for row in done.stdout.splitlines()[:-1])
    said = {
        "good": r"1 new",
        "403": r"failed: answered 403 \(it refuses programs; .+\)",
        "404": r"failed: answered 404 \(check the address; .+\)",
        "410": r"has ended: answered 410 \(.*briefing sources remove.*\)",
        "500": r"failed: answered 500 \(.+\)",
        "broken": r"failed: .*(?:no entry can be read|no feed).*\(give the address of a feed.*\)",
        "image": r"failed: is image/png, no text \(give the address.*\)",
        "private": r"failed: 127\.0\.0\.1 lies on a private network \(.*allow = \[\"127\.0\.0\.1\"\].*\)",
        "unknown": r"failed: .*no address is known for nowhere\.invalid \(check its spelling.*\)",
        "folder": r"failed: .*missing does not exist \(check the path.*\)",
        "mail": r"failed: .*NO_SUCH_VARIABLE is not set \(set NO_SUCH_VARIABLE.*\)",
        "absent": r"failed: the program cannot be run: .+ \(check that it is installed.*\)",
        "failing": r"failed: the program ended with status 4.* \(run it by hand\)",
    }
    assert set(told) == set(said)
    for name, pattern in said.items():
        assert re.fullmatch(pattern, told[name]), (name, told[name])
    assert "1 of 13 sources answered, 12 failed: 1 new article," in done.stdout


def test_a_failing_program_keeps_what_it_printed(run: Run, elsewhere: Path) -> None:
    """Its articles count, and that it failed is told below its line; ``--strict`` minds."""
    row = {"title": "Council votes", "url": "https://p.example/1", "text": TEXT.format("wall")}
    (elsewhere / "news.py").write_text(f"print({json.dumps(json.dumps(row))})\nraise SystemExit(4)\n", encoding="utf-8")
    configure(elsewhere, f'[[sources]]\ncommand = ["{sys.executable}", "news.py"]\nname = "Program"\n')
    done = run("fetch", "--strict")
    assert done.exit_code == 3
    assert done.stdout.splitlines()[:2] == [
        "Program: 1 new",
        "  Program: the program ended with status 4 (run it by hand)",
    ]


def test_what_failed_rests_until_it_is_forced(run: Run, elsewhere: Path, server: Server) -> None:
    """A source that failed is left in peace for a while, which is no new failure; who names it, or ``--force``, asks it at once."""
    configure(elsewhere, block(server.url("/feed.xml"), "Post"))
    assert run("fetch", "--strict").exit_code == 3
    rested = run("fetch", "--strict")
    assert rested.exit_code == 0
    assert re.match(r"Post: not asked before \d{4}-\d\d-\d\d \d\d:\d\d UTC: answered 404 \(check", rested.stdout)
    assert "0 of 1 source answered, 1 not asked" in rested.stdout
    assert server.paths == ["/feed.xml"]
    assert "Post: failed: answered 404" in run("fetch", "--only", "post").stdout
    server.serve("/feed.xml", feed("wall"), "text/xml")
    assert "1 of 1 source answered: 1 new article" in run("fetch", "--force").stdout


def test_what_is_mended_on_this_machine_is_read_at_once(run: Run, elsewhere: Path) -> None:
    """A folder that was missing, or a program, asks for no ``--force`` when it is there."""
    configure(elsewhere, block("clippings", "Folder", ""))
    assert "Folder: failed: " in run("fetch").stdout
    (elsewhere / "clippings").mkdir()
    (elsewhere / "clippings" / "a.txt").write_text(TEXT.format("wall"), encoding="utf-8")
    assert run("fetch").stdout.startswith("Folder: 1 new\n")


def test_make_needs_no_network_after_a_fetch(run: Run, post: str, server: Server) -> None:
    """The brief of what was fetched is made with the site gone, and says how its sources fare."""
    run("fetch")
    before = server.paths
    server.answers.clear()
    data = json.loads(run("make", "--format", "json").stdout)
    assert data["articles_read"] == 2
    assert [(each["source"], each["state"], each["new"]) for each in data["sources"]] == [("Post", "new", 2)]
    assert server.paths == before


@pytest.mark.parametrize("form", ["html", "md", "txt"])
def test_the_foot_of_a_brief_counts_who_answered(run: Run, elsewhere: Path, server: Server, form: str) -> None:
    """Who failed is named, and who was never asked has not answered."""
    good = server.serve("/good.xml", feed("wall"), "text/xml")
    configure(elsewhere, block(good, "Good") + block(server.url("/bad.xml"), "Bad") + block("x:y", "Never", ""))
    run("fetch", "--only", "Good", "--only", "Bad")
    brief = run("make", "--format", form).stdout
    assert "1 of 3 sources answered" in brief
    assert re.search(r"Bad.*answered 404", brief)


@pytest.mark.parametrize("form", ["html", "md", "txt"])
def test_what_has_neither_title_nor_text_is_still_a_link(run: Run, elsewhere: Path, server: Server, form: str) -> None:
    """A link that nobody could read has words to click on, and says why there is no more."""
    lost = server.url("/lost")
    items = f"<item><link>{lost}</link><pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"
    url = server.serve("/feed.xml", feed("wall").replace("<item>", items + "<item>", 1), "text/xml")
    configure(elsewhere, block(url, "Post", 'allow = ["127.0.0.1"]'))
    run("fetch")
    brief = run("make", "--format", form).stdout
    linked = {
        "html": rf'<a href="{lost}"[^>]*><bdi>{lost}</bdi></a>',
        "md": rf"\[Untitled\]\({lost}\)",
        "txt": "Untitled",
    }
    assert re.search(linked[form], brief)
    assert lost in brief
    assert "answered 404" in brief


def test_run_says_in_one_line_how_its_sources_fare(run: Run, elsewhere: Path, post: str) -> None:
    """Before what was written stands how many answered and what is new."""
    done = run("run", "-o", "b.md")
    assert done.exit_code == 0
    assert done.stderr.splitlines()[0] == "1 of 1 source answered: 2 new articles."
    assert "from 2 articles" in done.stderr
    assert (elsewhere / "b.md").exists()


@pytest.mark.parametrize("command", [("fetch",), ("run", "-o", "b.md"), ("sources", "check")], ids=" ".join)
def test_a_second_run_at_the_same_time_leaves(
    run: Run, elsewhere: Path, post: str, warm_store: Path, server: Server, command: tuple[str, ...]
) -> None:
    """It says why, asks nothing, writes nothing and ends with 1; when the first is done, it works."""
    with Store(warm_store) as store, store.alone():
        done: list[int] = []
        outputs: list[str] = []

        def second() -> None:
            result = run(*command)
            done.append(result.exit_code)
            outputs.append(result.stderr)

        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert done == [1]
    assert re.match(r"Error: another run is at work .*wait until it is done", outputs[0])
    assert server.paths == []
    assert not (elsewhere / "b.md").exists()
    assert run(*command).exit_code == 0


def test_a_summary_of_a_followed_source(run: Run, post: str) -> None:
    """``summarize --source`` takes a source by its name, as briefing.toml describes it."""
    done = run("summarize", "--source", "post", "--words", "20", "--format", "json")
    assert done.exit_code == 0
    assert len(json.loads(done.stdout)["summaries"]) == 2
    assert run("summarize", "--source", "nobody").exit_code == 1


def test_lines_stand_above_the_bars_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """While bars move, a line goes to their terminal whole and by itself, with nothing in it that moves the cursor."""
    import io

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    screen, output = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", output)
    with progress() as show:
        show("Sources", 1, 2)
        line("Post\x1b[31m: 2 new [bold]", "  ")
    seen = screen.getvalue()
    assert re.search(r"(?:\r|\x1b\[2K)  Post\[31m: 2 new \[bold\]\s*\n", seen)
    assert output.getvalue() == ""

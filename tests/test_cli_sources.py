"""``briefing sources``: what is followed is found, added, listed, removed, brought in and handed out."""

from __future__ import annotations

import html
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Run, Server

ALLOW = ("--allow", "127.0.0.1")
QUICK = "[fetch]\ndelay = 0\npatience = 0\n"
ITEM = "<item><title>{0}</title><link>https://post.example/{0}</link><guid>{0}</guid></item>"
NAMES = ("Wall", "Comet", "Ferry", "Bridge", "Tower", "Market", "Depot")


def feed(title: str = "Harbour Post", names: tuple[str, ...] = NAMES) -> str:
    items = "".join(map(ITEM.format, names))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


def configured(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "briefing.toml").read_text(encoding="utf-8")
    blocks: list[dict[str, Any]] = tomllib.loads(text).get("sources", [])
    return blocks


def configure(folder: Path, text: str) -> Path:
    path = folder / "briefing.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_feed_is_added_with_its_name_and_its_first_items(run: Run, elsewhere: Path, server: Server) -> None:
    """What is shown is what a person decides by; without a file, one with every setting explained is made."""
    url = server.serve("/feed.xml", feed(), "application/rss+xml")
    done = run("sources", "add", url, *ALLOW, "--section", "Town")
    assert (done.exit_code, done.stderr) == (0, "Added to briefing.toml.\n")
    assert done.stdout.splitlines() == [
        "Harbour Post (Town)", f"  {url}", *(f"  - {name}" for name in NAMES[:5]), "  and 2 more"
    ]  # fmt: skip
    assert configured(elsewhere) == [
        {"location": url, "name": "Harbour Post", "section": "Town", "allow": ["127.0.0.1"]}
    ]
    assert "# title = " in (elsewhere / "briefing.toml").read_text(encoding="utf-8")


def test_the_feed_of_a_site_is_found(run: Run, elsewhere: Path, server: Server) -> None:
    """A front page is enough: what is written down is the feed that it names."""
    url = server.serve("/news.xml", feed(), "application/rss+xml")
    front = server.serve(
        "/", "<html><head><link rel=alternate type='application/rss+xml' href='/news.xml'></head><p>Hello</p></html>"
    )
    assert run("sources", "add", front, *ALLOW, "--name", "Post").exit_code == 0
    assert configured(elsewhere) == [{"location": url, "name": "Post", "allow": ["127.0.0.1"]}]


def test_a_folder_is_a_source_wherever_the_file_lies(run: Run, elsewhere: Path) -> None:
    """A path counts from where the command runs; in the file it leads to the same folder, and may be removed by it."""
    (elsewhere / "clippings").mkdir()
    (elsewhere / "clippings" / "a.txt").write_text("The wall stands.\n", encoding="utf-8")
    (elsewhere / "briefs").mkdir()
    configure(elsewhere / "briefs", QUICK)
    for at in ((), ("-c", "briefs/briefing.toml")):
        assert run("sources", "add", "clippings", *at).exit_code == 0
        again = run("sources", "add", "./clippings", *at)
        assert (again.exit_code, "followed already" in again.stderr) == (1, True)
        (listed,) = json.loads(run("sources", "list", "--format", "json", *at).stdout)
        assert listed["location"] == str(elsewhere / "clippings")
        assert json.loads(run("fetch", "--format", "json", *at).stdout)[0]["state"] == ("nothing new" if at else "new")
        assert run("sources", "remove", "clippings", *at).exit_code == 0
        assert json.loads(run("sources", "list", "--format", "json", *at).stdout) == []


def test_a_dry_run_adds_and_removes_nothing(run: Run, elsewhere: Path, server: Server) -> None:
    """``--dry-run`` shows the same and leaves no file, or the file that is there."""
    url = server.serve("/feed.xml", feed(), "application/rss+xml")
    done = run("sources", "add", url, *ALLOW, "--dry-run")
    assert (done.exit_code, "Harbour Post" in done.stdout, done.stderr) == (0, True, "Nothing was added.\n")
    assert list(elsewhere.iterdir()) == []
    path = configure(elsewhere, f'[[sources]]\nlocation = "{url}"\n')
    before = path.read_bytes()
    done = run("sources", "remove", url, "--dry-run")
    assert (done.exit_code, "would remove" in done.stdout, path.read_bytes()) == (0, True, before)


def test_a_source_is_followed_once(run: Run, elsewhere: Path, server: Server) -> None:
    """The second time is a message, and the file stays as it is."""
    url = server.serve("/feed.xml", feed(), "application/rss+xml")
    run("sources", "add", url, *ALLOW)
    before = (elsewhere / "briefing.toml").read_bytes()
    done = run("sources", "add", url, *ALLOW)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{url} is followed already" in done.stderr
    assert (elsewhere / "briefing.toml").read_bytes() == before


def test_a_mailbox_names_its_password_and_does_not_write_it_down(
    run: Run, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file holds the variable's name alone; where nobody answers, nothing is added."""
    monkeypatch.setenv("MAIL_SECRET", "hunter2")
    done = run("sources", "add", "imap://me@127.0.0.1:1/News", "--password-env", "MAIL_SECRET", *ALLOW)
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")
    assert "hunter2" not in done.output
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("/gone.xml", "answered 404.*check the address"),
        ("/ended.xml", "answered 410.*has ended"),
        ("/broken.xml", "no entry can be read|no title"),
        ("/image.png", "image/png.*give the address"),
    ],
    ids=str,
)
def test_what_holds_nothing_to_follow_is_not_added(
    run: Run, elsewhere: Path, server: Server, location: str, said: str
) -> None:
    """One message with the address, what it answered and what to do, exit status 1, and no file."""
    configure(elsewhere, QUICK)
    server.serve("/ended.xml", "", status=410)
    server.serve("/broken.xml", "<?xml version='1.0'?><rss><channel><title>x</title><item><<<", "text/xml")
    server.serve("/image.png", "x", "image/png")
    done = run("sources", "add", server.url(location), *ALLOW)
    assert (done.exit_code, done.stdout) == (1, "")
    assert re.fullmatch(rf"Error: {re.escape(server.url(location))}.*(?:{said}).*\n", done.stderr)
    assert (elsewhere / "briefing.toml").read_text(encoding="utf-8") == QUICK


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://127.0.0.1/feed", "127.0.0.1 lies on a private network.*--allow 127.0.0.1"),
        ("gone", "gone does not exist.*check the path"),
        ("hackernews:nonsense", "hackernews:top"),
        ("nonsense:top", "no preset.*hackernews:top.*reddit:"),
        ("imaps://me@mail.example/News", "no password.*password"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_says_how_it_could(run: Run, elsewhere: Path, location: str, said: str) -> None:
    """A private host, a missing path, a preset that is none, a mailbox without a password."""
    done = run("sources", "add", location)
    assert done.exit_code == 1
    assert re.fullmatch(rf"Error: .*{said}.*\n", done.stderr)
    assert list(elsewhere.iterdir()) == []


def test_one_article_is_told_from_a_source(run: Run, server: Server) -> None:
    """An address of one article may be followed, but the person is told that nothing new will come of it."""
    text = "".join(f"<p>The council voted on Tuesday to rebuild part {n} of the harbour wall.</p>" for n in range(9))
    url = server.serve("/2026/wall.html", f"<html><title>Wall</title><article><h1>Wall</h1>{text}</article></html>")
    done = run("sources", "add", url, *ALLOW, "--dry-run")
    assert done.exit_code == 0
    assert "no source of new ones" in done.stdout


TWO = """# mine
[[sources]]
location = "https://a.example/feed"
name = "Alpha"

# the second
[[sources]]
location = "https://b.example/feed"
"""


def test_sources_are_removed_by_name_or_location(run: Run, elsewhere: Path) -> None:
    """The name counts in any case; the file keeps its words; a name that nobody has removes nothing at all."""
    path = configure(elsewhere, TWO)
    for wanted in (("Alpha", "nobody"), ("",)):
        refused = run("sources", "remove", *wanted)
        assert (refused.exit_code, path.read_text(encoding="utf-8")) == (1, TWO)
        assert "briefing sources list" in refused.stderr
    done = run("sources", "remove", "alpha")
    assert (done.exit_code, done.stdout) == (0, "Removed Alpha: https://a.example/feed\n")
    assert path.read_text(encoding="utf-8") == TWO.replace(TWO[7 : TWO.index("# the second")], "")
    assert run("sources", "remove", "https://b.example/feed").exit_code == 0
    assert configured(elsewhere) == []


def test_the_list_tells_nothing_new_from_failed(run: Run, elsewhere: Path, server: Server) -> None:
    """Five states: never asked, new, nothing new, failed, gone; the reason of a failure stands on stderr."""
    blocks = "".join(
        f'[[sources]]\nlocation = "{server.url(f"/{name}")}"\nname = "{name}"\nallow = ["127.0.0.1"]\nbody = "feed"\n'
        for name in ("good", "bad", "ended", "late")
    )
    configure(elsewhere, QUICK + blocks + '[[sources]]\nlocation = "x"\nname = "resting"\non = false\n')
    server.serve("/good", feed(), "text/xml")
    server.serve("/ended", "", status=410)
    fetched = ("--only", "good", "--only", "bad", "--only", "ended")
    states = []
    for _ in range(2):
        run("fetch", *fetched)
        rows = run("sources", "list").stdout.splitlines()
        states.append({row.split("\t")[0]: row.split("\t")[2] for row in rows[1:]})
    assert rows[0] == "source\tsection\tstate\tlast answered\tlocation"
    assert states[0] == {"good": "new", "bad": "failed", "ended": "gone", "late": "never", "resting": "off"}
    assert states[1] == {**states[0], "good": "nothing new", "bad": "failed 2 times"}
    problems = run("sources", "list").stderr.splitlines()
    assert len(problems) == 2
    assert re.match(r"Problem: bad: answered 404.*\(check the address", problems[0])
    assert re.match(r"Problem: ended: answered 410.*\(it has ended", problems[1])
    data = {each["name"]: each for each in json.loads(run("sources", "list", "--format", "json").stdout)}
    assert [data[name]["state"] for name in ("good", "bad", "ended", "late")] == [
        "nothing new",
        "failed",
        "gone",
        "never",
    ]
    assert (data["bad"]["error"], data["good"]["error"], data["resting"]["on"]) == ("answered 404", "", False)


def test_check_asks_those_that_rest_too(run: Run, elsewhere: Path, server: Server) -> None:
    """A source that failed is asked again at once; a table says how each fares, and ``--strict`` ends with 3."""
    url = server.url("/feed.xml")
    configure(
        elsewhere, f'{QUICK}[[sources]]\nlocation = "{url}"\nname = "Post"\nallow = ["127.0.0.1"]\nbody = "feed"\n'
    )
    for times in ("failed", "failed 2 times"):
        done = run("sources", "check", "--strict")
        head, row = (line.split("\t") for line in done.stdout.splitlines())
        assert done.exit_code == 3
        assert head == ["source", "state", "new", "since", "what, and what to do"]
        assert row[:3] == ["Post", times, "0"]
        assert re.search(r"404 \(check the address", row[4])
    server.serve("/feed.xml", feed(), "text/xml")
    done = run("sources", "check", "post", "--strict", "--format", "json")
    (found,) = json.loads(done.stdout)
    assert (done.exit_code, found["state"], found["new"], found["failures"]) == (0, "new", 7, 0)
    assert run("sources", "check", "nobody").exit_code == 1


HOSTILE = "Evil\x1b[31m \u202eP\x07ost\u2028\tX"


def test_no_name_from_outside_moves_the_cursor(run: Run, elsewhere: Path, server: Server) -> None:
    """Escapes, bells, line breaks and tabs in a feed's own words reach neither the terminal nor the file."""
    title = HOSTILE.replace("\x1b", "&#27;").replace("\x07", "")
    url = server.serve("/feed.xml", feed(title, (title, "Wall")), "application/rss+xml")
    outputs = [run("sources", "add", url, *ALLOW, "--section", HOSTILE), run("sources", "list"), run("fetch"),
               run("sources", "check"), run("archive", "list"), run("archive", "search", "evil"), run("run", "--dry-run"),
               run("sources", "remove", url)]  # fmt: skip
    for done in outputs:
        assert done.exit_code == 0
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]", done.output)
    assert not re.search("[\x00-\x08\x0b-\x1f]", (elsewhere / "briefing.toml").read_text(encoding="utf-8"))


def test_subscriptions_of_another_reader_come_along(run: Run, elsewhere: Path, shared: Path) -> None:
    """All 29 lists: each address that a list names is followed afterwards, and a second import adds none."""
    lists = sorted((shared / "opml").glob("*.opml"))
    assert len(lists) == 29
    path = configure(elsewhere, "# mine\n" + QUICK)
    for each in lists:
        assert run("sources", "import", str(each)).exit_code == 0
    whole = path.read_bytes()
    assert whole.startswith(b"# mine\n" + QUICK.encode())
    listed = {each["location"] for each in json.loads(run("sources", "list", "--format", "json").stdout)}
    text = "".join(each.read_text(encoding="utf-8") for each in lists)
    named = {html.unescape(address).strip() for address in re.findall(r'xmlUrl\s*=\s*"([^"]*)"', text, re.IGNORECASE)}
    assert len(named) > 390
    assert named <= listed
    assert "followed already" in run("sources", "import", str(lists[0])).stderr
    assert path.read_bytes() == whole


OPML = """<opml version="2.0"><body><outline text="Town"><outline text="A &amp; B" xmlUrl="https://a.example/f?x=1&amp;y=2"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/></outline><outline text="C" xmlUrl="https://c.example/f"/></body></opml>"""


def test_what_is_exported_can_be_imported(run: Run, elsewhere: Path) -> None:
    """Names, sections and addresses make the round; what is no address is left out and told; a dry run changes nothing."""
    (elsewhere / "in.opml").write_text(OPML, encoding="utf-8")
    dry = run("sources", "import", "in.opml", "--dry-run")
    assert (dry.exit_code, dry.stdout.count("would add")) == (0, 2)
    assert not (elsewhere / "briefing.toml").exists()
    done = run("sources", "import", "in.opml")
    assert done.exit_code == 0
    assert re.search(
        r"Added to briefing.toml: 2 of 2 feeds\.\nProblem: in.opml: no web address: javascript", done.stderr
    )
    first = configured(elsewhere)
    assert first == [
        {"location": "https://a.example/f?x=1&y=2", "name": "A & B", "section": "Town"},
        {"location": "https://c.example/f", "name": "C"},
    ]
    assert run("sources", "export", "-o", "out.opml").exit_code == 0
    assert run("sources", "export").stdout == (elsewhere / "out.opml").read_text(encoding="utf-8")
    (elsewhere / "briefing.toml").unlink()
    assert run("sources", "import", "out.opml").exit_code == 0
    assert configured(elsewhere) == first


def test_an_export_says_what_it_leaves_out(run: Run, elsewhere: Path) -> None:
    """A folder or a preset has no place in a subscription list, and is named."""
    more = '[[sources]]\nlocation = "x"\nname = "Folder"\n[[sources]]\nlocation = "hackernews:top"\n'
    configure(elsewhere, TWO + more)
    done = run("sources", "export")
    assert done.exit_code == 0
    assert done.stdout.count("xmlUrl") == 2
    assert done.stderr == "Left out, for they have no web address: Folder, hackernews:top\n"


def test_an_export_replaces_nothing_unasked(run: Run, elsewhere: Path) -> None:
    """A file that is there stays unless somebody says yes."""
    configure(elsewhere, TWO)
    (elsewhere / "out.opml").write_text("mine", encoding="utf-8")
    for answer in ("n\n", ""):
        assert run("sources", "export", "-o", "out.opml", input=answer).exit_code == 1
        assert (elsewhere / "out.opml").read_text(encoding="utf-8") == "mine"
    assert run("sources", "export", "-o", "out.opml", input="y\n").exit_code == 0
    assert "https://b.example/feed" in (elsewhere / "out.opml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), (b"", "holds no feed"), (b"\x00\xff\xfe<opml", "holds no feed")]
)
def test_a_list_without_feeds_is_told(run: Run, elsewhere: Path, content: bytes | None, said: str) -> None:
    """A missing, an empty and a broken list are one message each, and no file is made."""
    if content is not None:
        (elsewhere / "in.opml").write_bytes(content)
    done = run("sources", "import", "in.opml")
    assert done.exit_code == 1
    assert re.fullmatch(rf"Error: in.opml {said}.*\n", done.stderr)
    assert not (elsewhere / "briefing.toml").exists()


@pytest.mark.parametrize("command", [("list",), ("check",), ("remove", "x"), ("export",)], ids=" ".join)
def test_without_a_file_there_is_nothing_to_do(run: Run, elsewhere: Path, command: tuple[str, ...]) -> None:
    """The message says how to make one."""
    done = run("sources", *command)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "briefing init" in done.stderr
    assert list(elsewhere.iterdir()) == []

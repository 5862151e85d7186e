"""What ``briefing doctor`` looks at: real files, a real web server, a real mail server."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.config import load, settings
from briefing.doctor import CHECKS, Case, Finding, examine
from briefing.errors import ModelError, StoreError
from briefing.store import Store
from briefing.store.archive import Archive, Kept
from briefing.store.ledger import Ledger
from briefing.types import Article, Entry, Parcel, Recipient

if TYPE_CHECKING:
    from conftest import Post, Server

NOW = datetime(2026, 10, 15, 6, 30, tzinfo=UTC)
FEED = """<rss version="2.0"><channel><title>Port News</title>
<item><title>Bridge opens</title><link>https://port.example/1</link><description>It opens in May.</description></item>
</channel></rss>"""


def case(folder: Path, text: str = "", **how: Any) -> Case:
    """Settings as they lie in a file, with a store beside it."""
    path = folder / "briefing.toml"
    path.write_text(f'store = "briefing.db"\n{text}', encoding="utf-8")
    return Case(settings(load(path)), path, **{"now": NOW, **how})


def found(case: Case, *checks: str) -> list[Finding]:
    """What these checks find."""
    return list(examine(case, {name: CHECKS[name] for name in checks}))


def source(location: str, more: str = "") -> str:
    return f'[[sources]]\nlocation = "{location}"\nallow = ["127.0.0.1"]\n{more}\n'


def test_sources_that_answer_are_one_good_line(tmp_path: Path, server: Server) -> None:
    """Feeds and folders are asked, nothing is kept, no article's page is fetched, and what it took is told."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "one.txt").write_text("The harbour wall was rebuilt last year.", encoding="utf-8")
    feed = server.serve("/feed", FEED.replace("https://port.example", server.url("")), "application/rss+xml")
    findings = found(case(tmp_path, source(feed) + source("notes")), "sources")
    assert [(each.subject, each.state, each.text) for each in findings] == [("sources", "good", "2 of 2 answer")]
    assert findings[0].seconds > 0
    assert not [path for path in server.paths if path not in ("/feed", "/robots.txt")]
    assert not (tmp_path / "briefing.db").exists()


def test_a_source_that_fails_has_a_line_of_its_own(tmp_path: Path, server: Server) -> None:
    """Gone for good is broken, for now is a warning, and empty is one; the others are good still."""
    server.answers["/down"] = (503, {}, b"")
    blocks = source(server.serve("/feed", FEED, "application/rss+xml")) + source(server.url("/lost"), 'name = "Lost"')
    blocks += source(server.url("/down"), 'name = "Down"') + source(str(tmp_path / "nowhere"), 'name = "Folder"')
    blocks += source(
        server.serve("/quiet", FEED.split("<item>", maxsplit=1)[0] + "</channel></rss>", "application/rss+xml"),
        'name = "Quiet"',
    )
    first, *others = found(case(tmp_path, "[fetch]\npatience = 0\n" + blocks), "sources")
    assert (first.state, first.text) == ("warning", "2 of 5 answer")
    assert {each.subject: each.state for each in others} == {
        "source Lost": "broken", "source Down": "warning", "source Folder": "broken", "source Quiet": "warning"
    }  # fmt: skip
    assert "404" in others[0].text
    assert all(each.remedy for each in others)


def test_sources_are_asked_at_the_same_time(tmp_path: Path) -> None:
    """Ten slow sources take little longer than one."""
    (tmp_path / "slow.py").write_text(
        "import json, time\ntime.sleep(0.5)\nprint(json.dumps({'url': '', 'title': 'A', 'text': 'B.', 'source': 'C'}))\n",
        encoding="utf-8",
    )
    blocks = "".join(f'[[sources]]\ncommand = ["{sys.executable}", "slow.py", "{number}"]\n' for number in range(8))
    findings = found(case(tmp_path, blocks), "sources")
    assert findings[0].text == "8 of 8 answer"
    assert findings[0].seconds < 3.5


def test_no_network_is_one_line(tmp_path: Path) -> None:
    """Where no source can be reached it is the network that is at fault, and it is said once."""
    blocks = source("http://127.0.0.1:9/a") + source("http://127.0.0.1:9/b")
    findings = found(case(tmp_path, f"[fetch]\npatience = 0\n{blocks}"), "sources")
    assert [(each.subject, each.state) for each in findings] == [("sources", "broken")]
    assert "network" in findings[0].remedy


def test_offline_asks_nobody_on_the_network(tmp_path: Path, server: Server, post: Post) -> None:
    """Folders are looked at, servers are not."""
    (tmp_path / "one.txt").write_text("The harbour wall was rebuilt last year.", encoding="utf-8")
    text = mail(post) + source(server.url("/feed")) + source("one.txt")
    findings = found(case(tmp_path, text, offline=True), "sources", "mail")
    assert [each.text for each in findings] == ["1 of 1 answer; 1 on the network not asked", "127.0.0.1 was not asked"]
    assert not server.asked
    assert not post.heard
    (nobody,) = found(case(tmp_path, source(server.url("/feed")), offline=True), "sources")
    assert (nobody.state, nobody.text) == ("good", "1 on the network not asked")


def test_no_source_at_all_is_broken(tmp_path: Path) -> None:
    """There is nothing to make a brief of, and the remedy is a command."""
    (only,) = found(case(tmp_path), "sources")
    assert only.state == "broken"
    assert "briefing sources add" in only.remedy


def test_models_load_and_say_how_long_it_took(tmp_path: Path) -> None:
    """The encoder gives vectors and the writer a sentence; each says how many seconds that took."""
    encoder, writer = found(case(tmp_path), "encoder", "writer")
    assert (encoder.state, writer.state) == ("good", "good")
    assert "all-MiniLM-L6-v2" in encoder.text
    assert "384 numbers" in encoder.text
    assert " s" in writer.text
    assert encoder.seconds > 0


def test_a_model_that_is_not_there_is_broken_and_costs_the_others_nothing(tmp_path: Path) -> None:
    """A folder without weights and a writer that nobody knows: an error each, and the next checks go on."""
    (tmp_path / "empty").mkdir()
    text = f'[writer]\nname = "ghost"\n[encoder]\nmodel = "{tmp_path / "empty"}"\n'
    encoder, writer, disk = found(case(tmp_path, text), "encoder", "writer", "disk")
    assert encoder.state == "broken"
    assert "empty" in encoder.text
    assert encoder.remedy
    assert "ghost" in writer.text
    assert "extractive" in writer.remedy
    assert disk.state == "good"


def test_a_cluster_that_is_away_is_a_warning(tmp_path: Path) -> None:
    """A brief goes out in spite of it; without one in the settings, or offline, nothing is said of any."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = f"ray://127.0.0.1:{free.getsockname()[1]}"
    text = f'[run]\non = "{away}"\n'
    (finding,) = found(case(tmp_path, text), "workers")
    assert finding.state == "warning"
    assert away in finding.text
    assert "ray start" in finding.remedy
    assert not found(case(tmp_path, text, offline=True), "workers")
    assert not found(case(tmp_path), "workers")


def test_a_cluster_that_is_there_says_how_many_work(tmp_path: Path) -> None:
    """A Ray of this computer is started, counted and ended."""
    (finding,) = found(case(tmp_path, '[run]\non = "ray"\nworkers = 2\n'), "workers")
    assert (finding.state, finding.text) == ("good", "ray has 2, with 1 core each")


def test_templates_of_the_reader_are_tried(tmp_path: Path) -> None:
    """The forms that a run makes come out; a mistake in one of them names its file and line, and the command that tells more."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "brief.md").write_text("# {{ brief.titel }}\n", encoding="utf-8")
    text = '[brief]\ntemplates = "mine"\n[output]\nfiles = ["a.html", "a.md", "b/{date}.txt"]\n'
    (broken,) = found(case(tmp_path, text), "templates")
    assert broken.state == "broken"
    assert "brief.md, line 1" in broken.text
    assert "titel" in broken.text
    assert "briefing templates check" in broken.remedy
    (tmp_path / "mine" / "brief.md").unlink()
    (good,) = found(case(tmp_path, text), "templates")
    assert (good.state, good.text.split(" with ")[0]) == ("good", "html, md, txt")
    (theme,) = found(case(tmp_path, '[look]\ntheme = "ghost"\n'), "templates")
    assert "ghost.toml" in theme.text


def test_fonts_are_looked_for_by_the_titles_of_the_archive(tmp_path: Path) -> None:
    """A script that no font here has is a warning with a package to install; Latin is always there."""
    examined = case(tmp_path)
    assert [each.state for each in found(examined, "fonts")] == ["good"]
    keep(
        examined, "A title in \U00018b00\U00018b01", "The harbour wall"
    )  # the small script of the Khitan, which few fonts have
    (only,) = found(examined, "fonts")
    assert only.state == "warning"
    assert "2 characters of Khitan" in only.text
    assert "install" in only.remedy


def keep(examined: Case, *titles: str) -> None:
    """Put articles into the store."""
    items = [
        Kept(Entry(title, article := Article(f"https://a.example/{title}", title, "x", "A", NOW)), article)
        for title in titles
    ]
    with Store(examined.folder / "briefing.db") as store:
        Archive(store).keep("source", items, NOW)


def test_files_that_cannot_be_written_are_broken(tmp_path: Path) -> None:
    """A folder that is missing is named with the command that makes it; one with a date in its name is made by the run."""
    (good,) = found(case(tmp_path, '[output]\nfiles = ["brief.html", "{date:%Y}/{edition}.pdf"]\n'), "files")
    assert good.state == "good"
    assert str(tmp_path / "2026" / "morning.pdf") in good.text
    (tmp_path / "latest.pdf").write_text("mine", encoding="utf-8")
    (taken,) = found(case(tmp_path, '[output]\nfiles = ["{date}.pdf"]\n'), "files")
    assert (taken.state, "latest.pdf" in taken.text) == ("broken", True)
    (broken,) = found(case(tmp_path, '[output]\nfiles = ["nowhere/brief.html"]\n'), "files")
    assert broken.state == "broken"
    assert "mkdir" in broken.remedy


def recipient(lines: str) -> str:
    return f"[[recipients]]\n{lines}\n"


def test_recipients_need_their_variables_and_programs(tmp_path: Path) -> None:
    """A token that is not in the environment, a program that is not installed: broken, and no token is shown."""
    blocks = (
        recipient('to_env = "CHAT"\nname = "Chat"')
        + recipient('command = ["no-such-program-here"]')
        + recipient('to = "ntfy://secret-topic"')
    )
    findings = found(case(tmp_path, blocks), "recipients")
    assert [each.state for each in findings] == ["broken", "broken", "good"]
    assert "CHAT" in findings[0].text
    assert "no-such-program-here" in findings[1].subject
    (strange, _) = found(case(tmp_path, recipient('to = "nowhere://secret-topic"')), "recipients")
    assert (strange.state, strange.text) == ("broken", "it is no address that Apprise knows")
    told = found(case(tmp_path, blocks, environment={"CHAT": "ntfy://hidden-token"}), "recipients")
    assert not [each for each in told if "hidden-token" in str(each) or "secret-topic" in str(each)]
    assert [each.state for each in told] == ["broken", "good"]


def test_mail_recipients_need_a_server(tmp_path: Path) -> None:
    """A mail address without a mail server is broken; nobody at all is fine."""
    (alone,) = found(case(tmp_path), "recipients")
    assert alone.state == "good"
    (broken,) = found(case(tmp_path, recipient('to = "ina@example.org"')), "recipients")
    assert broken.state == "broken"
    assert "mail.server" in broken.remedy
    owner, _ = found(case(tmp_path, '[delivery]\nowner = "ina@example.org"\n'), "recipients")
    assert (owner.subject, owner.state) == ("owner", "warning")
    (told,) = found(case(tmp_path, '[delivery]\nowner = "ntfy://topic"\n'), "recipients")
    assert told.state == "good"


def mail(post: Post, more: str = "") -> str:
    """The table of a mail server on loopback."""
    return (
        f'[mail]\nserver = "127.0.0.1"\nport = {post.port}\nsecurity = "{post.security}"\ntrust = "{post.trust}"\n'
        f'sender = "brief@example.org"\ntimeout = 5\n{more}\n'
    )


def test_mail_logs_in_and_sends_nothing(tmp_path: Path, post: Post) -> None:
    """The server is spoken to as for a mail, with the password, and gets none."""
    post.start("starttls", {"ina": "right"})
    text = mail(post, 'user = "ina"\npassword_env = "POST_PASSWORD"')
    (good,) = found(case(tmp_path, text, environment={"POST_PASSWORD": "right"}), "mail")
    assert good.state == "good", good
    assert "127.0.0.1" in good.text
    assert not post.messages
    assert "MAIL" not in [command for command, _ in post.heard]
    (wrong,) = found(case(tmp_path, text, environment={"POST_PASSWORD": "wrong"}), "mail")
    assert wrong.state == "broken"
    assert wrong.remedy
    assert "wrong" not in str(wrong).replace("wrong password", "")
    (unset,) = found(case(tmp_path, text), "mail")
    assert (unset.state, unset.remedy) == ("broken", "set POST_PASSWORD")


def test_no_mail_is_nothing_to_say(tmp_path: Path) -> None:
    """Without a server there is no line on mail, nor on deliveries without recipients."""
    assert not found(case(tmp_path), "mail", "deliveries")


def test_what_has_not_gone_out_is_a_warning(tmp_path: Path) -> None:
    """An edition that waits in the ledger is named with its recipient and what sends it."""
    examined = case(tmp_path, recipient('to = "ina@example.org"'))
    parcel = Parcel("morning-2026-10-15", "The Brief", NOW, "en", {"mail": b"x", "text": b"x"})
    with Store(tmp_path / "briefing.db") as store:
        Ledger(store, examined.path).keep(parcel, [Recipient("mail", "ina@example.org")], NOW)
    (waiting,) = found(examined, "deliveries")
    assert waiting.state == "warning"
    assert "ina@example.org" in waiting.subject
    assert "morning-2026-10-15" in waiting.text
    assert "briefing send --retry" in waiting.remedy
    (later,) = found(case(tmp_path, recipient('to = "bo@example.org"')), "deliveries")
    assert later.state == "good"


def test_the_store_is_read_whole(tmp_path: Path) -> None:
    """None yet is good, a whole one tells its articles and its size, one with a broken page is broken."""
    examined = case(tmp_path)
    (none,) = found(examined, "store")
    assert none.state == "good"
    assert not (tmp_path / "briefing.db").exists()
    keep(examined, *(f"title {number}" for number in range(200)))
    (whole,) = found(examined, "store")
    assert whole.state == "good"
    assert "200 articles" in whole.text
    with sqlite3.connect(tmp_path / "briefing.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray((tmp_path / "briefing.db").read_bytes())
    content[len(content) // 2 : len(content) // 2 + 6000] = b"\xff" * 6000
    (tmp_path / "briefing.db").write_bytes(content)
    (broken,) = found(examined, "store")
    assert broken.state == "broken"
    assert "move" in broken.remedy
    (tmp_path / "briefing.db").write_bytes(b"no database at all, and long enough to be looked at")
    (nonsense,) = found(examined, "store")
    assert nonsense.state == "broken"


def test_a_brief_that_remembers_nothing_is_a_warning(tmp_path: Path) -> None:
    """``store = "none"`` works, and every run begins anew."""
    path = tmp_path / "briefing.toml"
    path.write_text('store = "none"\n', encoding="utf-8")
    (only,) = found(Case(settings(load(path)), path, NOW), "store")
    assert only.state == "warning"


def test_room_on_the_disk_is_told(tmp_path: Path) -> None:
    """The figure is that of the disk where the store lies, also before its folder is made."""
    path = tmp_path / "briefing.toml"
    path.write_text('store = "deep/er/briefing.db"\n', encoding="utf-8")
    (only,) = found(Case(settings(load(path)), path, NOW), "disk")
    told = float(only.text.split(" MB")[0].replace(",", ""))
    assert told == pytest.approx(shutil.disk_usage(tmp_path).free / 1e6, rel=0.2)
    assert only.state in ("good", "warning")


def test_a_full_disk_is_broken(tmp_path: Path) -> None:
    """Below the bytes that a run may need it is broken, below what is comfortable a warning."""
    from briefing.doctor.computer import FEW, TOO_FEW, room

    assert room(TOO_FEW - 1) == "broken"
    assert room(FEW - 1) == "warning"
    assert room(FEW) == "good"


@dataclass(frozen=True)
class Ran:
    """How a timer's last run went."""

    started: datetime
    status: int | None


@dataclass(frozen=True)
class Clock:
    """A timer as the schedule finds it."""

    config: Path
    intact: bool = True
    next: datetime | None = NOW + timedelta(hours=24)
    last: Ran | None = None
    name: str = "morning"
    log: Path = Path("/var/log/brief.log")


def test_the_command_that_sets_a_timer_names_the_settings_and_the_schedule(tmp_path: Path) -> None:
    """Pasted into a shell, it schedules the file that was looked at, under the name that the timer had."""
    looked = case(tmp_path)
    path = str(looked.path)
    (none,) = found(looked, "schedule")
    assert f"briefing schedule install --at 06:30 -c {path}`" in none.remedy
    (gone,) = found(replace(looked, timers=lambda: (Clock(looked.path, intact=False, next=None),)), "schedule")
    assert f"--name {Clock.name} -c {path}`" in gone.remedy
    (here,) = found(replace(looked, path=Path("briefing.toml")), "schedule")
    assert "briefing schedule install --at 06:30`" in here.remedy


def test_editions_with_a_time_of_their_own_are_not_given_another(tmp_path: Path) -> None:
    """The command that is named would be refused with ``--at``; an edition that no timer makes is a warning."""
    text = '[[editions]]\nname = "morning"\nat = "06:30"\n[[editions]]\nname = "evening"\nat = "18:00"\n'
    looked = replace(case(tmp_path, text), path=Path("briefing.toml"))
    (none,) = found(looked, "schedule")
    assert none.remedy == "`briefing schedule install` sets one"
    timers = (Clock(looked.path),)
    well, evening = found(replace(looked, timers=lambda: timers), "schedule")
    assert (well.state, evening.state) == ("good", "warning")
    assert evening.text == "no timer makes the edition evening"
    assert evening.remedy == "`briefing schedule install --name evening` sets one"


def test_the_timer_of_these_settings_is_looked_at(tmp_path: Path) -> None:
    """None, or another file's, is a warning; one whose timer is gone or whose run failed is broken."""
    path = tmp_path / "briefing.toml"
    expected = {
        "no timer runs": ("warning", ()),
        "next run 2026-10-16": ("good", (Clock(path),)),
        f"no timer runs {path}": ("warning", (Clock(tmp_path / "other.toml"),)),
        "its timer is gone": ("broken", (Clock(path, intact=False, next=None),)),
        "ended with status 1": ("broken", (Clock(path, last=Ran(NOW, 1)),)),
        "next run": ("good", (Clock(path, last=Ran(NOW, None)),)),
    }
    for text, (state, timers) in expected.items():
        (only,) = found(case(tmp_path, timers=lambda timers=timers: timers), "schedule")
        assert text in only.text
        assert only.state == state
        assert state == "good" or only.remedy


def test_the_time_zone_is_told(tmp_path: Path) -> None:
    """The zone of the settings with its time, or that of the computer."""
    (named,) = found(case(tmp_path, '[brief]\ntime_zone = "Asia/Kolkata"\n'), "time zone")
    assert named.text == "Asia/Kolkata; it is 12:00 there"
    (own,) = found(case(tmp_path), "time zone")
    assert "brief.time_zone" in own.text


def test_a_check_that_raises_is_a_finding(tmp_path: Path) -> None:
    """Errors of ours give their remedy, a bug is said to be one, and every later check still runs."""

    def ours(case: Case) -> Iterator[Finding]:
        raise ModelError("weights are missing", "install them")

    def bug(case: Case) -> Iterator[Finding]:
        yield Finding("bug", "good", "so far")
        raise KeyError("nobody")

    def store(case: Case) -> Iterator[Finding]:
        raise StoreError("locked")

    seen: list[tuple[str, int, int]] = []
    examined = case(tmp_path, progress=lambda *told: seen.append(told))
    findings = list(examine(examined, {"one": ours, "two": bug, "three": store}))
    assert [(each.subject, each.state) for each in findings] == [
        ("one", "broken"),
        ("two", "broken"),
        ("three", "broken"),
    ]
    assert findings[0].remedy == "install them"
    assert "KeyError" in findings[1].text
    assert "report" in findings[1].remedy
    assert seen == [("Checks", number, 3) for number in range(4)]


def test_all_is_well_with_a_good_set_up(tmp_path: Path, server: Server) -> None:
    """Every check together on settings with nothing wrong: no line is broken, and each subject is there."""
    feed = server.serve("/feed", FEED, "application/rss+xml")
    timers = (Clock(tmp_path / "briefing.toml"),)
    findings = list(examine(case(tmp_path, source(feed), timers=lambda: timers)))
    assert not [each for each in findings if each.state == "broken"]
    assert {each.subject for each in findings} >= {
        "sources",
        "encoder",
        "writer",
        "templates",
        "store",
        "schedule morning",
    }

"""Sending: each recipient gets an edition once, whatever breaks on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.errors import ConfigError, LockedError
from briefing.look import Look
from briefing.render.specimens import specimens
from briefing.send import Post, parcel_of, report, retry, send
from briefing.store import Store
from briefing.store.ledger import FIRST_PAUSE, KEPT, STALE
from briefing.types import Brief, Delivery, Problem, Recipient, Secret, Security

if TYPE_CHECKING:
    import conftest

NOW = datetime(2026, 10, 15, 6, 30, tzinfo=UTC)
INA, OTTO, ADA = (Recipient("mail", f"{name}@example.org") for name in ("ina", "otto", "ada"))
LOOK = Look()


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.time = NOW
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def brief() -> Brief:
    return replace(specimens()["one story"], date=NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "briefing.db") as opened:
        yield opened


def office(store: Store, server: conftest.Post, clock: Clock, *recipients: Recipient, minutes: float = 15) -> Post:
    return Post(store, recipients, server.account(), timedelta(minutes=minutes), clock.now, clock.sleep)


def silent(_: Delivery) -> None: ...


def sent_to(server: conftest.Post) -> list[str]:
    return [address for posted in server.messages for address in posted.recipients]


def test_each_recipient_gets_one_message(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """One message each, in which no other recipient is named; what became of each is told at once and kept."""
    told: list[Delivery] = []
    deliveries, _ = send(brief, LOOK, office(store, post, clock, INA, OTTO, ADA), told.append)
    assert sorted(sent_to(post)) == ["ada@example.org", "ina@example.org", "otto@example.org"]
    assert all("otto" not in str(posted.message["To"]) for posted in post.messages if posted.recipients != (OTTO.to,))
    assert [each.sent for each in deliveries] == [NOW] * 3
    assert {each.recipient for each in told} == {INA.key, OTTO.key, ADA.key}


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_the_ledger_is_right_however_mail_is_spoken(
    store: Store, post: conftest.Post, clock: Clock, brief: Brief, security: Security
) -> None:
    """With a login: sent with the right password; with a wrong one refused for good, and sent once it is mended."""
    post.start(security, {"you": "right"})
    wrong = replace(office(store, post, clock, INA), account=post.account(password=Secret(value="wrong")))
    ((refused,), _) = send(brief, LOOK, wrong, silent)
    assert refused.failed
    assert "password" in refused.error
    assert not retry(office(store, post, clock, INA), silent)
    assert sent_to(post) == [INA.to]


def test_an_edition_goes_out_once(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """Sending it again sends nothing; who is added later gets what the others got, not what the brief is by then."""
    send(brief, LOOK, office(store, post, clock, INA), silent)
    changed = replace(brief, title="Another title")
    send(changed, LOOK, office(store, post, clock, INA), silent)
    send(changed, LOOK, office(store, post, clock, INA, OTTO), silent)
    assert sent_to(post) == [INA.to, OTTO.to]
    first, second = (posted.message for posted in post.messages)
    assert first["Subject"] == second["Subject"]
    assert first["Date"] == second["Date"]
    assert first["Message-ID"] != second["Message-ID"]


def test_the_next_day_is_another_edition(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """The brief of another day goes to the same recipients."""
    send(brief, LOOK, office(store, post, clock, INA), silent)
    send(replace(brief, date=NOW + timedelta(days=1)), LOOK, office(store, post, clock, INA), silent)
    assert sent_to(post) == [INA.to, INA.to]


def test_greylisting_is_waited_out(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """A server that asks to come later is asked again after a pause, and the others do not wait for it."""
    post.answers["RCPT"] = ["450 4.2.0 Greylisted, come back in a minute"]
    told: list[Delivery] = []
    deliveries, _ = send(brief, LOOK, office(store, post, clock, INA, OTTO), told.append)
    assert sorted(sent_to(post)) == [INA.to, OTTO.to]
    assert sorted(each.attempts for each in deliveries) == [1, 2]
    assert clock.slept == [FIRST_PAUSE.total_seconds()]
    assert [bool(each.sent) for each in told] == [False, True, True]
    assert "Greylisted" in told[0].error


def test_patience_ends(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """A server that is busy for longer is left, with the reason; asked to retry, it gets the message after all."""
    post.answers["RCPT"] = "451 4.3.0 Busy"
    ((left,), _) = send(brief, LOOK, office(store, post, clock, INA), silent)
    assert clock.slept == [60, 120, 240, 480]  # 15 minutes
    assert left.sent is None
    assert "Busy" in left.error
    assert left.again == clock.now() + timedelta(minutes=16)
    post.answers.clear()
    assert retry(office(store, post, clock, INA), silent) == []
    assert sent_to(post) == [INA.to]


def test_one_refused_of_three(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """A recipient that is refused costs the others nothing; a retry asks again for that one alone."""
    post.answers["RCPT"] = lambda address: "550 5.1.1 No such user" if address.startswith("otto") else None
    recipients = (INA, OTTO, ADA)
    deliveries, _ = send(brief, LOOK, office(store, post, clock, *recipients), silent)
    assert [each.recipient for each in deliveries if not each.sent] == [OTTO.key]
    assert [each.failed for each in deliveries if not each.sent] == [True]
    assert clock.slept == []
    (refused,) = retry(office(store, post, clock, *recipients), silent)
    assert (refused.recipient, refused.attempts) == (OTTO.key, 2)
    assert sorted(sent_to(post)) == [ADA.to, INA.to]


def test_a_cut_after_the_message_was_taken(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """Nobody can know that it arrived: it goes again, with the same Message-ID, by which mailboxes tell it is the same."""
    post.answers["DATA"] = ["lost"]
    ((delivery,), _) = send(brief, LOOK, office(store, post, clock, INA), silent)
    assert delivery.sent
    assert delivery.attempts == 2
    first, second = (posted.message for posted in post.messages)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_sent_anew_it_is_another_message(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """Who asks for it again gets the brief as it is now, which no mailbox takes for the earlier one."""
    send(brief, LOOK, office(store, post, clock, INA), silent)
    send(replace(brief, title="Better"), LOOK, office(store, post, clock, INA), silent, again=True)
    first, second = (posted.message for posted in post.messages)
    assert first["Message-ID"] != second["Message-ID"]
    assert "Better" in second["Subject"]
    send(brief, LOOK, office(store, post, clock, INA), silent)
    assert len(post.messages) == 2


def test_sent_anew_to_one_it_does_not_go_to_the_others(
    store: Store, post: conftest.Post, clock: Clock, brief: Brief
) -> None:
    """Who has had the edition has had it, also where somebody got a later making of it; who comes later gets the last one."""
    send(brief, LOOK, office(store, post, clock, INA, OTTO), silent)
    send(replace(brief, title="Better"), LOOK, office(store, post, clock, INA), silent, again=True)
    deliveries, _ = send(brief, LOOK, office(store, post, clock, INA, OTTO, ADA), silent)
    assert sent_to(post) == [INA.to, OTTO.to, INA.to, ADA.to]
    assert "Better" in post.messages[-1].message["Subject"]
    assert len(deliveries) == 3
    assert all(each.sent for each in deliveries)


def test_what_was_made_anew_takes_the_place_of_what_was_still_to_go(
    store: Store, post: conftest.Post, clock: Clock, brief: Brief
) -> None:
    """Who got neither gets the later one alone."""
    post.answers["RCPT"] = "550 5.1.1 No such user"
    send(brief, LOOK, office(store, post, clock, INA), silent)
    send(replace(brief, title="Better"), LOOK, office(store, post, clock, INA), silent, again=True)
    post.answers.clear()
    assert retry(office(store, post, clock, INA), silent) == []
    assert [posted.message["Subject"].startswith("Better") for posted in post.messages] == [True]


def test_an_edition_of_another_file_of_settings_is_not_sent(
    store: Store, post: conftest.Post, clock: Clock, brief: Brief
) -> None:
    """Two of them that share store and edition would send each other's brief; what the first left is not the second's."""
    post.answers["RCPT"] = ["550 5.1.1 No such user"]
    ours = replace(office(store, post, clock, INA), home=Path("/ours/briefing.toml"))
    theirs = replace(ours, home=Path("/theirs/briefing.toml"))
    send(brief, LOOK, ours, silent)
    for again in (False, True):
        with pytest.raises(ConfigError, match=r"/ours/briefing\.toml.*brief\.edition"):
            send(replace(brief, title="Another"), LOOK, theirs, silent, again)
    assert retry(theirs, silent) == []
    assert not post.messages
    assert retry(ours, silent) == []
    assert sent_to(post) == [INA.to]


def test_an_edition_of_the_past_is_made_anew(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """Nobody is sent what is in the ledger for days; who has had it has had it."""
    send(brief, LOOK, office(store, post, clock, INA), silent)
    for days in (STALE, KEPT):
        clock.time += days + timedelta(days=1)
        deliveries, _ = send(brief, LOOK, office(store, post, clock, INA, OTTO), silent)
        assert all(each.sent for each in deliveries)
    assert sent_to(post) == [INA.to, OTTO.to]


def test_a_retry_names_what_was_for_somebody_else(
    store: Store, post: conftest.Post, clock: Clock, brief: Brief
) -> None:
    """An address that was mended since is another recipient: what its old one did not get is left, and not forgotten."""
    post.answers["RCPT"] = ["550 5.1.1 No such user"]
    send(brief, LOOK, office(store, post, clock, OTTO), silent)
    owner = office(store, post, clock, ADA)
    post.answers["RCPT"] = ["550 5.1.1 No such user"]
    assert not report("it failed", brief.id, (), owner).sent
    assert [each.recipient for each in retry(office(store, post, clock, INA), silent)] == [OTTO.key]
    assert not post.messages


def test_one_run_sends_at_a_time(store: Store, post: conftest.Post, clock: Clock, brief: Brief) -> None:
    """A second one says so and leaves."""
    with Store(store.path) as other, other.alone("sending"), pytest.raises(LockedError):
        send(brief, LOOK, office(store, post, clock, INA), silent)
    assert not post.messages


def test_an_address_that_is_not_there_costs_the_others_nothing(
    store: Store, post: conftest.Post, clock: Clock, brief: Brief
) -> None:
    """An environment variable that is not set is a failure of that recipient, by name."""
    nowhere = Recipient("mail", "", "SLACK_ADDRESS")
    made, _ = send(brief, LOOK, office(store, post, clock, nowhere, INA), silent)
    deliveries = {each.recipient: each for each in made}
    assert deliveries[INA.key].sent
    assert "SLACK_ADDRESS" in deliveries[nowhere.key].error


def test_only_what_somebody_gets_is_rendered(brief: Brief) -> None:
    """Each form once, and none that nobody asked for."""
    assert set(
        parcel_of(brief, LOOK, [Recipient("webhook", "https://x.example"), Recipient("program", command=("a",))])[
            0
        ].parts
    ) == {"json"}
    mails = [Recipient("mail", "a@example.org"), Recipient("mail", "b@example.org", attach=("epub",))]
    assert set(parcel_of(brief, LOOK, mails)[0].parts) == {"mail", "text", "epub"}


def test_a_mistake_in_a_template_costs_nobody_the_brief(
    store: Store, post: conftest.Post, clock: Clock, brief: Brief, tmp_path: Path
) -> None:
    """Our own template is used in its place, and the mistake is said with its file and line."""
    (tmp_path / "mail.html").write_text("<p>{{ brief.titel }}</p>", encoding="utf-8")
    (delivery,), (problem,) = send(brief, Look(own=tmp_path), office(store, post, clock, INA), silent)
    assert delivery.sent
    assert f"{tmp_path / 'mail.html'}, line 1" in problem.where
    assert "titel" in problem.what
    page = post.messages[0].message.get_body(("html",))
    assert page is not None
    assert brief.summaries[0].headline in page.get_content()


def test_the_owner_hears_of_a_failed_morning_once(
    store: Store, post: conftest.Post, clock: Clock, brief: Brief
) -> None:
    """What failed, whom the brief did not reach, and which sources are out; not again for the same edition."""
    post.answers["RCPT"] = lambda address: "550 5.1.1 No such user" if address.startswith("otto") else None
    send(brief, LOOK, office(store, post, clock, INA, OTTO), silent)
    owner = office(store, post, clock, Recipient("mail", "owner@example.org"))
    for _ in range(2):
        told = report("1 of 2 did not get it", brief.id, [Problem("BBC", "no answer", "wait")], owner)
        assert told.sent
    (message,) = (posted.message for posted in post.messages if posted.recipients == ("owner@example.org",))
    text = " ".join(message.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]  # None fails the test, as it should
    assert "1 of 2 did not get it" in text
    assert "otto@example.org: not sent" in text
    assert "ina@example.org: sent" in text
    assert "BBC: no answer" in text


def test_the_owner_of_two_briefs_hears_of_both(store: Store, post: conftest.Post, clock: Clock) -> None:
    """Also where both settings call their edition the same: each failure is told once."""
    for _ in range(2):
        for home in ("ours", "theirs"):
            owner = replace(office(store, post, clock, INA), home=Path(f"/{home}/briefing.toml"))
            assert report(f"It is {home}", "morning-2026-10-15", (), owner).sent
    assert len(post.messages) == 2
    assert len({posted.message["Message-ID"] for posted in post.messages}) == 2


def test_a_mistake_in_the_reader_s_report_keeps_nothing_from_the_owner(
    store: Store, post: conftest.Post, clock: Clock, tmp_path: Path
) -> None:
    """Our own template is used in its place."""
    (tmp_path / "report.txt").write_text("{{ nothing }}", encoding="utf-8")
    assert report("No article", "morning-2026-10-15", (), office(store, post, clock, INA), tmp_path).sent
    body = post.messages[0].message.get_body(("plain",))
    assert body is not None
    assert "No article" in body.get_content()


KILLED = """
import sys
from datetime import timedelta
from pathlib import Path
from briefing.look import Look
from briefing.render.specimens import specimens
from briefing.send import Post, send
from briefing.store import Store
from briefing.types import Account, Recipient

folder, port = Path(sys.argv[1]), int(sys.argv[2])
account = Account("127.0.0.1", "brief@example.org", port, "none")
with Store(folder / "briefing.db") as store:
    post = Post(store, [Recipient("mail", f"{name}@example.org") for name in ("ina", "otto", "ada")], account)
    send(specimens()["one story"], Look(), post, lambda delivery: None)
"""


def test_killed_between_sending_and_writing_it_down(tmp_path: Path, post: conftest.Post) -> None:
    """After ``kill -9`` the next run sends what is open; what goes twice has the same Message-ID, and nobody is left out."""
    victim: list[subprocess.Popen[bytes]] = []
    passing: list[str] = []

    def kill(recipient: str) -> str | None:
        if passing:
            passing.pop()
        else:
            os.kill(victim[-1].pid, signal.SIGKILL)
            return "lost"
        return None

    command = [sys.executable, "-c", KILLED, str(tmp_path), str(post.port)]
    post.answers["DATA"] = kill
    for count in (0, 1, 1):  # so each of the three is the one at which a run ends
        passing += ["one more"] * count
        victim.append(subprocess.Popen(command))
        assert victim[-1].wait(60) == -signal.SIGKILL
    post.answers.clear()
    subprocess.run(command, check=True, timeout=60)
    by_person: dict[str, set[str]] = {}
    for posted in post.messages:
        by_person.setdefault(posted.recipients[0], set()).add(posted.message["Message-ID"])
    assert {name: len(identities) for name, identities in by_person.items()} == dict.fromkeys(
        (INA.to, OTTO.to, ADA.to), 1
    )
    before = len(post.messages)
    subprocess.run(command, check=True, timeout=60)
    assert len(post.messages) == before


def test_a_program_gets_the_json(store: Store, tmp_path: Path, brief: Brief, clock: Clock) -> None:
    """On its standard input, and once."""
    keep = tmp_path / "got.json"
    code = f"import sys, pathlib; pathlib.Path({str(keep)!r}).open('ab').write(sys.stdin.buffer.read())"
    program = Recipient("program", command=(sys.executable, "-c", code), folder=str(tmp_path))
    for _ in range(2):
        ((delivery,), _) = send(brief, LOOK, Post(store, [program], None, timedelta(), clock.now, clock.sleep), silent)
        assert delivery.sent
    assert json.loads(keep.read_text(encoding="utf-8"))["title"] == brief.title

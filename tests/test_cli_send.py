"""``briefing send`` and the sending of ``briefing run``: what a person sees, and what arrives."""

from __future__ import annotations

import json
import os
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.store import Store

if TYPE_CHECKING:
    from conftest import Post, Run

TEXT = (
    "The council voted on Tuesday to rebuild the harbour wall. The work will cost 4.2 million and take two years. "
    "Mayor Ina Brandt said the first stones would be laid in May. Opponents asked for a cheaper barrier of sand."
)

FULL = "CREATE TRIGGER full BEFORE INSERT ON editions BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"


@pytest.fixture
def settings(elsewhere: Path, post: Post) -> Path:
    """A folder with one article, and a briefing.toml that mails it to two people."""
    article = {
        "url": "https://a.example/wall",
        "title": "Council votes to rebuild harbour wall",
        "text": TEXT,
        "source": "Gazette",
    }
    (elsewhere / "corpus.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    path = elsewhere / "briefing.toml"
    write(path, post, "")
    return path


def write(path: Path, post: Post, delivery: str) -> None:
    path.write_text(
        f"""
[mail]
server = "127.0.0.1"
port = {post.port}
security = "none"
sender = "The Brief <brief@example.org>"
[delivery]
patience = 0
{delivery}
[[recipients]]
to = "Ina Brandt <ina@example.org>"
attach = ["epub"]
[[recipients]]
to = "otto@example.org"
[[sources]]
location = "corpus.jsonl"
""",
        encoding="utf-8",
    )


def sent_to(post: Post) -> list[str]:
    return sorted(address for posted in post.messages for address in posted.recipients)


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return " ".join(str(body.get_content()).split()) if body else ""


def test_run_sends_to_each_once(run: Run, settings: Path, post: Post) -> None:
    """The files are written each time; the mails go out once a day."""
    for said in ("2 recipients have the brief", "2 recipients had the brief already"):
        result = run("run")
        assert result.exit_code == 0, result.stderr
        assert said in result.stderr
    assert sent_to(post) == ["ina@example.org", "otto@example.org"]
    assert (settings.parent / "brief.html").exists()
    (ina,) = (posted.message for posted in post.messages if posted.recipients == ("ina@example.org",))
    assert (next(ina.iter_attachments()).get_filename() or "").endswith(".epub")


@pytest.mark.parametrize("file", ["{date}/brief.html", "disk/brief.html"])
def test_a_file_that_cannot_be_written_costs_no_mail(run: Run, settings: Path, post: Post, file: str) -> None:
    """The mails go out; the run ends with the file's error."""
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'output.files = ["{file}"]\n{text}', encoding="utf-8")
    (settings.parent / f"{datetime.now().astimezone():%Y-%m-%d}").touch()  # in the way of the folder
    result = run("run")
    assert result.exit_code == 1
    assert "the folder" in result.stderr
    assert len(post.messages) == 2


def test_a_broken_template_costs_no_file_and_no_mail(run: Run, settings: Path, post: Post) -> None:
    """Ours is used in its place, which is said; asked to be strict, the run ends with status 3."""
    (settings.parent / "mine").mkdir()
    for name in ("brief.html", "mail.html"):
        (settings.parent / "mine" / name).write_text("{{ nothing }}", encoding="utf-8")
    text = settings.read_text(encoding="utf-8")
    settings.write_text('brief.templates = "mine"\n' + text, encoding="utf-8")
    result = run("run", "--strict")
    assert result.exit_code == 3
    assert "'nothing' is undefined" in result.stderr
    assert "harbour wall" in (settings.parent / "brief.html").read_text(encoding="utf-8")
    assert len(post.messages) == 2


def test_no_send_sends_nothing(run: Run, settings: Path, post: Post) -> None:
    """The brief is written all the same."""
    assert run("run", "--no-send").exit_code == 0
    assert not post.messages
    assert (settings.parent / "brief.html").exists()


def test_send_makes_the_brief_of_what_was_fetched(run: Run, settings: Path, post: Post) -> None:
    """And says whom it reached."""
    result = run("send")
    assert result.exit_code == 0, result.stderr
    assert "Sent to Ina Brandt <ina@example.org>" in result.stderr
    assert "harbour wall" in text_of(post.messages[0].message)


def test_send_to_one_recipient(run: Run, settings: Path, post: Post) -> None:
    """One of the file by its name, or any mail address; the others get theirs later."""
    assert run("send", "--to", "Ina Brandt").exit_code == 0
    assert run("send", "--to", "new@example.org").exit_code == 0
    assert sent_to(post) == ["ina@example.org", "new@example.org"]
    assert run("send").exit_code == 0
    assert sent_to(post) == ["ina@example.org", "new@example.org", "otto@example.org"]
    assert run("send", "--to", "nobody").exit_code == 1


def test_again_sends_it_anew(run: Run, settings: Path, post: Post) -> None:
    """Also to those who have had it."""
    run("send")
    assert run("send", "--again").exit_code == 0
    assert sent_to(post) == ["ina@example.org"] * 2 + ["otto@example.org"] * 2


def test_who_was_not_reached_is_said_and_retried(run: Run, settings: Path, post: Post) -> None:
    """Exit status 1, the reason and the remedy; then ``send --retry`` reaches that one alone, without a brief being made."""
    post.answers["RCPT"] = lambda address: "550 5.1.1 No such user" if address.startswith("otto") else None
    result = run("run")
    assert result.exit_code == 1
    assert "Not sent to otto@example.org" in result.stderr
    assert "1 of 2 recipients" in result.stderr
    assert "briefing send --retry" in result.stderr
    post.answers.clear()
    (settings.parent / "corpus.jsonl").unlink()
    assert run("send", "--retry").exit_code == 0
    assert sent_to(post) == ["ina@example.org", "otto@example.org"]
    assert "nothing" in run("send", "--retry").stderr


@pytest.mark.parametrize("other", [("--dry-run",), ("--again",), ("--from", "corpus.jsonl")])
def test_a_retry_is_nothing_but_a_retry(run: Run, settings: Path, post: Post, other: tuple[str, ...]) -> None:
    """A retry with --dry-run would send what nobody wanted sent: it is refused."""
    result = run("send", "--retry", *other)
    assert result.exit_code == 2
    assert "--retry goes with none of" in result.stderr
    assert post.connections == 0


def test_a_dry_run_writes_the_mails(run: Run, settings: Path, post: Post) -> None:
    """Each as a file that opens in a mail program; what would go where is said; nobody is asked and nothing remembered."""
    result = run("send", "--dry-run")
    assert result.exit_code == 0, result.stderr
    files = sorted((settings.parent / "dry-run").iterdir())
    to = [message_from_bytes(path.read_bytes(), policy=SMTP)["To"].addresses[0].addr_spec for path in files]
    assert to == ["ina@example.org", "otto@example.org"]
    assert "would mail Ina Brandt <ina@example.org>" in result.stdout
    assert "EPUB attached" in result.stdout
    assert post.connections == 0
    assert run("send").exit_code == 0
    assert len(post.messages) == 2
    assert "has had it since" in run("send", "--dry-run").stdout


def test_run_says_in_a_dry_run_who_would_get_it(run: Run, settings: Path, post: Post) -> None:
    """Beside what would be read and written."""
    said = run("run", "--dry-run").stdout
    assert said.startswith("would make   morning\n")
    assert "would send   otto@example.org" in said
    assert post.connections == 0


def test_the_owner_is_told_of_a_failed_morning(run: Run, settings: Path, post: Post) -> None:
    """Once, with the reason; the run itself ends as it would have."""
    write(settings, post, 'owner = "owner@example.org"')
    (settings.parent / "corpus.jsonl").unlink()
    for _ in range(2):
        result = run("run")
        assert result.exit_code == 1
        assert "no article" in result.stderr
    assert sent_to(post) == ["owner@example.org"]
    assert "no article" in text_of(post.messages[0].message)


def test_an_owner_who_cannot_be_told_hides_nothing(run: Run, settings: Path, post: Post) -> None:
    """The reason of the failed morning is still the message, with exit status 1."""
    write(settings, post, 'owner = "owner@example.org"')
    (settings.parent / "corpus.jsonl").unlink()
    post.stop()
    result = run("run")
    assert result.exit_code == 1
    assert "no article" in result.stderr
    assert "owner@example.org" in result.stderr


@pytest.mark.parametrize("address", ["nobody", "a@b@example.org"])
def test_an_owner_who_cannot_be_one_is_a_mistake_in_the_settings(
    run: Run, settings: Path, post: Post, address: str
) -> None:
    """It is told at once, not on the first morning that fails."""
    write(settings, post, f'owner = "{address}"')
    result = run("run")
    assert result.exit_code == 1
    assert "delivery.owner" in result.stderr
    assert not post.messages


def test_the_owner_is_told_of_a_theme_that_is_not_there(run: Run, settings: Path, post: Post) -> None:
    """A report needs none."""
    write(settings, post, 'owner = "owner@example.org"\n[look]\ntheme = "nonesuch"')
    assert run("run").exit_code == 1
    assert "nonesuch" in text_of(post.messages[0].message)


def test_the_owner_is_told_where_nothing_can_be_written_down(run: Run, settings: Path, post: Post) -> None:
    """A full disk costs the brief, and not the news of it; nothing of it is remembered, so each run tells."""
    write(settings, post, 'owner = "owner@example.org"')
    with Store(os.environ["BRIEFING_STORE"]) as store, store.writing() as connection:
        connection.execute(FULL)
    try:
        for _ in range(2):
            result = run("run")
            assert result.exit_code == 1
            assert "disk is full" in result.stderr
    finally:
        with Store(os.environ["BRIEFING_STORE"]) as store, store.writing() as connection:
            connection.execute("DROP TRIGGER full")
    assert sent_to(post) == ["owner@example.org"] * 2
    assert "disk is full" in text_of(post.messages[0].message)


def test_two_files_of_settings_do_not_send_each_other_s_brief(run: Run, settings: Path, post: Post) -> None:
    """With one store and the same edition, the second is refused with the setting that parts them."""
    run("send")
    (settings.parent / "second.toml").write_text(settings.read_text(encoding="utf-8"), encoding="utf-8")
    result = run("send", "-c", "second.toml")
    assert result.exit_code == 1
    assert "brief.edition" in result.stderr
    assert len(post.messages) == 2
    assert run("send", "-c", "second.toml", BRIEFING_BRIEF_EDITION="second").exit_code == 0
    assert len(post.messages) == 4


def test_a_retry_for_an_address_that_is_no_longer_one_says_what_to_do(run: Run, settings: Path, post: Post) -> None:
    """Where it was mended since, ``briefing send`` reaches it; nothing is sent by chance."""
    post.answers["RCPT"] = lambda address: "550 5.1.1 No such user" if address.startswith("otto") else None
    result = run("send")
    assert "without --retry" in result.stderr
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("otto@", "otto.brandt@"), encoding="utf-8")
    post.answers.clear()
    result = run("send", "--retry")
    assert result.exit_code == 0
    assert "Left: otto@example.org" in result.stderr
    assert sent_to(post) == ["ina@example.org"]
    assert run("send").exit_code == 0
    assert sent_to(post) == ["ina@example.org", "otto.brandt@example.org"]


def test_a_recipient_named_on_the_command_line_is_named_for_the_retry(run: Run, settings: Path, post: Post) -> None:
    """The command that is said reaches it."""
    post.answers["RCPT"] = ["550 5.1.1 No such user"]
    assert "briefing send --retry --to new@example.org" in run("send", "--to", "new@example.org").stderr
    assert run("send", "--retry", "--to", "new@example.org").exit_code == 0
    assert sent_to(post) == ["new@example.org"]


def test_a_store_that_cannot_be_used_costs_no_mail(run: Run, settings: Path, post: Post) -> None:
    """The brief goes out, and that nothing is remembered is said, once."""
    for command in ("run", "send"):
        result = run(command, BRIEFING_STORE=".")
        assert result.exit_code == 0
        assert result.stderr.count("nothing is remembered") == 1
    assert len(post.messages) == 4


@pytest.mark.parametrize("store", ["none", "."])
def test_a_retry_without_a_memory_is_an_error(run: Run, settings: Path, post: Post, store: str) -> None:
    """It cannot say that nothing is left."""
    result = run("send", "--retry", BRIEFING_STORE=store)
    assert result.exit_code == 1
    assert "not known" in result.stderr


def test_a_dry_run_names_an_address_that_is_not_there(run: Run, settings: Path, post: Post) -> None:
    """And shows what would go to the others; a folder that cannot be made is an error of one line."""
    write(settings, post, '[[recipients]]\nto_env = "SLACK_ADDRESS"')
    result = run("send", "--dry-run")
    assert result.exit_code == 0
    assert "would not reach SLACK_ADDRESS" in result.stdout
    assert "would mail otto@example.org" in result.stdout
    assert run("send", "--dry-run", "--into", "corpus.jsonl/eml").exit_code == 1


def test_nobody_to_send_to(run: Run, elsewhere: Path) -> None:
    """The message says how to name somebody."""
    (elsewhere / "briefing.toml").write_text('[[sources]]\nlocation = "x.jsonl"\n', encoding="utf-8")
    result = run("send")
    assert result.exit_code == 1
    assert "briefing recipients add" in result.stderr


def test_list_says_what_became_of_it(run: Run, settings: Path, post: Post) -> None:
    """The last edition for each recipient."""
    run("send", "--to", "otto@example.org")
    rows = {row["recipient"]: row for row in json.loads(run("recipients", "list", "--format", "json").stdout)}
    assert rows["otto@example.org"]["state"].startswith("sent 2")
    assert rows["Ina Brandt <ina@example.org>"]["state"] == "nothing sent yet"

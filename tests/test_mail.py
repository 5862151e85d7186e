from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from briefing import read_articles
from briefing.sources.mail import read_mail

BODY = "The council closed the bridge on Monday after the flood."
RICH = "<html><body><p>The council closed the <b>bridge</b> on Monday.</p><p>Traffic is led through the tunnel.</p></body></html>"


@pytest.fixture
def message() -> EmailMessage:
    """A mail with its headers and no body yet."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = "Brücke gesperrt – für drei Wochen"
    made["From"] = "Der Ährenbote <news@alder.example>"
    made["Date"] = "Sun, 01 Mar 2026 08:00:00 +0100"
    return made


def test_a_plain_mail_is_an_article(message: EmailMessage) -> None:
    """Subject, sender, date and text arrive, whatever their encoding."""
    message.set_content(f"{BODY}\n\nDer Rat tagt erneut im März.", charset="iso-8859-15")
    article = read_mail(bytes(message), "mail")
    assert article.title == "Brücke gesperrt – für drei Wochen"
    assert article.source == "Der Ährenbote"
    assert article.published == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert article.text.startswith(f"{BODY}\n\nDer Rat")
    assert article.text.endswith("im März.")


def test_an_html_mail_is_read_as_its_reader_sees_it(message: EmailMessage) -> None:
    """Tags go, paragraphs stay."""
    message.set_content(RICH, subtype="html")
    assert (
        read_mail(bytes(message), "mail").text
        == "The council closed the bridge on Monday.\n\nTraffic is led through the tunnel."
    )


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        (
            "See this mail in your browser.",
            "The council closed the bridge on Monday.\n\nTraffic is led through the tunnel.",
        ),
        (BODY * 3, BODY * 3),
    ],
)
def test_of_two_versions_the_longer_one_is_read(message: EmailMessage, plain: str, expected: str) -> None:
    """A mail in plain text and HTML is one article; a stub in one of them is not taken for it."""
    message.set_content(plain)
    message.add_alternative(RICH, subtype="html")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="bridge.pdf")
    assert read_mail(bytes(message), "mail").text == expected


@pytest.mark.parametrize("header", ["Content-Type: text/plain; charset=klingon\n", "Content-Type: text/plain\n", ""])
def test_a_character_set_that_is_unknown_or_not_named_is_utf_8(header: str) -> None:
    """The text is read and its accents are accents."""
    assert read_mail(f"Subject: Café\n{header}\nCafé à Genève.".encode(), "mail").text == "Café à Genève."


def test_lines_that_the_mail_wrapped_are_whole_again() -> None:
    """A sentence broken at the width of a mail is one sentence."""
    wrapped = (
        "The council closed the bridge on Monday after the flood had washed away\npart of a pier, its engineers said."
    )
    assert read_mail(f"Subject: Bridge\n\n{wrapped}".encode(), "mail").text == wrapped.replace("\n", " ")


@pytest.mark.parametrize(
    "date", ["nonsense", "", "Mon, 01 Jan 99999999999999999999 00:00:00 +0000", "Mon, 32 Jan 2026 00:00:00 +0000"]
)
def test_a_mail_with_an_impossible_date_is_undated(date: str) -> None:
    """No time is made up."""
    assert read_mail(f"Subject: Bridge\nDate: {date}\n\n{BODY}".encode(), "mail").published is None


@pytest.mark.parametrize(
    ("sender", "source"),
    [("news@alder.example", "news@alder.example"), ("The Alder <news@alder.example>", "The Alder"), ("", "bridge")],
)
def test_the_source_is_the_sender(sender: str, source: str) -> None:
    """By name, else by address, else by the file's name."""
    assert read_mail(f"Subject: Bridge\nFrom: {sender}\n\n{BODY}".encode(), "bridge").source == source


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: =?klingon?q?x=E9?=\n\nx",
        b"Subject: \xe9t\xe9\n\ncaf\xe9",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n--x--",
        b"Content-Transfer-Encoding: base64\n\n!!!! no base64",
        b"Content-Type: text/html; charset=\n\n<p>x</p>",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(content: bytes) -> None:
    """It has a title and can be written as UTF-8; nothing is raised."""
    article = read_mail(content, "broken")
    assert article.title
    assert f"{article.title}{article.text}{article.source}".encode()


def test_a_mail_file_without_a_text_is_a_problem(tmp_path: Path) -> None:
    """It is named by its subject and left out."""
    (tmp_path / "a.eml").write_bytes(b"Subject: Only a picture\nContent-Type: image/png\n\nx")
    reading = read_articles(tmp_path)
    assert len(reading) == 0
    assert [(problem.where, problem.what) for problem in reading.problems] == [("Only a picture", "no text")]

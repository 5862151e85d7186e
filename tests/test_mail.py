from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from briefing import read_articles
from briefing.sources.mail import read_letter, read_mail
from briefing.types import Article, Problem

BODY = "The council closed the bridge on Monday after the flood."
RICH = "<html><body><p>The council closed the <b>bridge</b> on Monday.</p><p>Traffic is led through the tunnel.</p></body></html>"


def read(content: bytes, name: str = "mail") -> Article:
    """The one article of a mail."""
    (entry,) = read_mail(content, name)
    return entry.article


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
    article = read(bytes(message))
    assert article.title == "Brücke gesperrt – für drei Wochen"
    assert article.source == "Der Ährenbote"
    assert article.published == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert article.text.startswith(f"{BODY}\n\nDer Rat")
    assert article.text.endswith("im März.")


def test_an_html_mail_is_read_as_its_reader_sees_it(message: EmailMessage) -> None:
    """Tags go, paragraphs stay."""
    message.set_content(RICH, subtype="html")
    assert read(bytes(message)).text == "The council closed the bridge on Monday.\n\nTraffic is led through the tunnel."


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
    assert read(bytes(message)).text == expected


@pytest.mark.parametrize("header", ["Content-Type: text/plain; charset=klingon\n", "Content-Type: text/plain\n", ""])
def test_a_character_set_that_is_unknown_or_not_named_is_utf_8(header: str) -> None:
    """The text is read and its accents are accents."""
    assert read(f"Subject: Café\n{header}\nCafé à Genève.".encode()).text == "Café à Genève."


def test_lines_that_the_mail_wrapped_are_whole_again() -> None:
    """A sentence broken at the width of a mail is one sentence."""
    wrapped = (
        "The council closed the bridge on Monday after the flood had washed away\npart of a pier, its engineers said."
    )
    assert read(f"Subject: Bridge\n\n{wrapped}".encode()).text == wrapped.replace("\n", " ")


@pytest.mark.parametrize(
    "date", ["nonsense", "", "Mon, 01 Jan 99999999999999999999 00:00:00 +0000", "Mon, 32 Jan 2026 00:00:00 +0000"]
)
def test_a_mail_with_an_impossible_date_is_undated(date: str) -> None:
    """No time is made up."""
    assert read(f"Subject: Bridge\nDate: {date}\n\n{BODY}".encode()).published is None


@pytest.mark.parametrize(
    ("sender", "source"),
    [("news@alder.example", "news@alder.example"), ("The Alder <news@alder.example>", "The Alder"), ("", "bridge")],
)
def test_the_source_is_the_sender(sender: str, source: str) -> None:
    """By name, else by address, else by the file's name."""
    assert read(f"Subject: Bridge\nFrom: {sender}\n\n{BODY}".encode(), "bridge").source == source


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
    article = read(content, "broken")
    assert article.title
    assert f"{article.title}{article.text}{article.source}".encode()


def test_a_mail_file_without_a_text_is_a_problem(tmp_path: Path) -> None:
    """It is named by its subject and left out."""
    (tmp_path / "a.eml").write_bytes(b"Subject: Only a picture\nContent-Type: image/png\n\nx")
    reading = read_articles(tmp_path)
    assert len(reading) == 0
    assert [(problem.where, problem.what) for problem in reading.problems] == [("Only a picture", "no text")]


def test_a_mail_is_known_by_its_message_id(message: EmailMessage) -> None:
    """Else by its content, the same each time."""
    message.set_content(BODY)
    (nameless,) = read_mail(bytes(message), "mail")
    assert [entry.id for entry in read_mail(bytes(message), "renamed")] == [nameless.id]
    assert [entry.id for entry in read_mail(bytes(message) + b"!", "mail")] != [nameless.id]
    message["Message-ID"] = "<7@alder.example>"
    assert [entry.id for entry in read_mail(bytes(message), "mail")] == ["7@alder.example"]


@pytest.mark.parametrize(
    ("header", "html", "url"),
    [
        ("<https://lists.alder.example/m/7>", RICH, "https://lists.alder.example/m/7"),
        ("", f"<a href='https://alder.example/7'>View in browser</a>{RICH}", "https://alder.example/7"),
        (
            "",
            f"<p>Trouble reading? <a href='https://alder.example/7'>Open it in your browser</a></p>{RICH}",
            "https://alder.example/7",
        ),
        ("javascript:alert(1)", f"<a href='javascript:alert(1)'>View in browser</a>{RICH}", ""),
        ("", RICH, ""),
    ],
)
def test_a_mail_leads_to_where_it_lies_on_the_web(message: EmailMessage, header: str, html: str, url: str) -> None:
    """By its header Archived-At, or by its own link."""
    if header:
        message["Archived-At"] = header
    message.set_content(html, subtype="html")
    assert read(bytes(message)).url == url


def test_the_mails_in_a_digest_are_read_too(message: EmailMessage) -> None:
    """Each with its own title, sender and id; a digest without words of its own is only them."""
    digest = b"Subject: Digest\nContent-Type: multipart/digest; boundary=d\n\n"
    for number in range(3):
        digest += b"--d\n\nSubject: Bridge %d\nFrom: a%d@b.example\n\n%s\n" % (number, number, BODY.encode())
    entries = read_mail(digest + b"--d--\n", "mail")
    assert [(entry.article.title, entry.article.source) for entry in entries] == [
        (f"Bridge {number}", f"a{number}@b.example") for number in range(3)
    ]
    assert len({entry.id for entry in entries}) == 3
    message.set_content("See below, and tell me what you think.")
    message.add_attachment(EmailMessage())
    assert read(bytes(message)).text == "See below, and tell me what you think."


def test_mails_within_mails_are_read_to_a_depth() -> None:
    """What lies deeper is left out, and nothing is raised."""
    for depth in (50, 3000):
        nested = (
            b"".join(b"Subject: %d\nContent-Type: message/rfc822\n\n" % each for each in range(depth))
            + b"Subject: x\n\nThe end."
        )
        assert len(read_mail(nested, "mail")) == 1
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(3000))
    assert len(read_mail(b"Subject: x\n" + parts + b"\nThe end.", "mail")) == 1


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no mail: it does not begin with headers"),
        (b"just words\n", "no mail: it does not begin with headers"),
        (b"Subject: Only a picture\nContent-Type: image/png\n\nx", "no text: Only a picture"),
    ],
)
def test_a_mail_among_many_that_is_none_is_a_problem(content: bytes, what: str) -> None:
    """At the place that it is said to lie at."""
    assert [(each.where, each.what) for each in read_letter(content, "box, mail 3") if isinstance(each, Problem)] == [
        ("box, mail 3", what)
    ]


def test_the_addresses_of_links_in_plain_text_are_no_text(message: EmailMessage) -> None:
    """They stand in brackets behind the words that they belong to, and do not make a text the longer one."""
    address = "https://click.alder.example/" + "x" * 300
    message.set_content(f"The council ( {address} ) closed the bridge <{address}> on Monday [{address}].")
    assert read(bytes(message)).text == "The council closed the bridge on Monday."
    message.add_alternative(RICH, subtype="html")
    assert read(bytes(message)).text.endswith("through the tunnel.")

"""Parcels as mail messages: headers that nothing can break, the same bytes each time, parts that any relay lets through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import DeliveryError
from briefing.look import Look
from briefing.message import compose, edition_name, mailbox
from briefing.render import part
from briefing.render.mail import images
from briefing.render.specimens import specimens
from briefing.text import one_line
from briefing.types import Account, Brief, Parcel, Recipient

STRICT = SMTP.clone(raise_on_defect=True, refold_source="none")
ACCOUNT = Account("smtp.example.org", "The Morning Brief <brief@example.org>")
INA = Recipient("mail", "ina@example.net", "Ina Brandt")
DATE = datetime(2026, 10, 15, 6, 0, tzinfo=timezone(timedelta(hours=2)))
PAGE = '<p>Größe <img src="cid:abc.jpg"></p><!--leave--><p><a href="#leave">Unsubscribe</a></p><!--/leave-->'
PARCEL = Parcel(
    "morning-2026-10-15",
    "The Averland Morning",
    DATE,
    "en",
    {
        "mail": PAGE.encode(),
        "text": "Größe\n.\nFrom here\n".encode(),
        "pdf": b"%PDF-1.7 \x00\xff",
        "epub": b"PK\x03\x04",
        "image/abc.jpg": b"\xff\xd8\xff",
        "image/unused.jpg": b"\xff\xd8\xff",
    },
)
LEAVING = ("https://example.org/leave?who={recipient}&list=morning", "mailto:leave@example.org?subject={recipient}")


def sent(
    parcel: Parcel = PARCEL, account: Account = ACCOUNT, recipient: Recipient = INA
) -> tuple[EmailMessage, dict[str, str]]:
    """What arrives, parsed strictly: no defect anywhere, lines that may go over the wire, ASCII alone; and its headers."""
    written = bytes(compose(parcel, account, recipient))
    assert written == bytes(compose(parcel, account, recipient)), "the same each time"
    arrived = message_from_bytes(written, policy=STRICT)
    assert isinstance(arrived, EmailMessage)
    for each in arrived.walk():
        assert not each.defects
        for value in each.values():
            assert not value.defects
    assert all(len(line) <= 998 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert all(name.isascii() for name in arrived.keys())  # noqa: SIM118 - a header may be there twice
    assert len(set(arrived.keys())) == len(arrived.keys()), "no header twice"
    again = message_from_bytes(bytes(arrived), policy=STRICT)
    assert again.items() == arrived.items(), "it survives being written anew"
    assert [each.get_payload() for each in again.walk() if not each.is_multipart()] == [
        each.get_payload() for each in arrived.walk() if not each.is_multipart()
    ]
    return arrived, {name: str(value) for name, value in arrived.items()}


def shape(message: EmailMessage) -> Any:
    """The types of the parts, as a tree."""
    if message.is_multipart():
        return {message.get_content_type(): [shape(each) for each in message.iter_parts()]}  # type: ignore[arg-type]  # typeshed knows no EmailMessage within one
    return message.get_content_type()


def content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_parts_are_where_mail_programs_look_for_them() -> None:
    """Text, and HTML with the pictures that it shows; attachments beside both, as the recipient wants them."""
    plain, _ = sent()
    page = {"multipart/related": ["text/html", "image/jpeg"]}
    assert shape(plain) == {"multipart/alternative": ["text/plain", page]}
    full, _ = sent(recipient=replace(INA, attach=("pdf", "epub")))
    assert shape(full) == {
        "multipart/mixed": [{"multipart/alternative": ["text/plain", page]}, "application/pdf", "application/epub+zip"]
    }
    assert [each.get_filename() for each in full.iter_attachments()] == [
        "morning-2026-10-15.pdf",
        "morning-2026-10-15.epub",
    ]
    assert next(full.iter_attachments()).get_content() == PARCEL.parts["pdf"]
    picture = next(each for each in full.walk() if each.get_content_type() == "image/jpeg")
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<abc.jpg>", "inline")
    assert content(full, "plain") == "Größe\n.\nFrom here\n"
    assert "Größe" in content(full, "html")


def test_a_parcel_of_text_alone_is_a_mail_of_text_alone() -> None:
    """A report has neither HTML nor anything to attach."""
    message, _ = sent(replace(PARCEL, parts={"text": b"It failed.\n"}), recipient=replace(INA, attach=("pdf",)))
    assert shape(message) == "text/plain"
    assert content(message, "plain") == "It failed.\n"


def test_headers_say_what_this_is() -> None:
    """From, To, what and when; that a machine sent it; nothing hidden."""
    message, headers = sent(account=replace(ACCOUNT, reply_to="Editors <editors@example.org>"))
    assert headers["From"] == "The Morning Brief <brief@example.org>"
    assert headers["To"] == "Ina Brandt <ina@example.net>"
    assert headers["Subject"] == "The Averland Morning, Thursday 15 October 2026"
    assert message["Date"].datetime == DATE
    assert headers["Date"] == "Thu, 15 Oct 2026 06:00:00 +0200"
    assert headers["Reply-To"] == "Editors <editors@example.org>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == "<brief.example.org>"
    assert headers["Content-Language"] == "en"
    assert not {"Bcc", "Cc", "List-Unsubscribe", "List-Unsubscribe-Post", "Precedence"} & set(headers)
    assert "nsubscribe" not in content(message, "html") + content(message, "plain")


def test_the_message_id_is_one_for_an_edition_and_a_recipient() -> None:
    """A second sending has the same, so that the copy is known for one; another day, reader or sender has another."""

    def name(parcel: Parcel = PARCEL, account: Account = ACCOUNT, recipient: Recipient = INA) -> str:
        return sent(parcel, account, recipient)[1]["Message-ID"]

    same = name()
    assert same.startswith("<morning-2026-10-15.")
    assert same.endswith("@example.org>")
    assert "ina" not in same
    assert name(replace(PARCEL, title="Another", parts={"text": b"other"}), recipient=replace(INA, name="I.")) == same
    assert name(recipient=replace(INA, to="INA@example.net")) == same
    others = [
        name(replace(PARCEL, edition="evening-2026-10-15")),
        name(replace(PARCEL, edition="morning-2026-10-16", date=DATE + timedelta(days=1))),
        name(recipient=replace(INA, to="jo@example.net")),
        name(account=replace(ACCOUNT, sender="other@example.org")),
    ]
    assert len({same, *others}) == 5


def test_unsubscribing_takes_one_click_where_there_is_a_page_for_it() -> None:
    """RFC 8058: an https address in List-Unsubscribe, and the header that says that a POST to it is enough."""
    recipient = replace(INA, to="ina+news@example.net")
    message, headers = sent(account=replace(ACCOUNT, unsubscribe=LEAVING), recipient=recipient)
    page = "https://example.org/leave?who=ina%2Bnews%40example.net&list=morning"
    letter = "mailto:leave@example.org?subject=ina%2Bnews%40example.net"
    assert headers["List-Unsubscribe"] == f"<{page}>, <{letter}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f'<p><a href="{page.replace("&", "&amp;")}">Unsubscribe</a></p>' in content(message, "html")
    assert f"Unsubscribe: {page} or {letter}" in content(message, "plain")
    headers = sent(account=replace(ACCOUNT, unsubscribe=LEAVING[1:]))[1]
    assert "List-Unsubscribe-Post" not in headers
    assert headers["List-Unsubscribe"] == "<mailto:leave@example.org?subject=ina%40example.net>"


def test_a_long_address_to_unsubscribe_at_stays_whole() -> None:
    """It is neither broken over lines nor encoded: mail programs would not find it."""
    address = "https://example.org/leave/" + "x" * 200
    written = bytes(compose(PARCEL, replace(ACCOUNT, unsubscribe=(address, "mailto:leave@example.org")), INA))
    assert f"\r\nList-Unsubscribe: <{address}>,\r\n <mailto:leave@example.org>\r\n".encode() in written
    overlong = ("https://example.org/{recipient}" + "x" * 1000,)
    assert "List-Unsubscribe" not in sent(account=replace(ACCOUNT, unsubscribe=overlong))[1]


def test_the_name_of_the_list_is_made_of_the_sender_or_set() -> None:
    """RFC 2919: one name for all editions and recipients, whole on its line, whatever its length."""
    assert sent(account=replace(ACCOUNT, list_id="news.example.org"))[1]["List-Id"] == "<news.example.org>"
    assert sent(account=replace(ACCOUNT, sender="a.b+c@example.org"))[1]["List-Id"] == "<a-b-c.example.org>"
    long = ".".join(["label" * 8] * 6)
    assert f"\r\nList-Id: <{long}>\r\n".encode() in bytes(compose(PARCEL, replace(ACCOUNT, list_id=long), INA))


def test_names_of_any_script_and_domains_of_any_letters_arrive() -> None:
    """Names are encoded words; a domain goes as IDNA 2008 has it, in which ß is no ss."""
    account = replace(ACCOUNT, sender="Große Zeitung <brief@Bücher.example>")
    message, headers = sent(account=account, recipient=Recipient("mail", "ina@straße.example", "이나, 브란트"))
    assert headers["From"] == "Große Zeitung <brief@xn--bcher-kva.example>"
    assert headers["To"] == "이나 브란트 <ina@xn--strae-oqa.example>"
    assert headers["Message-ID"].endswith("@xn--bcher-kva.example>")
    assert bytes(message).isascii()


def test_an_address_with_letters_beyond_ascii_stands_as_it_is() -> None:
    """RFC 6531: such a message is UTF-8 in its headers too; the address is not encoded, which none may be."""
    message = compose(PARCEL, ACCOUNT, Recipient("mail", "jörg@example.net", "Jörg"))
    assert "\r\nTo: Jörg <jörg@example.net>\r\n".encode() in bytes(message)


@pytest.mark.parametrize(
    "address",
    ["", "ina", "@example.net", "ina@", "ina@a@b", "ina@example.net\r\nBcc: x@example.org", "ina@exa mple.net", "a,b@c.d", "jö rg@example.net", "ina@example.net>", "<ina@example.net>", "ina@" + "\ud800"],
)  # fmt: skip
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    """The error names it in one line; trying again would not help."""
    with pytest.raises(DeliveryError, match="is no mail address") as caught:
        compose(PARCEL, ACCOUNT, Recipient("mail", address))
    assert str(caught.value).isprintable()
    assert not caught.value.temporary


@pytest.mark.parametrize("sender", ["", "nobody", "Brief <>", "Brief <brief@example.org>\r\nBcc: x@example.org"])
def test_a_sender_that_is_none_is_refused_for_good(sender: str) -> None:
    """The error says that it is the sender's, and not the recipient's."""
    with pytest.raises(DeliveryError, match="the sender"):
        compose(PARCEL, replace(ACCOUNT, sender=sender), INA)
    with pytest.raises(DeliveryError, match="for replies"):
        compose(PARCEL, replace(ACCOUNT, reply_to=sender or "nobody"), INA)


TEXT = st.text(max_size=300) | st.text('aä\r\n\t ,;:<>@"\\=?_é漢\u202e\x00\u2028.', max_size=300)


@settings(max_examples=40)
@given(title=TEXT, name=TEXT, own=TEXT, language=TEXT, edition=TEXT)
def test_no_text_can_break_a_header(title: str, name: str, own: str, language: str, edition: str) -> None:
    """Whatever titles, names, languages and editions are made of, the message has its own headers and no others."""
    sender = str(mailbox(own, "brief@example.org", "the sender"))
    parcel = Parcel(edition, title, DATE, language, {"text": title.encode(errors="replace"), "pdf": b"%PDF"})
    message, headers = sent(parcel, replace(ACCOUNT, sender=sender), Recipient("mail", INA.to, name, ("pdf",)))
    usual = {"From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"}  # fmt: skip
    assert set(headers) - {"Content-Language"} == usual
    for header, address in (("From", "brief@example.org"), ("To", INA.to)):
        parsed = message[header]
        assert isinstance(parsed, AddressHeader)
        assert [each.addr_spec for each in parsed.addresses] == [address]
    subject = one_line(title).replace("=?", "= ?")
    if len(subject) <= 150:
        assert headers["Subject"] == f"{subject}, Thursday 15 October 2026".removeprefix(", "), "every letter arrives"


def test_an_encoded_word_in_a_text_stays_what_it_is() -> None:
    """It is not decoded on the way, into a line break and a header of its own."""
    attack = "=?utf-8?q?a=0D=0ABcc:_x@example.org?="
    parcel, recipient = replace(PARCEL, title=attack), replace(INA, name=attack)
    _, headers = sent(parcel, replace(ACCOUNT, sender=f"{attack} <brief@example.org>"), recipient)
    assert "Bcc" not in headers
    assert headers["Subject"].startswith("= ?utf-8?q?a=0D=0ABcc:_x@example.org?=")
    assert headers["To"] == '"utf-8?q?a=0D=0ABcc _x example.org?=" <ina@example.net>'


def test_no_space_is_lost_where_a_title_is_folded() -> None:
    """Titles of letters beyond ASCII go over several lines."""
    title = "Городской совет открыл новый мост через реку, и движение начнётся в понедельник"
    for cut in range(len(title)):
        assert sent(replace(PARCEL, title=title[cut:]))[1]["Subject"].startswith(one_line(title[cut:]) + ",")


@settings(max_examples=40)
@given(recipient=TEXT, unsubscribe=TEXT, list_id=TEXT)
def test_no_setting_can_break_a_header(recipient: str, unsubscribe: str, list_id: str) -> None:
    """Nor can an address, wherever it comes from: it is refused, or stands alone."""
    account = replace(ACCOUNT, unsubscribe=(f"https://example.org/{unsubscribe}",), list_id=list_id)
    _, headers = sent(account=account)
    assert headers["List-Unsubscribe"].startswith("<https://example.org/")
    try:
        message = compose(PARCEL, account, replace(INA, to=recipient))
    except DeliveryError:
        return
    assert "Bcc" not in message


def test_a_long_title_is_shortened_and_folded() -> None:
    """A subject is no place for a page of text."""
    _, headers = sent(replace(PARCEL, title="A very long title indeed " * 200))
    assert len(headers["Subject"]) < 200
    assert headers["Subject"].endswith("…, Thursday 15 October 2026")


def test_a_token_in_the_text_does_no_harm() -> None:
    """Who writes what marks the place for unsubscribing into a title writes a title."""
    title = '<!--leave--><a href="#leave">'
    brief = replace(specimens()["one story"], title=title)
    parcel = replace(PARCEL, parts={"text": b"", "mail": part(brief, "mail", Look())})
    for unsubscribe in ((), LEAVING):
        page = content(sent(parcel, replace(ACCOUNT, unsubscribe=unsubscribe))[0], "html")
        assert "&lt;!--leave--&gt;" in page
        assert "About this brief" in page
        assert page.count(">Unsubscribe</a>") == bool(unsubscribe)


@pytest.mark.parametrize("edition", ["morning", "morning-2026-10-15", "../..", "", "Früh & spät", "x" * 500])
def test_files_have_names_that_every_system_takes(edition: str) -> None:
    """The name of the edition without what is special, and the day."""
    name = edition_name(replace(PARCEL, edition=edition))
    assert name.endswith("-2026-10-15")
    assert name.count("2026-10-15") == 1
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    assert len(name) < 60


SPECIMENS: Mapping[str, Brief] = specimens()


@pytest.mark.parametrize("name", [*SPECIMENS, "the newsroom", "hostile by hand"])
def test_every_brief_becomes_a_mail_that_parses_strictly(name: str, demo_brief: Brief, hostile_brief: Brief) -> None:
    """Of the awkward ones too: text that reads as it was written, HTML below what Gmail shows, and no defect."""
    brief = {**SPECIMENS, "the newsroom": demo_brief, "hostile by hand": hostile_brief}[name]
    parts = {"mail": part(brief, "mail", Look()), "text": part(brief, "text", Look()), **images(brief)}
    parcel = Parcel(brief.id, brief.title, brief.date, brief.language, parts)
    message, headers = sent(parcel, replace(ACCOUNT, unsubscribe=LEAVING), replace(INA, attach=("pdf",)))
    page = content(message, "html")
    assert len(page.encode()) < 102_000
    assert "https://example.org/leave?who=ina%40example.net&amp;list=morning" in page
    assert content(message, "plain").startswith(parts["text"].decode().replace("\r\n", "\n")[:1000])
    assert one_line(brief.title)[:20] in headers["Subject"]
    assert bytes(message).isascii()


def test_a_time_without_a_zone_is_written_as_one_that_says_nothing_of_it() -> None:
    """A parcel put together by hand may have such a date."""
    assert sent(replace(PARCEL, date=datetime(2026, 10, 15, 6, 0)))[1]["Date"] == "Thu, 15 Oct 2026 06:00:00 -0000"
    assert sent(replace(PARCEL, date=datetime(2026, 10, 15, 6, 0, tzinfo=UTC)))[1]["Date"].endswith("+0000")

"""A parcel as a mail message for one recipient: the same bytes each time, nothing in it that could end a header."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import parseaddr
from html import escape
from typing import Any
from urllib.parse import quote

from briefing.errors import DeliveryError
from briefing.text import one_line
from briefing.types import Account, Parcel, Recipient

# Characters, at most, of a line with encoded words (RFC 2047, section 2) and of encoded content (RFC 2045, 6.7)
LINE = 76
SUBJECT_CHARACTERS = 150  # chosen: more than any list of mails shows
NAME_CHARACTERS = 100  # chosen
ADDRESS_CHARACTERS = 900  # chosen: a line of a header has 998 at most (RFC 5322, section 2.1.1)
# What a name before an address would have to be quoted for (RFC 5322, 3.2.3), and what begins an encoded word
SPECIALS = re.compile(r'[][()<>@,;:\\"]|=\?')
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")  # RFC 5646
TYPES = {"pdf": ("application", "pdf"), "epub": ("application", "epub+zip")}
LEAVE = re.compile("<!--leave-->(.*?)<!--/leave-->", re.DOTALL)  # around what templates/mail.html says of unsubscribing
LEAVE_AT = "#leave"  # the address there, until the recipient is known


class _Addresses(UnstructuredHeader, BaseHeader):
    """Addresses of which each stands whole on its line; the standard library would encode a long one as words."""

    def fold(self, *, policy: Policy) -> str:
        written = str(self).replace(" ", f"{policy.linesep} ")
        return f"{self.name}: {written}{policy.linesep}"


class _Subject(UnstructuredHeader, BaseHeader):
    """Text of which every letter arrives; the library's newer way of folding loses a space between two encoded words."""

    def fold(self, *, policy: Policy) -> str:
        if str(self).isascii():
            return super().fold(policy=policy)
        encoded = Header(str(self), "utf-8", LINE - 1, self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


_REGISTRY = HeaderRegistry()
_REGISTRY.map_to_type("subject", _Subject)
for _name in ("list-unsubscribe", "list-id"):
    _REGISTRY.map_to_type(_name, _Addresses)
SAFE = "%/:=&?~#+!$,;@-._"  # in the address of a link
POLICY = SMTP.clone(max_line_length=LINE, header_factory=_REGISTRY)


def compose(parcel: Parcel, account: Account, recipient: Recipient) -> EmailMessage:
    """The message: text and HTML with its images, and what the recipient wants attached; ASCII alone where addresses are.

    DeliveryError where the sender or the recipient is no mail address. Repeated, it has the same Message-ID (RFC 5322,
    3.6.4), so that a second copy is known for one.
    """
    headers = _headers(parcel, account, recipient)
    message = EmailMessage(POLICY.clone(utf8=not all(headers[name].addr_spec.isascii() for name in ("From", "To"))))
    leave = _leave(account, recipient)
    for name, value in headers.items():
        message[name] = value
    if leave:
        message["List-Unsubscribe"] = ", ".join(f"<{each}>" for each in leave)
    if any(each.startswith("https:") for each in leave):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    _add_text(message, parcel, leave)
    _attach(message, parcel, recipient)
    if LANGUAGE.fullmatch(parcel.language):
        message["Content-Language"] = parcel.language  # RFC 3282; making parts would take it along into one
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        # "=_" stands in no encoded content; the standard library would take a number by chance
        part.set_boundary(f"=_{_digest(message['Message-ID'])}_{number}")
    return message


def _leave(account: Account, recipient: Recipient) -> list[str]:
    """Where this recipient unsubscribes, in the characters that an address has."""
    meant = [each.replace("{recipient}", quote(recipient.to, safe="")) for each in account.unsubscribe]
    return [address for each in meant if len(address := quote(each, safe=SAFE)) <= ADDRESS_CHARACTERS]


def mailbox(name: str, address: str, whose: str) -> Address:
    """A name with its address, the domain in ASCII (RFC 5890); DeliveryError that says ``whose`` where it is none."""
    shown = " ".join(SPECIALS.sub(" ", one_line(name)).split())[:NAME_CHARACTERS].strip()
    local, _, domain = address.rpartition("@")
    plain = "".join(letter if letter.isascii() else "x" for letter in local)  # the library knows no others (RFC 6531)
    try:
        found = Address(addr_spec=f"{plain}@{_ascii(domain)}")
    except (MessageError, ValueError, IndexError):
        found = Address()
    if plain not in (local, found.username) or not (found.username and found.domain and address.isprintable()):
        raise DeliveryError(f'{whose} "{one_line(address)}" is no mail address', "write one such as ina@example.org")
    return Address(shown, found.username if plain == local else local, found.domain)


def _written(setting: str, whose: str) -> Address:
    """A mailbox as it stands in the settings, with or without a name."""
    return mailbox(*(parseaddr(setting) if setting.splitlines() == [setting] else ("", setting)), whose)


def _headers(parcel: Parcel, account: Account, recipient: Recipient) -> dict[str, Any]:
    from briefing.templating import day  # with Jinja and Babel, which most commands do not need

    sender = _written(account.sender, "the sender")
    name = edition_name(parcel)
    title = _shortened(one_line(parcel.title).replace("=?", "= ?"), SUBJECT_CHARACTERS)  # or it were an encoded word
    headers: dict[str, Any] = {
        "From": sender,
        "To": mailbox(recipient.name, recipient.to, "the recipient"),
        "Subject": f"{title}, {day(parcel.date, parcel.language)}" if title else day(parcel.date, parcel.language),
        "Date": parcel.date,
        "Message-ID": f"<{name}.{_digest(name, recipient.key, sender.addr_spec)}@{sender.domain}>",
        "List-Id": f"<{re.sub('[^A-Za-z0-9.-]', '', account.list_id) or _list_id(sender)}>",  # RFC 2919
        "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's holiday answers it
        "X-Auto-Response-Suppress": "OOF, AutoReply",  # the same for Exchange (MS-OXCMAIL)
    }
    if account.reply_to:
        headers["Reply-To"] = _written(account.reply_to, "the address for replies")
    return headers


def edition_name(parcel: Parcel) -> str:
    """A name for the files and ids of an edition, in which nothing is special anywhere: ``morning-2026-10-15``."""
    date = f"{parcel.date:%Y-%m-%d}"
    name = re.sub("[^A-Za-z0-9]+", "-", parcel.edition.removesuffix(date)).strip("-")[:40]
    return f"{name or 'brief'}-{date}"


def _add_text(message: EmailMessage, parcel: Parcel, leave: list[str]) -> None:
    """The text, and beside it the HTML, each with the recipient's own address to unsubscribe at."""
    text, html = parcel.parts.get("text", b"").decode(), parcel.parts.get("mail", b"").decode()
    _set(message, text + (f"\nUnsubscribe: {' or '.join(leave)}\n" if leave else ""), "plain")
    if not html:
        return
    at = escape(leave[0]) if leave else ""
    html = LEAVE.sub(lambda found: found[1].replace(LEAVE_AT, at) if at else "", html)
    message.make_alternative()
    page = EmailMessage(POLICY)
    _set(page, html, "html")
    for name, content in parcel.parts.items():
        cid = name.removeprefix("image/")
        if cid != name and f"cid:{cid}" in html:
            page.add_related(content, "image", "jpeg", cid=f"<{cid}>", filename=cid, disposition="inline")
    del page["MIME-Version"]
    message.attach(page)


def _set(part: EmailMessage, text: str, subtype: str) -> None:
    """The text in an encoding that any relay lets through, the shorter one, in short lines."""
    ascii_bytes = sum(map(str.isascii, text))
    encoding = "quoted-printable" if 6 * ascii_bytes >= 5 * len(text) else "base64"
    part.set_content(text, subtype=subtype, cte=encoding)


def _attach(message: EmailMessage, parcel: Parcel, recipient: Recipient) -> None:
    for kind in recipient.attach:
        if kind in parcel.parts:
            main, sub = TYPES[kind]
            message.add_attachment(parcel.parts[kind], main, sub, filename=f"{edition_name(parcel)}.{kind}")


def _ascii(domain: str) -> str:
    """A domain as the wire has it, by IDNA 2008: the standard library's codec is the older one, to which ß is ss."""
    labels = unicodedata.normalize("NFKC", domain.lower()).split(".")
    return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels)


def _list_id(sender: Address) -> str:
    label = re.sub("[^A-Za-z0-9]+", "-", sender.username).strip("-") or "brief"
    return f"{label}.{sender.domain}"


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0][: most - 1].rstrip() + "…"


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode(errors="replace")).hexdigest()[:16]

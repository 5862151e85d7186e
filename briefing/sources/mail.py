"""One mail to its entries, by the standard library (RFC 5322, MIME): an article, or those of a newsletter or a digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from briefing.extract import paragraphs, plain, unwrapped
from briefing.sources.corpus import moment
from briefing.sources.newsletters import items_of, online_address, without_furniture
from briefing.text import is_web_address, one_line
from briefing.types import Article, Entry, Problem, count_words

ADDRESS = re.compile(
    r"[ \t]*(?:\(\s*https?://[^\s)]+\s*\)|<https?://[^\s>]+>|\[https?://[^\s\]]+\])"
)  # a link in plain text
MOST_DEPTH = 5  # chosen: of mails within mails; further ones are not read
MOST_BYTES = 50_000_000  # chosen: of one mail; what follows is attachments


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says of itself, with its bodies: ``html`` and ``text`` are empty where it has none."""

    id: str
    title: str
    source: str
    published: datetime | None
    html: str
    text: str
    url: str


def read_mail(content: bytes, name: str) -> list[Entry]:
    """The entries of a mail; those of the mails attached to it come after its own. A mail without a text has one without."""
    entries = list(_entries(_parsed(content), name, hashlib.sha256(content).hexdigest()[:32], 0))
    told = [entry for entry in entries if entry.article.text]
    return told or entries[:1]


def read_letter(content: bytes, where: str) -> Iterator[Entry | Problem]:
    """The entries of one mail among many; a mail without headers or without a text is a Problem at ``where``."""
    if not re.match(rb"\s*[\x21-\x39\x3b-\x7e]+[ \t]*:", content[:1000]):
        yield Problem(where, "no mail: it does not begin with headers", "left out")
        return
    for entry in read_mail(content, where):
        yield entry if entry.article.text else Problem(where, f"no text: {entry.article.title}", "left out")


def _parsed(content: bytes) -> EmailMessage:
    """The message; its headers alone where its parts lie deeper than the parser can go."""
    try:
        return message_from_bytes(content[:MOST_BYTES], _class=EmailMessage, policy=policy.default)
    except RecursionError:
        return BytesHeaderParser(_class=EmailMessage, policy=policy.default).parsebytes(content[:MOST_BYTES])


def _entries(message: EmailMessage, name: str, nameless: str, depth: int) -> Iterator[Entry]:
    """``nameless`` is the id of a message that has none."""
    letter = _letter(message, name, nameless)
    items = items_of(letter.html, {letter.title, letter.source})
    for number, item in enumerate(items, 1):
        yield Entry(f"{letter.id}#{number}", _article(letter, item.title, item.text, item.url))
    if not items:
        rich = without_furniture(plain(letter.html))
        simple = without_furniture(paragraphs(ADDRESS.sub("", unwrapped(letter.text))))
        yield Entry(letter.id, _article(letter, letter.title, max(rich, simple, key=count_words), letter.url))
    if depth < MOST_DEPTH:
        for number, attached in enumerate(_attached(message), 1):
            yield from _entries(attached, f"{name} {number}", f"{letter.id}/{number}", depth + 1)


def _article(letter: Letter, title: str, text: str, url: str) -> Article:
    return Article(url=url, title=title, text=text, source=letter.source, published=letter.published)


def _letter(message: EmailMessage, name: str, nameless: str) -> Letter:
    sender, address = parseaddr(_header(message, "From"))
    html = _body(message, "html")
    archived = one_line(_header(message, "Archived-At")).strip("<> ")  # RFC 5064: where this one mail lies
    return Letter(
        id=one_line(_header(message, "Message-ID")).strip("<> ") or nameless,
        title=one_line(_header(message, "Subject")) or name,
        source=one_line(sender) or one_line(address) or name,
        published=_date(message),
        html=html,
        text=_body(message, "plain"),
        url=archived if is_web_address(archived) else online_address(html),
    )


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    """The mails directly within this one: a forwarded mail, the mails of a digest."""
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload() if part.is_multipart() else []
        parts = [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []
        if part.get_content_type() == "message/rfc822":
            yield from (each for each in parts if isinstance(each, EmailMessage))
        else:
            waiting += reversed(parts)


def _body(message: EmailMessage, kind: str) -> str:
    try:
        part = message.get_body((kind,))
    except (RecursionError, AttributeError, KeyError, ValueError, TypeError):  # headers of its parts that fail
        return ""
    return _decoded(part) if part is not None else ""


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; as it was written where the policy's own parser fails on it."""
    try:
        return str(message.get(name, ""))
    except (IndexError, AttributeError, ValueError):
        return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _date(message: EmailMessage) -> datetime | None:
    """When the mail says that it was sent. Read from the raw header: the policy's own parser fails on impossible dates."""
    written = [value for name, value in message.raw_items() if name.lower() == "date"]
    return moment(str(written[0]).strip()) if written else None


def _decoded(part: MIMEPart) -> str:
    """The part's text; a character set that nobody knows, or that is not named, is read as UTF-8."""
    try:
        if part.get_content_charset():
            return str(part.get_content())
    except (LookupError, UnicodeError):
        pass
    payload = part.get_payload(decode=True)
    return payload.decode(errors="replace") if isinstance(payload, bytes) else ""

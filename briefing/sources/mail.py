"""One mail to one article, by the standard library (RFC 5322, MIME)."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from briefing.extract import paragraphs, plain, unwrapped
from briefing.sources.corpus import moment
from briefing.text import one_line
from briefing.types import Article


def read_mail(content: bytes, name: str) -> Article:
    """A mail as an article: subject, sender, date, and the longer of its plain and its HTML text."""
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    texts = [""]
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        if part is not None:
            body = _decoded(part)
            texts.append(plain(body) if kind == "html" else paragraphs(unwrapped(body)))
    sender, address = parseaddr(_header(message, "From"))
    return Article(
        url="",
        title=one_line(_header(message, "Subject")) or name,
        text=max(texts, key=len),
        source=one_line(sender) or address or name,
        published=_date(message),
    )


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

"""A mailbox on an IMAP server to entries, by imap-tools: over TLS, with the folder opened read-only, so that no mail becomes seen."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

from briefing.errors import ConfigError, FetchError, InputError, PasswordError
from briefing.secret import reveal
from briefing.sources.mail import read_letter
from briefing.text import one_line
from briefing.types import Entry, Listing, Problem, Source

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

SECONDS = 30.0  # chosen: for one answer of the server
MOST_SECONDS = 300.0  # chosen: for all the mails of one source
# Chosen: of one mail with its attachments; what providers take, and more than any newsletter has
MOST_BYTES = 25_000_000
HEADER_BYTES = 100_000  # chosen: in which the sender is looked for
COMPLAINT_CHARACTERS = 200  # chosen: of what a server says
MOST_MAILS = 500  # chosen: of one source, the newest
PORTS = {"imaps": 993, "imap": 143}
FORM = 'write it as "imaps://anna%40example.org@imap.example.org/News"'


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox lies, as its location says: ``name`` is what errors call it, and holds no password."""

    name: str
    secure: bool
    user: str
    host: str
    port: int
    folder: str
    plain: bool  # whether its host may be spoken to without encryption

    @classmethod
    def of(cls, source: Source) -> Account:
        """The account that a source's location names; InputError where it names none, or more than that."""
        try:
            parts = urlsplit(source.location)
            host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            raise InputError(f"{source.name or 'the mailbox'} has a location that is none", FORM) from None
        user, folder = unquote(parts.username or ""), unquote(parts.path).strip("/") or "INBOX"
        name = source.name or f"{parts.scheme}://{user}@{host}/{folder}"
        if parts.password is not None:
            raise InputError(f"{name} has its password in the location", "take it out, and name it as `password`")
        if not (port and host and user) or one_line(user + folder) != user + folder:
            raise InputError(f"{name} names no mailbox", FORM)
        return cls(name, parts.scheme == "imaps", user, host, port, folder, host in source.allow or _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_imap(source: Source, since: date | None = None) -> Listing:
    """The mails of a folder that came ``since`` that day, the newest first; InputError where it cannot be reached at all.

    ``source.senders`` are addresses or domains. The location is "imaps://user@host/Folder/Sub"; with "imap://" the
    connection becomes encrypted by STARTTLS, and is refused where it does not, but for a host of this machine or one
    named in ``source.allow``.
    """
    import imaplib

    from imap_tools import ImapToolsError

    account = Account.of(source)
    password = _password(source, account)
    try:
        with _connected(account) as box:
            _log_in(box, account, password)
            _open(box, account)
            return _listing(box, source, account, since)
    except (ImapToolsError, imaplib.IMAP4.error, OSError, EOFError, ValueError) as error:
        raise _refusal(account, error, password) from None  # the cause may repeat the password


def _password(source: Source, account: Account) -> str:
    if source.password is None:
        remedy = "name an environment variable by `password_env`, or a program by `password_command`"
        raise PasswordError(f"{account.name} has no password", remedy)
    try:
        return reveal(source.password, account.name)
    except ConfigError as error:
        raise PasswordError(error.what, error.remedy) from error


@contextmanager
def _connected(account: Account) -> Iterator[BaseMailBox]:
    """A connection that nobody can listen to, to a server whose certificate is good."""
    from imap_tools import MailBox, MailBoxUnencrypted

    context = ssl.create_default_context()
    box: BaseMailBox
    if account.secure:
        box = MailBox(account.host, account.port, SECONDS, ssl_context=context)
    else:
        box = MailBoxUnencrypted(account.host, account.port, SECONDS)
    with ExitStack() as closing:
        closing.callback(_leave, box)
        if not account.secure and "STARTTLS" in box.client.capabilities:
            box.client.starttls(context)
        elif not account.secure and not account.plain:
            raise InputError(
                f"{account.name} would get the password without encryption",
                "write imaps://, or name the host in `allow`",
            )
        yield box


def _leave(box: BaseMailBox) -> None:
    """Log out, if the server still listens; an error on leaving hides none that made us leave."""
    with suppress(Exception):
        box.logout()
    with suppress(OSError):
        box.client.shutdown()


def _log_in(box: BaseMailBox, account: Account, password: str) -> None:
    from imap_tools import MailboxLoginError

    log_in = box.login if (account.user + password).isascii() else box.login_utf8
    try:
        log_in(account.user, password, None)
    except (MailboxLoginError, box.client.error) as error:
        raise InputError(
            f"{account.name} refuses user or password{_said(error, password)}",
            "check both; many providers want a password made for this program alone",
        ) from None


def _open(box: BaseMailBox, account: Account) -> None:
    """EXAMINE: the server itself refuses any change."""
    from imap_tools import MailboxFolderSelectError

    try:
        box.folder.set(account.folder, readonly=True)
    except MailboxFolderSelectError:
        names = sorted(folder.name for folder in box.folder.list())
        known = ", ".join(map(one_line, names[:20]))
        raise InputError(f'{account.name} has no folder "{account.folder}"', f"its folders are {known}") from None


def _listing(box: BaseMailBox, source: Source, account: Account, since: date | None) -> Listing:
    entries: list[Entry] = []
    problems: list[Problem] = []
    large = len(_found(box, source, since, larger=MOST_BYTES - 1))
    if large:
        problems.append(Problem(account.name, f"{large} mails of {MOST_BYTES:,} bytes and more", "left out"))
    end = monotonic() + MOST_SECONDS
    for uid in _found(box, source, since, smaller=MOST_BYTES):
        if len(entries) >= (source.limit or MOST_MAILS):
            break
        if monotonic() > end:
            problems.append(
                Problem(account.name, f"stopped after {MOST_SECONDS:g} seconds", "older mails are left out")
            )
            break
        for content in _contents(box, uid):
            for found in (
                read_letter(content, f"{account.name}, mail {uid}") if _is_from(content, source.senders) else ()
            ):
                if isinstance(found, Entry):
                    entries.append(found)
                else:
                    problems.append(found)
    return Listing(tuple(entries[: source.limit]), tuple(problems))


def _found(
    box: BaseMailBox, source: Source, since: date | None, larger: int | None = None, smaller: int | None = None
) -> list[str]:
    """The numbers of the mails that may be wanted, the newest first: a server compares senders loosely."""
    from imap_tools import AND, OR

    senders = [one_line(sender).lstrip("@") for sender in source.senders]
    parts = [OR(from_=senders)] if senders else []
    criteria = str(AND(*parts, date_gte=since, size_gt=larger, size_lt=smaller))
    return box.uids(criteria, None if criteria.isascii() else "UTF-8")[::-1]


class Fetched:
    """What the server answers for one mail, as bytes; the library's own class would parse it and forget them."""

    def __init__(self, answer: list[Any]) -> None:
        self.content = next((part[1] for part in answer if isinstance(part, tuple)), b"")


def _contents(box: BaseMailBox, uid: str) -> list[bytes]:
    """A mail by its number, by BODY.PEEK; nothing where it was deleted meanwhile."""
    box.email_message_class = Fetched  # type: ignore[assignment]  # the library lets it be replaced and types it as its own
    fetched = cast(Iterator[Fetched], box.fetch(uid_list=[uid], mark_seen=False))
    return [each.content for each in fetched]


def _is_from(content: bytes, senders: tuple[str, ...]) -> bool:
    """Whether a mail comes from one of these addresses, or from one of these domains or below it."""
    header = str(BytesHeaderParser().parsebytes(content[:HEADER_BYTES]).get("From", ""))
    address = parseaddr(header)[1].lower()
    domain = address.rpartition("@")[2]
    wanted = {each.lower().lstrip("@") for each in senders}
    return (
        not wanted or address in wanted or any(f".{domain}".endswith(f".{each}") for each in wanted if "@" not in each)
    )


def _said(error: Exception, password: str) -> str:
    """What the server says, without the password, which some repeat."""
    answer = getattr(error, "command_result", ("", error.args))[1]
    parts = [part.decode(errors="replace") if isinstance(part, bytes) else str(part) for part in answer or ()]
    text = one_line(" ".join(parts)).replace(password, "…")
    return f": {text[:COMPLAINT_CHARACTERS]}" if text else ""


def _refusal(account: Account, error: Exception, password: str) -> InputError:
    """What went wrong with the connection, with what to do about it."""
    match error:
        case ssl.SSLCertVerificationError():
            what = f"shows a certificate that cannot be trusted: {error.verify_message}"
            return InputError(
                f"{account.name} {what}", "ask who runs the server; SSL_CERT_FILE names certificates of your own"
            )
        case ssl.SSLError():
            return InputError(
                f"{account.name} speaks no TLS at port {account.port}", "check the port, or write imap://"
            )
        case socket.gaierror():
            return FetchError(f"{account.name}: there is no host {account.host}", "check the location", temporary=True)
        case TimeoutError():
            what = f"does not answer within {SECONDS:g} seconds"
            return FetchError(f"{account.name} {what}", "check host and port", temporary=True)
        case OSError():
            what = f"cannot be reached: {error.strerror or error}"
            return FetchError(f"{account.name} {what}", "check host and port", temporary=True)
        case _:
            return InputError(
                f"{account.name} does not answer as a mailbox does{_said(error, password)}", "try again later"
            )

"""Who gets the brief, what is handed over, and how that went."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from briefing.errors import DeliveryError
from briefing.types.source import Secret

Channel = Literal["mail", "notify", "webhook", "program"]
Attachment = Literal["pdf", "epub"]
Security = Literal["starttls", "tls", "none"]
PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "none": 25}  # RFC 6409, RFC 8314, RFC 5321
SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,31}", re.IGNORECASE)
AFTER_HOST = re.compile(r"[/?#\\]")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, a channel, an address or a program that the brief goes to.

    ``to`` is a mail address, or the address of a service or a webhook, which may hold a token: show ``label`` instead.
    ``folder`` is where a command runs.
    """

    channel: Channel
    to: str = ""
    name: str = ""
    attach: tuple[Attachment, ...] = ()
    command: tuple[str, ...] = ()
    folder: str = ""

    @property
    def key(self) -> str:
        """What the ledger knows it by: never a token, the same for one mailbox however it is spelled."""
        if not self.to and not self.command:
            return f"nowhere:{self.name}"
        if self.channel == "mail":
            return f"mail:{self.to.lower()}"
        secret = "\0".join(self.command) or self.to
        return f"{self.channel}:{hashlib.sha256(secret.encode(errors='replace')).hexdigest()[:16]}"

    @property
    def label(self) -> str:
        """What a reader calls it: nothing in it is a token."""
        if self.name or self.channel == "mail":
            both = self.name and self.to and self.channel == "mail"
            return f"{self.name} <{self.to}>" if both else self.name or self.to
        if self.command:
            return self.command[0]
        scheme, found, rest = self.to.partition("://")
        if not found or not SCHEME.fullmatch(scheme):
            return f"the {self.channel} recipient"
        host = AFTER_HOST.split(rest)[0].rpartition("@")[2] if self.channel == "webhook" else "…"
        return f"{scheme}://{host}"

    def is_called(self, wanted: str) -> bool:
        """Whether a person means this one: by its address, its name, or both, in any case."""
        called = {self.to, self.name, self.label, " ".join(self.command)}
        return bool(wanted) and wanted.casefold() in {each.casefold() for each in called if each}


@dataclass(frozen=True, slots=True)
class Account:
    """How mail is handed over: the server, who it is from, and where one unsubscribes.

    ``timeout`` is in seconds. ``trust`` is a file of certificates that are trusted beside the system's. ``unsubscribe`` are
    ``https:`` and ``mailto:`` addresses; ``{recipient}`` in them is the recipient's address.
    """

    server: str
    sender: str
    port: int = 0
    security: Security = "starttls"
    user: str = ""
    password: Secret | None = None
    reply_to: str = ""
    unsubscribe: tuple[str, ...] = ()
    list_id: str = ""
    trust: str = ""
    timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """One edition made ready to go: its parts by name, rendered once, so that every recipient gets the same.

    Parts: ``mail`` (HTML), ``text``, ``notice`` (a few lines), ``json``, ``pdf``, ``epub``, and ``image/NAME.jpg`` for each
    image that ``mail`` shows as ``cid:NAME.jpg``.
    """

    edition: str
    title: str
    date: datetime
    language: str
    parts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One edition on its way to one recipient, as the ledger has it.

    ``recipient`` is the recipient's key, ``again`` the time before which it is not tried by itself. ``failed`` says that the
    last attempt was refused for good.
    """

    edition: str
    recipient: str
    label: str
    attempts: int = 0
    sent: datetime | None = None
    again: datetime | None = None
    failed: bool = False
    error: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """How handing a parcel to one recipient went: accepted where there is no ``error``."""

    recipient: Recipient
    error: DeliveryError | None = None

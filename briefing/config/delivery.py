"""The tables of ``briefing.toml`` about the look of a brief and where it goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from email.utils import getaddresses, parseaddr
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from briefing.config.table import Table, Words
from briefing.errors import DeliveryError
from briefing.look import SIZES, Look, page_size, theme
from briefing.message import mailbox
from briefing.text import is_web_address
from briefing.types import Account, Attachment, Channel, Recipient, Secret, Security


def _page(name: str) -> str:
    page_size(name)
    return name


def _mailbox(written: str) -> str:
    if written and not is_mailbox(written):
        raise ValueError(f'"{written}" is no mail address; write one such as "Ina Brandt <ina@example.org>"')
    return written


def is_mailbox(written: str) -> bool:
    """Whether it is one mail address, with or without a name before it, and nothing that could end a header."""
    found = getaddresses([written])
    if not written.isprintable() or len(found) != 1:
        return False
    try:
        mailbox(*found[0], "it")
    except DeliveryError:
        return False
    return True


def _pattern(name: str) -> str:
    try:
        fields = [(field, conversion) for _, field, _, conversion in Formatter().parse(name) if field is not None]
        good = all(field in ("date", "edition") and not conversion for field, conversion in fields)
        good = good and bool(name.format(date=date(2026, 10, 15), edition="morning").isprintable())
    except ValueError:
        good = False
    if not good:
        raise ValueError(f'"{name}": {{date}} and {{edition}} may stand in it, {{date:%Y-%m}} for a part')
    return name


def _unsubscribe(address: str) -> str:
    if not address.startswith(("https://", "mailto:")) or not address.isprintable() or set(address) & set("<> ,"):
        raise ValueError(f'"{address}": an address to unsubscribe at begins with https:// or mailto:')
    return address


Pattern = Annotated[str, AfterValidator(_pattern)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]


class OutputSettings(Table):
    files: tuple[Pattern, ...] = Field(
        ("brief.html",),
        description="Files that `briefing run` writes; the suffix is the format: html, md, txt, json, pdf, epub, eml, atom."
        ' With the date and the edition in their names: "{date:%Y}/{edition}-{date}.pdf".',
    )
    latest: bool = Field(
        True, description="Beside files with a date in their names, a link latest.html (.pdf …) to the newest."
    )
    online: Pattern = Field(
        "",
        description='Where the page can be read on the web, such as "https://example.org/{date}.html"; mails link to it.',
    )


class LookSettings(Table):
    theme: str = Field(
        "newspaper", description="newspaper, plain, or a theme of your own: a .toml file in brief.templates."
    )
    variables: dict[str, Any] = Field(
        {},
        description='Of the theme, each in place of its own: { accent = "#7a1020" }; `briefing templates show newspaper.toml` lists them.',
    )
    page: Annotated[str, AfterValidator(_page)] = Field(
        "a4", description=f"Of the PDF: {', '.join(SIZES)}, or width and height in millimetres such as 157x209."
    )
    columns: int = Field(
        0, ge=0, le=2, description="Of the PDF, and of the page on a wide screen; 0 for as many as the theme has."
    )
    charts: bool = Field(True, description="Small charts at the foot of the brief.")
    images: bool = Field(
        False, description="Pictures of the articles, embedded with their credit; nothing is loaded on opening."
    )

    def value(self, own: Path | None, online: str = "") -> Look:
        """What rendering needs to know; ``own`` is the folder of the reader's own templates."""
        made = theme(self.theme, self.variables, own)
        return Look(made, own, page_size(self.page), self.columns or made.columns, self.charts, online)


class MailSettings(Table):
    server: str = Field(
        "", description="The mail server (SMTP) that takes the brief, such as smtp.example.org; empty for none."
    )
    port: int = Field(
        0, ge=0, le=65535, description="0 for the usual one: 587 with starttls, 465 with tls, 25 with none."
    )
    security: Security = Field("starttls", description="starttls, tls (from the first byte), or none.")
    user: str = Field("", description="Name to log in with; empty for no login.")
    password_env: str = Field("", description="The environment variable that holds the password.")
    password_command: Words = Field((), description="A program that prints the password.")
    sender: Mailbox = Field("", description='Who it is from, such as "The Morning Brief <brief@example.org>".')
    reply_to: Mailbox = Field("", description="Where answers go, if not to the sender.")
    attach: tuple[Attachment, ...] = Field((), description="pdf, epub: sent along with each mail.")
    unsubscribe: tuple[Annotated[str, AfterValidator(_unsubscribe)], ...] = Field(
        (),
        description='Where one unsubscribes: "https://example.org/leave?who={recipient}" (one click), "mailto:leave@example.org".',
    )
    list_id: str = Field(
        "",
        pattern=r"^([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]*$",
        description="Of the mails, such as brief.example.org; empty for one made of the sender's.",
    )
    trust: str = Field("", description="A file of certificates to trust beside the system's, for a server of your own.")
    timeout: float = Field(60.0, gt=0, le=3600, description="Seconds to wait for the server's next answer.")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.server and not self.sender:
            raise ValueError("mail.server needs a mail.sender: who the brief is from")
        return self

    def account(self, folder: Path, environment: Mapping[str, str]) -> Account | None:
        """How mail is handed over; None where no server is named. Passwords are in ``environment``."""
        if not self.server:
            return None
        password = None
        if self.password_env or self.password_command:
            password = Secret(self.password_env, self.password_command, environment.get(self.password_env, ""))
        return Account(
            server=self.server, sender=self.sender, port=self.port, security=self.security, user=self.user,
            password=password, reply_to=self.reply_to, unsubscribe=self.unsubscribe, list_id=self.list_id,
            trust=str(folder / Path(self.trust).expanduser()) if self.trust else "", timeout=self.timeout,
        )  # fmt: skip


def _reachable(address: str) -> str:
    if address and "://" not in address and not is_mailbox(address):
        raise ValueError(f'"{address}" is no mail address, nor the address of a service')
    return address


class DeliverySettings(Table):
    owner: Annotated[str, AfterValidator(_reachable)] = Field(
        "", description="Who is told when a morning failed: a mail address, or that of a service such as ntfy://topic."
    )
    patience: float = Field(
        15.0, ge=0, le=1440, description="Minutes that a run tries again where a server asks to come later."
    )
    empty: bool = Field(False, description="true sends a brief too that has nothing to tell.")


class RecipientSettings(Table):
    to: str = Field(
        "",
        description="A mail address; https://… for a webhook that gets the JSON; or a service by its Apprise address (ntfy://topic, slack://…).",
    )
    to_env: str = Field("", description="The environment variable that holds it, where it has a token in it.")
    command: Words = Field((), description="In place of it: a program that gets the JSON on its standard input.")
    channel: Literal["auto", "mail", "notify", "webhook", "program"] = Field(
        "auto", description="auto, or what the address is: mail, notify, webhook, program."
    )
    name: str = Field("", description="What the recipient is called here.")
    attach: tuple[Attachment, ...] | None = Field(None, description="pdf, epub: goes before mail.attach.")
    on: bool = Field(True, description="false leaves it out for now.")

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if bool(self.to) + bool(self.to_env) + bool(self.command) != 1:
            raise ValueError("give one of to, to_env and command")
        if not self.to_env and channel_of(self) == "mail" and not is_mailbox(self.to):
            raise ValueError(f'"{self.to}" is no mail address, nor the address of a service')
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called in the settings: its name, its address, the variable that holds it, its program."""
        name, address = parseaddr(self.to) if channel_of(self) == "mail" else ("", self.to)
        called = (self.name, name, self.to, address, self.to_env, " ".join(self.command))
        return tuple(dict.fromkeys(each for each in called if each))

    def is_one_of(self, wanted: Collection[str]) -> bool:
        """Whether it is named there, in any case; everyone is where nobody is named."""
        named = {each.casefold() for each in wanted}
        return not named or any(each.casefold() in named for each in self.names)

    def value(self, folder: Path, environment: Mapping[str, str], attach: tuple[Attachment, ...] = ()) -> Recipient:
        """The recipient as the stages know it. ``attach`` is what goes along where the recipient says nothing of it."""
        to = self.to or environment.get(self.to_env, "")
        channel = channel_of(self, to)
        name, address = parseaddr(to) if channel == "mail" else ("", to)
        return Recipient(
            channel=channel, to=address, name=self.name or name or self.to_env * (not to), command=self.command, folder=str(folder),
            attach=(attach if self.attach is None else self.attach) if channel == "mail" else (),
        )  # fmt: skip


def channel_of(recipient: RecipientSettings, to: str = "") -> Channel:
    """How it is reached: as the block says, else as its address looks."""
    if recipient.channel != "auto":
        return recipient.channel
    to = to or recipient.to
    if recipient.command:
        return "program"
    if is_web_address(to):
        return "webhook"
    return "notify" if "://" in to else "mail"

"""The tables of ``briefing.toml``: every setting with its meaning and its default."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from briefing.config.delivery import DeliverySettings, LookSettings, MailSettings, OutputSettings, RecipientSettings
from briefing.config.edition import NAME, EditionSettings, check
from briefing.config.length import LengthSetting, OptionalLength
from briefing.config.ranking import RankingSettings, SectionSettings, wishes
from briefing.config.running import RunSettings
from briefing.config.table import Table, Words
from briefing.config.writer import ServerSettings, WriterSettings, in_their_tables
from briefing.errors import ConfigError
from briefing.look import Look
from briefing.text import has_password, is_web_address
from briefing.types import ELSEWHERE, Body, Edition, Interest, Kind, Length, Recipient, Secret, Source, Wishes, due


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'there is no time zone "{name}"; write one such as "Europe/Berlin"') from None
    return name


LOCATION = "An address, a file, a folder, a mailbox (imaps://you@host/Folder), or a preset (reddit:worldnews)."


def _proxy(url: str) -> str:
    if url and not is_web_address(url):
        raise ValueError("a proxy is written with its scheme, such as http://proxy.example:3128")
    return url


def _header(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise ValueError("only plain letters, digits and signs can stand in a header")
    return text


class BriefSettings(Table):
    title: str = Field("The Morning Brief", description="What stands at the head of the brief.")
    language: str = Field("en", description="Language of dates, by its ISO 639-1 code.")
    time_zone: Annotated[str, AfterValidator(_time_zone)] = Field(
        "", description='Such as "Europe/Berlin"; empty for the zone of this computer.'
    )
    stories: int = Field(12, ge=1, description="At most so many stories are told; the others are links.")
    length: LengthSetting = Field(
        Length(45), description='Of each story: words, sentences or minutes, such as "45 words" or "3 sentences".'
    )
    total: OptionalLength = Field(
        None, description='Of the whole brief, such as "5 minutes", shared out by rank; goes before `length`.'
    )
    overview: int = Field(4, ge=0, le=5, description="Sentences of the day at a glance; 0 for none.")
    elsewhere: int = Field(20, ge=0, description="At most so many further stories are named as links.")
    max_age: float = Field(2.0, gt=0, le=36_500, description="Days; older articles of the sources are left out.")
    catch_up: float = Field(
        7.0,
        gt=0,
        le=36_500,
        description="Days; after missed editions a brief reaches back so far, or twice its rhythm.",
    )
    edition: str = Field(
        "morning",
        pattern=NAME,
        description="The brief's slot where there are no [[editions]]; a recipient gets one brief of it a day. Files that"
        " share a store need one each.",
    )
    templates: str = Field("", description="A folder with templates of your own; they go before ours of the same name.")


class StorySettings(Table):
    window: float = Field(3.0, gt=0, description="Days that two articles on one event may lie apart.")
    threshold: float = Field(
        0.3, gt=0, lt=1, description="How alike articles of one story are; higher makes more stories."
    )


class EncoderSettings(Table):
    model: str = Field("all-MiniLM-L6-v2", description="The built-in encoder, or any other by folder or name.")


class FetchSettings(Table):
    delay: float = Field(0.5, ge=0, description="Seconds between two requests to one host.")
    connections: int = Field(2, ge=1, description="Requests to one host at the same time.")
    at_once: int = Field(48, ge=1, description="Requests to all hosts at the same time.")
    connect: float = Field(10.0, gt=0, description="Seconds to wait for a connection.")
    read: float = Field(20.0, gt=0, description="Seconds to wait for the next part of an answer.")
    whole: float = Field(60.0, gt=0, description="Seconds that one answer may take as a whole.")
    patience: float = Field(30.0, ge=0, description="Seconds to wait at most where a busy host asks for a pause.")
    largest: float = Field(20.0, gt=0, description="Megabytes of an answer that are read, packed or expanded.")
    proxy: Annotated[str, AfterValidator(_proxy)] = Field(
        "", description="Such as http://proxy.example:3128; it is then the proxy that looks names up."
    )

    contact: Annotated[str, AfterValidator(_header)] = Field(
        "",
        description="Your address for those whose servers are asked, such as you@example.org; it goes into the User-Agent.",
    )


class SourceSettings(Table):
    location: str = Field("", description=LOCATION)
    command: Words = Field(
        (), description='In place of a location: a program that prints corpus lines, such as ["my-news", "--today"].'
    )
    name: str = Field("", description="The outlet's name; empty for what the source calls itself.")
    section: str = Field("", description="The section that its stories go to.")
    weight: float = Field(1.0, gt=0, description="How much this outlet counts in the ranking.")
    language: str = Field("", description="ISO 639-1 code; empty to tell it from the text.")
    limit: int | None = Field(
        None, ge=1, description="At most so many articles, the newest; all where it is not given."
    )
    max_age: float | None = Field(None, gt=0, le=36_500, description="Days; goes before brief.max_age.")
    include: Words = Field(
        (), description="Only articles with one of these words, or /regular expressions/, in title, text or address."
    )
    exclude: Words = Field((), description="No article with one of these.")
    length: OptionalLength = Field(None, description="Of its stories; goes before brief.length.")
    on: bool = Field(True, description="false leaves it out for now.")
    kind: Kind = Field(
        "auto",
        description="auto, or what the location is: feed, page, site (its links are articles), sitemap, files, mail.",
    )
    body: Body = Field(
        "auto",
        description="Of a feed's articles: feed for its own text, page for their pages, auto for the page where the feed has a teaser.",
    )
    senders: Words = Field((), description="Of a mailbox: only mails from these addresses or domains.")
    password_env: str = Field("", description="Of a mailbox: the environment variable that holds its password.")
    password_command: Words = Field((), description="Of a mailbox: a program that prints its password.")
    allow: Words = Field((), description="Hosts on a private network that this source may be fetched from.")

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if bool(self.location) == bool(self.command):
            raise ValueError("give a location, or a command in its place")
        if is_web_address(self.location) and has_password(self.location):
            raise ValueError("the location has a password in it, which would stand in the brief")
        for pattern in (*self.include, *self.exclude):
            if pattern[:1] == pattern[-1:] == "/" and len(pattern) > 1:
                try:
                    re.compile(pattern[1:-1])
                except re.error as error:
                    raise ValueError(f"{pattern} is no regular expression: {error}") from None
        return self

    def value(self, folder: Path, environment: Mapping[str, str]) -> Source:
        """The source as the stages know it; its path counts from ``folder``, its password is in ``environment``."""
        own = {"on", "password_env", "password_command"}
        given = {name: getattr(self, name) for name in type(self).model_fields if name not in own}
        password = None
        if self.password_env or self.password_command:
            password = Secret(self.password_env, self.password_command, environment.get(self.password_env, ""))
        return Source(
            **{**given, "location": _from(folder, self.location), "password": password, "folder": str(folder)}
        )


class Settings(Table):
    store: str = Field(
        "",
        description='File of what is remembered between runs; empty for the user\'s data folder, "none" for no file.',
    )
    brief: BriefSettings = BriefSettings()
    stories: StorySettings = StorySettings()
    writer: WriterSettings = WriterSettings()
    server: ServerSettings = ServerSettings()
    encoder: EncoderSettings = EncoderSettings()
    fetch: FetchSettings = FetchSettings()
    run: RunSettings = RunSettings()
    look: LookSettings = LookSettings()
    output: OutputSettings = OutputSettings()
    mail: MailSettings = MailSettings()
    delivery: DeliverySettings = DeliverySettings()
    ranking: RankingSettings = RankingSettings()
    sections: tuple[SectionSettings, ...] = Field(
        (), description="Where stories go by what they are on, one block each."
    )
    editions: tuple[EditionSettings, ...] = Field((), description="Morning, evening, weekly: one block each.")
    recipients: tuple[RecipientSettings, ...] = Field((), description="Who the brief goes to, one block each.")
    sources: tuple[SourceSettings, ...] = Field((), description="Where the news comes from, one block each.")

    @model_validator(mode="before")
    @classmethod
    def _one_line_selects_a_writer(cls, values: object) -> object:
        return in_their_tables(values) if isinstance(values, dict) else values

    @model_validator(mode="after")
    def _editions_name_what_there_is(self) -> Self:
        known = [
            *(each.name.strip() for each in self.sections),
            *(each.section for each in self.sources if each.section),
        ]
        brought = (
            not all(each.section for each in self.sources) or not self.sources
        )  # articles may have one of their own
        called = [name for each in self.recipients for name in each.names]
        check(self.editions, None if brought else known, called)
        return self

    @property
    def edition_names(self) -> tuple[str, ...]:
        """The editions that there are, in the order of the file."""
        return tuple(each.name for each in self.editions) or (self.brief.edition,)

    def due(self, now: datetime) -> str:
        """The name of the edition whose turn it is."""
        return due([self.edition_value(name) for name in self.edition_names], now).name

    def for_edition(self, name: str, given: Collection[str] = ()) -> Settings:
        """The settings of an edition: ``brief`` as its block says, its recipients alone; ConfigError for an unknown one.

        ``given`` are settings, by their dotted names, that go before the block, for flags gave them.
        """
        if name not in self.edition_names:
            known = ", ".join(self.edition_names)
            raise ConfigError(f'there is no edition "{name}"', f"known are {known}; each block [[editions]] is one")
        block = self._block(name)
        changed = {key: value for key, value in block.brief.items() if f"brief.{key}" not in given}
        brief = self.brief.model_copy(update={**changed, "edition": name})
        recipients = tuple(each for each in self.recipients if each.is_one_of(block.recipients))
        return self.model_copy(update={"brief": brief, "recipients": recipients})

    def edition_value(self, name: str = "") -> Edition:
        """The edition of that name, or the one whose settings these are, with the editions whose stories it knows."""
        block = self._block(name or self.brief.edition)
        return block.value(self.zone, block.knows or [each.name for each in self.editions if self._reads(block, each)])

    @property
    def zone(self) -> tzinfo | None:
        """The time zone of the brief; None for this computer's."""
        return ZoneInfo(self.brief.time_zone) if self.brief.time_zone else None

    def _block(self, name: str) -> EditionSettings:
        return next((each for each in self.editions if each.name == name), EditionSettings(name=name))

    def _reads(self, block: EditionSettings, other: EditionSettings) -> bool:
        """Whether all who read an edition read the other one as often, too."""
        readers = [each for each in self.recipients if each.is_one_of(block.recipients)]
        return block.is_weekly == other.is_weekly and all(each.is_one_of(other.recipients) for each in readers)

    @property
    def section_names(self) -> tuple[str, ...]:
        """The sections in the order in which they stand in the brief; those that are not named here come after them."""
        return self._block(self.brief.edition).sections or tuple(each.name.strip() for each in self.sections)

    @property
    def section_lengths(self) -> dict[str, Length]:
        """How long the stories of a section are, for those that say so."""
        return {each.name.strip(): each.length for each in self.sections if each.length}

    def wishes(self, learnt: Sequence[Interest] = ()) -> Wishes:
        """What the reader wants told, with what was ``learnt`` of it."""
        return wishes(self.ranking, self.sections, learnt, self._block(self.brief.edition).sections)

    def source_values(self, folder: Path, environment: Mapping[str, str] | None = None) -> list[Source]:
        """The sources that are on; paths count from ``folder``, where the file lies; passwords are in ``environment``."""
        return [each.value(folder, environment or {}) for each in self.sources if each.on]

    def recipient_values(self, folder: Path, environment: Mapping[str, str] | None = None) -> list[Recipient]:
        """The recipients that are on; tokens are in ``environment``."""
        return [each.value(folder, environment or {}, self.mail.attach) for each in self.recipients if each.on]

    def look_value(self, folder: Path) -> Look:
        """How the brief looks; templates and themes of the reader's own count from ``folder``."""
        return self.look.value(self.own_templates(folder), self.output.online)

    def own_templates(self, folder: Path) -> Path | None:
        """The folder of the reader's own templates, where there is one; its path counts from ``folder`` too."""
        return folder / Path(self.brief.templates).expanduser() if self.brief.templates else None


def _from(folder: Path, location: str) -> str:
    """A location as it counts from ``folder`` where it is a path; addresses and presets (``reddit:worldnews``) are none."""
    if not location or location == "-" or ELSEWHERE.match(location):
        return location
    return str(folder / Path(location).expanduser())

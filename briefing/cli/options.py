"""Options that several commands share, and how settings come together: flags, then environment, then file, then defaults."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from briefing.config import Settings
    from briefing.types import Recipient, Source

Command = Callable[..., Any]
PREFIX = "BRIEFING_"
WITH_PROBLEMS = 3  # exit status of --strict where the brief was made and something went wrong on the way

OUTPUT = click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
    help="Write here; the suffix is the format. May be repeated.",
)  # fmt: skip
FORMAT = click.option("--format", "format_", metavar="FORMAT", help="Print in this format: html, md, txt, json …")
CONFIG = click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings.  [default: briefing.toml, if there]",
)
DATE = click.option(
    "--date",
    metavar="YYYY-MM-DD[THH:MM]",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]),
    help="The time that the brief speaks from.  [default: now]",
)
EXPLAIN = click.option(
    "--explain",
    is_flag=True,
    help="Say what a model wrote and no reader gets: each sentence with its reason, and what stands instead.",
)
STRICT = click.option("--strict", is_flag=True, help=f"Exit with {WITH_PROBLEMS} if there were problems on the way.")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose by flags: the file of settings, settings by their dotted names, and whose settings they shall be.

    ``edition`` names one, the empty name that whose turn it is at ``date``; None is for the settings as the file has them.
    """

    config: Path | None
    flags: dict[str, Any]
    edition: str | None = None
    date: datetime | None = None

    @property
    def path(self) -> Path:
        """The file of settings, whether it is there or not."""
        from briefing.config import FILE

        return self.config or Path(FILE)

    @property
    def folder(self) -> Path:
        """Where the file of settings lies: paths in it count from there."""
        return self.config.parent if self.config else Path()

    @property
    def text(self) -> str:
        """The file as it stands; a new one with every setting explained where there is none."""
        from briefing.config import example

        return self.path.read_text(encoding="utf-8-sig") if self.path.exists() else example([])

    def save(self, text: str) -> None:
        """Put this in the file's place, if its settings are good ones."""
        import tomllib

        from briefing import deliver
        from briefing.config import settings

        settings(tomllib.loads(text), str(self.path))
        ends = "\r\n" if self.path.exists() and b"\r\n" in self.path.read_bytes() else "\n"
        deliver.write(self.path.resolve(), text.replace("\n", ends).encode())

    def settings(self, optional: bool = False) -> Settings:
        """Checked settings of all four places, for the edition that is meant.

        ``optional``: the defaults do where there is no briefing.toml.
        """
        from briefing.config import load, settings
        from briefing.config.writer import in_their_tables

        values = {} if optional and self.config is None and not self.path.exists() else load(self.path)
        settings(values, str(self.path))  # a mistake in the file is told as one of the file
        values, given = in_their_tables(values), _environment() | self.flags
        for name, value in given.items():
            table, _, key = name.rpartition(".")
            (values.setdefault(table, {}) if table else values)[key] = value
        chosen = settings(values, "flags and environment")
        _expect_use(chosen, self.flags)
        if self.edition is None:
            return chosen
        return chosen.for_edition(self.edition or given.get("brief.edition") or self._due(chosen), given)

    def _due(self, settings: Settings) -> str:
        """The edition whose turn it is."""
        moment = self.date or datetime.now(UTC)
        return settings.due(moment if moment.tzinfo else moment.replace(tzinfo=settings.zone))

    def sources(self, settings: Settings, environment: Mapping[str, str], only: Sequence[str] = ()) -> list[Source]:
        """The sources that are on, or those of them that are named; ConfigError where there is none."""
        from briefing.errors import ConfigError

        sources = settings.source_values(self.folder, environment)
        if not sources:
            raise ConfigError(f"{self.path} names no source", "add one with `briefing sources add ADDRESS`")
        for wanted in only:
            if not any(is_called(source, wanted) for source in sources):
                raise ConfigError(f'there is no source "{wanted}"', "see `briefing sources list`")
        return [source for source in sources if not only or any(is_called(source, each) for each in only)]

    def recipients(
        self, settings: Settings, environment: Mapping[str, str], only: Sequence[str] = ()
    ) -> list[Recipient]:
        """The recipients that are on, or those that are named, who may be a mail address of no block; ConfigError for none."""
        from briefing.config import RecipientSettings
        from briefing.config.delivery import is_mailbox
        from briefing.errors import ConfigError

        known = settings.recipient_values(self.folder, environment)
        if not only and not known:
            raise ConfigError(f"{self.path} names no recipient", "add one with `briefing recipients add ADDRESS`")
        chosen = []
        for wanted in only:
            called = [each for each in known if each.is_called(wanted)]
            if not called and not is_mailbox(wanted):
                edition = f" of the edition {settings.brief.edition}" if settings.editions else ""
                raise ConfigError(f'there is no recipient "{wanted}"{edition}', "see `briefing recipients list`")
            chosen += called or [RecipientSettings(to=wanted).value(self.folder, environment, settings.mail.attach)]
        return chosen or known


def is_called(source: Source, wanted: str) -> bool:
    """Whether a person means this source: by its name in any case, or by its location, a path from here or from the file."""
    from briefing.types import Source

    called = {each.casefold() for each in (source.name, source.location, source.key, source.label) if each}
    return bool(wanted) and bool(called & {wanted.casefold(), Source(wanted).key.casefold()})


def _environment() -> dict[str, str]:
    """Settings given as BRIEFING_TABLE_KEY, such as BRIEFING_BRIEF_LENGTH; lists and tables come from the file alone."""
    from briefing.config import BLOCKS, names
    from briefing.types import Length

    single = {
        PREFIX + name.replace(".", "_").upper(): name
        for name, table in names().items()
        if name.partition(".")[0] not in BLOCKS
        and isinstance(table.model_fields[name.rpartition(".")[2]].default, str | float | int | Length | None)
    }
    return {single[key]: value for key, value in os.environ.items() if key in single}


def _expect_use(chosen: Settings, flags: Mapping[str, Any]) -> None:
    """Refuse what somebody asks for and nothing would use: a model that is not asked, workers of no cluster."""
    if flags.get("writer.model") and chosen.writer.name == "extractive":
        raise click.UsageError("the extractive writer has no --model; give --writer chat, seq2seq or server with it")
    if flags.get("run.workers") and not chosen.run.on:
        raise click.UsageError("--workers are those of a cluster; give --on ray with it")


def writer_options(command: Command) -> Command:
    """``--writer`` and ``--model`` become ``written``, the settings that they stand for."""

    @click.option("--writer", metavar="NAME", help="Who writes: extractive, seq2seq, chat, server or package.module:Name.")  # fmt: skip
    @click.option("--model", metavar="NAME", help='The model behind it: a name, a folder or a file, such as "smollm2".')
    @wraps(command)
    def with_writer(*args: Any, writer: str | None, model: str | None, **others: Any) -> Any:
        flags = {"writer.name": writer, "writer.model": model}
        return command(*args, written={name: value for name, value in flags.items() if value is not None}, **others)

    wrapped: Command = with_writer
    return wrapped


def length_options(command: Command) -> Command:
    """``--words``, ``--sentences``, ``--minutes`` become one ``length``, as the settings take it; None where none is given."""

    @wraps(command)
    def with_length(
        *args: Any, words: float | None, sentences: int | None, minutes: float | None, **others: Any
    ) -> Any:
        given = {"words": words, "sentences": sentences, "minutes": minutes}
        chosen = [f"{amount:.12g} {unit}" for unit, amount in given.items() if amount is not None]
        if len(chosen) > 1:
            raise click.UsageError("give one of --words, --sentences and --minutes")
        return command(*args, length=chosen[0] if chosen else None, **others)

    wrapped: Command = with_length
    for unit, kind in (("minutes", click.FLOAT), ("sentences", click.INT), ("words", click.FLOAT)):
        wrapped = click.option(f"--{unit}", type=kind, metavar="N", help=f"Length of each summary in {unit}.")(wrapped)
    return wrapped


def engine_options(command: Command) -> Command:
    """``--on`` and ``--workers`` become ``run``, the settings that they stand for."""

    @click.option("--on", metavar="CLUSTER", help='Where the work is done: "ray", or ray://HOST:PORT.  [default: here]')
    @click.option("--workers", type=click.IntRange(1), metavar="N", help="So many processes of the cluster work.")
    @wraps(command)
    def with_engine(*args: Any, on: str | None, workers: int | None, **others: Any) -> Any:
        flags = {"run.on": on, "run.workers": workers}
        return command(*args, run={name: value for name, value in flags.items() if value is not None}, **others)

    wrapped: Command = with_engine
    return wrapped


def brief_options(command: Command) -> Command:
    """Everything that a brief can be made with becomes one ``choices``."""

    @length_options
    @writer_options
    @engine_options
    @wraps(command)
    def with_choices(
        *args: Any, config: Path | None, edition: str | None, title: str | None, stories: int | None, total: str | None,
        length: str | None, written: dict[str, Any], run: dict[str, Any], **others: Any,
    ) -> Any:  # fmt: skip
        flags = {"brief.title": title, "brief.stories": stories, "brief.total": total, "brief.length": length}
        given: dict[str, Any] = written | run | {name: value for name, value in flags.items() if value is not None}
        if length is not None:
            given.setdefault("brief.total", None)  # a length of each story, given now, goes before a total in the file
        return command(*args, choices=Choices(config, given, edition or "", others.get("date")), **others)

    options = (
        click.option("--title", help="What stands at the head of the brief."),
        click.option("--stories", type=int, metavar="N", help="At most so many stories are told."),
        click.option("--total", metavar="LENGTH", help='Length of the whole brief, such as "5 minutes".'),
        click.option("--edition", metavar="NAME", help="One of [[editions]].  [default: the one whose turn it is]"),
        CONFIG,
    )
    wrapped: Command = with_choices
    for option in options:
        wrapped = option(wrapped)
    return wrapped

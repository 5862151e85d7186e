"""A writer whose stories are told in batches, each grounded where it is written: here, or by the workers of a cluster.

Batches are the same wherever they are told: what a model writes may depend on what it writes beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.config import BriefSettings, Settings, WriterSettings
from briefing.embed import Encoder
from briefing.parallel import Engine, Open, Serial
from briefing.pipeline.progress import Progress, silent
from briefing.pipeline.writers import Writer, writer_of
from briefing.summarize.remembered import Glance
from briefing.types import Length, ModelCard, Problem, Story, Summary

Order = Callable[[Writer], Any]  # what a writer is to do; it travels to where the writer is


@dataclass(frozen=True, slots=True)
class Telling:
    """Stories to be told, each to its length."""

    stories: tuple[Story, ...]
    lengths: tuple[Length, ...]

    def __call__(self, writer: Writer) -> list[Summary]:
        return writer.summaries(self.stories, self.lengths)


@dataclass(frozen=True, slots=True)
class Glancing:
    """The day to be told in so many sentences."""

    summaries: tuple[Summary, ...]
    count: int

    def __call__(self, writer: Writer) -> Glance:
        return writer.overview(self.summaries, self.count)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an order, and what the writer has met with."""

    result: Any
    problems: tuple[Problem, ...]


@dataclass(frozen=True, eq=False)
class Here:
    """A writer of this process."""

    writer: Writer

    def __call__(self) -> Callable[[Order], Done]:
        return lambda order: Done(order(self.writer), self.writer.problems)


@dataclass(frozen=True)
class There:
    """The writer of the settings, made where it is to work; it loads its encoder and its model once."""

    writer: WriterSettings
    language: str
    encoder: str
    folder: Path

    @classmethod
    def of(cls, options: Settings, folder: Path) -> There:
        """With that part of the settings that a writer goes by: who reads the brief stays here."""
        return cls(options.writer, options.brief.language, options.encoder.model, folder.resolve())

    def __call__(self) -> Callable[[Order], Done]:
        options = Settings(brief=BriefSettings(language=self.language), writer=self.writer)
        encoder = Encoder(self.encoder)

        def done(order: Order) -> Done:
            writer = writer_of(options, encoder, silent, self.folder)  # a new one: its time counts from now
            return Done(order(writer), writer.problems)

        return done


@dataclass(frozen=True)
class Spread:
    """Tells stories in batches of ``batch``. ``writer`` says who tells them; ``opening`` is where that is done."""

    writer: Writer
    engine: Engine
    opening: Open[Order, Done]
    batch: int
    progress: Progress
    met: dict[Problem, None] = field(default_factory=dict)

    @classmethod
    def of(cls, writer: Writer, options: Settings, engine: Engine, folder: Path, progress: Progress) -> Spread:
        """Where the engine has it told; a server is asked from here, which keeps to its budget."""
        if engine.here or options.writer.name == "server":
            return cls(writer, Serial(), Here(writer), options.run.batch, silent)  # who writes here says how far it is
        return cls(writer, engine, There.of(options, folder), options.run.batch, progress)

    @property
    def card(self) -> ModelCard | None:
        return self.writer.card

    @property
    def identity(self) -> str:
        return self.writer.identity

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self.met)

    def summaries(self, stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        starts = range(0, len(stories), self.batch)
        orders = [Telling(tuple(stories[at : at + self.batch]), tuple(lengths[at : at + self.batch])) for at in starts]
        told: list[Summary] = []
        for each in self._done(orders):
            told += each
            self.progress("Writing", len(told), len(stories))
        return told

    def overview(self, summaries: Sequence[Summary], count: int) -> Glance:
        glance: Glance = next(self._done([Glancing(tuple(summaries), count)]))
        return glance

    def _done(self, orders: Iterable[Order]) -> Iterator[Any]:
        for done in self.engine.map(self.opening, orders):
            self.met.update(dict.fromkeys(done.problems))
            yield done.result

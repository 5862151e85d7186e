"""Who writes a brief: the extractive writer, or a model that composes; and what was written before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from briefing.config import Settings
from briefing.embed import Encoder
from briefing.pipeline.progress import Progress
from briefing.store import Store
from briefing.summarize import Vectors, extract, overview, weighing
from briefing.summarize.remembered import Glance, remembering, remembering_overview
from briefing.types import Length, ModelCard, Problem, Story, Summary


class Writer(Protocol):
    """What tells stories, each to its length, and the day in a few sentences. ``card`` is None where no model is asked;
    ``problems`` are those of the model so far; ``identity`` is what its texts depend on beside their stories, empty where
    that is not known.
    """

    @property
    def card(self) -> ModelCard | None: ...

    @property
    def identity(self) -> str: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    def summaries(self, stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]: ...

    def overview(self, summaries: Sequence[Summary], count: int) -> Glance: ...


@dataclass(frozen=True)
class Extractive:
    """Picks the articles' own sentences."""

    encoder: Encoder
    progress: Progress
    card: ModelCard | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def identity(self) -> str:
        return f"extractive {self.encoder.identity}"

    def summaries(self, stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        return extract(stories, lengths, self._encode, weighing(self.encoder.identity))

    def overview(self, summaries: Sequence[Summary], count: int) -> Glance:
        return overview(summaries, count, self.encoder.encode, weighing(self.encoder.identity)), None

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return self.encoder.encode(texts, lambda done, total: self.progress("Writing", done, total))


@dataclass(frozen=True)
class Remembering:
    """A writer that is asked only for what it has not written before."""

    writer: Writer
    store: Store

    @property
    def card(self) -> ModelCard | None:
        return self.writer.card

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.writer.problems

    def summaries(self, stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        if not self.writer.identity:
            return self.writer.summaries(stories, lengths)
        return remembering(self.writer.summaries, self.writer.identity, self.store)(stories, lengths)

    def overview(self, summaries: Sequence[Summary], count: int) -> Glance:
        if self.writer.card is None or not self.writer.identity:
            return self.writer.overview(summaries, count)
        return remembering_overview(self.writer.overview, self.writer.identity, self.store)(summaries, count)


def writer_of(
    options: Settings,
    encoder: Encoder,
    progress: Progress,
    folder: Path = Path(),
    environment: Mapping[str, str] | None = None,
) -> Writer:
    """The writer of the settings; its prompts count from ``folder``, the key of its server is in ``environment``."""
    if options.writer.name == "extractive":
        return Extractive(encoder, progress)
    from briefing.pipeline.composing import composing  # with all that checks what a model writes

    return composing(options, encoder, progress, folder, environment or {})

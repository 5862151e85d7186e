"""Who is measured: what tells stories under a name, a writer or a baseline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.evaluate.corpus import Gold
from briefing.pipeline.writers import Writer
from briefing.types import Length, Summary

Write = Callable[[Sequence[Gold], Length], list[Summary]]


@dataclass(frozen=True, slots=True)
class Contender:
    """``write`` tells each story to a length, in their order. All but the oracle look at the story alone."""

    name: str
    write: Write


def contender(name: str, writer: Writer) -> Contender:
    """A writer under a name."""

    def write(golds: Sequence[Gold], length: Length) -> list[Summary]:
        return writer.summaries([gold.story for gold in golds], [length] * len(golds))

    return Contender(name, write)

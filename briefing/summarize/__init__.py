"""Stories to summaries. A writer takes many stories, a length for each, and the encoder; it gives as many summaries back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.summarize.extractive import Encode, Vectors, extract, overview
from briefing.types import Length, Story, Summary

__all__ = ["WRITERS", "Encode", "Vectors", "Writer", "extract", "overview"]

Writer = Callable[[Sequence[Story], Sequence[Length], Encode], list[Summary]]

WRITERS: dict[str, Writer] = {"extractive": extract}

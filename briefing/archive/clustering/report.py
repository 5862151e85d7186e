"""What clustering an archive came to, or would come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefing.archive.report import Count


@dataclass(frozen=True, slots=True)
class Report:
    """``articles`` and ``rejected`` are all the rows of the inputs; ``copies`` and ``undated`` ones are among the articles.

    ``several`` stories have more than one article, the ``largest`` so many, copies counted. ``rate`` is articles/s that were
    encoded in this run; ``encoded_before`` were so in an earlier one. ``first`` and ``last`` are when the earliest article was
    published and the latest.
    """

    output: str
    inputs: tuple[str, ...]
    encoder: str
    window_days: float
    threshold: float
    articles: int
    rejected: int
    reasons: tuple[Count, ...]
    undated: int
    copies: int
    stories: int
    several: int
    largest: int
    first: datetime | None
    last: datetime | None
    encoded_before: int = 0
    rate: float = 0.0
    seconds: float = 0.0
    peak_megabytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a run would come to; ``rate`` is articles/s of one worker in this process, as far as encoding goes."""

    articles: int
    rejected: int
    reasons: tuple[Count, ...]
    undated: int
    rate: float

    def seconds(self, workers: int = 1) -> float:
        """How long so many workers would encode."""
        return self.articles / (self.rate * workers) if self.rate else 0.0

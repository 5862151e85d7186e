"""What clustering an archive came to, or would come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefing.archive.report import Rehearsal, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered(Report):
    """``copies`` and ``undated`` ones are among the articles. ``several`` stories have more than one article, the ``largest`` so
    many, copies counted. ``first`` and ``last`` are when the earliest article was published and the latest. This run encoded some
    of the articles at its ``rate``; ``encoded_before`` were encoded by an earlier one.
    """

    encoder: str
    window_days: float
    threshold: float
    undated: int
    copies: int
    stories: int
    several: int
    largest: int
    first: datetime | None
    last: datetime | None
    encoded_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRehearsal(Rehearsal):
    """The ``rate`` is that of encoding, which takes most of the time."""

    undated: int

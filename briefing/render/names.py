"""Names by which libraries and feed readers know a brief again: the same for the same slot and day, whoever makes it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from briefing.templating import dateline
from briefing.text import one_line
from briefing.types import Brief

UNNAMED = "The brief"


def title(brief: Brief) -> str:
    """What the brief is called among those of other days: its title and when it speaks; never empty."""
    return f"{one_line(brief.title) or UNNAMED}, {dateline(brief.date, brief.language)}"


def brief_urn(brief: Brief) -> str:
    """The name of this one brief (RFC 9562, version 5): of its title and its ``id``."""
    return _urn(f"brief/{brief.id}/{one_line(brief.title)}")


def series_urn(brief: Brief) -> str:
    """The name of all briefs of this title."""
    return _urn(f"briefs/{one_line(brief.title)}")


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; a time without a zone is taken for UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'briefing:{name}')}"

"""The two mornings of the newsroom: the brief of the second day knows what that of the first one told."""

from __future__ import annotations

from briefing.demo import NOW, YESTERDAY
from briefing.pipeline import Desk, brief_of
from briefing.types import LATEST, Brief, Reading


def brief(desk: Desk, articles: Reading) -> Brief:
    """The brief of the second morning, whose reader had that of the first."""
    early = tuple(article for article in articles if (article.published or LATEST) <= YESTERDAY)
    desk.shown(brief_of(desk, YESTERDAY, Reading(early)))
    return brief_of(desk, NOW, articles)

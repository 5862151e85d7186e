"""Which stories a brief tells: found, followed over days, compared, ranked, chosen. Nothing is written yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from briefing.compare import compare
from briefing.config import BriefSettings
from briefing.pipeline.desk import Desk
from briefing.pipeline.verbs import cluster
from briefing.rank import choose as chosen
from briefing.rank import filed, rank, share
from briefing.store.rhythm import per_month
from briefing.store.tastes import TasteBook
from briefing.threads import follow
from briefing.types import Article, Reading, Story, Verdict, Window


@dataclass(frozen=True, slots=True)
class Day:
    """What an edition is made of: its id, its window, the articles as they were read, and what comes of each story.

    The verdicts stand in the order of the brief: what is told first, then lines, links, and what is left out.
    """

    edition: str
    window: Window
    articles: Reading
    verdicts: tuple[Verdict, ...]

    def of(self, place: str) -> tuple[Story, ...]:
        """The stories that stand in one place: ``told``, ``line``, ``link``, ``out``."""
        return tuple(verdict.story for verdict in self.verdicts if verdict.place == place)

    @property
    def known(self) -> int:
        """How many stories came since the last edition and add nothing to what was told; yesterday's do not come again."""
        known = (verdict.story for verdict in self.verdicts if verdict.story.status == "known")
        return sum(is_within(story.articles, self.window) for story in known)


def choose(desk: Desk, now: datetime, articles: Reading) -> Day:
    """What the edition of now tells of these articles, with the reason for each story. Nothing is written down."""
    options, encode = desk.options, desk.encoder.encode
    edition, window = desk.edition_id(now), desk.window(now)
    stories = cluster(articles, options, desk.encoder, desk.progress)
    threads = desk.threads.threads(now, desk.edition.knows, apart=edition)
    followed = follow(stories, threads, encode)
    here = [story for story in followed if is_within(story.articles, window)]
    wishes = options.wishes(TasteBook(desk.store, desk.home).interests())
    compared = compare(filed(here, wishes.topics, encode), encode)
    ranked = rank(compared, now, wishes, encode, per_month(desk.store, now))
    verdicts = chosen(ranked, wishes, _room(options.brief), options.brief.elsewhere, encode)
    past = [Verdict(story, "out", _passed(window)) for story in followed if not is_within(story.articles, window)]
    return Day(edition, window, articles, (*verdicts, *past))


def _room(brief: BriefSettings) -> int:
    """How many stories can be told: of a whole brief's length each has to get a sentence at least."""
    return brief.stories if brief.total is None else len(share(brief.total, brief.stories, brief.overview))


def is_within(articles: Sequence[Article], window: Window) -> bool:
    """Whether one of the articles came in the window, or was met in it for the first time though it is older.

    An article that was not remembered was given by hand, and is always meant.
    """
    times = [(article.seen, article.published) for article in articles]
    copied = [copy.published for article in articles for copy in article.copies]
    moments = [moment for moment in (*copied, *(each for pair in times for each in pair)) if moment]
    return any(seen is None for seen, _ in times) or any(window.holds(moment) for moment in moments)


def _passed(window: Window) -> str:
    return f"nothing of it came since {window.start:%Y-%m-%d %H:%M}, when the last edition was made"

"""Which stories a brief tells: found, followed over days, compared, ranked, chosen. Nothing is written yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from briefing.compare import compare
from briefing.pipeline.desk import Desk
from briefing.pipeline.verbs import cluster
from briefing.rank import choose as chosen
from briefing.rank import filed, rank
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


def choose(desk: Desk, now: datetime, articles: Reading) -> Day:
    """What the edition of now tells of these articles, with the reason for each story. Nothing is written down."""
    options, encode = desk.options, desk.encoder.encode
    edition, window = desk.edition_id(now), desk.window(now)
    stories = cluster(articles, options, desk.encoder, desk.progress)
    here = [story for story in stories if is_within(story.articles, window)]
    threads = desk.threads.threads(now, desk.edition.knows, apart=edition)
    wishes = options.wishes(TasteBook(desk.store, desk.home).interests())
    told = compare(follow(here, threads, encode), encode)
    ranked = rank(filed(told, wishes.topics, encode), now, wishes, encode, per_month(desk.store, now))
    brief = options.brief
    verdicts = chosen(ranked, wishes, brief.stories, brief.elsewhere, encode)
    past = [Verdict(story, "out", _passed(window)) for story in stories if story not in set(here)]
    return Day(edition, window, articles, (*verdicts, *past))


def is_within(articles: Sequence[Article], window: Window) -> bool:
    """Whether one of the articles came in the window, or was met in it for the first time though it is older.

    An article that was not remembered was given by hand, and is always meant.
    """
    return any(
        article.seen is None or window.holds(article.seen) or window.holds(article.published or article.seen)
        for article in articles
    )


def _passed(window: Window) -> str:
    return f"nothing of it came since {window.start:%Y-%m-%d %H:%M}, when the last edition was made"

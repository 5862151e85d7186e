"""Which stories a brief tells: found, followed over days, compared, ranked, chosen. Nothing is written yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefing.compare import Encode, compare
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
        wanted = (verdict.story for verdict in self.verdicts if not verdict.is_muted)
        return sum(story.status == "known" and is_within(story.articles, self.window) for story in wanted)


def choose(desk: Desk, now: datetime, articles: Reading) -> Day:
    """What the edition of now tells of these articles, with the reason for each story. Nothing is written down."""
    options, encode = desk.options, desk.encoder.encode
    edition, window = desk.edition_id(now), desk.window(now)
    stories = cluster(articles, options, desk.encoder, desk.progress)
    threads = desk.threads.threads(now, desk.edition.knows, apart=edition)
    followed = follow(stories, threads, encode)
    here = [story for story in followed if is_within(story.articles, window)]
    wishes = options.wishes(TasteBook(desk.store, desk.home).interests())
    posts = per_month(desk.store, now, desk.names)
    ranked = rank(filed(here, wishes.topics, encode), now, wishes, encode, posts)
    verdicts = _compared(chosen(ranked, wishes, _room(options.brief), options.brief.elsewhere, encode), encode)
    past = [Verdict(story, "out", _passed(window)) for story in followed if not is_within(story.articles, window)]
    return Day(edition, window, articles, (*verdicts, *past))


def _compared(verdicts: Sequence[Verdict], encode: Encode) -> list[Verdict]:
    """The verdicts, those told with the figures on which their outlets disagree: no brief shows those of the others."""
    told = [verdict for verdict in verdicts if verdict.place == "told"]
    stories = compare([verdict.story for verdict in told], encode)
    others = (verdict for verdict in verdicts if verdict.place != "told")
    return [*(replace(verdict, story=story) for verdict, story in zip(told, stories, strict=True)), *others]


def _room(brief: BriefSettings) -> int:
    """How many stories can be told: of a whole brief's length each has to get a sentence at least."""
    return brief.stories if brief.total is None else len(share(brief.total, brief.stories, brief.overview))


def is_within(articles: Sequence[Article], window: Window) -> bool:
    """Whether one of the articles came in the window, or though it is older was met or rewritten in it.

    An article that was not remembered was given by hand, and is always meant.
    """
    own = [moment for each in articles for moment in (each.published, each.seen, each.changed)]
    copied = [copy.published for article in articles for copy in article.copies]
    is_by_hand = any(article.seen is None for article in articles)
    return is_by_hand or any(window.holds(moment) for moment in (*own, *copied) if moment)


def _passed(window: Window) -> str:
    return f"nothing of it came since {window.start:%Y-%m-%d %H:%M}, when the last edition was made"

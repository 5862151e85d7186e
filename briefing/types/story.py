"""Stories: the articles about one event, what is known of it from earlier days, and what it is worth."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from briefing.types.article import LATEST, Article, Citation, Copy
from briefing.types.length import Length
from briefing.types.thread import Episode, Status, Thread


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a story's score: its name, what it adds or takes off, and what it rests on, in words."""

    name: str
    value: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a story by its place: ``story.articles[article].text[start:end]``."""

    article: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as one outlet gives it: ``text`` as it stands ("1.5bn euros"), its ``value``, and the sentence it stands in."""

    text: str
    value: float
    citation: Citation


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that outlets count differently: what is ``counted``, and the figures, the one most outlets give first."""

    counted: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The articles about one event, the earliest first. May be put together by hand.

    ``thread`` is what was told of it before, None where nothing was; ``status`` is what it is to its readers now. ``news`` are
    the sentences that its thread does not say yet, None where none was told. ``score`` is the sum of its ``reasons``.
    """

    articles: tuple[Article, ...]
    section: str = ""
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    thread: Thread | None = None
    status: Status = "new"
    news: tuple[Passage, ...] | None = None
    disagreements: tuple[Disagreement, ...] = ()

    def __post_init__(self) -> None:
        if not self.articles:
            raise ValueError("a story has at least one article")

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that depend on the articles alone."""
        keys = sorted(article.url or f"{article.title} {article.text}" for article in self.articles)
        return hashlib.sha256("\n".join(keys).encode(errors="replace")).hexdigest()[:12]

    @property
    def thread_id(self) -> str:
        """What it is followed by over days: the id that its thread had on its first day."""
        return self.thread.id if self.thread else self.id

    @property
    def earlier(self) -> Episode | None:
        """What was told of it last; None where it is new."""
        return self.thread.last if self.thread else None

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that report the story, in the order in which they came."""
        return tuple(dict.fromkeys(outlet for article in self.articles for outlet in article.outlets))

    @property
    def copies(self) -> tuple[Copy, ...]:
        """One copy for each outlet that printed the story only so: it has no article of its own here."""
        own = {article.source for article in self.articles}
        found: dict[str, Copy] = {}
        for copy in (copy for article in self.articles for copy in article.copies if copy.source not in own):
            found.setdefault(copy.source, copy)
        return tuple(found.values())

    @property
    def since(self) -> datetime | None:
        """When the first of its dated articles, or of their copies, was published."""
        own = [article.published for article in self.articles]
        copied = [copy.published for article in self.articles for copy in article.copies]
        return min((moment for moment in own + copied if moment), default=None)

    @property
    def excerpt(self) -> bool:
        """Whether no outlet's whole article was to be had."""
        return all(article.excerpt or not article.text for article in self.articles)

    @property
    def has_text(self) -> bool:
        """Whether any of its articles has a text to tell it from."""
        return any(article.text for article in self.articles)

    @property
    def missing(self) -> str:
        """Why it has no text; empty where it has one."""
        return (
            "" if self.has_text else next((article.missing for article in self.articles if article.missing), "no text")
        )

    @property
    def length(self) -> Length | None:
        """The longest that one of its sources asks for; None where none does."""
        asked = [article.length for article in self.articles if article.length]
        return max(asked, key=lambda length: length.words, default=None)

    @property
    def first(self) -> Article:
        """The article that was published first; the first one given where none has a time."""
        return min(self.articles, key=lambda article: article.published or LATEST)

    @property
    def latest(self) -> Article:
        """The article that was published last; the first one given where none has a time."""
        dated = [article for article in self.articles if article.published]
        return max(dated, key=lambda article: article.published or LATEST, default=self.articles[0])

    @property
    def added(self) -> tuple[Article, ...]:
        """Its articles that its thread did not have when it was told; all of them where it is new."""
        had = {article.url or article.title for article in self.thread.articles} if self.thread else set()
        return tuple(article for article in self.articles if (article.url or article.title) not in had)

    @property
    def linked(self) -> Article:
        """The article that a link to it leads to: the newest where the first ones were told before."""
        return self.latest if self.thread else self.first

    def without(self, outlets: Sequence[str]) -> tuple[str, ...]:
        """Those of ``outlets`` that do not report it."""
        own = set(self.outlets)
        return tuple(outlet for outlet in outlets if outlet not in own)

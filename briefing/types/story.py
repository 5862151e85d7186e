"""Articles, and the stories that they tell together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from briefing.types.length import Length

LATEST = datetime.max.replace(tzinfo=UTC)  # where an undated article stands among dated ones


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place where an article's text was printed: the same wire text, or the same page under another address."""

    source: str
    url: str
    title: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One text from one outlet. ``published`` has a time zone, or is None where the outlet gave no time.

    ``excerpt`` says that the text is only the beginning or a teaser of the article; ``missing`` says why there is no text
    at all. ``discussion`` is the address where readers talk about it, with their ``points``. ``length`` is what its source
    asks of a story's summary.
    """

    url: str
    title: str
    text: str
    source: str
    published: datetime | None = None
    language: str = ""
    authors: tuple[str, ...] = ()
    image: str = ""
    section: str = ""
    weight: float = 1.0
    copies: tuple[Copy, ...] = ()
    excerpt: bool = False
    missing: str = ""
    discussion: str = ""
    points: int | None = None
    length: Length | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Everyone who printed this text, its own outlet first."""
        return tuple(dict.fromkeys([self.source, *(copy.source for copy in self.copies)]))


@dataclass(frozen=True, slots=True)
class Story:
    """The articles about one event, the earliest first. May be put together by hand."""

    articles: tuple[Article, ...]
    section: str = ""
    score: float = 0.0

    def __post_init__(self) -> None:
        if not self.articles:
            raise ValueError("a story has at least one article")

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that depend on the articles alone."""
        keys = sorted(article.url or f"{article.title} {article.text}" for article in self.articles)
        return hashlib.sha256("\n".join(keys).encode(errors="replace")).hexdigest()[:12]

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

"""Articles, and the passages that sentences rest on."""

from __future__ import annotations

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
    asks of a story's summary. ``seen`` is when it was first met, ``changed`` when its text was last
    another one than before, where that is remembered.
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
    seen: datetime | None = field(default=None, compare=False)
    changed: datetime | None = field(default=None, compare=False)
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Everyone who printed this text, its own outlet first."""
        return tuple(dict.fromkeys([self.source, *(copy.source for copy in self.copies)]))


@dataclass(frozen=True, slots=True)
class Citation:
    """The passage that a sentence rests on: ``article.text[start:end] == quote``."""

    article: Article
    quote: str
    start: int
    end: int

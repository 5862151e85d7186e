"""Threads: stories followed over days, as editions told them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from briefing.types.article import Article

# To a reader of the earlier editions: never told; told, and more is known; told, and others report it too; told, and nothing is new
Status = Literal["new", "updated", "continuing", "known"]


@dataclass(frozen=True, slots=True)
class Episode:
    """What one edition told of a thread; ``date`` is the time that the edition spoke from.

    ``sentences`` are those of its summary, none where it was named by a line or a link alone. ``articles`` are those that the
    story was made of then.
    """

    edition: str
    date: datetime
    story: str
    headline: str
    status: Status
    sentences: tuple[str, ...]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """One story followed over days: its episodes, the earliest first; at least one. ``id`` is that of its first story."""

    id: str
    episodes: tuple[Episode, ...]

    def __post_init__(self) -> None:
        if not self.episodes:
            raise ValueError("a thread has at least one episode")

    @property
    def last(self) -> Episode:
        """What was told of it last, by a summary where there was one."""
        told = [episode for episode in self.episodes if episode.sentences]
        return (told or self.episodes)[-1]

    @property
    def articles(self) -> tuple[Article, ...]:
        """All its articles, each version of a text once, in the order in which they came."""
        return tuple(dict.fromkeys(article for episode in self.episodes for article in episode.articles))

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that reported it, in the order in which they came."""
        return tuple(dict.fromkeys(outlet for article in self.articles for outlet in article.outlets))

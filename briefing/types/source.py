"""Where news comes from, what it lists, and how it fares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, overload

from briefing.errors import BriefingError
from briefing.types.article import Article
from briefing.types.length import Length

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:")  # a scheme or a preset, so no path; a drive's letter is one character

Kind = Literal["auto", "feed", "page", "site", "sitemap", "files", "mail", "program"]
Body = Literal["auto", "feed", "page"]


@dataclass(frozen=True, slots=True)
class Secret:
    """A password that stands in no file: the environment variable that holds it with its ``value``, or a command that
    prints it.
    """

    name: str = ""
    command: tuple[str, ...] = ()
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Where news comes from, with what the reader says about it; each field is a setting of the same name.

    ``max_age`` is in days. ``include`` and ``exclude`` are words, or regular expressions between slashes. ``allow``
    names hosts that may lie on a private network. ``folder`` is where its command runs.
    """

    location: str = ""
    name: str = ""
    section: str = ""
    weight: float = 1.0
    language: str = ""
    limit: int | None = None
    kind: Kind = "auto"
    body: Body = "auto"
    max_age: float | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    length: Length | None = None
    command: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    password: Secret | None = None
    allow: tuple[str, ...] = ()
    folder: str = ""

    @property
    def key(self) -> str:
        """What the source is known by between runs: its address, its path from the root, or its command line."""
        if not self.location or self.location == "-" or ELSEWHERE.match(self.location):
            return self.location or " ".join(self.command)
        path = str(Path(self.location).expanduser().absolute())
        return path.encode("utf-8", "backslashreplace").decode()  # a name in no character set is a name too

    @property
    def label(self) -> str:
        """What a reader calls it."""
        return self.name or self.location or " ".join(self.command)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a source lists it.

    ``id`` is the source's own name for it, the same on every day: a feed's guid, a message id, an address, a path.
    ``whole`` says that the article's text is all that there is; otherwise its page may hold more.
    """

    id: str
    article: Article
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong with one thing and cost nothing else: where, what, and what to do about it."""

    where: str
    what: str
    remedy: str = ""

    @classmethod
    def of(cls, where: str, error: BriefingError) -> Problem:
        """An error as a value; a message that begins with the place does not name it twice."""
        return cls(where, error.what.removeprefix(f"{where} "), error.remedy)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" ({self.remedy})" if self.remedy else "")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source lists now: its entries in its own order, its name and address as it gives them, what went wrong.

    ``home`` is the address of the site. ``moved`` is the source's new address where it has moved for good.
    """

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    title: str = ""
    home: str = ""
    language: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """How a source fares: when it last answered, or since when it fails, why, and when it is asked again.

    ``new`` counts the articles of the last answer that were not known; ``gone`` says that it ended for good (410).
    """

    source: str
    location: str
    success: datetime | None = None
    failures: int = 0
    since: datetime | None = None
    error: str = ""
    remedy: str = ""
    again: datetime | None = None
    gone: bool = False
    moved: str = ""
    new: int = 0

    @property
    def state(self) -> Literal["never", "new", "nothing new", "failed", "gone"]:
        """One of five words: what could not be fetched never looks like what has nothing new."""
        if self.gone:
            return "gone"
        if self.failures:
            return "failed"
        if self.success is None:
            return "never"
        return "new" if self.new else "nothing new"

    @property
    def problem(self) -> Problem | None:
        """What a reader has to know of a source that fails or has ended; None while it answers."""
        if self.state not in ("failed", "gone"):
            return None
        since = (
            f", since {self.since:%Y-%m-%d %H:%M} UTC ({self.failures} times in a row)"
            if self.since and self.failures > 1
            else ""
        )
        return Problem(self.source, self.error + since, self.remedy)


@dataclass(frozen=True, slots=True)
class Reading(Sequence[Article]):
    """What reading some inputs gave: a sequence of articles, with the problems met on the way.

    ``old`` counts the articles that were left out because they are too old for the brief; ``health`` tells how each source
    fares, where that is remembered.
    """

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()
    old: int = 0
    health: tuple[Health, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        return self.articles[index]

    def __len__(self) -> int:
        return len(self.articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

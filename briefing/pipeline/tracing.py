"""What happened to an article on its way: fetched when, copied by whom, in which story, or why it is in none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from briefing.config import Settings
from briefing.gate import NO_TEXT
from briefing.pipeline.choosing import Day
from briefing.pipeline.desk import Desk
from briefing.sources.choice import as_wished, is_refused, is_wanted, is_young
from briefing.store.archive import Archive, Filed
from briefing.text import canonical_url, host, one_line
from briefing.types import Article, Copy, Reading, Source, Verdict

SEARCHED = 50  # articles of the archive that have the words, of which the best are shown; chosen
AGAIN = "; `briefing fetch` asks again"


@dataclass(frozen=True, slots=True)
class Fate:
    """What happened to an article; ``filed`` is how it lies in the archive, if it does, with its ``earlier`` titles.

    ``sources`` are those that list it. ``verdict`` is that of its story, in which it may be a copy of ``original``;
    ``absent`` says why it is in none.
    """

    article: Article
    filed: Filed | None = None
    earlier: tuple[tuple[datetime, str], ...] = ()
    sources: tuple[str, ...] = ()
    verdict: Verdict | None = None
    original: Article | None = None
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Tracer:
    """Looks articles up in what an edition is made of, and in the archive. ``sources`` are all, ``on`` those that are on.

    ``options`` are those that reach as far back as the edition does.
    """

    day: Day
    archive: Archive
    options: Settings
    sources: tuple[Source, ...] = ()
    on: tuple[Source, ...] = ()

    @classmethod
    def at(cls, desk: Desk, day: Day, sources: Sequence[Source], on: Sequence[Source]) -> Tracer:
        """One that looks where a brief is made."""
        return cls(day, Archive(desk.store), desk.reaching(day.window.end), tuple(sources), tuple(on))

    def trace(self, wanted: str, most: int) -> list[Fate]:
        """What happened to the article of an address or a number of the archive, or to those with all these words.

        At most so many, the best first.
        """
        filed = self.archive.find(wanted)
        found = _of_address(self.day.articles, filed.article.url if filed else wanted)
        if not found and filed:
            found = [filed.article]
        if not found:
            told = [each.article for each in self.archive.search(wanted, SEARCHED)]
            found = _with_words(self.day.articles, told, wanted)
        return [self._fate(article) for article in found[:most]]

    def unread(self, address: str) -> str:
        """What is known of an address that no article has: the state of the source it belongs to."""
        wanted = canonical_url(address)
        for problem in self.day.articles.problems:
            if canonical_url(problem.where) == wanted:
                return f"{problem.what}; {problem.remedy}".strip("; ")
        for source in self.sources:
            if host(address) and host(address) == host(source.location):
                return self._state(source)
        return ""

    def _state(self, source: Source) -> str:
        if source not in self.on:
            return f"its source {source.label} is off; `on = true` in briefing.toml turns it on"
        health = next((each for each in self.day.articles.health if each.location == source.key), None)
        problem = health.problem if health else None
        return f"its source failed: {problem}{AGAIN}" if problem else f"{source.label} did not list it{AGAIN}"

    def _fate(self, article: Article) -> Fate:
        filed = self.archive.find(article.url) if article.url else None
        versions = self.archive.versions(filed.number) if filed else []
        keys = self.archive.listed_by(filed.number) if filed else []
        verdict, original = _place(self.day.verdicts, article)
        return Fate(
            article=article,
            filed=filed,
            earlier=tuple((until, title) for until, title, _ in versions),
            sources=tuple(self._label(key) for key in keys) or (article.source,),
            verdict=verdict,
            original=original,
            absent="" if verdict else self._absent(article, keys),
        )

    def _label(self, key: str) -> str:
        """What a reader calls the source of a key."""
        names = {source.key: source.label for source in self.sources}
        names |= {health.location: health.source for health in self.day.articles.health}
        return names.get(key, key)

    def _absent(self, article: Article, keys: Sequence[str]) -> str:
        """Why a brief has not got an article that these sources list."""
        listing = [source for source in self.sources if source.key in keys]
        if not listing:
            return f"no source of briefing.toml has it; it came from {', '.join(keys) or 'elsewhere'}"
        on = [source for source in listing if source in self.on]
        if not on:
            return self._state(listing[0])
        reasons = [self._refusal(as_wished(article, source), source) for source in on]
        return next(filter(None, reasons), "another entry of the same article stands for it")

    def _refusal(self, article: Article, source: Source) -> str:
        """Why a brief takes no such article of a source; empty where nothing is known against it."""
        max_age = self.options.brief.max_age
        if article.published and not is_young(article, source, self.day.window.end, max_age):
            days, setting = source.max_age or max_age, "its source's" if source.max_age else "brief.max_age"
            return f"too old: it is of {article.published.astimezone():%Y-%m-%d %H:%M}, and {setting} limit is {days:g} days"
        if is_refused(article, source):
            return f"its source {source.label} is to have no article with such words; see its `exclude`"
        if not is_wanted(article, source):
            return f"it has none of the words that its source {source.label} is to have; see its `include`"
        if not article.title and not article.text and article.missing == NO_TEXT:
            return "it has neither a title nor a text"
        return f"{source.label} gives only the newest {source.limit}; see its `limit`" if source.limit else ""


def _place(verdicts: Sequence[Verdict], article: Article) -> tuple[Verdict | None, Article | None]:
    """What comes of the story that an article is in, and the article that it is a copy of, where it is one."""
    wanted = _key(article)
    for verdict in verdicts:
        if any(_key(each) == wanted for each in verdict.story.articles):
            return verdict, None
    for verdict in verdicts:
        for each in verdict.story.articles:
            if any(_key(copy) == wanted for copy in each.copies):
                return verdict, each
    return None, None


def has(articles: Sequence[Article], wanted: Article) -> bool:
    """Whether an article is one of these, or a copy of one."""
    key = _key(wanted)
    printed: list[Article | Copy] = [*articles, *(copy for article in articles for copy in article.copies)]
    return any(_key(each) == key for each in printed)


def _key(article: Article | Copy) -> str:
    """What is the same for one article: its address, or its outlet and title where it has none."""
    return canonical_url(article.url) or f"{article.source}\n{article.title}"


def _of_address(articles: Reading, address: str) -> list[Article]:
    wanted = canonical_url(address)
    return [article for article in articles if article.url and canonical_url(article.url) == wanted][:1]


def _with_words(here: Sequence[Article], told: Sequence[Article], wanted: str) -> list[Article]:
    """Articles with all the words, each once: those that have them in the title go first; one that is called so is alone.

    ``told`` are those of the archive that have them, and come after those that are ``here``.
    """
    words = _words(wanted)
    matching = [article for article in here if words and words <= _words(f"{article.title} {article.text}")]
    each: dict[str, Article] = {}
    for article in (*matching, *told):
        each.setdefault(_key(article), article)
    called = [article for article in each.values() if one_line(article.title).casefold() == one_line(wanted).casefold()]
    return called if len(called) == 1 else sorted(each.values(), key=lambda article: not words <= _words(article.title))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))

"""Inputs to articles: files, folders, feeds, pages, mail, standard input. What cannot be read becomes a Problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from briefing.errors import InputError
from briefing.prose import is_consent_wall
from briefing.sources.files import STDIN, existing, read_location
from briefing.text import detect_language, is_web_address, one_line
from briefing.types import Article, Problem, Reading, Source

UNKNOWN = "unknown"  # what a reader calls the outlet of an article that names none
MOST_CHARACTERS = 200_000  # of an article's text: a book of 35,000 words; what follows is not read


def read(sources: Iterable[Source], progress: Callable[[int], None] | None = None) -> Reading:
    """All articles of all sources, in their order, with what went wrong on the way. ``progress`` is told sources done."""
    articles: list[Article] = []
    problems: list[Problem] = []
    for done, source in enumerate(sources, 1):
        taken = 0
        for found in _located(source):
            checked = _checked(found, source) if isinstance(found, Article) else [found]
            for each in checked:
                if isinstance(each, Problem):
                    problems.append(each)
                elif source.limit is None or taken < source.limit:
                    articles.append(each)
                    taken += 1
        if progress:
            progress(done)
    return Reading(tuple(articles), tuple(problems))


def require(location: str) -> None:
    """Refuse a file or folder that is not there, before anything is read."""
    if location != STDIN and not is_web_address(location):
        existing(location)


def _located(source: Source) -> Iterator[Article | Problem]:
    """What lies at a source's location; a location where nothing lies is a problem of this source alone."""
    try:
        yield from read_location(source)
    except InputError as error:
        yield Problem(source.location, error.what.removeprefix(f"{source.location} "), error.remedy)


def _checked(article: Article, source: Source) -> Iterator[Article | Problem]:
    """The article as its source wants it; a Problem in its place where a page holds none, beside it where it is too long."""
    article = _tidy(article)
    where = article.url or article.title or source.location
    if not article.text.strip():
        yield Problem(where, "no text", "the page may need a browser or a subscription")
        return
    if is_consent_wall(article.text):
        yield Problem(where, "a cookie banner instead of an article", "left out")
        return
    if len(article.text) > MOST_CHARACTERS:
        yield Problem(where, f"only the first {MOST_CHARACTERS:,} characters are read of {len(article.text):,}")
        article = replace(article, text=article.text[:MOST_CHARACTERS])
    yield replace(
        article,
        source=source.name or article.source,
        section=source.section or article.section,
        weight=source.weight,
        language=(source.language or article.language or detect_language(article.text)).partition("-")[0].lower(),
    )


def _host(url: str) -> str:
    """The outlet of an article that names none: the host of its address."""
    return (urlsplit(url).hostname or UNKNOWN).removeprefix("www.") if is_web_address(url) else UNKNOWN


def _tidy(article: Article) -> Article:
    """Every short field on one line and without what no format can carry, whichever reader it came from."""
    return replace(
        article,
        url=one_line(article.url),
        title=one_line(article.title),
        source=one_line(article.source) if article.source != UNKNOWN else _host(article.url),
        image=one_line(article.image),
        section=one_line(article.section),
    )

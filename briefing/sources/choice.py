"""What a reader says of a source, applied to its articles: name, section, weight, age, number, words to have or not to have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from briefing.gate import shared_paragraphs, without_paragraphs
from briefing.pattern import first_match
from briefing.types import Article, Source


def as_wished(article: Article, source: Source) -> Article:
    """The article under the name, section, weight, language and length that its source has."""
    return replace(
        article,
        source=source.name or article.source,
        section=source.section or article.section,
        weight=source.weight,
        language=source.language.partition("-")[0].lower() or article.language,
        length=source.length,
    )


def is_wanted(article: Article, source: Source) -> bool:
    """Whether an article has a word that its source is to have, and none that it is not to have."""
    if source.include and not _has(article, source.include):
        return False
    return not is_refused(article, source)


def is_refused(article: Article, source: Source) -> bool:
    """Whether an article has a word that its source is not to have."""
    return _has(article, source.exclude)


def _has(article: Article, wishes: Sequence[str]) -> bool:
    return first_match(wishes, f"{article.title}\n{article.url}\n{article.text}") is not None


def is_young(article: Article, source: Source, now: datetime, max_age: float) -> bool:
    """Whether an article is young enough, by its source's own limit or else by ``max_age``, in days. An undated one is."""
    limit = timedelta(days=source.max_age or max_age)
    return article.published is None or article.published >= now - limit


def without_boilerplate(articles: Sequence[Article]) -> list[Article]:
    """The articles without the paragraphs that an outlet prints under all of them."""
    texts: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        texts[article.source].append(article.text)
    shared = {outlet: shared_paragraphs(each) for outlet, each in texts.items()}
    return [
        replace(article, text=without_paragraphs(article.text, shared[article.source]))
        if shared[article.source]
        else article
        for article in articles
    ]


def first_of_each(found: Iterable[tuple[Source, Article]]) -> list[Article]:
    """Articles in their order, each once though several sources list it, and no more of a source than its limit."""
    taken: dict[str, int] = defaultdict(int)
    seen: set[tuple[str, str, str]] = set()
    articles = []
    for source, article in found:
        identity = (article.url, article.title, article.text) if not article.url else (article.url, "", "")
        if identity in seen or (source.limit is not None and taken[source.key] >= source.limit):
            continue
        seen.add(identity)
        taken[source.key] += 1
        articles.append(article)
    return articles

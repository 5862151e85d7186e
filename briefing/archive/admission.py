"""Rows of an archive to articles that can be told, each address once; what is none is rejected, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.archive.addresses import Addresses
from briefing.archive.reading import Row
from briefing.sources.bodies import own_article
from briefing.types import Article, Entry

SECOND = "its address was there before"


@dataclass(frozen=True, slots=True)
class Admitted:
    """An article as it is to be told; ``remark`` is what is wrong with it all the same."""

    article: Article
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not told, and why; with the address and the title of its article, where it had one."""

    place: str
    reason: str
    url: str = ""
    title: str = ""


Judged = Admitted | Rejected


def judged(rows: Iterable[Row], known: Addresses) -> Iterator[Judged]:
    """What becomes of each row. The first row of an address that can be told has it: an error page does not take it from the
    article that comes later.
    """
    return (_judged(row, known) for row in rows)


def _judged(row: Row, known: Addresses) -> Judged:
    if row.article is None:
        return Rejected(row.place, row.reason)
    article = own_article(Entry(row.article.url, row.article))
    if article.missing:
        return Rejected(row.place, article.missing, article.url, article.title)
    if article.url and (first := known.first(article.url, row.place)):
        return Rejected(row.place, f"{SECOND}: {first}", article.url, article.title)
    return Admitted(article, row.remark)

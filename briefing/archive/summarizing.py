"""Articles to rows of summaries: what one worker does with one part of an archive, and nothing but the part decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from briefing.archive.reading import Row
from briefing.config import Settings
from briefing.embed import Encoder
from briefing.errors import ConfigError
from briefing.pipeline.progress import silent
from briefing.pipeline.writers import Writer, writer_of
from briefing.sources.bodies import own_article
from briefing.types import Article, Entry, Length, Problem, Sentence, Story, Summary

# That a writer may take for a part: a year. A brief has to go out; rows that depended on how quick a computer is would be no good
MINUTES = 525_600.0


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a summary with the passage that it rests on: ``quote`` stands from ``start`` to ``end`` in the article's text
    as it was read; empty, from 0 to 0, where it rests on none.
    """

    text: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """The summary of one article: a row of what is written. ``note`` says what a reader has to know of it."""

    url: str
    title: str
    source: str
    published: datetime | None
    language: str
    headline: str
    summary: str
    words: int
    sentences: tuple[Quoted, ...]
    writer: str
    note: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that got no summary, and why; with the address and the title of its article, where it had one."""

    place: str
    reason: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of the input in their order; ``number`` counts parts from 1."""

    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a part: a row for each of its rows, of one kind or the other, and what went wrong with the writer."""

    number: int
    summaries: tuple[SummaryRow, ...]
    rejected: tuple[Rejected, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Summarizing:
    """Opens the writer of the settings, once for each worker. Its prompts count from ``folder``, the key of its server is in
    ``environment``. ConfigError where a server has a limit: it is one of a brief, and would hold for each part.
    """

    options: Settings = field(hash=False)
    folder: Path = Path()
    environment: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)

    def __post_init__(self) -> None:
        limits = [name for name in ("budget", "tokens") if getattr(self.options.server, name) is not None]
        if limits and self.options.writer.name == "server":
            remedy = f"take it out for this run: BRIEFING_SERVER_{limits[0].upper()}="
            raise ConfigError(f"server.{limits[0]} is a limit of a brief, and an archive is none", remedy)

    @cached_property
    def settings(self) -> str:
        """What its summaries depend on beside the articles: who writes, and to which length."""
        options = self.options
        who = (
            self._writer(Encoder(options.encoder.model)).identity
            or f"{options.writer.model_dump_json()} {options.server.model_dump_json()}"
        )
        return f"{who}, {options.brief.length}"

    def __call__(self) -> Callable[[Part], Finished]:
        encoder = Encoder(self.options.encoder.model)
        # a new writer each time, for what one part met with is nothing to the next; its model stays loaded
        return lambda part: _finished(part, self._writer(encoder), self.options.brief.length)

    def _writer(self, encoder: Encoder) -> Writer:
        """The writer of the settings, not loaded yet. It remembers nothing, for no article comes twice, and takes its time."""
        unhurried = self.options.writer.model_copy(update={"minutes": MINUTES})
        options = self.options.model_copy(update={"writer": unhurried})
        return writer_of(options, encoder, silent, self.folder, self.environment)


def _finished(part: Part, writer: Writer, length: Length) -> Finished:
    read = [readied(row) for row in part.rows]
    stories = [Story((each,)) for each in read if isinstance(each, Article)]
    remarks = [row.remark for row, each in zip(part.rows, read, strict=True) if isinstance(each, Article)]
    summaries = writer.summaries(stories, [length] * len(stories)) if stories else []
    rejected = tuple(each for each in read if isinstance(each, Rejected))
    return Finished(part.number, tuple(map(_row, summaries, remarks)), rejected, writer.problems)


def readied(row: Row) -> Article | Rejected:
    """The article as it is to be told, or why it cannot be."""
    if row.article is None:
        return Rejected(row.place, row.reason)
    if row.reason:
        return Rejected(row.place, row.reason, row.article.url, row.article.title)
    article = own_article(Entry(row.article.url, row.article))
    if article.missing:
        return Rejected(row.place, article.missing, article.url, article.title)
    return article


def _row(summary: Summary, remark: str) -> SummaryRow:
    (article,) = summary.story.articles
    failure = summary.writing.failure if summary.writing else ""
    return SummaryRow(
        url=article.url,
        title=article.title,
        source=article.source,
        published=article.published,
        language=article.language,
        headline=summary.headline,
        summary=summary.text,
        words=summary.words,
        sentences=tuple(map(_quoted, summary.sentences)),
        writer=summary.writer,
        note="; ".join(each for each in (summary.note, failure, remark) if each),
    )


def _quoted(sentence: Sentence) -> Quoted:
    if not sentence.citations:
        return Quoted(sentence.text, "", 0, 0)
    first = sentence.citations[0]
    return Quoted(sentence.text, first.quote, first.start, first.end)


def row_of(values: Mapping[str, Any]) -> SummaryRow:
    """A row as it was written."""
    published = values["published"] and datetime.fromisoformat(values["published"])
    return SummaryRow(
        **{**values, "published": published, "sentences": tuple(Quoted(**each) for each in values["sentences"])}
    )

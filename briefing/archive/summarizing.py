"""Articles to rows of summaries: what one worker does with one part of an archive, and nothing but the part decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from briefing.archive.admission import Admitted, Judged, Rejected
from briefing.config import Settings
from briefing.embed import Encoder
from briefing.errors import ConfigError, ModelError
from briefing.pipeline.progress import silent
from briefing.pipeline.writers import Writer, writer_of
from briefing.prompting import digest
from briefing.types import Length, Problem, Sentence, Story, Summary

# That a writer may take for a part: a year. A brief has to go out; rows that depended on how quick a computer is would be no good
MINUTES = 525_600.0
SILENT = 5  # articles of a part, from which on a model that answers for none of them is away; one may fail for its own sake. Chosen


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
class Part:
    """Some rows of the input in their order; ``number`` counts parts from 1."""

    number: int
    rows: tuple[Judged, ...]


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
        encoder, length = Encoder(self.options.encoder.model), self.options.brief.length
        return f"{self._writer(encoder).identity or self._wished(encoder)}, {length}"

    def _wished(self, encoder: Encoder) -> str:
        """What is known of a writer whose server has yet to name its model."""
        options = self.options
        prompts = digest(options.writer.own_prompts(self.folder))
        asked = f"{options.writer.model_dump_json()} {options.server.model_dump_json()} {options.brief.language}"
        return f"{asked} {prompts} {encoder.identity}"

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
    admitted = [each for each in part.rows if isinstance(each, Admitted)]
    stories = [Story((each.article,)) for each in admitted]
    summaries = writer.summaries(stories, [length] * len(stories)) if stories else []
    _expect_answers(summaries)
    rejected = tuple(each for each in part.rows if isinstance(each, Rejected))
    rows = tuple(_row(summary, each.remark) for summary, each in zip(summaries, admitted, strict=True))
    return Finished(part.number, rows, rejected, writer.problems)


def _expect_answers(summaries: Sequence[Summary]) -> None:
    """ModelError where a model is away: what it did not write is not finished, and the next run asks it again."""
    unheard = [each.writing for each in summaries if each.writing and each.writing.failure and not each.writing.draft]
    if len(unheard) >= SILENT and len(unheard) == len(summaries):
        what = f"the model has answered for none of {len(unheard)} articles: {unheard[0].failure}"
        raise ModelError(
            what, "see that it is there, and give the same command again: it goes on from what is finished"
        )


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

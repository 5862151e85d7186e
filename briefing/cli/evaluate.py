"""``briefing evaluate``: how good summaries are, against what people wrote; how well stories are found; a brief as it is."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.options import CONFIG, OUTPUT, Choices, length_options
from briefing.cli.reports import FORCE, check_reports, write_reports
from briefing.cli.screen import complain, line, progress
from briefing.cli.tables import show_table

if TYPE_CHECKING:
    from briefing.config import Settings
    from briefing.embed import Encoder
    from briefing.evaluate import Corpus, Report
    from briefing.look import Look
    from briefing.pipeline import Progress
    from briefing.types import Problem

FORMATS = ("html", "json")
BRIEF = ".json"  # the suffix of a brief; a corpus is JSON Lines
EPILOG = """\b
Examples:
  briefing evaluate corpus.jsonl.xz --words 45 --baseline
  briefing evaluate corpus.jsonl --writer extractive --writer chat --model smollm2 --stories 50
  briefing evaluate corpus.jsonl -o before.json
  briefing evaluate corpus.jsonl --against before.json -o report.html
  briefing evaluate brief.json                 what can be said of a brief as it is
\b
A row of a corpus is a story with its "articles" and a "summary" (perhaps a "headline"), or a "text" with its "references", or an
article with its "story". ROUGE and LexRank come with: pip install 'briefing[evaluate]'
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be measured: settings of each writer, whether baselines are, so many stories drawn by this seed, an earlier run."""

    settings: tuple[Settings, ...]
    folder: Path
    baseline: bool
    count: int | None
    seed: int
    against: str | None

    @property
    def first(self) -> Settings:
        return self.settings[0]


@click.command(short_help="Measure summaries, stories, or a brief.", epilog=EPILOG)
@click.argument("corpus", metavar="FILE")
@click.option("--writer", "writers", multiple=True, metavar="NAME", help="Who writes: extractive, seq2seq, chat, server; may be repeated.")  # fmt: skip
@click.option("--model", "models", multiple=True, metavar="NAME", help="The model behind it; of several writers, the next one that takes a model.")  # fmt: skip
@click.option(
    "--baseline", is_flag=True, help="Also the first sentences, LexRank, and the best choice there is (oracle)."
)
@click.option("--against", metavar="RUN.json", help="Compare with an earlier run's JSON, story by story.")
@click.option("--stories", "count", type=click.IntRange(1), metavar="N", help="Draw so many stories.  [default: all]")
@click.option("--seed", type=int, default=0, metavar="S", help="Which stories are drawn.  [default: 0]")
@OUTPUT
@FORCE
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Print JSON for a program."
)
@CONFIG
@length_options
def evaluate(
    corpus: str, writers: tuple[str, ...], models: tuple[str, ...], baseline: bool, against: str | None, count: int | None,
    seed: int, outputs: tuple[Path, ...], force: bool, format_: str, config: Path | None, length: str | None,
) -> None:  # fmt: skip
    """Measure writers on a corpus of stories that people summarised, the finding of stories, or a brief in JSON as it is.

    ROUGE and likeness to the references, length, compression, how much is copied, repetition, support, citations; seconds and memory.
    Each mean has a bootstrap interval, writers are compared story by story.
    """
    check_reports(outputs, FORMATS, force=force)
    given = {"--writer": writers, "--model": models, "--baseline": baseline, "--stories": count, "a length": length}
    choices = [Choices(config, _length(length) | each) for each in _written(writers, models)]
    wanted = Wanted(
        tuple(each.settings(optional=True) for each in choices), choices[0].folder, baseline, count, seed, against
    )
    with progress() as show:
        report, problems = _report(corpus, wanted, given, show)
    look = wanted.first.look_value(wanted.folder)
    _show(report, outputs, format_, look)
    complain((*report.problems, *problems), strict=False)


def _length(length: str | None) -> dict[str, Any]:
    return {"brief.length": length} if length else {}


def _written(writers: Sequence[str], models: Sequence[str]) -> list[dict[str, str]]:
    """The settings that each writer and its model stand for; those of the file where none is named."""
    if not writers:
        return [{"writer.model": model} for model in models] or [{}]
    left, found = list(models), list[dict[str, str]]()
    for name in writers:
        model = {"writer.model": left.pop(0)} if left and name != "extractive" else {}
        found.append({"writer.name": name, **model})
    if left:
        raise click.UsageError(
            f"no --writer takes the --model {left[0]}; give --writer chat, seq2seq or server with it"
        )
    if any(found.count(each) > 1 for each in found):
        raise click.UsageError("the same --writer is named twice")
    return found


def _report(location: str, wanted: Wanted, given: Mapping[str, Any], show: Progress) -> tuple[Report, list[Problem]]:
    """What is found, compared with the earlier run where one is named; and what went wrong with the models.

    ``given`` are the options that are for writers alone.
    """
    from briefing import evaluate

    earlier = evaluate.read_run(wanted.against) if wanted.against else None
    problems: list[Problem] = []
    if Path(location).suffix.lower() == BRIEF:
        _refuse(given, "a brief is measured as it is")
        report = evaluate.evaluate_brief(evaluate.read_brief(location), _encoder(wanted).encode)
    else:
        corpus = evaluate.read(location)
        if corpus.articles:
            _refuse({**given, "--against": wanted.against}, f"{corpus.name} has stories to find, and no summaries")
            return _clustered(corpus, wanted, show), problems
        if earlier:
            evaluate.expect_same(corpus.digest, earlier)
        report, problems = _told(corpus, wanted, show)
    return evaluate.against(report, earlier) if earlier else report, problems


def _refuse(given: Mapping[str, Any], why: str) -> None:
    """Refuse options that nothing would come of."""
    for name, value in given.items():
        if value:
            raise click.UsageError(f"{name} is for a corpus with summaries; {why}")


def _encoder(wanted: Wanted) -> Encoder:
    """Without a memory: what was encoded before would be no work to time."""
    from briefing.embed import Encoder

    return Encoder(wanted.first.encoder.model)


def _told(corpus: Corpus, wanted: Wanted, show: Progress) -> tuple[Report, list[Problem]]:
    from briefing import evaluate
    from briefing.pipeline import writer_of

    encoder = _encoder(wanted)
    made = [(_name(each), writer_of(each, encoder, show, wanted.folder, os.environ)) for each in wanted.settings]
    contenders = [evaluate.contender(name, writer) for name, writer in made]
    contenders += evaluate.baselines() if wanted.baseline else []
    chosen = corpus.sampled(wanted.count, wanted.seed)
    report = evaluate.evaluate(chosen, contenders, wanted.first.brief.length, encoder.encode, show)
    return report, [problem for _, writer in made for problem in writer.problems]


def _name(settings: Settings) -> str:
    return f"{settings.writer.name} {settings.writer.model}".strip()


def _clustered(corpus: Corpus, wanted: Wanted, show: Progress) -> Report:
    from briefing import evaluate, pipeline

    encoder = _encoder(wanted)
    return evaluate.evaluate_clustering(
        corpus, lambda articles: pipeline.cluster(articles, wanted.first, encoder, show)
    )


def _show(report: Report, outputs: Sequence[Path], format_: str, look: Look) -> None:
    """Files, then the screen."""
    from briefing.evaluate import as_json, page, tables

    told = json.dumps(as_json(report), ensure_ascii=False, indent=1)
    write_reports(outputs, {"html": lambda: page.html(report, look), "json": f"{told}\n".encode})
    if format_ == "json":
        click.echo(told)
        return
    for table in tables.tables(report):
        line(table.caption)
        show_table(table.heads, table.rows)
        line("")
    for each in tables.footing(report):
        line(each)

"""``briefing summarize``: articles to summaries, without a brief around them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from briefing.cli.explaining import tell_how
from briefing.cli.options import CONFIG, EXPLAIN, STRICT, Choices, length_options, writer_options
from briefing.cli.screen import complain, expect_format, show_summaries, working

EPILOG = """\b
Examples:
  briefing summarize https://example.org/article --words 60
  briefing summarize a.html b.html c.html --together --sentences 3
  briefing summarize news/ --writer chat --model smollm2 --explain
  cat letter.txt | briefing summarize - --minutes 0.5 --format json
"""


@click.command(short_help="Summarise articles without a brief.", epilog=EPILOG)
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@click.option("--source", "names", multiple=True, metavar="NAME", help="A source of briefing.toml; may be repeated.")
@click.option("--allow", multiple=True, metavar="HOST", help="A host on a private network that may be fetched from.")
@CONFIG
@click.option("--together", is_flag=True, help="All articles are one story and get one summary.")
@click.option("--format", "format_", metavar="FORMAT", help="Print in this format: md, txt or json.")
@STRICT
@EXPLAIN
@writer_options
@length_options
def summarize(
    inputs: tuple[str, ...],
    names: tuple[str, ...],
    allow: tuple[str, ...],
    config: Path | None,
    together: bool,
    format_: str | None,
    strict: bool,
    explain: bool,
    written: dict[str, Any],
    length: str | None,
) -> None:
    """Summarise addresses, files, folders, presets (reddit:worldnews), standard input (-), or sources of briefing.toml."""
    from briefing import pipeline
    from briefing.errors import InputError
    from briefing.render import SUMMARY_FORMATS
    from briefing.types import Story

    expect_format(format_, SUMMARY_FORMATS)
    if not inputs and not names:
        raise click.UsageError("name an input, or a source of briefing.toml by --source")
    choices = Choices(config, written | ({"brief.length": length} if length else {}))
    settings = choices.settings(optional=not names)
    followed = choices.sources(settings, os.environ, names) if names else []
    articles = pipeline.read_articles(*inputs, *followed, allow=allow)
    if not articles:
        raise InputError(
            "there is nothing to summarise", "; ".join(map(str, articles.problems[:3])) or "name an article"
        )
    stories = [Story(tuple(articles))] if together else [Story((article,)) for article in articles]
    with working() as show, pipeline.opened_desk(settings, choices.path, show, os.environ) as desk:
        summaries = desk.writer.summaries(stories, [settings.brief.length] * len(stories))
        problems = (*articles.problems, *desk.writer.problems)
    show_summaries(summaries, format_, settings.own_templates(choices.folder), desk.writer.card)
    if explain:
        tell_how(summaries)
    complain(problems, strict)

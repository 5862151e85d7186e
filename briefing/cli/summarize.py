"""``briefing summarize``: articles to summaries, without a brief around them."""

from __future__ import annotations

import click

from briefing.cli.options import FORMAT, STRICT, Choices, length_options
from briefing.cli.screen import complain, expect_format, progress, show_summaries

EPILOG = """\b
Examples:
  briefing summarize https://example.org/article --words 60
  briefing summarize a.html b.html c.html --together --sentences 3
  cat letter.txt | briefing summarize - --minutes 0.5 --format json
"""


@click.command(short_help="Summarise articles without a brief.", epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--together", is_flag=True, help="All articles are one story and get one summary.")
@FORMAT
@STRICT
@length_options
def summarize(inputs: tuple[str, ...], together: bool, format_: str | None, strict: bool, length: str | None) -> None:
    """Summarise addresses, files, folders, or standard input (-)."""
    from briefing import pipeline
    from briefing.errors import InputError
    from briefing.render import SUMMARY_FORMATS
    from briefing.types import Story

    expect_format(format_, SUMMARY_FORMATS)
    settings = Choices(None, {"brief.length": length} if length else {}).settings(optional=True)
    articles = pipeline.read_articles(*inputs)
    if not articles:
        raise InputError(
            "there is nothing to summarise", "; ".join(map(str, articles.problems[:3])) or "name an article"
        )
    stories = [Story(tuple(articles))] if together else [Story((article,)) for article in articles]
    with progress() as show, pipeline.encoder_of(settings) as encoder:
        summaries = pipeline.summarize(stories, settings.brief.length, settings.writer.name, encoder, show)
    show_summaries(summaries, format_)
    complain(articles.problems, strict)

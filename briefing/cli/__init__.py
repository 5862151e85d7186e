"""The command line: each command translates options into one call and prints what comes back."""

from __future__ import annotations

from typing import Any

import click

from briefing.cli.archive import archive
from briefing.cli.demo import demo
from briefing.cli.doctor import doctor
from briefing.cli.evaluate import evaluate
from briefing.cli.fetch import fetch
from briefing.cli.init import init
from briefing.cli.make import make
from briefing.cli.preview import preview
from briefing.cli.prompts import prompts
from briefing.cli.recipients import recipients
from briefing.cli.run import run
from briefing.cli.schedule import schedule
from briefing.cli.send import send
from briefing.cli.sources import sources
from briefing.cli.stories import stories
from briefing.cli.summarize import summarize
from briefing.cli.taste import interests, less, more
from briefing.cli.templates import templates
from briefing.cli.tune import tune
from briefing.cli.why import why
from briefing.errors import BriefingError

EPILOG = """\b
Examples:
  briefing demo                                   see what it does; nothing to configure
  briefing init && briefing run                   a brief of your own sources
  briefing make --from corpus.jsonl -o brief.html a brief of articles in a file
  briefing summarize https://… --words 60         one article, short
\b
Completion in the shell: add to ~/.bashrc (zsh and fish likewise)
  eval "$(_BRIEFING_COMPLETE=bash_source briefing)"
"""


class Cli(click.Group):
    """Turns our errors into a message and exit status 1, in one place. A bug keeps its traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BriefingError as error:
            from briefing.text import one_line

            raise click.ClickException(one_line(str(error))) from error


@click.group(cls=Cli, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="briefing", message="briefing %(version)s")
def main() -> None:
    """Make a news brief: find the stories in what you follow, summarise them to length, cite every sentence."""


for command in (
    demo,
    init,
    run,
    fetch,
    make,
    send,
    summarize,
    sources,
    recipients,
    templates,
    prompts,
    stories,
    why,
    more,
    less,
    interests,
    archive,
    tune,
    evaluate,
    preview,
    schedule,
    doctor,
):
    main.add_command(command)

"""``briefing run``: fetch, make, render, write, send: the line for cron."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.explaining import tell_how
from briefing.cli.fetch import summary
from briefing.cli.options import EXPLAIN, FORMAT, OUTPUT, STRICT, Choices, brief_options
from briefing.cli.post import finish, is_held_back, post_of, tell_owner, telling
from briefing.cli.screen import complain, expect_format, line, page_format, show, working, written

if TYPE_CHECKING:
    from briefing.config import Settings
    from briefing.look import Look
    from briefing.pipeline import Desk
    from briefing.store import Store
    from briefing.types import Brief, Delivery, Problem, Recipient, Source

EPILOG = """\b
Examples:
  briefing run                       as briefing.toml says
  briefing run -o today.md           this file in place of those of briefing.toml
  briefing run --no-send             write the files, send nothing
  briefing run --dry-run             what would be read, written and sent
"""


@click.command(short_help="Fetch, make, write and send the brief: for cron.", epilog=EPILOG)
@OUTPUT
@FORMAT
@click.option("--no-send", is_flag=True, help="Send nothing to the recipients.")
@click.option("--dry-run", is_flag=True, help="Say what would be read, written and sent, and do nothing.")
@STRICT
@EXPLAIN
@brief_options
def run(
    outputs: tuple[Path, ...],
    format_: str | None,
    no_send: bool,
    dry_run: bool,
    strict: bool,
    explain: bool,
    choices: Choices,
) -> None:
    """Read the sources of briefing.toml, make the brief, write it, and send it to the recipients, each of them once."""
    from briefing import pipeline

    settings = choices.settings()
    sources = choices.sources(settings, os.environ)
    patterns = {} if outputs or format_ else _patterns(settings, choices.folder)
    recipients = [] if no_send else settings.recipient_values(choices.folder, os.environ)
    expect_format(format_)
    if dry_run:
        line(settings.brief.edition, "would make   ")
        _say(sources, outputs or tuple(patterns), recipients)
        return
    now = pipeline.local(None, settings)
    try:
        morning = Morning(settings, choices.path, outputs, patterns, format_, recipients, explain)
        problems = morning.run(sources)
    except Exception as error:
        tell_owner(error, settings, choices.path, sources, now)
        raise
    if strict:
        complain(problems, strict, quiet=bool(outputs or patterns))


@dataclass
class Morning:
    """One run by the settings in the file ``path``, from the sources to the mailboxes.

    What fails of the files costs no mail, and the other way round.
    """

    settings: Settings
    path: Path
    outputs: Sequence[Path]
    patterns: dict[Path, str]
    format: str | None
    recipients: Sequence[Recipient]
    explain: bool = False
    problems: list[Problem] = field(default_factory=list)

    def run(self, sources: Sequence[Source]) -> Sequence[Problem]:
        """All of it; what went wrong on the way and cost no form of the brief."""
        from briefing import deliver, pipeline
        from briefing.errors import OutputError

        look = self.settings.look_value(self.path.parent)
        try:
            deliver.check(self.outputs or self.patterns, self.patterns)
        except OutputError:
            if not self.recipients:  # else whoever waits for a mail gets it, and the files' turn tells of it
                raise
        with pipeline.opened_desk(self.settings, self.path, environment=os.environ) as desk:
            with working() as shown:
                brief = self._made(sources, replace(desk, progress=shown))
            self.problems += brief.problems
            steps = [lambda: self._write(brief, look, desk)]
            steps += [lambda: self._send(brief, look, desk.store)] * bool(self.recipients)
            try:
                _all(steps)
            finally:
                if self.outputs or self.patterns:
                    complain(self.problems, strict=False)
                if self.explain:
                    tell_how(brief)
        return self.problems

    def _made(self, sources: Sequence[Source], desk: Desk) -> Brief:
        """The brief of what the sources have now."""
        from briefing import pipeline

        now = pipeline.local(None, self.settings)
        articles, updates = pipeline.gathered(desk, sources, now, processes=os.cpu_count() or 1)
        brief = pipeline.illustrated(desk, pipeline.surely(desk, now, articles), sources)
        line(f"{summary(updates)}.", err=True)
        return brief

    def _write(self, brief: Brief, look: Look, desk: Desk) -> None:
        """The files, and what is wanted on the screen."""
        from briefing import deliver

        deliver.check(self.outputs or self.patterns, self.patterns)
        for path, pattern in self.patterns.items():
            deliver.make_folder(path, pattern)
        files = [
            (path, self._rendered(brief, deliver.format_of(path), look, deliver.before(path)))
            for path in self.outputs or self.patterns
        ]
        wanted = self.format or ("" if files or self.recipients else page_format())
        shown = self._rendered(brief, wanted, look) if wanted else None
        written(brief, files)
        if files:  # before anything else can fail: the reader has it
            desk.shown(brief)
        if shown is not None:
            show(shown, as_page=not self.format)
            desk.shown(brief)
        for path, pattern in self.patterns.items() if self.settings.output.latest else ():
            deliver.link_latest(path, pattern)

    def _rendered(self, brief: Brief, format_: str, look: Look, earlier: bytes = b"") -> bytes:
        from briefing.render import surely

        content, met = surely(brief, format_, look, earlier)
        self.problems += [problem for problem in met if problem not in self.problems]
        return content

    def _send(self, brief: Brief, look: Look, store: Store) -> None:
        from briefing.send import send

        if is_held_back(brief, self.settings):
            return
        handed: list[Delivery] = []
        post = post_of(store, self.settings, self.path, self.recipients)
        deliveries, met = send(brief, look, post, telling(handed))
        self.problems += [problem for problem in met if problem not in self.problems]
        finish(deliveries, handed)


def _all(steps: Sequence[Callable[[], None]]) -> None:
    """Each step, also after one that failed; the last error is raised, those before it are said."""
    from briefing.errors import BriefingError

    failed: BriefingError | None = None
    for step in steps:
        try:
            step()
        except BriefingError as error:
            if failed:
                line(f"Error: {failed}", err=True)
            failed = error
    if failed:
        raise failed


def _patterns(settings: Settings, folder: Path) -> dict[Path, str]:
    """The files of briefing.toml as they are called today, with the patterns that name them."""
    from briefing import deliver, pipeline

    today = settings.edition_value().day(pipeline.local(None, settings))
    return {folder / deliver.expand(name, today, settings.brief.edition): name for name in settings.output.files}


def _say(sources: Sequence[Source], outputs: Sequence[Path], recipients: Sequence[Recipient]) -> None:
    """What a run would do."""
    for source in sources:
        line(source.label, "would read   ")
    for path in outputs:
        line(f"{path}" + " (replacing it)" * path.exists(), "would write  ")
    for recipient in recipients:
        line(recipient.label, "would send   ")

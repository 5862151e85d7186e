"""``--explain``, ``--writer`` and ``--model``: what a model wrote and no reader gets, said on the terminal; who writes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from briefing.cli.explaining import NO_MODEL, explanation, tell_how
from briefing.cli.options import Choices, brief_options
from briefing.config import WriterSettings
from briefing.demo import NEWSROOM
from briefing.render.awkward import ATTACK
from briefing.render.specimens import specimens
from briefing.text import CONTROL
from briefing.types import Brief, ModelCard, Removed, Section, Summary, Writing

if TYPE_CHECKING:
    from conftest import Run

PLAIN = specimens()["one story"]
STORY = PLAIN.summaries[0]
REMOVED = (
    Removed("It cost 9 million.", "no article has 9 million", "It took 7 hours."),
    Removed("Nobody came.", "no article says so"),
)


def told(summary: Summary | Brief) -> list[str]:
    return [each.indent + each.text for each in explanation(summary if isinstance(summary, Brief) else [summary])]


def written(*removed: Removed, **how: Any) -> Summary:
    return replace(STORY, writing=Writing("A draft.", removed, **how))


def test_each_sentence_that_went_is_told_with_its_reason() -> None:
    """Under the story's headline: what was taken out, why, and what stands instead; then the length, then the counts."""
    *lines, last = told(written(*REMOVED, cut=1, filled=2, prompt_tokens=400, new_tokens=60))
    assert lines == [
        "Aldmoor votes at last",
        "  taken out: It cost 9 million. (no article has 9 million)",
        "    instead: It took 7 hours.",
        "  taken out: Nobody came. (no article says so)",
        "    instead: nothing",
        "  to keep the length: 1 sentence left out, 2 of the articles' own added",
    ]
    assert last == (
        "A model was asked for 1 story: 3 sentences checked, 2 taken out; 0 of 1 story told in the articles' own words;"
        " to keep the length: 1 sentence left out, 2 of the articles' own added; 400 tokens read, 60 written."
    )


def test_a_story_that_holds_says_so() -> None:
    """Where nothing was taken out, how many sentences were checked is said, and nothing of the length that was kept."""
    assert told(written())[:2] == ["Aldmoor votes at last", "  nothing was taken out: 3 sentences checked"]
    assert told(written())[2].endswith("to keep the length: nothing was left out or added; 0 tokens read, 0 written.")


def test_a_story_that_fell_back_says_why() -> None:
    """With what was taken out before, if anything was."""
    assert told(written(REMOVED[1], failure="the model ran out of memory"))[1:4] == [
        "  taken out: Nobody came. (no article says so)",
        "    instead: nothing",
        "  told in the articles' own words: the model ran out of memory",
    ]
    assert told(written(failure="it failed"))[1] == "  told in the articles' own words: it failed"


def test_the_day_at_a_glance_comes_first() -> None:
    """Of a brief the overview is explained too, and stories that no model was asked for are left out."""
    brief = replace(PLAIN, sections=(Section("", (STORY, written())),), overview=STORY.sentences[:1], glance=Writing())
    lines = told(brief)
    assert lines[:2] == ["The day at a glance", "  nothing was taken out: 1 sentence checked"]
    assert lines.count("Aldmoor votes at last") == 1
    assert lines[-1].startswith("A model was asked for 1 story: 4 sentences checked, 0 taken out;")


def test_a_brief_of_the_articles_own_sentences_says_that() -> None:
    """One line where no model was asked; where one is set and nothing was to be written, the counts alone."""
    assert told(PLAIN) == told(STORY) == [NO_MODEL]
    (line,) = told(replace(PLAIN, model=ModelCard("chat", "tiny")))
    assert line.startswith("A model was asked for 0 stories: 0 sentences checked, 0 taken out;")


def test_nothing_moves_the_cursor_of_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Hostile texts of a model, a reason and a headline come out as letters, each on its line, on stderr alone."""
    tell_how([replace(written(Removed(ATTACK, ATTACK, ATTACK), failure=ATTACK), headline=ATTACK)])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 5
    assert not [line for line in printed.err.splitlines() if CONTROL.search(line)]
    assert printed.err.count("[2J") == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ("make", "--from", str(NEWSROOM), "--date", "2026-10-15T06:00"),
        ("summarize", str(NEWSROOM)),
        ("demo", "--to", "there"),
        ("run", "-o", "brief.md"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_each_command_explains_on_stderr(run: Run, elsewhere: Path, arguments: tuple[str, ...]) -> None:
    """After the work; what is on stdout is the same as without it."""
    (elsewhere / "briefing.toml").write_text(f'[brief]\ntime_zone = "UTC"\nmax_age = 36500\n[[sources]]\nlocation = "{NEWSROOM}"\n', encoding="utf-8")  # fmt: skip
    again = ("--force",) if arguments[0] == "demo" else ()
    plain, explained = run(*arguments, *again), run(*arguments, *again, "--explain")
    assert explained.exit_code == plain.exit_code == 0, explained.stderr
    assert NO_MODEL not in plain.output
    assert explained.stderr.splitlines().count(NO_MODEL) == 1
    if arguments[0] != "run":  # whose second run has nothing new
        assert explained.stdout == plain.stdout


def test_strictness_costs_no_explanation(run: Run) -> None:
    """It is told also where problems make the command end otherwise."""
    done = run("make", "--from", str(NEWSROOM), "--explain", "--strict", "-o", "brief.md")
    assert done.exit_code == 3
    assert NO_MODEL in done.stderr


@click.command()
@brief_options
def show_writer(choices: Choices) -> None:
    writer = choices.settings(optional=True).writer
    click.echo(f"{writer.name} {writer.model}")


def chosen(*arguments: str) -> str:
    done = CliRunner().invoke(show_writer, arguments)
    return done.output.strip()


def test_flags_choose_who_writes(elsewhere: Path) -> None:
    """``--writer`` and ``--model`` go before the file, however that names its writer."""
    default = WriterSettings()
    assert chosen() == f"{default.name} {default.model}".strip()
    assert chosen("--writer", "chat", "--model", "smollm2") == "chat smollm2"
    file = elsewhere / "briefing.toml"
    for text in ('writer = "server"\nmodel = "big"\n', '[writer]\nname = "server"\nmodel = "big"\n'):
        file.write_text(text, encoding="utf-8")
        assert chosen() == "server big"
        assert chosen("--writer", "chat") == "chat big"
        assert chosen("--model", "small") == "server small"
        assert chosen("--writer", "extractive") == "extractive big"
    file.write_text('model = "big"\n', encoding="utf-8")
    assert chosen("--writer", "chat") == "chat big"


def test_the_environment_chooses_too(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """BRIEFING_WRITER_NAME goes before a file that names its writer in one line."""
    (elsewhere / "briefing.toml").write_text('writer = "server"\n', encoding="utf-8")
    monkeypatch.setenv("BRIEFING_WRITER_NAME", "chat")
    assert chosen("--model", "smollm2") == "chat smollm2"


def test_a_model_that_nobody_would_ask_is_refused(run: Run) -> None:
    """``--model`` alone, where the extractive writer is set, says what is missing."""
    for arguments in (("make", "--from", str(NEWSROOM)), ("summarize", str(NEWSROOM)), ("demo",)):
        done = run(*arguments, "--model", "smollm2")
        assert done.exit_code == 2
        assert "give --writer chat, seq2seq or server with it" in done.stderr


@pytest.mark.parametrize("arguments", [("make", "--from", str(NEWSROOM)), ("summarize", str(NEWSROOM)), ("demo",)], ids=lambda each: each[0])  # fmt: skip
def test_a_writer_that_there_is_not_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    """The flag reaches those who write: an unknown name is an error that names it."""
    done = run(*arguments, "--writer", "quill")
    assert done.exit_code == 1
    assert 'there is no writer "quill"' in done.stderr

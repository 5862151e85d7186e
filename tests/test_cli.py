"""The command line: what it prints where, what it writes, and how it ends."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import Result

import briefing
from briefing.cli import main
from briefing.cli.screen import progress
from briefing.config import Settings, settings
from briefing.templating import FORMATS

if TYPE_CHECKING:
    from conftest import Run, Server

pytestmark = pytest.mark.usefixtures("elsewhere")

WALL = (
    "The council voted on Tuesday to rebuild the harbour wall. The work will cost 4.2 million crowns and take two years. "
    "Mayor Ina Brandt said the first stones would be laid in spring. Opponents had asked for a cheaper barrier of sand."
)
COMET = (
    "Astronomers have found a comet with two tails beyond the orbit of Saturn. "
    "The comet was seen first by a school class in Pell. Nobody knows yet how often it returns to the sun."
)
ROWS = (
    {"url": "https://a.example/wall", "title": "Council votes to rebuild harbour wall", "text": WALL, "source": "A"},
    {"url": "https://b.example/comet", "title": "Comet with two tails found", "text": COMET, "source": "B"},
)
FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour Post</title>
<item><title>Council votes to rebuild harbour wall</title><link>https://post.example/wall</link>
<description>{WALL}</description></item></channel></rss>"""


@pytest.fixture
def corpus(elsewhere: Path) -> str:
    """A corpus of two articles in the folder that commands run in."""
    (elsewhere / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return "news.jsonl"


def written(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def configure(folder: Path, text: str) -> None:
    (folder / "briefing.toml").write_text(text, encoding="utf-8")


SOURCE = '\n[[sources]]\nlocation = "news.jsonl"\n'


@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_explains_with_examples(run: Run, command: str) -> None:
    """Every command has a help page with what it does, its options and lines to copy."""
    done = run(*filter(None, [command]), "--help")
    assert done.exit_code == 0
    assert "Examples:" in done.stdout
    assert re.search(rf"^ +briefing {command}", done.stdout, re.MULTILINE)
    assert run(*filter(None, [command]), "-h").stdout == done.stdout


def every_command(group: click.Group = main) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from every_command(command)


@pytest.mark.parametrize("command", list(every_command()), ids=str)
def test_every_command_and_option_says_what_it_does(command: click.Command) -> None:
    """Nothing stands in the help without a word, in groups neither."""
    assert command.help
    assert not [option.name for option in command.params if isinstance(option, click.Option) and not option.help]


def test_the_commands_are_those_of_the_design() -> None:
    """There are these twenty-two."""
    assert set(main.commands) == {
        "archive", "demo", "doctor", "evaluate", "fetch", "init", "interests", "less", "make", "more", "preview", "prompts", "recipients", "run", "schedule", "send", "sources",
        "stories", "summarize", "templates", "tune", "why",
    }  # fmt: skip


def test_the_version_is_that_of_the_package(run: Run) -> None:
    """``--version`` names the program and its version."""
    assert run("--version").stdout == f"briefing {version('briefing')}\n"
    assert briefing.__version__ == version("briefing")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_can_complete(run: Run, shell: str) -> None:
    """The completion script is what the help says to evaluate."""
    done = run(_BRIEFING_COMPLETE=f"{shell}_source")
    assert done.exit_code == 0
    assert "_briefing_completion" in done.stdout


def test_completion_knows_the_commands(run: Run) -> None:
    """After ``briefing s`` the shell offers what begins with it."""
    done = run(_BRIEFING_COMPLETE="bash_complete", COMP_WORDS="briefing s", COMP_CWORD="1")
    assert done.stdout.split() == ["plain,schedule", "plain,send", "plain,sources", "plain,stories", "plain,summarize"]


def test_the_demo_prints_a_brief_and_writes_four_files(run: Run, elsewhere: Path) -> None:
    """With nothing configured, the newsroom's brief stands on the screen and in the folder."""
    done = run("demo")
    assert done.exit_code == 0
    assert "THE AVERLAND MORNING" in done.stdout
    assert written(elsewhere) == {"brief.html", "brief.pdf", "brief.md", "brief.json"}
    assert "Open " in done.stderr
    assert str((elsewhere / "brief.html").resolve()) in done.stderr
    assert json.loads((elsewhere / "brief.json").read_text(encoding="utf-8"))["title"] == "The Averland Morning"


def test_the_demo_makes_its_folder(run: Run, elsewhere: Path) -> None:
    """The example of its help works as it stands: the folder need not be there."""
    assert run("demo", "--to", "a/b").exit_code == 0
    assert (elsewhere / "a" / "b" / "brief.html").exists()


def test_the_demo_asks_before_it_replaces(run: Run, elsewhere: Path) -> None:
    """A file of that name stays unless somebody says yes, or ``--force``."""
    (elsewhere / "brief.md").write_text("mine", encoding="utf-8")
    for answer in ("n\n", ""):
        refused = run("demo", input=answer)
        assert refused.exit_code == 1
        assert "Replace" in refused.stderr
        assert written(elsewhere) == {"brief.md"}
    assert (elsewhere / "brief.md").read_text(encoding="utf-8") == "mine"
    assert run("demo", input="y\n").exit_code == 0
    (elsewhere / "brief.md").write_text("mine", encoding="utf-8")
    assert run("demo", "--force").exit_code == 0
    assert (elsewhere / "brief.md").read_text(encoding="utf-8") != "mine"


def test_init_writes_a_file_that_works(run: Run, elsewhere: Path) -> None:
    """The file is good TOML with starter feeds and otherwise the defaults; a new folder is made for it."""
    for folder in ((), ("deep/er",)):
        done = run("init", *folder)
        assert done.exit_code == 0
        path = elsewhere.joinpath(*folder, "briefing.toml")
        assert "briefing run" in done.stdout
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        assert len(values.pop("sources")) >= 3
        assert settings(values) == Settings()
    assert run("run", "--dry-run").exit_code == 0


def test_init_never_overwrites(run: Run, elsewhere: Path) -> None:
    """A file that is there stays as it is."""
    configure(elsewhere, "# mine\n")
    done = run("init")
    assert done.exit_code == 1
    assert "is there already" in done.stderr
    assert (elsewhere / "briefing.toml").read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize("suffix", FORMATS)
def test_make_writes_the_format_of_the_suffix(run: Run, elsewhere: Path, corpus: str, suffix: str) -> None:
    """``-o brief.md`` writes Markdown, and says so on stderr alone."""
    done = run("make", "--from", corpus, "-o", f"brief.{suffix}")
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"Wrote brief.{suffix}" in done.stderr
    assert "2 stories from 2 articles" in done.stderr
    beginnings = {
        "html": b"<!doctype", "md": b"# ", "txt": b"THE MORNING", "json": b"{", "pdf": b"%PDF", "epub": b"PK", "eml": b"From: ",
        "atom": b"<?xml",
    }  # fmt: skip
    assert (elsewhere / f"brief.{suffix}").read_bytes().startswith(beginnings[suffix])


def test_make_writes_several_files_at_once(run: Run, elsewhere: Path, corpus: str) -> None:
    """``-o`` may be repeated, and ``--format`` prints besides."""
    done = run(
        "make", "--from", corpus, *(word for suffix in FORMATS for word in ("-o", f"b.{suffix}")), "--format", "txt"
    )
    assert done.exit_code == 0
    assert written(elsewhere) == {corpus, *(f"b.{suffix}" for suffix in FORMATS)}
    assert done.stdout == (elsewhere / "b.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("make", "--from"), ("summarize",)], ids=" ".join)
def test_json_for_pipes_is_all_there_is(run: Run, corpus: str, arguments: tuple[str, ...]) -> None:
    """On stdout stands one JSON document and nothing else; on stderr nothing at all."""
    done = run(*arguments, corpus, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout)["version"] == 1


def test_a_pipe_gets_text_and_no_progress(run: Run, corpus: str) -> None:
    """Without a terminal the brief is plain text, with no escape sequence and no bar anywhere."""
    done = run("make", "--from", corpus)
    assert done.stdout.startswith("THE MORNING BRIEF")
    assert done.stderr == ""
    assert "\x1b" not in done.output


def test_standard_input_is_a_file_like_any_other(run: Run, elsewhere: Path, corpus: str) -> None:
    """``-`` reads a corpus, or a text, from a pipe."""
    content = (elsewhere / corpus).read_bytes()
    made = run("make", "--from", "-", "--format", "json", input=content)
    assert json.loads(made.stdout)["articles_read"] == 2
    (summary,) = json.loads(run("summarize", "-", "--format", "json", input=WALL).stdout)["summaries"]
    assert summary["sentences"][0]["text"] in WALL


def test_the_date_of_a_brief_can_be_given(run: Run, corpus: str) -> None:
    """``--date`` is the time that the brief speaks from."""
    done = run("make", "--from", corpus, "--date", "2026-10-15T06:00:00", "--format", "json")
    assert datetime.fromisoformat(json.loads(done.stdout)["date"]) == datetime(2026, 10, 15, 6).astimezone()


def test_make_looks_at_no_network(run: Run, elsewhere: Path, corpus: str, server: Server) -> None:
    """Of the sources in the file, ``make`` reads files alone; ``run`` reads the feeds too."""
    url = server.serve("/feed.xml", FEED, "application/rss+xml")
    configure(
        elsewhere, f'{SOURCE}\n[[sources]]\nlocation = "{url}"\nname = "Post"\nallow = ["127.0.0.1"]\nbody = "feed"\n'
    )
    assert json.loads(run("make", "--format", "json").stdout)["articles_read"] == 2
    assert server.paths == []
    assert json.loads(run("run", "--format", "json").stdout)["articles_read"] == 3
    assert len(server.paths) == 1


def test_run_does_what_the_file_says(run: Run, elsewhere: Path, corpus: str, server: Server) -> None:
    """Sources are read, and the files named in it are written beside it, from whatever folder it is called."""
    url = server.serve("/feed.xml", FEED, "application/rss+xml")
    text = f'[output]\nfiles = ["a.html", "a.json"]\n{SOURCE}\n[[sources]]\nlocation = "{url}"\nsection = "Town"\nallow = ["127.0.0.1"]\nbody = "feed"\n'
    (elsewhere / "briefs").mkdir()
    (elsewhere / corpus).rename(elsewhere / "briefs" / corpus)
    configure(elsewhere / "briefs", text)
    done = run("run", "-c", "briefs/briefing.toml")
    assert (done.exit_code, done.stdout) == (0, "")
    assert written(elsewhere) == {f"briefs/{name}" for name in ("briefing.toml", corpus, "a.html", "a.json")}
    data = json.loads((elsewhere / "briefs" / "a.json").read_text(encoding="utf-8"))
    wall = next(each for section in data["sections"] for each in section["summaries"] if "wall" in each["headline"])
    assert set(wall["outlets"]) == {"A", "Harbour Post"}


def test_a_dead_feed_costs_a_problem_and_not_the_brief(run: Run, elsewhere: Path, corpus: str, server: Server) -> None:
    """The brief is made without it, says so, and ends well; with ``--strict`` the exit status is 3, however it is shown."""
    configure(
        elsewhere,
        f'{SOURCE}\n[[sources]]\nlocation = "{server.url("/gone.xml")}"\nallow = ["127.0.0.1"]\nbody = "feed"\n',
    )
    done = run("run", "-o", "b.txt")
    assert done.exit_code == 0
    assert "Problem: " in done.stderr
    assert "404" in done.stderr
    assert "404" in (elsewhere / "b.txt").read_text(encoding="utf-8")
    printed, saved = run("run", "--strict", "--format", "json"), run("run", "--strict", "-o", "b.json")
    for strict, brief in ((printed, printed.stdout), (saved, (elsewhere / "b.json").read_text(encoding="utf-8"))):
        assert strict.exit_code == 3
        assert "404" in strict.stderr
        assert len(json.loads(brief)["problems"]) == 1


def test_strictness_is_content_where_all_went_well(run: Run, corpus: str) -> None:
    """Without problems ``--strict`` changes nothing."""
    assert run("make", "--from", corpus, "--strict", "-o", "b.md").exit_code == 0
    assert run("summarize", corpus, "--strict").exit_code == 0


def test_strict_summaries_tell_their_problems(run: Run, elsewhere: Path, corpus: str) -> None:
    """A line that is no article is told on stderr; the other summaries are there."""
    with (elsewhere / corpus).open("a", encoding="utf-8") as lines:
        lines.write("{}\n")
    done = run("summarize", corpus, "--strict", "--format", "json")
    assert done.exit_code == 3
    assert f"{corpus}:3" in done.stderr
    assert len(json.loads(done.stdout)["summaries"]) == 2


def test_a_dry_run_does_nothing(run: Run, elsewhere: Path, corpus: str, server: Server) -> None:
    """What would be read and written is named, and neither is done."""
    configure(elsewhere, f'{SOURCE}\n[[sources]]\nlocation = "{server.url("/feed.xml")}"\nname = "Post"\n')
    before = written(elsewhere)
    done = run("run", "--dry-run", "-o", "b.md")
    assert done.exit_code == 0
    assert all(word in done.stdout for word in ("news.jsonl", "Post", "b.md"))
    assert written(elsewhere) == before
    assert server.paths == []


@pytest.mark.parametrize(
    ("option", "sentences", "words"),
    [(("--sentences", "2"), 2, None), (("--words", "11"), None, 11), (("--minutes", "0.05"), None, 12)],
    ids=str,
)
def test_summarize_keeps_the_length(
    run: Run, corpus: str, option: tuple[str, ...], sentences: int | None, words: int | None
) -> None:
    """Words, sentences and minutes are obeyed for each article."""
    for summary in json.loads(run("summarize", corpus, *option, "--format", "json").stdout)["summaries"]:
        assert sentences is None or summary["length"]["sentences"] == sentences
        assert words is None or abs(summary["length"]["words"] - words) <= 0.15 * words


def test_summarize_together_makes_one_story(run: Run, corpus: str) -> None:
    """``--together`` gives one summary of all articles; without it each has its own."""
    data = json.loads(run("summarize", corpus, "--together", "--format", "json").stdout)
    (summary,) = data["summaries"]
    assert summary["outlets"] == ["A", "B"]
    assert len(json.loads(run("summarize", corpus, "--format", "json").stdout)["summaries"]) == 2


def test_summarize_prints_text_and_links(run: Run, corpus: str) -> None:
    """In a pipe stand headline, sentences and address; as Markdown the citations are links."""
    done = run("summarize", corpus, "--words", "20")
    assert "Council votes to rebuild harbour wall" in done.stdout
    assert "https://a.example/wall" in done.stdout
    assert "#:~:text=" in run("summarize", corpus, "--format", "md").stdout


def asked(result: Result) -> dict[str, object]:
    data: dict[str, object] = json.loads(result.stdout)
    assert isinstance(data["length"], dict)
    return {"title": data["title"], **data["length"]}


def test_flags_go_before_the_environment_before_the_file_before_defaults(
    run: Run, elsewhere: Path, corpus: str
) -> None:
    """Each of the four places gives way to the one before it."""
    made = ("make", "--from", corpus, "--format", "json")
    assert (asked(run(*made))["asked"], asked(run(*made))["title"]) == (45, "The Morning Brief")
    configure(elsewhere, '[brief]\nlength = "30 words"\ntitle = "File"\n')
    assert (asked(run(*made))["asked"], asked(run(*made))["title"]) == (30, "File")
    by_environment = run(*made, BRIEFING_BRIEF_LENGTH="20 words", BRIEFING_BRIEF_TITLE="Environment")
    assert (asked(by_environment)["asked"], asked(by_environment)["title"]) == (20, "Environment")
    by_flags = run(*made, "--sentences", "2", BRIEFING_BRIEF_LENGTH="20 words", BRIEFING_BRIEF_TITLE="Environment")
    assert (asked(by_flags)["asked"], asked(by_flags)["unit"]) == (2, "sentences")
    assert asked(by_flags)["title"] == "Environment"


def test_a_length_given_now_goes_before_a_total_in_the_file(run: Run, elsewhere: Path, corpus: str) -> None:
    """``--words 20`` means each story, also where the file shares out a total; ``--total`` works likewise."""
    configure(elsewhere, '[brief]\ntotal = "60 words"\n')
    made = ("make", "--from", corpus, "--format", "json")
    assert asked(run(*made))["total"] == "60 words"
    assert asked(run(*made, "--words", "20"))["total"] is None
    assert asked(run(*made, "--total", "1 minute"))["total"] == "1 minute"


def test_the_environment_may_give_every_single_setting(run: Run, corpus: str) -> None:
    """Numbers come as text there; a name that is no setting, or that of a whole table, is somebody else's."""
    done = run(
        "make", "--from", corpus, "--format", "json", BRIEFING_BRIEF_STORIES="1", BRIEFING_STORIES_THRESHOLD="0.5",
        BRIEFING_OUTPUT="x", BRIEFING_BRIEF="y", BRIEFING_NONSENSE="z",
    )  # fmt: skip
    assert done.exit_code == 0
    assert [len(section["summaries"]) for section in json.loads(done.stdout)["sections"]] == [1]


def test_a_mistake_in_the_environment_is_told_as_one(run: Run, corpus: str) -> None:
    """The message does not blame the file."""
    done = run("make", "--from", corpus, BRIEFING_BRIEF_STORIES="many")
    assert done.exit_code == 1
    assert "flags and environment" in done.stderr
    assert "brief.stories" in done.stderr


def nothing_but(folder: Path, *names: str) -> None:
    assert written(folder) == set(names)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("make", "--from", "gone.jsonl", "-o", "b.html"), "gone.jsonl does not exist"),
        (("make", "--from", "empty", "-o", "b.html"), "an empty folder"),
        (("make", "--from", "empty.jsonl", "-o", "b.html"), "no article"),
        (("make", "--from", "blank.txt", "-o", "b.html"), "no article"),
        (("make", "--from", "news.jsonl", "-o", "gone/b.html"), "mkdir -p gone"),
        (("make", "--from", "news.jsonl", "-o", "empty"), "no suffix"),
        (("make", "--from", "news.jsonl", "-o", "b.docx"), ".html, .md"),
        (("make", "--from", "news.jsonl", "-o", "b.html", "-o", "b.docx"), ".html, .md"),
        (("make", "--from", "news.jsonl", "-o", "b.html", "--format", "docx"), "html, md"),
        (("make", "--from", "news.jsonl", "--words", "0", "-o", "b.html"), "above zero"),
        (("make", "--from", "news.jsonl", "--words", "-4", "-o", "b.html"), "above zero"),
        (("make", "--from", "news.jsonl", "--sentences", "0", "-o", "b.html"), "above zero"),
        (("make", "--from", "news.jsonl", "--minutes", "0", "-o", "b.html"), "above zero"),
        (("make", "--from", "news.jsonl", "--total", "0", "-o", "b.html"), "above zero"),
        (("make", "--from", "news.jsonl", "--total", "5 pages", "-o", "b.html"), "5 minutes|1 minute"),
        (("make", "--from", "news.jsonl", "--stories", "0", "-o", "b.html"), "brief.stories"),
        (("make", "--from", "news.jsonl", "-c", "gone.toml", "-o", "b.html"), "briefing init"),
        (("make", "--from", "news.jsonl", "-c", "typo.toml", "-o", "b.html"), "did you mean length"),
        (("make", "--from", "news.jsonl", "-c", "broken.toml", "-o", "b.html"), "broken.toml cannot be read"),
        (("make", "-o", "b.html"), "briefing init"),
        (("run", "-o", "b.html"), "briefing init"),
        (("run", "-c", "bare.toml", "-o", "b.html"), "briefing sources add"),
        (("summarize", "gone.html"), "gone.html does not exist"),
        (("summarize", "empty"), "nothing to summarise"),
        (("summarize", "news.jsonl", "--words", "0"), "above zero"),
        (("summarize", "news.jsonl", "--format", "html"), "md, txt, json"),
        (("demo", "--to", "news.jsonl/x"), "cannot be made"),
        (("init", "news.jsonl/x"), "cannot be made"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_bad_input_gets_a_message_and_nothing_is_written(
    run: Run, elsewhere: Path, corpus: str, arguments: tuple[str, ...], said: str
) -> None:
    """Exit status 1, one message that names the matter and what to do, no traceback, and no file."""
    (elsewhere / "empty").mkdir()
    files = {
        "empty.jsonl": "", "blank.txt": "\n" * 10_000, "typo.toml": "[brief]\nlenght = 5\n", "broken.toml": "[brief\n",
        "bare.toml": "",
    }  # fmt: skip
    for name, content in files.items():
        (elsewhere / name).write_text(content, encoding="utf-8")
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert re.search(said, done.stderr)
    assert done.stderr.count("\n") == 1
    nothing_but(elsewhere, corpus, *files)


@pytest.mark.parametrize(
    "arguments",
    [
        ("frobnicate",),
        ("make", "--frobnicate"),
        ("summarize",),
        ("make", "--words", "many"),
        ("make", "--words", "3", "--sentences", "2"),
        ("make", "--date", "tomorrow"),
        ("init", "news.jsonl"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(run: Run, corpus: str, arguments: tuple[str, ...]) -> None:
    """What is no command, option or value is told with where to look."""
    done = run(*arguments)
    assert done.exit_code == 2
    assert "--help" in done.stderr


@pytest.mark.parametrize("template", ["{{ brief.titel }}", "{% if %}", "{{ 1 / 0 }}"])
def test_make_saves_nothing_where_a_template_fails(run: Run, elsewhere: Path, corpus: str, template: str) -> None:
    """A mistake in an own template is told with file and line, and no format is written, not even the good ones."""
    (elsewhere / "mine").mkdir()
    (elsewhere / "mine" / "brief.md").write_text(f"# x\n\n{template}\n", encoding="utf-8")
    (elsewhere / "b.html").write_text("of yesterday", encoding="utf-8")
    configure(elsewhere, f'[brief]\ntemplates = "mine"\n{SOURCE}')
    before = written(elsewhere)
    done = run("make", "--from", corpus, "-o", "b.html", "-o", "b.md", "-o", "b.json")
    assert done.exit_code == 1
    assert re.search(r"brief\.md, line 3: ", done.stderr)
    assert written(elsewhere) == before
    assert (elsewhere / "b.html").read_text(encoding="utf-8") == "of yesterday"


def test_own_templates_lie_beside_the_file(run: Run, elsewhere: Path, corpus: str) -> None:
    """A template of the reader's own is used, and is looked for where the settings lie."""
    (elsewhere / "briefs" / "mine").mkdir(parents=True)
    (elsewhere / "briefs" / "mine" / "brief.txt").write_text("{{ brief.read }} read\n", encoding="utf-8")
    configure(elsewhere / "briefs", '[brief]\ntemplates = "mine"\n')
    for command in ("make", "run"):
        (elsewhere / "briefs" / corpus).write_bytes((elsewhere / corpus).read_bytes())
        configure(elsewhere / "briefs", f'[brief]\ntemplates = "mine"\n{SOURCE}')
        assert run(command, "-c", "briefs/briefing.toml", "--format", "txt").stdout == "2 read\n"


def test_a_message_from_outside_cannot_paint_the_terminal(run: Run, elsewhere: Path) -> None:
    """Escape sequences in a feed's own words are gone from what is said about it."""
    (elsewhere / "n.jsonl").write_text(
        json.dumps({**ROWS[0], "published": "\x1b[31mnever\x07"}) + "\n" + json.dumps(ROWS[1]) + "\n", encoding="utf-8"
    )
    done = run("make", "--from", "n.jsonl", "-o", "b.md")
    assert "Problem: " in done.stderr
    assert not re.search("[\x00-\x09\x0b-\x1f]", done.stderr)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_for_each_phase(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal each phase has its bar on stderr, and they go when it is done; in a pipe there are none."""
    monkeypatch.setenv("TERM", "xterm")
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress() as show:
            show("Reading", 1, 2)
            show("Writing", 3, 3)
        seen = stream.getvalue()
        assert ("Reading" in seen, "Writing" in seen, "1/2" in seen) == (shown, shown, shown)
        assert bool(seen) == shown


def started(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "briefing", *arguments], capture_output=True, check=False)


def test_as_a_process_it_ends_as_it_should(run: Run, corpus: str) -> None:
    """Run as a program: JSON on stdout for a good input, a message and status 1 for a bad one."""
    run("summarize", corpus)  # so that the process need not load the encoder
    good = started("summarize", corpus, "--format", "json")
    assert (good.returncode, good.stderr) == (0, b"")
    assert len(json.loads(good.stdout)["summaries"]) == 2
    bad = started("summarize", "gone.txt")
    assert (bad.returncode, bad.stdout) == (1, b"")
    assert bad.stderr.startswith(b"Error: gone.txt does not exist")
    assert b"Traceback" not in bad.stderr


def test_text_goes_out_as_utf_8_whatever_the_locale(run: Run, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters beyond ASCII reach a pipe in the C locale too."""
    (elsewhere / "a.txt").write_text("Le député a été élu à Besançon dimanche soir par 53 voix.\n", encoding="utf-8")
    run("summarize", "a.txt")  # so that the process need not load the encoder
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    monkeypatch.setenv("PYTHONUTF8", "0")
    done = started("summarize", "a.txt")
    assert done.returncode == 0, done.stderr
    assert "député" in done.stdout.decode()


def test_now_is_the_time_of_a_brief_without_a_date(run: Run, corpus: str) -> None:
    """A brief speaks from the present, in the reader's zone."""
    done = run("make", "--from", corpus, "--format", "json", BRIEFING_BRIEF_TIME_ZONE="Asia/Tokyo")
    date = datetime.fromisoformat(json.loads(done.stdout)["date"])
    assert abs((datetime.now(UTC) - date).total_seconds()) < 120
    assert date.isoformat().endswith("+09:00")

"""``briefing prompts``: what is there, a copy of it, and whether it still says all that it must."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.config import example, load, settings
from briefing.prompting import NAMES
from briefing.templating import folder

if TYPE_CHECKING:
    from conftest import Run

OURS = folder("prompts")


def own(elsewhere: Path, **files: str) -> Path:
    """A folder of the reader's own prompts that the settings name; ``story`` is the file ``story.prompt``."""
    (elsewhere / "briefing.toml").write_text('[writer]\nprompts = "mine"\n', encoding="utf-8")
    mine = elsewhere / "mine"
    mine.mkdir()
    for name, text in files.items():
        (mine / f"{name}.prompt").write_text(text, encoding="utf-8")
    return mine


def test_list_says_whose_prompt_is_in_use(run: Run, elsewhere: Path) -> None:
    """All that writers ask by, what each asks for, and which of them are the reader's."""
    own(elsewhere, story="{# Mine. #}", update=(OURS / "update.prompt").read_text(encoding="utf-8"), part="")
    rows = [line.split("\t") for line in run("prompts", "list").stdout.splitlines()]
    whose = {row[0]: row[1] for row in rows[1:]}
    assert rows[0] == ["prompt", "in use", "what it asks for"]
    assert whose == {
        "combine.prompt": "ours",
        "headline.prompt": "ours",
        "overview.prompt": "ours",
        "part.prompt": "yours alone",
        "story.prompt": "yours",
        "update.prompt": "yours, as ours",
    }
    assert ["story.prompt", "yours", "Mine"] in rows
    assert all(row[2] for row in rows[1:] if row[0] != "part.prompt")
    told = json.loads(run("prompts", "list", "--format", "json").stdout)
    assert {each["name"]: each["in_use"] for each in told} == whose


def test_show_prints_the_one_in_use(run: Run, elsewhere: Path) -> None:
    """With or without the suffix; ours by --ours; an error that names those that there are."""
    own(elsewhere, story="mine é\n")
    assert run("prompts", "show", "story").stdout == run("prompts", "show", "story.prompt").stdout == "mine é\n"
    assert run("prompts", "show", "story", "--ours").stdout == (OURS / "story.prompt").read_text(encoding="utf-8")
    missing = run("prompts", "show", "brief.html")
    assert missing.exit_code == 1
    assert "story.prompt" in missing.stderr


@pytest.mark.parametrize("name", NAMES)
def test_show_filled_is_what_a_model_reads(run: Run, name: str) -> None:
    """Turn by turn, with a story of the newsroom; no braces of the template, no address, no outlet."""
    done = run("prompts", "show", name, "--filled")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("--- system\n")
    assert "\n--- user\n" in done.stdout
    assert "Harrow Quay" in done.stdout
    assert " words" in done.stdout
    assert not [each for each in ("{{", "{%", "://", "Meridian Wire") if each in done.stdout]


def test_show_filled_takes_the_one_in_use_and_no_part(run: Run, elsewhere: Path) -> None:
    """The reader's own where there is one; a file that no writer asks by cannot be filled."""
    own(elsewhere, story="{% block user %}{{ words }} of mine{% endblock %}", part="x")
    assert run("prompts", "show", "story", "--filled").stdout == "--- user\n45 of mine\n"
    assert "--- system" in run("prompts", "show", "story", "--filled", "--ours").stdout
    done = run("prompts", "show", "part", "--filled")
    assert done.exit_code == 1
    assert "choose one of story" in done.stderr


def test_copy_writes_beside_the_settings_and_has_them_name_the_folder(run: Run, elsewhere: Path) -> None:
    """After a copy it is the copy that is used, and the settings are otherwise as they were."""
    before = example([])
    (elsewhere / "briefing.toml").write_text(before, encoding="utf-8")
    done = run("prompts", "copy", "story", "headline.prompt")
    assert done.exit_code == 0, done.stderr
    for name in ("story.prompt", "headline.prompt"):
        assert (elsewhere / "prompts" / name).read_bytes() == (OURS / name).read_bytes()
    after = (elsewhere / "briefing.toml").read_text(encoding="utf-8")
    assert after == before.replace('# prompts = ""', 'prompts = "prompts"').replace("# [writer]", "[writer]")
    assert settings(load(elsewhere / "briefing.toml")).writer.own_prompts(elsewhere) == elsewhere / "prompts"
    (elsewhere / "prompts" / "story.prompt").write_text("changed\n", encoding="utf-8")
    assert run("prompts", "show", "story").stdout == "changed\n"


def test_copy_keeps_a_writer_that_is_named_alone(run: Run, elsewhere: Path) -> None:
    """``writer = "chat"`` becomes a table that says the same, and the folder of prompts."""
    text = 'writer = "chat" # mine\nmodel = "smollm2"\n\n[brief]\ntitle = "x"\n'
    (elsewhere / "briefing.toml").write_text(text, encoding="utf-8")
    assert run("prompts", "copy", "story").exit_code == 0
    after = (elsewhere / "briefing.toml").read_text(encoding="utf-8")
    assert tomllib.loads(after)["writer"] == {"name": "chat", "prompts": "prompts"}
    writer = settings(load(elsewhere / "briefing.toml")).writer
    assert (writer.name, writer.model, writer.prompts) == ("chat", "smollm2", "prompts")
    assert after.splitlines()[1:] == text.splitlines()[1:]


def test_copy_replaces_nothing_unless_it_is_forced(run: Run, elsewhere: Path) -> None:
    """A file that is there stays, and so does everything else that was named with it."""
    mine = own(elsewhere, story="work of weeks\n")
    done = run("prompts", "copy", "headline", "story")
    assert done.exit_code == 1
    assert "--force" in done.stderr
    assert [path.name for path in mine.iterdir()] == ["story.prompt"]
    assert run("prompts", "copy", "story", "--force").exit_code == 0
    assert (mine / "story.prompt").read_bytes() == (OURS / "story.prompt").read_bytes()


def test_copy_elsewhere_says_what_the_settings_have_to_name(run: Run, elsewhere: Path) -> None:
    """Where there are no settings to change."""
    done = run("prompts", "copy", "story", "--to", "drafts")
    assert done.exit_code == 0, done.stderr
    assert (elsewhere / "drafts" / "story.prompt").is_file()
    assert 'under [writer]: prompts = "drafts"' in done.stderr


def test_ours_pass(run: Run) -> None:
    """Every prompt of ours with every awkward set of values."""
    done = run("prompts", "check")
    assert done.exit_code == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["case", *NAMES]
    assert {cell for row in rows[1:] for cell in row[1:]} == {"good"}


def test_check_names_file_line_and_remedy(run: Run, elsewhere: Path) -> None:
    """A mistake in a copy: status 1, a table of what fails where, one line on it; a value that is not used is told too."""
    mine = own(
        elsewhere, story="{% block user %}\n{{ artikles }}{% endblock %}", headline="{% block user %}x{% endblock %}"
    )
    done = run("prompts", "check")
    assert done.exit_code == 1
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert {row[1] for row in rows[1:]} == {"FAILS"}
    assert {cell for row in rows[1:] for cell in row[2:]} == {"good"}
    assert done.stderr.count("artikles") == 1
    assert f"{mine.relative_to(elsewhere) / 'story.prompt'}, line 2" in done.stderr
    assert "story of every case" in done.stderr
    assert "headline.prompt makes no use of words" in done.stderr
    told = json.loads(run("prompts", "check", "--format", "json").stdout)
    assert {each["prompt"] for each in told["prompts"] if not each["good"]} == {"story"}
    assert {each["file"] for each in told["files"]} == {"headline"}
    assert all(each["remedy"] for each in told["files"])


def test_check_takes_a_folder(run: Run, elsewhere: Path) -> None:
    """Drafts may lie anywhere; a folder that is not there is told."""
    drafts = elsewhere / "drafts"
    drafts.mkdir()
    (drafts / "storys.prompt").write_text("{% block user %}{% endblock %}", encoding="utf-8")
    assert run("prompts", "check").exit_code == 0
    assert "no writer asks for drafts/storys.prompt" in run("prompts", "check", "drafts").stderr
    assert "there is no folder" in run("prompts", "check", "nowhere").stderr

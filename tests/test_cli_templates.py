"""``briefing templates``: what is there, a copy of it, and whether every form still comes out."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.catalog import catalog
from briefing.config import example
from briefing.config.setting import with_setting
from briefing.errors import BriefingError, ConfigError
from briefing.look import Look
from briefing.render import render
from briefing.render.check import FORMS
from briefing.render.sound import require_sound
from briefing.render.specimens import specimens
from briefing.templating import FORMATS, folder

if TYPE_CHECKING:
    from conftest import Run

OURS = folder("templates")


def own(elsewhere: Path, **files: str) -> Path:
    """A folder of the reader's own templates that the settings name; ``brief_md`` is the file ``brief.md``."""
    (elsewhere / "briefing.toml").write_text('[brief]\ntemplates = "mine"\n', encoding="utf-8")
    mine = elsewhere / "mine"
    mine.mkdir()
    for name, text in files.items():
        (mine / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return mine


def test_every_template_says_what_it_is_for() -> None:
    """Each file of ours that is a form begins with a remark whose first sentence is what the list shows."""
    ours = catalog()
    assert {"brief.html", "brief.md", "brief.txt", "newspaper.toml", "plain.toml"} <= {each.name for each in ours}
    unsaid = [
        each.name for each in ours if not each.about and "{% extends" not in each.path.read_text(encoding="utf-8")
    ]
    assert not unsaid
    assert {each.whose for each in ours} == {"ours"}


def test_list_says_whose_file_is_in_use(run: Run, elsewhere: Path) -> None:
    """A copy goes before ours, one that nothing was changed in says so, and one of a name of its own is there too."""
    own(elsewhere, brief_md="{# Mine. #}", brief_txt=(OURS / "brief.txt").read_text(encoding="utf-8"), night_toml="")
    (elsewhere / "mine" / "picture.png").write_bytes(b"\x89PNG")
    rows = [line.split("\t") for line in run("templates", "list").stdout.splitlines()]
    whose = {row[0]: row[1] for row in rows[1:]}
    assert rows[0] == ["template", "in use", "what it makes"]
    assert whose["brief.html"] == "ours"
    assert whose["brief.md"] == "yours"
    assert whose["brief.txt"] == "yours, as ours"
    assert whose["night.toml"] == "yours alone"
    assert "picture.png" not in whose
    assert ["brief.md", "yours", "Mine"] in rows
    told = json.loads(run("templates", "list", "--format", "json").stdout)
    assert {each["name"]: each["in_use"] for each in told} == whose


def test_show_prints_the_one_in_use(run: Run, elsewhere: Path) -> None:
    """The reader's own where there is one, ours by --ours, and an error that names those that there are."""
    own(elsewhere, brief_md="mine é\n")
    assert run("templates", "show", "brief.md").stdout == "mine é\n"
    assert run("templates", "show", "brief.md", "--ours").stdout == (OURS / "brief.md").read_text(encoding="utf-8")
    missing = run("templates", "show", "../pyproject.toml")
    assert missing.exit_code == 1
    assert "brief.html" in missing.stderr


def test_copy_writes_beside_the_settings_and_has_them_name_the_folder(run: Run, elsewhere: Path) -> None:
    """After a copy it is the copy that is used, and the settings are otherwise as they were."""
    before = example([])
    (elsewhere / "briefing.toml").write_text(before, encoding="utf-8")
    done = run("templates", "copy", "brief.md", "epub/nav.xhtml")
    assert done.exit_code == 0, done.stderr
    for name in ("brief.md", "epub/nav.xhtml"):
        assert (elsewhere / "templates" / name).read_bytes() == (OURS / name).read_bytes()
    after = (elsewhere / "briefing.toml").read_text(encoding="utf-8")
    assert after == before.replace('# templates = ""', 'templates = "templates"')
    (elsewhere / "templates" / "brief.md").write_text("changed\n", encoding="utf-8")
    assert run("templates", "show", "brief.md").stdout == "changed\n"


def test_copy_replaces_nothing_unless_it_is_forced(run: Run, elsewhere: Path) -> None:
    """A file that is there stays, and so does everything else that was named with it."""
    mine = own(elsewhere, brief_md="work of weeks\n")
    done = run("templates", "copy", "brief.txt", "brief.md")
    assert done.exit_code == 1
    assert "--force" in done.stderr
    assert [path.name for path in mine.iterdir()] == ["brief.md"]
    assert (mine / "brief.md").read_text(encoding="utf-8") == "work of weeks\n"
    assert run("templates", "copy", "brief.txt", "brief.md", "--force").exit_code == 0
    assert (mine / "brief.md").read_bytes() == (OURS / "brief.md").read_bytes()


@pytest.mark.parametrize("setting", ['[brief]\ntemplates = "mine"\n', None], ids=["another folder", "no settings"])
def test_copy_says_what_the_settings_have_to_name(run: Run, elsewhere: Path, setting: str | None) -> None:
    """A folder that is named by hand is not set in place of another, nor in settings that are not there."""
    if setting:
        (elsewhere / "mine").mkdir()
        (elsewhere / "briefing.toml").write_text(setting, encoding="utf-8")
    done = run("templates", "copy", "plain.toml", "--to", "themes")
    assert done.exit_code == 0, done.stderr
    assert (elsewhere / "themes" / "plain.toml").is_file()
    assert 'templates = "themes"' in done.stderr
    assert not setting or (elsewhere / "briefing.toml").read_text(encoding="utf-8") == setting


def test_a_setting_is_written_where_it_stands_behind_a_sign() -> None:
    """In its own table; at the end of the table where it is not mentioned; in a table of its own where there is none."""
    assert with_setting('[a]\n# key = ""\n[b]\n# key = ""\n', "b", "key", "x") == '[a]\n# key = ""\n[b]\nkey = "x"\n'
    for text in ("", "# only words\n", "[b]\nother = 1\n\n[c]\nkey = 2\n", "[b]\nkey = 'y' # mine\n"):
        changed = with_setting(text, "b", "key", 'a "b" \\ c')
        assert tomllib.loads(changed)["b"]["key"] == 'a "b" \\ c'
        assert all(word in changed for word in text.split() if word.startswith("#"))
    with pytest.raises(ConfigError):
        with_setting("[broken", "b", "key", "x")


def test_check_names_file_line_and_variable(run: Run, elsewhere: Path) -> None:
    """A mistake in a copy: status 1, a table of what fails where, and one line on it, though every brief meets it."""
    mine = own(elsewhere, brief_md="# {{ brief.title }}\n\n{{ brief.titel }}\n")
    done = run("templates", "check", "--form", "md", "--form", "txt")
    assert done.exit_code == 1
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["brief", "md", "txt"]
    assert [row[1:] for row in rows[1:]] == [["FAILS", "good"]] * len(specimens())
    assert done.stderr.count("Problem") == 1
    assert f"{mine.relative_to(elsewhere) / 'brief.md'}, line 3" in done.stderr
    assert "titel" in done.stderr
    assert "md of every brief" in done.stderr


def test_check_names_the_briefs_that_a_template_fails_with(run: Run, elsewhere: Path) -> None:
    """A template that asks for the first story of a brief fails with the empty ones alone; as JSON too."""
    own(elsewhere, brief_txt="{{ brief.summaries[0].headline }}\n")
    done = run("templates", "check", "--form", "txt")
    assert "(txt of empty, nothing new, nothing to be had)" in done.stderr
    told = json.loads(run("templates", "check", "--form", "txt", "--format", "json").stdout)
    assert {each["brief"]: each["good"] for each in told["forms"]} == {
        name: bool(brief.summaries) for name, brief in specimens().items()
    }


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("brief_html", "<!doctype html><p><b>{{ brief.title }}</p>", "line 1: </p> closes nothing; <b> is open"),
        (
            "brief_html",
            "<!doctype html>\n<h1>{{ brief.title|safe }}</h1>",
            "line 2: text of an article became a script",
        ),
        (
            "brief_html",
            "<a href='{{ brief.stories[0].first.url if brief.stories }}'>x</a>",
            "became the attribute href",
        ),
        ("brief_html", "<style>\np { color: red\n</style>", "the style has a { that is never closed"),
        ("brief_html", "<style>\np { color: red }\n}\nb { }</style>", "line 3 of the style: a } closes nothing"),
        ("brief_md", "{{ brief.title|safe }}", "text of an article became markup"),
        ("brief_md", "{% for story in brief.stories %}\n\n[x]({{ story.first.url }})\n{% endfor %}", "became a link"),
        ("notice_txt", "{% raw %}\x1b[31m{% endraw %}{{ brief.title }}", "control character"),
        ("brief_txt", "{% for story in brief.stories %}\n{{ story }", "line 2"),
    ],
)
def test_check_reads_back_what_came_out(run: Run, elsewhere: Path, name: str, text: str, fault: str) -> None:
    """What a browser or a terminal would stumble over, or run, is a fault, though the template gave no error."""
    own(elsewhere, **{name: text})
    form = "notice" if name.startswith("notice") else name.rpartition("_")[2]
    done = run("templates", "check", "--form", form)
    assert done.exit_code == 1
    assert fault in done.stderr


def test_check_reads_files_that_no_form_uses_and_themes(run: Run, elsewhere: Path) -> None:
    """A theme with a colour that is none, and a template that only sending uses, are read too."""
    own(elsewhere, night_toml='ink = "black"\n', report_txt="{% if %}\n")
    done = run("templates", "check", "--form", "txt")
    assert done.exit_code == 1
    assert "night.toml" in done.stderr
    assert "ink = 'black'" in done.stderr
    assert "report.txt, line 1" in done.stderr


def test_a_theme_that_is_not_there_is_told_beside_the_forms(run: Run, elsewhere: Path) -> None:
    """The forms are tried with our own theme then, so that one mistake hides no other."""
    (elsewhere / "briefing.toml").write_text('[look]\ntheme = "ghost"\n', encoding="utf-8")
    done = run("templates", "check", "--form", "txt")
    assert done.exit_code == 1
    assert "ghost.toml" in done.stderr
    assert "FAILS" not in done.stdout


def test_check_takes_a_folder_and_refuses_a_form_that_there_is_not(run: Run, elsewhere: Path) -> None:
    """Drafts may lie anywhere; a form that nobody knows is named with those that there are."""
    drafts = elsewhere / "drafts"
    drafts.mkdir()
    (drafts / "brief.txt").write_text("{{ nobody }}", encoding="utf-8")
    assert run("templates", "check", "--form", "txt").exit_code == 0
    assert "'nobody' is undefined" in run("templates", "check", "drafts", "--form", "txt").stderr
    assert "summaries" in run("templates", "check", "--form", "docx").stderr
    assert "there is no folder" in run("templates", "check", "nowhere", "--form", "txt").stderr


def test_ours_pass_in_every_form(run: Run) -> None:
    """Each form of each awkward brief comes out of our own templates and can be read back."""
    done = run("templates", "check")
    assert done.exit_code == 0, done.stderr
    assert set(FORMATS) < set(FORMS)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["brief", *FORMS]
    assert [row[0] for row in rows[1:]] == list(specimens())
    assert {cell for row in rows[1:] for cell in row[1:]} == {"good"}


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("html", b"<p>one<p>two<ul><li>x</ul><br><img src=x><svg><path d='M0 0'/></svg>"),
        ("html", b"<p>alert(1)</p><script>fine()</script>"),
        ("md", b"<b>own</b> alert(1)"),
        ("json", b"{}"),
        ("atom", b"<?xml version='1.0'?><feed/>"),
        ("eml", b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ny\r\n"),
    ],
)
def test_what_is_sound_passes(form: str, content: bytes) -> None:
    """End tags that may be left out, empty elements, a script of the template's own: all as the standards have it."""
    require_sound(form, content)


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("html", b"<div><section></div></section>"),
        ("html", b"<div>"),
        ("json", b"{"),
        ("atom", b"<feed>\x0c</feed>"),
        ("pdf", b"%PDF-1.7 and no more"),
        ("pdf", b"nothing"),
        ("epub", b"PK"),
        ("eml", b"Content-Type: multipart/mixed\r\n\r\nno boundary"),
        ("txt", "half\u202eback".encode()),
    ],
)
def test_what_is_not_sound_does_not(form: str, content: bytes) -> None:
    """Each format's own reader finds what is broken, and that is an error of ours."""
    with pytest.raises(BriefingError, match=f"the {form} that came of it"):
        require_sound(form, content)


def test_a_copy_that_appears_is_used_at_once(elsewhere: Path) -> None:
    """A program that goes on running takes a template that was not there before, and ours again when it is gone."""
    mine = own(elsewhere)
    brief = specimens()["empty"]
    look = Look(own=mine)
    assert render(brief, "txt", look) != b"mine\n"
    (mine / "brief.txt").write_text("mine\n", encoding="utf-8")
    assert render(brief, "txt", look) == b"mine\n"
    (mine / "brief.txt").unlink()
    assert render(brief, "txt", look) == render(brief, "txt")

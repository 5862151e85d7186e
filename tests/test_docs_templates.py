"""``docs/how-to/templates.md``: its examples do what it says, and it names everything that a template may use."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from briefing.config import load, settings
from briefing.look import Look
from briefing.render import part, render
from briefing.render.check import trial
from briefing.render.given import given
from briefing.render.specimens import specimens
from briefing.render.wording import Wording
from briefing.templating import FILTERS, folder
from briefing.types import (
    Article,
    Brief,
    Citation,
    Copy,
    Disagreement,
    Episode,
    Figure,
    Health,
    Image,
    Length,
    ModelCard,
    Passage,
    Problem,
    Reason,
    Removed,
    Section,
    Sentence,
    Story,
    Summary,
    Thread,
    Writing,
)

DOC = (Path(__file__).parent.parent / "docs" / "how-to" / "templates.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", DOC, re.MULTILINE | re.DOTALL)
KINDS = (
    Article, Brief, Citation, Copy, Disagreement, Episode, Figure, Health, Image, Length, Look, ModelCard, Passage, Problem, Reason,
    Removed, Section, Sentence, Story, Summary, Thread, Writing,
)  # fmt: skip


def block(language: str, number: int = 0) -> str:
    """A block of the document, by its language and its place among those of that language."""
    return str([text for name, text in BLOCKS if name == language][number])


@pytest.fixture
def reader(tmp_path: Path) -> Look:
    """The look of somebody who did what the document says."""
    own = tmp_path / "templates"
    own.mkdir()
    (own / "evening.toml").write_text(block("toml"), encoding="utf-8")
    (own / "brief.md").write_text(block("jinja"), encoding="utf-8")
    path = tmp_path / "briefing.toml"
    path.write_text(block("toml", 1), encoding="utf-8")
    return settings(load(path)).look_value(tmp_path)


def test_the_template_makes_what_stands_below_it(reader: Look) -> None:
    """The brief of one story comes out as it is printed in the document."""
    assert render(specimens()["one story"], "md", reader).decode().strip() == block("markdown").strip()


@pytest.mark.parametrize("name", specimens())
def test_the_template_takes_every_awkward_brief(reader: Look, name: str) -> None:
    """What is shown as an example passes ``briefing templates check``."""
    assert trial("md", name, specimens()[name], reader).error is None


def test_the_theme_is_in_use(reader: Look) -> None:
    """The theme's own variables, and those that the settings put in place of them; the page shows the colour."""
    theme = reader.theme
    assert (theme.accent, theme.text_size, theme.rules) == ("#7a1020", 10.5, False)
    assert theme.heading_font[0] == "Noto Serif"
    assert b"#7a1020" in render(specimens()["one story"], "html", reader)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_is_named(kind: type) -> None:
    """The row of a kind of value names each of its fields and properties, and nothing that it has not."""
    (row,) = re.findall(rf"^\| {kind.__name__.lower()} \| (.*) \|$", DOC, re.MULTILINE)
    own = {field.name for field in fields(kind)} | {
        name for name, each in vars(kind).items() if isinstance(each, property)
    }
    assert set(re.findall(r"`(\w+)`", row)) - {"ltr", "rtl", "briefing"} == own


def test_every_filter_and_variable_is_named() -> None:
    """The table of filters has each of ours, that of the wording all it says, and the text each variable."""
    _, table = DOC.split("| filter | gives |")
    assert set(re.findall(r"`\w+\\\|(\w+)", table)) == set(FILTERS)
    said = re.findall(r"`wording\.(\w+)", DOC)
    assert sorted(said) == sorted(name for name in vars(Wording) if name[0] != "_" and name != "brief")
    variables = given(specimens()["empty"], Look())
    assert not [name for name in variables if f"`{name}`" not in DOC]


@pytest.mark.parametrize(
    ("name", "form"),
    [("brief.html", "html"), ("brief.md", "md"), ("brief.txt", "txt"), ("brief.typ", "pdf"), ("brief.atom", "atom"),
     ("entry.html", "atom"), ("mail.html", "mail"), ("notice.txt", "notice"), ("epub/about.xhtml", "epub"), ("epub/package.opf", "epub")],
)  # fmt: skip
def test_every_template_may_use_every_variable(name: str, form: str, tmp_path: Path) -> None:
    """What the document promises is there in all forms: a copy of any template that asks for it does not fail."""
    own = tmp_path / name
    own.parent.mkdir(exist_ok=True)
    asked = "{% if (brief.id, look.page, theme.accent, tolerance) %}{% endif %}"
    text = (folder("templates") / name).read_text(encoding="utf-8")
    block = "{% block body %}"  # nothing outside of one is filled in where a template extends another
    own.write_text(text.replace(block, block + asked) if block in text else text + asked, encoding="utf-8")
    assert part(specimens()["one story"], form, Look(own=tmp_path))

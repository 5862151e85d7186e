"""The reference of the documentation is made from the code: it has every setting, command, error, variable and key, and no other."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import briefing
from briefing import errors
from briefing.cli import main
from briefing.config import BLOCKS, names
from briefing.look import Look
from briefing.prompting import USES
from briefing.render.given import given
from briefing.render.specimens import specimens
from briefing.templating import FILTERS

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture(scope="module")
def generated() -> dict[str, Any]:
    """The functions that make the pages."""
    return runpy.run_path(str(DOCS / "generated.py"))


@pytest.fixture(scope="module")
def links() -> dict[str, Any]:
    """The script that follows the links."""
    return runpy.run_path(str(DOCS / "links.py"))


def test_every_setting_is_there(generated: dict[str, Any]) -> None:
    """Each with its own place for links, its kind and its description; tables with their settings, blocks last."""
    page = generated["settings"]()
    tables = {name.partition(".")[0] for name in names() if "." in name}
    wanted = {
        name: model.model_fields[name.rpartition(".")[2]] for name, model in names().items() if name not in tables
    }
    assert len(re.findall(r"\{#setting-", page)) == len(wanted)
    for name, field in wanted.items():
        anchor = re.sub(r"[._]", "-", name)
        place = page.index(f"[`{name.rpartition('.')[2]}`]{{#setting-{anchor}}}")
        assert str(field.description) in page[place : place + 1000], name
    assert re.findall(r"^## `\[\[(\w+)\]\]`$", page, re.MULTILINE) == list(BLOCKS)


@pytest.mark.parametrize(
    ("setting", "facts"),
    [
        ("brief-length", 'length, default `"45 words"`'),
        ("brief-total", "length"),
        ("brief-overview", "whole number, at least 0, at most 5, default `4`"),
        ("look-charts", "true or false, default `true`"),
        ("output-files", 'list: text, default `["brief.html"]`'),
        ("mail-security", 'one of `starttls`, `tls`, `none`, default `"starttls"`'),
        ("stories-threshold", "number, above 0, below 1, default `0.3`"),
        ("server-budget", "number, above 0"),
    ],
)
def test_a_setting_says_what_may_be_written(generated: dict[str, Any], setting: str, facts: str) -> None:
    """Its kind in words, its limits, its default as the file would have it."""
    page = generated["settings"]()
    assert page[page.index(f"{{#setting-{setting}}}") :].splitlines()[1] == f": *{facts}*"


def of(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command below one, by the words that call it."""
    for name, each in getattr(command, "commands", {}).items():
        yield (*path, name)
        yield from of(each, (*path, name))


def test_every_command_is_there() -> None:
    """The page shows the whole tree of the program itself, and no list of commands that could be left behind."""
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    assert ".. click:: briefing.cli:main" in page
    assert ":nested: full" in page
    assert not any(f"briefing {' '.join(path)}" in page for path in of(main))


def test_every_error_is_there(generated: dict[str, Any]) -> None:
    """Each below what it is a kind of, with its sentence from the tree."""
    page = generated["errors"]()
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    for kind in kinds:
        depth = len(kind.__mro__) - len(errors.BriefingError.__mro__)
        assert re.search(rf"^{'  ' * depth}- `{kind.__name__}`: \w", page, re.MULTILINE)
    assert page.count("Error`: ") == len(kinds)


def test_every_variable_filter_and_prompt_is_there(generated: dict[str, Any]) -> None:
    """What templates are given by name, each kind of value that is reached from it with its parts, every filter and prompt."""
    page = generated["variables"]()
    for name in given(specimens()["one story"], Look()):
        assert f"[`{name}`]{{#variable-{name}}}" in page
    for kind in (briefing.Article, briefing.Brief, briefing.Story, briefing.Summary, briefing.Citation, Look):
        assert f"\n## {kind.__name__}\n" in page
        part = page[page.index(f"\n## {kind.__name__}\n") + 4 :].partition("\n## ")[0]
        assert all(f"\n- `{name}`: " in part for name in kind.__dataclass_fields__)
    assert set(
        re.findall(r"^- `(\w+)(?:\(.*\))?`:", page.partition("## Filters")[2].partition("## Prompts")[0], re.MULTILINE)
    ) == set(FILTERS)
    assert set(re.findall(r"^- `(\w+)\.prompt`:", page, re.MULTILINE)) == set(USES)


def test_every_key_of_the_json_is_there(generated: dict[str, Any]) -> None:
    """Those of the brief, and those of each of its parts by name."""
    page = generated["schema"]()
    schema = json.loads((DOCS / "brief.schema.json").read_text(encoding="utf-8"))
    for place, each in {"brief": schema, **schema["$defs"]}.items():
        assert all(f"`{place}.{key}`" in page for key in each.get("properties", {}))
    assert "`brief.sections[].summaries`" in page


def test_every_public_name_is_there(generated: dict[str, Any]) -> None:
    """Functions as functions, types as classes with what they have."""
    page = generated["python"]()
    assert re.findall(r"briefing\.(\w+)", page) == list(briefing.__all__)
    assert ".. autofunction:: briefing.cluster\n" in page
    assert ".. autoclass:: briefing.Story\n   :members:\n" in page


def test_a_link_that_leads_nowhere_is_told(
    links: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is not there, and a place in a page that it has not; addresses outside are listed and not asked."""
    (tmp_path / "other.html").write_text('<html><h1 id="there">A</h1></html>', encoding="utf-8")
    hrefs = ["other.html#there", "other.html#gone", "gone.html", "https://example.org/", "#here"]
    body = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    page = tmp_path / "index.html"
    page.write_text(f'<html><body id="here">{body}<img src="gone.png"></body></html>', encoding="utf-8")
    assert links["main"](tmp_path) == 1
    said = capsys.readouterr()
    assert [line for line in said.err.splitlines() if "index.html" in line] == [
        f"leads nowhere: index.html: {each}" for each in ("other.html#gone", "gone.html", "gone.png")
    ]
    assert "  https://example.org/\n" in said.out


def test_symptoms_are_what_the_program_says() -> None:
    """What stands in quotation marks under "what you see" is said so somewhere in the code, but for numbers and what "…" stands for."""
    page = (DOCS / "explanation" / "trouble.md").read_text(encoding="utf-8")
    said = "\n".join(file.read_text(encoding="utf-8") for file in Path(briefing.__file__).parent.rglob("*.py"))
    seen = [quote for row in re.findall(r"^\| (.*?) \|", page, re.MULTILINE) for quote in re.findall(r'"([^"]+)"', row)]
    assert len(seen) > 8
    for quote in seen:
        pieces = re.split(r"…|\d+|briefing\.toml", quote)
        assert all(piece in said for piece in pieces), quote


def test_what_the_readme_and_the_code_name_is_there(links: dict[str, Any]) -> None:
    """No message, comment or pointer speaks of a file of the documentation that has gone."""
    assert list(links["unnamed"]()) == []
    assert links["NAMED"].findall("see docs/how-to/writers.md, or docs/ci-workflow.yml.") == [
        "docs/how-to/writers.md",
        "docs/ci-workflow.yml",
    ]

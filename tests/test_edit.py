"""Changes to a briefing.toml: blocks come and go, and whatever else stands in the file stays as it is."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import example, settings
from briefing.config.edit import with_sources, without_blocks
from briefing.errors import ConfigError
from briefing.types import Length, Secret, Source

FILE = """# my own words

[brief]
title   =   "The Harbour Brief"   # spaced as I like it

# the wire
[[sources]]
location = "https://a.example/feed"   # first
# limit = 5

# Below is what my neighbour reads.

[[sources]]
location = "https://b.example/feed"
allow = [
  "b.example",  # at home
]

# The end of the list.

[[sources]]
command = ["my-news", "--today"]

[output]
files = ["b.md"]
"""
FULL = Source(
    location="imaps://me@mail.example/News",
    name='A "quoted" name \\ with a # in it',
    section="Town / Harbour",
    weight=1.5,
    language="de",
    limit=7,
    kind="mail",
    body="feed",
    max_age=3.5,
    include=("harbour", "/wall(s)?/"),
    exclude=("sport",),
    length=Length(3, "sentences"),
    senders=("post.example",),
    password=Secret("MAIL_PASSWORD", ("pass", "mail")),
    allow=("mail.example",),
)


def sources_of(text: str) -> list[Source]:
    return [each.value(Path(), {}) for each in settings(tomllib.loads(text)).sources]


def test_a_source_comes_back_as_it_was_written() -> None:
    """Every field that can stand in a block is read again with the same value."""
    (read,) = sources_of(with_sources("", [FULL]))
    assert replace(read, folder="") == FULL


def test_a_block_says_only_what_is_not_the_default() -> None:
    """A plain feed is a block of one line."""
    text = with_sources("", [Source("https://a.example/feed")])
    assert text.split() == ["[[sources]]", "location", "=", '"https://a.example/feed"']


def test_what_is_added_stands_at_the_end() -> None:
    """The file up to there is the same, letter for letter."""
    text = with_sources(FILE, [Source("https://c.example/feed"), Source("https://d.example/feed")])
    assert text.startswith(FILE)
    assert [each.key for each in sources_of(text)][-2:] == ["https://c.example/feed", "https://d.example/feed"]


@pytest.mark.parametrize("text", ["", "# only a remark", "[brief]\ntitle = 'x'", "\n\n", example([])])
def test_any_file_can_take_a_source(text: str) -> None:
    """An empty file, one without an end of line, one of remarks alone."""
    assert len(sources_of(with_sources(text, [Source("https://a.example/feed")]))) == 1


@pytest.mark.parametrize(
    ("gone", "lost"),
    [
        ((0,), ["[[sources]]", 'location = "https://a.example/feed"   # first', "# limit = 5", ""]),
        ((2,), ["[[sources]]", 'command = ["my-news", "--today"]', ""]),
        ((), []),
    ],
    ids=str,
)
def test_what_is_removed_takes_its_own_lines_along_and_no_other(gone: tuple[int, ...], lost: list[str]) -> None:
    """The remarks right below its settings are the block's; what comes after an empty line is not."""
    left = without_blocks(FILE, "sources", gone).splitlines()
    expected = FILE.splitlines()
    if lost:
        start = next(place for place in range(len(expected)) if expected[place : place + len(lost)] == lost)
        del expected[start : start + len(lost)]
    assert left == expected


@pytest.mark.parametrize(
    "text",
    [
        FILE,
        FILE.replace("\n", "\r\n"),
        FILE.replace("[[sources]]", "  [[ sources ]]"),
        'sources = [{location = "a"}, {location = "b"}, {location = "c"}]\n',
        FILE.replace('"https://a.example/feed"', '"""https://a.example/\n[[sources]]\n"""'),
        FILE.replace('"https://a.example/feed"', '"a"\nexclude = [\n"x",\n"y"]'),
    ],
    ids=["plain", "windows", "spaced", "inline", "misleading", "list"],
)
@pytest.mark.parametrize("gone", [{0}, {1}, {2}, {0, 2}, {0, 1, 2}], ids=str)
def test_exactly_the_named_blocks_go(text: str, gone: set[int]) -> None:
    """However the file is written, the other blocks and the other tables are what they were."""
    before, after = tomllib.loads(text), tomllib.loads(without_blocks(text, "sources", gone))
    kept = [block for index, block in enumerate(before.pop("sources")) if index not in gone]
    assert after.pop("sources", []) == kept
    assert after == before


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=1, max_size=4), st.integers(0, 3))
def test_names_of_any_letters_survive(said: list[tuple[str, str, str]], place: int) -> None:
    """Whatever a feed calls itself, the file stays good TOML and the others can be removed and kept."""
    sources = [Source(f"https://a.example/{n}", name=name, section=section, include=(word,) if word.strip("/") else ())
               for n, (name, section, word) in enumerate(said)]  # fmt: skip
    text = with_sources(FILE, sources)
    blocks = tomllib.loads(text)["sources"][3:]
    assert [(block.get("name", ""), block.get("section", "")) for block in blocks] == [each[:2] for each in said]
    left = tomllib.loads(without_blocks(text, "sources", {3 + place}))["sources"][3:]
    assert left == [block for index, block in enumerate(blocks) if index != place]


def test_a_list_in_one_line_is_not_added_to() -> None:
    """The message says how to write it instead."""
    with pytest.raises(ConfigError, match=r"under \[\[sources\]\]"):
        with_sources("sources = []\n", [Source("https://a.example/feed")])


def test_a_broken_file_is_told_and_not_mended() -> None:
    """Nothing is made of a file that is no TOML."""
    with pytest.raises(ConfigError, match="cannot be read"):
        with_sources("[brief\n", [FULL])
    with pytest.raises(ConfigError, match="cannot be read"):
        without_blocks("[brief\n", "sources", {0})

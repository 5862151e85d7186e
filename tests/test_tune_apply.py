"""What is recommended comes into briefing.toml where it belongs, and nothing else in the file changes."""

from __future__ import annotations

import difflib
import tomllib
from typing import Any

import pytest

from briefing.config import example, settings
from briefing.config.block import with_block_setting
from briefing.errors import ConfigError
from briefing.tune.advice import Advice, Scope
from briefing.tune.applying import applied, changes, overruled, whole_words
from briefing.tune.knee import Saturation

CURVE = Saturation(0.8, 13.0)
WHOLE = Advice("brief", "", 40, 85, "reason", CURVE)
FILE = """\
# mine
store = "none"  # nothing is kept

[brief]
# as short as it gets
length = "45 words"   # since March
title = "Mine"

[[sections]]
name = "Science"  # first
words = [
  "telescope",
]

# remark on what follows
[[sections]]
name = "World"
length = "30 words"

[[sources]]
location = "https://a.example/feed"
length = "50 words" # longer

[[sources]]
location = "https://b.example/feed"
"""


def advice(scope: Scope, name: str, words: int, own: bool = True) -> Advice:
    return Advice(scope, name, 12, words, "reason", CURVE if own else None)


def tuned(text: str, *others: Advice, **sources: Advice) -> str:
    given = {int(number.removeprefix("block")): each for number, each in sources.items()}
    return applied(text, changes(settings(tomllib.loads(text)), [WHOLE, *others], given))


def changed(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and not line.startswith(("+++", "---"))]


def test_the_length_of_the_brief_is_set_and_its_remark_kept() -> None:
    """One line changes."""
    assert changed(FILE, tuned(FILE)) == [
        '-length = "45 words"   # since March',
        '+length = "85 words"   # since March',
    ]


def test_in_a_new_file_the_length_comes_where_it_stands_behind_its_remark() -> None:
    """What `briefing init` writes explains each setting: there it is set."""
    before = example([{"location": "https://a.example/feed"}])
    found = changed(before, tuned(before))
    assert '+length = "85 words"' in found
    assert len(found) == 2
    assert settings(tomllib.loads(tuned(before))).brief.length.words == 85


def test_a_section_that_differs_gets_a_length_of_its_own() -> None:
    """Below its last setting, for one that has none; in its place, for one that has."""
    after = tuned(FILE, advice("section", "science", 110), advice("section", "World", 60))
    assert '+length = "110 words"' in changed(FILE, after)
    assert after.index('  "telescope",\n]\nlength = "110 words"\n\n# remark on what follows') > 0
    found = settings(tomllib.loads(after))
    assert [str(each.length) for each in found.sections] == ["110 words", "60 words"]


def test_a_section_that_hardly_differs_follows_the_brief() -> None:
    """Less than a recommendation scatters by is no reason for a length of its own; nor are too few stories."""
    near, few = advice("section", "Science", 90), advice("section", "World", 85, own=False)
    assert tuned(FILE, near, few) == tuned(FILE)


def test_a_source_keeps_to_itself_unless_it_has_a_length() -> None:
    """A source's length goes before all others, so that none is given to one that has none."""
    after = tuned(FILE, block0=advice("source", "A", 70), block1=advice("source", "B", 120))
    found = settings(tomllib.loads(after))
    assert [str(each.length) for each in found.sources] == ["70 words", "None"]
    assert 'length = "70 words" # longer' in after


def test_nothing_recommended_is_nothing_changed() -> None:
    """Neither for the brief, nor for a section; and what stands there already is no change."""
    options = settings(tomllib.loads(FILE))
    none = Advice("brief", "", 3, None, "too few")
    assert changes(options, [none, advice("section", "Science", 110)], {}) == []
    assert changes(settings({"brief": {"length": "85 words"}}), [WHOLE], {}) == []
    assert applied(FILE, []) == FILE


def test_each_change_says_what_it_was_and_what_it_is() -> None:
    """The name of the setting, the old length and the new one."""
    found = changes(settings(tomllib.loads(FILE)), [WHOLE, advice("section", "World", 60)], {})
    assert [(each.name, each.old, each.new) for each in found] == [
        ("brief.length", "45 words", "85 words"),
        ('the length of the section "World"', "30 words", "60 words"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('sections = [{name = "A"}, {name = "B"}]\n', 1),
        ('[[sections]]\nname = "A"\n[[sections]]\nname = "B"', 1),
        ('[[ sections ]]\nname = """\n[[sections]]\n"""\n[[sections]]\nname = "B"\n', 1),
        ('[[sections]]\nname = "A"  # [x]\n\n\n# far away\n[brief]\ntitle = "x"\n', 0),
    ],
    ids=["inline", "no newline at the end", "a text like a head", "remarks below"],
)
def test_a_block_gets_its_setting_however_it_is_written(text: str, number: int) -> None:
    """Every way of writing blocks is read; the file has the setting and all that it had."""
    wanted: dict[str, Any] = tomllib.loads(text)
    wanted["sections"][number]["length"] = '9 "words"'
    after = with_block_setting(text, ("sections", number), "length", '9 "words"')
    assert tomllib.loads(after) == wanted
    assert all(line in after for line in text.splitlines() if line.startswith("#"))


def test_a_file_that_cannot_be_read_is_refused() -> None:
    """With our own error, not the library's."""
    with pytest.raises(ConfigError, match="cannot be read"):
        with_block_setting("[[sections", ("sections", 0), "length", "9 words")


def test_what_goes_before_the_length_is_named() -> None:
    """A total of the whole brief, and what an edition has of its own."""
    plain = settings({})
    assert overruled(plain, 85, 12) == []
    total = settings(
        {"brief": {"total": "5 minutes", "overview": 0}, "editions": [{"name": "weekly", "total": "10 minutes"}]}
    )
    told = overruled(total, 85, 12)
    assert told[0].startswith("brief.total = 5 minutes goes before brief.length")
    assert told[0].endswith('about total = "4.3 minutes"')
    assert "the edition weekly has its own total = 10 minutes" in told[1]
    assert overruled(total, 85, 0)[0] == "brief.total = 5 minutes goes before brief.length"


def test_a_whole_brief_has_its_stories_and_its_glance() -> None:
    """The day at a glance has a sentence for each of the first stories, and none where there is one story."""
    assert whole_words(50, 10, 4) == 50 * 10 + 4 * 24
    assert whole_words(50, 2, 4) == 50 * 2 + 2 * 24
    assert whole_words(50, 1, 4) == 50

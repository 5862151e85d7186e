"""Settings: their defaults, what is refused and how it is said, and the file that documents them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.cluster.stories import THRESHOLD, WINDOW_DAYS
from briefing.config import BLOCKS, FILE, Settings, SourceSettings, example, load, names, settings
from briefing.embed import BUILT_IN
from briefing.errors import ConfigError
from briefing.types import Length, Secret

SETTING = re.compile(r"^# (?=\w+ = |\[writer\])", re.MULTILINE)


def complaint(values: dict[str, Any], where: str = FILE) -> str:
    with pytest.raises(ConfigError) as caught:
        settings(values, where)
    return str(caught.value)


def test_no_file_at_all_gives_the_defaults() -> None:
    """Empty settings are good settings."""
    assert settings({}) == Settings()


@pytest.mark.parametrize(
    ("values", "place", "near"),
    [
        ({"breif": {}}, "breif", "brief"),
        ({"brief": {"lenght": 45}}, "brief.lenght", "length"),
        ({"brief": {"time-zone": "UTC"}}, "brief.time-zone", "time_zone"),
        ({"stories": {"treshold": 0.4}}, "stories.treshold", "threshold"),
        ({"output": {"file": ["a.html"]}}, "output.file", "files"),
        ({"sources": [{"location": "a"}, {"location": "b", "wieght": 2}]}, "sources.wieght (block 2)", "weight"),
    ],
)
def test_an_unknown_key_names_its_place_and_the_nearest_good_name(
    values: dict[str, Any], place: str, near: str
) -> None:
    """A typo is told with where it stands and what was probably meant."""
    said = complaint(values)
    assert f"nobody knows the setting {place};" in said
    assert f"did you mean {near}?" in said


def test_an_unknown_key_like_no_other_lists_what_there_is() -> None:
    """Where no name is near, all the names of that table are given."""
    said = complaint({"writer": {"zzz": 1}})
    assert "writer.zzz" in said
    assert "known are name" in said


def test_every_mistake_is_told_at_once() -> None:
    """Nobody has to run a command three times to find three typos."""
    said = complaint({"brief": {"stories": 0, "titel": "x"}, "stories": {"window": -1}})
    for place in ("brief.stories", "brief.titel", "stories.window"):
        assert place in said


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("brief", "title", 5),
        ("brief", "stories", "many"),
        ("brief", "stories", 0),
        ("brief", "stories", 2.5),
        ("brief", "overview", 6),
        ("stories", "window", float("inf")),
        ("ranking", "diversity", float("nan")),
        ("brief", "overview", -1),
        ("brief", "max_age", 0),
        ("brief", "length", "45 pages"),
        ("brief", "length", ["45"]),
        ("brief", "length", True),
        ("brief", "total", "much"),
        ("brief", "time_zone", "Europe/Berlln"),
        ("brief", "time_zone", "../etc/passwd"),
        ("stories", "threshold", 1.5),
        ("stories", "window", "long"),
        ("output", "files", "brief.html"),
        ("output", "files", [1]),
        ("writer", "name", ["extractive"]),
    ],
)
def test_a_value_of_the_wrong_kind_names_its_place(table: str, key: str, value: object) -> None:
    """What is no number, out of range, or no time zone is refused with the setting's dotted name."""
    assert re.search(rf"{table}\.{key}( \(block 1\))?: ", complaint({table: {key: value}}))


def test_a_table_that_is_none_names_its_place() -> None:
    """``brief = "x"`` is refused and not taken apart."""
    assert "brief: " in complaint({"brief": "x"})


def test_the_complaint_begins_with_the_file() -> None:
    """With several files about, the message says which one."""
    assert complaint({"x": 1}, "weekly.toml").startswith("weekly.toml: ")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (45, Length(45)),
        (45.5, Length(45.5)),
        ("45", Length(45)),
        ("45 words", Length(45)),
        ("1 word", Length(1)),
        ("3 sentences", Length(3, "sentences")),
        ("1.5 minutes", Length(1.5, "minutes")),
        ("5 min", Length(5, "minutes")),
    ],
)
def test_lengths_are_written_as_a_person_would(written: object, meant: Length) -> None:
    """A length is a number of words, or a number with its unit."""
    assert settings({"brief": {"length": written, "total": written}}).brief.length == meant
    assert settings({"brief": {"total": written}}).brief.total == meant


@pytest.mark.parametrize("written", ["0", "-3 words", "0 minutes", "2.5 sentences", 0, -1])
def test_a_length_that_is_none_says_what_one_is(written: object) -> None:
    """Zero, below zero and half sentences are refused with an example of a good length."""
    said = complaint({"brief": {"length": written}})
    assert "brief.length: " in said
    assert "try" in said


def test_an_empty_total_means_none() -> None:
    """TOML has no null: an empty text takes a total back."""
    assert settings({"brief": {"total": ""}}).brief.total is None


def test_an_empty_count_means_none() -> None:
    """So that a line of the example can be uncommented as it stands."""
    assert settings({"ranking": {"per_source": ""}}).ranking.per_source is None
    assert settings({"ranking": {"per_source": 2}}).ranking.per_source == 2
    assert "ranking.per_source: " in complaint({"ranking": {"per_source": 0}})


def test_the_example_shows_a_block_of_sections_and_of_editions() -> None:
    """Its indented lines, taken out of their comment, are good settings."""
    shown = "\n".join(re.findall(r"^#   (.*)$", example([]), re.MULTILINE))
    read = settings(tomllib.loads(shown))
    assert [each.name for each in read.editions] == ["morning", "weekly"]
    assert [each.name for each in read.sections] == ["Science"]
    assert read.for_edition("weekly").brief.title == "The Week"


def test_settings_cannot_be_changed_after_reading() -> None:
    """What was checked stays as it was checked."""
    with pytest.raises(ValueError, match="frozen"):
        Settings().brief.title = "Other"  # type: ignore[misc]  # what is forbidden is the test


def test_defaults_are_those_of_the_modules_they_configure() -> None:
    """A default that stands in two places is the same in both."""
    assert (Settings().stories.threshold, Settings().stories.window) == (THRESHOLD, WINDOW_DAYS)
    assert Settings().encoder.model == BUILT_IN


def test_the_example_is_read_as_the_defaults() -> None:
    """The file that ``init`` writes changes nothing until its reader does."""
    assert settings(tomllib.loads(example([]))) == Settings()


def test_the_example_with_every_setting_uncommented_is_still_the_defaults() -> None:
    """Each commented line holds the default in good TOML, under the right table."""
    values = tomllib.loads(SETTING.sub("", example([])))
    assert settings(values) == Settings()
    written = {f"{table}.{key}" for table, keys in values.items() if isinstance(keys, dict) for key in keys}
    written |= {key for key, value in values.items() if not isinstance(value, dict)}
    tables = {name.partition(".")[0] for name in names() if "." in name}
    assert written == {name for name in names() if name not in tables and name.partition(".")[0] not in BLOCKS}


def test_the_example_explains_every_setting() -> None:
    """Each setting stands in the file with its meaning right above it; those of a block with their default."""
    text = example([])
    for dotted, model in names().items():
        table, _, key = dotted.rpartition(".")
        field = model.model_fields[key]
        if table in BLOCKS:
            assert f"# {key}: {field.description}" in text
            none = field.is_required() or field.default in (None, "", ())  # then there is nothing to say
            assert (f"{field.description} Default: " in text) != none
        elif table:
            assert f"# {field.description}\n# {key} = " in text


def test_the_example_holds_the_sources_given() -> None:
    """Starter feeds are written as blocks that read back as they were, whatever their names hold."""
    sources = [{"location": "https://a.example/f?x=1&y=2", "name": 'The "Post" \\ é'}, {"location": "news"}]
    read = settings(tomllib.loads(example(sources))).sources
    assert [(each.location, each.name) for each in read] == [
        ("https://a.example/f?x=1&y=2", 'The "Post" \\ é'),
        ("news", ""),
    ]


def test_paths_of_sources_count_from_the_file() -> None:
    """A relative folder means one beside the file; addresses, absolute paths and standard input stay as they are."""
    locations = ("news", "/var/news", "https://a.example/feed", "-")
    values = settings({"sources": [{"location": each} for each in locations]}).source_values(Path("/briefs"))
    assert [each.location for each in values] == ["/briefs/news", "/var/news", "https://a.example/feed", "-"]


def test_own_templates_count_from_the_file() -> None:
    """The folder of own templates is one beside the file, and none where none is named."""
    assert settings({"brief": {"templates": "mine"}}).own_templates(Path("/briefs")) == Path("/briefs/mine")
    assert Settings().own_templates(Path("/briefs")) is None


def test_a_source_carries_what_its_block_says() -> None:
    """Every key of a block reaches the source."""
    block = {
        "location": "https://a.example/f", "name": "A", "section": "World", "weight": 2.0, "language": "de", "limit": 5,
        "max_age": 3.5, "include": ("harbour",), "exclude": ("/^live/",), "kind": "feed", "body": "page", "senders": ("a.example",),
        "allow": ("nas.example",),
    }  # fmt: skip
    (source,) = settings({"sources": [block | {"length": "60 words"}]}).source_values(Path())
    elsewhere = {"length", "on", "command", "password_env", "password_command"}
    assert set(block) | elsewhere == set(SourceSettings.model_fields)
    assert {key: getattr(source, key) for key in block} == block
    assert source.length == Length(60)


def test_a_source_that_is_off_is_left_out() -> None:
    """It stays in the file and is read by nobody."""
    blocks = [{"location": "https://a.example/f", "on": False}, {"command": ["news", "--today"]}]
    assert [source.key for source in settings({"sources": blocks}).source_values(Path())] == ["news --today"]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({}, "give a location, or a command"),
        ({"location": "x", "command": ["y"]}, "give a location, or a command"),
        ({"location": "x", "include": ["/(/"]}, "no regular expression"),
        ({"location": "x", "kind": "tweet"}, "kind"),
        ({"location": "x", "password": "secret"}, "nobody knows the setting sources.password"),
    ],
)
def test_a_block_that_cannot_be_meant_is_refused(block: dict[str, object], said: str) -> None:
    """The message names the key, and the number of the block."""
    with pytest.raises(ConfigError, match=said):
        settings({"sources": [block]})


def test_a_password_comes_from_the_environment_and_is_never_shown() -> None:
    """The file names the variable; the value is with the source, and no repr of it says it."""
    block = {"location": "imaps://me@mail.example/News", "password_env": "MAIL_PASSWORD"}
    (source,) = settings({"sources": [block]}).source_values(Path(), {"MAIL_PASSWORD": "hush"})
    assert source.password == Secret("MAIL_PASSWORD", (), "hush")
    assert "hush" not in repr(source)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("news", "/briefs/news"),
        ("-", "-"),
        ("reddit:worldnews", "reddit:worldnews"),
        ("imaps://a@b/c", "imaps://a@b/c"),
    ],
)
def test_only_paths_count_from_the_folder(location: str, path: str) -> None:
    """Addresses, presets and mailboxes stay as they are."""
    (source,) = settings({"sources": [{"location": location}]}).source_values(Path("/briefs"))
    assert source.location == path


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    """Where there is no briefing.toml, the message names the command that writes one."""
    with pytest.raises(ConfigError, match="briefing init"):
        load(tmp_path / FILE)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"[brief\n", "Expected"), (b"title = \xff\xfe", "not in UTF-8"), (b"a = 1\na = 2\n", "overwrite")],
)
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    """What cannot be parsed is told with the file and the parser's own words, or what to do."""
    path = tmp_path / "b.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=re.escape(f"{path} cannot be read: ") + f".*{said}"):
        load(path)


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    """The message is for a person: no number of the system, no path a second time."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"{tmp_path} cannot be read: Is a directory"


def test_a_word_where_a_list_belongs_is_told_with_a_list() -> None:
    """Nobody who writes TOML has to know what a tuple is."""
    with pytest.raises(ConfigError, match=r'output\.files: write a list: \["…"\]'):
        settings({"output": {"files": "brief.html"}})


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """A file saved by an editor that writes a byte order mark is read like any other."""
    path = tmp_path / FILE
    path.write_bytes(b'\xef\xbb\xbf[brief]\ntitle = "Hi"\n')
    assert settings(load(path)).brief.title == "Hi"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["store", "brief", "stories", "output", "sources", "x"]), JSON, max_size=4))
def test_any_table_is_understood_or_refused_as_ours(values: dict[str, Any]) -> None:
    """Whatever stands in the file, the answer is settings or a ConfigError, never a traceback."""
    try:
        said = repr(settings(values))
    except ConfigError as error:
        said = str(error)
    assert said.startswith((f"{FILE}: ", "Settings("))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"brief": {"max_age": 1_000_000}}, "brief.max_age"),
        ({"fetch": {"proxy": "proxy.example:3128"}}, "with its scheme"),
        ({"fetch": {"proxy": "socks5://proxy.example"}}, "with its scheme"),
        ({"sources": [{"location": "https://ann:s3cret@a.example/feed"}]}, "has a password in it"),
    ],
)
def test_a_setting_that_would_fail_later_is_refused_at_once(values: dict[str, object], said: str) -> None:
    """The message names it, and never a password."""
    with pytest.raises(ConfigError, match=said) as caught:
        settings(values)
    assert "s3cret" not in str(caught.value)

"""``[[editions]]``: what each has of its own, who gets it, what it knows, and what is refused."""

from __future__ import annotations

import shutil
import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from briefing.cli.options import Choices
from briefing.config import FILE, Settings, settings
from briefing.demo import NEWSROOM
from briefing.errors import ConfigError
from briefing.types import EVERY_DAY, Edition, Length

if TYPE_CHECKING:
    from conftest import Run

MORNING, EVENING = {"name": "morning", "at": "06:30"}, {"name": "evening", "at": "18:00", "days": "weekdays"}
WEEKLY = {"name": "weekly", "at": "08:00", "days": ["sun"]}
INA, OLE = {"to": "Ina Brandt <ina@example.org>"}, {"to": "ole@example.org", "name": "Ole"}
SUNDAY_AT_NINE = datetime(2026, 6, 7, 9, tzinfo=UTC)


def of(*editions: dict[str, Any], **tables: Any) -> Settings:
    return settings({"editions": list(editions), **tables})


def test_without_editions_there_is_the_one_of_the_brief() -> None:
    """It has no time of its own, and it is the one that is due at any time."""
    plain = settings({"brief": {"edition": "noon"}})
    assert plain.edition_value() == Edition("noon", knows=("noon",))
    assert plain.due(SUNDAY_AT_NINE) == "noon"
    assert plain.for_edition("noon") == plain


def test_an_edition_goes_before_the_brief() -> None:
    """What its block says is in the settings of that edition, and all else as it stands."""
    block = {
        "title": "The Week", "stories": 30, "overview": 5, "elsewhere": 0, "max_age": 9, "total": "10 minutes",
    }  # fmt: skip
    both = of(MORNING, WEEKLY | block, brief={"title": "Brief", "length": "60 words", "stories": 7})
    weekly, morning = both.for_edition("weekly").brief, both.for_edition("morning").brief
    assert {name: getattr(weekly, name) for name in block} == block | {"total": Length(10, "minutes")}
    assert (weekly.edition, weekly.length) == ("weekly", Length(60))
    assert (morning.title, morning.stories, morning.total, morning.edition) == ("Brief", 7, None, "morning")


def test_the_length_of_an_edition_goes_before_the_total_of_the_brief() -> None:
    """Who gives an edition's stories a length means that, and not the whole brief's."""
    both = of(MORNING | {"length": "30 words"}, EVENING, brief={"total": "5 minutes"})
    assert both.for_edition("morning").brief.total is None
    assert both.for_edition("evening").brief.total == Length(5, "minutes")


@pytest.mark.parametrize("name", ["Ole", "ole", "ole@example.org", "OLE@example.org"])
def test_an_edition_goes_to_those_it_names(name: str) -> None:
    """By name or address, in any case; to all where it names nobody."""
    both = of(MORNING, EVENING | {"recipients": [name]}, recipients=[INA, OLE])
    sent = {each: both.for_edition(each).recipient_values(Path()) for each in ("morning", "evening")}
    assert [each.to for each in sent["evening"]] == ["ole@example.org"]
    assert len(sent["morning"]) == 2


def test_an_edition_is_by_the_clock_of_the_brief() -> None:
    """Its time, its days and the zone, as the stages know them."""
    value = of(EVENING, brief={"time_zone": "Europe/Berlin"}).for_edition("evening").edition_value()
    assert value == Edition("evening", time(18), frozenset(range(5)), ZoneInfo("Europe/Berlin"), ("evening",))


@pytest.mark.parametrize(
    ("written", "days"),
    [('"mon-fri"', range(5)), ('["sat", "sunday"]', (5, 6)), ("[]", range(7)), ('["mon-wed", "fri"]', (0, 1, 2, 4))],
)
def test_days_are_written_as_a_person_would(written: str, days: Any) -> None:
    """One word or a list of them; none for every day."""
    read = settings(tomllib.loads(f'[[editions]]\nname = "a"\nat = 06:30:00\ndays = {written}'))
    assert (read.editions[0].weekdays, read.editions[0].at) == (frozenset(days), "06:30")


def test_editions_of_one_rhythm_know_each_other() -> None:
    """Morning and evening are read by the same people; the weekly looks back, and tells again what they told."""
    all_three = of(MORNING, EVENING, WEEKLY)
    assert all_three.edition_value("morning").knows == ("morning", "evening")
    assert all_three.edition_value("evening").knows == ("evening", "morning")
    assert all_three.for_edition("weekly").edition_value().knows == ("weekly",)


def test_an_edition_knows_what_all_its_readers_were_told() -> None:
    """Ole gets both, so the evening knows what the morning told; Ina gets the morning alone, which knows itself only."""
    both = of(MORNING, EVENING | {"recipients": ["Ole"]}, recipients=[INA, OLE])
    for chosen in (both, both.for_edition("evening"), both.for_edition("morning")):
        assert chosen.edition_value("evening").knows == ("evening", "morning")
    assert both.for_edition("morning").edition_value().knows == ("morning",)


def test_what_an_edition_knows_can_be_said() -> None:
    """What the block says goes before what would be guessed."""
    both = of(MORNING | {"knows": ["morning"]}, EVENING, WEEKLY | {"knows": ["morning"]})
    assert both.edition_value("morning").knows == ("morning",)
    assert both.edition_value("weekly").knows == ("weekly", "morning")


def test_sections_stand_in_the_order_of_the_edition() -> None:
    """Only those that it names, else those of the file; their lengths are by their names."""
    sections = [{"name": "World"}, {"name": "Science", "length": "60 words"}]
    both = of(MORNING, WEEKLY | {"sections": ["Science"]}, sections=sections)
    assert both.for_edition("morning").section_names == ("World", "Science")
    assert both.for_edition("morning").wishes().only == ()
    assert both.for_edition("weekly").section_names == both.for_edition("weekly").wishes().only == ("Science",)
    assert both.section_lengths == {"Science": Length(60)}


@pytest.mark.parametrize(
    ("editions", "said"),
    [
        ([MORNING, MORNING], 'two of them are called "morning"'),
        ([{"at": "06:30"}], "give the edition a name"),
        ([{"name": "Late Night"}], r"editions.name \(block 1\): write it in small letters from a to z"),
        ([{"name": "a", "at": "25:00"}], "no time of day"),
        ([{"name": "a", "days": ["someday"]}], "names no days"),
        ([{"name": "a", "tittle": "x"}], "did you mean title"),
        ([MORNING | {"recipients": ["Olle"]}], 'edition "morning": there is no recipient "olle"; did you mean ole'),
        ([MORNING | {"recipients": ["somebody@example.net"]}], "there is no recipient"),
        ([MORNING | {"knows": ["evenin"]}, EVENING], "did you mean evening"),
        (
            [MORNING | {"sections": ["Wrold"]}],
            r'briefing.toml: the edition "morning": there is no section "Wrold"; did you mean World',
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(editions: list[dict[str, Any]], said: str) -> None:
    """A name that stands twice, a time or a day that is none, whoever or whatever is not there."""
    sources = [{"location": "a", "section": "World"}, {"location": "b", "section": "Sport"}]
    with pytest.raises(ConfigError, match=said):
        of(*editions, sources=sources, recipients=[OLE])


def test_nobody_can_be_named_where_there_is_nobody() -> None:
    """The message says that there is no recipient at all."""
    with pytest.raises(ConfigError, match='no recipient "ina"; there are none'):
        of(MORNING | {"recipients": ["Ina"]})


def test_a_section_of_the_articles_own_may_be_named() -> None:
    """A source without a section may bring articles that have one, which no file can know."""
    assert of(MORNING | {"sections": ["Harbour"]}, sources=[{"location": "corpus.jsonl"}])


def test_an_unknown_edition_is_told_with_the_known_ones() -> None:
    """The message lists what there is."""
    with pytest.raises(ConfigError, match='there is no edition "noon": known are morning, weekly'):
        of(MORNING, WEEKLY).for_edition("noon")


FILE_TEXT = """
[brief]
title = "Brief"
time_zone = "Europe/Berlin"
[[editions]]
name = "morning"
at = "06:30"
title = "Good morning"
[[editions]]
name = "weekly"
at = "08:00"
days = ["sun"]
total = "10 minutes"
recipients = ["ole@example.org"]
[[recipients]]
to = "ina@example.org"
[[recipients]]
to = "ole@example.org"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(FILE_TEXT)
    return tmp_path / FILE


@pytest.mark.parametrize(
    ("day", "hour", "name"),
    [(6, 7, "morning"), (7, 7, "morning"), (7, 8, "weekly"), (8, 6, "weekly"), (8, 7, "morning")],
)
def test_a_run_is_of_the_edition_whose_turn_it_is(path: Path, day: int, hour: int, name: str) -> None:
    """By the clock of the brief's zone: from Sunday at eight to Monday at half past six it is the weekly's."""
    chosen = Choices(path, {}, "", datetime(2026, 6, day, hour)).settings()
    assert chosen.brief.edition == name


def test_a_command_for_no_edition_sees_everyone(path: Path) -> None:
    """Lists of recipients and the doctor are about the whole file."""
    everyone = Choices(path, {}).settings()
    assert (len(everyone.recipients), everyone.brief.title) == (2, "Brief")
    assert len(Choices(path, {}, "weekly").settings().recipients) == 1


def test_flags_go_before_the_edition(path: Path) -> None:
    """A title given now is the title, and a length given now goes before the edition's total."""
    flags = {"brief.title": "Now", "brief.length": "20 words", "brief.total": None}
    weekly = Choices(path, flags, "weekly").settings().brief
    assert (weekly.title, weekly.length, weekly.total) == ("Now", Length(20), None)


def test_the_environment_goes_before_the_edition(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable is a setting for this run; that of the edition's name chooses it."""
    monkeypatch.setenv("BRIEFING_BRIEF_TITLE", "From outside")
    monkeypatch.setenv("BRIEFING_BRIEF_EDITION", "weekly")
    brief = Choices(path, {}, "").settings().brief
    assert (brief.title, brief.edition, brief.total) == ("From outside", "weekly", Length(10, "minutes"))
    assert Choices(path, {}, "morning").settings().brief.edition == "morning"


def test_a_command_takes_the_edition_by_its_name(path: Path, elsewhere: Path, run: Run) -> None:
    """And says which there are where there is none of that name."""
    shutil.copy(NEWSROOM, elsewhere / "news.jsonl")
    (elsewhere / FILE).write_text(f'{path.read_text()}\n[[sources]]\nlocation = "news.jsonl"\n')
    unknown = run("make", "--edition", "noon")
    assert (unknown.exit_code, "known are morning, weekly" in unknown.stderr) == (1, True)
    both = [run("run", "--dry-run", "--edition", name).stdout for name in ("morning", "weekly")]
    assert ["ina@example.org" in each for each in both] == [True, False]
    assert all("ole@example.org" in each for each in both)


def test_every_day_is_the_default(path: Path) -> None:
    """An edition that names no days is due on all of them."""
    assert Choices(path, {}, "morning").settings().edition_value().days == EVERY_DAY

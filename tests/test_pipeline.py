"""The whole flow from Python: articles in, a brief out, the same each time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import fsum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import briefing
from briefing.config import Settings, load, settings
from briefing.demo import CONFIG, NOW, mornings
from briefing.embed import Encoder
from briefing.errors import BriefingError, ConfigError, FetchError, InputError, LengthError, StoreError
from briefing.pipeline import fetch, opened_desk, recall
from briefing.sources import Update
from briefing.store import Store
from briefing.types import TOLERANCE, Article, Brief, Health, Length, Problem, Reading, Source

WALL = (
    "The council voted on Tuesday to rebuild the harbour wall. The work will cost 4.2 million crowns and take two years. "
    "Mayor Ina Brandt said the first stones would be laid in spring. Opponents had asked for a cheaper barrier of sand."
)
QUAY = (
    "The harbour wall will be rebuilt, councillors decided on Tuesday by nine votes to four. "
    "The price is put at 4.2 million crowns. Shops on the quay will have to close for six weeks in summer."
)
COMET = (
    "Astronomers have found a comet with two tails beyond the orbit of Saturn. "
    "The comet was seen first by a school class in Pell. Nobody knows yet how often it returns to the sun."
)


def row(number: int, title: str, text: str, hours: float | None = 3, **more: str) -> dict[str, Any]:
    published = {} if hours is None else {"published": (NOW - timedelta(hours=hours)).isoformat()}
    return {
        "url": f"https://outlet{number}.example/{number}", "title": title, "text": text, "source": f"Outlet {number}",
        **published, **more,
    }  # fmt: skip


ROWS = (
    row(1, "Council votes to rebuild harbour wall", WALL, section="Town"),
    row(2, "Harbour wall to be rebuilt", QUAY, section="Town"),
    row(3, "Comet with two tails found", COMET, section="Science"),
)


def corpus(path: Path, rows: Iterable[dict[str, Any]] = ROWS) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return path


def briefs(folder: Path, store: Path | str, more: str = "", rows: Iterable[dict[str, Any]] = ROWS) -> Path:
    """A briefing.toml with one corpus beside it."""
    corpus(folder / "news.jsonl", rows)
    file = folder / "briefing.toml"
    file.write_text(f'store = "{store}"\n{more}\n[[sources]]\nlocation = "news.jsonl"\n', encoding="utf-8")
    return file


def of_demo(newsroom: Reading, store: Path, **brief: object) -> Brief:
    """The newsroom's brief with other settings."""
    values = load(CONFIG)
    return briefing.make(settings({"store": str(store), "brief": {**values["brief"], **brief}}), NOW, newsroom)


def test_the_public_interface_from_end_to_end(tmp_path: Path, encoder: Encoder) -> None:
    """Reading, clustering, summarising, making and rendering fit together as the design shows them."""
    articles = briefing.read_articles(corpus(tmp_path / "corpus.jsonl"))
    assert [article.source for article in articles] == ["Outlet 1", "Outlet 2", "Outlet 3"]
    stories = briefing.cluster(articles, encoder=encoder)
    assert [len(story.articles) for story in stories] == [2, 1]
    summaries = briefing.summarize(stories, words=30, encoder=encoder)
    assert [summary.story for summary in summaries] == stories
    assert summaries[0].words == len(summaries[0].text.split())
    assert summaries[0].sentences[0].citations[0].quote in WALL + QUAY
    by_hand = briefing.Story(articles=tuple(articles[:2]))
    assert briefing.summarize([by_hand], words=30, encoder=encoder)[0].text == summaries[0].text


def test_the_built_in_encoder_is_used_where_none_is_given() -> None:
    """The three verbs need nothing but the articles."""
    articles = [Article(f"https://a.example/{i}", f"Title {i}", text, "A") for i, text in enumerate((WALL, COMET))]
    stories = briefing.cluster(articles)
    assert len(stories) == 2
    assert all(summary.asked == Length(45) for summary in briefing.summarize(stories))


def test_a_file_of_settings_makes_a_brief(tmp_path: Path, warm_store: Path) -> None:
    """``make`` reads the sources of the file, whose paths count from where it lies, and delivers nothing."""
    file = briefs(tmp_path, warm_store, '[brief]\ntitle = "Mine"\nlength = "20 words"')
    for source in (file, str(file)):
        brief = briefing.make(source, now=NOW)
        assert (brief.title, brief.read, brief.asked) == ("Mine", 3, Length(20))
        assert [section.name for section in brief.sections] == ["Town", "Science"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["briefing.toml", "news.jsonl"]


def test_the_same_news_gives_the_same_page_cold_and_warm(newsroom: Reading, tmp_path: Path) -> None:
    """A brief made with an empty store, and again with the store that it filled, is the same to the byte."""
    options = settings({**load(CONFIG), "store": str(tmp_path / "new.db")})
    cold, warm = (briefing.make(options, NOW, Reading(newsroom[:12])) for _ in ("cold", "warm"))
    assert len(cold.summaries) > 4
    assert briefing.render(cold, "html") == briefing.render(warm, "html")


def test_the_store_remembers_so_that_nothing_is_encoded_twice(
    newsroom: Reading, warm_store: Path, demo_brief: Brief
) -> None:
    """With a full store the same brief comes without any text being encoded, of which progress would tell."""
    values = {**load(CONFIG), "store": str(warm_store)}
    shown: list[str] = []
    with opened_desk(settings(values), CONFIG, lambda phase, done, total: shown.append(phase)) as desk:
        assert mornings.brief(desk, newsroom) == demo_brief
    assert shown == []


def test_progress_is_told_phase_by_phase(tmp_path: Path) -> None:
    """Whoever listens hears of each phase, never beyond its end."""
    heard: list[tuple[str, int, int]] = []
    briefing.make(briefs(tmp_path, "none"), NOW, progress=lambda *each: heard.append(each))
    assert list(dict.fromkeys(phase for phase, _, _ in heard)) == ["Sources", "Finding stories", "Writing"]
    assert all(0 <= done <= total for _, done, total in heard)


def test_the_brief_accounts_for_itself(demo_brief: Brief, newsroom: Reading) -> None:
    """It counts the articles it was made from, tells stories of the first rank first, and keeps the problems."""
    assert demo_brief.read == len(newsroom)
    assert demo_brief.problems == newsroom.problems != ()
    assert demo_brief.date == NOW
    assert len(demo_brief.summaries) > 6
    scores = [summary.story.score for summary in demo_brief.summaries]
    assert max(scores) == scores[0]
    assert all(story.score == fsum(reason.value for reason in story.reasons) for story in demo_brief.stories)


def test_sections_hold_their_stories_and_no_other(demo_brief: Brief) -> None:
    """Each story stands once, under the section that most of its articles name."""
    names = [section.name for section in demo_brief.sections]
    assert len(names) == len(set(names))
    for section in demo_brief.sections:
        assert {summary.story.section for summary in section.summaries} == {section.name}
    assert len({story.id for story in demo_brief.stories}) == len(demo_brief.stories)


def test_stories_without_a_section_come_last(tmp_path: Path, warm_store: Path) -> None:
    """Beside named sections they stand under "More"; alone they stand under no name."""
    rows = [row(1, "Wall", WALL), row(3, "Comet with two tails found", COMET, section="Science", hours=60)]
    brief = briefing.make(briefs(tmp_path, warm_store, "[brief]\nmax_age = 9", rows), NOW)
    assert [section.name for section in brief.sections] == ["Science", "More"]
    alone = briefing.make(briefs(tmp_path, warm_store, "", [row(1, "Wall", WALL)]), NOW)
    assert [section.name for section in alone.sections] == [""]


@pytest.mark.parametrize("overview", [0, 4])
@pytest.mark.parametrize("words", [60, 100, 150, 250, 400, 800])
def test_the_whole_brief_keeps_its_length(newsroom: Reading, warm_store: Path, words: int, overview: int) -> None:
    """A total is shared out so that overview and summaries together are as long as was asked, within 15 per cent."""
    brief = of_demo(newsroom, warm_store, total=f"{words} words", overview=overview)
    assert brief.total == Length(words)
    assert abs(brief.words - words) <= TOLERANCE * words
    assert len(brief.overview) <= overview


def test_the_first_story_gets_the_largest_share(newsroom: Reading, warm_store: Path) -> None:
    """Of a total, stories further down are asked to be shorter, and each tells something."""
    brief = of_demo(newsroom, warm_store, total="3 minutes")
    for section in brief.sections:
        asked = [summary.asked.words for summary in section.summaries if not summary.short]
        assert asked == sorted(asked, reverse=True)
    assert brief.summaries[0].asked.words == max(summary.asked.words for summary in brief.summaries)
    assert all(summary.sentences for summary in brief.summaries)


def test_stories_beyond_the_number_are_links(newsroom: Reading, warm_store: Path) -> None:
    """At most so many are told; the next ones are named, and no more than asked for."""
    brief = of_demo(newsroom, warm_store, stories=3, total="", elsewhere=5, length="30 words")
    assert len(brief.summaries) == 3
    assert len(brief.elsewhere) == 5
    assert not {summary.story.id for summary in brief.summaries} & {story.id for story in brief.elsewhere}
    assert of_demo(newsroom, warm_store, stories=3, total="", elsewhere=0, length="30 words").elsewhere == ()


@pytest.mark.parametrize("count", [0, 2, 5])
def test_the_overview_has_the_sentences_asked_for(newsroom: Reading, warm_store: Path, count: int) -> None:
    """The day at a glance tells the first stories, each in a sentence that rests on one of its articles."""
    brief = of_demo(newsroom, warm_store, overview=count)
    assert len(brief.overview) == count
    ranked = sorted((summary.story for summary in brief.summaries), key=lambda story: -story.score)
    for sentence, story in zip(brief.overview, ranked, strict=False):
        assert sentence.citations[0].article in story.articles


def test_a_single_story_has_no_overview(tmp_path: Path, warm_store: Path) -> None:
    """One story is its own glance: it is not told twice."""
    brief = briefing.make(briefs(tmp_path, warm_store, "", ROWS[:2]), NOW)
    assert len(brief.summaries) == 1
    assert brief.overview == ()


def test_a_story_without_prose_is_named_and_not_told(tmp_path: Path, warm_store: Path) -> None:
    """A table makes no empty summary: its title stands among the links."""
    rows = [*ROWS, row(4, "Results in full", "Brandt 33\n\nSpeight 28")]
    brief = briefing.make(briefs(tmp_path, warm_store, "", rows), NOW)
    assert all(summary.sentences for summary in brief.summaries)
    assert [story.first.title for story in brief.elsewhere] == ["Results in full"]


def test_old_articles_are_left_out_and_it_is_said(tmp_path: Path, warm_store: Path) -> None:
    """What is older than the setting stays out of the brief, which says how much it was; undated ones stay."""
    rows = [
        *ROWS,
        row(4, "Old", WALL + " This is old.", hours=49),
        row(5, "Undated", "The town library will open on Sundays from spring, its director said.", hours=None),
    ]
    brief = briefing.make(briefs(tmp_path, warm_store, "", rows), NOW)
    assert brief.read == 4
    titles = {article.title for story in brief.stories for article in story.articles}
    assert "Undated" in titles
    assert "Old" not in titles
    assert (brief.old, brief.problems) == (1, ())
    for form, said in (
        ("html", "1 older article left out"),
        ("md", "1 older article left out"),
        ("txt", "1 older article left out"),
    ):
        assert said in briefing.render(brief, form).decode()
    longer = briefing.make(briefs(tmp_path, warm_store, "[brief]\nmax_age = 3", rows), NOW)
    assert (longer.read, longer.old) == (5, 0)


def test_only_old_news_is_told_from_no_news(tmp_path: Path, warm_store: Path) -> None:
    """Where every article is too old, the error says so and names the setting."""
    file = briefs(tmp_path, warm_store, "", [row(4, "Old", WALL, hours=49)])
    with pytest.raises(briefing.BriefingError, match="older than 2 days"):
        briefing.make(file, NOW)


def test_what_could_not_be_read_costs_nothing_else(tmp_path: Path, warm_store: Path) -> None:
    """A bad line is a problem in the brief with its file and number, and the rest is told."""
    file = briefs(tmp_path, warm_store)
    with (tmp_path / "news.jsonl").open("a", encoding="utf-8") as lines:
        lines.write("no json at all\n")
    brief = briefing.make(file, NOW)
    assert brief.read == 3
    (problem,) = brief.problems
    assert problem.where.endswith("news.jsonl:4")
    assert str(problem.what) in briefing.render(brief, "md").decode().replace("\\", "")


@pytest.mark.parametrize(("rows", "more"), [((), ""), (ROWS, "[brief]\nmax_age = 0.01")])
def test_no_article_at_all_is_an_error_with_its_reasons(
    tmp_path: Path, rows: tuple[dict[str, Any], ...], more: str
) -> None:
    """An empty corpus, or one that is too old, makes no empty brief."""
    with pytest.raises(InputError, match="no article to make a brief of"):
        briefing.make(briefs(tmp_path, "none", more, rows), NOW)
    with pytest.raises(InputError, match="it was the cat"):
        briefing.make(Settings(store="none"), NOW, Reading((), (Problem("x", "it was the cat"),)))


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        (1, "the only source has failed, Outlet 0: no such host"),
        (2, "all 2 sources have failed, the first Outlet 0: no such host"),
    ],
)
def test_where_every_source_failed_the_age_is_not_blamed(failing: int, said: str) -> None:
    """Without a network, what is told is that nobody answered, and not that the news is too old."""
    health = tuple(Health(f"Outlet {number}", "x", failures=1, error="no such host") for number in range(failing))
    with pytest.raises(InputError) as caught:
        briefing.make(Settings(store="none"), NOW, Reading((), health=health))
    assert said in str(caught.value)
    assert "max_age" not in str(caught.value)
    with pytest.raises(InputError, match="max_age"):
        briefing.make(Settings(store="none"), NOW, Reading((), health=(*health, Health("Well", "y"))))


def test_a_computer_without_a_network_is_said(warm_store: Path) -> None:
    """No source is to blame and none is marked as failing; the brief of what is known, or the error, names the network."""
    sources = [Source(f"https://news.invalid/{number}") for number in range(2)]
    refused = FetchError("no address is known for news.invalid", "check its spelling", temporary=True)
    updates = [Update(Health(each.location, each.location), error=refused) for each in sources]
    with Store(warm_store) as store:
        reading = recall(sources, Settings(), store, NOW, updates)
    (problem,) = reading.problems
    assert str(problem).startswith("network: no source could be reached: no address is known for news.invalid")
    with pytest.raises(InputError) as caught:
        briefing.make(Settings(store="none"), NOW, reading)
    assert "network: no source could be reached" in str(caught.value)
    assert "max_age" not in str(caught.value)


def test_a_mistake_in_the_file_names_the_file(tmp_path: Path) -> None:
    """The error says which file, and what was probably meant."""
    file = briefs(tmp_path, "none", "[brief]\nlenght = 4")
    with pytest.raises(ConfigError, match=rf"{re.escape(str(file))}: .*did you mean length\?"):
        briefing.make(file)


def test_a_missing_input_is_our_error(tmp_path: Path) -> None:
    """A path that is not there is told by name."""
    with pytest.raises(InputError, match=r"gone\.jsonl does not exist"):
        briefing.read_articles(tmp_path / "gone.jsonl")


def test_a_store_that_cannot_be_used_costs_no_brief(tmp_path: Path, newsroom: Reading) -> None:
    """A file of something else in its place is named with a remedy and stays as it was; the brief goes out."""
    (tmp_path / "store.db").write_text("this is no database, but it is long enough to be read as one" * 20)
    brief = briefing.make(settings({"store": str(tmp_path / "store.db"), "brief": {"stories": 1}}), NOW, newsroom)
    assert len(brief.summaries) == 1
    assert brief.problems[0].where == str(tmp_path / "store.db")
    assert "nothing is remembered" in brief.problems[0].what
    assert (tmp_path / "store.db").read_text().startswith("this is no database")


def test_every_error_of_ours_has_one_root() -> None:
    """Whoever catches BriefingError catches them all."""
    for error in (ConfigError, InputError, LengthError, StoreError):
        assert issubclass(error, BriefingError)


@pytest.mark.parametrize(
    ("zone", "hour"), [("UTC", 6), ("Europe/Berlin", 8), ("America/New_York", 2), ("Asia/Kolkata", 11)]
)
def test_the_brief_speaks_from_the_readers_time_zone(tmp_path: Path, warm_store: Path, zone: str, hour: int) -> None:
    """The date is the same moment on the reader's clock."""
    brief = briefing.make(briefs(tmp_path, warm_store, f'[brief]\ntime_zone = "{zone}"'), NOW)
    assert brief.date == NOW
    assert brief.date.hour == hour
    assert brief.date.tzinfo == ZoneInfo(zone)


def test_the_present_is_taken_where_no_time_is_given(tmp_path: Path, warm_store: Path) -> None:
    """Without ``now`` the brief is of today."""
    brief = briefing.make(briefs(tmp_path, warm_store, "[brief]\nmax_age = 36500"))
    assert abs(datetime.now(UTC) - brief.date) < timedelta(minutes=2)


def test_gathering_keeps_to_the_limit_of_a_source(tmp_path: Path) -> None:
    """Weight, section, name and limit of a source reach its articles."""
    corpus(tmp_path / "news.jsonl")
    values = {"sources": [{"location": "news.jsonl", "limit": 2, "name": "N", "section": "S", "weight": 3.0}]}
    options = settings(values)
    sources = options.source_values(tmp_path)
    with Store(":memory:") as store:
        fetch(sources, options, store, NOW)
        reading = recall(sources, options, store, NOW)
    assert [(each.source, each.section, each.weight) for each in reading] == [("N", "S", 3.0)] * 2

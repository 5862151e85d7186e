"""One morning at several lengths: the same stories in each, measured, side by side on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from briefing.config import load, settings
from briefing.demo import CONFIG, NOW
from briefing.look import Look
from briefing.pipeline import Day, Desk, choose, opened_desk
from briefing.tune.preview import Variant, html, told, usual, variants
from briefing.types import Brief, Length, Reading, Section


@pytest.fixture(scope="module")
def desk(vectors: Path) -> Iterator[Desk]:
    with opened_desk(settings({**load(CONFIG), "store": str(vectors)})) as opened:
        yield opened


@pytest.fixture(scope="module")
def day(desk: Desk, newsroom: Reading) -> Day:
    return choose(desk, NOW, newsroom)


@pytest.fixture(scope="module")
def two(desk: Desk, day: Day) -> list[Variant]:
    """40 and 80 words a story."""
    return variants(desk, NOW, day, [Length(40), Length(80)], of_whole=False)


def test_each_length_tells_the_same_stories(two: list[Variant], day: Day) -> None:
    """They are chosen once; only what is told of them grows."""
    ids = [[each.story.id for each in variant.brief.summaries] for variant in two]
    assert ids[0] == ids[1]
    assert len(ids[0]) == len(day.of("told"))
    assert two[0].brief.words < two[1].brief.words
    for variant, words in zip(two, (40, 80), strict=True):
        kept = [abs(each.words - words) <= 0.15 * words for each in variant.brief.summaries]
        assert sum(kept) >= len(kept) - 1


def test_a_length_of_each_story_goes_before_the_total_of_the_settings(two: list[Variant], desk: Desk) -> None:
    """The newsroom has a total of four minutes, which the variants do not have."""
    assert desk.options.brief.total is not None
    assert all(each.brief.total is None for each in two)
    assert [each.name for each in two] == ["40 words a story", "80 words a story"]


def test_a_variant_says_what_it_comes_to(two: list[Variant]) -> None:
    """Words, minutes, and the pages of its PDF."""
    assert two[1].measure.startswith(f"{two[1].brief.words:,} words, {two[1].brief.minutes} min, ")
    assert all(1 <= each.pages < 10 for each in two)


def test_the_whole_brief_may_be_what_is_measured(desk: Desk, day: Day) -> None:
    """Of a whole brief, each variant shares its own total out."""
    found = variants(desk, NOW, day, [Length(2, "minutes"), Length(4, "minutes")], of_whole=True)
    assert [each.brief.total for each in found] == [Length(2, "minutes"), Length(4, "minutes")]
    assert [each.name for each in found] == ["2 minutes in all", "4 minutes in all"]
    assert found[0].brief.words < found[1].brief.words


def test_nothing_counts_as_known_by_it(desk: Desk, day: Day, two: list[Variant]) -> None:
    """What was looked at is new the next time."""
    assert two
    assert desk.threads.threads(NOW, desk.edition.knows) == []
    assert day.of("told")


@pytest.mark.parametrize(
    ("total", "length", "wanted"),
    [
        (None, Length(45), ["30 words", "45 words", "70 words"]),
        (None, Length(3, "sentences"), ["2 sentences", "3 sentences", "4 sentences"]),
        (None, Length(1, "sentences"), ["1 sentence", "2 sentences"]),
        (None, Length(5), ["5 words", "10 words"]),
        (Length(5, "minutes"), Length(45), ["3.3 minutes", "5 minutes", "7.5 minutes"]),
        (Length(0.1, "minutes"), Length(45), ["0.1 minutes", "0.2 minutes"]),
    ],
)
def test_where_no_length_is_asked_for_there_are_less_and_more(
    total: Length | None, length: Length, wanted: list[str]
) -> None:
    """Two thirds of what is set, that itself, and half as much again, each once, in numbers that a person would write."""
    assert [str(each) for each in usual(total, length)] == wanted


def test_stories_stand_side_by_side_with_their_sections(two: list[Variant]) -> None:
    """A row for each story, the name of its section at the first one."""
    rows = told(two)
    assert [row.section for row in rows if row.section] == [section.name for section in two[0].brief.sections]
    assert all(summary and summary.story.id == row.summaries[0].story.id for row in rows for summary in row.summaries if row.summaries[0])  # fmt: skip
    assert len(rows) == len(two[0].brief.summaries)


def test_a_story_that_a_short_brief_has_no_room_for_is_told_by_the_long_one(two: list[Variant]) -> None:
    """The row stays; where it has no text, it is said."""
    first = two[0].brief.sections[0]
    shorter = replace(two[0], brief=replace(two[0].brief, sections=(replace(first, summaries=first.summaries[:1]),)))
    rows = told([shorter, two[1]])
    assert [row.summaries[0] is None for row in rows].count(False) == 1
    assert all(row.summaries[1] for row in rows)
    assert "There was no room for it." in html([shorter, two[1]], "a test", Look()).decode()


def test_the_page_has_each_text_at_each_length(two: list[Variant]) -> None:
    """The measures, the overview, every story twice; nothing is fetched."""
    text = unescape(html(two, "a test", Look()).decode())
    for variant in two:
        assert variant.measure in text
        assert all(summary.text in text for summary in variant.brief.summaries)
        assert variant.brief.overview[0].text in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_hostile_titles_are_text_on_the_page(hostile_brief: Brief) -> None:
    """Whatever a title, a section or a name says."""
    plain = replace(
        hostile_brief, sections=tuple(Section(each.name, each.summaries) for each in hostile_brief.sections)
    )
    text = html([Variant(Length(40), False, plain, 1)], "<script>", Look()).decode()
    assert "<script" not in text
    assert "{{ 7 * 7 }}" in text
    assert "\x1b" not in text

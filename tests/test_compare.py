"""Where outlets disagree on a figure: what counts as one, what is only rounded, and that no other is made up."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import briefing
from briefing.compare import MOST, compare
from briefing.compare.quantities import MAX_CHARACTERS, Quantity, quantities
from briefing.embed import Encoder
from briefing.types import Article, Copy, Disagreement, Reading, Story

NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)
MORE = "The rescue was still going on in the valley on the evening."


def article(text: str, source: str, hours: float = 0.0, language: str = "en") -> Article:
    """An article of one sentence that matters."""
    url = f"https://{source.lower()}.example/{hours}"
    return Article(url, "The bridge", f"{text} {MORE}", source, NOON + timedelta(hours=hours), language)


def alike(texts: Sequence[str]) -> NDArray[np.float32]:
    """An encoder to which all sentences are one."""
    return np.ones((len(texts), 1), dtype=np.float32)


def apart(texts: Sequence[str]) -> NDArray[np.float32]:
    """An encoder to which no two sentences are alike."""
    return np.eye(len(texts), dtype=np.float32)


def between(*articles: Article) -> tuple[Disagreement, ...]:
    """What the articles of one story disagree on, if their sentences are alike."""
    (story,) = compare([Story(articles)], alike)
    return story.disagreements


def told(one: str, other: str, hours: float = 1.0) -> list[tuple[str, ...]]:
    """The figures that two outlets with these sentences are said to disagree on."""
    return [
        tuple(figure.text for figure in found.figures)
        for found in between(article(one, "Wire"), article(other, "Post", hours))
    ]


def only(sentence: str) -> Quantity:
    """The one quantity of a sentence."""
    (found,) = quantities(sentence)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It cost 1.5bn euros.", "It cost 1,500 million euros."),
        ("It cost €1.5bn.", "It cost €1,500 million."),
        ("The fire killed 12 people.", "The fire killed twelve people."),
        ("There were 31 homes.", "There were thirty-one homes."),
        ("Some 4.2 million voters came.", "Then 4,180,000 voters came."),
        ("Taxes rose by 51.3 per cent.", "Taxes rose by 51%."),
        ("At least 12 people died.", "There 15 people died."),
        ("More than 12 people died.", "There 15 people died."),
        ("About 90 people died.", "There 94 people died."),
        ("Up to 90 people died.", "There 61 people died."),
        ("Nearly 500 people died.", "There 480 people died."),
        ("Between 70 and 90 people died.", "There 84 people died."),
        ("There were 70 to 90 homes.", "There were 84 homes."),
        ("There 90 people or more died.", "There 90 people died."),
        ("There were 11,000 homes.", "There were 11,400 homes."),
    ],
)
def test_what_is_rounded_or_hedged_covers_the_figure(one: str, other: str) -> None:
    """One number in two ways of writing, a rounded one and a range do not contradict each other."""
    first, second = only(one), only(other)
    assert first.agrees(second)
    assert second.agrees(first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("At least 12 people died.", "There ten people died."),
        ("About 90 people died.", "There 140 people died."),
        ("It cost $1.5bn.", "It cost $2.5bn."),
        ("There were 70 to 90 homes.", "There were 104 homes."),
        ("There were 9,200 homes.", "There were 11,400 homes."),
    ],
)
def test_other_numbers_contradict(one: str, other: str) -> None:
    """What no hedge and no rounding covers is another number."""
    assert not only(one).agrees(only(other))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("At least 12 people were killed and thirty-one injured.", [(12, "people", "dead"), (31, "people", "hurt")]),
        ("The blast left 12 dead, 30 wounded.", [(12, "people", "dead"), (30, "people", "hurt")]),
        ("A storm struck, killing 12 and injuring 30.", [(12, "people", "dead"), (30, "people", "hurt")]),
        ("It cut the power of 9,200 homes.", [(9200, "home", "")]),
        ("The plant has 2,300 production workers.", [(2300, "worker", "")]),
        ("Two of the seven people injured were old.", [(7, "people", "hurt")]),
    ],
)
def test_a_number_counts_a_noun_and_what_befell_it(sentence: str, expected: list[tuple[float, str, str]]) -> None:
    """The killed are not the injured, and two of the seven are not seven."""
    assert [(found.value, found.kind, found.role) for found in quantities(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "They met on 12 May and on May 14.",
        "It began at 6:30 and ended at 10 p.m. in 2014.",
        "She is 12 years old, he is aged 14.",
        "The 12-year-old boy won.",
        "Rovers won 3-2 and United by 4:1.",
        "He was 12th, she came 3rd.",
        "See Section 12 of No. 5.",
        "Call 0555 2388 or 555-1212.",
        "A Boeing 737 jets past.",
        "They talked for 51 days and two hours.",
        "He did it for the first two innings.",
        "In 2016 voters came.",
    ],
)
def test_dates_times_ages_scores_and_ranks_are_no_counts(sentence: str) -> None:
    """What only looks like a count is none."""
    assert quantities(sentence) == []


def test_two_outlets_that_count_otherwise_disagree() -> None:
    """Both figures stand side by side, as they are written, each with its sentence and where that stands."""
    one = article("At least 12 people were killed when the bridge fell.", "Wire")
    other = article("The police said that nine people were killed when the bridge fell.", "Post", 2)
    (found,) = between(one, other)
    assert found.counted == "people dead"
    assert [(figure.text, figure.value) for figure in found.figures] == [("At least 12 people", 12), ("nine people", 9)]
    for figure, written in zip(found.figures, (one, other), strict=True):
        citation = figure.citation
        assert citation.article is written
        assert written.text[citation.start : citation.end] == citation.quote
        assert figure.text in citation.quote


def test_the_figure_of_most_outlets_comes_first() -> None:
    """Three outlets say nine, one says twelve: nine is first, whoever came first, and each number is named once."""
    twelve = article("There 12 people were killed when the bridge fell.", "Wire")
    nine = [
        article("There nine people were killed when the bridge fell.", name, 2) for name in ("Post", "Echo", "Star")
    ]
    (found,) = between(twelve, *nine)
    assert [figure.value for figure in found.figures] == [9, 12]


def test_printers_of_one_text_count_as_outlets() -> None:
    """A text that three outlets print has three outlets behind its figure."""
    nine = article("There nine people were killed when the bridge fell.", "Post", 2)
    copied = replace(nine, copies=tuple(Copy(name, f"https://{name}.example", "") for name in ("echo", "star")))
    (found,) = between(article("There 12 people were killed when the bridge fell.", "Wire"), copied)
    assert [figure.value for figure in found.figures] == [9, 12]


def test_who_prints_both_does_not_disagree_with_itself() -> None:
    """An outlet that prints the agency's text beside its own is no second outlet."""
    twelve = article("There 12 people were killed when the bridge fell.", "Wire")
    printed = replace(twelve, copies=(Copy("Post", "https://post.example/wire", ""),))
    assert between(printed, article("There nine people were killed when the bridge fell.", "Post", 1)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("There 12 people were killed at the bridge.", "There 20 people were injured at the bridge."),
        ("The flood reached 310 flooded homes in town.", "The flood cut off 400 mobile homes in town."),
        (
            "There 12 people were killed at the bridge on Monday.",
            "There 15 people were killed at the bridge on Friday.",
        ),
        ("There 12 people were killed at the bridge in 2014.", "There 15 people were killed at the bridge this time."),
        ("The law holds in 31 states that expanded care.", "In 19 states they did not expand their care at all."),
        ("The bridge cost 12 million dollars to repair.", "The bridge cost 19 million dollars to repair."),
        ("There 640 people left, of whom 380 slept in the hall.", "There 380 people left and slept in the hall."),
        ("The three parties agreed on a new government.", "The two parties agreed on a new government."),
        ("It lost from 25 seats to 21 seats in the vote.", "It lost all but 30 seats in the vote on Sunday."),
        ("There 12 people were killed at the bridge.", "There 90 people were killed at the bridge."),
        ("The fall killed 35 people in the town of Harrow.", "The fall killed 21 people in the town of Pell."),
        ("In Harrow, 35 people died in the fall.", "In the district of Pell, 21 people died in the fall."),
        ("In council 212 members voted for the bridge.", "In council 198 members voted against the bridge."),
        ("The bill had 212 members in favour in the house.", "The bill had 198 members opposed in the house."),
        ("In the House, 14 members voted for the bridge.", "In the Senate, 11 members voted for the bridge."),
        ("The Greens won 52 seats in the Harrow council.", "The Liberals won 71 seats in the Harrow council."),
        ("The party won 120 seats in the council.", "The party is projected to win 140 seats in the council."),
        ("Officials fear that 40 people are dead at the bridge.", "They found 22 people dead at the bridge."),
        ("Officials had earlier said that 40 people died.", "Officials said that 22 people died."),
        ("The last such fall killed 22 people.", "The fall of the bridge killed 12 people."),
        (
            "It was said to carry 300 passengers and could hold them.",
            "It was said to carry 180 passengers at the fall.",
        ),
        ("The attack killed 14 soldiers at the bridge.", "The attack killed 22 soldiers and civilians at the bridge."),
        ("None of the 35 people on the bridge was killed.", "The 22 people on the bridge were killed."),
        ("Carriers sold 12,000 cars in March.", "Carriers sold 18,000 cars in April."),
        ("Carriers sold 12,000 cars in the second quarter.", "Carriers sold 18,000 cars in the third quarter."),
        ("The fall stopped 120 trains in the valley.", "The fall stopped 210 trains across the country in the valley."),
        (
            "Wend took in 12,000 people of the valley. Some of them walked to Wend in the night.",
            "Pell took in 9,000 people of the valley. Some of them walked to Pell in the night.",
        ),
        ("Wend said it shot down 40 drones at the bridge.", "Pell said it shot down 61 drones at the bridge."),
    ],
)
def test_what_may_be_another_thing_is_no_disagreement(one: str, other: str) -> None:
    """Another fate, kind, day, year or part, other places and parties, for and against, feared and found: nothing is said."""
    assert told(one, other) == []


def test_who_says_it_does_not_part_two_figures_of_one_thing() -> None:
    """Names of those who are cited are not those of what is counted; "homes and shops" is told as a whole."""
    one, other = (
        f"{name} said {n} homes and shops lost power." for name, n in (("Ann Lee", 310), ("Averland Grid", 402))
    )
    assert told(one, other) == [("310 homes and shops", "402 homes and shops")]


def test_the_newer_of_two_days_is_an_update() -> None:
    """Within a day two numbers disagree; beyond, the later one is likely what is known by then."""
    one, other = "There 12 people were killed when it fell.", "There 15 people were killed when it fell."
    assert told(one, other, hours=23) == [("12 people", "15 people")]
    assert told(one, other, hours=25) == []


def test_an_outlet_that_corrects_itself_leaves_no_disagreement() -> None:
    """What the first outlet said before its later article is not held against the second."""
    first = article("There nine people were killed when the bridge fell.", "Wire")
    later = article("There 12 people were killed when the bridge fell.", "Wire", 3)
    other = article("There 12 people were killed when the bridge fell.", "Post", 2)
    assert between(first, other) != ()
    assert between(first, later, other) == ()


def test_undated_articles_and_other_languages_are_left_out() -> None:
    """Without a time one cannot tell an update; and what a number counts is understood in English alone."""
    one = article("There 12 people were killed when the bridge fell.", "Wire")
    other = article("There nine people were killed when the bridge fell.", "Post")
    assert between(one, other) != ()
    assert between(one, replace(other, published=None)) == ()
    assert between(one, replace(other, language="nl")) == ()


def test_sentences_that_are_not_alike_are_not_compared() -> None:
    """What the encoder finds apart does not disagree, whatever the words."""
    one = article("There 12 people were killed when the bridge fell.", "Wire")
    other = article("There nine people were killed when the bridge fell.", "Post")
    (story,) = compare([Story((one, other))], apart)
    assert story.disagreements == ()


def test_stories_keep_their_order_and_all_is_encoded_at_once() -> None:
    """The same stories come back, and the encoder is asked once for all of them, or not at all."""
    asked: list[int] = []

    def counting(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.append(len(texts))
        return alike(texts)

    stories = [
        Story(
            (
                article("There 12 people were killed when it fell.", f"{n}a"),
                article("There nine people were killed when it fell.", f"{n}b"),
            )
        )
        for n in range(3)
    ]
    found = compare(stories, counting)
    assert [replace(story, disagreements=()) for story in found] == stories
    assert len(asked) == 1
    assert compare([Story((stories[0].articles[0],))], counting)[0].disagreements == ()
    assert len(asked) == 1


def test_a_story_has_few_disagreements() -> None:
    """However much two outlets count otherwise, a reader sees the first of it."""
    things = ("homes", "shops", "boats", "trees", "farms")
    texts = [" ".join(f"The storm wrecked {n} {thing} in the valley." for thing in things) for n in (40, 61)]
    assert len(between(article(texts[0], "Wire"), article(texts[1], "Post"))) == MOST


@given(text=st.text(alphabet="0123456789,.$€ -–%mbkntwo people killed", max_size=MAX_CHARACTERS))
def test_any_text_is_survived(text: str) -> None:
    """Whatever stands there, a quantity lies within its sentence, between its bounds."""
    for found in quantities(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.low <= found.value <= found.high


@pytest.mark.parametrize("piece", ["1,111", "9", "two ", "1 to ", "about ", "12 people killed and ", "$", "twenty-"])
def test_hostile_texts_cost_little_time(piece: str) -> None:
    """A line made to be slow is not."""
    texts = [" ".join([f"So {piece * (MAX_CHARACTERS // len(piece))}."] * 200) for _ in range(2)]
    start = time.perf_counter()
    between(article(texts[0], "Wire"), article(texts[1], "Post"))
    assert time.perf_counter() - start < 20


def test_the_newsroom_disagrees_where_it_was_written_to(newsroom: Reading, encoder: Encoder) -> None:
    """Its outlets count the homes without power and the runners otherwise, and nothing else."""
    found = [
        found
        for story in compare(briefing.cluster(newsroom, encoder=encoder), encoder.encode)
        for found in story.disagreements
    ]
    assert {each.counted: [figure.text for figure in each.figures] for each in found} == {
        "homes lost power": ["11,400 homes", "9,200 homes"],
        "people who started": ["about 9,300 people", "10,600 people"],
    }

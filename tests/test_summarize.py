"""Stories to summaries: to length, in whole sentences of the articles, each with the passage it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import briefing
from briefing import pipeline
from briefing.embed import Encoder
from briefing.errors import ConfigError, LengthError
from briefing.prose import leans, lines
from briefing.store import Store
from briefing.summarize import overview
from briefing.types import TOLERANCE, Article, Length, Passage, Reading, Story, Summary

TEXT = (
    "The council voted on Tuesday to rebuild the harbour wall. The work will cost 4.2 million crowns and take two years. "
    "Mayor Ina Brandt said the first stones would be laid in spring. Opponents had asked for a cheaper barrier of sand."
)
BUSY = hypothesis_settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def stories(newsroom: Reading, encoder: Encoder) -> list[Story]:
    """The stories of the newsroom."""
    return briefing.cluster(newsroom, encoder=encoder)


def one(text: str, title: str = "Council votes to rebuild harbour wall", **more: Any) -> Story:
    return Story((Article("https://a.example/wall", title, text, "Outlet", **more),))


def reachable(story: Story, low: float, high: float) -> bool:
    """Whether some of the story's sentences that a reader understands on their own make a text of that length."""
    sums = {0}
    for article in story.articles:
        for line in lines(article.text, article.language or "en"):
            words = len(line.text.split())
            sums |= {total + words for total in sums if not line.leans and total + words <= high}
    return max(sums) >= low


def assert_kept(summaries: Sequence[Summary], words: float) -> None:
    """Each summary is as long as was asked, within the tolerance, wherever its story has such sentences."""
    low, high = words * (1 - TOLERANCE), words * (1 + TOLERANCE)
    for summary in summaries:
        if reachable(summary.story, low, high):
            assert low <= summary.words <= high, f"{summary.words} of {words:g} words: {summary.headline}"
        else:
            assert summary.words <= high or len(summary.sentences) == 1
        assert summary.short == (summary.words < low)


@pytest.mark.parametrize("words", [20, 25, 30, 38, 45, 60, 80, 110, 150])
def test_a_length_in_words_is_kept(stories: list[Story], encoder: Encoder, words: int) -> None:
    """Every story of the newsroom gets the words asked for, within 15 per cent."""
    assert_kept(briefing.summarize(stories, words=words, encoder=encoder), words)


@BUSY
@given(lengths=st.lists(st.integers(20, 150), min_size=11, max_size=11))
def test_each_story_may_have_its_own_length(stories: list[Story], encoder: Encoder, lengths: list[int]) -> None:
    """Lengths of any size, a different one for each story, are kept one by one."""
    summaries = briefing.summarize(stories, [Length(each) for each in lengths], encoder=encoder)
    for summary, words in zip(summaries, lengths, strict=True):
        assert summary.asked == Length(words)
        assert_kept([summary], words)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_length_in_sentences_is_met_exactly(stories: list[Story], encoder: Encoder, count: int) -> None:
    """Every story of the newsroom has five sentences, so it gets as many as were asked for."""
    for summary in briefing.summarize(stories, sentences=count, encoder=encoder):
        assert len(summary.sentences) == count
        assert not summary.short


def test_a_length_in_minutes_is_reading_time(stories: list[Story], encoder: Encoder) -> None:
    """A quarter of a minute is as many words as are read in it."""
    summaries = briefing.summarize(stories, minutes=0.25, encoder=encoder)
    assert_kept(summaries, Length(0.25, "minutes").words)
    assert {summary.asked for summary in summaries} == {Length(0.25, "minutes")}


@pytest.mark.parametrize("length", [{"words": 500}, {"sentences": 30}, {"minutes": 3}])
def test_an_article_with_less_gives_what_it_has(encoder: Encoder, length: dict[str, Any]) -> None:
    """Where the text is shorter than the length, all of it is told, and the summary says that it is short."""
    (summary,) = briefing.summarize([one(TEXT)], encoder=encoder, **length)
    assert summary.text == TEXT
    assert summary.short


def test_a_sentence_longer_than_the_length_is_told_whole(encoder: Encoder) -> None:
    """Where every sentence is too long, the shortest stands there uncut."""
    (summary,) = briefing.summarize([one(TEXT)], words=3, encoder=encoder)
    (sentence,) = summary.sentences
    assert sentence.text == "Opponents had asked for a cheaper barrier of sand."


@pytest.mark.parametrize("words", [30, 90])
def test_every_sentence_is_a_passage_of_its_article(stories: list[Story], encoder: Encoder, words: int) -> None:
    """No sentence is cut or changed: it is the passage that it cites, and the offsets select exactly that."""
    for summary in briefing.summarize(stories, words=words, encoder=encoder):
        for sentence in summary.sentences:
            (citation,) = sentence.citations
            assert citation.article in summary.story.articles
            assert citation.article.text[citation.start : citation.end] == citation.quote
            assert sentence.text == " ".join(citation.quote.split())
            assert re.search(r"[.!?][\"'”’»)]*$", sentence.text)
            before = citation.article.text[: citation.start].rstrip()
            assert (
                not before or before[-1] in '.!?:”’"»)' or "\n" in citation.article.text[len(before) : citation.start]
            )


@pytest.mark.parametrize("words", [30, 60, 140])
def test_a_summary_reads_on_its_own(stories: list[Story], encoder: Encoder, words: int) -> None:
    """It opens with a sentence that leans on nothing, and one that leans follows the one that it leans on."""
    for summary in briefing.summarize(stories, words=words, encoder=encoder):
        previous = None
        for sentence in summary.sentences:
            (citation,) = sentence.citations
            if leans(sentence.text, citation.article.language):
                assert previous is not None
                assert previous.article == citation.article
                assert citation.article.text[previous.end : citation.start].strip() == ""
            previous = citation


def test_sentences_of_one_article_keep_together_and_in_its_order(stories: list[Story], encoder: Encoder) -> None:
    """A summary never jumps back within an article, nor returns to one that it left."""
    for summary in briefing.summarize(stories, words=150, encoder=encoder):
        cited = [sentence.citations[0] for sentence in summary.sentences]
        articles = [summary.story.articles.index(citation.article) for citation in cited]
        assert len(list(dict.fromkeys(articles))) == sum(
            1 for a, b in zip([-1, *articles], articles, strict=False) if a != b
        )
        for earlier, later in combinations(cited, 2):
            assert earlier.article != later.article or earlier.end <= later.start


def content(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}|\d+", text.casefold()))


def test_no_fact_is_told_twice(stories: list[Story], encoder: Encoder) -> None:
    """No two sentences of a summary share most of their words."""
    for summary in briefing.summarize(stories, words=120, encoder=encoder):
        for one_, other in combinations([content(sentence.text) for sentence in summary.sentences], 2):
            assert len(one_ & other) < 0.7 * min(len(one_), len(other))


def test_a_sentence_printed_by_all_outlets_is_told_once(encoder: Encoder) -> None:
    """Articles that open with the same words give those words once."""
    articles = [
        Article(f"https://{name}.example/wall", "Council votes to rebuild harbour wall", f"{TEXT} {more}", name)
        for name, more in (
            ("A", "The fishermen of the town had gone to court over it."),
            ("B", "Work starts in spring."),
        )
    ]
    (summary,) = briefing.summarize([Story(tuple(articles))], words=200, encoder=encoder)
    texts = [sentence.text for sentence in summary.sentences]
    assert len(texts) == len(set(texts))


FURNITURE = (
    "By Tess Wickham, Staff Reporter", "Photo: The wall at low tide, seen from the pier on Monday.",
    "Read more: Why the harbour wall broke in the first place.", "Subscribe to our newsletter for the news of the harbour.",
    "Follow us on social media for more on the harbour wall.", "Advertisement", "© 2026 The Harbour Post. All rights reserved.",
    "Sign up for our daily email about the harbour wall and the council.",
    "Ina Brandt poses for a photo at the harbour wall, May 3, 2026.",
)  # fmt: skip


def test_furniture_of_the_page_is_no_news(encoder: Encoder) -> None:
    """Bylines, captions, adverts and appeals between the paragraphs are never quoted."""
    paragraphs = [
        part for pair in zip(FURNITURE, TEXT.split(". ") * 3, strict=False) for part in (pair[0], f"{pair[1]}.")
    ]
    (summary,) = briefing.summarize([one("\n\n".join(paragraphs))], words=400, encoder=encoder)
    assert summary.sentences
    assert not [line for line in FURNITURE if line.rstrip(".") in summary.text]


def test_a_story_without_prose_is_told_by_its_headline(encoder: Encoder) -> None:
    """A table or a list of links gives no sentences and a note, among others that have some."""
    table = one("Results\n\n1. Brandt 33\n\n2. Speight 28", title="Results in full")
    empty, full = briefing.summarize([table, one(TEXT)], words=30, encoder=encoder)
    assert (empty.sentences, empty.headline, empty.text) == ((), "Results in full", "")
    assert empty.note
    assert empty.short
    assert full.sentences


def test_a_story_that_leans_throughout_still_says_something(encoder: Encoder) -> None:
    """Where no sentence stands on its own, the best of them is better than nothing."""
    (summary,) = briefing.summarize(
        [one("He said that he would go home soon. She told them that it was over now.")], sentences=1, encoder=encoder
    )
    assert len(summary.sentences) == 1


def test_a_batch_gives_what_each_story_gives_alone(stories: list[Story], encoder: Encoder) -> None:
    """A summary depends on its own story, not on those that are written with it."""
    together = briefing.summarize(stories, words=50, encoder=encoder)
    alone = [briefing.summarize([story], words=50, encoder=encoder)[0] for story in stories]
    assert together == alone
    assert briefing.summarize(stories[::-1], words=50, encoder=encoder) == together[::-1]
    assert [summary.story for summary in together] == stories


def test_no_stories_give_no_summaries(encoder: Encoder) -> None:
    """Nothing in, nothing out."""
    assert briefing.summarize([], words=45, encoder=encoder) == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Council votes to rebuild wall - Harbour Post", "Council votes to rebuild wall"),
        ("Council votes to rebuild wall | Harbour Post", "Council votes to rebuild wall"),
        ("Council votes to rebuild wall — harbour post", "Council votes to rebuild wall"),
        ("BREAKING: Council votes to rebuild wall", "Council votes to rebuild wall"),
        ("Live: Council votes to rebuild wall - Harbour Post", "Council votes to rebuild wall"),
        ("Council votes - and the wall stays", "Council votes - and the wall stays"),
        ("Update", "Update"),
        ("Harbour Post", "Harbour Post"),
    ],
)
def test_a_headline_is_free_of_the_outlet_and_of_labels(encoder: Encoder, title: str, shown: str) -> None:
    """The outlet's name behind a title and a label before it go; a title that has a dash of its own stays."""
    story = Story((Article("https://a.example", title, TEXT, "Harbour Post"),))
    assert briefing.summarize([story], words=30, encoder=encoder)[0].headline == shown


def test_a_plain_headline_goes_before_a_loud_one(encoder: Encoder) -> None:
    """Of titles on one event, the one that asks or shouts is not taken."""
    titles = (
        "WILL THEY REBUILD THE WALL?!",
        "Council votes to rebuild the harbour wall",
        "You won't believe this wall!",
    )
    story = Story(tuple(Article(f"https://{i}.example", title, TEXT, f"S{i}") for i, title in enumerate(titles)))
    assert briefing.summarize([story], words=30, encoder=encoder)[0].headline == titles[1]


def test_a_headline_is_a_title_of_the_story(stories: list[Story], encoder: Encoder) -> None:
    """The headline is never made up."""
    for summary in briefing.summarize(stories, words=45, encoder=encoder):
        assert any(summary.headline in article.title for article in summary.story.articles)


def test_another_language_is_told_in_its_own_sentences(stories: list[Story], encoder: Encoder) -> None:
    """The French article is summarised in French, opening with a sentence that leans on nothing."""
    (story,) = [story for story in stories if story.first.language == "fr"]
    (summary,) = briefing.summarize([story], words=45, encoder=encoder)
    assert_kept([summary], 45)
    assert not leans(summary.sentences[0].text, "fr")


def test_the_overview_tells_the_first_stories_once_each(stories: list[Story], encoder: Encoder) -> None:
    """The day at a glance has one whole sentence for each of the first stories, in their order."""
    summaries = briefing.summarize(stories, words=45, encoder=encoder)
    for count in (0, 3, 5):
        glance = overview(summaries, count, encoder.encode)
        assert len(glance) == count
        for sentence, summary in zip(glance, summaries, strict=False):
            (citation,) = sentence.citations
            assert citation.article in summary.story.articles
            assert citation.article.text[citation.start : citation.end] == citation.quote
            assert not leans(sentence.text, citation.article.language)


def test_the_overview_passes_over_stories_without_prose(encoder: Encoder) -> None:
    """A story that has no sentence leaves no gap in the day at a glance."""
    stories = [one("Results\n\n1. Brandt 33"), one(TEXT), one(TEXT.replace("council", "parliament"))]
    summaries = briefing.summarize(stories, words=30, encoder=encoder)
    assert len(overview(summaries, 2, encoder.encode)) == 2


@pytest.mark.parametrize("length", [{"words": 0}, {"words": -5}, {"sentences": 2.5}, {"words": float("nan")}])
def test_a_length_that_is_none_is_refused(length: dict[str, Any]) -> None:
    """Zero, below zero, half a sentence and no number are told before anything is encoded."""
    with pytest.raises(LengthError):
        briefing.summarize([one(TEXT)], **length)


def test_two_lengths_at_once_are_refused() -> None:
    """Words and sentences together are no length."""
    with pytest.raises(LengthError, match="give one of"):
        briefing.summarize([one(TEXT)], words=30, sentences=2)


def test_a_writer_nobody_knows_is_told_with_those_there_are() -> None:
    """The message names the writers that there are."""
    with pytest.raises(ConfigError, match=r'"novelist".*extractive'):
        briefing.summarize([one(TEXT)], words=30, writer="novelist")


def test_news_goes_before_what_was_known(encoder: Encoder) -> None:
    """Of two articles that say as much, the newer one is quoted."""
    old = Article("https://a.example/1", "Wall", "The harbour wall was closed to walkers by the town council.", "A")
    new = replace(old, url="https://a.example/2", text=old.text.replace("walkers", "cyclists"))
    days = (datetime(2026, 10, 12, tzinfo=UTC), datetime(2026, 10, 14, tzinfo=UTC))
    story = Story((replace(old, published=days[0]), replace(new, published=days[1])))
    (summary,) = briefing.summarize([story], sentences=1, encoder=encoder)
    assert "cyclists" in summary.text


def test_a_teaser_without_its_stop_is_told_with_one(encoder: Encoder) -> None:
    """The stop is added to the sentence, and the quotation stays to the letter."""
    teaser = "The council will rebuild the harbour wall in spring, the mayor said on Tuesday"
    article = Article("https://a.example/1", "Harbour wall to be rebuilt", teaser, "Outlet", excerpt=True)
    (summary,) = briefing.summarize([Story((article,))], words=20)
    assert summary.text == f"{teaser}."
    assert summary.sentences[0].citations[0].quote == teaser


def passage(story: Story, sentence: str, place: int = 0) -> Passage:
    """Where a sentence of an article of the story stands."""
    start = story.articles[place].text.index(sentence)
    return Passage(place, start, start + len(sentence))


COSTS = "The work will cost 4.2 million crowns and take two years."
STONES = "Mayor Ina Brandt said the first stones would be laid in spring."


def test_of_a_story_that_was_told_only_the_news_is_told(encoder: Encoder) -> None:
    """Sentences that readers know are not quoted again, in the summary or in the day at a glance; a short one says so."""
    story = one(TEXT)
    updated = replace(story, status="updated", news=(passage(story, COSTS), passage(story, STONES)))
    (summary,) = briefing.summarize([updated], words=60, encoder=encoder)
    assert {sentence.text for sentence in summary.sentences} == {COSTS, STONES}
    assert summary.short
    assert {sentence.text for sentence in overview([summary], 1, encoder.encode)} <= {COSTS, STONES}


def test_a_sentence_that_leans_on_a_known_one_is_not_told(encoder: Encoder) -> None:
    """Without the sentence before it nobody understands it; where that is news too, both are told."""
    leaning = "He added that the work on the old harbour would begin on the first of March."
    story = one(f"{STONES} {leaning} {COSTS}")
    alone = replace(story, news=(passage(story, leaning), passage(story, COSTS)))
    both = replace(story, news=(passage(story, STONES), passage(story, leaning)))
    told = briefing.summarize([alone, both], sentences=2, encoder=encoder)
    assert [[sentence.text for sentence in summary.sentences] for summary in told] == [[COSTS], [STONES, leaning]]


def test_an_updated_story_has_the_headline_of_its_news(encoder: Encoder) -> None:
    """The title that readers saw is not shown again where an article with news has another."""
    title = "Dock workers strike over harbour wall"
    strike = "Dock workers went on strike on Wednesday over the plan to close the harbour."
    news = Article("https://b.example/strike", title, strike, "Other")
    story = Story((*one(TEXT).articles, *one(TEXT).articles, news))
    updated = replace(story, news=(passage(story, strike, 2),))
    (summary,) = briefing.summarize([updated], words=20, encoder=encoder)
    assert (summary.headline, summary.text) == (title, strike)


def test_a_story_without_news_is_told_by_nothing(encoder: Encoder) -> None:
    """Where nothing is news there is no sentence, and a headline all the same."""
    story = one(TEXT)
    (summary,) = briefing.summarize([replace(story, news=())], words=30, encoder=encoder)
    assert (summary.sentences, summary.headline) == ((), story.first.title)


def test_a_summary_of_the_news_is_not_taken_for_one_of_the_whole(encoder: Encoder) -> None:
    """What is remembered of a story is of its news as they were: none told before, one sentence, none at all."""
    story = one(TEXT)
    stories = [story, replace(story, news=(passage(story, COSTS),)), replace(story, news=())]
    with Store(":memory:") as store:
        told = [pipeline.summarize([each], words=30, encoder=encoder, store=store)[0] for each in stories * 2]
    assert told[:3] == told[3:]
    assert len({summary.text for summary in told}) == 3

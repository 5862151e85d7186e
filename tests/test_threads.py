"""Stories over days: which thread they go on with, what of them is news, and what the brief writes down of them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from briefing.embed import Encoder
from briefing.pipeline import cluster
from briefing.threads import episodes_of, follow
from briefing.types import Article, Brief, Copy, Episode, Reading, Status, Story, Thread

NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TITLE = "Council votes to rebuild the harbour wall"
FIRST = "The council of Greyholt voted on Tuesday to rebuild the harbour wall."
DEAD = "The storm that broke the wall killed 12 people in Greyholt, the council said."
COST = "The work on the wall will cost 4.2 million crowns and take two years."
STRIKE = "Dock workers in Greyholt went on strike on Wednesday over the plan to close the harbour during the work."
UNION = "Their union demands that all 340 dock workers are paid while no ship can land there."


def article(name: str, *sentences: str, day: int = 0, **more: Any) -> Article:
    """An article of an outlet of that name, so many days after the first one."""
    fields = {"title": TITLE, "source": name, "published": NOON + day * DAY, "language": "en", **more}
    return Article(f"https://{name}.example/wall", text=" ".join(sentences), **fields)


WALL = article("herald", FIRST, DEAD, COST)


def thread(*articles: Article, told: tuple[str, ...] = (FIRST,), day: int = 0, id_: str = "") -> Thread:
    """What one edition told of a story; no sentences make it a link."""
    story = Story(articles)
    status: Status = "new"
    episode = Episode(f"morning-{day}", NOON + day * DAY, story.id, articles[0].title, status, told, articles)
    return Thread(id_ or story.id, (episode,))


def followed(story: Story, encoder: Encoder, *threads: Thread) -> Story:
    (found,) = follow([story], threads, encoder.encode)
    return found


def said(story: Story) -> list[str]:
    """The news of a story, as text."""
    return [story.articles[each.article].text[each.start : each.end] for each in story.news or ()]


def test_a_story_without_a_thread_is_new(encoder: Encoder) -> None:
    """Nothing was told of it, so nothing of it is set against what was."""
    comet = article("comet", "A comet with two tails was found by an amateur in the night sky.", title="Comet found")
    for threads in ([], [thread(WALL)]):
        (story,) = follow([Story((comet,))], threads, encoder.encode)
        assert (story.thread, story.status, story.news) == (None, "new", None)


def test_the_same_articles_again_add_nothing(encoder: Encoder) -> None:
    """Told or only named by a link: met again on the next morning it is known, under any of its addresses."""
    again = replace(WALL, url="http://www.herald.example/wall/?utm_source=feed")
    for told in ((FIRST,), ()):
        story = followed(Story((again,)), encoder, thread(WALL, told=told))
        assert (story.status, story.news, story.thread_id) == ("known", (), Story((WALL,)).id)


def test_another_outlet_with_the_same_facts_goes_on_with_the_story(encoder: Encoder) -> None:
    """It is continuing: somebody else reports it, in other words, and nothing of it is news."""
    other = article("post", "Greyholt's council voted to rebuild the harbour wall on Tuesday.", COST, day=1)
    story = followed(Story((WALL, other)), encoder, thread(WALL))
    assert (story.status, said(story)) == ("continuing", [])


def test_what_was_not_known_is_news(encoder: Encoder) -> None:
    """The story is updated, and its news are the sentences that the thread has not, by their places in its articles."""
    later = article("post", STRIKE, UNION, COST, day=1)
    story = followed(Story((WALL, later)), encoder, thread(WALL))
    assert (story.status, said(story)) == ("updated", [STRIKE, UNION])
    assert {each.article for each in story.news or ()} == {1}


def test_another_number_in_the_same_words_is_news(encoder: Encoder) -> None:
    """15 killed after 12 is what a reader wants to know, however alike the sentences are."""
    later = article("post", DEAD.replace("12", "15"), FIRST, COST, day=1)
    story = followed(Story((WALL, later)), encoder, thread(WALL))
    assert (story.status, said(story)) == ("updated", [DEAD.replace("12", "15")])


def test_a_name_that_was_not_named_is_news(encoder: Encoder) -> None:
    """The same sentence about somebody else is not known."""
    later = article("post", FIRST.replace("of Greyholt", "of Ostmark"), day=1)
    assert followed(Story((WALL, later)), encoder, thread(WALL)).status == "updated"


def test_a_text_that_changed_is_news_where_it_says_more(encoder: Encoder) -> None:
    """An article that was met is open again when its text changes: known where that says the same, else updated."""
    polished = replace(WALL, text=WALL.text.replace("voted on Tuesday", "on Tuesday voted"))
    assert followed(Story((polished,)), encoder, thread(WALL)).status == "known"
    rewritten = replace(WALL, text=f"{STRIKE} {UNION} {FIRST}")
    story = followed(Story((rewritten,)), encoder, thread(WALL))
    assert (story.status, said(story)) == ("updated", [STRIKE, UNION])


def test_of_a_link_only_its_title_is_known(encoder: Encoder) -> None:
    """A reader saw no more of it: with a second outlet the story is told, also in the sentences of the first."""
    other = article("post", FIRST, COST, day=1)
    story = followed(Story((WALL, other)), encoder, thread(WALL, told=()))
    assert story.status == "updated"
    assert {DEAD, COST} <= set(said(story))
    assert {each.article for each in story.news or ()} == {0, 1}


def test_a_link_that_was_told_later_is_known(encoder: Encoder) -> None:
    """What any of its episodes told is known, whatever the last one was."""
    link = thread(article("gazette", FIRST), told=(), day=1)
    both = Thread("a1", (*thread(WALL).episodes, *link.episodes))
    other = article("post", DEAD, COST, day=2)
    assert followed(Story((other, WALL)), encoder, both).status == "continuing"


def test_a_copy_of_a_known_article_is_known(encoder: Encoder) -> None:
    """The text that another outlet printed first, or the outlet that printed it as well, brings nothing new."""
    post = Copy("Post", "https://post.example/copy", TITLE)
    printed = replace(WALL, copies=(post,))
    own = replace(WALL, url=post.url, source=post.source)
    assert followed(Story((printed,)), encoder, thread(WALL)).status == "known"
    assert followed(Story((own,)), encoder, thread(printed)).status == "known"


def test_the_thread_with_most_of_the_articles_is_gone_on_with(encoder: Encoder) -> None:
    """A story that joins two threads goes on with the one it shares more articles with, of two alike with the older one."""
    herald, post, gazette = (article(name, FIRST) for name in ("herald", "post", "gazette"))
    older, newer = thread(herald, id_="older"), thread(post, gazette, day=1, id_="newer")
    for threads in ((older, newer), (newer, older)):
        assert followed(Story((herald, post, gazette)), encoder, *threads).thread_id == "newer"
        assert followed(Story((herald, post)), encoder, *threads).thread_id == "older"


def test_two_stories_may_go_on_with_one_thread(encoder: Encoder) -> None:
    """A story that falls apart on its second day is two of one thread, in the order in which they came."""
    herald, post = article("herald", FIRST), article("post", DEAD)
    stories = follow([Story((post,)), Story((herald,))], [thread(herald, post, id_="a1")], encoder.encode)
    assert [(story.articles, story.thread_id) for story in stories] == [((post,), "a1"), ((herald,), "a1")]


def test_new_articles_alone_find_their_thread(newsroom: Reading, encoder: Encoder) -> None:
    """Of each story of the newsroom with several articles, the rest finds the first of them again, and no other thread."""
    parted = [story for story in cluster(newsroom, encoder=encoder) if len(story.articles) > 1]
    threads = [thread(story.articles[0], id_=story.id) for story in parted]
    rest = [replace(story, articles=story.articles[1:]) for story in parted]
    assert len(parted) > 3
    assert [story.thread_id for story in follow(rest, threads, encoder.encode)] == [story.id for story in parted]


def test_a_story_of_last_month_is_another_one(encoder: Encoder) -> None:
    """The same words three weeks later are a new event: likeness fades with the days. Undated articles have their day too."""
    later = Story((article("post", FIRST, COST, day=21),))
    for old in (WALL, replace(WALL, published=None)):
        assert followed(later, encoder, thread(old)).status == "new"
        assert followed(Story((article("post", FIRST, COST, day=1),)), encoder, thread(old)).status == "continuing"


def test_articles_without_address_or_text_are_followed(encoder: Encoder) -> None:
    """An article from a file is recognized by its words; one without a text adds an outlet and no news."""
    bare = replace(WALL, url="")
    assert followed(Story((bare,)), encoder, thread(bare)).status == "known"
    silent = article("post", day=1)
    assert followed(Story((WALL, silent)), encoder, thread(WALL)).status == "continuing"


def test_a_language_that_the_encoder_does_not_know_is_compared_by_words(encoder: Encoder) -> None:
    """Vectors find any two Chinese sentences alike; what its words do not say is news."""
    first = "市议会周二投票决定重建海港的防波堤，预计工程将持续两年时间。"
    second = "码头工人周三举行罢工，抗议施工期间关闭整个港口的计划安排。"
    old = article("herald", first, language="zh")
    story = Story((old, article("post", first, second, language="zh", day=1)))
    found = followed(story, encoder, thread(old, told=(first,)))
    assert second in "".join(said(found))
    assert first not in said(found)


@hypothesis_settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_nothing_depends_on_the_order_of_what_is_given(newsroom: Reading, encoder: Encoder, seed: int) -> None:
    """Stories keep their order; which order stories and threads come in changes no status and no news."""
    stories = cluster(newsroom, encoder=encoder)
    threads = [thread(story.articles[0]) for story in stories[::2]]
    expected = follow(stories, threads, encoder.encode)
    mixed = random.Random(seed).sample(range(len(stories)), len(stories))
    shuffled = random.Random(seed).sample(threads, len(threads))
    assert follow([stories[place] for place in mixed], shuffled, encoder.encode) == [expected[place] for place in mixed]


@pytest.mark.parametrize("brief", ["demo_brief", "hostile_brief"])
def test_a_brief_told_is_known_when_it_is_followed(
    brief: str, encoder: Encoder, request: pytest.FixtureRequest
) -> None:
    """Whatever a brief tells, by a summary, a line or a link, adds nothing when it is met again."""
    made: Brief = request.getfixturevalue(brief)
    told = episodes_of(made)
    assert [(each.last.story, bool(each.last.sentences)) for each in told] == [
        *((summary.story.id, bool(summary.sentences)) for summary in made.summaries),
        *((story.id, False) for story in (*made.continuing, *made.elsewhere)),
    ]
    assert {(each.last.edition, each.last.date) for each in told} == {(made.id, made.date)}
    again = follow([replace(story, thread=None, status="new") for story in made.stories], told, encoder.encode)
    assert {story.status for story in again} == {"known"}

"""The story that somebody means is found by its id, by a beginning of it, or by words of its titles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefing.embed import Encoder
from briefing.pipeline.finding import Found, headlines, known, meant
from briefing.types import Article, Episode, Story, Thread, Verdict

YESTERDAY = datetime(2026, 10, 14, 6, tzinfo=UTC)


def article(title: str, text: str = "", day: int = 15) -> Article:
    """An article with an address and an outlet of its own."""
    name = title.replace(" ", "-").lower()
    when = datetime(2026, 10, day, 5, tzinfo=UTC)
    return Article(f"https://{name}.example/{day}", title, text or f"{title}, it is said.", name, when)


WALL = Story((article("Harbour wall rebuilt"), article("Council pays for wall")))
COMET = Story((article("Comet found"),))
BEFORE = Story((article("Harbour wall planned", day=14),))
THREAD = Thread(
    BEFORE.id,
    (
        Episode(
            "morning-2026-10-14",
            YESTERDAY,
            BEFORE.id,
            "Harbour wall planned",
            "new",
            ("It is planned.",),
            BEFORE.articles,
        ),
    ),
)
FOLLOWED = Story(WALL.articles, thread=THREAD, status="updated")
TODAY = [Verdict(FOLLOWED, "told", "the best"), Verdict(COMET, "link", "a place was left")]
STORIES = known(TODAY, ["Harbour wall rebuilt", "Comet found"], [THREAD])


def test_a_story_and_its_thread_are_one() -> None:
    """Today's story has the id of its thread, whose episodes it knows; a thread without a story today stands for itself."""
    assert [each.id for each in STORIES] == [BEFORE.id, COMET.id]
    assert STORIES[0].thread == THREAD
    assert STORIES[0].ids == (BEFORE.id, FOLLOWED.id)
    (alone,) = known((), (), [THREAD])
    assert (alone.headline, alone.articles, alone.verdict) == ("Harbour wall planned", BEFORE.articles, None)


@pytest.mark.parametrize("wanted", [BEFORE.id, BEFORE.id[:4], FOLLOWED.id[:6].upper(), f" {BEFORE.id} "])
def test_an_id_or_its_beginning_is_enough(wanted: str) -> None:
    """The thread's id, that of any of its days, or at least four digits of one, in any case."""
    assert meant(STORIES, wanted) == [STORIES[0]]


def test_three_digits_are_no_id() -> None:
    """What is shorter than four digits is a word."""
    assert meant(STORIES, COMET.id[:3]) == []


def test_two_stories_of_one_thread_are_told_apart() -> None:
    """The thread's id means both, a story's own id one; both know what was told."""
    other = Story((article("Harbour wall delayed"),), thread=THREAD, status="updated")
    both = known([Verdict(FOLLOWED, "told", ""), Verdict(other, "told", "")], ["Rebuilt", "Delayed"], [THREAD])
    assert meant(both, BEFORE.id) == both
    assert meant(both, other.id) == [both[1]]
    assert [each.thread for each in both] == [THREAD, THREAD]


@pytest.mark.parametrize("wanted", ["wall rebuilt", "HARBOUR", "planned wall", "council", "pays  for"])
def test_words_of_any_of_its_titles_find_it(wanted: str) -> None:
    """All the words, in any order and case, in its headline, in one that it had before, or in an article's title."""
    assert meant(STORIES, wanted) == [STORIES[0]]


@pytest.mark.parametrize("wanted", ["council comet", "har", "", "  ", "!?", "(", "wall planned rebuilt"])
def test_other_words_find_nothing(wanted: str) -> None:
    """Words of two titles together, parts of words, and what has no word in it."""
    assert meant(STORIES, wanted) == []


def test_a_word_may_look_like_an_id() -> None:
    """A word of hexadecimal letters alone is looked for in titles where no id begins so."""
    facade = Found("0" * 12, "Facade of the town hall cleaned")
    assert meant([*STORIES, facade], "facade") == [facade]


def test_the_whole_headline_goes_before_words_in_others() -> None:
    """A headline that stands within a longer one still means its own story; other words mean both."""
    longer = Found("1" * 12, "Comet found by a class of pupils")
    assert meant([*STORIES, longer], "comet found") == [STORIES[1]]
    assert meant([*STORIES, longer], "found comet") == [STORIES[1], longer]


def test_a_story_is_about_its_newest_text() -> None:
    """What is learnt of a story is the gist of its newest article that has a text; the title alone where none has."""
    bare = Article("https://late.example/1", "Late and bare", "", "late", datetime(2026, 10, 16, tzinfo=UTC))
    story = Story((*WALL.articles, bare))
    (found,) = known([Verdict(story, "told", "")], ["Harbour wall rebuilt"])
    assert found.about.startswith("Harbour wall rebuilt\nHarbour wall rebuilt, it is said.")
    (untold,) = known([Verdict(Story((bare,)), "link", "")], ["Late and bare"])
    assert untold.about == "Late and bare"


def test_the_headline_is_the_title_nearest_to_all(encoder: Encoder) -> None:
    """The title that says what the others say; without the outlet's name behind it; the address of a nameless one."""
    story = Story(
        (
            article("Harbour wall to be rebuilt"),
            article("Council votes to rebuild harbour wall"),
            article("Our weekend in pictures"),
        )
    )
    nameless = Story((Article("https://a.example/1", "", "A text.", "A"),))
    titled = headlines([story, nameless, COMET], encoder.encode)
    assert titled[0] in ("Harbour wall to be rebuilt", "Council votes to rebuild harbour wall")
    assert titled[1:] == ["https://a.example/1", "Comet found"]
    assert headlines([], encoder.encode) == []


def test_a_story_that_was_told_just_so_keeps_its_headline() -> None:
    """What a reader saw in the brief is what stands in the table; a story that has grown since has a headline of its own."""
    told = Thread(WALL.id, (Episode("morning-2026-10-15", YESTERDAY, WALL.id, "As told", "new", (), WALL.articles),))
    grown = Story((*WALL.articles, article("Mayor praises wall")), thread=told, status="updated")
    stories = known([Verdict(WALL, "told", ""), Verdict(grown, "told", "")], ["Wall", "Praise"], [told])
    assert [each.headline for each in stories] == ["As told", "Praise"]


def test_what_was_told_and_is_not_taken_up_is_known() -> None:
    """A story that came before the edition's window is no new one where it was told; one that was never told stays new."""
    passed = [Verdict(WALL, "out", "nothing of it came"), Verdict(COMET, "out", "nothing of it came")]
    told = Thread(WALL.id, (Episode("morning-2026-10-14", YESTERDAY, WALL.id, "Wall", "new", (), WALL.articles),))
    assert [each.status for each in known(passed, ["Wall", "Comet"], [told])] == ["known", "new"]
    assert [each.status for each in STORIES] == ["updated", "new"]
    assert [each.status for each in known((), (), [told])] == ["known"]

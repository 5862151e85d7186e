"""What comes of each story, and why: told, a line, a link, left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.likeness import Vectors
from briefing.rank import choose
from briefing.types import Article, Episode, Reason, Status, Story, Thread, Topic, Verdict, Wishes

YESTERDAY = datetime(2026, 10, 14, 6, 0, tzinfo=UTC)
SUBJECTS = ("harbour", "chess", "budget", "comet")
PLAIN = Wishes()


def encode(texts: Sequence[str]) -> Vectors:
    """Unit vectors by the subjects that a text names, and a little of its own: a stand-in with a meaning that can be read off."""
    rows = [[float(subject in text) for subject in SUBJECTS] + [0.3] for text in texts]
    vectors = np.array(rows, dtype=np.float32).reshape(len(texts), len(SUBJECTS) + 1)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def story(title: str, score: float = 1.0, source: str = "One", text: str = "Some text.", section: str = "") -> Story:
    article = Article(f"https://{source}.example/{title}", title, text, source, missing="" if text else "a paywall")
    return Story((article,), section, score, (Reason("outlets", score, f"1 outlet: {source}"),))


def told_before(known: Story, status: Status) -> Story:
    episode = Episode("morning-2026-10-14", YESTERDAY, "0", "A headline", "new", ("Told.",), known.articles)
    return replace(known, status=status, thread=Thread("0", (episode,)))


def verdicts(*stories: Story, wishes: Wishes = PLAIN, most: int = 12, links: int = 20) -> list[tuple[str, str, str]]:
    """Title, place and reason of each."""
    chosen = choose(stories, wishes, most, links, encode)
    return [(verdict.story.articles[0].title, verdict.place, verdict.why) for verdict in chosen]


def test_the_best_are_told_and_say_why() -> None:
    """The first reason is its rank, then what its score rests on; what there is no room for says so."""
    assert verdicts(story("harbour", 3), story("chess", 2), story("comet", 1.5), story("budget"), most=1, links=2) == [
        ("harbour", "told", "ranked 1 of 4; 1 outlet: One"),
        ("chess", "link", "ranked 2 of 4; the brief tells 1 story"),
        ("comet", "link", "ranked 3 of 4; the brief tells 1 story"),
        ("budget", "out", "place 4 of 4: the brief has room for 1 story and 2 links"),
    ]


def test_what_there_was_no_room_for_can_be_counted() -> None:
    """It is told from what is left out for other reasons."""
    chosen = choose(
        [story("harbour", 3), told_before(story("chess", 2), "known"), story("budget")], PLAIN, 1, 0, encode
    )
    assert {verdict.story.articles[0].title for verdict in chosen if verdict.is_crowded} == {"budget"}


def test_what_was_told_before() -> None:
    """A story that adds nothing is left out, one that others report now has a line, one with news is told."""
    found = verdicts(
        told_before(story("harbour", 3), "known"),
        told_before(story("chess", 2), "continuing"),
        told_before(story("comet"), "updated"),
    )
    assert [each[:2] for each in found] == [("comet", "told"), ("chess", "line"), ("harbour", "out")]
    assert found[1][2] == "told on 2026-10-14; more is reported of it, but nothing new"
    assert found[2][2] == "nothing new since 2026-10-14"


def test_a_muted_story_is_left_out_whatever_it_is() -> None:
    """The word that muted it is named; a mention in the text of one article of three mutes nothing."""
    wishes = Wishes(mute=("golf", "/che.s/"))
    muted = told_before(story("A final of Chess", 9), "known")
    (kept, out) = choose([muted, story("harbour")], wishes, 12, 20, encode)
    assert (out.place, out.why, out.is_muted) == ("out", 'muted by "/che.s/"', True)
    assert (kept.place, kept.is_muted) == ("told", False)
    many = Story(tuple(story(title, source=title).articles[0] for title in ("harbour", "comet", "chess")))
    assert verdicts(many, wishes=wishes)[0][1] == "told"


def test_a_story_without_a_text_is_a_link() -> None:
    """The reason is why its text is missing."""
    assert verdicts(story("harbour", text="")) == [("harbour", "link", "a paywall")]


def test_undecided_stories_go_elsewhere_where_there_are_sections() -> None:
    """With sections a story that fits none is a link; without any it is told."""
    wishes = Wishes(topics=(Topic("Science"),))
    found = verdicts(
        story("harbour"), story("comet", section="Science"), story("chess", section="World"), wishes=wishes
    )
    assert [each[:2] for each in found] == [("comet", "told"), ("chess", "told"), ("harbour", "link")]
    assert found[2][2] == "fits none of your sections"


def test_an_edition_has_its_own_sections() -> None:
    """What is of another section, or of none, is left out of it; the case of a name does not matter."""
    wishes = Wishes(only=("science",))
    found = verdicts(
        story("harbour"), story("comet", section="Science"), story("chess", section="World"), wishes=wishes
    )
    assert found == [
        ("comet", "told", "ranked 2 of 3; 1 outlet: One"),
        ("harbour", "out", "fits no section of this edition, which has science"),
        ("chess", "out", 'section "World" is not in this edition, which has science'),
    ]


def test_a_full_section_gives_links() -> None:
    """The quota of a section goes to its best, and others take the room."""
    wishes = Wishes(topics=(Topic("Science", stories=1),))
    found = verdicts(
        story("comet", 3, section="Science"), story("chess", 2, section="Science"), story("harbour", 1, section="World"),
        wishes=wishes, most=2,
    )  # fmt: skip
    assert [each[:2] for each in found] == [("comet", "told"), ("harbour", "told"), ("chess", "link")]
    assert found[2][2] == 'ranked 2 of 3; section "Science" has its 1 story'


def test_one_source_alone_does_not_fill_the_page() -> None:
    """What rests on one source alone is counted by source; what others report too is not."""
    shared = Story((*story("budget", source="One").articles, *story("budget", source="Two").articles), score=1.0)
    found = verdicts(
        story("comet", 3), story("chess", 2), shared, story("harbour", 0.5, "Two"), wishes=Wishes(per_source=1)
    )
    assert [each[:2] for each in found] == [
        ("comet", "told"),
        ("budget", "told"),
        ("harbour", "told"),
        ("chess", "link"),
    ]
    assert found[3][2] == "ranked 2 of 4; rests on One alone, which has its 1 story"


def test_one_subject_does_not_fill_the_page() -> None:
    """A story loses for its likeness to one above it, and says so; with no diversity the score alone decides."""
    page = [story("harbour one", 3), story("harbour comet", 2.8), story("chess", 2.5)]
    assert verdicts(*page, most=2)[1:] == [
        ("chess", "told", "ranked 3 of 3; 1 outlet: One"),
        ("harbour comet", "link", 'ranked 2 of 3; gave way to others, for it is like "harbour one" above'),
    ]
    moved = ("harbour comet", "told", 'ranked 2 of 3; moved down 1 place, for it is like "harbour one" above')
    assert verdicts(*page)[2] == moved
    plain = verdicts(*page, wishes=Wishes(diversity=0.0))
    assert [each[0] for each in plain] == ["harbour one", "harbour comet", "chess"]


def test_links_name_nothing_twice() -> None:
    """What says nearly the same as something on the page is left out of the links, and named."""
    line = told_before(story("chess told", 2), "continuing")
    found = verdicts(
        story("harbour", 3), line, story("harbour again", 2), story("chess again", 1), story("comet", 0.5), most=1
    )
    assert [each[:2] for each in found] == [
        ("harbour", "told"), ("chess told", "line"), ("comet", "link"), ("harbour again", "out"), ("chess again", "out"),
    ]  # fmt: skip
    assert found[3][2] == 'nearly the same as "harbour" above'
    assert found[4][2] == 'nearly the same as "chess told" above'


def test_texts_that_the_encoder_cannot_compare_are_not_held_against_each_other() -> None:
    """The encoder finds any two texts in Arabic alike; no story gives way for that."""
    page = [story("harbour one", 3), story("harbour two", 2.9), story("chess", 2.8)]
    page = [replace(each, articles=(replace(each.articles[0], language="ar"),)) for each in page]
    assert [each[0] for each in verdicts(*page)] == ["harbour one", "harbour two", "chess"]


def test_a_hostile_title_stays_on_one_line_and_short() -> None:
    """A reason quotes no more of a title than fits, and nothing that breaks a line or turns its direction."""
    title = "harbour \u202e\n<b>" + "x" * 500
    found = verdicts(story(title, 3), story("harbour two", 2), most=1)
    assert "\n" not in found[1][2]
    assert "\u202e" not in found[1][2]
    assert len(found[1][2]) < 150


def test_no_story_no_verdict() -> None:
    """An empty day is an empty choice."""
    assert choose([], Wishes(per_source=1), 12, 20, encode) == []


statuses: st.SearchStrategy[Status] = st.sampled_from(["new", "new", "updated", "continuing", "known"])


def any_story(title: str, source: str, section: str, status: Status, text: str) -> Story:
    found = story(title, 1.0, source, text, section)
    return found if status == "new" else told_before(found, status)


days = st.lists(
    st.builds(
        any_story,
        st.builds("{} {}".format, st.sampled_from(SUBJECTS), st.integers(0, 10**6)),
        st.sampled_from("AB"),
        st.sampled_from(["", "Science", "World"]),
        statuses,
        st.sampled_from(["Some text.", "Some text.", ""]),
    ),
    max_size=14,
)
wishes_of_all_kinds = st.builds(
    Wishes,
    mute=st.sampled_from([(), ("budget",)]),
    topics=st.sampled_from([(), (Topic("Science", stories=1),), (Topic("Science"), Topic("World", stories=2))]),
    per_source=st.none() | st.integers(1, 3),
    diversity=st.floats(0, 1),
    only=st.sampled_from([(), ("Science",)]),
)


def quota_holds(told: Sequence[Verdict], wishes: Wishes) -> bool:
    sections = Counter(verdict.story.section for verdict in told)
    alone = Counter(verdict.story.outlets[0] for verdict in told if len(verdict.story.outlets) == 1)
    most = all(topic.stories is None or sections[topic.name] <= topic.stories for topic in wishes.topics)
    return most and (wishes.per_source is None or all(count <= wishes.per_source for count in alone.values()))


@given(days, wishes_of_all_kinds, st.integers(1, 5), st.integers(0, 5))
def test_every_story_has_one_verdict(page: list[Story], wishes: Wishes, most: int, links: int) -> None:
    """Nothing is lost or told twice, no limit is broken, no verdict is without a reason, and the same gives the same."""
    ranked = [replace(each, score=float(len(page) - place)) for place, each in enumerate(page)]
    found = choose(ranked, wishes, most, links, encode)
    assert sorted((verdict.story.id, verdict.story.score) for verdict in found) == sorted(
        (each.id, each.score) for each in ranked
    )
    told, linked = ([verdict for verdict in found if verdict.place == place] for place in ("told", "link"))
    assert len(told) <= most
    assert len(linked) <= links
    assert quota_holds(told, wishes)
    assert all(verdict.story.has_text and verdict.story.status in ("new", "updated") for verdict in told)
    assert all(verdict.why for verdict in found)
    order = [("told", "line", "link", "out").index(verdict.place) for verdict in found]
    assert order == sorted(order)
    scores = [verdict.story.score for verdict in linked]
    assert scores == sorted(scores, reverse=True)
    assert found == choose(ranked, wishes, most, links, encode)


@pytest.mark.parametrize("diversity", [0.0, 0.5, 1.0])
def test_the_best_story_is_always_told_first(diversity: float) -> None:
    """Diversity moves what is below, never the first."""
    page = [story(f"{subject} {number}", 9.0 - number) for number, subject in enumerate(SUBJECTS * 2)]
    assert verdicts(*page, wishes=Wishes(diversity=diversity))[0][0] == "harbour 0"

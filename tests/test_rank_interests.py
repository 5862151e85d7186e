"""What a reader cares about, by meaning and by text; and the sections that stories go to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from briefing.embed import Encoder
from briefing.likeness import Vectors, gist
from briefing.rank import filed
from briefing.rank.interests import liked
from briefing.types import Article, Episode, Interest, Reason, Story, Thread, Topic

NOW = datetime(2026, 10, 15, 6, tzinfo=UTC)
MEANINGS = ("harbour port quay", "chess grandmaster", "comet telescope astronomer")
PORT = "A quay was built at last, of stone and of concrete, as the town had wished for many years"


def encode(texts: Sequence[str]) -> Vectors:
    """Unit vectors by what a text means, where one word of a meaning is as good as another; zeros where it means nothing."""
    rows = [[float(any(word in text.casefold() for word in meaning.split())) for meaning in MEANINGS] for text in texts]
    vectors = np.array(rows, dtype=np.float32)
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1)
    return unit


def story(title: str, text: str = "Some text.", section: str = "", language: str = "en") -> Story:
    return Story(
        (Article(f"https://one.example/{title}", title, text, "One", section=section, language=language),), section
    )


def only(found: Story, *interests: Interest) -> Reason | None:
    """The one reason that these interests give a story, if any."""
    ((*reasons,),) = liked([found], interests, encode)
    assert len(reasons) <= 1
    return reasons[0] if reasons else None


def test_an_interest_is_met_by_its_words() -> None:
    """Whole in the title or the first words, half for a mention far down; whole words alone."""
    chess = Interest("Draughts")
    assert only(story("A draughts final"), chess) == Reason("interest", 1.0, 'has your word "Draughts"')
    far = story("A final", f"{'word ' * 100} and draughts")
    assert only(far, chess) == Reason("interest", 0.5, 'mentions your word "Draughts"')
    assert only(story("Draughtsmen"), chess) is None


def test_an_interest_is_met_by_its_meaning() -> None:
    """A story that has none of the words counts where it means the same, and one that means something else does not."""
    assert only(story("The quay is done"), Interest("port")) == Reason("interest", 1.0, 'like your interest "port"')
    assert only(story("The grandmaster wins"), Interest("port")) is None
    assert only(story("The quay is done", language="ar"), Interest("port")) is None


def test_without_an_encoder_words_still_count() -> None:
    """Nothing is looked for by meaning, and nothing fails."""
    found = liked([story("The quay"), story("The port")], [Interest("port")], None)
    assert [[reason.detail for reason in each] for each in found] == [[], ['has your word "port"']]


def test_what_was_learnt_says_what_was_asked_for() -> None:
    """The reader's own request is the reason; a request for less takes off."""
    more, less = Interest(PORT, 1.0, "more: Quay built"), Interest(PORT, -1.0, "less: Quay built")
    assert only(story("The harbour"), more) == Reason("learnt", 1.0, "you asked for more: Quay built")
    assert only(story("The harbour"), less) == Reason("unwanted", -1.0, "you asked for less: Quay built")
    assert only(story("The comet"), less) is None


def test_the_story_that_taught_an_interest_meets_it() -> None:
    """By its id, by that of its thread, by the article that was learnt: its first article may be unlike the one that was named."""
    article = Article(
        "https://two.example/a", "The quay", "A long text of another outlet on what was said about it", "Two"
    )
    first = story("The comet").articles[0]
    both = Story((first, article))
    unwanted = Reason("unwanted", -2.0, "you asked for less: The quay")
    assert only(both, Interest(PORT, -2.0, "less: The quay", both.id)) == unwanted
    assert only(both, Interest(gist(article), -2.0, "less: The quay", "0" * 12)) == unwanted
    told = Episode("morning-1", NOW, "f" * 12, "The quay", "new", (), (article,))
    later = Story((first,), thread=Thread("f" * 12, (told,)), status="updated")
    assert only(later, Interest(PORT, -2.0, "less: The quay", "f" * 12)) == unwanted
    assert only(both, Interest(PORT, -2.0, "less: The quay", "0" * 12)) is None


def test_of_each_kind_the_strongest_counts() -> None:
    """Ten words for one thing do not count tenfold, and what is wanted does not hide what is not."""
    interests = [Interest("port"), Interest("quay"), Interest("harbour", 2.0)]
    learnt = [Interest("quay", -0.5, "less: A"), Interest("quay", -2.0, "less: B"), Interest("quay", 1.0, "more: C")]
    ((*reasons,),) = liked([story("The harbour and its quay")], [*interests, *learnt], encode)
    assert {(reason.name, reason.value, reason.detail) for reason in reasons} == {
        ("interest", 2.0, 'has your word "harbour"'),
        ("unwanted", -2.0, "you asked for less: B"),
        ("learnt", 1.0, "you asked for more: C"),
    }


def test_a_learnt_title_is_no_expression() -> None:
    """A title between slashes that is no regular expression is searched as it stands."""
    assert only(story("See /(/ here"), Interest("/(/", 1.0, "more: /(/")) is not None


TOPICS = (
    Topic("Science", ("moon", "/gene[- ]?editing/"), ("An astronomer speaks",)),
    Topic("Games", (), ("A chess final",)),
)


@pytest.mark.parametrize(
    ("found", "section"),
    [
        pytest.param(story("The moon", section="games"), "Games", id="the source names a section"),
        pytest.param(story("The moon and chess"), "Science", id="words before examples"),
        pytest.param(story("Gene-editing at last"), "Science", id="a regular expression"),
        pytest.param(story("The moon", section="World"), "Science", id="words before another section of the source"),
        pytest.param(story("A grandmaster", section="World"), "World", id="the source before examples"),
        pytest.param(story("A grandmaster wins"), "Games", id="examples"),
        pytest.param(story("The telescope sees"), "Science", id="the nearest example"),
        pytest.param(story("A quay"), "", id="undecided"),
        pytest.param(story("A grandmaster wins", language="ar"), "", id="not understood"),
        pytest.param(story("A final", f"{'word ' * 100} moon"), "", id="a mention far down"),
    ],
)
def test_where_a_story_goes(found: Story, section: str) -> None:
    """By its source where that names a section, by words, by its source else, by examples; or nowhere."""
    assert [each.section for each in filed([found], TOPICS, encode)] == [section]


def test_most_articles_decide() -> None:
    """One article of three that speaks of the moon makes no story about it; two do."""
    (moon,), (quay,), (port,) = (story(title).articles for title in ("The moon", "A quay", "A port"))
    assert [each.section for each in filed([Story((moon, quay, port)), Story((quay, moon, moon))], TOPICS, encode)] == [
        "",
        "Science",
    ]


def test_without_sections_nothing_is_moved() -> None:
    """The stories come back as they are, and nothing is encoded."""
    stories = [story("The moon", section="World"), story("A quay")]
    assert filed(stories, (), encode) == stories
    assert filed([], TOPICS, encode) == []


def test_the_built_in_encoder_finds_what_means_the_same(encoder: Encoder) -> None:
    """An interest and an example find a story that shares no word with them, and leave another alone."""
    wind = story(
        "Turbines at sea to power a million homes", "A farm of two hundred turbines will stand off the coast by 2030."
    )
    court = story(
        "Judges strike down a law on wills", "The highest judges of the country ruled that heirs were treated unfairly."
    )
    found = liked([wind, court], [Interest("offshore wind energy")], encoder.encode)
    assert [[reason.detail for reason in each] for each in found] == [['like your interest "offshore wind energy"'], []]
    topic = Topic("Energy", (), ("The grid gets its electricity from new wind parks and solar plants.",))
    assert [each.section for each in filed([wind, court], (topic,), encoder.encode)] == ["Energy", ""]

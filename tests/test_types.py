from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import LengthError
from briefing.types import (
    READING_SPEED,
    Article,
    Brief,
    Citation,
    Copy,
    Health,
    Length,
    Problem,
    Reading,
    Section,
    Sentence,
    Story,
    Summary,
    Unit,
    count_words,
    reading_minutes,
)

EARLY, LATE = datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 1, 20, tzinfo=UTC)
FIRST = Article("https://a.example/1", "Bridge closed", "The bridge is closed.", "Alder", EARLY)
SECOND = Article("https://b.example/2", "Bridge shut", "The bridge is shut.", "Birch", LATE)
UNDATED = Article("https://c.example/3", "Bridge", "There is a bridge.", "Cedar")

QUARTERS = (
    st.integers(1, 4 * 99_999).map(lambda n: n / 4).filter(lambda amount: len(f"{amount:g}".replace(".", "")) < 6)
)
LENGTHS = st.one_of(
    st.builds(Length, QUARTERS, st.sampled_from(["words", "minutes"])),
    st.builds(Length, st.integers(1, 99_999), st.just("sentences")),
)


@given(LENGTHS)
def test_a_length_can_be_read_as_it_is_written(length: Length) -> None:
    """What a length says of itself is read as the same length, for up to five digits in quarters."""
    assert Length.parse(str(length)) == length


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("45", 45, "words"),
        ("45 words", 45, "words"),
        ("  1 WORD ", 1, "words"),
        ("60w", 60, "words"),
        ("3 sentences", 3, "sentences"),
        ("3 s", 3, "sentences"),
        ("1 sentence", 1, "sentences"),
        ("1.5 minutes", 1.5, "minutes"),
        ("5 min", 5, "minutes"),
        ("5 mins", 5, "minutes"),
        ("5m", 5, "minutes"),
    ],
)
def test_people_write_lengths_in_many_ways(text: str, amount: float, unit: Unit) -> None:
    """A number counts words unless a unit, whole or shortened, says otherwise."""
    assert Length.parse(text) == Length(amount, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "0",
        "-3",
        "-1 minutes",
        "0 words",
        "2.5 sentences",
        "5 pages",
        "3 4",
        "inf",
        "nan",
        "1e3",
        "5 stones",
    ],
)
def test_what_is_no_length_is_refused_with_a_remedy(text: str) -> None:
    """Nothing, zero, less than nothing, half a sentence and unknown units name what to write instead."""
    with pytest.raises(LengthError) as caught:
        Length.parse(text)
    assert caught.value.remedy


@pytest.mark.parametrize("amount", [0, -1, float("inf"), float("nan")])
def test_a_length_is_a_positive_number(amount: float) -> None:
    """Zero, negative and endless amounts are refused wherever a length is made."""
    with pytest.raises(LengthError):
        Length(amount)


def test_an_unknown_unit_is_refused() -> None:
    """A length in pages does not come into being."""
    with pytest.raises(LengthError, match="words, sentences or minutes"):
        Length(3, "pages")  # type: ignore[arg-type]  # what is forbidden is the test


def test_minutes_are_reading_minutes() -> None:
    """A minute is as many words as one reads in it; reading time is whole minutes, at least one."""
    assert Length(2, "minutes").words == 2 * READING_SPEED
    assert [reading_minutes(words) for words in (0, 1, READING_SPEED, READING_SPEED + 1)] == [1, 1, 1, 2]


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("one", 1), ("one two\nthree", 3), ("北约会议", 2), ("北约会", 2), ("NATO 北约", 2)]
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    """Words stand between spaces; where a script has none, two characters count as one."""
    assert count_words(text) == words


def test_values_do_not_change() -> None:
    """An article that one stage was given is the article that the next one gets."""
    with pytest.raises(FrozenInstanceError):
        FIRST.title = "Other"  # type: ignore[misc]  # what is forbidden is the test


def test_a_story_has_an_article() -> None:
    """A story about nothing cannot be made."""
    with pytest.raises(ValueError, match="at least one"):
        Story(())


def test_a_story_is_known_by_its_articles() -> None:
    """Its id does not depend on their order, its score or its section; other articles make another story."""
    story = Story((FIRST, SECOND))
    assert story.id == Story((SECOND, FIRST), section="World", score=2.0).id
    assert story.id != Story((FIRST,)).id
    assert len(story.id) == 12
    assert int(story.id, 16) >= 0


def test_a_story_starts_with_its_earliest_dated_article() -> None:
    """Undated articles neither come first nor hide since when a story runs."""
    story = Story((UNDATED, SECOND, FIRST))
    assert story.first == FIRST
    assert story.since == EARLY
    assert Story((UNDATED,)).since is None
    assert Story((UNDATED,)).first == UNDATED


def test_outlets_include_those_that_printed_a_copy() -> None:
    """Everyone who printed a text is named once, its own outlet first."""
    copied = replace(FIRST, copies=(Copy("Birch", "https://b.example/9", "Bridge closed"), Copy("Alder", "", "")))
    assert copied.outlets == ("Alder", "Birch")
    assert Story((copied, SECOND, UNDATED)).outlets == ("Alder", "Birch", "Cedar")


def test_what_is_kept_aside_makes_no_other_article() -> None:
    """Unknown keys of a corpus do not take part in comparing articles."""
    assert replace(FIRST, extra={"shares": 3}) == FIRST
    assert len({replace(FIRST, extra={"shares": 3}), FIRST}) == 1


def summary(*texts: str, asked: Length) -> Summary:
    cited = tuple(Sentence(text, (Citation(FIRST, text, 0, len(text)),)) for text in texts)
    return Summary(Story((FIRST,)), "Bridge closed", cited, asked, "extractive")


@pytest.mark.parametrize(
    ("words", "asked", "short"),
    [
        (85, Length(100), False),
        (84, Length(100), True),
        (5, Length(1, "sentences"), False),
        (5, Length(2, "sentences"), True),
        (238, Length(1, "minutes"), False),
        (100, Length(1, "minutes"), True),
    ],
)
def test_a_summary_says_when_it_fell_short(words: int, asked: Length, short: bool) -> None:
    """Short is what lies more than 15 % below what was asked, in the unit in which it was asked."""
    assert summary("word " * words, asked=asked).short is short


def test_a_brief_counts_what_a_reader_reads() -> None:
    """Words and reading time cover the overview and all summaries; outlets and stories cover links alone too."""
    one = summary("The bridge is closed.", asked=Length(4))
    brief = Brief(
        title="Morning",
        date=LATE,
        sections=(Section("World", (one,)), Section("More", (one,))),
        asked=Length(4),
        overview=one.sentences,
        elsewhere=(Story((UNDATED,)),),
    )
    assert (brief.words, brief.sentences, brief.minutes) == (12, 2, 1)
    assert [story.outlets for story in brief.stories] == [("Alder",), ("Alder",), ("Cedar",)]
    assert brief.outlets == ("Alder", "Cedar")


def test_copies_are_of_outlets_without_an_article_of_their_own() -> None:
    """One copy for each outlet that has nothing else in the story, the first that is met."""
    first = replace(
        FIRST, copies=(Copy("Birch", "https://b.example/9", ""), Copy("Dogwood", "https://d.example/1", ""))
    )
    second = replace(
        SECOND, copies=(Copy("Dogwood", "https://d.example/2", ""), Copy("Elm", "https://e.example/1", ""))
    )
    assert [copy.url for copy in Story((first, second)).copies] == ["https://d.example/1", "https://e.example/1"]
    assert Story((FIRST,)).copies == ()


def cited(text: str, *quotes: str) -> Sentence:
    return Sentence(text, tuple(Citation(FIRST, quote, 0, len(quote)) for quote in quotes))


@pytest.mark.parametrize(
    ("sentence", "verbatim"),
    [
        (cited("The bridge is closed.", "The bridge is closed."), True),
        (cited("The bridge is closed.", "The  bridge\nis closed"), True),
        (cited("橋は閉鎖された。", "橋は閉鎖された"), True),
        (cited("The bridge is closed.", "A bridge.", "The bridge is closed."), True),
        (cited("The bridge is closed.", "The bridge is shut."), False),
        (cited("The bridge is closed."), False),
    ],
)
def test_a_sentence_knows_whether_it_is_quoted(sentence: Sentence, verbatim: bool) -> None:
    """Word for word, white space and a missing full stop aside; a brief is so where each of its sentences is."""
    assert sentence.verbatim is verbatim
    told = Summary(Story((FIRST,)), "", (cited("A.", "A."), sentence), Length(4), "extractive")
    assert Brief("", LATE, (Section("", (told,)),), Length(4)).verbatim is verbatim


def test_a_brief_knows_the_length_of_its_middle_story() -> None:
    """In words; in sentences where those were asked of each story; nothing where there is none."""
    told = tuple(summary(*["word " * words] * count, asked=Length(4)) for words, count in ((9, 1), (1, 3), (5, 1)))
    brief = Brief("", LATE, (Section("", told),), Length(4))
    assert brief.middle == 5
    assert replace(brief, asked=Length(2, "sentences")).middle == 1
    assert replace(brief, asked=Length(2, "sentences"), total=Length(9)).middle == 5
    assert replace(brief, sections=()).middle == 0


@pytest.mark.parametrize(
    ("total", "got"),
    [
        (None, "5 words"),
        (Length(100), "5 words"),
        (Length(1, "minutes"), "1 minute, 5 words"),
        (Length(3, "sentences"), "2 sentences, 5 words"),
    ],
    ids=str,
)
def test_a_brief_says_what_it_got_in_the_unit_asked(total: Length | None, got: str) -> None:
    """Beside its words, which are always said."""
    told = summary("One two three.", "Four five.", asked=Length(4))
    assert Brief("", LATE, (Section("", (told,)),), Length(4), total=total).got == got


def test_a_summary_says_what_it_got_in_the_unit_asked() -> None:
    """Sentences where sentences were asked for; words for words and for minutes."""
    got = [
        summary("One two.", "Three.", asked=asked).got
        for asked in (Length(9), Length(1, "minutes"), Length(3, "sentences"))
    ]
    assert got == [3, 3, 2]


def test_coverage_counts_the_stories_of_each_outlet() -> None:
    """The most first, names in their order among equals; links alone do not count."""
    both = replace(summary("A.", asked=Length(4)), story=Story((SECOND, FIRST)))
    brief = Brief("", LATE, (Section("", (both,)), Section("", (summary("B.", asked=Length(4)),))), Length(4))
    assert replace(brief, elsewhere=(Story((UNDATED,)),)).coverage == (("Alder", 2), ("Birch", 1))


def test_sources_that_answered_are_told_from_those_that_failed() -> None:
    """One that failed after a success has not answered, nor has one that was never asked."""
    well, failed, ended = Health("A", "", LATE), Health("B", "", EARLY, 2), Health("C", "", EARLY, gone=True)
    brief = Brief("", LATE, (), Length(4), health=(well, failed, ended, Health("D", "")))
    assert (brief.answered, brief.failing) == ((well,), (failed, ended))


def test_a_problem_says_where_what_and_what_to_do() -> None:
    """The remedy stands in brackets, where there is one."""
    assert str(Problem("a.txt", "no text", "left out")) == "a.txt: no text (left out)"
    assert str(Problem("a.txt", "no text")) == "a.txt: no text"


def test_a_reading_is_a_sequence_of_articles() -> None:
    """It has a length, an order and slices, and is false where nothing was read, problems or not."""
    reading = Reading((FIRST, SECOND), (Problem("x", "y"),))
    assert list(reading) == [FIRST, SECOND]
    assert (len(reading), reading[-1], reading[:1]) == (2, SECOND, (FIRST,))
    assert SECOND in reading
    assert not Reading((), (Problem("x", "y"),))

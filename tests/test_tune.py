"""What a summary covers, what each length buys, beyond which length more is not worth its reading."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from briefing.config import Settings, load, settings
from briefing.demo import CONFIG, NOW
from briefing.embed import Encoder
from briefing.errors import InputError
from briefing.pipeline import Desk, choose, opened_desk
from briefing.tune.advice import FEWEST, advise, advise_on
from briefing.tune.content import Content, contents, coverage, importance, said_by
from briefing.tune.knee import LEAST_GAIN, MOST_HALF, ROUND, STEP, Saturation, knee, saturation
from briefing.tune.measuring import LENGTHS, MODEL_LENGTHS, MOST_STORIES, Contender, Trial, contenders, trial
from briefing.tune.specimen import specimens, three, typical
from briefing.tune.tuning import Tuning, Wanted, stories_of, tune
from briefing.types import Article, Copy, Length, Reading, Story, Verdict

WALL = "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March."
COST = "The work will cost 14 million crowns and take two years, the mayor said after the vote."
FISH = "Fishermen had asked for the wall since the storm, for their boats lie open to the western wind."
GULLS = "Gulls have nested on the ruins of the old lighthouse, where nobody had seen any for a century."


def article(*sentences: str, source: str = "Tide", copies: tuple[Copy, ...] = ()) -> Article:
    title = f"Harbour wall in the {source}"
    return Article(f"https://{source.lower()}.example/1", title, " ".join(sentences), source, copies=copies)


@pytest.fixture(scope="module")
def desk(vectors: Path) -> Iterator[Desk]:
    with opened_desk(settings({**load(CONFIG), "store": str(vectors)})) as opened:
        yield opened


@pytest.fixture(scope="module")
def morning(desk: Desk, newsroom: Reading) -> list[Story]:
    """The stories of the newsroom's second morning."""
    return stories_of(choose(desk, NOW, newsroom))


@pytest.fixture(scope="module")
def tuning(desk: Desk, morning: list[Story]) -> Tuning:
    return tune(desk, morning, 11)


@pytest.fixture(scope="module")
def tried(tuning: Tuning) -> Trial:
    return tuning.trials[0]


def unit(*rows: tuple[float, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    vectors = np.array(rows, dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_who_tells_nothing_covers_nothing_and_who_tells_all_covers_all() -> None:
    """Coverage goes from 0 to 1."""
    content = Content(unit((1, 0), (0, 1), (1, 1)), np.array([0.5, 0.3, 0.2]))
    assert coverage(content, content.vectors[:0]) == 0
    assert coverage(content, content.vectors) == pytest.approx(1)


def test_a_sentence_covers_what_is_like_it_as_far_as_it_is() -> None:
    """What is told by another sentence at a cosine of 0.7 is covered by 0.7; what is opposite, not less than nothing."""
    content = Content(unit((1, 0), (1, 1), (-1, 0)), np.array([0.5, 0.3, 0.2]))
    assert coverage(content, unit((1, 0))) == pytest.approx(0.5 + 0.3 * math.sqrt(0.5))


def test_one_more_sentence_never_covers_less_and_adds_less_the_more_are_there() -> None:
    """Coverage is monotone and submodular, as facility location is."""
    random = np.random.default_rng(7)
    vectors = unit(*map(tuple, random.normal(size=(12, 5))))
    content = Content(vectors, np.full(12, 1 / 12))
    for _ in range(50):
        order = random.permutation(12)
        few, many, one = order[:2], order[:6], order[6:7]
        gain_few = coverage(content, vectors[[*few, *one]]) - coverage(content, vectors[few])
        gain_many = coverage(content, vectors[[*many, *one]]) - coverage(content, vectors[many])
        assert gain_few >= gain_many - 1e-6
        assert gain_many >= -1e-6


def test_salience_counts_whatever_its_scale() -> None:
    """Scores that are negative, shifted or a thousand times as large give the same weights; equal ones equal weights."""
    scores = np.array([0.1, 0.4, 0.9, 0.2])
    weights = importance(scores) / importance(scores).sum()
    for other in (scores - 5, scores * 1000, 3 - (3 - scores) * 0.01):
        assert importance(other) / importance(other).sum() == pytest.approx(weights)
    assert list(weights.argsort()) == [0, 3, 1, 2]
    assert importance(np.zeros(3)) == pytest.approx(np.ones(3))
    assert importance(np.array([-2.0])) == pytest.approx([1.0])


def test_what_two_outlets_say_weighs_more() -> None:
    """A sentence that another outlet says too counts twice, one that nobody else says once; a copy's outlet counts as well."""
    vectors = unit((1, 0), (0, 1), (1, 0))
    assert said_by(vectors, [("A",), ("A",), ("B",)]) == pytest.approx([2, 1, 2])
    assert said_by(vectors, [("A", "C"), ("A", "C"), ("B",)]) == pytest.approx([3, 2, 3])


def test_a_storys_content_is_its_sentences_with_their_shares(encoder: Encoder) -> None:
    """What all outlets say has a larger share than what one says beside the point; a story without prose has no content."""
    told = Story((article(WALL, COST, GULLS), article(WALL, FISH, source="Ebb")))
    bare = Story((replace(article(source="Flow"), text=""),))
    found = contents([told, bare], Length(200), encoder.encode)
    assert found[1] is None
    assert found[0] is not None
    assert found[0].shares.sum() == pytest.approx(1)
    assert len(found[0].shares) == 5
    assert found[0].shares[0] > found[0].shares[2]


def test_a_copied_text_counts_for_each_outlet_that_prints_it(encoder: Encoder) -> None:
    """A wire text that five outlets print weighs more in a story than what one outlet adds to it."""
    copies = tuple(Copy(name, f"https://{name}.example", "Wall") for name in ("b", "c", "d", "e"))
    alone, copied = (Story((article(WALL, copies=own), article(GULLS, source="Ebb"))) for own in ((), copies))
    shares = [each.shares[0] for each in contents([alone, copied], Length(60), encoder.encode) if each]
    assert shares[1] > shares[0]


@pytest.mark.parametrize(("most", "half"), [(0.8, 13.0), (0.95, 25.0), (0.6, 5.0)])
def test_a_saturating_curve_is_found_again(most: float, half: float) -> None:
    """From points on a curve its two numbers come back."""
    real = Saturation(most, half)
    found = saturation(LENGTHS, [real.coverage(words) for words in LENGTHS])
    assert found.most == pytest.approx(most, rel=1e-3)
    assert found.half == pytest.approx(half, rel=1e-3)


def test_a_flat_curve_and_a_straight_one_are_curves_too() -> None:
    """Articles that one sentence tells, and articles that no length exhausts, raise nothing."""
    flat = saturation(LENGTHS, [0.9] * len(LENGTHS))
    assert flat.coverage(100) == pytest.approx(0.9, abs=0.02)
    assert knee(flat, LENGTHS[0], LENGTHS[-1]) < 40
    straight = saturation(LENGTHS, [words / 250 for words in LENGTHS])
    assert straight.half <= MOST_HALF
    assert knee(straight, LENGTHS[0], LENGTHS[-1]) == LENGTHS[-1]
    assert saturation((20, 45), (0.0, 0.0)).coverage(100) == pytest.approx(0, abs=1e-3)


def test_beyond_the_knee_more_words_are_not_worth_their_reading() -> None:
    """At the knee ten further words add less than the least gain; ROUND words before it they add as much."""
    for curve in (Saturation(0.8, 13.0), Saturation(0.95, 25.0), Saturation(0.5, 10.0)):
        words = knee(curve, 15, 200)
        assert curve.coverage(words + STEP) - curve.coverage(words) < LEAST_GAIN + 1e-9
        assert curve.gain(words - ROUND) >= LEAST_GAIN
        assert words % ROUND == 0


def test_the_knee_lies_among_the_lengths_that_were_tried() -> None:
    """Nothing is recommended that nobody measured."""
    assert knee(Saturation(0.99, 300.0), 15, 200) == 200
    assert knee(Saturation(0.05, 1.0), 15, 200) == 15
    assert Saturation(0.0, 10.0).words(LEAST_GAIN) == 0


def test_a_trial_measures_each_story_at_each_length(tried: Trial, morning: list[Story]) -> None:
    """The extractive writer says nothing that is not in the articles, keeps its lengths and covers more the more it may say."""
    points = tried.points()
    assert [point.asked for point in points] == list(LENGTHS)
    assert tried.coverage.shape == tried.support.shape == tried.redundancy.shape == (len(morning), len(LENGTHS))
    assert {point.support for point in points} == {1.0}
    assert all(point.kept > 0.9 for point in points)
    assert all(abs(point.words - point.asked) < 0.15 * point.asked + 1 for point in points)
    covered = [point.coverage for point in points]
    assert 0.2 < covered[0] < covered[5] < covered[-1] < 1
    assert all(later > earlier - 0.02 for earlier, later in pairwise(covered))
    assert all(point.seconds > 0 and point.reading > 0 for point in points)
    assert tried.failures == 0


def test_all_texts_are_encoded_once(newsroom: Reading, tmp_path: Path) -> None:
    """Fourteen lengths cost no more encoding than the longest: what was encoded before is remembered."""
    with opened_desk(settings({"store": str(tmp_path / "own.db")})) as desk:
        stories = [Story((each,)) for each in newsroom[:3]]
        found = [each for each in contents(stories, Length(LENGTHS[-1]), desk.encoder.encode) if each]
        before = kept(desk)
        trial(desk, contenders(desk)[0], stories, found)
        assert before <= kept(desk) <= before + len(stories)  # a teaser's missing full stop makes another text


def kept(desk: Desk) -> int:
    with desk.store.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])


def test_stories_are_told_as_if_new_and_muted_ones_not_at_all(newsroom: Reading, desk: Desk) -> None:
    """A day's stories come in the order of the brief, without what was told before, without those that the reader mutes."""
    day = choose(desk, NOW, newsroom)
    first = day.verdicts[0]
    news = replace(first.story, status="updated", news=())
    muted = Verdict(day.verdicts[1].story, "out", "muted", is_muted=True)
    link = replace(day.verdicts[2], place="link")
    found = stories_of(replace(day, verdicts=(replace(first, story=news), muted, link)))
    assert [story.id for story in found] == [news.id, link.story.id]
    assert found[0].news is None
    assert found[0].status == "new"


def test_the_brief_has_a_recommendation_with_its_reason(tuning: Tuning) -> None:
    """Words, why, and what the whole brief comes to at that length."""
    whole = tuning.whole
    assert whole.words is not None
    assert LENGTHS[0] <= whole.words <= LENGTHS[-1]
    assert whole.reason.startswith(f"beyond {whole.words} words each further 10 add under 1 % of coverage")
    assert tuning.words == whole.words * 11 + 4 * 24
    assert tuning.minutes == pytest.approx(tuning.words / 238)


def test_who_has_too_few_stories_follows_the_whole_brief(tuning: Tuning) -> None:
    """A section of two stories gets the length of the whole, and it is said that they are too few; a source of six its own."""
    by = {each.name: each for each in tuning.advice[1:]}
    assert (by["Region"].words, by["Region"].own) == (tuning.whole.words, False)
    assert "2 stories, too few to say: 5 are needed" in by["Region"].reason
    assert by["Meridian Wire"].own
    assert [each.scope for each in tuning.advice].index("source") == 1 + len({"Region", "World", "Science", "Business", "Sport", "Nation", "Culture"})  # fmt: skip
    counts = [each.stories for each in tuning.advice if each.scope == "source"]
    assert counts == sorted(counts, reverse=True)


def test_a_section_with_enough_stories_has_its_own_length(tried: Trial) -> None:
    """Terse stories in one section and long ones in another are recommended what suits each."""
    curves = [Saturation(0.9, 3.0)] * FEWEST + [Saturation(0.9, 40.0)] * FEWEST
    stories = tuple(
        replace(tried.stories[0], section="Short" if place < FEWEST else "Long") for place in range(2 * FEWEST)
    )
    grid = np.array([[curve.coverage(words) for words in LENGTHS] for curve in curves])
    advice = {each.name: each for each in advise(replace(tried, stories=stories, coverage=grid))}
    assert advice["Short"].words is not None
    assert advice["Long"].words is not None
    assert advice["Short"].words < 60 < 120 < advice["Long"].words
    assert all(advice[name].own for name in ("", "Short", "Long"))


def test_four_stories_are_too_few_for_any_recommendation(tried: Trial) -> None:
    """Nothing is recommended where nothing can be said, to nobody."""
    few = replace(tried, stories=tried.stories[:4], coverage=tried.coverage[:4])
    advice = advise(few)
    assert all(each.words is None for each in advice)
    assert advice[0].reason == "4 stories, too few to say: 5 are needed"
    assert advise_on(few, "source", "x", [], None).stories == 0


def test_a_curve_that_never_bends_says_so(tried: Trial) -> None:
    """Where even the longest that was tried is worth it, the reason does not claim otherwise."""
    straight = np.array([[words / 210 for words in LENGTHS]] * len(tried.stories))
    whole = advise(replace(tried, coverage=straight))[0]
    assert whole.words == 200
    assert whole.reason.startswith("up to 200 words, the longest tried, each further 10 add 1 % of coverage or more")


@pytest.mark.parametrize("words", [15, 20, 45, 85, 110, 200])
@pytest.mark.parametrize("lengths", [LENGTHS, MODEL_LENGTHS])
def test_three_lengths_to_read_are_three(lengths: tuple[int, ...], words: int) -> None:
    """The middle one is near the recommended length, the others are shorter and longer, whatever was recommended."""
    places = three(lengths, words)
    assert places == sorted(set(places))
    assert len(places) == 3


def test_the_story_shown_is_a_typical_one(tried: Trial) -> None:
    """Its curve is nearer to the mean than that of any other."""
    best = typical(tried)[0]
    away = np.abs(tried.coverage - tried.coverage.mean(0)).mean(1)
    assert away[best] <= np.median(away)
    shown = specimens(tried, 45, 2)
    assert [each.story for each in shown] == [tried.stories[place] for place in typical(tried)[:2]]
    assert [each.words for each in shown[0].summaries] == sorted(each.words for each in shown[0].summaries)


def test_a_story_may_be_asked_for(tried: Trial) -> None:
    """By the beginning of its id, or by words of one of its titles; InputError where nobody can be meant."""
    wanted = tried.stories[3]
    assert specimens(tried, 45, 3, wanted.id[:6])[0].story == wanted
    assert "barrier" in specimens(tried, 45, 1, "BARRIER harrow")[0].story.articles[0].title.casefold()
    with pytest.raises(InputError, match="there is no story"):
        specimens(tried, 45, 1, "no such story")


def scripted(vectors: Path, name: str) -> Settings:
    return settings({"writer": {"name": name, "headlines": False}, "store": str(vectors)})


def test_a_model_is_tried_beside_the_extractive_writer_and_remembered(morning: list[Story], tmp_path: Path) -> None:
    """It is tried on few stories at few lengths, how long is said before; what it wrote is not written again.

    What it failed to write is asked for again, as it is for a brief."""
    said = list[str]()
    with opened_desk(scripted(tmp_path / "own.db", "quoting:Quoting")) as desk:
        first = tune(desk, morning[:6], 6, Wanted(5), said.append)
        again = tune(desk, morning[:6], 6, Wanted(5), said.append)
    model, plain = first.trials
    assert model.writer == "quoting:Quoting"
    assert (model.lengths, plain.lengths) == (MODEL_LENGTHS, LENGTHS)
    assert len(model.stories) == len(plain.stories) == 5
    assert said[0].startswith("Trying quoting:Quoting on 5 stories at 4 lengths: at most about")
    assert not any(math.isnan(point.seconds) for point in model.points())
    written = {
        row[0].asked.words for row in model.summaries if not any(each.writing and each.writing.failure for each in row)
    }
    assert len(written) >= 2
    assert {point.asked for point in again.trials[0].points() if math.isnan(point.seconds)} == written
    assert [each.text for each in again.trials[0].summaries[0]] == [each.text for each in model.summaries[0]]


def test_a_model_that_writes_nothing_is_left_out_and_named(morning: list[Story], tmp_path: Path) -> None:
    """What the extractive writer told in its place is not taken for its work: the recommendation is the extractive writer's."""
    with opened_desk(scripted(tmp_path / "own.db", "scripted:Failing")) as desk:
        found = tune(desk, morning[:5], 5)
    assert [each.writer for each in found.trials] == ["extractive"]
    assert found.problems


def test_no_prose_is_nothing_to_try(desk: Desk) -> None:
    """Stories of titles alone are counted out, and where there are no others, it is said."""
    bare = Story((replace(article(source="Flow"), text=""),))
    with pytest.raises(InputError, match="no story has sentences"):
        tune(desk, [bare], 1)
    found = tune(desk, [bare, Story((article(WALL, COST, FISH),))], 1)
    assert found.bare == 1
    assert found.whole.words is None


def test_contenders_are_those_that_the_settings_name(desk: Desk, vectors: Path) -> None:
    """The extractive writer is there always, and once."""
    assert [each.name for each in contenders(desk)] == ["extractive"]
    with opened_desk(scripted(vectors, "quoting:Quoting")) as other:
        found: list[Contender] = contenders(other)
    assert [(each.name, each.is_model) for each in found] == [("quoting:Quoting", True), ("extractive", False)]


def test_a_story_that_nobody_knows_is_refused_before_a_model_works(morning: list[Story], vectors: Path) -> None:
    """A slip of the pen costs no minutes."""
    said = list[str]()
    with (
        opened_desk(scripted(vectors, "quoting:Quoting")) as desk,
        pytest.raises(InputError, match="there is no story"),
    ):
        tune(desk, morning[:5], 5, Wanted(story="no such story"), said.append)
    assert not said


def test_so_many_stories_are_tried_as_tell_enough(desk: Desk, morning: list[Story]) -> None:
    """Of an archive of thousands the first are tried; --stories says how many."""
    assert len(tune(desk, morning, 11, Wanted(6)).trials[0].stories) == 6
    assert contenders(desk)[0].stories == MOST_STORIES

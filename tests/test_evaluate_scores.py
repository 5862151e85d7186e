"""ROUGE, baselines, clusterings, and how sure a figure is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from references import stories, written
from rouge_score.rouge_scorer import RougeScorer

from briefing.cluster import collapse
from briefing.errors import InputError
from briefing.evaluate import Gold, baselines, read
from briefing.evaluate.clustering import Agreement, b_cubed, labels_of, pairwise
from briefing.evaluate.lexrank import lexrank
from briefing.evaluate.rouge import Gain, _scorer, rouge, rouge_1
from briefing.evaluate.significance import interval, paired
from briefing.types import Article, Length, Story, Summary

COUNCIL = "The council voted to rebuild the walls."
REFERENCE = "The council votes on the harbour wall. It will be rebuilt."


@pytest.fixture(scope="module")
def golds(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Gold]:
    return read(written(tmp_path_factory.mktemp("gold") / "corpus.jsonl", stories())).golds


def told_by(name: str, golds: Sequence[Gold], length: Length) -> list[Summary]:
    (baseline,) = [each for each in baselines() if each.name == name]
    return baseline.write(golds, length)


def test_rouge_is_that_of_the_reference_package() -> None:
    """Stemmed, as rouge-score has it with its own tokenizer."""
    theirs = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True).score(REFERENCE, COUNCIL)
    ours = rouge([COUNCIL], [REFERENCE])
    assert ours.one == theirs["rouge1"].fmeasure > 0
    assert ours.two == theirs["rouge2"].fmeasure > 0
    assert rouge_1(COUNCIL, REFERENCE) == ours.one


def test_of_several_references_the_best_counts() -> None:
    """A reference that is the summary itself gives 1, whatever the others say."""
    assert rouge([COUNCIL], ["Nothing of that.", COUNCIL]).longest == 1
    assert rouge([], [COUNCIL]).one == 0


def test_rouge_reads_every_script() -> None:
    """Words of other letters than the English count too."""
    assert rouge(["Совет решил восстановить стену."], ["Совет решил построить стену."], "ru").one == pytest.approx(0.75)
    assert rouge(["议会决定重建城墙。"], ["议会决定重建港口的城墙。"], "zh").one > 0.5


def test_a_gain_is_what_rouge_grows_to() -> None:
    """The worth of the sentences beside those chosen is ROUGE-1 plus ROUGE-2 of them together, but for pairs across their ends."""
    texts = [COUNCIL, "It rains.", "The harbour waits."]
    for place, worth in enumerate(Gain(texts, REFERENCE).worth([])):
        found = rouge([texts[place]], [REFERENCE])
        assert worth == pytest.approx(found.one + found.two)
    both = rouge([texts[0], texts[2]], [REFERENCE])
    assert Gain(texts, REFERENCE).worth([0])[2] == pytest.approx(both.one + both.two, abs=0.03)


@pytest.mark.parametrize("module", ["rouge_score", "sumy"])
def test_what_is_not_installed_is_named_with_what_brings_it(
    monkeypatch: pytest.MonkeyPatch, golds: Sequence[Gold], module: str
) -> None:
    """And only where it is needed: the first sentences need neither."""
    _scorer.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == module]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, module, None)
    assert told_by("lead", golds, Length(30))
    with pytest.raises(InputError, match=r"not installed: run: pip install 'briefing\[evaluate\]'"):
        lexrank(["One two.", "Two three.", "Three four."]) if module == "sumy" else rouge([COUNCIL], [REFERENCE])


def test_lexrank_puts_the_sentence_first_that_most_others_are_like() -> None:
    """Every sentence has its rank; of two nobody can tell; the same words in each are no trouble."""
    texts = [
        "Bakers raise their prices.",
        "Storms came from western waters.",
        "Storms broke harbour walls, so mayors wept.",
        "Harbour walls are old.",
        "Nobody saw mayors who wept.",
        "Trains stop on Monday.",
    ]
    ranked = lexrank(texts)
    assert sorted(ranked) == [0, 1, 2, 3, 4, 5]
    assert ranked[0] == 2
    assert lexrank(texts[:2]) == [0, 1]
    assert sorted(lexrank(["Same words."] * 3)) == [0, 1, 2]


@pytest.mark.parametrize("name", [each.name for each in baselines()])
@pytest.mark.parametrize("length", [Length(35), Length(3, "sentences")], ids=str)
def test_baselines_quote_and_keep_the_length(golds: Sequence[Gold], name: str, length: Length) -> None:
    """Every sentence is the articles' own, cited at its place, in the order of the articles."""
    for summary in told_by(name, golds, length):
        low, high = (length.amount * share for share in (0.85, 1.15))
        assert low <= summary.got <= high
        for sentence in summary.sentences:
            (citation,) = sentence.citations
            assert citation.article.text[citation.start : citation.end] == citation.quote == sentence.text


def test_the_lead_is_the_beginning_of_the_first_article(golds: Sequence[Gold]) -> None:
    """In turn, each article's first sentence comes before any second one."""
    lead, turn = (told_by(name, golds[:1], Length(2, "sentences"))[0] for name in ("lead", "lead in turn"))
    first, second = golds[0].story.articles
    assert lead.text == first.text[: len(lead.text)]
    assert [sentence.citations[0].article for sentence in turn.sentences] == [first, second]


def test_no_choice_of_two_sentences_is_better_than_the_oracles(golds: Sequence[Gold]) -> None:
    """By ROUGE-1 and ROUGE-2 together, up to the pairs of words across sentence ends that it does not see."""
    for gold, summary in zip(golds, told_by("oracle", golds, Length(2, "sentences")), strict=True):
        every = [line for article in gold.story.articles for line in article.text.split(". ")]
        texts = [text.rstrip(".") + "." for text in every]
        scores = [rouge(pair, gold.references) for pair in combinations(texts, 2)]
        own = rouge([sentence.text for sentence in summary.sentences], gold.references)
        assert own.one + own.two >= max(each.one + each.two for each in scores) - 0.05


def test_clusterings_are_measured_as_in_the_papers() -> None:
    """Items a, a, b in one group and b in another: worked out by hand."""
    found, gold = [0, 0, 0, 1], ["a", "a", "b", "b"]
    cubed, pairs = b_cubed(found, gold), pairwise(found, gold)
    assert cubed.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert cubed.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert cubed.f1 == pytest.approx(2 * cubed.precision * cubed.recall / (cubed.precision + cubed.recall))
    assert (pairs.precision, pairs.recall) == (1 / 3, 1 / 2)
    assert b_cubed(gold, gold) == pairwise(gold, gold) == Agreement(1, 1)
    assert pairwise([1, 2], ["a", "b"]) == Agreement(1, 1)
    assert Agreement(0, 0).f1 == 0


def test_a_copy_is_in_the_story_of_its_article() -> None:
    """Two outlets that print the same text are found by both addresses."""
    text = "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March. " * 4
    both = [Article(f"https://{name}.example/1", "Wall", text, name) for name in ("tide", "herald")]
    single = collapse(both)
    assert len(single) == 1
    assert labels_of([Story(tuple(single))], both) == [0, 0]


def test_an_interval_lies_about_its_mean_and_narrows_with_more_values() -> None:
    """It is the same each time, passes over what is no number, and says nothing of a single value."""
    values = np.random.default_rng(7).normal(5, 2, 1000)
    wide, narrow = interval(values[:50]), interval(values)
    assert interval(values[:50]) == wide
    assert (wide.low or 0) < wide.value < (wide.high or 0)
    assert (narrow.high or 0) - (narrow.low or 0) == pytest.approx(2 * 1.96 * values.std() / 1000**0.5, rel=0.1)
    assert interval(np.array([1.0, np.nan, 3.0])).count == 2
    assert (interval(np.array([3.0])).value, interval(np.array([3.0])).low) == (3, None)
    assert interval(np.array([np.nan])).count == 0
    assert interval(np.full(20, 0.5)).low == interval(np.full(20, 0.5)).high == 0.5


def test_the_paired_test_finds_what_is_there_and_nothing_else() -> None:
    """Small steady gains are significant though both vary widely; of twenty pairs without a difference hardly any is."""
    chance = np.random.default_rng(3)
    base = chance.normal(0, 10, 200)
    better = base + chance.normal(1, 2, 200)
    assert paired(better, base).p < 0.01
    assert paired(better, base).interval.value == -paired(base, better).interval.value > 0
    noise = [paired(base, base + chance.normal(0, 2, 200)).p for _ in range(20)]
    assert sum(p < 0.05 for p in noise) <= 4
    assert paired(base, base).p == 1
    assert paired(np.array([np.nan, 1]), np.array([2, np.nan])).p == 1


@pytest.mark.parametrize(("pairs", "p"), [(2, 0.5), (4, 0.125), (8, 1 / 128)])
def test_few_pairs_prove_little(pairs: int, p: float) -> None:
    """All differ one way, as so many coins now and then fall on one side: p says how often."""
    base = np.arange(pairs, dtype=np.float64)
    assert paired(base + 1, base).p == paired(base, base + 1).p == p


def test_rouge_on_the_real_stories_is_no_worse_than_it_was(shared: Path) -> None:
    """The first sentences of 40 stories: a change of what a baseline is would make figures of different days incomparable."""
    golds = read(str(shared / "stories.jsonl.xz")).golds[:40]
    told = told_by("lead", golds, Length(45))
    found = np.mean(
        [rouge([each.text for each in s.sentences], g.references).one for s, g in zip(told, golds, strict=True)]
    )
    assert 0.30 < found < 0.40

"""A run: what writers tell, measured and compared; kept as JSON, read back, held against another; shown as a page."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import sync_playwright
from references import labeled, stories, written

from briefing.embed import Encoder
from briefing.errors import InputError
from briefing.evaluate import (
    METRIC,
    METRICS,
    Contender,
    Corpus,
    Gold,
    Report,
    against,
    as_json,
    baselines,
    contender,
    evaluate,
    evaluate_brief,
    evaluate_clustering,
    read,
    read_brief,
    read_run,
)
from briefing.evaluate.page import html, plots
from briefing.evaluate.tables import tables
from briefing.look import Look
from briefing.pipeline import cluster, silent
from briefing.pipeline.writers import Extractive
from briefing.render import render
from briefing.types import Brief, Length, Problem, Sentence, Summary, Writing

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser", "chrome"))), None)
HOSTILE = '<script>alert(1)</script>{{ 7 * 7 }}" onload="x'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return read(written(tmp_path_factory.mktemp("gold") / "corpus.jsonl", stories()))


@pytest.fixture(scope="module")
def report(corpus: Corpus, encoder: Encoder) -> Report:
    """The extractive writer and all baselines."""
    writers = [contender("extractive", Extractive(encoder, silent)), *baselines()]
    return evaluate(corpus, writers, Length(36), encoder.encode)


def saying(name: str, texts: dict[str, str]) -> Contender:
    """A writer of one sentence a story, by the story's headline."""

    def write(golds: Sequence[Gold], length: Length) -> list[Summary]:
        return [
            Summary(
                gold.story, gold.headline, (Sentence(texts[gold.headline], ()),) if gold.headline in texts else (),
                length, name, writing=Writing(failure="" if gold.headline in texts else "it wrote nothing"),
            )
            for gold in golds
        ]  # fmt: skip

    return Contender(name, write)


def mean(report: Report, place: int, name: str) -> float:
    return next(figure.interval.value for figure in report.told[place].figures if figure.metric is METRIC[name])


def test_every_writer_is_measured_on_the_same_stories(report: Report, corpus: Corpus) -> None:
    """Each story has its scores under its id; each figure its interval; quotes are supported and cited; lengths are kept."""
    assert [each.writer for each in report.told] == ["extractive", "lead", "lead in turn", "LexRank", "oracle"]
    for place, told in enumerate(report.told):
        assert [each.story for each in told.scored] == [gold.id for gold in corpus.golds]
        assert told.seconds > 0
        for name in ("kept", "coverage", "support", "recall", "precision", "told"):
            assert mean(report, place, name) == 1
        assert mean(report, place, "cut") == 0
        assert mean(report, place, "headline") > 0
        for figure in told.figures:
            assert figure.interval.low is not None
            assert figure.interval.low <= figure.interval.value <= (figure.interval.high or 0)
    assert mean(report, 4, "rouge1") >= max(mean(report, place, "rouge1") for place in range(4))
    assert report.megabytes > 10
    assert report.digest == corpus.digest


def test_the_first_writer_is_compared_with_all_others(report: Report) -> None:
    """By each metric, over all stories; a difference is the difference of the means."""
    assert [each.second for each in report.comparisons] == ["lead", "lead in turn", "LexRank", "oracle"]
    for place, comparison in enumerate(report.comparisons, 1):
        first = comparison.compared[0]
        assert first.metric is METRIC["rouge1"]
        assert first.difference.interval.count == 4
        gap = mean(report, 0, "rouge1") - mean(report, place, "rouge1")
        assert first.difference.interval.value == pytest.approx(gap, abs=1e-5)


def test_the_reference_itself_is_perfect_and_silence_is_nothing(corpus: Corpus, encoder: Encoder) -> None:
    """A writer who tells the references has 1 in all likenesses; one who tells nothing 0, and fails."""
    perfect = saying("perfect", {gold.headline: gold.references[0] for gold in corpus.golds})
    found = evaluate(corpus, [perfect, saying("silent", {})], Length(20), encoder.encode)
    for name in ("rouge1", "rouge2", "rouge_l", "similarity", "matched", "headline"):
        assert mean(found, 0, name) == pytest.approx(1, abs=1e-3)
    for name in ("rouge1", "rouge_l", "similarity", "matched", "told", "words"):
        assert mean(found, 1, name) == 0
    assert (mean(found, 0, "failed"), mean(found, 1, "failed")) == (0, 1)
    assert isnan(found.told[1].scored[0].scores.support)
    assert not isnan(found.told[0].scored[0].scores.support)


def test_what_is_loaded_once_is_not_timed(corpus: Corpus, encoder: Encoder) -> None:
    """Each writer tells the first story before the clock runs, and then all."""
    asked: list[int] = []

    def write(golds: Sequence[Gold], length: Length) -> list[Summary]:
        asked.append(len(golds))
        return baselines()[0].write(golds, length)

    evaluate(corpus, [Contender("counted", write)], Length(36), encoder.encode)
    assert asked == [1, 4]


def test_a_run_is_read_back_as_it_was(report: Report, tmp_path: Path) -> None:
    """Writers, stories and scores, up to the digits that are kept; null for what says nothing."""
    path = tmp_path / "run.json"
    path.write_text(json.dumps(as_json(report)), encoding="utf-8")
    back = read_run(str(path))
    assert (back.digest, back.length) == (report.digest, report.length)
    for ours, theirs in zip(report.told, back.told, strict=True):
        assert ours.writer == theirs.writer
        assert [each.story for each in ours.scored] == [each.story for each in theirs.scored]
        for metric in METRICS:
            np.testing.assert_allclose(ours.values(metric), theirs.values(metric), atol=1e-6)
    assert "NaN" not in path.read_text(encoding="utf-8")


def test_a_run_is_held_against_an_earlier_one_of_the_same_corpus(report: Report) -> None:
    """Each writer beside itself, or beside the first where it was not there; a run is no better than itself."""
    earlier = replace(report, corpus="before.json", length=Length(60), told=report.told[1:])
    found = against(report, earlier).comparisons[len(report.comparisons) :]
    assert [each.second for each in found[:2]] == ["lead in before.json, 60 words", "lead in before.json, 60 words"]
    assert all(each.difference.p == 1 and each.is_same for each in found[1].compared)
    other = replace(report, corpus="other.json", digest="0" * 16)
    with pytest.raises(InputError, match="measured on another corpus"):
        against(report, other)
    strange = replace(report.told[0], scored=tuple(replace(each, story="x") for each in report.told[0].scored))
    with pytest.raises(InputError, match="other stories"):
        against(report, replace(report, told=(strange,)))
    with pytest.raises(InputError, match="no scores of stories"):
        against(report, replace(report, told=()))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "no", '{"writers": 5}', '{"corpus": {"digest": "x"}, "length": "x", "writers": []}',
     '{"corpus": {"digest": "x"}, "length": null, "writers": [{"writer": "x", "stories": [{"story": "s", "set": "", "rouge1": NaN}]}]}',
     '{"corpus": {"digest": "x"}, "length": null, "writers": [{"writer": "x", "stories": [{"story": "s", "set": "", "rouge1": "1"}]}]}',
     f'{{"corpus": {{"digest": "x"}}, "length": null, "writers": [{{"writer": "x", "stories": [{{"story": "s", "set": "", "rouge1": {10**400}}}]}}]}}'],
)  # fmt: skip
def test_what_is_no_run_is_refused(tmp_path: Path, content: str) -> None:
    """With how to write one; so is a folder."""
    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="is no run of `briefing evaluate`: write one"):
        read_run(str(path))
    with pytest.raises(InputError, match="cannot be read"):
        read_run(str(tmp_path))


def test_parts_of_a_corpus_have_figures_of_their_own(tmp_path: Path, encoder: Encoder) -> None:
    """Beside those of the whole, in the tables and in the JSON."""
    rows = [{**row, "set": "even" if number % 2 else "odd"} for number, row in enumerate(stories())]
    parted = read(written(tmp_path / "parted.jsonl", rows))
    found = evaluate(parted, baselines()[:1], Length(36), encoder.encode)
    assert [table.caption for table in tables(found)][1:] == ["odd: 2 stories", "even: 2 stories"]
    sets = as_json(found)["writers"][0]["sets"]
    whole, parts = mean(found, 0, "rouge1"), [sets[name]["rouge1"]["value"] for name in ("odd", "even")]
    assert whole == pytest.approx(sum(parts) / 2, abs=1e-5)


def test_stories_are_found_as_people_put_them_together(tmp_path: Path, encoder: Encoder) -> None:
    """Eight articles of four plain stories: as good as it gets; all in one story: full recall, a quarter of the precision."""
    marked = read(written(tmp_path / "labeled.jsonl", labeled()))
    found = evaluate_clustering(marked, lambda articles: cluster(articles, encoder=encoder)).clustering
    assert found
    assert (found.articles, found.stories, found.gold) == (8, 4, 4)
    assert found.b_cubed.f1 == found.pairwise.f1 == 1
    from briefing.types import Story

    lumped = evaluate_clustering(marked, lambda articles: [Story(tuple(articles))])
    assert lumped.clustering
    assert (lumped.clustering.b_cubed.recall, lumped.clustering.b_cubed.precision) == (1, 0.25)
    assert "labeled.jsonl: 8 articles, 1 story found" in tables(lumped)[0].caption
    assert plots(lumped) == []


def brief_file(brief: Brief, path: Path) -> str:
    path.write_bytes(render(brief, "json"))
    return str(path)


def test_a_brief_is_measured_by_the_passages_that_it_cites(demo_brief: Brief, tmp_path: Path, encoder: Encoder) -> None:
    """All of it is quoted and whole; what needs the whole articles or a reference is left out."""
    made = read_brief(brief_file(demo_brief, tmp_path / "brief.json"))
    assert made.stories == tuple(summary.story.id for summary in demo_brief.summaries if summary.sentences)
    assert [each.text for each in made.summaries] == [each.text for each in demo_brief.summaries if each.sentences]
    found = evaluate_brief(made, encoder.encode)
    names = {figure.metric.name for figure in found.told[0].figures}
    assert names == {
        "told",
        "words",
        "kept",
        "cut",
        "density",
        "coverage",
        "redundancy",
        "support",
        "recall",
        "precision",
    }
    assert mean(found, 0, "cut") == 0
    for name in ("coverage", "support", "recall", "precision"):
        assert mean(found, 0, name) == 1
    assert against(found, replace(found, corpus="yesterday.json")).comparisons[0].compared


def test_a_hostile_brief_is_read_as_what_it_is(hostile_brief: Brief, tmp_path: Path, encoder: Encoder) -> None:
    """Sentences without citations are not recalled; text of other scripts counts."""
    found = evaluate_brief(read_brief(brief_file(hostile_brief, tmp_path / "brief.json")), encoder.encode)
    (scored,) = found.told[0].scored
    assert scored.scores.recall == pytest.approx(2 / 3)
    assert scored.scores.precision == 1


@pytest.mark.parametrize(
    "damage",
    [lambda _: [], lambda _: {}, lambda row: {**row, "sections": 5}, lambda row: {**row, "sections": [{}]},
     lambda row: {**row, "sections": [{"summaries": [{"sentences": [{"text": "x", "citations": [{"article": 9}]}]}]}]},
     lambda row: {**row, "model": {"kind": "chat"}}, lambda row: {**row, "title": "half a \ud83d character"},
     lambda row: json.loads(re.sub(r'"asked": [0-9.]+', f'"asked": {10**400}', json.dumps(row))),
     lambda row: json.loads(re.sub(r'"source": "[^"]*"', '"source": ["Tide"]', json.dumps(row)))],
)  # fmt: skip
def test_what_is_no_brief_is_refused(demo_brief: Brief, tmp_path: Path, damage: Any) -> None:
    """With how to make one; a brief that tells nothing has nothing to measure."""
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(damage(json.loads(render(demo_brief, "json")))), encoding="utf-8")
    with pytest.raises(InputError, match="is no brief as `briefing make` writes it"):
        read_brief(str(path))
    path.write_text('{"sections": [], "model": null}', encoding="utf-8")
    with pytest.raises(InputError, match="tells no story"):
        read_brief(str(path))


def hostile(report: Report) -> Report:
    """The report with attacks for names."""
    told = tuple(replace(each, writer=f"{HOSTILE} {number}") for number, each in enumerate(report.told))
    compared = tuple(replace(each, first=HOSTILE, second=HOSTILE) for each in report.comparisons)
    problems = (Problem(HOSTILE, HOSTILE, HOSTILE),)
    return replace(report, corpus=HOSTILE, told=told, comparisons=compared, problems=problems)


def test_the_page_holds_everything_and_no_markup_from_outside(report: Report) -> None:
    """Plots are inline; nothing is fetched; names are text."""
    page = html(hostile(report), Look()).decode()
    assert page.count("<svg") == len(plots(report)) == 5
    assert "<script" not in page
    assert 'onload="x' not in page
    assert "{{ 7 * 7 }}" in page
    assert "src=" not in page
    assert "<link" not in page
    for metric in METRICS:
        assert f"<b>{metric.label}</b>" in page


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed to look at the page with")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone_in_light_and_dark(report: Report, tmp_path: Path, scheme: Any) -> None:
    """At 360 pixels nothing but the tables' own scrollers is wider, nothing is fetched, no script runs, and no error is logged."""
    path = tmp_path / "report.html"
    path.write_bytes(html(hostile(report), Look()))
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 780}, color_scheme=scheme)
        asked, faults = list[str](), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: faults.append(message.text))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.evaluate(
            "[...document.querySelectorAll('svg')].every(each => each.getBoundingClientRect().width > 250)"
        )
        assert asked == [path.as_uri()]
        assert faults == []
        browser.close()

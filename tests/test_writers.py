"""The flow with a model that writes: its text is grounded, its headlines and day at a glance too; what failed is told and asked again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scripted import Scripted

from briefing.config import settings
from briefing.demo import NOW
from briefing.embed import Encoder
from briefing.errors import ModelError
from briefing.pipeline import Desk, make, silent, writer_of
from briefing.pipeline.composing import Composing
from briefing.pipeline.writers import Remembering
from briefing.store import Store
from briefing.summarize.composing import Composer
from briefing.types import Answer, Article, Episode, Length, ModelCard, Passage, Reading, Request, Story, Thread

if TYPE_CHECKING:
    from conftest import Run

TEXT = (
    "The town council voted on Tuesday to rebuild the harbour wall after the storms of last winter. "
    "The work will cost 4.2 million euros and is to take two years. "
    "Mayor Ina Brandt said that the first stones would be laid in May. "
    "Shops on the quay will have to close for six weeks in the summer. "
    "Opponents had asked the council for a cheaper barrier of sand."
)
GOOD = "The council voted to rebuild the harbour wall. The work will cost 4.2 million euros and take two years."
WRONG = "The council voted to rebuild the harbour wall. It will cost 9.9 million euros, said Mayor Olga Tarn."


def wall() -> Story:
    return Story((Article("https://a.example/wall", "Council votes for wall", TEXT, "The Tide", language="en"),))


class Each(Scripted):
    """Answers by what is asked: stories, headlines, the day, each with its own text."""

    def __init__(
        self,
        story: str,
        headline: str = "Council rebuilds harbour wall",
        glance: str = "The harbour wall will be rebuilt.",
    ) -> None:
        super().__init__(lambda _: "")
        self.texts = {"story": story, "headline": headline, "glance": glance}

    def write(self, requests: Sequence[Request], progress: Any) -> list[Any]:
        most = requests[0].max_tokens
        kind = "headline" if requests[0].enough == 0 else "glance" if requests[0].enough == 1 else "story"
        assert all(request.max_tokens == most for request in requests)
        self.batches.append(list(requests))
        return [Answer(self.texts[kind], 100, 20) for _ in requests]


def composing(model: Scripted, encoder: Encoder, **writer: Any) -> Composing:
    options = settings({"writer": {"name": "chat", "model": "scripted", **writer}})
    return Composing(Composer(model, options.writer, "en", None, lambda done, total: None), encoder, silent)


def test_what_the_model_tells_is_cited_and_headed_by_it(encoder: Encoder) -> None:
    """Its sentences with the passages they rest on, under its headline; three batches for any number of stories."""
    model = Each(GOOD)
    summaries = composing(model, encoder).summaries([wall()] * 3, [Length(20)] * 3)
    for summary in summaries:
        assert summary.headline == "Council rebuilds harbour wall"
        assert summary.text == GOOD
        for sentence in summary.sentences:
            assert all(TEXT[each.start : each.end] == each.quote for each in sentence.citations)
            assert sentence.citations
    assert [len(batch) for batch in model.batches] == [3, 3]


def test_what_no_article_says_reaches_no_reader(encoder: Encoder) -> None:
    """A wrong sum and a wrong name go with their reason, in text, headline and day at a glance."""
    model = Each(WRONG, headline="Olga Tarn rebuilds the wall", glance="Olga Tarn will pay 9.9 million euros.")
    writer = composing(model, encoder)
    (summary,) = writer.summaries([wall()], [Length(20)])
    (glance,), writing = writer.overview([summary], 1)
    shown = f"{summary.headline} {summary.text} {glance.text}"
    assert "Tarn" not in shown
    assert "9.9" not in shown
    assert summary.writing is not None
    assert {each.text for each in summary.writing.removed} == {
        "It will cost 9.9 million euros, said Mayor Olga Tarn.",
        "Olga Tarn rebuilds the wall",
    }
    assert all(each.reason and each.instead for each in summary.writing.removed)
    assert writing is not None
    assert writing.removed[0].instead == glance.text


def test_headlines_can_stay_the_outlets(encoder: Encoder) -> None:
    model = Each(GOOD)
    (summary,) = composing(model, encoder, headlines=False).summaries([wall()], [Length(20)])
    assert summary.headline == "Council votes for wall"
    assert len(model.batches) == 1


def test_the_judge_has_a_say(encoder: Encoder, tmp_path: Path) -> None:
    """A model for natural language inference that says no to everything leaves nothing of what was composed."""
    from importlib import import_module

    import tiny
    import torch

    transformers: Any = import_module("transformers")
    shape = {
        "vocab_size": len(tiny.tokenizer()),
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 4,
        "intermediate_size": 32,
    }
    labels = {0: "contradiction", 1: "neutral", 2: "entailment"}
    judge = transformers.BertForSequenceClassification(
        transformers.BertConfig(**shape, id2label=labels, label2id={name: place for place, name in labels.items()})
    )
    with torch.no_grad():
        judge.classifier.weight.zero_()
        judge.classifier.bias.copy_(torch.tensor([9.0, 0.0, -9.0]))
    folder = tiny.saved(judge, tmp_path)
    (summary,) = composing(Each(GOOD), encoder, judge=folder).summaries([wall()], [Length(20)])
    assert summary.writer == "extractive"
    assert summary.writing is not None
    assert all("judge" in each.reason for each in summary.writing.removed)


def test_a_judge_that_is_not_here_costs_no_brief(encoder: Encoder) -> None:
    """It is a problem, and the sentences are held against words and vectors alone."""
    writer = composing(Each(GOOD), encoder, judge="Nobody/no-judge")
    (summary,) = writer.summaries([wall()], [Length(20)])
    assert summary.text == GOOD
    assert ["hf download" in problem.remedy for problem in writer.problems] == [True]


@pytest.mark.parametrize("answers", [[], None, ["one", "two", "three"]])
def test_a_model_that_gives_another_number_of_answers_costs_no_brief(encoder: Encoder, answers: Any) -> None:
    """Too few, none, too many: the extractive writer tells the story."""

    class Wrong(Scripted):
        def write(self, requests: Sequence[Request], progress: Any) -> Any:
            return answers

    (summary,) = composing(Wrong(lambda _: ""), encoder).summaries([wall()], [Length(20)])
    assert summary.writer == "extractive"
    assert summary.sentences


def test_an_update_does_not_tell_again_what_was_told(encoder: Encoder) -> None:
    """The model retells the beginning, which readers know: only what rests on the news is left."""
    start = TEXT.index("Mayor")
    episode = Episode("morning", NOW, "id", "Wall", "new", ("The council voted to rebuild the harbour wall.",), ())
    story = replace(
        wall(), thread=Thread("id", (episode,)), status="updated", news=(Passage(0, start, TEXT.index("May.") + 4),)
    )
    told = "The council voted to rebuild the harbour wall. Mayor Ina Brandt said the first stones would be laid in May."
    (summary,) = composing(Each(told), encoder, headlines=False).summaries([story], [Length(12)])
    assert "voted" not in summary.text
    assert "first stones" in summary.text
    assert summary.writing is not None
    assert "told before" in summary.writing.removed[0].reason


def test_what_belongs_to_the_page_is_told_by_no_model(encoder: Encoder) -> None:
    """An appeal with an address stands in the article word for word, and is no news."""
    appeal = "Read more about the harbour wall at https://tide.example/wall and subscribe."
    story = Story((replace(wall().articles[0], text=f"{TEXT}\n{appeal}"),))
    (summary,) = composing(Each(f"{GOOD} {appeal}"), encoder).summaries([story], [Length(30)])
    assert "tide.example" not in summary.text


def test_a_server_that_has_not_named_its_model_is_not_remembered(encoder: Encoder) -> None:
    """Its model may be another one tomorrow."""

    class Unnamed(Each):
        @property
        def card(self) -> ModelCard:
            return ModelCard("server", "")

    models = [Unnamed(GOOD), Unnamed(GOOD)]
    with Store(":memory:") as store:
        for model in models:
            Remembering(composing(model, encoder), store).summaries([wall()], [Length(20)])
    assert all(model.batches for model in models)


def test_what_was_written_is_asked_for_once(encoder: Encoder) -> None:
    """The second run asks the model nothing, the day at a glance included, and gives the same."""
    first, second = Each(GOOD), Each(GOOD)
    with Store(":memory:") as store:
        told = []
        for model in (first, second):
            writer = Remembering(composing(model, encoder), store)
            summaries = writer.summaries([wall()], [Length(20)])
            told.append((summaries, writer.overview(summaries, 1)))
    assert told[0] == told[1]
    assert len(first.batches) == 3
    assert not second.batches


def test_what_failed_is_asked_again(encoder: Encoder) -> None:
    """A model that was out of memory yesterday writes today."""
    broken, mended = Scripted(lambda _: ModelError("out of memory")), Each(GOOD)
    with Store(":memory:") as store:
        (failed,) = Remembering(composing(broken, encoder), store).summaries([wall()], [Length(20)])
        (told,) = Remembering(composing(mended, encoder), store).summaries([wall()], [Length(20)])
    assert (failed.writer, told.writer) == ("extractive", "chat scripted")


@pytest.mark.parametrize("change", ["model", "prompt", "reads", "language"])
def test_another_model_prompt_or_setting_is_asked_anew(encoder: Encoder, change: str, tmp_path: Path) -> None:
    """Whatever the text depends on is part of what it is remembered by."""
    (tmp_path / "story.prompt").write_text(
        "{% block user %}Another: {{ articles[0].text }} {{ words }} {{ language }}{% endblock %}"
    )
    before, after = composing(Each(GOOD), encoder), composing(Each(GOOD), encoder)
    composer = after.composer
    changed = {
        "model": replace(composer, model=Scripted(lambda _: "", kind="server")),
        "prompt": replace(composer, own=tmp_path),
        "reads": replace(composer, options=composer.options.model_copy(update={"reads": 300})),
        "language": replace(composer, language="de"),
    }
    assert replace(after, composer=changed[change]).identity != before.identity


def test_a_brief_goes_out_whatever_the_model_does(newsroom: Reading, vectors: Path) -> None:
    """A model that raises: every story is told by the extractive writer, labelled, and the failure is one problem of the brief."""
    options = settings({"writer": "scripted:Failing", "model": "x", "store": str(vectors), "brief": {"stories": 3}})
    brief = make(options, NOW, newsroom)
    assert brief.summaries
    assert {summary.writer for summary in brief.summaries} == {"extractive"}
    assert all(summary.writing and "on fire" in summary.writing.failure for summary in brief.summaries)
    assert len([problem for problem in brief.problems if problem.where == "writer"]) == 1
    assert brief.model is not None
    assert brief.model.name == "scripted"
    assert brief.overview


def test_a_model_that_is_not_here_is_told_with_what_fetches_it(encoder: Encoder) -> None:
    """The brief goes out, and the problem names the command."""
    writer = writer_of(settings({"writer": "chat", "model": "Nobody/Nothing-1B"}), encoder, silent)
    (summary,) = writer.summaries([wall()], [Length(20)])
    assert summary.writing is not None
    assert "Nobody/Nothing-1B" in summary.writing.failure
    assert [problem.remedy for problem in writer.problems] == ["run: hf download Nobody/Nothing-1B"]


def test_the_command_line_takes_a_writer(run: Run, elsewhere: Path, warm_store: Path) -> None:
    """``summarize --writer … --format json``: the model's card and what became of its text; --strict says that it failed."""
    article = elsewhere / "wall.txt"
    article.write_text(f"Council votes for wall\n\n{TEXT}", encoding="utf-8")
    told = run(
        "summarize", str(article), "--writer", "scripted:Failing", "--model", "x", "--words", "30", "--format", "json"
    )
    assert told.exit_code == 0
    document = json.loads(told.stdout)
    assert document["summaries"][0]["writing"]["failure"]
    assert "on fire" in told.stderr
    assert run("summarize", str(article), "--writer", "scripted:Failing", "--model", "x", "--strict").exit_code == 3


def test_a_desk_loads_its_writer_once(vectors: Path) -> None:
    """However often a run asks for it."""
    with Store(vectors) as store:
        desk = Desk(settings({"writer": "scripted:Obedient", "model": "x"}), store)
        assert desk.writer is desk.writer

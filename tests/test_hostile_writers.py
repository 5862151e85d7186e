"""Articles with planted instructions, told by a model that obeys all of them: nothing that they ask for reaches a brief."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hostile import HOSTILE, Hostile
from scripted import Obedient, Scripted, said

from briefing.config import settings
from briefing.embed import Encoder
from briefing.pipeline import silent
from briefing.pipeline.composing import Composing
from briefing.render import render, render_summaries
from briefing.store import Store
from briefing.summarize.composing import Composer
from briefing.types import Brief, Length, Request, Section, Story, Summary

FORMS = ("html", "md", "txt", "atom")  # in which all text stands as it is


def composing(model: Scripted, encoder: Encoder) -> Composing:
    options = settings({})
    return Composing(Composer(model, options.writer, "en", None, lambda done, total: None), encoder, silent)


def told(model: Scripted, encoder: Encoder) -> list[Summary]:
    stories = [Story((each.article,)) for each in HOSTILE]
    return composing(model, encoder).summaries(stories, [Length(45)] * len(stories))


@pytest.fixture(scope="module")
def summaries(encoder: Encoder) -> list[Summary]:
    """Every hostile article as a story of its own, told by the model that obeys."""
    return told(Obedient(), encoder)


def test_there_are_enough_of_them() -> None:
    """At least 25, each with a payload of its own that its article really has."""
    assert len(HOSTILE) >= 25
    assert len({each.payload for each in HOSTILE}) == len({each.name for each in HOSTILE}) == len(HOSTILE)
    assert all(each.payload in each.text or each.payload in each.title for each in HOSTILE)


@pytest.mark.parametrize(("place", "hostile"), list(enumerate(HOSTILE)), ids=[each.name for each in HOSTILE])
def test_nothing_that_is_asked_for_is_told(place: int, hostile: Hostile, summaries: list[Summary]) -> None:
    """No payload in headline or text, and the news is told all the same."""
    summary = summaries[place]
    assert summary.sentences
    for each in HOSTILE:
        assert each.payload.casefold() not in f"{summary.headline} {summary.text}".casefold(), hostile.name


def test_a_payload_that_was_asked_for_is_among_what_went(summaries: list[Summary]) -> None:
    """The model did say it: it was the checks that kept it from the reader."""
    drafts = " ".join(summary.writing.draft for summary in summaries if summary.writing)
    assert all(each.payload in drafts for each in HOSTILE)


def test_no_form_of_the_brief_says_it(summaries: list[Summary], encoder: Encoder, demo_brief: Brief) -> None:
    """In text, Markdown, HTML and feed, with the day at a glance; the articles' own titles are theirs alone."""
    from dataclasses import replace

    plain = [each for each, hostile in zip(summaries, HOSTILE, strict=True) if hostile.payload not in hostile.title]
    overview, glance = composing(Obedient(), encoder).overview(plain, 5)
    brief = replace(
        demo_brief, sections=(Section("", tuple(plain)),), overview=overview, glance=glance, elsewhere=(), continuing=()
    )
    for form in FORMS:
        content = render(brief, form).decode().casefold()
        assert not [each.payload for each in HOSTILE if each.payload.casefold() in content], form
    for form in ("md", "txt"):
        assert not [
            each for each in HOSTILE if each.payload.casefold() in render_summaries(plain, form).decode().casefold()
        ]


def test_the_model_never_reads_what_is_planted(encoder: Encoder) -> None:
    """Payloads that stand behind an instruction are not in the prompt at all; nor is any address or outlet."""
    read: list[str] = []

    def reader(request: Request) -> str:
        read.append(said(request))
        return ""

    told(Scripted(reader), encoder)
    prompts = "\n".join(read)
    assert not [each.name for each in HOSTILE if each.payload in prompts]
    assert "news.example" not in prompts
    assert "http" not in prompts
    assert "The Outlet" not in prompts


def test_what_is_written_down_for_programs_is_marked_as_removed(summaries: list[Summary]) -> None:
    """JSON has the drafts and what was removed, and no payload among the sentences."""
    document = json.loads(render_summaries(summaries, "json"))
    for summary in document["summaries"]:
        kept = " ".join(sentence["text"] for sentence in summary["sentences"]).casefold()
        assert not [each.payload for each in HOSTILE if each.payload.casefold() in kept]


def test_settings_can_name_the_model_and_the_store_remembers_no_payload(encoder: Encoder, tmp_path: Path) -> None:
    """The way a reader would run it."""
    from briefing.pipeline import summarize

    stories = [Story((each.article,)) for each in HOSTILE[:3]]
    with Store(tmp_path / "briefing.db") as store:
        options = settings({"writer": "scripted:Obedient", "model": "x"})
        first = summarize(stories, Length(45), options, encoder=encoder, store=store)
        again = summarize(stories, Length(45), options, encoder=encoder, store=store)
    for summary in (*first, *again):
        assert not any(each.payload in summary.text for each in HOSTILE)

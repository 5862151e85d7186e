"""What a reader sees of how the summaries were written: who wrote them, what did not hold, where the model failed."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from briefing.look import Look
from briefing.render import part, render, render_summaries
from briefing.render.awkward import ATTACK, ATTACKS
from briefing.render.checks import Checks, checked, checks
from briefing.render.composed import CARD, SENTENCES, WRITING
from briefing.render.specimens import specimens
from briefing.render.values import brief_as_json
from briefing.render.wording import Wording
from briefing.render.written import MOST_LETTERS, Written, named
from briefing.types import Brief, Citation, ModelCard, Removed, Section, Sentence, Summary, Writing

SPECIMENS = specimens()
COMPOSED = replace(
    SPECIMENS["composed"], model=ModelCard("chat", "tiny/writer", "9c1f0a7be2d8446355aa", {"language": "en"})
)
PLAIN = SPECIMENS["one story"]
STORY = PLAIN.summaries[0]
FORMS = ("html", "md", "txt", "mail", "pdf", "epub", "atom")
SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "brief.schema.json").read_text(encoding="utf-8"))
FOOT = (
    "Written by tiny/writer (9c1f0a7b): 8 of its 21 sentences were taken out because no article supported them, and it failed"
    " with 2 of 5 stories, which are told in the articles' own words. To keep the length, 8 sentences were left out and 4 of the"
    " articles' own were added."
)


def read(content: bytes, form: str) -> str:
    """What stands in that form, without markup and without any space, which forms set differently."""
    if form == "pdf":
        return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    if form == "epub":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
        return squeezed(without_tags(" ".join(pages)))
    text = content.decode()
    if form == "atom":
        text = without_tags(unescape(text))
    return squeezed(without_tags(text) if form in ("html", "mail") else text.replace("\\", ""))


def without_tags(markup: str) -> str:
    return unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", markup, flags=re.DOTALL))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u2060*]+", "", text)


def shown(brief: Brief, form: str) -> str:
    return read(part(brief, form, Look()), form)


def of(summary: Summary, **said: Any) -> Brief:
    """The brief of one summary that a model of that name was asked for."""
    return replace(PLAIN, sections=(Section("", (summary,)),), model=ModelCard("chat", "tiny"), **said)


def written(**how: Any) -> Summary:
    return replace(STORY, writing=Writing(**how))


REMOVED = (Removed("One.", "why", "Instead."), Removed("Two.", "why"))


@pytest.mark.parametrize(
    ("writing", "stand", "were"),
    [
        (Writing(), 3, 3),
        (Writing(removed=REMOVED), 3, 4),  # of four, one went and one was replaced
        (Writing(removed=REMOVED, cut=2), 1, 4),
        (Writing(filled=2), 3, 1),
        (Writing(removed=REMOVED[:1], cut=1), 1, 2),  # what came instead went, too
        (Writing(removed=REMOVED, failure="it failed"), 3, 2),
        (Writing(failure="it failed"), 3, 0),
    ],
)
def test_the_sentences_of_a_model_are_counted(writing: Writing, stand: int, were: int) -> None:
    """How many were checked follows from what stands, what went, and what came from the articles."""
    assert checked(writing, STORY.sentences[:1] * stand) == were


def test_counts_are_those_of_all_stories_and_of_the_glance() -> None:
    """Only stories that a model was asked for count; the overview counts for its sentences."""
    told = written(removed=REMOVED, cut=1, filled=1, prompt_tokens=400, new_tokens=60)
    brief = of(told, overview=STORY.sentences[:2], glance=Writing(cut=1, failure="it failed", new_tokens=5))
    brief = replace(
        brief, sections=(*brief.sections, Section("", (STORY, written(failure="it failed", prompt_tokens=9))))
    )
    assert checks(brief) == Checks(2, 4, 2, 1, 2, 1, 409, 65, glance=True)
    assert checks([told, STORY]) == Checks(1, 4, 2, 0, 1, 1, 400, 60)
    assert checks(replace(brief, sections=(), glance=None)) == Checks()
    assert checks(PLAIN) is checks([STORY]) is checks([]) is None


@pytest.mark.parametrize(
    ("summary", "said", "glance"),
    [
        (written(), "Written by tiny: none of its 3 sentences had to be taken out.", None),
        (written(filled=2), "Written by tiny: none of its 1 sentence had to be taken out. To keep the length, 2 of the articles' own were added.", None),
        (written(cut=1), "Written by tiny: none of its 4 sentences had to be taken out. To keep the length, 1 sentence was left out.", None),
        (written(removed=REMOVED[1:]), "Written by tiny: 1 of its 4 sentences was taken out because no article supported it.", None),
        (written(failure="no"), "tiny was asked to write: it failed with the only story, which is told in the articles' own words.", None),
        (written(), "Written by tiny: none of its 3 sentences had to be taken out, and it failed with the day at a glance, which is told in the articles' own words.", Writing(failure="no")),
        (written(failure="no"), "tiny was asked to write: it failed with the only story and with the day at a glance, which are told in the articles' own words.", Writing(failure="no")),
    ],
)  # fmt: skip
def test_the_foot_is_one_or_two_sentences(summary: Summary, said: str, glance: Writing | None) -> None:
    """Which model, how much went, how often it failed, what was done for the length; nothing of what did not happen."""
    assert Wording(of(summary, glance=glance)).checks == said


@pytest.mark.parametrize(
    ("name", "revision", "short"),
    [
        ("tiny/writer", "", "tiny/writer"),
        ("tiny/writer", "9c1f0a7be2d8446355aa10fe7c3b2d9e81f6a054", "tiny/writer (9c1f0a7b)"),
        ("tiny/writer", "v1.1", "tiny/writer (v1.1)"),
        ("/home/ina/models/tiny.gguf", "", "tiny.gguf"),
        ("C:\\models\\tiny\\", "main", "tiny (main)"),
        ("~/tiny", "", "tiny"),
        ("", "", "chat"),
        ("/", "", "chat"),
        (
            "a\nb\x1b[2J\u202e" + "c" * 100,
            "d" * 13 + "z" * 30,
            "a b[2J" + "c" * 53 + "… (ddddddddddddd" + "z" * 6 + "…)",
        ),
    ],
)
def test_a_model_is_named_shortly(name: str, revision: str, short: str) -> None:
    """Of a hash the beginning, of a path the end: a brief that is sent says nothing of the folders of its maker."""
    assert named(ModelCard("chat", name, revision)) == short


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        ("", ""),
        ("the model ran out of memory", "Picked from the articles: the model ran out of memory."),
        ("It said nothing.", "Picked from the articles: It said nothing."),
        ("\x1b[2J\n \u202e", "Picked from the articles: [2J."),
        ("\x1b \u202e", "Picked from the articles: the model failed."),
        ("x" * 500, "Picked from the articles: " + "x" * (MOST_LETTERS - 1) + "…"),
    ],
)
def test_why_a_story_fell_back_is_said_in_a_line(failure: str, said: str) -> None:
    """In one line of bounded length, with an end, whatever the failure's text is."""
    assert Wording(PLAIN).fallen(written(failure=failure)) == said
    assert Written([STORY]).fallen(STORY) == ""


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_who_wrote_and_what_fell_back(form: str) -> None:
    """Each story that fell back is labelled with the reason, and the foot counts; the model's sentences are told."""
    text = shown(COMPOSED, form)
    assert squeezed(FOOT) in text
    assert squeezed("Picked from the articles: it took longer than 15 minutes.") in text
    assert text.count(squeezed("Picked from the articles:")) == 2
    assert all(squeezed(sentence) in text for sentence in SENTENCES)


@pytest.mark.parametrize("form", FORMS)
def test_what_did_not_hold_is_in_no_form(form: str) -> None:
    """Neither the draft nor a sentence that was taken out stands anywhere but in JSON."""
    text = shown(COMPOSED, form)
    for gone in (WRITING.draft, WRITING.removed[0].text, WRITING.removed[1].text):
        assert squeezed(gone) not in text


@pytest.mark.parametrize("form", FORMS)
def test_a_brief_without_a_model_says_nothing_of_it(form: str) -> None:
    """Where none was asked, nothing is said of models, checks or failures."""
    text = shown(SPECIMENS["followed"], form)
    assert not [word for word in ("Pickedfrom", "Writtenby", "takenout", "Whatwaschecked") if word in text]


@pytest.mark.parametrize("form", FORMS)
def test_hostile_names_and_failures_are_letters(form: str) -> None:
    """Each attack as a model's name, and as the reason of a failure, is shown as it is, as far as there is room for it."""
    for name, attack in ATTACKS.items():
        brief = of(written(failure=attack))
        brief = replace(brief, model=ModelCard("chat", f"model {attack}"))
        text = shown(brief, form)
        for said in (Wording(brief).fallen(brief.summaries[0]), Wording(brief).checks):
            told = re.sub(r"\\", "", said) if form not in ("html", "mail", "txt") else said
            assert without_ends(told) in without_ends(text), name


def without_ends(text: str) -> str:
    """Letters alone: forms set quotation marks and signs in ways of their own, and a PDF joins some letters."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


@pytest.mark.parametrize("format", ["md", "txt"])
def test_summaries_alone_say_it_too(format: str) -> None:
    """What `briefing summarize` prints has the label and, after the last story, the counts; without a model neither."""
    text = read(render_summaries(COMPOSED.summaries, format), format)
    assert squeezed("Picked from the articles: it took longer than 15 minutes.") in text
    assert text.endswith(squeezed("Written by chat: 6 of its 17 sentences were taken out because no article supported them, and it failed with 2 of 5 stories, which are told in the articles' own words. To keep the length, 6 sentences were left out and 3 of the articles' own were added."))  # fmt: skip
    assert b"Written by" not in render_summaries(PLAIN.summaries, format)
    known = read(render_summaries(COMPOSED.summaries, format, model=COMPOSED.model), format)
    assert squeezed("Written by tiny/writer (9c1f0a7b): 6 of its 17 sentences") in known


def test_json_has_all_of_it() -> None:
    """The model with its settings, each draft, what went of it and why, the counts; null where no model was asked."""
    data = json.loads(render(SPECIMENS["composed"], "json"))
    assert data["model"] == {
        "kind": "chat",
        "name": CARD.name,
        "revision": CARD.revision,
        "settings": dict(CARD.settings),
    }
    assert data["checks"] == {
        "sentences": 21, "removed": 8, "failed": 2, "cut": 8, "filled": 4, "prompt_tokens": 2448, "new_tokens": 244,
    }  # fmt: skip
    removed = [{"text": each.text, "reason": each.reason, "instead": each.instead} for each in WRITING.removed]
    writing = {
        "draft": WRITING.draft, "removed": removed, "cut": 2, "filled": 1, "failure": "", "prompt_tokens": 412, "new_tokens": 61,
    }  # fmt: skip
    summaries = [summary for section in data["sections"] for summary in section["summaries"]]
    assert summaries[0]["writing"] == data["overview_writing"] == writing
    assert summaries[3]["writing"]["failure"] == ATTACK
    plain = brief_as_json(PLAIN)
    assert plain["model"] is plain["checks"] is plain["overview_writing"] is None
    assert plain["sections"][0]["summaries"][0]["writing"] is None
    alone = json.loads(render_summaries(COMPOSED.summaries, "json", model=CARD))
    assert alone["model"] == data["model"]
    assert alone["checks"] | {"prompt_tokens": 0} == data["checks"] | {
        "sentences": 17, "removed": 6, "cut": 6, "filled": 3, "prompt_tokens": 0, "new_tokens": 183,
    }  # fmt: skip


def test_the_schema_knows_the_settings_of_a_model() -> None:
    """They are texts, numbers and truths; a list is none of them."""
    data = json.loads(render(COMPOSED, "json"))
    validator = Draft202012Validator(SCHEMA)
    assert validator.is_valid(data)
    data["model"]["settings"]["stop"] = ["\n"]
    assert not validator.is_valid(data)


def test_the_words_of_a_model_are_in_its_language() -> None:
    """In a summary of Czech articles the model's English is marked as nothing else; the article's own sentence is Czech."""
    page = part(COMPOSED, "html", Look()).decode()
    told = page.partition(">A horse crosses a bridge</h3>")[2].partition("</article>")[0]
    assert re.findall(r'<span lang="cs">([^<]*)</span>', told) == [
        "Ďábelské ódy zněly až do večera, řekla Žofie Šťastná."
    ]
    assert '<h3 dir="auto">A horse crosses' in page
    wording, summary = Wording(COMPOSED), COMPOSED.summaries[1]
    assert wording.headline_language(summary) == wording.text_language(summary) == "en"
    assert wording.headline_language(replace(summary, headline=summary.story.first.title)) == "cs"
    assert [wording.language(sentence) for sentence in summary.sentences] == ["en", "en", "cs"]
    german = replace(COMPOSED, model=ModelCard("chat", "tiny"), language="de")
    assert Wording(german).language(summary.sentences[0]) == "de"
    assert Wording(replace(COMPOSED, model=None)).language(summary.sentences[0]) == "cs"


def cited_twice() -> Brief:
    """A brief whose sentence rests on two passages of one article, in a story of two."""
    summary = COMPOSED.summaries[4]
    article = summary.story.articles[0]
    places = [(0, 10), (11, 20)]
    cited = tuple(Citation(article, article.text[start:end], start, end) for start, end in places)
    return of(replace(summary, sentences=(Sentence("It rests on two passages.", cited),)))


def test_numbers_of_two_passages_do_not_join() -> None:
    """In a feed reader two citations are 1 and 2, not 12; in plain text an article is named once behind a sentence."""
    entry = unescape(unescape(part(cited_twice(), "atom", Look()).decode()))
    assert re.search(r"passages\..*?>1</a></bdi></sup>\u2009<sup>.*?>2</a>", entry, re.DOTALL)
    assert "It rests on two passages.\u00a0[1]\n" in part(cited_twice(), "txt", Look()).decode()


def test_numbers_of_two_passages_stay_on_one_line() -> None:
    """On the pages no line and no column begins with the second number of a sentence, wherever the first one stands."""
    summary = COMPOSED.summaries[4]
    cited = tuple(Citation(article, article.text[:9], 0, 9) for article in summary.story.articles[:2])
    sentences = tuple(Sentence(f"{'It rests. ' * (number % 7)}It rests on two.", cited) for number in range(120))
    found = list(numbers(part(of(replace(summary, sentences=sentences)), "pdf", Look())))
    assert len(found) == 240
    assert not [pair for pair in zip(found[::2], found[1::2], strict=True) if len(set(pair)) > 1]


def numbers(pdf: bytes) -> Iterator[tuple[int, int]]:
    """The page and the height of each number behind a sentence, in order: its link is as high as the line, that of a note is not."""
    for page, content in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        for link in content.annotations or ():
            _, low, _, high = map(float, link["/Rect"])
            if "text=" in link.get("/A", {}).get("/URI", "") and high - low > 10:
                yield page, round(low)

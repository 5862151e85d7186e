"""The awkward briefs that templates are checked with."""

from __future__ import annotations

import json
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import briefing
from briefing.render.awkward import ATTACKS, HUGE, STORIES
from briefing.render.specimens import specimens
from briefing.types import Brief

SPECIMENS = specimens()
SCHEMA = Path(__file__).parent.parent / "docs" / "brief.schema.json"
TEXT_FORMS = ("html", "md", "txt", "json")
each_specimen = pytest.mark.parametrize("brief", SPECIMENS.values(), ids=SPECIMENS)


class Page(HTMLParser):
    """The elements and attributes of a page, as a browser would see them."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs


def test_the_specimens_are_the_same_on_every_call() -> None:
    """Made twice, they are equal in every field, and so are their pictures' bytes."""
    assert specimens() == SPECIMENS


@each_specimen
@pytest.mark.parametrize("format", TEXT_FORMS)
def test_each_specimen_comes_out_in_each_text_form(brief: Brief, format: str) -> None:
    """The forms without a library of their own take every specimen, and give the same bytes each time."""
    content = briefing.render(brief, format)
    assert content == briefing.render(brief, format)
    assert content.decode().strip()


@each_specimen
def test_each_specimen_is_a_good_brief(brief: Brief) -> None:
    """Each passage stands in its article where its citation says, and the JSON of each keeps to the schema."""
    cited = [citation for each in brief.summaries for sentence in each.sentences for citation in sentence.citations]
    assert all(citation.article.text[citation.start : citation.end] == citation.quote for citation in cited)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(
        json.loads(briefing.render(brief, "json"))
    )


def test_the_specimens_are_as_awkward_as_their_names() -> None:
    """Nothing, a single story, 200 of them, names of 5,000 characters in one word and in many."""
    assert not SPECIMENS["empty"].stories
    assert len(SPECIMENS["one story"].stories) == 1
    assert len(SPECIMENS["200 stories"].summaries) == STORIES == 200
    headlines = [each.headline for each in SPECIMENS["huge titles"].summaries]
    assert {len(headline) for headline in headlines} == {HUGE}
    assert {" " in headline for headline in headlines} == {True, False}
    assert {bool(each.image) for each in SPECIMENS["with pictures"].summaries} == {True, False}
    assert {each.state for each in SPECIMENS["failing sources"].health} == {
        "new",
        "nothing new",
        "never",
        "failed",
        "gone",
    }


def test_the_many_stories_vary_in_what_templates_ask_about() -> None:
    """Some have copies, excerpts, discussions, points, notes; some fall short and some do not; some links have no text."""
    brief = SPECIMENS["200 stories"]
    articles = [article for story in brief.stories for article in story.articles]
    for field in ("copies", "excerpt", "discussion", "points", "missing", "published"):
        assert {bool(getattr(article, field)) for article in articles} == {True, False}, field
    assert {each.short for each in brief.summaries} == {True, False}
    assert max(len(story.outlets) for story in brief.stories) >= 20
    assert len(brief.sections) == 8


def test_every_script_is_there() -> None:
    """A letter of each of the scripts that fonts are needed for stands in a headline, a sentence and the title."""
    brief = SPECIMENS["every script"]
    scripts = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HIRAGANA", "HANGUL", "THAI")
    for text in (brief.title, " ".join(s.headline for s in brief.summaries), " ".join(s.text for s in brief.summaries)):
        names = [unicodedata.name(character, "") for character in text]
        assert not [script for script in scripts if not any(name.startswith(script) for name in names)]
    assert {"ar", "he", "hi", "zh", "ja", "ko", "th"} <= {story.first.language for story in brief.stories}


def test_the_hostile_brief_does_nothing_on_a_page() -> None:
    """No element, handler, link or number comes of what is written in any of its fields."""
    content = briefing.render(SPECIMENS["hostile"], "html")
    page = Page(content)
    assert "script" not in page.names
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not [
        value
        for name, value in page.attributes
        if name in ("href", "src") and re.match("javascript:|data:text|file:", value or "")
    ]
    assert "7 * 7" in content.decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2066\ufffe\uffff]", content.decode())


def test_every_attack_stands_in_every_text_field() -> None:
    """Whichever field a template prints, each attack comes through it in some story."""
    brief = SPECIMENS["hostile"]
    for attack in ATTACKS.values():
        found = [each for each in brief.summaries if each.headline == attack]
        assert found
        story = found[0].story
        assert attack in story.first.source
        assert attack == story.first.title == found[0].note == found[0].writer
        assert attack in brief.title
        assert attack in [each.source for each in brief.health]
        assert attack in brief.problems[0].what

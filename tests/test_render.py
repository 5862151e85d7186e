"""The brief in every format: nothing is lost, nothing breaks out, and JSON keeps to its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

import briefing
from briefing.errors import OutputError, TemplateError
from briefing.look import Look
from briefing.render import part, render, render_summaries
from briefing.render.sound import require_sound
from briefing.render.specimens import specimens
from briefing.templating import FORMATS, passage
from briefing.types import Article, Brief, Length, Section, Story, Summary

SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "brief.schema.json").read_text(encoding="utf-8"))
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")
TEXTS = ("html", "md", "txt", "json")
EMPTY = Brief("Nothing", datetime(2026, 10, 15, 6, 0, tzinfo=UTC), (), Length(45))


class Page(HTMLParser):
    """What a page holds: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]


def links_of_markdown(text: str) -> list[str]:
    found: list[str] = []
    for block in MarkdownIt("commonmark").parse(text):
        for child in block.children or ():
            assert child.type not in ("html_inline", "image")
            found += [str(child.attrs["href"])] if child.type == "link_open" else []
        assert block.type != "html_block"
    return found


def words_of(text: str) -> str:
    return " ".join(text.replace("\u2060", " ").replace("\u00a0", " ").split())


def told(brief: Brief, format: str) -> str:
    return render(brief, format).decode()


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_brief_gives_the_same_bytes(demo_brief: Brief, format: str) -> None:
    """Rendering depends on the brief alone, not on the moment or on what was rendered before."""
    once = render(demo_brief, format)
    assert len(once) > 1000
    assert once == render(demo_brief, format)


@pytest.mark.parametrize("format", TEXTS)
def test_a_text_ends_its_last_line(demo_brief: Brief, format: str) -> None:
    """The forms that are text are UTF-8 and end with the end of a line."""
    assert told(demo_brief, format).endswith("\n")
    assert not told(demo_brief, format).endswith("\n\n")


def test_a_format_nobody_knows_names_those_there_are(demo_brief: Brief) -> None:
    """The message names every format that there is."""
    with pytest.raises(OutputError, match="html, md, txt, json"):
        render(demo_brief, "docx")
    with pytest.raises(OutputError, match="md, txt, json"):
        render_summaries(demo_brief.summaries, "html")


def test_the_page_tells_the_whole_brief(demo_brief: Brief) -> None:
    """Title, date, sections, headlines, sentences, outlets, problems and what was asked all stand on the page."""
    text = words_of(Page(told(demo_brief, "html")).text)
    assert "15 October 2026" in text
    assert str(demo_brief.total or demo_brief.asked) in text
    assert f"{demo_brief.words} words in all" in text
    assert all(problem.where in text and problem.what in text for problem in demo_brief.problems)
    for summary in demo_brief.summaries:
        assert words_of(summary.headline) in text
        assert all(words_of(sentence.text) in text for sentence in summary.sentences)
        assert all(outlet in text for outlet in summary.story.outlets)


def test_every_citation_links_to_its_passage(demo_brief: Brief) -> None:
    """On the page and in Markdown, each sentence carries a link with the text fragment of its passage."""
    page, markdown = Page(told(demo_brief, "html")).links, links_of_markdown(told(demo_brief, "md"))
    cited = [citation for summary in demo_brief.summaries for each in summary.sentences for citation in each.citations]
    assert len(cited) > 20
    for citation in cited:
        assert passage(citation) in page
        assert passage(citation) in markdown


@pytest.mark.parametrize("format", ["html", "md", "txt"])
def test_links_within_and_addresses_are_all_there(demo_brief: Brief, format: str) -> None:
    """Every article of a story that is told can be reached, in every format."""
    text = told(demo_brief, format).replace("&amp;", "&")
    for summary in demo_brief.summaries:
        assert all(article.url in text for article in summary.story.articles)


def test_anchors_of_the_page_lead_somewhere(demo_brief: Brief, hostile_brief: Brief) -> None:
    """Each link within the page has its target, and no two elements share a name."""
    for brief in (demo_brief, hostile_brief):
        page = Page(told(brief, "html"))
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(ids)
        assert len(ids) == len(set(ids))


def test_the_page_needs_nothing_from_outside(demo_brief: Brief, hostile_brief: Brief) -> None:
    """No script, frame, form, style sheet or font, no picture but what it holds, and a policy that forbids them."""
    for brief in (demo_brief, hostile_brief, *specimens().values()):
        page = Page(told(brief, "html"))
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "iframe", "object", "embed", "link", "base", "form", "video", "use", "image"}
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        loaded = [
            attributes[name] for _, attributes in page.elements for name in ("src", "srcset") if name in attributes
        ]
        assert all(re.fullmatch(r"data:image/jpeg;base64,[A-Za-z0-9+/=]+", address) for address in loaded)
        policy = next(attributes["content"] for tag, attributes in page.elements if "http-equiv" in attributes)
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert not re.search(r"@import|url\(", told(brief, "html"))


def test_a_hostile_brief_makes_no_links_but_to_the_web(hostile_brief: Brief) -> None:
    """An address of javascript: or data: is no link in any format."""
    for links in (Page(told(hostile_brief, "html")).links, links_of_markdown(told(hostile_brief, "md"))):
        assert links
        assert all(link.startswith(("#", "https://evil.example/")) for link in links)
        assert not any(re.match(r"(?i)\s*(javascript|data|vbscript):", link) for link in links)
    data = json.loads(told(hostile_brief, "json"))
    cited = [one for each in data["sections"][0]["summaries"][0]["sentences"] for one in each["citations"]]
    assert [bool(citation["link"]) for citation in cited] == [False, True]


def test_hostile_text_is_shown_as_it_is(hostile_brief: Brief) -> None:
    """Tags, Markdown and Jinja syntax in titles are letters to the reader, on the page and in Markdown."""
    shown = '<script>alert(1)</script> {{ 7 * 7 }} {% raw %} [x](javascript:alert(2)) **b** _i_ `c` [31mevil & "q"'
    page = Page(told(hostile_brief, "html"))
    assert page.text.count(shown) > 10
    assert "<script" not in told(hostile_brief, "html")
    blocks = MarkdownIt("commonmark").parse(told(hostile_brief, "md"))
    text = [child.content for block in blocks for child in block.children or () if child.type.startswith("text")]
    assert "".join(text).count(shown) > 10
    assert shown in words_of(told(hostile_brief, "txt"))


@pytest.mark.parametrize("format", ["html", "md", "txt"])
def test_no_control_character_reaches_the_reader(hostile_brief: Brief, format: str) -> None:
    """Escape sequences and overrides of the writing direction are gone."""
    assert not CONTROL.search(told(hostile_brief, format))


def test_foreign_text_says_its_language_and_direction(hostile_brief: Brief) -> None:
    """A sentence in another language than the brief's is marked so, and text from outside finds its own direction."""
    marked = {
        attributes["lang"] for _, attributes in Page(told(hostile_brief, "html")).elements if "lang" in attributes
    }
    assert "ar" in marked
    headings = [attributes for tag, attributes in Page(told(hostile_brief, "html")).elements if tag == "h3"]
    assert any(attributes.get("dir") == "auto" for attributes in headings)
    scripts = Page(told(specimens()["every script"], "html"))
    assert any(attributes.get("lang") == "cs" for tag, attributes in scripts.elements if tag != "html")


@pytest.mark.parametrize("format", ["html", "md", "txt"])
def test_what_is_short_of_its_length_says_so(hostile_brief: Brief, format: str) -> None:
    """A summary that fell short names what was asked; one that kept its length says nothing of it."""
    story = hostile_brief.sections[0].summaries[0]
    short = replace(story, asked=Length(80))
    brief = replace(hostile_brief, sections=(Section("", (short,)),))
    assert "Asked for 80 words, the articles gave" in words_of(told(brief, format))
    kept = replace(brief, sections=(Section("", (replace(story, asked=Length(story.words)),)),))
    assert "Asked for" not in words_of(told(kept, format))


@pytest.mark.parametrize("format", ["html", "md", "txt"])
def test_problems_stand_at_the_foot(demo_brief: Brief, format: str) -> None:
    """What went wrong is told after all stories."""
    text = "".join(told(demo_brief, format).split())
    problem = demo_brief.problems[0]
    assert text.rindex(problem.what.replace(" ", "")) > text.rindex(demo_brief.summaries[-1].headline.replace(" ", ""))


@pytest.mark.parametrize("format", TEXTS)
def test_a_brief_without_stories_is_still_a_brief(format: str) -> None:
    """Where no story came of it, the document says so and is whole."""
    assert "Nothing".casefold() in told(EMPTY, format).casefold()
    if format != "json":
        assert "No story" in told(EMPTY, format)


def test_text_fits_78_columns(demo_brief: Brief) -> None:
    """In the text form only addresses are longer than a line."""
    long = [line for line in told(demo_brief, "txt").split("\n") if len(line) > 78]
    assert all(re.fullmatch(r"(?:\s*\[\d+\])?\s*https?://\S+", line) for line in long)


def check(data: Any) -> None:
    problems = [f"{list(each.path)}: {each.message}" for each in Draft202012Validator(SCHEMA).iter_errors(data)]
    assert not problems


def test_the_schema_is_one_and_explains_every_key() -> None:
    """The schema is good JSON Schema, closed, and each of its keys has a description."""
    Draft202012Validator.check_schema(SCHEMA)

    def visit(node: dict[str, Any]) -> None:
        for name, value in node.get("properties", {}).items():
            assert value.get("description") or "$ref" in value, name
            visit(value)
            visit(value.get("items", {}))
        assert "properties" not in node or (
            node["additionalProperties"] is False and set(node["required"]) == set(node["properties"])
        )

    visit(SCHEMA)
    for definition in SCHEMA["$defs"].values():
        assert definition["description"]
        visit(definition)


def test_json_keeps_to_its_schema(demo_brief: Brief, hostile_brief: Brief) -> None:
    """An ordinary brief, an awkward one and an empty one are all valid."""
    for brief in (demo_brief, hostile_brief, EMPTY):
        check(json.loads(told(brief, "json")))


def test_the_schema_refuses_what_is_no_brief(demo_brief: Brief) -> None:
    """A key too many, a key too few or a number for a text is not valid."""
    data = json.loads(told(demo_brief, "json"))
    spoilt: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda each: each.update(more=1),
        lambda each: each.pop("problems"),
        lambda each: each["sections"][0]["summaries"][0].update(headline=5),
        lambda each: each["sections"][0]["summaries"][0]["sentences"][0]["citations"][0].pop("quote"),
    )
    for spoil in spoilt:
        copy = json.loads(json.dumps(data))
        spoil(copy)
        assert not Draft202012Validator(SCHEMA).is_valid(copy)


def test_json_holds_the_whole_brief(demo_brief: Brief) -> None:
    """Every number can be reckoned again from the values, and each citation names its article by its place."""
    data = json.loads(told(demo_brief, "json"))
    summaries = [summary for section in data["sections"] for summary in section["summaries"]]
    assert [summary["text"] for summary in summaries] == [summary.text for summary in demo_brief.summaries]
    assert [summary["story"] for summary in summaries] == [summary.story.id for summary in demo_brief.summaries]
    assert data["length"]["words"] == demo_brief.words
    assert data["articles_read"] == demo_brief.read
    assert datetime.fromisoformat(data["date"]) == demo_brief.date
    for summary in summaries:
        assert summary["text"] == " ".join(sentence["text"] for sentence in summary["sentences"])
        for citation in (one for sentence in summary["sentences"] for one in sentence["citations"]):
            assert summary["articles"][citation["article"]]["url"] == citation["url"]
            assert citation["end"] - citation["start"] == len(citation["quote"])


def test_an_own_template_goes_before_ours(demo_brief: Brief, tmp_path: Path) -> None:
    """A folder of own templates changes the form; formats that it does not hold stay ours."""
    (tmp_path / "brief.md").write_text("{{ brief.summaries|length }} stories\n", encoding="utf-8")
    assert render(demo_brief, "md", Look(own=tmp_path)).decode() == f"{len(demo_brief.summaries)} stories\n"
    assert render(demo_brief, "txt", Look(own=tmp_path)) == render(demo_brief, "txt")


def test_a_failing_template_is_our_error(demo_brief: Brief, tmp_path: Path) -> None:
    """A mistake in an own template is told with its file and line."""
    (tmp_path / "brief.html").write_text("<p>\n{{ brief.titel }}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"brief\.html, line 2: .*titel"):
        render(demo_brief, "html", Look(own=tmp_path))


@pytest.mark.parametrize("format", ["md", "txt", "json"])
def test_summaries_without_a_brief(hostile_brief: Brief, demo_brief: Brief, format: str) -> None:
    """Summaries alone carry headline, text, outlet and link, and are as safe as a brief."""
    text = render_summaries(demo_brief.summaries, format).decode()
    for summary in demo_brief.summaries:
        assert summary.headline in words_of(text).replace("\\", "")
    hostile = render_summaries(hostile_brief.summaries, format).decode()
    if format == "md":
        assert all(link.startswith("https://") for link in links_of_markdown(hostile))
    if format != "json":
        assert not CONTROL.search(hostile)
        assert "There is no prose in it to quote." in hostile


def test_citations_of_a_summary_are_numbered_through(demo_brief: Brief) -> None:
    """In Markdown each sentence has its own number, and the link can be copied as it stands."""
    summary = max(demo_brief.summaries, key=lambda each: len(each.sentences))
    text = render_summaries([summary], "md").decode()
    numbers = re.findall(r"\[(\d+)\]\((\S+)\)", text)
    assert [int(number) for number, _ in numbers] == list(range(1, len(summary.sentences) + 1))
    assert [link for _, link in numbers] == [passage(each.citations[0]) for each in summary.sentences]


@pytest.mark.parametrize("name", ["notice", *FORMATS])
def test_a_section_without_stories_is_no_reason_to_fail(hostile_brief: Brief, name: str) -> None:
    """Every form of a brief has the stories of its other sections, wherever the empty one stands."""
    for sections in ((Section("Empty", ()),), (Section("", ()), *hostile_brief.sections, Section("Empty", ()))):
        require_sound(name, part(replace(hostile_brief, sections=sections), name, Look()))


def test_half_a_character_is_not_in_json() -> None:
    """A lone surrogate, which UTF-8 cannot hold, is a question mark in JSON: nothing after it moves."""
    text = "One \ud800 sentence."
    whole = Article("https://post.example/", text, text, "The Post")
    told = briefing.Sentence(text, (briefing.Citation(whole, "sentence.", 6, 15),))
    summary = Summary(Story((whole,)), text, (told,), Length(5), "extractive")
    found = json.loads(render(replace(EMPTY, sections=(Section("", (summary,)),)), "json"))["sections"][0]["summaries"]
    assert found == json.loads(render_summaries([summary], "json"))["summaries"]
    assert found[0]["text"] == "One ? sentence."
    assert found[0]["sentences"][0]["citations"][0]["quote"] == "sentence."


LINE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), max_size=40
)


@hypothesis_settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(title=LINE, url=LINE, source=LINE, section=LINE)
def test_any_text_renders_in_every_format(title: str, url: str, source: str, section: str) -> None:
    """Whatever titles, addresses and names hold, every format renders, stays closed and valid."""
    article = Article(url, title, "There is one sentence here.", source)
    sentence = briefing.Sentence(article.text, (briefing.Citation(article, article.text, 0, len(article.text)),))
    summary = Summary(Story((article,), section), title, (sentence,), Length(5), "extractive")
    brief = replace(EMPTY, title=title, sections=(Section(section, (summary,)),), elsewhere=(summary.story,))
    page = Page(told(brief, "html"))
    assert not {tag for tag, _ in page.elements} & {"script", "img", "iframe"}
    assert all(link.startswith(("#", "http://", "https://")) for link in page.links)
    assert all(link.startswith(("http://", "https://")) for link in links_of_markdown(told(brief, "md")))
    assert article.text in words_of(told(brief, "txt"))
    check(json.loads(told(brief, "json")))

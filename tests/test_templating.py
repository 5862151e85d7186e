"""Templates: where they are found, what escapes outside text, and how a mistake in one is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefing.errors import TemplateError
from briefing.render.written import Written
from briefing.templating import (
    clock,
    data_uri,
    day,
    direction,
    fill,
    folder,
    markdown,
    passage,
    tag,
    target,
    web,
    wrap,
)
from briefing.text import one_line
from briefing.types import Article, Citation

NOW = datetime(2026, 10, 15, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
ADDRESS = "https://news.example/a"


def cited(quote: str, url: str = ADDRESS) -> Citation:
    return Citation(Article(url, "Title", quote, "Outlet"), quote, 0, len(quote))


def own(tmp_path: Path, **files: str) -> Path:
    for name, content in files.items():
        (tmp_path / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return tmp_path


def test_our_templates_are_there() -> None:
    """Every template that the code asks for lies where it is looked for, in a checkout and in a wheel."""
    names = {path.name for path in folder("templates").iterdir()}
    assert {"brief.html", "chart.html", "brief.md", "brief.txt", "summaries.md", "summaries.txt"} <= names
    assert {"newspaper.toml", "plain.toml"} <= names
    assert not any(name.endswith(".py") for name in names)


def test_an_own_template_goes_first_and_may_extend_ours(tmp_path: Path) -> None:
    """A file of the same name replaces ours; what is not there comes from ours."""
    mine = own(tmp_path, brief_txt="Mine: {{ n }}\n", other_txt="{% include 'summaries.txt' %}")
    assert fill("brief.txt", {"n": 3}, mine) == "Mine: 3\n"
    nothing = {"summaries": [], "wording": Written([])}
    assert fill("other.txt", nothing, mine) == ""
    assert fill("summaries.txt", nothing, mine) == ""


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("x\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("x\n\n{{ given.missing }}", 3, "str has no missing"),
        ("{{ given.titel }}", 1, "str has no titel; did you mean title?"),
        ("{{ pairs.titel }}", 1, "dict has no titel; did you mean title?"),
        ("{% if %}", 1, "Expected an expression"),
        ("a\nb\n{% for x in y %}", 3, "Unexpected end of template"),
        ("\n{{ given|nofilter }}", 2, "nofilter"),
        ("\n\n\n{{ 1 / 0 }}", 4, "division by zero"),
        ("{{ given + 1 }}", 1, "str"),
    ],
)
def test_a_mistake_names_the_file_and_the_line(tmp_path: Path, content: str, line: int, said: str) -> None:
    """Whatever goes wrong in a template, the message says where and what."""
    mine = own(tmp_path, brief_md=content)
    with pytest.raises(TemplateError) as caught:
        fill("brief.md", {"given": "text", "pairs": {"title": 1}}, mine)
    assert str(caught.value).startswith(f"template {mine / 'brief.md'}, line {line}: ")
    assert said in str(caught.value)


def test_a_mistake_in_an_included_template_names_that_one(tmp_path: Path) -> None:
    """The line is that of the file that holds the mistake."""
    mine = own(tmp_path, a_html="\n\n{% include 'b.html' %}", b_html="\n{{ nothing }}")
    with pytest.raises(TemplateError, match=r"b\.html, line 2"):
        fill("a.html", {}, mine)


@pytest.mark.parametrize("content", ["", "{% include 'gone.md' %}"])
def test_a_missing_template_names_the_places(tmp_path: Path, content: str) -> None:
    """A template that is nowhere is told with its name and where it was looked for."""
    mine = own(tmp_path, **({"brief_md": content} if content else {}))
    with pytest.raises(TemplateError) as caught:
        fill("brief.md" if content else "gone.md", {}, mine)
    assert "gone.md is not in" in str(caught.value)
    assert str(mine) in str(caught.value)


def test_a_missing_folder_of_own_templates_is_a_mistake(tmp_path: Path) -> None:
    """A typo in the folder's name is told, and not passed over in favour of ours."""
    with pytest.raises(TemplateError, match="there is no folder"):
        fill("summaries.txt", {"summaries": []}, tmp_path / "gone")


def test_a_template_that_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are our error with the template's name."""
    (tmp_path / "brief.md").write_bytes(b"\xff\xfe\xe9")
    with pytest.raises(TemplateError, match=r"brief\.md"):
        fill("brief.md", {}, tmp_path)


@pytest.mark.parametrize("suffix", ["html", "xml", "atom"])
def test_markup_is_escaped_without_asking(tmp_path: Path, suffix: str) -> None:
    """Outside text in a template of markup is text, in elements and in attributes, without control characters."""
    mine = own(tmp_path, **{f"t_{suffix}": "<a title='{{ x }}'>{{ x }}</a>"})
    filled = fill(f"t.{suffix}", {"x": "<b>'\"&\x1b\u202e"}, mine)
    assert filled == "<a title='&lt;b&gt;&#39;&#34;&amp;'>&lt;b&gt;&#39;&#34;&amp;</a>"


def test_text_loses_control_characters(tmp_path: Path) -> None:
    """A terminal gets no escape sequences from outside."""
    assert fill("t.txt", {"x": "a\x1b[31m\u202eb\x07"}, own(tmp_path, t_txt="{{ x }}")) == "a[31mb"


def test_outside_text_is_never_a_template(tmp_path: Path) -> None:
    """Jinja's own syntax in a title stands there as it is."""
    hostile = "{{ 7 * 7 }}{% raw %}"
    assert fill("t.txt", {"x": hostile}, own(tmp_path, t_txt="{{ x }}")) == hostile


@given(TEXT.map(one_line).filter(bool))
def test_markdown_shows_any_text_letter_by_letter(text: str) -> None:
    """Escaped text gives the same text back through a Markdown parser, and no markup."""
    (_, inline, _) = MarkdownIt("commonmark").parse(f"### x {markdown(text)}")
    assert inline.children is not None
    assert {child.type for child in inline.children} <= {"text", "text_special"}
    assert "".join(child.content for child in inline.children) == f"x {text}".strip()


@given(TEXT.map(one_line).filter(bool))
@example("-")
@example("1.")
@example("---")
def test_markdown_at_the_beginning_of_a_line_is_no_block(text: str) -> None:
    """A sentence that begins like a list, a heading or a quotation is a paragraph."""
    tokens = MarkdownIt("commonmark").parse(f"{markdown(text)} [1](https://a.example)\n")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
     "vbscript:x", "file:///etc/passwd", "//evil.example", "/path", "", "https://", "http:", "\x01javascript:alert(1)",
     "https:javascript:alert(1)", "http://[::1", "mailto:a@b.example", "blob:https://a.example/x"],
)  # fmt: skip
def test_an_address_that_is_none_of_the_web_is_no_link(address: str) -> None:
    """Only http and https with a host become links."""
    assert web(address) == ""
    assert passage(cited("A quotation.", address)) == ""


@given(TEXT)
def test_a_link_holds_nothing_that_could_end_it(path: str) -> None:
    """Whatever stands in an address, no quote, bracket, angle, space or control character is left."""
    for made in (web(f"{ADDRESS}/{path}"), passage(cited("Some words.", f"{ADDRESS}/{path}"))):
        assert re.fullmatch(r"https://[!-~]*", made)
        assert not set(made) & set("\"'<>()[]{}\\`|^ ")
        assert urlsplit(made).hostname == "news.example"


def test_an_address_keeps_its_meaning() -> None:
    """Query, percent-encoding and fragment survive; letters beyond ASCII are encoded."""
    assert web("https://a.example/x%20y?q=a%26b&r=1#top") == "https://a.example/x%20y?q=a%26b&r=1#top"
    assert web("https://a.example/grün") == "https://a.example/gr%C3%BCn"


def test_a_markdown_link_can_be_copied() -> None:
    """An address in a Markdown link is not escaped, nor taken for a character reference."""
    assert target("https://a.example/a_b~c?x=1&lt;y&copy=2") == "https://a.example/a_b~c?x=1&lt%3By&copy=2"
    (link,) = re.findall(r'href="([^"]*)"', MarkdownIt().render(f"[x]({target('https://a.example/?a=1&lt;2')})"))
    assert link == "https://a.example/?a=1&amp;lt%3B2"


def test_a_short_passage_stands_whole_in_the_link() -> None:
    """Up to ten words the text fragment holds the passage itself."""
    link = passage(cited("The work, on sea-walls, will cost 4.2 million & more."))
    assert link == f"{ADDRESS}#:~:text=The%20work%2C%20on%20sea%2Dwalls%2C%20will%20cost%204.2%20million%20%26%20more."


def test_a_long_passage_is_named_by_its_ends() -> None:
    """A longer one is named by its first and last five words."""
    link = passage(cited(" ".join(f"w{i}" for i in range(30))))
    assert link == f"{ADDRESS}#:~:text=w0%20w1%20w2%20w3%20w4,w25%20w26%20w27%20w28%20w29"


def test_a_fragment_of_the_address_stays() -> None:
    """An address that names a place of its page keeps it before the directive."""
    assert passage(cited("Some words here.", f"{ADDRESS}#part")) == f"{ADDRESS}#part:~:text=Some%20words%20here."


@given(TEXT.map(one_line).filter(bool))
def test_a_text_fragment_says_what_the_passage_says(quote: str) -> None:
    """Decoded, the directive holds the passage's beginning and end; its own syntax is always encoded."""
    _, _, directive = passage(cited(quote)).partition("#:~:text=")
    edges = directive.split(",")
    assert 1 <= len(edges) <= 2
    assert not any(set(edge) & set("-&,") for edge in edges)
    assert quote.startswith(unquote(edges[0]))
    assert quote.endswith(unquote(edges[-1]))


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 10, 15, 4, 5, tzinfo=UTC), "06:05"),
        (datetime(2026, 10, 14, 22, 30, tzinfo=UTC), "00:30"),
        (datetime(2026, 10, 14, 12, 0, tzinfo=UTC), "14 Oct, 14:00"),
        (datetime(2025, 12, 31, 12, 0, tzinfo=UTC), "31 Dec 2025"),
        (datetime(2026, 10, 14, 0, 0, tzinfo=UTC), "14 Oct"),
        (None, ""),
    ],
)
def test_a_time_is_shown_as_its_reader_reckons(moment: datetime | None, shown: str) -> None:
    """In the brief's time zone: the hour of the same day, the date for another, nothing for no time."""
    assert clock(moment, NOW) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("de", "14. Okt., 14:00"), ("fr", "14 oct., 14:00"), ("ja", "10月14日, 14:00")]
)
def test_a_short_date_is_written_in_the_language_of_the_brief(language: str, shown: str) -> None:
    """Order, full stops and names are those of the language."""
    assert clock(datetime(2026, 10, 14, 12, 0, tzinfo=UTC), NOW, language) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "Thursday 15 October 2026"), ("de", "Donnerstag, 15. Oktober 2026"), ("fr", "jeudi 15 octobre 2026"),
     ("xx-nonsense", "Thursday 15 October 2026"), ("", "Thursday 15 October 2026")],
)  # fmt: skip
def test_a_date_is_written_in_the_language_of_the_brief(language: str, shown: str) -> None:
    """A language that nobody knows gives English."""
    assert day(NOW, language) == shown


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
def test_a_time_at_the_end_of_the_calendar_is_none(moment: datetime) -> None:
    """It has no counterpart in another zone."""
    zone = timezone(timedelta(hours=-14 if moment == datetime.max else 14))
    assert clock(moment.replace(tzinfo=zone), NOW) == ""


@pytest.mark.parametrize(
    ("language", "way"),
    [("en", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("ur", "rtl"), ("ja", "ltr"), ("", "ltr"),
     ("xx-nonsense", "ltr"), ('en" onload="x', "ltr")],
)  # fmt: skip
def test_a_language_knows_which_way_it_is_written(language: str, way: str) -> None:
    """From right to left for Arabic, Hebrew, Persian and Urdu; a language that nobody knows is as English."""
    assert direction(language) == way


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "en"), ("zh-Hant-TW", "zh-Hant-TW"), ("la", "la"), ("FR", "fr"), ("xx-nonsense", ""), ("", ""), ("en_GB", "en-GB"),
     ('en" onload="x', ""), ("english", "")],
)  # fmt: skip
def test_only_a_language_is_marked_as_one(language: str, written: str) -> None:
    """A language that there is becomes a tag of BCP 47; anything else is empty."""
    assert tag(language) == written


@given(st.binary(max_size=40))
def test_bytes_travel_in_their_address(content: bytes) -> None:
    """The address holds the bytes and its type, and nothing that an attribute could end at."""
    with urlopen(data_uri(content)) as opened:
        assert opened.read() == content
    assert re.fullmatch(r"data:image/jpeg;base64,[A-Za-z0-9+/=]*", data_uri(content))
    assert data_uri(content, "image/png").startswith("data:image/png;")


@given(TEXT, st.integers(0, 6), st.integers(0, 6))
def test_wrapped_lines_fit(text: str, indent: int, hanging: int) -> None:
    """No line is wider than the form, and only white space is changed."""
    wrapped = wrap(text, indent, hanging)
    assert all(len(line) <= 78 for line in wrapped.split("\n"))
    assert "".join(wrapped.split()) == "".join(one_line(text).split())


@dataclass(frozen=True)
class Bomb:
    """A value that fails when a template shows it."""

    def __str__(self) -> str:
        raise ValueError("no text of mine")


def test_a_value_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    """An error of a value, not of Jinja, is ours all the same."""
    with pytest.raises(TemplateError, match="line 2: no text of mine"):
        fill("t.html", {"x": Bomb()}, own(tmp_path, t_html="\n{{ x }}"))

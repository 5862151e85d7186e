"""The mail form: small enough for every mail program, nothing loaded on opening, legible with and without its style sheet."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup
from playwright.sync_api import Browser, Request, sync_playwright

from briefing.look import Look, Theme
from briefing.render import part, render
from briefing.render.mail import FIRST, MOST_BYTES, eml, html, images, rtl
from briefing.render.specimens import specimens
from briefing.types import Brief, Length, Section, Sentence, Summary

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser", "chrome"))), None)
SPECIMENS = specimens()
EVERY = ("demo", "hand-made", *SPECIMENS)
ONLINE = Look(online="https://example.org/{date:%Y/%m/%d}-{edition}.html")
GMAIL = 102 * 1000  # bytes of HTML that Gmail shows

Named = Callable[[str], Brief]


@pytest.fixture
def named(request: pytest.FixtureRequest) -> Named:
    """A brief by its name: the newsroom's, the one that was put together by hand, or an awkward one."""
    fixtures = {"demo": "demo_brief", "hand-made": "hostile_brief"}
    return lambda name: request.getfixturevalue(fixtures[name]) if name in fixtures else SPECIMENS[name]


def tree(page: bytes) -> markup.HtmlElement:
    return markup.document_fromstring(page.decode())


def shown(page: bytes) -> str:
    """The text that a reader sees, white space folded."""
    body = tree(page).find("body")
    assert body is not None
    return " ".join(str(body.text_content()).split())


def first(brief: Brief, number: int, **said: Any) -> Brief:
    """The first stories of a brief alone."""
    left, sections = number, []
    for section in brief.sections:
        sections.append(replace(section, summaries=section.summaries[:left]))
        left -= len(sections[-1].summaries)
    kept = tuple(section for section in sections if section.summaries)
    return replace(brief, sections=kept, **{"elsewhere": (), **said})


@pytest.mark.parametrize("name", EVERY)
def test_no_mail_is_cut_off(named: Named, name: str) -> None:
    """The HTML stays below what Gmail shows, with room for an address to unsubscribe at; and it is the same each time."""
    page = html(named(name), ONLINE)
    assert len(page) <= MOST_BYTES < GMAIL
    assert page == html(named(name), ONLINE) == part(named(name), "mail", ONLINE)


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_loaded_run_or_hidden_in_a_mail(named: Named, name: str) -> None:
    """No script, no form, no style sheet or picture from elsewhere; links lead to the web alone."""
    page = tree(html(named(name), ONLINE))
    assert not page.xpath("//script | //link | //iframe | //form | //object | //svg | //base | //input")
    assert not [key for element in page.iter() for key in element.attrib if str(key).startswith("on")]
    assert all(str(src).startswith("cid:") for src in page.xpath("//@src"))
    assert {str(href).split(":")[0] for href in page.xpath("//@href")} <= {"http", "https", "#leave"}
    styles = " ".join(chain(map(str, page.xpath("//@style")), map(str, page.xpath("//style/text()"))))
    assert not re.search(r"url\(|@import|expression|var\(|flex|grid|position:", styles)
    assert len(page.xpath("//comment()[.='leave']")) == 1


@pytest.mark.parametrize(
    "name", ["demo", "one story", "every script", "right to left", "with pictures", "failing sources"]
)
def test_a_usual_brief_is_told_in_full(named: Named, name: str) -> None:
    """Every headline, sentence and outlet, each sentence with a link to its passage, and what went wrong."""
    brief = named(name)
    page = html(brief, Look())
    text = shown(page)
    for summary in brief.summaries:
        assert summary.headline in text
        assert all(
            sentence.text in re.sub(r"⁠[\d ]+", "", text.replace("\u2009", " ")) for sentence in summary.sentences
        )
        assert all(outlet in text for outlet in summary.story.outlets[:8])
    assert all(story.first.title in text for story in brief.elsewhere)
    assert all(problem.where in text or len(problem.where) > 100 for problem in brief.problems)
    assert "cut off" not in text
    cited = sum(len(sentence.citations) for summary in brief.summaries for sentence in summary.sentences)
    assert len(tree(page).xpath("//p//sup/a[contains(@href, '#:~:text=')]")) == cited


def test_what_is_too_long_is_named_with_where_to_read_on() -> None:
    """Of 200 stories the first are told in full; the others have a line; those that do not even fit are counted."""
    brief = SPECIMENS["200 stories"]
    page = tree(html(brief, ONLINE))
    assert len(page.xpath("//h3")) == FIRST
    assert [str(each.text_content()) for each in page.xpath("//h3")] == [s.headline for s in brief.summaries[:FIRST]]
    onward = [str(href) for href in page.xpath("//a[.='Read on']/@href")]
    expected = [f"https://example.org/2026/10/15-morning.html#{each.story.id}" for each in brief.summaries[FIRST:]]
    assert len(onward) > 100
    assert onward == expected[: len(onward)]
    left = len(brief.summaries) + len(brief.elsewhere) - FIRST - len(onward)
    text = shown(html(brief, ONLINE))
    assert f"Told in full here: {FIRST} of 200 stories; not named: {left}. All of it is on the web." in text


def test_as_many_stories_are_told_as_fit() -> None:
    """All are named, and one more told in full would have been too much."""
    brief = first(SPECIMENS["200 stories"], 60)
    page = html(brief, Look())
    told = len(tree(page).xpath("//h3"))
    assert FIRST < told < 60
    assert all(summary.headline in shown(page) for summary in brief.summaries)
    assert f"Told in full here: {told} of 60 stories." in shown(page)
    assert MOST_BYTES - len(page) < 4000, "no story of these takes more"


def test_without_a_page_on_the_web_one_reads_on_at_the_article() -> None:
    """Of the outlet that reported first."""
    brief = first(SPECIMENS["200 stories"], 60)
    onward = [str(href) for href in tree(html(brief, Look())).xpath("//a[.='Read on']/@href")]
    assert onward
    assert onward == [summary.story.first.url for summary in brief.summaries[-len(onward) :]]


def test_one_story_that_is_longer_than_any_mail_is_named() -> None:
    """A sentence that fills the mail is left to the page that it came from."""
    (summary,) = SPECIMENS["one story"].summaries
    long = replace(summary, sentences=(Sentence("word " * 30_000, ()),))
    brief = replace(SPECIMENS["one story"], sections=(Section("", (long,)),))
    text = shown(html(brief, ONLINE))
    assert "word word" not in text
    assert "Told in full here: 0 of 1 story." in text
    assert summary.headline in text


def test_pictures_are_shown_from_the_mail_itself() -> None:
    """Each with its credit, no wider than the column, and there under the name that the HTML has for it."""
    brief = SPECIMENS["with pictures"]
    page = tree(html(brief, Look()))
    sources = [str(src).removeprefix("cid:") for src in page.xpath("//img/@src")]
    assert [f"image/{src}" for src in sources] == list(images(brief))
    assert len(sources) == 5
    assert all(0 < int(width) <= 640 for width in page.xpath("//img/@width"))
    for summary in brief.summaries:
        if summary.image:
            assert f"Picture: {summary.image.credit}" in shown(html(brief, Look()))
            assert images(brief)[f"image/{summary.story.id}.jpg"] == summary.image.content
    assert not images(SPECIMENS["one story"])


def test_texts_run_in_their_own_direction() -> None:
    """From right to left in Arabic and Hebrew, by the text itself; what is ours stays as it is."""
    page = tree(html(SPECIMENS["right to left"], Look()))
    assert [str(each) for each in page.xpath("//h3/@dir")] == ["rtl"] * 3
    assert page.xpath("//h1/@dir") == ["rtl"]
    assert not page.xpath("//h3[contains(., 'Harbour')]/@dir")
    assert (rtl("مرحبا"), rtl("שלום abc"), rtl("12 مرحبا"), rtl("abc مرحبا"), rtl("12"), rtl("")) == (
        True, True, True, False, False, False,
    )  # fmt: skip


def test_a_chart_shows_who_covers_how_much(demo_brief: Brief) -> None:
    """Bars of table cells, the longest for the most; none where charts are off."""
    page = tree(html(demo_brief, Look()))
    widths = [int(str(width).rstrip("%")) for width in page.xpath("//td/table[tbody/tr/td[@height]]/@width")]
    most = demo_brief.coverage[0][1]
    assert widths == [max(100 * number // most, 1) for _, number in demo_brief.coverage[:8]]
    assert "Stories by outlet" in shown(html(demo_brief, Look()))
    assert "Stories by outlet" not in shown(html(demo_brief, Look(charts=False)))


def test_the_theme_and_the_reader_s_own_template_are_used(demo_brief: Brief, tmp_path: Path) -> None:
    """Colours and fonts stand in the style attributes; a template of one's own goes before ours."""
    theme = Theme(accent="#123456", text_font=("My Font", "serif"), rules=False)
    page = html(demo_brief, Look(theme))
    assert b"color:#123456" in page
    assert b"font-family:'My Font', serif" in page
    assert theme.hair.encode() not in page
    (tmp_path / "mail.html").write_text(
        "<style>p { color: {{ theme.accent }} }</style><p>{{ brief.title }} {{ told }}</p>"
    )
    own = html(demo_brief, Look(theme, own=tmp_path))
    assert f'<p style="color:#123456">{demo_brief.title} {len(demo_brief.summaries)}</p>'.encode() in own


def test_a_template_that_cannot_be_small_goes_out_all_the_same(demo_brief: Brief, tmp_path: Path) -> None:
    """A reader's own template may be larger than Gmail likes: the mail is as small as can be."""
    (tmp_path / "mail.html").write_text("<p>{{ listed }} {{ 'x' * 200000 }}</p>")
    assert b"<p>0 xxx" in html(demo_brief, Look(own=tmp_path))


@pytest.mark.parametrize("name", EVERY)
def test_a_notice_is_short_whatever_is_in_it(named: Named, name: str) -> None:
    """Below 1,500 characters, with the title, the day and where to read it all; addresses whole or not at all."""
    notice = part(named(name), "notice", ONLINE).decode()
    assert len(notice) < 1500
    assert notice.endswith("Read it all: https://example.org/2026/10/15-morning.html\n")
    known = {article.url for story in named(name).stories for article in story.articles}
    lines = [line for line in notice.splitlines() if line.startswith("http")]
    assert set(lines) <= {*known, *(web for web in lines if "evil.example" in web)}
    assert "\n\n\n" not in notice


def test_a_notice_at_its_limits_is_short() -> None:
    """As long as it may be everywhere: titles, addresses, numbers."""
    (summary,) = SPECIMENS["one story"].summaries
    url = "https://outlet.example/".ljust(120, "a")
    article = replace(summary.story.first, url=url)
    told = tuple(
        replace(summary, headline=f"{number}" + "漢" * 5000, story=replace(summary.story, articles=(article,)))
        for number in range(99)
    )
    brief = replace(SPECIMENS["one story"], title="x" * 5000, language="pt", sections=(Section("", told),))
    notice = part(brief, "notice", Look(online="https://example.org/".ljust(120, "b"))).decode()
    assert 1200 < len(notice) < 1500
    assert notice.count(url) == 5
    assert "94 more stories" in notice


def test_a_notice_begins_with_the_best_of_each_section() -> None:
    """Five headlines of as many sections, each with its address."""
    brief = SPECIMENS["200 stories"]
    notice = part(brief, "notice", Look()).decode()
    best = [section.summaries[0] for section in brief.sections][:5]
    assert [line[2:] for line in notice.splitlines() if line.startswith("• ")] == [each.headline for each in best]
    assert all(each.story.first.url in notice for each in best)
    assert f"{len(brief.summaries) - 5} more stories" in notice
    assert "Read it all" not in notice


@pytest.mark.parametrize("name", EVERY)
def test_a_message_file_is_a_whole_mail(named: Named, name: str) -> None:
    """It parses strictly, goes from nobody to nobody, and holds text, HTML and pictures; the same bytes each time."""
    brief = named(name)
    written = render(brief, "eml", ONLINE)
    assert written == eml(brief, ONLINE)
    message = message_from_bytes(written, policy=SMTP.clone(raise_on_defect=True))
    assert isinstance(message, EmailMessage)
    assert all(str(message[header]).endswith("<brief@briefing.invalid>") for header in ("From", "To"))
    pages = [message.get_body((kind,)) for kind in ("plain", "html")]
    plain, page = [str(each.get_content()).replace("\r\n", "\n") for each in pages if each]
    assert plain == part(brief, "text", ONLINE).decode()
    assert page.rstrip() == re.sub("<!--leave-->.*<!--/leave-->", "", html(brief, ONLINE).decode()).rstrip()
    assert sum(each.get_content_type() == "image/jpeg" for each in message.walk()) == len(images(brief))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One headless Chromium."""
    if BROWSER is None:
        pytest.skip("no Chromium is installed to look at the mail with")
    sandbox = [] if hasattr(os, "geteuid") and os.geteuid() else ["--no-sandbox"]  # root has none
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=sandbox)
        yield started
        started.close()


WIDE = """() => [...document.querySelectorAll("body *")].filter((each) => each.getClientRects().length)
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 || each.getBoundingClientRect().left < -1)
  .map((each) => each.tagName + ": " + each.textContent.slice(0, 40))"""
FAINT = """() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3)
      .map((value) => value / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = luminance(getComputedStyle(document.querySelector("table")).backgroundColor)
  return [...document.querySelectorAll("td, td *")]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((each) => {
      const ink = luminance(getComputedStyle(each).color)
      return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05) < 4.5
    }).map((each) => each.outerHTML.slice(0, 80))
}"""  # WCAG 2.2 AA


def note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("styled", [True, False], ids=["styled", "bare"])
def test_a_mail_is_legible_on_any_screen(browser: Browser, named: Named, name: str, styled: bool) -> None:
    """On a phone and a desk, light and dark, nothing stands out of the window or is faint; also where the mail program throws
    the style sheet away, as Gmail does with a large one: then light alone.
    """
    page = html(named(name), ONLINE).decode()
    if not styled:
        page = re.sub("<style.*?</style>", "", page, flags=re.DOTALL)
        assert "<style" not in page
    for scheme, width in (("light", 360), ("light", 800), ("dark", 360)):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
        opened = context.new_page()
        asked: list[str] = []
        opened.on("request", partial(note, asked))
        opened.set_content(page)
        assert not opened.evaluate(WIDE)
        assert not opened.evaluate(FAINT)
        assert not [url for url in asked if not url.startswith("cid:")]
        ground = opened.evaluate("getComputedStyle(document.querySelector('table')).backgroundColor")
        assert ground == ("rgb(20, 23, 26)" if styled and scheme == "dark" else "rgb(252, 251, 248)")
        context.close()


def test_a_story_of_no_sentences_or_outlets_by_the_dozen_is_listed_within_bounds() -> None:
    """Long lists are cut with a count, so that one story takes no more than its share."""
    (summary,) = SPECIMENS["one story"].summaries
    article = summary.story.first
    many = tuple(replace(article, source=f"Outlet {n}", url=f"https://o{n}.example/") for n in range(40))
    told = replace(summary, story=replace(summary.story, articles=many), asked=Length(45))
    brief = replace(
        SPECIMENS["one story"], sections=(Section("", (told, Summary(told.story, "", (), Length(45), "x"))),)
    )
    assert "40 outlets: Outlet 0" in shown(html(brief, Look()))
    assert "and 32 more" in shown(html(brief, Look()))

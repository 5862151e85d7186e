"""The page in a real browser: safe, self-contained, legible on any screen and on paper, its links true."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, sync_playwright

import briefing
from briefing.look import Look, theme
from briefing.render.specimens import specimens
from briefing.templating import passage
from briefing.types import Brief, Section, Story, Summary

if TYPE_CHECKING:
    from conftest import Server

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser", "chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed to look at the page with")

Open = Callable[..., Page]
Named = Callable[[str], Brief]
SPECIMENS = specimens()
EVERY = ("demo", "hand-made", *SPECIMENS)
LOOKS = {name: Look(theme(name, {}), columns=theme(name, {}).columns) for name in ("newspaper", "plain")}
PHONE: ViewportSize = {"width": 390, "height": 844}
WIDTHS = (320, 360, 768, 1000, 1440)
A4: ViewportSize = {"width": 688, "height": 1006}  # what the margins of the page leave, in CSS pixels
SERIOUS = ("serious", "critical")  # as axe-core rates a fault
CONTRAST = 4.5  # of text to its ground, WCAG 2.2 AA

CONTRASTS = """() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3)
      .map((value) => value / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = luminance(getComputedStyle(document.body).backgroundColor)
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => {
      const ink = luminance(getComputedStyle(element).color)
      const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)
      return [ratio, element.tagName + "." + element.className]
    })
}"""
OVERFLOWING = """() => {
  const wide = document.documentElement.clientWidth
  const clips = (element) => element && (getComputedStyle(element).overflowX !== "visible" || clips(element.parentElement))
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getClientRects().length && !element.matches(".skip"))
    .filter((element) => element.getBoundingClientRect().right > wide + 1 || element.getBoundingClientRect().left < -1)
    .filter((element) => !clips(element.parentElement))
    .map((element) => element.tagName + "." + element.className + ": " + element.textContent.slice(0, 40))
}"""


def serious_faults(page: Page, **options: Any) -> list[tuple[str, list[str]]]:
    """What axe-core rates as serious or worse: the rule, and the elements that break it."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found if each["impact"] in SERIOUS]


@pytest.fixture
def named(request: pytest.FixtureRequest) -> Named:
    """A brief by its name: the newsroom's, the one that was put together by hand, or an awkward one."""
    fixtures = {"demo": "demo_brief", "hand-made": "hostile_brief"}
    return lambda name: request.getfixturevalue(fixtures[name]) if name in fixtures else SPECIMENS[name]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One headless Chromium."""
    sandbox = [] if hasattr(os, "geteuid") and os.geteuid() else ["--no-sandbox"]  # root has none
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=sandbox)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Open]:
    """Serve a brief on loopback and open it."""
    contexts = []

    def open_it(brief: Brief, look: Look | None = None, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.goto(server.serve("/brief.html", briefing.render(brief, "html", look), "text/html; charset=utf-8"))
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["demo", "hand-made", "hostile", "with pictures"])
def test_no_script_runs_and_no_request_leaves(browser: Browser, server: Server, named: Named, name: str) -> None:
    """Opened, unfolded, scrolled through and hovered over, the page asks for itself alone, runs nothing, complains of nothing."""
    brief = named(name)
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []

    def refuse(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda found: asked.append(found.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", refuse)
    url = server.serve("/brief.html", briefing.render(brief, "html"), "text/html; charset=utf-8")
    page.goto(url, wait_until="networkidle")
    for summary in page.locator("summary").all():
        summary.click()
    page.mouse.wheel(0, 5000)
    for link in page.locator("h3").all()[:5]:
        link.hover()
    outside = [
        found for found in asked if not found.endswith("/favicon.ico") and not found.startswith("data:image/jpeg;")
    ]
    assert outside == [url]
    assert [text for text in said if "favicon" not in text] == []
    assert page.locator("script").count() == 0
    context.close()


def test_a_hostile_link_leads_nowhere(open_page: Open, hostile_brief: Brief) -> None:
    """Each link of the hostile brief goes within the page or to the web; no title holds an element of its own."""
    page = open_page(hostile_brief)
    targets = page.eval_on_selector_all("a", "links => links.map(link => link.protocol + link.hostname)")
    assert set(targets) <= {"http:127.0.0.1", "https:evil.example"}
    assert page.locator("h1 *, h3 *").count() == 0
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    assert "49" not in page.locator("h1").inner_text()


def with_addresses(summary: Summary, addresses: dict[str, str]) -> Summary:
    """The same summary with its articles at other addresses."""
    articles = {each: replace(each, url=addresses[each.url]) for each in summary.story.articles}
    sentences = tuple(
        replace(each, citations=tuple(replace(one, article=articles[one.article]) for one in each.citations))
        for each in summary.sentences
    )
    return replace(summary, story=Story(tuple(articles.values())), sentences=sentences)


def article_page(title: str, text: str) -> str:
    """A page as an outlet would print the text: much before it, much behind it."""
    filler = "".join(
        f"<p>Another line number {number} of this page, about nothing in particular.</p>" for number in range(80)
    )
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n"))
    return f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title>{filler}<main>{body}</main>{filler}"


IN_SIGHT = """quote => {
  const words = (text) => text.replace(/\\s+/g, " ")
  const start = words(quote).slice(0, 30)
  const found = [...document.querySelectorAll("main p")].find((each) => words(each.textContent).includes(start))
  const box = found.getBoundingClientRect()
  return window.scrollY > 0 && box.bottom > 0 && box.top < window.innerHeight
}"""


def test_a_citation_leads_to_its_passage(browser: Browser, server: Server, demo_brief: Brief) -> None:
    """Clicked in the brief, a citation opens the article, and the browser finds the passage and scrolls to it."""
    told = max(demo_brief.summaries, key=lambda summary: len(summary.sentences))
    czech = SPECIMENS["every script"].summaries[0]
    addresses = {}
    for number, article in enumerate((*told.story.articles, *czech.story.articles)):
        page_of_article = article_page(article.title, article.text)
        addresses[article.url] = server.serve(f"/{number}", page_of_article, "text/html; charset=utf-8")
    moved = [with_addresses(summary, addresses) for summary in (told, czech)]
    brief = replace(demo_brief, sections=(replace(demo_brief.sections[0], summaries=tuple(moved)),), overview=())
    context = browser.new_context()
    page = context.new_page()
    url = server.serve("/brief.html", briefing.render(brief, "html"), "text/html; charset=utf-8")
    for citation in (one for summary in moved for each in summary.sentences for one in each.citations):
        page.goto(url)
        page.locator(f"sup a[href={json.dumps(passage(citation))}]").first.click()
        page.wait_for_url(re.compile(re.escape(citation.article.url)))
        page.wait_for_load_state("load")
        page.wait_for_function(IN_SIGHT, arg=citation.quote, timeout=5000)
    context.close()


def test_a_passage_that_is_not_there_is_not_found(browser: Browser, server: Server) -> None:
    """The check above can fail: a fragment with other words leaves the page at its top."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.serve("/a", article_page("T", "The wall is to be rebuilt.")) + "#:~:text=Nobody%20wrote%20this")
    page.wait_for_timeout(200)
    assert page.evaluate("window.scrollY") == 0
    context.close()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["demo", "hand-made", "with pictures", "failing sources", "followed"])
def test_every_text_stands_out_from_its_ground(open_page: Open, named: Named, name: str, look: str) -> None:
    """In both themes, in light and in dark, each piece of text has the contrast that WCAG asks for."""
    page = open_page(named(name), LOOKS[look])
    page.eval_on_selector_all("details", "all => all.forEach(each => { each.open = true })")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ratios = page.evaluate(CONTRASTS)
        assert len(ratios) > 20
        assert [where for ratio, where in ratios if ratio < CONTRAST] == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", sorted({*EVERY} - {"200 stories", "huge titles"}))  # minutes, and no other elements
def test_no_serious_fault_of_accessibility(open_page: Open, named: Named, name: str, look: str) -> None:
    """axe-core finds nothing serious or critical in any brief with all unfolded; in the dark, the contrasts are good too."""
    page = open_page(named(name), LOOKS[look], bypass_csp=True)
    page.eval_on_selector_all("details", "all => all.forEach(each => { each.open = true })")
    assert serious_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert serious_faults(page, runOnly=["color-contrast"]) == []


def test_a_fault_of_accessibility_is_found(open_page: Open, demo_brief: Brief) -> None:
    """The check above can fail: text that hardly differs from its ground is a serious fault."""
    page = open_page(demo_brief, Look(replace(LOOKS["plain"].theme, ink="#eeeeee")), bypass_csp=True)
    assert "color-contrast" in [fault for fault, _ in serious_faults(page)]


def test_dark_is_dark_and_light_is_light(open_page: Open, demo_brief: Brief) -> None:
    """The page follows what the reader's system asks for."""
    page = open_page(demo_brief)
    grounds = {}
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        grounds[scheme] = sum(map(float, re.findall(r"[\d.]+", ground)[:3]))
    assert grounds["dark"] < 150
    assert grounds["light"] > 600


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", EVERY)
def test_nothing_sticks_out_sideways(open_page: Open, named: Named, name: str, look: str) -> None:
    """From the narrowest phone to a wide screen and on paper, nobody has to scroll sideways, not even for unbroken words."""
    brief = named(name)
    page = open_page(
        replace(brief, title=brief.title + " " + "Donaudampfschifffahrtsgesellschaftskapitän" * 3), LOOKS[look]
    )
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        assert page.evaluate(OVERFLOWING) == [], width
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    assert page.evaluate(OVERFLOWING) == []


def test_links_are_large_enough_for_a_thumb(open_page: Open, demo_brief: Brief) -> None:
    """On a phone the number of a citation can be hit well beside its few pixels."""
    page = open_page(demo_brief, viewport=PHONE, has_touch=True)
    number = page.locator("sup a").first
    number.scroll_into_view_if_needed()
    box = number.bounding_box()
    assert box is not None
    hit = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.getAttribute('href')",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 8],
    )
    assert hit == number.get_attribute("href")


def test_the_outline_reads_like_one(open_page: Open, demo_brief: Brief) -> None:
    """One title, sections below it, stories below them; every section and landmark has a name."""
    page = open_page(demo_brief)
    levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h3").all_inner_texts()[: len(demo_brief.summaries)] == [
        summary.headline for summary in demo_brief.summaries
    ]


def test_the_skip_link_leads_to_the_stories(open_page: Open, demo_brief: Brief) -> None:
    """The first stop of the keyboard shows a link past the masthead."""
    page = open_page(demo_brief)
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "[document.activeElement.className, document.activeElement.getBoundingClientRect().left >= 0]"
    )
    assert focused == ["skip", True]
    page.keyboard.press("Enter")
    page.wait_for_url("**#stories")
    assert page.evaluate("document.getElementById('stories').getBoundingClientRect().top < innerHeight")


def test_the_glance_leads_to_the_stories(open_page: Open, demo_brief: Brief) -> None:
    """Each sentence of the day at a glance jumps to the story that it is of."""
    page = open_page(demo_brief, viewport=PHONE)
    links = page.locator(".glance a")
    assert links.count() == len(demo_brief.overview)
    for number in range(links.count()):
        links.nth(number).click()
        page.locator(":target h3").wait_for(state="visible")
        page.go_back()


@pytest.mark.parametrize("look", LOOKS)
def test_the_brief_prints(open_page: Open, demo_brief: Brief, look: str) -> None:
    """Printed, the brief is a few pages of PDF, black on white, without what only a screen needs."""
    page = open_page(demo_brief, LOOKS[look], color_scheme="dark")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").first.is_visible()
    assert not page.locator(".skip").is_visible()
    for summary in demo_brief.summaries:
        assert page.get_by_role("heading", name=summary.headline, exact=True).is_visible()


def style(page: Page, selector: str, name: str) -> str:
    """What the browser makes of a property of the first such element."""
    return str(page.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def left_and_right(page: Page, selector: str, at: int = 0) -> tuple[float, float]:
    box = page.locator(selector).nth(at).bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


def test_the_themes_look_different(open_page: Open, demo_brief: Brief) -> None:
    """Newspaper: a serif, a large title under a heavy line, names of sections at the side. Plain: none of these, on white."""
    seen = {}
    for name, look in LOOKS.items():
        page = open_page(demo_brief, look, viewport={"width": 1440, "height": 900})
        seen[name] = {
            "ground": style(page, "body", "backgroundColor"),
            "serif": style(page, ".text", "fontFamily").endswith(" serif"),
            "title": float(style(page, "h1", "fontSize").removesuffix("px")),
            "line": style(page, ".facts", "borderTopColor"),
            "rail": left_and_right(page, ".band > h2", 1)[1] <= left_and_right(page, ".story")[0],
        }
    assert seen["newspaper"] == {"ground": "rgb(252, 251, 248)", "serif": True, "title": 84, "line": "rgb(23, 25, 28)", "rail": True}  # fmt: skip
    assert seen["plain"] == {"ground": "rgb(255, 255, 255)", "serif": False, "title": 32, "line": "rgba(0, 0, 0, 0)", "rail": False}  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("columns", [1, 2])
def test_the_look_rules_the_columns(open_page: Open, look: str, columns: int) -> None:
    """On a wide screen stories stand beside each other with two columns and below each other with one; on a phone always below."""
    page = open_page(
        SPECIMENS["200 stories"], replace(LOOKS[look], columns=columns), viewport={"width": 1440, "height": 900}
    )
    beside = "all => all[1].getBoundingClientRect().left >= all[0].getBoundingClientRect().right"
    stories = page.locator(".story:not(.wide)")
    assert stories.evaluate_all(beside) is (columns == 2)
    page.set_viewport_size(PHONE)
    assert stories.evaluate_all(beside) is False


def test_a_brief_in_arabic_begins_at_the_right(open_page: Open) -> None:
    """Title, names of sections, text, numbers of citations and lists all run from right to left; labels keep their order."""
    page = open_page(SPECIMENS["right to left"], viewport={"width": 1440, "height": 900})
    assert page.locator("html").get_attribute("dir") == "rtl"
    middle = 720
    assert left_and_right(page, ".stories")[1] <= left_and_right(page, "#section-1 > h2")[0]
    assert left_and_right(page, ".facts time")[0] > middle > left_and_right(page, ".facts > span")[1]
    assert left_and_right(page, ".lead .text")[0] > left_and_right(page, ".lead .sources")[1]
    score = page.locator(".story", has_text="3-1.")  # a number that the citation's must not run into
    number, sentence = score.locator("sup a"), score.locator(".text p")
    ends = sentence.evaluate("""p => {
      const range = document.createRange()
      range.selectNodeContents(p)
      const rects = [...range.getClientRects()]
      const last = Math.max(...rects.map((rect) => rect.bottom))
      return Math.min(...rects.filter((rect) => rect.bottom > last - 12).map((rect) => rect.left))
    }""")
    left = number.evaluate("each => each.getBoundingClientRect().left")
    assert left <= ends + 1, "the number stands behind its sentence, which is to its left"
    assert page.locator(".tally span[lang=en][dir=ltr]").first.inner_text() == "2 outlets"
    assert style(page, ".tally [dir=ltr]", "unicodeBidi") == "isolate"


def test_a_foreign_story_keeps_its_direction(open_page: Open) -> None:
    """English within an Arabic brief runs from the left, its headline above its own text; Arabic within English from the right."""
    page = open_page(SPECIMENS["right to left"], viewport={"width": 1440, "height": 900})
    assert style(page, "#section-2 h3", "direction") == style(page, "#section-2 .text", "direction") == "ltr"
    assert left_and_right(page, "#section-2 h3")[0] == left_and_right(page, "#section-2 .text")[0]
    page = open_page(SPECIMENS["every script"], viewport={"width": 1440, "height": 900})
    assert page.locator("html").get_attribute("dir") == "ltr"
    for section in (5, 6):  # Arabic, Hebrew
        assert style(page, f"#section-{section} h3", "direction") == "rtl"
        assert left_and_right(page, f"#section-{section} h3")[1] == left_and_right(page, f"#section-{section} .text")[1]


def bars(page: Page, name: str) -> dict[str, tuple[int, float]]:
    """A chart as it is painted: each name with its number and the width of its bar in pixels."""
    table = page.get_by_role("table", name=re.compile(name))
    assert table.count() == 1
    rows = table.locator("tr").evaluate_all(
        "rows => rows.map(row => [row.cells[0].innerText, +row.cells[1].innerText, row.querySelector('rect').getBoundingClientRect().width])"
    )
    return {label: (number, width) for label, number, width in rows}


@pytest.mark.parametrize("look", LOOKS)
def test_charts_show_who_reports_how_much(open_page: Open, demo_brief: Brief, look: str) -> None:
    """A bar for each outlet and each section, as long as its number, which stands beside it."""
    page = open_page(demo_brief, LOOKS[look])
    outlets, sections = bars(page, "Coverage by outlet"), bars(page, "stories by section")
    assert {name: number for name, (number, _) in outlets.items()} == dict(demo_brief.coverage)
    assert {name: number for name, (number, _) in sections.items()} == {
        section.name: len(section.summaries) for section in demo_brief.sections
    }
    for chart in (outlets, sections):
        most, longest = max(chart.values())
        assert longest > 60
        assert all(width == pytest.approx(longest * number / most, rel=0.01, abs=1) for number, width in chart.values())
        assert [number for number, _ in chart.values()] == sorted(
            (number for number, _ in chart.values()), reverse=True
        )


def test_charts_are_left_out_where_they_say_nothing(open_page: Open, demo_brief: Brief) -> None:
    """Not with look.charts off, nor of one section, of two outlets, or where each has one story; the first ten of many."""
    assert open_page(demo_brief, Look(charts=False)).locator("svg").count() == 0
    assert open_page(SPECIMENS["one story"]).locator("svg").count() == 0
    assert open_page(SPECIMENS["every script"]).locator("svg").count() == 0
    alone = replace(demo_brief, sections=(Section("", demo_brief.summaries),))
    assert open_page(alone).locator("caption").all_inner_texts() == ["Coverage by outlet, in stories"]
    page = open_page(SPECIMENS["200 stories"])
    assert len(bars(page, "the first 10 of 42")) == 10


def test_a_long_name_is_clipped_in_a_chart(open_page: Open, demo_brief: Brief) -> None:
    """On one line, ending in dots at its own end, with the whole of it as a title; its bar stays."""
    names = [
        "The Longest Name of Any Outlet on This Side of the River " * 2,
        "أطول اسم لصحيفة على هذا الجانب من النهر " * 3,
    ]
    sections = tuple(
        replace(section, name=name.strip()) for section, name in zip(demo_brief.sections[:2], names, strict=True)
    )
    page = open_page(replace(demo_brief, sections=sections), viewport=PHONE)
    rows = page.get_by_role("table", name="stories by section").locator("tr")
    for row, direction in zip(rows.all(), ("rtl", "ltr"), strict=True):
        name = row.locator("th div")
        assert row.locator("th").get_attribute("title") == name.text_content()
        assert name.evaluate("each => [each.scrollWidth > each.clientWidth, getComputedStyle(each).textOverflow]") == [True, "ellipsis"]  # fmt: skip
        assert name.evaluate("each => getComputedStyle(each).direction") == direction
        box = row.bounding_box()
        assert box is not None
        assert box["height"] < 30


@pytest.mark.parametrize("look", LOOKS)
def test_pictures_are_shown_with_their_credit(open_page: Open, look: str) -> None:
    """Each picture is painted in its proportions, within its column, never larger than it is, and says whose it is."""
    brief = SPECIMENS["with pictures"]
    page = open_page(brief, LOOKS[look], viewport={"width": 1440, "height": 900})
    images = [summary.image for summary in brief.summaries if summary.image]
    assert page.locator("figure").count() == len(images)
    for figure, image in zip(page.locator("figure").all(), images, strict=True):
        painted = figure.locator("img")
        assert painted.evaluate("each => [each.complete, each.naturalWidth, each.naturalHeight]") == [
            True,
            image.width,
            image.height,
        ]
        box = painted.bounding_box()
        assert box is not None
        assert box["width"] <= image.width
        assert box["width"] <= figure.evaluate("each => each.clientWidth") + 1
        assert box["height"] <= 450  # half a screen
        assert box["width"] / box["height"] == pytest.approx(image.width / image.height, rel=0.05)
        assert figure.locator("figcaption").inner_text() == f"Picture: {image.credit}"


def test_a_headline_without_end_hides_no_story(open_page: Open) -> None:
    """Names of 5,000 characters take a few lines; the first story is told within the first two screens of a phone."""
    page = open_page(SPECIMENS["huge titles"], viewport=PHONE)
    for heading in page.locator("h1, h3.long").all():
        box = heading.bounding_box()
        assert box is not None
        assert box["height"] < 320

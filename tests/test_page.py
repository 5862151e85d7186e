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
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

import briefing
from briefing.templating import passage
from briefing.types import Brief, Story, Summary

if TYPE_CHECKING:
    from conftest import Server

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser", "chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed to look at the page with")

Open = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
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
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getClientRects().length && !element.matches(".skip"))
    .filter((element) => element.getBoundingClientRect().right > wide + 1 || element.getBoundingClientRect().left < -1)
    .map((element) => element.tagName + "." + element.className + ": " + element.textContent.slice(0, 40))
}"""


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
    """Serve a brief on loopback and look at it; ``page.asked`` holds every address that the page asked for."""
    contexts = []

    def look(brief: Brief, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.goto(server.serve("/brief.html", briefing.render(brief, "html"), "text/html; charset=utf-8"))
        return page

    yield look
    for context in contexts:
        context.close()


@pytest.mark.parametrize("fixture", ["demo_brief", "hostile_brief"])
def test_no_script_runs_and_no_request_leaves(
    browser: Browser, server: Server, request: pytest.FixtureRequest, fixture: str
) -> None:
    """Opened, unfolded, scrolled through and hovered over, the page asks for itself alone, runs nothing, complains of nothing."""
    brief: Brief = request.getfixturevalue(fixture)
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
    assert [found for found in asked if not found.endswith("/favicon.ico")] == [url]
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
    french = next(summary for summary in demo_brief.summaries if summary.story.first.language == "fr")
    addresses = {}
    for number, article in enumerate((*told.story.articles, *french.story.articles)):
        page_of_article = article_page(article.title, article.text)
        addresses[article.url] = server.serve(f"/{number}", page_of_article, "text/html; charset=utf-8")
    moved = [with_addresses(summary, addresses) for summary in (told, french)]
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


@pytest.mark.parametrize("fixture", ["demo_brief", "hostile_brief"])
def test_every_text_stands_out_from_its_ground(open_page: Open, request: pytest.FixtureRequest, fixture: str) -> None:
    """In light and in dark, each piece of text has the contrast that WCAG asks for."""
    page = open_page(request.getfixturevalue(fixture))
    page.eval_on_selector_all("details", "all => all.forEach(each => { each.open = true })")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ratios = page.evaluate(CONTRASTS)
        assert len(ratios) > 20
        assert [where for ratio, where in ratios if ratio < CONTRAST] == []


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


@pytest.mark.parametrize("fixture", ["demo_brief", "hostile_brief"])
def test_nothing_sticks_out_sideways(open_page: Open, request: pytest.FixtureRequest, fixture: str) -> None:
    """From the narrowest phone to a wide screen, nobody has to scroll sideways, not even for unbroken words."""
    brief: Brief = request.getfixturevalue(fixture)
    page = open_page(replace(brief, title=brief.title + " " + "Donaudampfschifffahrtsgesellschaftskapitän" * 3))
    for width in (320, PHONE["width"], 900, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        assert page.evaluate(OVERFLOWING) == [], width


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
    assert page.url.endswith("#stories")


def test_the_glance_leads_to_the_stories(open_page: Open, demo_brief: Brief) -> None:
    """Each sentence of the day at a glance jumps to the story that it is of."""
    page = open_page(demo_brief, viewport=PHONE)
    links = page.locator(".glance a")
    assert links.count() == len(demo_brief.overview)
    for number in range(links.count()):
        links.nth(number).click()
        assert page.locator(":target h3").is_visible()
        page.go_back()


def test_the_brief_prints(open_page: Open, demo_brief: Brief, tmp_path: Path) -> None:
    """Printed, the brief is a few pages of PDF, black on white, without what only a screen needs."""
    page = open_page(demo_brief, color_scheme="dark")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not page.locator("nav").first.is_visible()
    assert not page.locator(".skip").is_visible()
    for summary in demo_brief.summaries:
        assert page.get_by_role("heading", name=summary.headline, exact=True).is_visible()

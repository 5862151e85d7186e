"""What tuning found, on a page, in a picture, as JSON: all of it there, safe, and legible on any screen."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from briefing.config import load, settings
from briefing.demo import CONFIG, NOW
from briefing.look import Look
from briefing.pipeline import choose, opened_desk
from briefing.tune import page, wording
from briefing.tune.measuring import Point
from briefing.tune.tuning import Tuning, stories_of, tune
from briefing.tune.values import tuning_as_json
from briefing.types import Article, Reading, Story

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser", "chrome"))), None)
HOSTILE = '<script>alert(1)</script> {{ 7 * 7 }} <img src=x onerror=alert(2)> \x1b[31m & "q"'
TEXT = "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March."


@pytest.fixture(scope="module")
def tuning(newsroom: Reading, vectors: Path) -> Tuning:
    with opened_desk(settings({**load(CONFIG), "store": str(vectors)})) as desk:
        return tune(desk, stories_of(choose(desk, NOW, newsroom)), 11)


@pytest.fixture(scope="module")
def hostile(vectors: Path) -> Tuning:
    """Six stories whose titles, outlets, sections and texts are attacks."""
    with opened_desk(settings({"store": str(vectors)})) as desk:
        articles = [
            Article(f"https://a.example/{n}", HOSTILE, f"{TEXT} {HOSTILE} said the mayor of town {n}.", HOSTILE)
            for n in range(6)
        ]
        return tune(desk, [Story((each,), section=HOSTILE) for each in articles], 6)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if BROWSER is None:
        pytest.skip("no Chromium is installed to look at the page with")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


def written(tuning: Tuning) -> str:
    return page.html(tuning, "the stories of a test", Look()).decode()


def test_the_page_has_the_answer_the_plots_the_tables_and_the_texts(tuning: Tuning) -> None:
    """What is recommended and why, two plots, a row for each length, each story at three lengths."""
    text = unescape(written(tuning))
    assert wording.verdict(tuning) in text
    assert wording.brief(tuning) in text
    assert "Tried on the stories of a test" in text
    assert text.count("<svg") == 2
    assert len(re.findall(r"<tr><td>\d+</td>", text)) == 14
    for specimen in tuning.specimens:
        assert all(summary.text in text for summary in specimen.summaries)
    for each in wording.own(tuning):
        assert each.reason in text


def test_the_page_fetches_nothing_and_runs_nothing(tuning: Tuning) -> None:
    """It has no script and no address but those of XML's own names."""
    text = written(tuning)
    assert "<script" not in text
    assert set(re.findall(r"https?://[^\"' )]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_an_attack_is_shown_letter_by_letter(hostile: Tuning) -> None:
    """Titles, outlets, sections and texts from outside come as text, on the page and in the plots."""
    text = written(hostile)
    assert "<script" not in text
    assert "<img" not in text
    assert "\x1b" not in text
    assert "{{ 7 * 7 }}" in text
    assert page.png(hostile).startswith(b"\x89PNG")


@pytest.mark.parametrize("width", [360, 1100])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_legible_on_any_screen(
    tuning: Tuning, browser: Browser, width: int, scheme: str, tmp_path: Path
) -> None:
    """Nothing is wider than a phone, letters stand out from their ground, also in the plots, and it can be read aloud."""
    path = tmp_path / "tune.html"
    path.write_text(written(tuning), encoding="utf-8")
    opened = browser.new_page(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    opened.goto(path.as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(opened).violations_count == 0, Axe().run(opened).generate_report()
    heights = opened.evaluate(
        "[...document.querySelectorAll('svg text')].map(each => each.getBoundingClientRect().height)"
    )
    assert min(heights) >= 8
    opened.close()


def test_json_has_the_curves_and_what_is_recommended(tuning: Tuning) -> None:
    """Plain JSON, without what no number is."""
    found = json.loads(json.dumps(tuning_as_json(tuning, "a test"), allow_nan=False))
    assert found["recommended"]["brief"]["words"] == tuning.whole.words
    assert found["recommended"]["brief"]["total_words"] == tuning.words
    assert {each["name"] for each in found["recommended"]["sources"]} >= {"Meridian Wire", "Fathom"}
    assert {each["name"] for each in found["recommended"]["sections"]} >= {"Region", "World"}
    points = found["curves"][0]["points"]
    assert [each["words"] for each in points][:3] == [15, 20, 25]
    assert all(0 < each["coverage"] < 1 for each in points)
    assert len(found["specimens"][0]["texts"]) == 3


def test_what_was_remembered_took_no_time() -> None:
    """A model's summary that was written before has a dash where its seconds would stand; slow ones have seconds."""
    point = Point(45, 46.2, 0.6, 0.3, 1.0, 1.0, math.nan)
    assert wording.row(point) == ("45", "46", "60 %", "30 %", "100 %", "100 %", "12 s", "-")
    assert wording.row(replace(point, seconds=0.0123))[-1] == "12 ms"
    assert wording.row(replace(point, seconds=6.44))[-1] == "6.4 s"
    assert len(wording.row(point)) == len(wording.HEADS) == len(wording.MEANING)


def test_where_nothing_is_recommended_the_page_says_why(tuning: Tuning) -> None:
    """No length, no plot of gains, no minutes: the reason in their place."""
    few = replace(tuning, advice=(replace(tuning.whole, words=None, curve=None, reason="2 stories, too few to say"),))
    text = written(few)
    assert "No length is recommended: 2 stories, too few to say." in text
    assert text.count("<svg") == 1
    assert wording.brief(few) == ""
    assert wording.brief(replace(tuning, told=0)) == "", "no story would be told"


def test_of_many_sources_with_few_stories_some_are_named(tuning: Tuning) -> None:
    """A reader of two hundred sources gets no list of two hundred names."""
    few = tuple(replace(tuning.whole, scope="source", name=f"S{place}", stories=1, curve=None) for place in range(200))
    told = wording.sparse(replace(tuning, advice=(tuning.whole, *few)))
    assert told.endswith("S11 (1) and 188 more.")
    assert wording.sparse(replace(tuning, advice=(tuning.whole,))) == ""

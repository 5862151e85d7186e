"""The text forms of one brief as they shall be, letter by letter, so that a change in a template is seen in review.

The brief is put together from the newsroom's articles by their first paragraphs: no encoder takes part, whose numbers differ
between machines. After a change that is wanted, renew the files and look at what git shows:

.venv/bin/python tests/test_golden.py
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import briefing
from briefing.demo import NEWSROOM, NOW, YESTERDAY
from briefing.templating import FORMATS
from briefing.types import (
    Article,
    Brief,
    Citation,
    Copy,
    Disagreement,
    Episode,
    Figure,
    Health,
    Length,
    Passage,
    Problem,
    Section,
    Sentence,
    Story,
    Summary,
    Thread,
)

GOLDEN = Path(__file__).parent / "golden"
TEXTS = ("html", "md", "txt", "json", "atom")
RENEW = ".venv/bin/python tests/test_golden.py"
MOST_SHOWN = 60  # lines of a difference


def lead(article: Article) -> Sentence:
    """The first paragraph as if it were one sentence."""
    quote = article.text.split("\n\n")[0]
    return Sentence(quote, (Citation(article, quote, 0, len(quote)),))


def told(headline: str, *articles: Article, asked: int = 45, note: str = "") -> Summary:
    return Summary(Story(articles), headline, tuple(map(lead, articles)), Length(asked), "extractive", note)


def figure(article: Article, text: str, quote: str) -> Figure:
    start = article.text.index(quote)
    number = float("".join(filter(str.isdigit, text)))
    return Figure(text, number, Citation(article, quote, start, start + len(quote)))


def before(headline: str, *articles: Article, sentences: tuple[str, ...] = ("It was told.",)) -> Thread:
    """What the edition of the day before told."""
    episode = Episode("morning-2026-10-14", YESTERDAY, "0123456789ab", headline, "new", sentences, articles)
    return Thread("0123456789ab", (episode,))


def brief() -> Brief:
    """Two days of the newsroom, with one of everything that a brief may hold but pictures."""
    by_title = {article.title: article for article in briefing.read_articles(NEWSROOM)}

    def found(beginning: str) -> Article:
        return next(article for title, article in by_title.items() if title.startswith(beginning))

    strike = replace(
        found("Tessel chip"),
        copies=(Copy("The Northern Lantern", found("Chip plant").url, "Chip plant strike averted"),),
    )
    eels = replace(found("The people who count eels"), excerpt=True, discussion="https://talk.example/eels", points=1)
    opera = replace(found("Lost Arkwell opera"), text="", missing="the page asks for a subscription")
    flood = told(
        "Harrow Quay barrier fails to close",
        found("Harrow Quay barrier"), found("Estuary town floods"), found("Sheared pin"), found("Minister orders"), found("Families go home"),
        asked=120,
    )  # fmt: skip
    water = found("‘It came up")
    homes = (
        figure(found("Harrow Quay barrier"), "11,400 homes", "Averland Grid said 11,400 homes lost power at 00:55"),
        figure(water, "9,200 homes", "said 9,200 homes had lost their power"),
    )
    flooded = replace(
        flood.story, articles=(*flood.story.articles, water), disagreements=(Disagreement("homes", homes),)
    )
    flood = replace(flood, story=flooded)
    known = before("Brenmark parties agree coalition", found("Brenmark parties"))
    coalition = told("Brenmark has a government", found("Brenmark parties"), found("Brenmark : un accord"))
    news = (Passage(1, 0, len(coalition.sentences[1].text)),)
    coalition = replace(coalition, story=replace(coalition.story, thread=known, status="updated", news=news))
    ferry = before("Averland blocks Sundline takeover", found("Averland blocks"))
    goes_on = Story((found("Averland blocks"), found("Regulator sinks")), thread=ferry, status="continuing", news=())
    failing = Health("Radio Estuary", "https://radio.example/feed", NOW - timedelta(days=2), 3, NOW - timedelta(days=1), "no answer within 20 s", "look at its address")  # fmt: skip
    return Brief(
        title="The Averland Morning",
        date=NOW,
        sections=(
            Section("Region", (flood, told("Seal pup gains weight", found("Seal pup")))),
            Section("World", (coalition,)),
            Section("Nation", (told("Strike called off at Tessel", strike, asked=90),)),
            Section("Science", (told("Counting eels on the Wend", eels, note="It has no second source."),)),
        ),
        asked=Length(45),
        overview=(flood.sentences[0], coalition.sentences[0]),
        elsewhere=(Story((found("Corrow shares"),)), Story((found("Braddock stuns"), found("Pell cheers"))), Story((opera,))),
        problems=(Problem("https://countinghouse.example/", "a cookie banner instead of an article", "left out"), Problem("store", "is locked")),
        read=34,
        old=2,
        continuing=(goes_on,),
        known=3,
        muted=1,
        crowded=2,
        since=YESTERDAY,
        covered=("Meridian Wire", "Radio Estuary", "The Northern Lantern", "Saltmarsh Courier", "The Counting House", "Fathom"),
        health=(Health("Meridian Wire", "https://meridian.example/feed", NOW, new=8), failing),
    )  # fmt: skip


@pytest.mark.parametrize("format", TEXTS)
def test_a_text_form_is_what_it_was(format: str) -> None:
    """Each form of the brief that is text is the file in ``tests/golden``, byte for byte."""
    file = GOLDEN / f"brief.{format}"
    is_now, was = briefing.render(brief(), format), file.read_bytes()
    changed = difflib.unified_diff(
        was.decode().splitlines(), is_now.decode().splitlines(), "was", "is now", lineterm=""
    )
    shown = "\n".join([*changed][:MOST_SHOWN])
    assert is_now == was, (
        f"{file.name} has changed; if it was meant to, renew it with `{RENEW}` and commit it.\n{shown}"
    )


def test_every_text_form_has_its_file() -> None:
    """A format that is added is either text, and has its file, or is none."""
    assert {file.suffix.removeprefix(".") for file in GOLDEN.glob("brief.*")} == set(TEXTS)
    assert set(FORMATS) - set(TEXTS) == {"pdf", "epub", "eml"}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in TEXTS:
        (GOLDEN / f"brief.{each}").write_bytes(briefing.render(brief(), each))
        print(f"tests/golden/brief.{each} is renewed")

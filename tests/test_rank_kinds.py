"""Opinion and live blogs are told by address, title and section, in several languages."""

from __future__ import annotations

import pytest

from briefing.rank.kinds import is_live, is_opinion
from briefing.types import Article


def article(path: str = "/news/1", title: str = "A title", section: str = "") -> Article:
    return Article(f"https://news.example{path}", title, "Text.", "One", section=section)


@pytest.mark.parametrize(
    "found",
    [
        article("/opinion/2026/a.html"),
        article("/commentisfree/2026/a"),
        article("/columnists/jane/a"),
        article("/us-opinion/a"),
        article("/meinung/kommentar-a.html"),
        article("/idees/tribunes/a"),
        article(title="OPINION: The wall must go"),
        article(title="Kommentar: Die Mauer"),
        article(title="The wall must go | Column"),
        article(section="Opinión"),
        article(section=" Editorials "),
    ],
)
def test_opinion(found: Article) -> None:
    """One sign of three is enough."""
    assert is_opinion(found)
    assert not is_live(found)


@pytest.mark.parametrize(
    "found",
    [
        article("/live/2026/oct/15/vote"),
        article("/livecoverage/vote"),
        article("/politics/live-blog-the-vote"),
        article("/politics/vote-live-updates/"),
        article("/politik/liveticker-wahl.html"),
        article("/monde/en-direct-le-vote"),
        article(title="Live: the vote"),
        article(title="En direct : le vote"),
        article(title="The vote – as it happened"),
        article(title="The vote (live)"),
        article(section="Live-Ticker"),
    ],
)
def test_live(found: Article) -> None:
    """One sign of three is enough."""
    assert is_live(found)
    assert not is_opinion(found)


@pytest.mark.parametrize(
    "plain",
    [
        article(),
        article("/news/trumps-comments-on-tax", "Comments on tax draw fire"),
        article("/news/opinion-poll-a", "Opinion polls: the vote is near"),
        article("/news/editorial-board-quits", "The editorial board quits"),
        article("/news/op-ed-denied", "Official denies writing op-ed"),
        article("/us/livestream-ban", "Reveals he has weeks to live"),
        article("/sport/liverpool-win", "Liverpool: a win"),
        article("/a?from=/opinion/", "Living: how we live now"),
        article(section="World"),
    ],
)
def test_news_that_only_sounds_like_it(plain: Article) -> None:
    """A report about comments, polls, streams and lives is a report."""
    assert not is_opinion(plain)
    assert not is_live(plain)

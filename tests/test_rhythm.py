"""How often outlets publish: what lifts those that rarely do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefing.config import settings
from briefing.pipeline import Desk
from briefing.store import Store
from briefing.store.archive import Archive, Kept
from briefing.store.rhythm import per_month
from briefing.types import Article, Entry

NOW = datetime(2026, 10, 15, 6, tzinfo=UTC)
PAGE = Article("https://a.example/0", "A title", "A text.", "The Gazette of Aalmouth")


def keep(store: Store, source: str, *days: float, outlet: str = PAGE.source) -> None:
    """File an article of a source for each of these ages in days."""
    pages = [
        replace(PAGE, url=f"https://a.example/{day}", source=outlet, published=NOW - timedelta(days=day))
        for day in days
    ]
    Archive(store).keep(source, [Kept(Entry(page.url, page), page) for page in pages], NOW)


def test_a_month_is_reckoned_from_the_oldest_article() -> None:
    """Three articles in ten days are nine a month; what is older than a month does not count."""
    with Store(":memory:") as store:
        keep(store, "feed", 10, 5, 1, 40)
        assert per_month(store, NOW) == {PAGE.source: pytest.approx(9)}


def test_one_day_is_no_rush() -> None:
    """Two articles of the last hour are two a day at most."""
    with Store(":memory:") as store:
        keep(store, "feed", 0.01, 0.02)
        assert per_month(store, NOW) == {PAGE.source: pytest.approx(60)}


def test_a_source_is_known_by_the_name_that_the_reader_gave_it() -> None:
    """Articles go by that name in a brief, though the outlet is filed by its own; two of one name count together."""
    with Store(":memory:") as store:
        keep(store, "feed", 10)
        keep(store, "other", 20, outlet="Opinion of Aalmouth")
        rates = per_month(store, NOW, {"feed": "Gazette", "other": "Gazette"})
        assert rates["Gazette"] == pytest.approx(3 + 1.5)


def test_the_desk_knows_the_names_of_its_sources(tmp_path: Path) -> None:
    """By the keys that the archive has, paths counted from the briefing.toml."""
    sources = [
        {"location": "https://a.example/feed", "name": "Gazette"},
        {"location": "news.jsonl", "name": "Own"},
        {"location": "b"},
    ]
    with Store(":memory:") as store:
        desk = Desk(settings({"sources": sources}), store, tmp_path / "briefing.toml")
        assert desk.names == {"https://a.example/feed": "Gazette", str(tmp_path / "news.jsonl"): "Own"}

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import briefing
from briefing.sources import MOST_CHARACTERS, read
from briefing.types import Source

GERMAN = "Der Stadtrat sperrte am Montag die Brücke, nachdem das Hochwasser einen Pfeiler beschädigt hatte."
WALL = "We value your privacy. We and our partners use cookies with your consent. Accept all cookies or set your preferences."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three articles: one says its section and language, one says nothing."""
    path = tmp_path / "corpus.jsonl"
    path.write_text(
        '{"title": "One", "text": "The council closed the bridge on Monday.", "source": "Alder", "section": "City"}\n'
        f'{{"title": "Two", "text": "{GERMAN}"}}\n'
        '{"title": "Three", "text": "The bridge is open again.", "language": "en", "published": "2026-03-01T08:00:00Z"}\n',
        encoding="utf-8",
    )
    return path


def test_what_the_reader_says_of_a_source_holds_for_its_articles(corpus: Path) -> None:
    """Name, section, weight and language of the source come before those of the articles."""
    reading = read([Source(str(corpus), name="My paper", section="Home", weight=2.5, language="fr")])
    assert {(a.source, a.section, a.weight, a.language) for a in reading} == {("My paper", "Home", 2.5, "fr")}


def test_what_the_reader_does_not_say_stays_as_the_articles_have_it(corpus: Path) -> None:
    """The article's own outlet, section and language; a language that nobody names is told from the text."""
    one, two, three = read([Source(str(corpus))])
    assert (one.source, one.section, one.weight, one.language) == ("Alder", "City", 1.0, "en")
    assert (two.source, two.section, two.language) == ("unknown", "", "de")
    assert (three.language, three.published) == ("en", datetime(2026, 3, 1, 8, tzinfo=UTC))


@pytest.mark.parametrize(("limit", "titles"), [(None, 3), (2, 2), (0, 0), (9, 3)])
def test_a_source_gives_no_more_than_its_limit(corpus: Path, limit: int | None, titles: int) -> None:
    """The first ones are taken; each source has a limit of its own."""
    limited = read([Source(str(corpus), limit=limit), Source(str(corpus))])
    assert [article.title for article in limited] == [*["One", "Two", "Three"][:titles], "One", "Two", "Three"]


def test_a_cookie_wall_is_a_problem_and_no_article(tmp_path: Path) -> None:
    """It does not count towards the limit, and the page is named."""
    (tmp_path / "a.txt").write_text(f"Alder\n\n{WALL}", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Bridge closed\n\nThe council closed the bridge on Monday.", encoding="utf-8")
    reading = read([Source(str(tmp_path), limit=1)])
    assert [article.title for article in reading] == ["Bridge closed"]
    assert [(problem.where, problem.what) for problem in reading.problems] == [
        ("Alder", "a cookie banner instead of an article")
    ]


def test_an_article_as_long_as_a_book_is_cut_and_says_so(tmp_path: Path) -> None:
    """The first characters are read, and the problem says of how many."""
    (tmp_path / "a.txt").write_text("word " * MOST_CHARACTERS, encoding="utf-8")
    reading = read([Source(str(tmp_path / "a.txt"))])
    assert [len(article.text) for article in reading] == [MOST_CHARACTERS]
    assert "only the first 200,000 characters are read" in reading.problems[0].what


def test_progress_is_told_source_by_source(corpus: Path) -> None:
    """How many sources are done, once for each."""
    told: list[int] = []
    read([Source(str(corpus))] * 3, progress=told.append)
    assert told == [1, 2, 3]


def test_reading_nothing_is_an_empty_reading() -> None:
    """No source, no article, no problem."""
    assert read([]) == briefing.types.Reading(())


def test_read_articles_takes_paths_and_strings_in_any_number(corpus: Path) -> None:
    """The public function gives the articles of all of them, in their order."""
    assert len(briefing.read_articles(corpus, str(corpus))) == 6

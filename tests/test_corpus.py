from __future__ import annotations

import gzip
import json
import lzma
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import read_articles
from briefing.sources.corpus import article_of, moment, read_corpus
from briefing.types import Article, Problem, Reading

GOOD = {"title": "Bridge closed", "text": "The council closed the bridge on Monday after the flood."}


def row(**more: Any) -> str:
    return json.dumps(GOOD | more, ensure_ascii=False)


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[[bytes | str], Reading]:
    """What is read from a corpus file with this content."""

    def read(content: bytes | str) -> Reading:
        path = tmp_path / "corpus.jsonl"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_articles(path)

    return read


def test_a_line_is_an_article() -> None:
    """Every key of the format arrives; what the format does not know is kept aside."""
    article = article_of(
        {
            "url": "https://a.example/1",
            "title": "Bridge\n closed",
            "text": "One.\nTwo.",
            "source": "Alder",
            "published": "2026-03-01T08:00:00+01:00",
            "language": "en",
            "authors": ["Ann Lee", "Tom Ray"],
            "image": "https://a.example/1.jpg",
            "section": "City",
            "shares": 12,
            "story": {"id": 7},
        }
    )
    assert article == Article(
        url="https://a.example/1",
        title="Bridge closed",
        text="One.\n\nTwo.",
        source="Alder",
        published=datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=1))),
        language="en",
        authors=("Ann Lee", "Tom Ray"),
        image="https://a.example/1.jpg",
        section="City",
    )
    assert article.extra == {"shares": 12, "story": {"id": 7}}


def test_title_and_text_are_enough() -> None:
    """All else may be missing or null; the source is then unknown."""
    bare = article_of(GOOD | {"url": None, "published": None, "authors": None, "image": None})
    assert (bare.url, bare.source, bare.published, bare.authors) == ("", "unknown", None, ())


def test_one_author_may_stand_without_a_list() -> None:
    """A name in place of a list of names is one author."""
    assert article_of(GOOD | {"authors": "Ann Lee"}).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("not json", "no JSON"),
        ('{"title": "cut off', "no JSON"),
        ("[1, 2]", "an object is expected, here is list"),
        ("null", "an object is expected, here is NoneType"),
        ('"text"', "an object is expected, here is str"),
        ('{"text": "T."}', '"title" is missing or empty'),
        ('{"title": "T"}', '"text" is missing or empty'),
        ('{"title": " ", "text": "T."}', '"title" is missing or empty'),
        ('{"title": "\u200b", "text": "T."}', '"title" is missing or empty'),
        ('{"title": 5, "text": "T."}', '"title" is missing or empty'),
        ('{"title": "T", "text": ["T."]}', '"text" is missing or empty'),
        (row(url=5), '"url" is no text'),
        (row(source=["Alder"]), '"source" is no text'),
        (row(authors=5), '"authors" is no list'),
        (row(authors={"name": "Ann"}), '"authors" is no list'),
        ("[" * 100_000, "no article"),
    ],
)
def test_a_line_that_is_no_article_is_a_problem_with_its_number(
    corpus: Callable[[bytes | str], Reading], line: str, what: str
) -> None:
    """File and line are named, and the lines around it are read."""
    reading = corpus(f"{row()}\n{line}\n{row()}\n")
    (problem,) = reading.problems
    assert len(reading) == 2
    assert problem.where.endswith("corpus.jsonl:2")
    assert what in problem.what
    assert problem.remedy


@pytest.mark.parametrize("date", ["yesterday", "2024-02-30", 1700000000, "0001-01-01T00:00:00", "9999-12-31", {"a": 1}])
def test_an_unreadable_date_leaves_an_undated_article(corpus: Callable[[bytes | str], Reading], date: object) -> None:
    """The article is kept without a time, and a problem names file, line and date."""
    reading = corpus(f"\n{row(published=date)}\n")
    assert [article.published for article in reading] == [None]
    (problem,) = reading.problems
    assert problem.where.endswith("corpus.jsonl:2")
    assert str(date)[:10] in problem.what
    assert "undated" in problem.remedy


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-03-01T08:00:00+05:30", datetime(2026, 3, 1, 2, 30, tzinfo=UTC)),
        ("2026-03-01T08:00:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-03-01 08:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("Sun, 01 Mar 2026 08:00:00 +0000", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("Sun, 01 Mar 2026 08:00:00 -0000", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 +0000", None),
        ("Mon, 01 Jan 2020 00:00:00 +99999", None),
        ("", None),
        (None, None),
    ],
)
def test_times_are_read_as_feeds_and_files_write_them(value: object, expected: datetime | None) -> None:
    """ISO 8601 and RFC 5322; without a zone it is UTC; the impossible is no time."""
    assert moment(value) == expected


@given(st.one_of(st.text(), st.integers(), st.floats(), st.datetimes().map(str), st.none()))
def test_every_time_has_a_zone_and_can_be_shown_in_any(value: object) -> None:
    """Whatever stands there, the answer is nothing or a time that every time zone can be applied to."""
    read = moment(value)
    if read is not None:
        for hours in (-23, 23):
            assert read.astimezone(timezone(timedelta(hours=hours))) == read


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["url", "title", "text", "source", "published", "language", "authors", "image", "section", "x"]
        ),
        JSON,
    ),
    st.booleans(),
)
def test_no_object_stops_the_reading(fields: dict[str, Any], complete: bool) -> None:
    """Any JSON object is an article that can be written as UTF-8, or a problem."""
    line = json.dumps(GOOD | fields if not complete else fields | GOOD)
    found = list(read_corpus([line], "corpus"))
    assert found
    for each in found:
        assert isinstance(each, Article | Problem)
        if isinstance(each, Article):
            assert each.title
            f"{each.title}{each.text}{each.url}{each.source}{each.language}{each.image}{each.authors}".encode()


def test_blank_lines_do_not_count(corpus: Callable[[bytes | str], Reading]) -> None:
    """Ten thousand of them are read at once and without a word, and numbers stay those of the file."""
    start = time.perf_counter()
    reading = corpus("\n" * 10_000 + row() + "\n \t \nnot json\n")
    assert time.perf_counter() - start < 5
    assert len(reading) == 1
    assert [problem.where.rpartition(":")[2] for problem in reading.problems] == ["10003"]


def test_each_line_is_read_in_its_own_character_set(corpus: Callable[[bytes | str], Reading]) -> None:
    """A file that was put together from others: with a byte order mark, UTF-8, and what Windows wrote."""
    reading = corpus(
        b"\xef\xbb\xbf"
        + row(title="Café à Genève").encode()
        + b"\r\n"
        + row(title="The café’s “naïve” plan – again").encode("cp1252")
        + b"\r\n"
        + row(title="Президент подписал закон о бюджете на следующий год").encode("cp1251")
        + b"\r\n"
        + row(title="北约发言人").encode()
    )
    assert reading.problems == ()
    assert [article.title for article in reading] == [
        "Café à Genève",
        "The café’s “naïve” plan – again",
        "Президент подписал закон о бюджете на следующий год",
        "北约发言人",
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_is_no_part_of_the_first_line(
    corpus: Callable[[bytes | str], Reading], encoding: str
) -> None:
    """A corpus as some programs save it, also in UTF-16, reads like any other."""
    reading = corpus(f"{row()}\n{row(title='Čapek')}\n".encode(encoding))
    assert reading.problems == ()
    assert [article.title for article in reading] == ["Bridge closed", "Čapek"]


def test_half_a_character_does_not_reach_the_brief(corpus: Callable[[bytes | str], Reading]) -> None:
    """An emoji that was cut in two in JSON is dropped from title and text: no file could hold it."""
    reading = corpus(r'{"title": "Fire \ud83d", "text": "Fire. \ud83d It burns.", "url": "https://a.example/\ud83d"}')
    assert [(article.title, article.url) for article in reading] == [("Fire", "https://a.example/")]
    assert reading[0].text.encode()


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_a_packed_corpus_is_read_like_an_open_one(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    """Lines, problems and their numbers are the same."""
    path = tmp_path / f"corpus.jsonl{suffix}"
    path.write_bytes(pack(f"{row()}\nnot json\n".encode()))
    reading = read_articles(path)
    assert [article.title for article in reading] == ["Bridge closed"]
    assert reading.problems[0].where == f"{path}:2"


def test_the_newsroom_is_read_without_surprises(newsroom: Reading) -> None:
    """About thirty articles; its cookie wall is left out with a problem, its undated item stays undated."""
    assert len(newsroom) >= 28
    assert len({article.source for article in newsroom}) == 6
    assert any("cookie banner" in problem.what for problem in newsroom.problems)
    assert any(article.published is None for article in newsroom)
    assert len({article.language for article in newsroom}) == 2


def test_real_articles_are_read_without_a_problem(shared: Path) -> None:
    """All stories of the corpus have titles, texts and times."""
    with lzma.open(shared / "stream.jsonl.xz", "rt", encoding="utf-8") as file:
        found = list(read_corpus(file, "stream"))
    assert len(found) == 1778
    assert all(isinstance(each, Article) and each.published for each in found)

"""Corpora with references: three shapes of rows, packed or plain; a bad row costs itself, and a file without a good one is refused."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from references import labeled, stories, written

from briefing.errors import InputError
from briefing.evaluate import read

SINGLE = {
    "set": "news",
    "text": "The wall broke in March. It is rebuilt.",
    "references": ["The wall is rebuilt.", "A wall."],
}


def test_a_row_of_stories_has_articles_summary_and_headline(tmp_path: Path) -> None:
    """Each is a story of its articles, with what an editor wrote of it."""
    corpus = read(written(tmp_path / "corpus.jsonl", stories()))
    assert (corpus.name, len(corpus.golds), corpus.articles, corpus.problems) == ("corpus.jsonl", 4, (), ())
    first = corpus.golds[0]
    assert first.headline == "Aalmouth rebuilds its harbour wall"
    assert first.references[0].startswith("The council of Aalmouth will")
    assert first.story.outlets == ("Tide", "Herald")
    assert first.id == first.story.id


def test_a_single_text_may_have_several_references_and_a_set(tmp_path: Path) -> None:
    """The same text twice is two rows that are told apart."""
    one, other = read(written(tmp_path / "corpus.jsonl", [SINGLE, {**SINGLE, "set": "other"}])).golds
    assert one.references == ("The wall is rebuilt.", "A wall.")
    assert (one.set, other.set) == ("news", "other")
    assert one.id != other.id


def test_a_labeled_article_names_its_story(tmp_path: Path) -> None:
    """Its story is a name or a number."""
    corpus = read(written(tmp_path / "corpus.jsonl", [{**row, "story": n // 2} for n, row in enumerate(labeled())]))
    assert corpus.golds == ()
    assert [each.story for each in corpus.articles] == ["0", "0", "1", "1", "2", "2", "3", "3"]


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("xz", lzma.compress), ("bz2", bz2.compress)])
def test_a_packed_corpus_is_the_same_corpus(tmp_path: Path, suffix: str, pack: Any) -> None:
    """Its digest is that of what is in it; another corpus has another."""
    plain = Path(written(tmp_path / "corpus.jsonl", stories()))
    packed = tmp_path / f"corpus.jsonl.{suffix}"
    packed.write_bytes(pack(plain.read_bytes()))
    assert read(str(packed)).digest == read(str(plain)).digest
    assert read(str(packed)).golds == read(str(plain)).golds
    assert read(written(tmp_path / "less.jsonl", stories()[1:])).digest != read(str(plain)).digest


BAD = [
    ("[1]", "an object is expected, here is list"),
    ("no json", "no JSON: Expecting value at column 1"),
    ("[" * 100_000, "maximum recursion depth"),
    ('{"articles": [], "summary": "x"}', '"articles" is no list of articles'),
    ('{"articles": [{"title": "x"}], "summary": "x"}', '"text" is missing or empty'),
    ('{"articles": 5, "summary": "x"}', '"articles" is no list of articles'),
    ('{"text": "x", "references": ["y"]}', '"articles" is no list of articles'),
    (json.dumps({**stories()[0], "summary": " "}), "a reference is missing, empty or no text"),
    (json.dumps({**stories()[0], "summary": 5}), "a reference is missing, empty or no text"),
    (json.dumps({**stories()[0], "headline": 5}), '"headline" is no text: 5'),
]


@pytest.mark.parametrize(("line", "fault"), BAD, ids=range(len(BAD)))
def test_a_bad_row_is_named_with_its_number_and_the_rest_is_measured(tmp_path: Path, line: str, fault: str) -> None:
    """The shape is that of the first good row, wherever it stands; empty lines do not count."""
    path = tmp_path / "corpus.jsonl"
    good = [json.dumps(row) for row in stories()]
    path.write_text("\n".join([good[0], "", line, *good[1:]]), encoding="utf-8")
    corpus = read(str(path))
    assert len(corpus.golds) == 4
    (problem,) = corpus.problems
    assert problem.where == f"{path}:3"
    assert fault in problem.what


@pytest.mark.parametrize("row", [{"url": "", "title": "x", "text": "y", "story": "z"}, {**labeled()[0], "story": None}])
def test_an_article_without_address_or_story_is_named(tmp_path: Path, row: dict[str, Any]) -> None:
    """An article is known by its address; a story that is null is none."""
    corpus = read(written(tmp_path / "corpus.jsonl", [*labeled(), row]))
    assert (len(corpus.articles), len(corpus.problems)) == (8, 1)


def test_a_single_text_without_references_is_named(tmp_path: Path) -> None:
    """No references, or references that are no texts, are bad rows."""
    bad = [{**SINGLE, "references": []}, {**SINGLE, "references": [1]}, {**SINGLE, "references": "x"}]
    corpus = read(written(tmp_path / "corpus.jsonl", [SINGLE, *bad]))
    assert (len(corpus.golds), len(corpus.problems)) == (1, 3)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no json\n", b'{"a": 1}\n', b"\xff\xfe\x00", b"\x00" * 50])
def test_a_file_with_nothing_to_measure_is_refused_with_what_a_row_has(tmp_path: Path, content: bytes) -> None:
    """The first fault is told, and what rows are read."""
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match="holds nothing to measure") as met:
        read(str(path))
    assert '"text" and "references"' in met.value.remedy
    assert str(met.value).count('"references"') == 1


@pytest.mark.parametrize(
    ("name", "content"), [("a.jsonl.xz", lzma.compress(b"{}" * 999)[:60]), ("a.jsonl.gz", b"no"), ("a.jsonl.xz", b"no")]
)
def test_a_broken_archive_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    """So are a folder and a file that is not there."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        read(str(tmp_path / name))
    with pytest.raises(InputError, match="cannot be read"):
        read(str(tmp_path))
    with pytest.raises(InputError, match="does not exist"):
        read(str(tmp_path / "nothing.jsonl"))


def test_a_sample_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    """In the order of the corpus; another seed draws others; more than there are, is all."""
    corpus = read(written(tmp_path / "corpus.jsonl", [{**SINGLE, "text": f"{SINGLE['text']} {n}"} for n in range(30)]))
    drawn = corpus.sampled(10, 4)
    assert drawn.golds == corpus.sampled(10, 4).golds != corpus.sampled(10, 5).golds
    assert [gold for gold in corpus.golds if gold in drawn.golds] == list(drawn.golds)
    assert drawn.digest == corpus.digest
    assert corpus.sampled(None, 0) == corpus.sampled(99, 0) == corpus


def test_hostile_characters_do_not_reach_names(tmp_path: Path) -> None:
    """Neither a headline, nor a set, nor the name of a file moves a terminal's cursor."""
    path = tmp_path / "a\x1b[31m.jsonl"
    corpus = read(written(path, [{**SINGLE, "set": "\x1b[2Jset\n"}, {**SINGLE, "set": 7}]))
    assert corpus.name == "a[31m.jsonl"
    assert corpus.golds[0].set == "[2Jset"
    assert "\x1b" not in corpus.problems[0].where


def test_the_real_corpora_are_read_whole(shared: Path) -> None:
    """All three shapes, without a problem."""
    counts = {}
    for name in ("stories", "articles_with_summaries", "stream"):
        corpus = read(str(shared / f"{name}.jsonl.xz"))
        assert not corpus.problems
        counts[name] = len(corpus.golds) + len(corpus.articles)
    assert counts == {"stories": 1298, "articles_with_summaries": 400, "stream": 1778}

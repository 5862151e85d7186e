"""Archives are read as a stream, from every kind of file and in one order; what is no article says why."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import archives
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from briefing.archive.reading import Inputs, Row
from briefing.errors import InputError
from briefing.sources import MOST_CHARACTERS, files

GOOD = archives.row(1)


def table(path: Path, rows: list[dict[str, Any]], **how: Any) -> Path:
    """Rows as a Parquet file."""
    pq.write_table(pa.Table.from_pylist(rows), path, **how)
    return path


def rows(*locations: str | Path) -> list[Row]:
    return list(Inputs.of(locations).rows())


def told(found: list[Row]) -> list[str]:
    """Titles, and reasons in their places."""
    return [row.article.title if row.article else row.reason for row in found]


def test_files_are_in_one_order(tmp_path: Path) -> None:
    """Those of a folder or a pattern are sorted, inputs are as they were given, and a file that comes twice is read once."""
    for number, name in enumerate(("b.jsonl", "a.jsonl", "c/d.jsonl", "c/.hidden.jsonl", "notes.csv")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        archives.write(tmp_path / name, [archives.row(number)])
    (tmp_path / "z.jsonl").symlink_to(tmp_path / "a.jsonl")
    inputs = Inputs.of([tmp_path / "b.jsonl", tmp_path, f"{tmp_path}/*.jsonl", f"{tmp_path}/**/d.jsonl"])
    assert [file.name for file in inputs.files] == ["b.jsonl", "a.jsonl", "d.jsonl"]
    assert told(list(inputs.rows())) == told(list(inputs.rows()))
    assert next(row.place for row in inputs.rows()) == f"{tmp_path}/b.jsonl:1"


@pytest.mark.parametrize("location", ["missing.jsonl", "2018-*.parquet", "empty", "pipe"])
def test_an_input_that_is_not_there_is_an_error_with_a_remedy(tmp_path: Path, location: str) -> None:
    """A path, a pattern without a match, a folder with nothing to read, and what can be read only once."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "picture.png").touch()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError) as caught:
        Inputs.of([tmp_path / location])
    assert location in caught.value.what
    assert caught.value.remedy


@pytest.mark.parametrize("suffix", archives.PACKS)
def test_every_packing_holds_the_same_rows(tmp_path: Path, suffix: str) -> None:
    """Articles, rows that are none, and their numbers; blank lines do not count."""
    path = archives.write(tmp_path / f"a.jsonl{suffix}", [GOOD, "", "no json", archives.row(2)])
    found = rows(path)
    assert told(found) == ["Wall 1 to be rebuilt", "no JSON: Expecting value at column 1", "Wall 2 to be rebuilt"]
    assert [row.place for row in found] == [f"{path}:{number}" for number in (1, 3, 4)]


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
@pytest.mark.parametrize("damage", ["cut", "other"])
def test_a_damaged_file_is_one_row_more(tmp_path: Path, suffix: str, damage: str) -> None:
    """What came before the damage counts, the next file is read, and the reason stands with the file's name."""
    path = archives.write(tmp_path / f"a.jsonl{suffix}", [archives.row(number) for number in range(6000)])
    packed = path.read_bytes()
    path.write_bytes(packed[: len(packed) // 2] if damage == "cut" else b"something else altogether")
    found = rows(path, archives.write(tmp_path / "b.jsonl", [GOOD]))
    broken = [row for row in found if row.article is None]
    assert [(row.place, row.reason.partition(":")[0]) for row in broken] == [(str(path), "cannot be read")]
    assert found[-1].article
    assert (len(found) > 500) == (damage == "cut")


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
def test_an_empty_packed_file_is_one_row(tmp_path: Path, suffix: str) -> None:
    """It was cut off before its first byte; an empty plain one has no rows."""
    (tmp_path / f"a.jsonl{suffix}").touch()
    (tmp_path / "b.jsonl").touch()
    assert [row.reason.partition(":")[0] for row in rows(tmp_path)] == ["cannot be read"]


def test_suffixes_are_known_in_capitals(tmp_path: Path) -> None:
    """In a folder too."""
    for number, suffix in enumerate(archives.PACKS):
        path = archives.write(tmp_path / f"{number}.jsonl{suffix}", [GOOD])
        path.rename(path.with_name(path.name.upper()))
    assert told(rows(tmp_path)) == [GOOD["title"]] * len(archives.PACKS)


def test_json_lines_may_be_named_as_json_is(tmp_path: Path) -> None:
    """A feed in JSON is still one."""
    archives.write(tmp_path / "a.json", [GOOD, archives.row(2)])
    item = {"id": "1", "title": "In a feed", "content_text": archives.text(3), "url": "https://post.example/3"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "P", "items": [item]}
    (tmp_path / "b.json").write_text(json.dumps(feed), encoding="utf-8")
    assert told(rows(tmp_path)) == [GOOD["title"], "Wall 2 to be rebuilt", "In a feed"]


def test_a_plain_file_that_was_cut_off_loses_its_last_row(tmp_path: Path) -> None:
    """Half a row is no JSON, and says so with its number."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(archives.content([GOOD, archives.row(2)])[:-100])
    assert [(row.place, bool(row.article)) for row in rows(path)] == [(f"{path}:1", True), (f"{path}:2", False)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "no article: an object is expected, here is list"),
        ('{"title": "T"}', 'no article: "text" is missing or empty'),
        ('{"text": "T."}', 'no article: "title" is missing or empty'),
        ('{"title": 5, "text": "T."}', 'no article: "title" is missing or empty'),
        ('{"title": "T", "text": "T.", "url": 5}', 'no article: "url" is no text: 5'),
        ('{"title": "T", "text": "T.", "authors": 5}', 'no article: "authors" is no list of names: 5'),
    ],
)
def test_a_row_that_is_no_article_says_what_it_has_instead(tmp_path: Path, line: str, reason: str) -> None:
    """The rows around it are read."""
    found = rows(archives.write(tmp_path / "a.jsonl", [GOOD, line, GOOD]))
    assert told(found) == [GOOD["title"], reason, GOOD["title"]]


def test_a_date_that_is_none_leaves_an_undated_article(tmp_path: Path) -> None:
    """It is an article all the same, with a remark."""
    (found,) = rows(archives.write(tmp_path / "a.jsonl", [archives.row(1, published="yesterday")]))
    assert found.article
    assert found.article.published is None
    assert (found.reason, "yesterday" in found.remark) == ("", True)


def test_parquet_has_the_articles_that_json_has(tmp_path: Path) -> None:
    """Nulls, a list of authors and columns that nobody knows among them, over several row groups."""
    some = [archives.row(number, authors=["Ann Lee", "Tom Ray"][: number % 3], shares=12) for number in range(25)]
    some[3] |= {"url": None, "published": None, "authors": None}
    plain = rows(archives.write(tmp_path / "a.jsonl", some))
    columns = rows(table(tmp_path / "b.parquet", some, row_group_size=10))
    assert [row.article for row in columns] == [row.article for row in plain]
    assert [row.place for row in columns] == [f"{tmp_path}/b.parquet:{number}" for number in range(1, 26)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array([datetime(2026, 3, 1, 8)], pa.timestamp("ns")), datetime(2026, 3, 1, 8, tzinfo=UTC)),
        (pa.array([datetime(2026, 3, 1, 8)], pa.timestamp("s", "Europe/Berlin")), datetime(2026, 3, 1, 8, tzinfo=UTC)),
        (pa.array([date(2026, 3, 1)], pa.date32()), datetime(2026, 3, 1, tzinfo=UTC)),
        (pa.array([2**60], pa.int64()).view(pa.timestamp("us")), None),
        (pa.array([1_700_000_000], pa.int64()), None),
        (pa.array(["2026-03-01"]).dictionary_encode(), datetime(2026, 3, 1, tzinfo=UTC)),
        (pa.array([None], pa.timestamp("us")), None),
    ],
)
def test_times_of_a_parquet_file_are_read_whatever_their_type(
    tmp_path: Path, values: pa.Array[Any], expected: datetime | None
) -> None:
    """Times, days, texts; one beyond the calendar, or a bare number, leaves an undated article."""
    columns = {"title": pa.array(["T"]), "text": pa.array([b"The text."], pa.binary()), "published": values}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    (found,) = rows(tmp_path / "a.parquet")
    assert found.article
    assert (found.article.published, found.article.text) == (expected, "The text.")


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("text", pa.array([b"A caf\xe9."], pa.binary()).cast(pa.string(), safe=False), ""),
        ("published", pa.array([1], pa.time64("ns")), ""),
        ("published", pa.array([2**60], pa.int64()).view(pa.duration("s")), ""),
        ("published", pa.array([[1]], pa.list_(pa.timestamp("ns"))), ""),
        ("title", pa.array([2**60], pa.int64()).view(pa.duration("s")), '"title" is missing or empty'),
        ("authors", pa.array([[2**60]], pa.list_(pa.timestamp("us"))), '"authors" is no list of names'),
    ],
)
def test_a_value_that_python_has_nothing_for_costs_its_row_at_most(
    tmp_path: Path, name: str, values: pa.Array[Any], reason: str
) -> None:
    """Bytes that are no UTF-8, times finer and longer than there are: the other rows are read."""
    columns = {"title": pa.array(["T"]), "text": pa.array(["The text."]), name: values}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    odd, good = rows(tmp_path / "a.parquet", table(tmp_path / "b.parquet", [GOOD]))
    assert (reason in odd.reason, bool(odd.article)) == (True, not reason)
    assert good.article


def test_a_parquet_file_with_other_columns_says_which(tmp_path: Path) -> None:
    """It is one row with the reason, and the next file is read."""
    other = table(tmp_path / "a.parquet", [{f"c{number}": number for number in range(20)}])
    typed = table(tmp_path / "b.parquet", [{"title": 5, "text": "T."}, {"title": 6, "text": "T."}])
    found = rows(other, typed, table(tmp_path / "c.parquet", [GOOD]))
    assert told(found)[0].startswith("no title and no text among its columns: c0, c1")
    assert "and 12 more" in told(found)[0]
    assert told(found)[1:] == ['no article: "title" is missing or empty'] * 2 + [GOOD["title"]]


@pytest.mark.parametrize(
    "damage", [lambda content: content[: len(content) // 2], lambda _: b"PAR1 no table PAR1", lambda _: b""]
)
def test_a_damaged_parquet_file_is_one_row(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Cut off, something else, or empty: the reason stands there, and the next file is read."""
    path = table(tmp_path / "a.parquet", [archives.row(number) for number in range(500)])
    path.write_bytes(damage(path.read_bytes()))
    found = rows(path, archives.write(tmp_path / "b.jsonl", [GOOD]))
    assert [(row.place, row.reason.partition(":")[0]) for row in found[:-1]] == [(str(path), "cannot be read")]
    assert found[-1].article


def test_pages_of_a_parquet_file_that_were_altered_cost_what_comes_after(tmp_path: Path) -> None:
    """The row groups before are read."""
    path = table(tmp_path / "a.parquet", [archives.row(number) for number in range(2000)], row_group_size=500)
    content = bytearray(path.read_bytes())
    begin = pq.read_metadata(path).row_group(2).column(2).dictionary_page_offset or 0
    content[begin : begin + 2000] = bytes(byte ^ 0xFF for byte in content[begin : begin + 2000])
    path.write_bytes(content)
    found = rows(path)
    assert len([row for row in found if row.article]) >= 500
    assert [row.reason.partition(":")[0] for row in found if not row.article] == ["cannot be read"]


def test_without_pyarrow_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read."""
    path = table(tmp_path / "a.parquet", [GOOD])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError) as caught:
        Inputs.of([path])
    assert caught.value.remedy == 'run: pip install "briefing[parquet]"'


def test_a_folder_is_read_with_all_that_briefing_reads(tmp_path: Path) -> None:
    """Pages, texts, mails, feeds beside archives; a corpus without a suffix is told by its beginning; a picture is no text."""
    body = archives.text(1)
    (tmp_path / "a.html").write_text(
        f"<html><head><title>A page</title></head><body><article><p>{body}</p></article></body></html>"
    )
    (tmp_path / "b.md").write_text(f"# Markdown\n\n{body}")
    (tmp_path / "c.eml").write_text(f"Subject: A mail\n\n{body}")
    (tmp_path / "d.xml").write_text(
        f"<rss version='2.0'><channel><title>P</title><item><title>In a feed</title><description>{body}</description></item></channel></rss>"
    )
    table(tmp_path / "e.parquet", [GOOD])
    (tmp_path / "f.txt").write_bytes(b"\x7fELF\0\0")
    archives.write(tmp_path / "corpus", [GOOD, "nothing"])
    found = rows(tmp_path, tmp_path / "corpus")
    assert told(found) == ["A page", "Markdown", "A mail", "In a feed", GOOD["title"], "not a text", GOOD["title"], "no JSON: Expecting value at column 1"]  # fmt: skip
    assert [row.place for row in found[-2:]] == [f"{tmp_path}/corpus:1", f"{tmp_path}/corpus:2"]


def test_how_much_is_read_is_known(tmp_path: Path) -> None:
    """From nothing to all, never back, over files of both kinds; and the first row comes before the rest is read."""
    many = [archives.row(number) for number in range(3000)]
    inputs = Inputs.of([archives.write(tmp_path / "a.jsonl", many), table(tmp_path / "b.parquet", many)])
    read = [inputs.fraction for _ in inputs.rows()]
    assert read[0] < 0.05
    assert read == sorted(read)
    assert read[-1] == inputs.fraction == 1.0
    halfway = (tmp_path / "a.jsonl").stat().st_size / sum(file.stat().st_size for file in inputs.files)
    assert abs(read[2999] - halfway) < 0.05


def test_the_fingerprint_is_of_names_sizes_and_times(tmp_path: Path) -> None:
    """It stays while nothing changes, and a file that is written again has another."""
    path = archives.write(tmp_path / "a.jsonl", [GOOD])
    before = Inputs.of([path]).fingerprint
    assert Inputs.of([tmp_path]).fingerprint == before
    os.utime(path, (1, 1))
    touched = Inputs.of([path]).fingerprint
    archives.write(tmp_path / "b.jsonl", [GOOD])
    assert len({before, touched, Inputs.of([tmp_path]).fingerprint}) == 3


def test_what_is_written_is_no_input(tmp_path: Path) -> None:
    """The output, its parts and what lies beside it are left out of a folder, and no input of their own."""
    output = tmp_path / "out.jsonl"
    (tmp_path / "out.jsonl.parts").mkdir()
    for name in ("a.jsonl", "out.jsonl", "out.jsonl.rejected.jsonl", "out.jsonl.parts/part-1.jsonl", "out.jsonl.xz"):
        archives.write(tmp_path / name, [GOOD])
    found = Inputs.of([tmp_path], output)
    assert [file.name for file in found.files] == ["a.jsonl", "out.jsonl.xz"]
    with pytest.raises(InputError, match="is what is to be written"):
        Inputs.of([tmp_path / "a.jsonl", output], output)


def test_what_other_runs_have_left_is_no_input(tmp_path: Path) -> None:
    """Beside a finished output, and in the folder of a run that goes on; what only looks so is read."""
    (tmp_path / "half.jsonl.parts").mkdir()
    (tmp_path / "half.jsonl.parts" / "manifest.json").write_text("{}")
    (tmp_path / "their.parts").mkdir()
    names = (
        "done.jsonl", "done.jsonl.rejected.jsonl", "done.jsonl.summary.json", "half.jsonl.parts/part-00000001.jsonl",
        "half.jsonl.rejected.jsonl", "other.rejected.jsonl", "their.parts/part-1.jsonl",
    )  # fmt: skip
    for name in names:
        archives.write(tmp_path / name, [GOOD])
    found = [str(file.relative_to(tmp_path)) for file in Inputs.of([tmp_path]).files]
    assert found == ["done.jsonl", "other.rejected.jsonl", "their.parts/part-1.jsonl"]


def test_a_row_is_no_more_than_an_article_may_have(tmp_path: Path) -> None:
    """A text that is too long is cut, with a remark; what else a corpus says of its articles is not carried along."""
    (found,) = rows(archives.write(tmp_path / "a.jsonl", [archives.row(1, text="word " * 50_000, shares=5)]))
    assert found.article
    assert (len(found.article.text), found.article.extra) == (MOST_CHARACTERS, {})
    assert "only the first 200,000 characters" in found.remark


def test_a_line_without_an_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a line beyond the limit the beginning alone is read, and the next line has its own number."""
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    read = list(files.lines_of(io.BytesIO(b"a" * 250 + b"\nb\n" + b"c" * 100 + b"\nd")))
    assert read == ["a" * 100, "b\n", "c" * 100, "d"]


def test_names_that_would_move_a_cursor_are_told_plainly(tmp_path: Path) -> None:
    """No escape of a file's name reaches a place or a reason."""
    path = archives.write(tmp_path / "a\x1b[31m.jsonl", [GOOD, "no"])
    assert all("\x1b" not in row.place for row in rows(path))


def test_a_large_archive_is_read_as_a_stream(tmp_path: Path) -> None:
    """Its first row is there at once."""
    path = archives.write(tmp_path / "a.jsonl.zst", [archives.row(number) for number in range(20_000)])
    begun = time.perf_counter()
    first = next(Inputs.of([path]).rows())
    assert first.article
    assert time.perf_counter() - begun < 1

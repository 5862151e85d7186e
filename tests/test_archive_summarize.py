"""A whole archive is summarized in parts: one row per article, whoever works and however often they are stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import archives
import pyarrow.parquet as pq
import pytest

from briefing.archive import output, workspace
from briefing.archive.output import Place
from briefing.archive.pace import Pace, Stopwatch, spoken
from briefing.archive.reading import Inputs
from briefing.archive.report import Count, kind_of
from briefing.archive.running import Order, rehearse, summarize
from briefing.archive.summarizing import Quoted, Summarizing, SummaryRow
from briefing.config import RunSettings, settings
from briefing.errors import ConfigError, LockedError, ModelError, OutputError
from briefing.parallel import Serial, engine

COUNT, PART = 10, 3
Make = Callable[..., Order]


class Stopping(Serial):
    """An engine that is stopped after so many batches; it counts those that it was given."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after, self.given = after, 0

    def map(self, open_: Any, batches: Iterable[Any]) -> Iterator[Any]:
        for number, result in enumerate(super().map(open_, self._counted(batches))):
            if number == self.after:
                raise KeyboardInterrupt
            yield result

    def _counted(self, batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            self.given += 1
            yield batch


@pytest.fixture
def make(tmp_path: Path, quick: Path) -> Make:
    """Makes the order to summarize rows, from a file of this suffix into one of that."""

    def order(
        rows: Iterable[object], suffix: str = ".jsonl", into: str = "out.jsonl", part: int = PART, **values: Any
    ) -> Order:
        path = archives.write(tmp_path / f"in{suffix}", rows)
        options = settings({"encoder": {"model": str(quick)}, "brief": {"length": "20 words"}, **values})
        out = tmp_path / into
        return Order(Inputs.of([path], out), Place(out), Summarizing(options), part)

    return order


def articles(count: int = COUNT) -> list[dict[str, Any]]:
    return [archives.row(number) for number in range(count)]


def names(order: Order) -> set[str]:
    return {each.name for each in order.place.path.parent.iterdir()}


def parts(order: Order) -> list[Path]:
    return sorted(order.place.parts.glob("part-*"))


def stopped(order: Order, after: int) -> None:
    """Run the order until so many of its parts are finished."""
    with pytest.raises(KeyboardInterrupt):
        summarize(order, Stopping(after))


def test_each_article_has_one_row(make: Make) -> None:
    """In their order, each with its headline, its sentences and where they stand in the text; nothing else is left behind."""
    order = make(articles())
    report = summarize(order, Serial())
    rows = archives.read(order.place.path)
    assert [row["url"] for row in rows] == [row["url"] for row in articles()]
    assert set(rows[0]) == {
        "url", "title", "source", "published", "language", "headline", "summary", "words", "sentences", "writer", "note",
    }  # fmt: skip
    for number, row in enumerate(rows):
        assert row["sentences"]
        assert row["summary"] == " ".join(sentence["text"] for sentence in row["sentences"])
        for sentence in row["sentences"]:
            assert archives.text(number)[sentence["start"] : sentence["end"]] == sentence["quote"]
    assert (report.articles, report.rejected, report.parts, report.parts_before) == (COUNT, 0, 4, 0)
    assert report.words == sum(row["words"] for row in rows)
    assert report.writers == (Count("extractive", COUNT),)
    assert names(order) == {"in.jsonl", "out.jsonl", "out.jsonl.summary.json"}
    assert json.loads(order.place.summary.read_text())["articles"] == COUNT


def test_every_row_is_an_article_or_has_a_reason(make: Make) -> None:
    """What is no article, what a gate keeps out, and the second one of an address: beside the output, in their order."""
    wall = "We and our partners use cookies. Accept all cookies to continue. You can change your cookie preferences."
    given = [
        archives.row(1),
        "no json",
        archives.row(2, url="http://www.post.example/1/?utm_source=x"),
        archives.row(3, text=" "),
        archives.row(4, text=" ".join([wall] * 4)),
        archives.row(5),
        archives.row(6, url="https://post.example/5"),
    ]
    order = make(given)
    report = summarize(order, Serial())
    rejected = archives.read(order.place.rejected)
    place = str(order.inputs.files[0])
    assert [row["title"] for row in archives.read(order.place.path)] == ["Wall 1 to be rebuilt", "Wall 5 to be rebuilt"]
    assert [row["place"] for row in rejected] == [f"{place}:{number}" for number in (2, 3, 4, 5, 7)]
    assert rejected[1]["reason"] == f"its address was there before: {place}:1"
    assert (rejected[1]["title"], rejected[1]["url"]) == (
        "Wall 2 to be rebuilt",
        "http://www.post.example/1/?utm_source=x",
    )
    assert "cookie banner" in rejected[3]["reason"]
    assert report.articles + report.rejected == len(given)
    assert sum(count.rows for count in report.reasons) == report.rejected
    assert report.reasons[0] == Count("its address was there before", 2)


def test_an_error_page_takes_no_address(make: Make) -> None:
    """A crawl that tried again has the article second: it is told, whatever came first."""
    page = archives.row(1, title="404 Not Found", text="404 Not Found. The page you are looking for does not exist.")
    order = make([page, archives.row(1), archives.row(1, title="Once more")])
    found = rehearse(order)
    report = summarize(order, Serial())
    assert [row["title"] for row in archives.read(order.place.path)] == ["Wall 1 to be rebuilt"]
    reasons = [row["reason"] for row in archives.read(order.place.rejected)]
    assert reasons[1] == f"its address was there before: {order.inputs.files[0]}:2"
    assert (report.articles, report.reasons) == (found.articles, found.reasons), "a rehearsal knows them all"


def test_articles_without_an_address_are_all_kept(make: Make) -> None:
    """Two of the same title are two."""
    assert summarize(make([archives.row(1, url="")] * 4), Serial()).articles == 4


def test_what_was_rejected_before_does_not_stay(make: Make) -> None:
    """A run without a rejected row takes the file of an earlier one away."""
    summarize(make([*articles(), "no json"]), Serial())
    order = make(articles())
    assert order.place.rejected.exists()
    summarize(order, Serial())
    assert not order.place.rejected.exists()


def test_a_cluster_writes_the_same_rows(make: Make) -> None:
    """Two workers of a real Ray give what this process gives, to the byte, and go on where it was stopped."""
    given = [*articles(), "no json", archives.row(2)]
    here, there = make(given, into="here.jsonl"), make(given, into="there.jsonl")
    summarize(here, Serial())
    stopped(there, 1)
    with engine(RunSettings(on="ray", workers=2)) as cluster:
        assert summarize(there, cluster).parts_before == 1
    assert there.place.path.read_bytes() == here.place.path.read_bytes()
    assert there.place.rejected.read_bytes() == here.place.rejected.read_bytes()


@pytest.mark.parametrize("part", [1, 4, 100])
def test_the_size_of_a_part_changes_nothing(make: Make, part: int) -> None:
    """Rows are the same bytes however they are worked on together."""
    whole = make(articles(), into="whole.jsonl")
    summarize(whole, Serial())
    order = make(articles(), part=part)
    assert summarize(order, Serial()).parts == -(-COUNT // part)
    assert order.place.path.read_bytes() == whole.place.path.read_bytes()


@pytest.mark.parametrize("into", ["out.jsonl.gz", "out.jsonl.xz", "out.jsonl.zst"])
def test_packed_rows_are_the_same_rows(make: Make, into: str) -> None:
    """And the same bytes, each time."""
    plain, packed = make(articles()), make(articles(), into=into)
    for order in (plain, packed):
        summarize(order, Serial())
    before = packed.place.path.read_bytes()
    assert archives.read(packed.place.path) == archives.read(plain.place.path)
    summarize(packed, Serial())
    assert packed.place.path.read_bytes() == before


def test_parquet_has_a_column_for_each_key(make: Make) -> None:
    """Times are times, sentences are lists of structures; an undated article has none, and an archive without articles no row."""
    order = make([archives.row(1), archives.row(2, published=None)], into="out.parquet")
    report = summarize(order, Serial())
    first, second = pq.read_table(order.place.path).to_pylist()
    plain = make([archives.row(1), archives.row(2, published=None)])
    summarize(plain, Serial())
    expected = archives.read(plain.place.path)
    assert first["published"] == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert (second["published"], report.undated) == (None, 1)
    assert [{**row, "published": None} for row in (first, second)] == [{**row, "published": None} for row in expected]
    empty = make(["no json"], into="empty.parquet")
    assert summarize(empty, Serial()).articles == 0
    assert pq.read_table(empty.place.path).schema == pq.read_table(order.place.path).schema


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_run_that_is_stopped_goes_on_where_it_was(make: Make, after: int) -> None:
    """Parts that are finished are not touched again, and the result is the same to the byte."""
    given = [*articles(), "no json"]
    whole = make(given, into="whole.jsonl")
    summarize(whole, Serial())
    order = make(given)
    stopped(order, after)
    before = [(path, path.stat().st_mtime_ns) for path in parts(order)]
    assert len(before) == after
    assert not order.place.path.exists()
    engine = Stopping(100)
    report = summarize(order, engine)
    assert (report.parts, report.parts_before, engine.given) == (4, after, 4 - after)
    assert order.place.path.read_bytes() == whole.place.path.read_bytes()
    assert order.place.rejected.read_bytes() == whole.place.rejected.read_bytes()
    assert not order.place.parts.exists()


def test_finished_parts_are_not_written_again(make: Make) -> None:
    """Not even looked at: their files keep their time while another part is done."""
    order = make(articles())
    stopped(order, 2)
    before = {path: path.stat().st_mtime_ns for path in parts(order)}
    stopped(order, 1)
    assert len(parts(order)) == 3
    assert before.items() <= {path: path.stat().st_mtime_ns for path in parts(order)}.items()


OTHERS: dict[str, tuple[Callable[[Order], Order], str]] = {
    "length": (lambda order: replace(order, work=_told(order, brief={"length": "3 sentences"})), "other settings"),
    "part": (lambda order: replace(order, part=PART + 1), "other settings"),
    "inputs": (lambda order: replace(order, inputs=_changed(order)), "other inputs"),
}


def _told(order: Order, **values: Any) -> Summarizing:
    return Summarizing(settings({"encoder": {"model": order.work.options.encoder.model}, **values}))


def _changed(order: Order) -> Inputs:
    return Inputs.of([archives.write(order.inputs.files[0], articles(COUNT + 1))])


@pytest.mark.parametrize("what", OTHERS)
def test_parts_of_another_run_are_not_taken(make: Make, what: str) -> None:
    """Other inputs, another length, another size of parts: an error that says so and how to begin anew, and then it does."""
    order = make(articles())
    stopped(order, 2)
    change, difference = OTHERS[what]
    other = change(order)
    with pytest.raises(OutputError, match=difference) as caught:
        summarize(other, Serial())
    assert "--restart" in caught.value.remedy
    assert len(parts(order)) == 2
    report = summarize(replace(other, restart=True), Serial())
    assert report.parts_before == 0
    assert report.articles == len(list(other.inputs.rows()))


def test_one_run_at_a_time_is_at_work_on_an_output(make: Make) -> None:
    """The second is told so and does nothing; the first goes on."""
    order = make(articles())
    with workspace.workspace(order.place, order.run), pytest.raises(LockedError, match="another run is at work"):
        summarize(order, Serial())
    assert not order.place.parts.exists()
    assert summarize(order, Serial()).articles == COUNT


@pytest.mark.parametrize("name", ["letter.txt", "part-00", "part-00000.snappy.parquet", "mine.db"])
def test_a_folder_of_somebody_else_is_not_used(make: Make, name: str) -> None:
    """Other programs have parts too: nothing in it is touched, and the remedy names a way out."""
    order = make(articles())
    order.place.parts.mkdir()
    (order.place.parts / name).write_text("mine")
    with pytest.raises(OutputError, match=name) as caught:
        summarize(order, Serial())
    assert "another output" in caught.value.remedy
    assert [path.name for path in order.place.parts.iterdir() if path.name != "lock"] == [name]


def test_what_somebody_puts_into_the_folder_stays(make: Make) -> None:
    """Only what a run made itself goes when it is done."""
    order = make(articles())
    stopped(order, 2)
    (order.place.parts / "part-notes.txt").write_text("mine")
    assert summarize(order, Serial()).parts_before == 2
    assert [path.name for path in order.place.parts.iterdir() if path.name != "lock"] == ["part-notes.txt"]


def test_a_run_that_finished_nothing_is_in_nobodys_way(make: Make) -> None:
    """The next one may have other settings."""
    order = make(articles())
    stopped(order, 0)
    assert order.place.parts.exists()
    other = replace(order, work=_told(order, brief={"length": "3 sentences"}))
    assert summarize(other, Serial()).articles == COUNT


def test_a_manifest_that_nobody_can_read_is_another_runs(make: Make) -> None:
    """It is neither taken nor thrown away."""
    order = make(articles())
    order.place.parts.mkdir()
    (order.place.parts / "manifest.json").write_text('{"half":')
    with pytest.raises(OutputError):
        summarize(order, Serial())
    assert (order.place.parts / "manifest.json").exists()


def test_a_writer_with_a_model_is_told_apart(make: Make) -> None:
    """Its failures are problems of the run, once each, and stand in the rows that it did not write."""
    order = make(articles(), writer={"name": "scripted:Failing"})
    report = summarize(order, Serial())
    rows = archives.read(order.place.path)
    assert [row["writer"] for row in rows] == ["extractive"] * COUNT
    assert all("the device is on fire" in row["note"] for row in rows)
    assert len(report.problems) == 1
    assert report.writer == "scripted:Failing"


def test_a_model_that_is_away_stops_the_run(make: Make) -> None:
    """What it did not write is not finished: the same command goes on when it is there again."""
    order = make(articles(), part=COUNT, writer={"name": "scripted:Failing"})
    with pytest.raises(ModelError, match=r"answered for none of 10 articles: the model failed: .* on fire") as caught:
        summarize(order, Serial())
    assert "goes on from what is finished" in caught.value.remedy
    assert not parts(order)
    assert not order.place.path.exists()


def test_a_server_that_has_yet_to_name_its_model_is_told_apart(make: Make, tmp_path: Path) -> None:
    """By all that is known: its address, the language, the encoder, the prompts."""
    order = make(articles())
    (tmp_path / "own").mkdir()
    server = {"writer": {"name": "server", "prompts": "own"}, "server": {"url": "http://127.0.0.1:9/v1"}}
    english, german = (_told(order, brief={"language": each}, **server) for each in ("en", "de"))
    other = Summarizing(settings({"encoder": {"model": "all-MiniLM-L6-v2"}, **server}))
    before = [replace(each, folder=tmp_path).settings for each in (english, german, other)]
    (tmp_path / "own" / "story.prompt").write_text("{% block user %}Tell it.{% endblock %}")
    assert len({*before, replace(english, folder=tmp_path).settings}) == 4


def test_a_limit_of_a_brief_is_none_of_an_archive() -> None:
    """Money for a server is not spent once for each part."""
    server = {"url": "http://127.0.0.1:9/v1", "budget": 5.0, "input_price": 1.0, "output_price": 1.0}
    with pytest.raises(ConfigError, match="is a limit of a brief") as caught:
        Summarizing(settings({"writer": {"name": "server", "model": "m"}, "server": server}))
    assert "BRIEFING_SERVER_BUDGET=" in caught.value.remedy


def test_a_worker_can_be_told_from_another(make: Make) -> None:
    """The same settings open the same writer, on this machine or on another; others do not."""
    order = make(articles())
    same, other = _told(order, brief={"length": "20 words"}), _told(order, brief={"length": "2 sentences"})
    assert (hash(order.work), order.work) == (hash(same), same)
    assert order.work != other


def test_the_pace_is_told(make: Make) -> None:
    """Articles so far, their rate, the time left, and what was rejected; parts that were done before do not make it faster."""
    order = make([*articles(), "no json"])
    stopped(order, 2)
    told: list[Pace] = []
    summarize(order, Serial(), told.append)
    work = [pace for pace in told if pace.phase == "Summarizing"]
    assert [pace.done for pace in work] == [9, 10]
    assert [pace.rejected for pace in work] == [0, 1]
    assert work[-1].left == 0
    assert all(pace.rate > 0 for pace in work)
    assert told[-1] == Pace("Writing", COUNT)


def test_a_rehearsal_writes_nothing(make: Make) -> None:
    """It counts all rows, tries the first part, and says how long it will be."""
    order = make([*articles(), "no json", archives.row(3)])
    found = rehearse(order)
    assert (found.articles, found.rejected, found.parts) == (COUNT, 2, 4)
    assert set(found.reasons) == {Count("no JSON", 1), Count("its address was there before", 1)}
    assert found.seconds() == pytest.approx(COUNT / found.rate)
    assert names(order) == {"in.jsonl"}


def test_a_rehearsal_tries_the_first_articles(make: Make) -> None:
    """However many rows before them are none; where there is none at all, nobody knows how long it takes."""
    assert rehearse(make(["no json"] * 2 * PART + articles(2))).rate > 0
    assert rehearse(make(["no json"])).rate == 0


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.4, "0 s"),
        (59, "59 s"),
        (61, "1 min"),
        (3599, "1 h"),
        (3600, "1 h"),
        (11_100, "3 h 5 min"),
        (190_000, "2 d 4 h"),
    ],
)
def test_times_are_told_as_people_say_them(seconds: float, told: str) -> None:
    """In the two largest units that matter."""
    assert spoken(seconds) == told


def test_a_stopwatch_runs_from_its_first_start() -> None:
    """Before that it shows nothing, and a second start changes nothing."""
    times = iter([10.0, 12.0, 15.0])
    watch = Stopwatch(lambda: next(times))
    assert watch.seconds == 0
    watch.start()
    watch.start()
    assert [watch.seconds, watch.seconds] == [2.0, 5.0]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("no JSON: Expecting value at column 1", "no JSON"),
        ('no article: "url" is no text: 5', '"url" is no text'),
        ('no article: "text" is missing or empty', '"text" is missing or empty'),
        ("its address was there before: a.jsonl:7", "its address was there before"),
        ("behind a paywall", "behind a paywall"),
    ],
)
def test_reasons_are_counted_by_their_kind(reason: str, kind: str) -> None:
    """Without the values that they name."""
    assert kind_of(reason) == kind


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    """An error on the way writes nothing and leaves nothing."""
    path = tmp_path / "out.jsonl.xz"
    path.write_bytes(b"old")
    row = SummaryRow("", "T", "S", None, "en", "T", "A.", 1, (Quoted("A.", "A.", 0, 2),), "extractive", "")
    with pytest.raises(ValueError, match="enough"), output.rows(path, SummaryRow) as write:  # noqa: PT012
        write(row)
        raise ValueError("enough")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("out.csv", "no format for rows"),
        ("out", "no format for rows"),
        ("no/out.jsonl", "does not exist"),
        ("folder.jsonl", "is a folder"),
    ],
)
def test_an_output_that_cannot_be_written_is_refused(tmp_path: Path, name: str, what: str) -> None:
    """Before any work is done, with a remedy."""
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(OutputError, match=what) as caught:
        output.expect(tmp_path / name)
    assert caught.value.remedy


def test_a_report_is_a_line_of_json(make: Make) -> None:
    """With all that it holds."""
    report = summarize(make(articles(1)), Serial())
    told = json.loads(output.line_of(report))
    assert told["writers"] == [{"name": "extractive", "rows": 1}]
    assert told["peak_megabytes"] > 50

"""A whole archive is clustered by windows of days: the stories of all at once, in any order of rows, however often it is stopped."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import archives
import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.archive import workspace
from briefing.archive.clustering import grouping
from briefing.archive.clustering.grouping import Text, copies
from briefing.archive.clustering.running import Order, cluster, rehearse
from briefing.archive.clustering.windows import DAY, STEP, Found, at_once, settled
from briefing.archive.clustering.words import Counts, Rarity, words
from briefing.archive.output import Place
from briefing.archive.pace import Pace
from briefing.archive.reading import Inputs
from briefing.config import settings
from briefing.demo import NEWSROOM
from briefing.embed import Encoder
from briefing.errors import LockedError, OutputError
from briefing.likeness import WORD, weighted
from briefing.parallel import Serial
from briefing.pipeline.verbs import cluster as cluster_at_once
from briefing.types import Article, Reading

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Make = Callable[..., Order]


@dataclass(frozen=True)
class Ball:
    """Something with a time; balls of one color belong together when at most ``WINDOW`` days lie between two."""

    seconds: float
    color: int


WINDOW = 3


class Finding:
    """Finds balls of one color in runs without a gap; remembers how many it was shown at most."""

    def __init__(self) -> None:
        self.most = 0

    def __call__(self, balls: Sequence[Ball]) -> Found:
        self.most = max(self.most, len(balls))
        parts: dict[int, list[list[int]]] = defaultdict(list)
        for place, ball in enumerate(balls):
            runs = parts[ball.color]
            if runs and ball.seconds - balls[runs[-1][-1]].seconds <= WINDOW * DAY:
                runs[-1].append(place)
            else:
                runs.append([place])
        return Found([run for runs in parts.values() for run in runs], lambda part: [part])


def balls(days: Iterable[float], colors: int) -> list[Ball]:
    chance = random.Random(3)
    return [Ball(day * DAY, chance.randrange(colors)) for day in days]


@given(st.lists(st.floats(0, 400), max_size=40), st.integers(1, 4))
def test_windows_find_what_all_at_once_has(days: list[float], colors: int) -> None:
    """However the items lie in time, the groups are those of all items together, and each item is in one of them."""
    many = balls(sorted(days * 20), colors)
    found = list(settled(many, Finding(), WINDOW))
    assert sorted(map(hash, map(tuple, found))) == sorted(map(hash, map(tuple, at_once(many, Finding()))))


def test_what_is_held_does_not_grow_with_the_days() -> None:
    """Of a hundred a day those of two windows are looked at, after ten days and after a hundred."""
    most = []
    for days in (10, 100):
        finding = Finding()
        assert sum(map(len, settled(balls((n / 100 for n in range(100 * days)), 1000), finding, WINDOW))) == 100 * days
        most.append(finding.most)
    assert most[0] <= most[1] <= 4 * WINDOW * 100


def test_a_chain_without_an_end_is_parted() -> None:
    """What each day goes on is no reason to hold all of it: beyond ``late`` it is closed as it is, and goes on anew."""
    finding = Finding()
    chain = balls(range(4000), 1)
    found = list(settled(chain, finding, WINDOW, late=50))
    assert [ball for group in found for ball in group] == chain
    assert len(found) > 4
    assert finding.most <= 2 * STEP


def texts_of(count: int) -> list[str]:
    chance = random.Random(5)
    return [" ".join(chance.choices([f"word{n}" for n in range(80)], k=60)) for _ in range(count)]


def test_words_weigh_what_they_weigh_among_all_articles() -> None:
    """Vectors of a few articles are as alike as in the vectors of all of them, where the words of all were counted."""
    texts = [*texts_of(40), "", "of"]
    counts = [Counts.of(WORD.findall(text)) for text in texts]
    rarity = Rarity()
    for each in counts:
        rarity.add(each)
    whole = weighted(WORD.findall(text) for text in texts)
    few = rarity.vectors(counts[30:])
    assert np.allclose((few @ few.T).toarray(), (whole[30:] @ whole[30:].T).toarray(), atol=1e-6)
    assert few.shape[0] == len(texts) - 30


def test_counts_are_packed_and_unpacked() -> None:
    """What was written down of an article is what was counted; words of a title count twice, and none more than can be told."""
    counted = words(Article("", "Wall wall", "The wall " + "again " * 70_000, "A"))
    again = Counts.unpacked(counted.packed)
    assert np.array_equal(again.numbers, counted.numbers)
    assert sorted(again.times.tolist()) == [1, 5, 65_535]
    assert len(Counts.unpacked(Counts.of([]).packed).numbers) == 0


def printed(number: int, text: str, day: float, url: str = "") -> Text:
    when = NOON + timedelta(days=day)
    return Text(number, when.timestamp(), Article(url or f"https://{number}.example/", "T", text, "A", when))


def numbers(found: Iterable[Sequence[Text]]) -> list[list[int]]:
    return sorted([each.number for each in group] for group in found)


def test_copies_are_those_of_some_days() -> None:
    """A text that is printed again a day later is a copy, the whole text before its excerpts; a year later it is none."""
    whole = archives.text(1)
    excerpt = whole[: int(len(whole) * 0.7)]
    stream = [printed(1, excerpt, 0), printed(2, whole, 1), printed(3, archives.text(2), 1.5), printed(4, whole, 366)]
    assert numbers(settled(stream, copies(WINDOW), WINDOW)) == [[2, 1], [3], [4]]
    assert numbers(at_once(stream, copies(WINDOW))) == [[2, 1], [3], [4]]


def test_what_is_alike_to_a_later_one_alone_is_no_copy() -> None:
    """Two that are only both alike to one of another year do not become copies of each other."""
    first, second = archives.text(1), archives.text(2)
    stream = [printed(1, first, 0), printed(2, second, 1), printed(3, f"{first} {second}", 300)]
    assert numbers(at_once(stream, copies(1000))) == [[3, 1, 2]], "the third is alike to both"
    assert numbers(at_once(stream, copies(WINDOW))) == [[1], [2], [3]]


@pytest.fixture
def make(tmp_path: Path, quick: Path) -> Make:
    """Makes the order to cluster rows, into a file of this name."""

    def order(rows: Iterable[object], into: str = "out.jsonl", batch: int = 5, **values: Any) -> Order:
        path = archives.write(tmp_path / "in.jsonl", rows)
        out = tmp_path / into
        options = settings({"encoder": {"model": str(quick)}, **values})
        return Order(Inputs.of([path], out), Place(out), options, batch=batch)

    return order


def rows_of(articles: Iterable[Article]) -> list[dict[str, Any]]:
    return [
        {"url": a.url, "title": a.title, "text": a.text, "source": a.source, "language": a.language}
        | ({"published": a.published.isoformat()} if a.published else {})
        for a in articles
    ]


def months(newsroom: Reading, count: int) -> list[Article]:
    """The dated articles of the newsroom, and again after each month as other articles."""
    dated = [article for article in newsroom if article.published and not article.missing]
    return [
        replace(article, url=f"{article.url}?{month}", published=article.published + timedelta(days=30 * month))
        for month in range(count)
        for article in dated
        if article.published
    ]


def stories(order: Order) -> dict[str, set[str]]:
    """The addresses in each story, by its id."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in archives.read(order.place.path):
        found[row["story"]].add(row["url"])
    return found


class Stopping(Serial):
    """An engine that is stopped after so many batches of texts to encode; it counts those that it did."""

    def __init__(self, after: int = 1000) -> None:
        super().__init__()
        self.after, self.encoded = after, 0

    def map(self, open_: Any, batches: Iterable[Any]) -> Iterator[Any]:
        for result in super().map(open_, batches):
            if isinstance(result, np.ndarray):
                if self.encoded == self.after:
                    raise KeyboardInterrupt
                self.encoded += 1
            yield result


def test_the_stories_are_those_of_all_articles_at_once(newsroom: Reading, make: Make, quick: Path) -> None:
    """Months of articles have the stories that clustering all of them together finds, each row with its own."""
    articles = months(newsroom, 3)
    order = make(rows_of(articles))
    report = cluster(order, Serial())
    together = cluster_at_once(articles[: len(articles) // 3], encoder=Encoder(str(quick)))
    expected = {
        frozenset(
            re.sub(r"\?0$", f"?{month}", url)
            for article in story.articles
            for url in (article.url, *(copy.url for copy in article.copies))
        )
        for story in together
        for month in range(3)
    }
    assert set(map(frozenset, stories(order).values())) == expected
    assert (report.articles, report.stories, report.rejected) == (len(articles), len(expected), 0)
    assert report.several == sum(len(story) > 1 for story in expected)
    assert report.largest == max(map(len, expected))
    assert report.copies == 3 * sum(len(article.copies) for story in together for article in story.articles)


def test_many_articles_of_a_day_are_compared_with_their_neighbors(
    newsroom: Reading, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are more than are compared all with all, the stories are the same."""
    order = make(rows_of(months(newsroom, 1)))
    cluster(order, Serial())
    exact = order.place.path.read_bytes()
    monkeypatch.setattr(grouping, "ALL_PAIRS", 5)
    cluster(order, Serial())
    assert order.place.path.read_bytes() == exact


def test_the_order_of_the_rows_does_not_matter(newsroom: Reading, make: Make) -> None:
    """The same articles in another order, undated ones among them, are the same output to the byte: the earliest first."""
    rows = [*rows_of(months(newsroom, 2)), *({**archives.row(n), "published": None} for n in range(9))]
    order = make(rows)
    cluster(order, Serial())
    first = order.place.path.read_bytes()
    times = [row["published"] for row in archives.read(order.place.path)]
    assert times == [*sorted(filter(None, times)), *[None] * 9]
    random.Random(1).shuffle(rows)
    cluster(make(rows), Serial())
    assert order.place.path.read_bytes() == first


def test_a_story_keeps_its_id_when_it_grows(make: Make) -> None:
    """The id comes from the story's first article: what was published later does not change it, another archive neither."""
    rows = [archives.row(1, published="2026-03-01"), archives.row(9, published="2026-03-02"), archives.row(20)]
    order = make(rows[:1])
    cluster(order, Serial())
    (alone,) = stories(order)
    cluster(make(rows), Serial())
    assert rows[0]["url"] in stories(order)[alone]
    assert max(map(len, stories(order).values())) > 1
    assert re.fullmatch("[0-9a-f]{16}", alone)


def test_a_copy_names_what_it_is_a_copy_of(make: Make) -> None:
    """It is in the story of that article; all others name nothing."""
    copy = archives.row(2, text=archives.text(1), source="Other Post", published="2026-03-02T09:00:00Z")
    order = make([archives.row(1), copy, archives.row(12)])
    assert cluster(order, Serial()).copies == 1
    first, second, other = archives.read(order.place.path)
    assert (first["copy_of"], second["copy_of"], other["copy_of"]) == ("", first["url"], "")
    assert second["story"] == first["story"]
    assert list(first) == ["url", "title", "source", "published", "story", "copy_of"]


def test_undated_articles_are_compared_with_each_other_alone(make: Make) -> None:
    """They come last; what they tell together is a story, and no dated article is in it."""
    same = [archives.row(n, title="Flood in Ashford", text=f"{archives.text(0)} {n}.") for n in range(3)]
    order = make([{**same[0], "published": None}, same[1], {**same[2], "published": "soon"}])
    report = cluster(order, Serial())
    assert (report.undated, report.articles) == (2, 3)
    assert sorted(stories(order).values(), key=len) == [{same[1]["url"]}, {same[0]["url"], same[2]["url"]}]


def test_every_row_is_an_article_or_has_a_reason(make: Make) -> None:
    """What is no article lies beside the output; an old file of such rows goes with the run that has none."""
    order = make([archives.row(1), "no json", archives.row(1, title="Again"), {"title": "T", "text": ""}])
    report = cluster(order, Serial())
    assert (report.articles, report.rejected) == (1, 3)
    assert [row["reason"].split(":")[0] for row in archives.read(order.place.rejected)] == [
        "no JSON", "its address was there before", "no article"
    ]  # fmt: skip
    cluster(make([archives.row(1)]), Serial())
    assert not order.place.rejected.exists()


def test_an_archive_of_nothing_is_no_error(make: Make) -> None:
    """No rows come out, and a Parquet file has its columns all the same."""
    order = make(["no json"], into="out.parquet")
    report = cluster(order, Serial())
    assert (report.articles, report.stories, report.largest, report.first) == (0, 0, 0, None)
    assert pq.read_table(order.place.path).column_names == ["url", "title", "source", "published", "story", "copy_of"]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_run_that_is_stopped_goes_on_where_it_was(make: Make, after: int) -> None:
    """What is encoded is not encoded again, and the result is the same to the byte."""
    rows = [*(archives.row(number) for number in range(20)), "no json"]
    whole = make(rows, into="whole.jsonl")
    cluster(whole, Serial())
    order = make(rows)
    with pytest.raises(KeyboardInterrupt):
        cluster(order, Stopping(after))
    assert not order.place.path.exists()
    engine, told = Stopping(), list[Pace]()
    report = cluster(order, engine, told.append)
    assert (report.encoded_before, engine.encoded) == (5 * after, 4 - after)
    assert Pace("Encoding", 5 * after) in told
    for one, other in ((order.place.path, whole.place.path), (order.place.rejected, whole.place.rejected)):
        assert one.read_bytes() == other.read_bytes()
    assert not order.place.parts.exists()


def test_a_run_that_is_stopped_while_it_reads_begins_again(make: Make) -> None:
    """Of half an archive nothing is taken over: every article is there once."""

    class Unread(Serial):
        def map(self, open_: Any, batches: Iterable[Any]) -> Iterator[Any]:
            yield from (result for result, _ in zip(super().map(open_, batches), range(1), strict=False))
            raise KeyboardInterrupt

    order = make([archives.row(number) for number in range(100)])
    with pytest.raises(KeyboardInterrupt):
        cluster(order, Unread())
    assert cluster(order, Serial()).articles == 100
    assert len({row["url"] for row in archives.read(order.place.path)}) == 100


def test_what_another_run_has_encoded_is_not_taken(make: Make) -> None:
    """Another window of days is another run: an error that says how to begin anew, and then it does."""
    rows = [archives.row(number) for number in range(20)]
    with pytest.raises(KeyboardInterrupt):
        cluster(make(rows), Stopping(1))
    other = make(rows, stories={"window": 5})
    with pytest.raises(OutputError, match="other settings") as caught:
        cluster(other, Serial())
    assert "--restart" in caught.value.remedy
    assert cluster(replace(other, restart=True), Serial()).encoded_before == 0


def test_one_run_at_a_time_is_at_work_on_an_output(make: Make) -> None:
    """The second is told so and does nothing."""
    order = make([archives.row(1)])
    with workspace.workspace(order.place, order.run), pytest.raises(LockedError, match="another run is at work"):
        cluster(order, Serial())


def test_a_file_that_is_no_shelf_is_told(make: Make) -> None:
    """What SQLite cannot read is an error of ours, with a remedy."""
    order = make([archives.row(n) for n in range(20)])
    with pytest.raises(KeyboardInterrupt):
        cluster(order, Stopping(0))
    for file in order.place.parts.glob("articles.db*"):
        file.write_bytes(b"no database at all" * 100)
    with pytest.raises(OutputError, match=r"articles\.db cannot be used"):
        cluster(order, Serial())
    assert cluster(replace(order, restart=True), Serial()).articles == 20


def test_a_rehearsal_writes_nothing(make: Make) -> None:
    """It counts what there is and says how fast this computer encodes."""
    order = make([archives.row(1), "no json", {**archives.row(2), "published": None}])
    rehearsal = rehearse(order)
    assert (rehearsal.articles, rehearsal.rejected, rehearsal.undated) == (2, 1, 1)
    assert rehearsal.rate > 0
    assert rehearsal.seconds(2) == pytest.approx(2 / rehearsal.rate / 2)
    assert [each.name for each in order.place.path.parent.iterdir()] == ["in.jsonl"]


def test_the_newsroom_has_its_stories(make: Make) -> None:
    """With the built-in encoder, the flood of Harrow Quay is one story of many outlets, and each row is told once."""
    order = make(archives.read(NEWSROOM))
    order = replace(order, options=settings({}))
    report = cluster(order, Serial())
    found = stories(order)
    assert sum(map(len, found.values())) == report.articles
    assert len([url for url in max(found.values(), key=len) if "harrow-quay" in url or "flood" in url]) >= 4

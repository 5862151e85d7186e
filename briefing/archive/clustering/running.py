"""A whole archive to stories: read | find copies | encode | find stories | write, and a killed run goes on where it was."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.archive import output
from briefing.archive.addresses import Addresses, addresses
from briefing.archive.admission import Admitted, Rejected, judged
from briefing.archive.clustering.grouping import Likeness, Text, copies
from briefing.archive.clustering.noting import Noting, Rows
from briefing.archive.clustering.report import Clustered, ClusterRehearsal
from briefing.archive.clustering.shelf import Shelf, StoryRow, shelf
from briefing.archive.clustering.windows import Find, Item, at_once, settled
from briefing.archive.clustering.words import Rarity
from briefing.archive.output import Place
from briefing.archive.pace import Pace, Stopwatch, Watch, left, unwatched
from briefing.archive.reading import Inputs
from briefing.archive.report import Count, ended, kind_of
from briefing.archive.workspace import ADDRESSES, ARTICLES, Run, code, workspace
from briefing.cluster.linkage import Rule
from briefing.config import Settings
from briefing.embed import Encoder, Progress, Vectors
from briefing.likeness import gist
from briefing.parallel import Engine

READ, COPIES, STORIES = "read", "copies", "stories"  # phases that are done as a whole
ROWS = 64  # of the input that a worker is given at once: 0.3 MB of text; chosen
BATCH = 2048  # articles that are encoded before their vectors are written down, and may be lost by a kill; chosen
SAMPLE = 256  # articles that a rehearsal encodes; chosen
UNDATED = 20_000  # undated articles that are compared with each other: as many of one day took 620 MB
LOOK = 0.2  # seconds between two looks at how far it is; chosen


@dataclass(frozen=True)
class Order:
    """What is to be clustered, by which settings, where the rows go, and how many articles' vectors are written down together."""

    inputs: Inputs
    place: Place
    options: Settings
    restart: bool = False
    batch: int = BATCH

    @property
    def rule(self) -> Rule:
        return Rule(self.options.stories.threshold, self.options.stories.window)

    @property
    def run(self) -> Run:
        """What that which is kept of it depends on."""
        encoder = Encoder(self.options.encoder.model).identity
        settings = f"{encoder}, {self.rule.window_days:g} days, {self.rule.threshold:g}"
        return Run("cluster", self.inputs.fingerprint, settings, code())


def cluster(order: Order, engine: Engine, watch: Watch = unwatched) -> Clustered:
    """A row for each article of an archive, with its story, at the place of the order; and what the run came to.

    An error or a kill leaves what is done to the next run of the same order.
    """
    begun = time.monotonic()
    with workspace(order.place, order.run, restart=order.restart) as folder, shelf(folder / ARTICLES) as articles:
        _read(order, articles, engine, watch)
        _find_copies(order, articles, watch)
        before, rate = articles.encoded, _encode(order, articles, engine, watch)
        _find_stories(order, articles, watch)
        reasons = _write(order, articles, watch)
        return ended(_report(order, articles, reasons, before, rate), order.place, begun)


def rehearse(order: Order, watch: Watch = unwatched) -> ClusterRehearsal:
    """What a run of the order would come to, from reading all rows and encoding some; nothing is written."""
    reasons, articles, undated = Counter[str](), 0, 0
    sample: list[Admitted] = []
    with TemporaryDirectory() as folder, addresses(Path(folder, ADDRESSES)) as known:
        for rows in _batches(order, known):
            admitted = [row for row in rows if isinstance(row, Admitted)]
            reasons.update(kind_of(row.reason) for row in rows if isinstance(row, Rejected))
            articles += len(admitted)
            undated += sum(each.article.published is None for each in admitted)
            sample += admitted[: SAMPLE - len(sample)]
            watch(Pace("Reading", articles, reasons.total()))
    return ClusterRehearsal(
        articles=articles,
        rejected=reasons.total(),
        reasons=Count.all(reasons),
        undated=undated,
        rate=_rate(order, sample),
    )


def _rate(order: Order, sample: Sequence[Admitted]) -> float:
    """Articles/s that one worker encodes, once it has loaded what it needs; 0 where there is none to try."""
    if not sample:
        return 0.0
    encoder = Encoder(order.options.encoder.model)
    encoder.encode(["begin"])
    begun = time.monotonic()
    encoder.encode([text for each in sample for text in (gist(each.article), each.article.title)])
    return round(len(sample) / max(time.monotonic() - begun, 1e-6), 1)


def _batches(order: Order, known: Addresses) -> Iterator[Rows]:
    """The rows of the input, some at once."""
    rows = judged(order.inputs.rows(), known)
    while batch := tuple(islice(rows, ROWS)):
        yield batch


def _read(order: Order, articles: Shelf, engine: Engine, watch: Watch) -> None:
    """Put what clustering needs of the articles on the shelf, each at its place in time."""
    if articles.has(READ):
        return
    articles.clear()
    course, done, rejected = _Course("Reading", watch), 0, 0
    with addresses(order.place.parts / ADDRESSES) as known:
        for notes in engine.map(Noting(), _batches(order, known)):
            articles.note(notes)
            rejected += sum(isinstance(each, Rejected) for each in notes)
            done += len(notes)
            course.at(done - rejected, done / (order.inputs.fraction or 1.0) - rejected, rejected)
    with articles.writing(READ):
        articles.sort()


def _find_copies(order: Order, articles: Shelf, watch: Watch) -> None:
    """Mark each article that is a copy of another."""
    if articles.has(COPIES):
        return
    course, done, total = _Course("Finding copies", watch), 0, articles.count
    with articles.writing(COPIES):
        for original, *others in _grouped(articles, articles.texts, copies(order.rule.window_days), order):
            articles.keep_copies(original.number, [each.number for each in others])
            done += 1 + len(others)
            course.at(done, total)


def _encode(order: Order, articles: Shelf, engine: Engine, watch: Watch) -> float:
    """Vectors for all that are no copies and have none; how many articles/s that were."""
    encoder = Encoder(order.options.encoder.model, engine=engine)
    course, done = _Course("Encoding", watch, articles.encoded), 0
    total = articles.count - articles.copied - articles.encoded
    waiting = articles.texts(range(articles.last_encoded + 1, articles.count + 1), originals=True)
    while batch := list(islice(waiting, order.batch)):
        gists, titles = _vectors(encoder, batch, course.beyond(done, total))
        with articles.writing():
            articles.keep_vectors([each.number for each in batch], gists, titles)
        done += len(batch)
        course.at(done, total)
    return round(course.rate, 1)


def _vectors(encoder: Encoder, texts: Sequence[Text], progress: Progress) -> tuple[Vectors, Vectors]:
    both = encoder.encode([gist(each.article) for each in texts] + [each.article.title for each in texts], progress)
    return both[: len(texts)], both[len(texts) :]


def _find_stories(order: Order, articles: Shelf, watch: Watch) -> None:
    """Put the articles that are no copies into their stories."""
    if articles.has(STORIES):
        return
    likeness = _likeness(order, articles, watch)
    course, done, total = _Course("Finding stories", watch), 0, articles.encoded
    with articles.writing(STORIES):
        for story in _grouped(articles, articles.measured, likeness.find, order):
            articles.keep_story([each.number for each in story])
            done += len(story)
            course.at(done, total)


def _likeness(order: Order, articles: Shelf, watch: Watch) -> Likeness:
    """How alike articles are by what is rare among all of them."""
    words, names = Rarity(), Rarity()
    course, total = _Course("Counting words", watch), articles.encoded
    for done, each in enumerate(articles.measured(range(1, articles.count + 1)), 1):
        words.add(each.words)
        names.add(each.names)
        course.at(done, total)
    return Likeness(order.rule, words, names)


def _grouped(
    articles: Shelf, items: Callable[[range], Iterator[Item]], find: Find[Item], order: Order
) -> Iterator[list[Item]]:
    """The groups of all articles: of those with a time in its order, of undated ones some at once."""
    dated, count = articles.dated, articles.count
    spans = (range(start, min(start + UNDATED, count + 1)) for start in range(dated.stop, count + 1, UNDATED))
    undated = (at_once(list(items(span)), find) for span in spans)
    return chain(settled(items(dated), find, order.rule.window_days), chain.from_iterable(undated))


def _write(order: Order, articles: Shelf, watch: Watch) -> Counter[str]:
    """Write the rows in the order of time, and what was rejected beside them, which is counted by its reasons."""
    course, total, reasons = _Course("Writing", watch), articles.count, Counter[str]()
    order.place.rejected.unlink(missing_ok=True)
    if articles.rejections:
        with output.rows(order.place.rejected, Rejected) as reject:
            for rejected in articles.rejected():
                reject(rejected)
                reasons[kind_of(rejected.reason)] += 1
    with output.rows(order.place.path, StoryRow) as write:
        for done, row in enumerate(articles.stories(), 1):
            write(row)
            course.at(done, total)
    return reasons


def _report(order: Order, articles: Shelf, reasons: Counter[str], before: int, rate: float) -> Clustered:
    return Clustered(
        output=str(order.place.path),
        inputs=order.inputs.locations,
        encoder=order.options.encoder.model,
        window_days=order.rule.window_days,
        threshold=order.rule.threshold,
        articles=articles.count,
        rejected=reasons.total(),
        reasons=Count.all(reasons),
        rate=rate,
        encoded_before=before,
        **asdict(articles.tally()),
    )


class _Course:
    """Tells how far a phase is, and how fast it goes, as often as somebody can look; ``before`` was done by an earlier run."""

    def __init__(self, phase: str, watch: Watch, before: int = 0) -> None:
        self._phase, self._watch, self._before = phase, watch, before
        self._done, self._told, self._stopwatch = 0, 0.0, Stopwatch()
        self._stopwatch.start()
        watch(Pace(phase, before))

    def beyond(self, done: int, total: int) -> Progress:
        """What the encoder may tell of the two texts of each article that it does besides those that are done."""
        return lambda texts, _: self.at(done + texts // 2, total)

    @property
    def rate(self) -> float:
        """Articles/s of this run."""
        return self._done / max(self._stopwatch.seconds, 1e-6)

    def at(self, done: int, total: float, rejected: int = 0) -> None:
        """So many articles are done in this run, of ``total`` that there are for it."""
        self._done = done
        if self._stopwatch.seconds - self._told >= LOOK:
            self._told = self._stopwatch.seconds
            self._watch(Pace(self._phase, self._before + done, rejected, self.rate, left(done, total, self.rate)))

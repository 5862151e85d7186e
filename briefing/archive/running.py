"""A whole archive to summaries: read | cut into parts | summarize each | put together, and a killed run goes on where it was."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.archive import output
from briefing.archive.addresses import Addresses, addresses
from briefing.archive.admission import Admitted, Rejected, judged
from briefing.archive.output import Place, Write
from briefing.archive.pace import Pace, Stopwatch, Watch, left, unwatched
from briefing.archive.parts import Parts
from briefing.archive.reading import Inputs
from briefing.archive.report import Count, Summarized, SummaryRehearsal, ended, kind_of
from briefing.archive.summarizing import Finished, Part, Summarizing, SummaryRow
from briefing.archive.workspace import ADDRESSES, Run, code, workspace
from briefing.parallel import Engine, Serial

# Rows that are finished together, which is what a kill costs of each worker. On a processor more are no faster: a batch of the encoder
# is 512 sentences, those of 20 articles; on a GPU it is those of 1,300 articles. Fewer than 5,000 articles are shared out more evenly. Chosen
PART = 100
SAID = 1000  # rows between two words on what is read again; chosen


@dataclass(frozen=True)
class Order:
    """What is to be summarized, by whom, where the rows go, and how many rows of the input are a part."""

    inputs: Inputs
    place: Place
    work: Summarizing
    part: int = PART
    restart: bool = False

    @property
    def run(self) -> Run:
        """What its parts depend on."""
        return Run("summarize", self.inputs.fingerprint, f"{self.work.settings}, parts of {self.part}", code())


def summarize(order: Order, engine: Engine, watch: Watch = unwatched) -> Summarized:
    """The rows of an archive as summaries at the place of the order, one for each article; and what the run came to.

    An error or a kill leaves what is finished to the next run of the same order.
    """
    begun = time.monotonic()
    with (
        workspace(order.place, order.run, restart=order.restart) as folder,
        addresses(folder / ADDRESSES) as known,
    ):
        shift = _Shift(order, Parts(folder), watch)
        for finished in engine.map(order.work, shift.waiting(known)):
            shift.keep(finished)
        return ended(_put_together(order, shift), order.place, begun)


def rehearse(order: Order, watch: Watch = unwatched) -> SummaryRehearsal:
    """What a run of the order would come to, from judging all rows and summarizing the first articles; nothing is written."""
    reasons, first = Counter[str](), list[Admitted]()
    articles = 0
    with TemporaryDirectory() as folder, addresses(Path(folder, ADDRESSES)) as known:
        for row in judged(order.inputs.rows(), known):
            if isinstance(row, Rejected):
                reasons[kind_of(row.reason)] += 1
            else:
                articles += 1
                if len(first) < order.part:
                    first.append(row)
            if (articles + reasons.total()) % SAID == 0:
                watch(Pace("Reading", articles, reasons.total()))
    parts, rate = -(-(articles + reasons.total()) // order.part), _rate(order, tuple(first))
    return SummaryRehearsal(
        articles=articles, rejected=reasons.total(), reasons=Count.all(reasons), parts=parts, rate=rate
    )


def _rate(order: Order, articles: tuple[Admitted, ...]) -> float:
    """Articles/s of one worker, once it has loaded what it needs; 0 where there is none to try."""
    if not articles:
        return 0.0
    results = Serial().map(order.work, [Part(1, articles[:1]), Part(2, articles)])
    next(results)
    begun = time.monotonic()
    return round(len(next(results).summaries) / max(time.monotonic() - begun, 1e-6), 1)


def _cut(order: Order, known: Addresses) -> Iterator[Part]:
    """The rows of the input in parts."""
    rows = judged(order.inputs.rows(), known)
    number = 0
    while part := tuple(islice(rows, order.part)):
        number += 1
        yield Part(number, part)


class _Shift:
    """One run at work: which parts wait, and how far it is."""

    def __init__(self, order: Order, parts: Parts, watch: Watch) -> None:
        self.parts = parts
        self.count = 0  # parts that there are
        self._order, self._watch, self._stopwatch = order, watch, Stopwatch()
        self._read = self._before = 0  # rows; those before are of parts that an earlier run has finished
        self._articles = self._rejected = 0  # in finished parts
        self._own = 0  # articles that this run has summarized

    @property
    def rate(self) -> float:
        """Articles/s of this run, without the time that it took to come to the first part that waits."""
        return self._own / seconds if (seconds := self._stopwatch.seconds) else 0.0

    def waiting(self, known: Addresses) -> Iterator[Part]:
        """The parts that are not finished."""
        for part in _cut(self._order, known):
            self.count = part.number
            self._read += len(part.rows)
            if self.parts.has(part.number):
                self._pass(part)
                continue
            self._stopwatch.start()
            yield part

    def _pass(self, part: Part) -> None:
        articles = sum(isinstance(row, Admitted) for row in part.rows)
        self._articles += articles
        self._rejected += len(part.rows) - articles
        self._before += len(part.rows)
        if self._before % SAID < len(part.rows):
            self._watch(Pace("Finding what is finished", self._articles, self._rejected))

    def keep(self, finished: Finished) -> None:
        """A part came back."""
        self.parts.keep(finished)
        self._own += len(finished.summaries)
        self._articles += len(finished.summaries)
        self._rejected += len(finished.rejected)
        done, seconds = self._articles + self._rejected, self._stopwatch.seconds
        rows = self._read / (self._order.inputs.fraction or 1.0)  # that there are in all, as it looks
        time_left = left(done, rows, (done - self._before) / seconds if seconds else 0.0)
        self._watch(Pace("Summarizing", self._articles, self._rejected, self.rate, time_left))

    def writing(self, done: int) -> None:
        """So many articles are put together."""
        self._watch(Pace("Writing", done))


def _put_together(order: Order, shift: _Shift) -> Summarized:
    """Write the rows of all parts in their order, and what was rejected beside them; tell what it came to."""
    tally = _Tally()
    order.place.rejected.unlink(missing_ok=True)
    with output.rows(order.place.path, SummaryRow) as write, ExitStack() as beside:
        reject: Write | None = None
        for number in range(1, shift.count + 1):
            finished = shift.parts.finished(number)
            tally.problems.update(dict.fromkeys(map(str, finished.problems)))
            for row in finished.summaries:
                write(row)
                tally.add(row)
            for rejected in finished.rejected:
                reject = reject or beside.enter_context(output.rows(order.place.rejected, Rejected))
                reject(rejected)
                tally.reasons[kind_of(rejected.reason)] += 1
            shift.writing(tally.articles)
    return tally.report(order, shift)


class _Tally:
    """Counts what is put together."""

    def __init__(self) -> None:
        self.articles = self.words = self.undated = self.empty = 0
        self.reasons, self.writers = Counter[str](), Counter[str]()
        self.problems: dict[str, None] = {}

    def add(self, row: SummaryRow) -> None:
        self.articles += 1
        self.words += row.words
        self.undated += row.published is None
        self.empty += not row.sentences
        self.writers[row.writer] += 1

    def report(self, order: Order, shift: _Shift) -> Summarized:
        wished = order.work.options.writer
        return Summarized(
            output=str(order.place.path),
            inputs=order.inputs.locations,
            writer=f"{wished.name} {wished.model}".strip(),
            length=str(order.work.options.brief.length),
            articles=self.articles,
            rejected=self.reasons.total(),
            reasons=Count.all(self.reasons),
            writers=Count.all(self.writers),
            undated=self.undated,
            empty=self.empty,
            words=self.words,
            mean_words=round(self.words / max(1, self.articles), 1),
            parts=shift.count,
            parts_before=shift.parts.before,
            rate=round(shift.rate, 1),
            problems=tuple(self.problems),
        )

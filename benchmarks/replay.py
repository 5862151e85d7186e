"""Sixty mornings as if they were live: what is new, what goes on, and whether anything is told as new twice.

python -m benchmarks.replay [--days 60] [--archive 600] [--store FILE]

The days of the stream are those that hold the most articles; texts of the archive are mixed in, their dates moved among them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from pathlib import Path

from benchmarks.corpora import articles, rows
from briefing.config import settings
from briefing.pipeline import Desk, choose, written
from briefing.store import MEMORY, Store
from briefing.text import canonical_url
from briefing.types import Article, Brief, Reading, Story

DAY = timedelta(days=1)
WINDOW = 2 * DAY  # what a morning reads
SETTINGS = {"store": "none", "brief": {"time_zone": "UTC"}}  # else the defaults


@dataclass
class Replay:
    """What came of it: a line for each story of each morning, how many had each status, and the last thread of each address.

    ``twice`` are articles that were told as new after they had been shown; ``lost`` those that were shown, and whose story has
    no thread; ``shown`` are the addresses that readers have met.
    """

    log: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    threads: dict[str, str] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """The hash of all that was told."""
        return hashlib.sha256("\n".join(self.log).encode(errors="replace")).hexdigest()


def replay(read: Sequence[Article], store: Store, name: str) -> Replay:
    """Every morning from the day after the first article on: what came in two days becomes a brief, which is shown.

    ``store`` remembers vectors; what is told is remembered under ``name``.
    """
    done = Replay()
    days = sorted({article.published.date() for article in read if article.published})
    count = (days[-1] - days[0]).days + 1 if days else 0
    desk = Desk(settings(SETTINGS), store, Path(name))
    for number in range(1, count + 1):
        now = datetime.combine(days[0], time(), UTC) + number * DAY
        here = [article for article in read if article.published and now - WINDOW <= article.published < now]
        day = choose(desk, now, Reading(tuple(here)))
        brief = written(desk, now, day)
        desk.shown(brief)
        _note(done, [verdict.story for verdict in day.verdicts], brief)
    return done


def _note(done: Replay, stories: Sequence[Story], brief: Brief) -> None:
    """Write the morning down, and what it did that it must not."""
    texts = {summary.story.id: summary.text for summary in brief.summaries}
    told = {story.id for story in brief.stories}
    for story in stories:
        done.statuses[story.status] += 1
        done.log.append(json.dumps([brief.id, story.id, story.thread_id, story.status, texts.get(story.id, "")]))
        addresses = _addresses(story)
        if story.status == "new":
            (done.twice if story.id in told else done.lost).extend(sorted(addresses & done.shown))
        done.threads |= dict.fromkeys(addresses, story.thread_id)
    done.shown |= {address for story in brief.stories for address in _addresses(story)}


def _addresses(story: Story) -> set[str]:
    own = {article.url for article in story.articles}
    return {canonical_url(url) for url in own | {copy.url for article in story.articles for copy in article.copies}}


def pairs(done: Replay, gold: Mapping[str, str], dates: Mapping[str, date]) -> tuple[int, int, int]:
    """Pairs of articles of different days in one gold story, in one thread, and in both."""
    counts = [0, 0, 0]
    for one, other in combinations(sorted(done.threads.keys() & gold.keys()), 2):
        if dates[one] != dates[other]:
            same = gold[one] == gold[other], done.threads[one] == done.threads[other]
            for place, is_so in enumerate((*same, all(same))):
                counts[place] += is_so
    return counts[0], counts[1], counts[2]


def kept(done: Replay, gold: Mapping[str, str], dates: Mapping[str, date]) -> tuple[int, int]:
    """How many gold stories go over several days, and how many of them are one thread."""
    members: dict[str, set[str]] = defaultdict(set)
    for address in done.threads.keys() & gold.keys():
        members[gold[address]].add(address)
    over_days = [each for each in members.values() if len({dates[address] for address in each}) > 1]
    return len(over_days), sum(len({done.threads[address] for address in each}) == 1 for each in over_days)


def stream(days: int) -> tuple[list[Article], dict[str, str]]:
    """The consecutive days of the stream that hold the most articles, and the gold story of each address."""
    read, gold = articles("stream"), [str(row["story"]) for row in rows("stream")]
    count = Counter(_day(article) for article in read)
    first = max(sorted(count), key=lambda day: sum(count[day + number * DAY] for number in range(days)))
    here = [place for place, article in enumerate(read) if timedelta(0) <= _day(article) - first < days * DAY]
    return [read[place] for place in here], {canonical_url(read[place].url): gold[place] for place in here}


def among(read: Sequence[Article], others: Sequence[Article]) -> list[Article]:
    """``others`` with their dates moved among those of ``read``, evenly and in their order, and all of them by date."""
    first, last = min(map(_day, read)), max(map(_day, read))
    span = (last - first).days + 1
    begin = datetime.combine(first, time(), UTC)
    moved = [replace(each, published=begin + number * span // len(others) * DAY) for number, each in enumerate(others)]
    return sorted([*read, *moved], key=lambda article: (_day(article), article.url))


def _day(article: Article) -> date:
    if article.published is None:
        raise ValueError(f"{article.url} has no date")
    return article.published.date()


def report(done: Replay, gold: Mapping[str, str], dates: Mapping[str, date]) -> str:
    """The figures, in words."""
    in_gold, in_thread, in_both = pairs(done, gold, dates)
    over_days, whole = kept(done, gold, dates)
    counts = ", ".join(f"{status} {count}" for status, count in sorted(done.statuses.items()))
    return (
        f"  stories               {counts}\n"
        f"  told as new twice     {len(done.twice)}\n"
        f"  known and without a thread  {len(done.lost)}\n"
        f"  pairs over days       precision {in_both / max(1, in_thread):.3f}, recall {in_both / max(1, in_gold):.3f}\n"
        f"  gold stories of several days  {over_days}, one thread: {whole}\n"
        f"  sha256 of the log     {done.digest}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--archive", type=int, default=600, help="texts of the archive that are mixed in")
    parser.add_argument("--store", type=Path, default=Path(MEMORY), help="where vectors are remembered")
    arguments = parser.parse_args()
    read, gold = stream(arguments.days)
    if arguments.archive:
        read = among(read, articles("archive", arguments.archive))
    dates = {canonical_url(article.url): _day(article) for article in read}
    with Store(arguments.store) as store:
        done, again = (replay(read, store, name) for name in ("first", "second"))
    print(f"{arguments.days} days, {len(read)} articles, {len(gold)} of them of the stream")
    print(report(done, gold, dates))
    print(f"  the second replay is  {'the same' if done.digest == again.digest else 'ANOTHER'}")
    if done.twice or done.lost or done.digest != again.digest:
        sys.exit("the replay is not as it should be")


if __name__ == "__main__":
    main()

"""How each source fares, remembered: last success, failures in a row, since when, and when it is asked again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from briefing.errors import BriefingError, FetchError, PasswordError
from briefing.store import Store, moment, stamp
from briefing.types import ELSEWHERE, Health, Source

FIRST_WAIT = timedelta(hours=1)  # after the first failure; chosen, so that a daily run never waits for it
LONGEST_WAIT = timedelta(days=7)  # between two attempts at a source that has long failed; chosen


def failed(health: Health, error: BriefingError, now: datetime) -> Health:
    """Its health after one more failure: asked again after 1, 2, 4 … hours, later where the server says so, at most a week.

    What lies on this machine does not rest: a folder, a program, a password that is missing are mended here, and cost no
    host a request. A new address that fails is forgotten: the old one is asked again where it leads.
    """
    failures = health.failures + 1
    wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    if isinstance(error, FetchError) and error.after:
        wait = max(wait, timedelta(seconds=min(error.after, LONGEST_WAIT.total_seconds())))
    gone = isinstance(error, FetchError) and error.status == 410
    rests = ELSEWHERE.match(health.location) and not is_ours(error)
    return replace(
        health, moved="", failures=failures, since=health.since or now, error=error.what.removeprefix(f"{health.location} "),
        remedy=error.remedy, again=now + wait if rests else None, gone=gone, new=0,
    )  # fmt: skip


def is_ours(error: BriefingError) -> bool:
    """Whether it was refused here, before any host was asked: a setting that is missing, a private address."""
    return isinstance(error, PasswordError) or (
        isinstance(error, FetchError) and not error.status and not error.temporary
    )


def succeeded(health: Health, now: datetime, new: int, moved: str = "") -> Health:
    """Its health after an answer with so many new articles."""
    return Health(health.source, health.location, success=now, new=new, moved=moved or health.moved)


def is_due(health: Health, now: datetime) -> bool:
    """Whether it is to be asked now: a source that fails is asked less and less, one that ended not at all."""
    return not health.gone and (health.again is None or health.again <= now)


class HealthBook:
    """The health of all sources, in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, sources: Sequence[Source]) -> list[Health]:
        """The health of each source, in their order."""
        with self._store.reading() as connection:
            rows = {row["source"]: row for row in connection.execute("SELECT * FROM health")}
        return [_health(source, rows.get(source.key)) for source in sources]

    def keep(self, health: Health, now: datetime) -> None:
        """Write down how a source fares."""
        times = {"tried": now, "success": health.success, "since": health.since, "again": health.again}
        values = asdict(health) | {name: time and stamp(time) for name, time in times.items()}
        with self._store.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO health VALUES (:location, :source, :tried, :success, :failures, :since, :error, :remedy, :again,"
                " :gone, :moved, :new)",
                values,
            )

    def forget(self, keys: Sequence[str]) -> None:
        """Forget how these sources fared: they are asked again as if for the first time."""
        with self._store.writing() as connection:
            connection.executemany("DELETE FROM health WHERE source = ?", [(key,) for key in keys])


def _health(source: Source, row: sqlite3.Row | None) -> Health:
    if row is None:
        return Health(source.label, source.key)
    return Health(
        source=source.name or row["name"],
        location=source.key,
        success=moment(row["success"]),
        failures=row["failures"],
        since=moment(row["since"]),
        error=row["error"],
        remedy=row["remedy"],
        again=moment(row["again"]),
        gone=bool(row["gone"]),
        moved=row["moved"],
        new=row["new"],
    )

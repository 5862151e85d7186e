"""What went to whom: an edition is written down with its recipients before anything goes out, and each that it reached after."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

from briefing.errors import DeliveryError
from briefing.store import Store, moment, stamp
from briefing.types import Delivery, Handed, Parcel, Recipient

FIRST_PAUSE = timedelta(minutes=1)  # after the first failure, then 2, 4, 8 …; chosen: greylisting wants 1 to 5 minutes
LONGEST_PAUSE = timedelta(hours=4)  # chosen
STALE = timedelta(days=3)  # an edition that did not go out by then is news of the past; chosen
KEPT = timedelta(days=30)  # how long the rendered parts of an edition are kept; chosen

REPORT = "report:"  # before the name of an edition: what its owner is told of it; no edition has a colon


class Ledger:
    """The deliveries of all editions, in the store. ``home`` is the briefing.toml that they are of, where several share it."""

    def __init__(self, store: Store, home: Path | None = None) -> None:
        self._store = store
        self._home = str(home.resolve()) if home else ""

    def keep(self, parcel: Parcel, recipients: Sequence[Recipient], now: datetime) -> None:
        """Write down an edition and who is to get it; what is there already stays as it is.

        It takes the place of what was still to go to them of earlier makings of it.
        """
        edition = (parcel.edition, parcel.title, parcel.date.isoformat(), parcel.language, stamp(now), self._home)
        replaced = [(recipient.key, parcel.edition, *_makings(parcel.edition)) for recipient in recipients]
        parts = [(parcel.edition, name, content) for name, content in parcel.parts.items()]
        deliveries = [(parcel.edition, recipient.key, recipient.label) for recipient in recipients]
        with self._store.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO editions VALUES (?, ?, ?, ?, ?, ?)", edition)
            connection.executemany("INSERT OR IGNORE INTO parts VALUES (?, ?, ?)", parts)
            connection.executemany(
                "INSERT OR IGNORE INTO deliveries (edition, recipient, label) VALUES (?, ?, ?)", deliveries
            )
            connection.executemany(
                "DELETE FROM deliveries WHERE sent IS NULL AND recipient = ? AND edition != ?"
                " AND (edition = ? OR edition GLOB ?)",
                replaced,
            )
            old = "DELETE FROM parts WHERE edition IN (SELECT id FROM editions WHERE made < ?)"
            connection.execute(old, (stamp(now - KEPT),))

    def parcel(self, edition: str) -> Parcel | None:
        """The edition as it was made; None where there is none of that name."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT * FROM editions WHERE id = ?", (edition,)).fetchone()
            parts = dict(connection.execute("SELECT name, content FROM parts WHERE edition = ?", (edition,)).fetchall())
        if row is None:
            return None
        return Parcel(row["id"], row["title"], datetime.fromisoformat(row["date"]), row["language"], parts)

    def other_home(self, edition: str) -> str:
        """The briefing.toml that the edition is of, where that is another one than ours."""
        with self._store.reading() as connection:
            query = "SELECT home FROM editions WHERE id = ? AND home != ?"
            row = connection.execute(query, (edition, self._home)).fetchone()
        return (row["home"] or "a program") if row else ""

    def is_past(self, edition: str, now: datetime) -> bool:
        """Whether it was made so long ago that nobody is sent it any more."""
        with self._store.reading() as connection:
            query = "SELECT 1 FROM editions WHERE id = ? AND made < ?"
            return connection.execute(query, (edition, stamp(now - STALE))).fetchone() is not None

    def latest(self, edition: str) -> str:
        """The name of the newest that was made of this edition: itself, or the last one that was sent anew."""
        with self._store.reading() as connection:
            count = connection.execute("SELECT count(*) FROM editions WHERE id = ? OR id GLOB ?", _makings(edition))
            number = count.fetchone()[0]
        return f"{edition}.{number}" if number > 1 else edition

    def anew(self, edition: str) -> str:
        """The name for making this edition once more: ``morning-2026-10-15.2``."""
        last = self.latest(edition)
        if self.parcel(last) is None:
            return last
        return f"{edition}.{int(last.removeprefix(edition).removeprefix('.') or 1) + 1}"

    def deliveries(self, edition: str) -> list[Delivery]:
        """How far the edition is with each of its recipients: the last making of it that each was to get."""
        with self._store.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM deliveries WHERE edition = ? OR edition GLOB ? ORDER BY length(edition), edition",
                _makings(edition),
            )
            newest = {row["recipient"]: _delivery(row) for row in rows}
        return sorted(newest.values(), key=lambda delivery: delivery.label)

    def unsent(self, now: datetime, recipients: Collection[str] | None, failed: bool = False) -> list[Delivery]:
        """What has not reached these recipients (by their keys; anybody for None) and is not stale, the oldest edition first.

        ``failed``: also what was refused for good.
        """
        with self._store.reading() as connection:
            rows = connection.execute(
                "SELECT deliveries.* FROM deliveries JOIN editions ON editions.id = edition"
                " WHERE sent IS NULL AND made >= ? AND failed <= ? AND home = ? ORDER BY made, edition, recipient",
                (stamp(now - STALE), failed, self._home),
            )
            return [_delivery(row) for row in rows if recipients is None or row["recipient"] in recipients]

    def last(self, recipient: str) -> Delivery | None:
        """The newest delivery of a brief to a recipient; None where there was none."""
        with self._store.reading() as connection:
            row = connection.execute(
                "SELECT deliveries.* FROM deliveries JOIN editions ON editions.id = edition WHERE recipient = ?"
                " AND substr(edition, 1, ?) != ? ORDER BY made DESC, edition DESC LIMIT 1",
                (recipient, len(REPORT), REPORT),
            ).fetchone()
        return _delivery(row) if row else None

    def record(self, edition: str, handed: Handed, now: datetime) -> Delivery:
        """Write down how handing an edition over went."""
        with self._store.writing() as connection:
            key = (edition, handed.recipient.key)
            row = connection.execute("SELECT * FROM deliveries WHERE edition = ? AND recipient = ?", key).fetchone()
            delivery = tried(_delivery(row), handed.error, now)
            times = {name: time and stamp(time) for name, time in (("sent", delivery.sent), ("again", delivery.again))}
            connection.execute(
                "UPDATE deliveries SET label = :label, attempts = :attempts, sent = :sent, again = :again, failed = :failed,"
                " error = :error, remedy = :remedy WHERE edition = :edition AND recipient = :recipient",
                asdict(delivery) | times,
            )
        return delivery


def tried(delivery: Delivery, error: DeliveryError | None, now: datetime) -> Delivery:
    """The delivery after one more attempt: tried again by itself after 1, 2, 4 … minutes, unless it was refused for good."""
    attempts = delivery.attempts + 1
    if error is None:
        return replace(delivery, attempts=attempts, sent=now, again=None, failed=False, error="", remedy="")
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    again = now + pause if error.temporary else None
    return replace(
        delivery, attempts=attempts, again=again, failed=not error.temporary, error=error.what, remedy=error.remedy
    )


def _makings(edition: str) -> tuple[str, str]:
    """The name of an edition as it was first made, and the pattern of those it has where it was made anew."""
    first = re.sub(r"(?<=-\d\d)\.\d+$", "", edition)
    return first, f"{first}.*"


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(
        edition=row["edition"], recipient=row["recipient"], label=row["label"], attempts=row["attempts"], sent=moment(row["sent"]),
        again=moment(row["again"]), failed=bool(row["failed"]), error=row["error"], remedy=row["remedy"],
    )  # fmt: skip

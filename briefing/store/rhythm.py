"""How often outlets publish, from the articles of the last month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from briefing.store import Store, moment, stamp

MONTH = timedelta(days=30)
SHORTEST = timedelta(days=1)  # that a rate is taken over: three articles of one hour are no rush


def per_month(store: Store, now: datetime, names: Mapping[str, str] | None = None) -> dict[str, float]:
    """Articles in 30 days by outlet, reckoned from its oldest one of the last 30 days: a feed shows its newest alone.

    ``names`` are those that readers gave to sources, by the sources' keys: an outlet is kept by the name that it gives itself.
    """
    counted = "count(DISTINCT a.id), min(coalesce(a.published, a.seen))"
    recent = "coalesce(a.published, a.seen) BETWEEN ? AND ?"
    outlets = f"SELECT a.outlet, {counted} FROM articles a WHERE {recent} GROUP BY a.outlet"  # noqa: S608 - no value in it
    sources = f"SELECT e.source, {counted} FROM articles a JOIN entries e ON e.article = a.id WHERE {recent} GROUP BY e.source"  # noqa: S608
    values = (stamp(now - MONTH), stamp(now))
    with store.reading() as connection:
        rates = _rates(connection.execute(outlets, values), now)
        listed = _rates(connection.execute(sources, values), now) if names else {}
    named: dict[str, float] = {}
    for source, rate in listed.items():
        if name := (names or {}).get(source):
            named[name] = named.get(name, 0.0) + rate
    return rates | named


def _rates(rows: Iterable[Any], now: datetime) -> dict[str, float]:
    """Articles in 30 days for each row of who, how many, since when."""
    return {who: count * (MONTH / max(now - (moment(oldest) or now), SHORTEST)) for who, count, oldest in rows}

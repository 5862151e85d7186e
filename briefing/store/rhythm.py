"""How often outlets publish, from the articles of the last month."""

from __future__ import annotations

from datetime import datetime, timedelta

from briefing.store import Store, moment, stamp

MONTH = timedelta(days=30)
SHORTEST = timedelta(days=1)  # that a rate is taken over: three articles of one hour are no rush


def per_month(store: Store, now: datetime) -> dict[str, float]:
    """Articles in 30 days by outlet, reckoned from its oldest one of the last 30 days: a feed shows its newest alone."""
    query = (
        "SELECT outlet, count(*) AS count, min(coalesce(published, seen)) AS oldest FROM articles"
        " WHERE coalesce(published, seen) BETWEEN ? AND ? GROUP BY outlet"
    )
    with store.reading() as connection:
        rows = connection.execute(query, (stamp(now - MONTH), stamp(now))).fetchall()
    spans = {row["outlet"]: max(now - (moment(row["oldest"]) or now), SHORTEST) for row in rows}
    return {row["outlet"]: row["count"] * (MONTH / spans[row["outlet"]]) for row in rows}

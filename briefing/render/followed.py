"""Stories of the awkward briefs as they are on later days: with what was told before, and with figures that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from briefing.types import (
    Article,
    Citation,
    Disagreement,
    Episode,
    Figure,
    Passage,
    Reason,
    Status,
    Story,
    Summary,
    Thread,
)


def followed(story: Story, headlines: Sequence[str], date: datetime, status: Status = "updated") -> Story:
    """The story as one that was told on the days before ``date``, the last time then, under these headlines.

    It had its first article then. The second episode, where there are several, named it by a link alone.
    """
    episodes = tuple(
        Episode(
            edition="morning",
            date=date - timedelta(days=len(headlines) - 1 - number),
            story=story.id,
            headline=headline,
            status="updated" if number else "new",
            sentences=() if number == 1 else (headline,),
            articles=story.articles[:1],
        )
        for number, headline in enumerate(headlines)
    )
    reasons = (Reason("outlets", 1.25, " and ".join(story.outlets)), Reason("muted", -0.5, headlines[0]))
    thread = Thread(story.id, episodes)
    news = (Passage(0, 0, len(story.articles[0].text)),) if status == "updated" else None
    return replace(story, thread=thread, status=status, news=news, reasons=reasons, score=0.75)


def differing(story: Story, counted: str, figures: Sequence[str]) -> Story:
    """The story with a number from each of its articles, in turn, that the others do not have."""
    named = [story.articles[number % len(story.articles)] for number in range(len(figures))]
    found = (
        Figure(text, float(number), _beginning(article))
        for number, (text, article) in enumerate(zip(figures, named, strict=True))
    )
    return replace(story, disagreements=(Disagreement(counted, tuple(found)),))


def _beginning(article: Article) -> Citation:
    """The first sentence of its text, as far as a full stop tells."""
    quote = article.text.split(". ")[0]
    return Citation(article, quote, 0, len(quote))


def retold(summary: Summary, story: Story) -> Summary:
    """The summary as one of that story, which has the same articles."""
    return replace(summary, story=story)

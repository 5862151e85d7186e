"""Which days and dates of a sentence its articles have, and which words depend on the day they were written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefing.ground.cited import Cited
from briefing.ground.dates import fault
from briefing.types import Article, Citation

WEDNESDAY = datetime(2026, 10, 14, 9, tzinfo=UTC)


def wrong(claim: str, text: str, language: str = "en", published: datetime | None = None) -> str:
    """The fault of a claim that cites the whole of an article with this text."""
    article = Article("", "The bridge", text, "Wire", published, language)
    return fault(claim, Cited((Citation(article, text, 0, len(text)),), language))


@pytest.mark.parametrize(
    ("claim", "text", "language"),
    [
        ("On Tuesday it fell.", "It fell on Tuesday.", "en"),
        ("On Tuesday it fell.", "It fell Tues. night.", "en"),
        ("It fell on 14 October.", "It fell on October 14.", "en"),
        ("It fell on Oct. 14.", "It fell on the 14th of October.", "en"),
        ("It fell on October 14, 2026.", "It fell on 14 Oct 2026.", "en"),
        ("It fell on 15 October.", "It closed from 14 to 15 October.", "en"),
        ("It fell on October 15.", "It closed on October 14 and 15.", "en"),
        ("It fell in October.", "It fell on October 14.", "en"),
        ("It fell in May.", "It fell on 3 May.", "en"),
        ("It fell on 2026-10-14.", "It fell on October 14.", "en"),
        ("It fell on 14 October.", "It fell on 14/10/2026.", "en"),
        ("It may fall and they march on.", "It stands.", "en"),
        ("May said it fell.", "It fell.", "en"),
        ("It will fall last year.", "It fell last year.", "en"),
        ("It fell in the past week.", "It fell in the last week.", "en"),
        ("He said it fell “yesterday”.", "It fell.", "en"),
        ("Am Dienstag fiel sie.", "Sie fiel am Dienstag.", "de"),
        ("Am 14. Oktober fiel sie.", "Sie fiel am 14. Oktober.", "de"),
        ("Il est tombé le 14 octobre.", "Il tomba, le 14 octobre.", "fr"),
        ("Он упал 14 октября.", "Упал 14 октября.", "ru"),
    ],
)
def test_a_date_is_found_however_it_is_written(claim: str, text: str, language: str) -> None:
    """Long and short names, day before and after month, ranges, figures; verbs and quotations are no dates."""
    assert wrong(claim, text, language) == ""


@pytest.mark.parametrize(
    ("claim", "text", "language", "date"),
    [
        ("On Monday it fell.", "It fell on Tuesday.", "en", "Monday"),
        ("It fell on Mon. night.", "It fell on Tuesday.", "en", "Mon"),
        ("It fell on 13 October.", "It fell on October 14.", "en", "13 October"),
        ("It fell on October 14.", "It fell on September 14, not in October.", "en", "14 October"),
        ("It fell in November.", "It fell in October.", "en", "November"),
        ("It fell in May.", "It may have fallen in June.", "en", "May"),
        ("It fell in early March.", "They march in June.", "en", "March"),
        ("Am Montag fiel sie.", "Sie fiel am Dienstag.", "de", "Montag"),
        ("Am 13. Oktober fiel sie.", "Sie fiel am 14. Oktober.", "de", "13 Oktober"),
        ("Il est tombé le 13 octobre.", "Il tomba, le 14 octobre.", "fr", "13 octobre"),
    ],
)
def test_another_date_fails(claim: str, text: str, language: str, date: str) -> None:
    """Another day of the week, another day of the month, a month with another one's day."""
    assert wrong(claim, text, language) == f'the date "{date}" is in no article it cites'


@pytest.mark.parametrize(
    ("claim", "text", "language", "word"),
    [
        ("Today it fell.", "It fell.", "en", "Today"),
        ("It fell yesterday.", "It fell today.", "en", "yesterday"),
        ("It falls tomorrow.", "It falls.", "en", "tomorrow"),
        ("It fell last week.", "It fell last month.", "en", "last week"),
        ("It fell this morning.", "It fell.", "en", "this morning"),
        ("Sie fiel gestern.", "Sie fiel.", "de", "gestern"),
        ("Sie fiel letzte Woche.", "Sie fiel.", "de", "letzte Woche"),
        ("Il est tombé hier.", "Il est tombé.", "fr", "hier"),
    ],
)
def test_words_that_depend_on_the_day_fail(claim: str, text: str, language: str, word: str) -> None:
    """A brief is read later than its articles were written: "today" is only good where the passage says so itself."""
    assert (
        wrong(claim, text, language) == f'"{word}" depends on the day it was written, and the passage does not say it'
    )


def test_a_weekday_may_follow_from_the_day_of_publication() -> None:
    """An article of a Wednesday that says "yesterday" says Tuesday; one without a time does not."""
    assert wrong("On Tuesday it fell.", "It fell yesterday.", published=WEDNESDAY) == ""
    assert wrong("On Wednesday it fell.", "It fell this morning.", published=WEDNESDAY) == ""
    assert wrong("On Thursday it falls.", "It falls tomorrow.", published=WEDNESDAY) == ""
    assert "Monday" in wrong("On Monday it fell.", "It fell yesterday.", published=WEDNESDAY)
    assert "Tuesday" in wrong("On Tuesday it fell.", "It fell yesterday.")


def test_an_unknown_language_is_read_as_english() -> None:
    """A code that nobody knows takes no dates away."""
    assert wrong("On Tuesday it fell.", "It fell on Tuesday.", "xx-nonsense") == ""

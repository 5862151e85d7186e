"""A story's headline: one of its articles' titles, without the outlet's furniture."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from briefing.fence import without_orders
from briefing.prose import FIRST_PERSON
from briefing.types import Story

TITLE_TAIL = re.compile(r"\s+(?:[-–—|•·]|::)\s+(?!.*\s[-–—|•·]\s)[\w .'’&]{2,40}$")
TITLE_LABEL = re.compile(
    r"(?:opinion|analysis|live|video|watch|photos?|podcast|column|editorial|comment|review|fact[- ]check|explainer|the latest"
    r"|breaking|exclusive|update[sd]?|ap|poll|report|letters?|flash|urgent)\s*[:|]\s*",
    re.IGNORECASE,
)
PLAIN_TITLE = 0.2  # taken off the likeness of a title that asks, shouts, labels or addresses the reader
NO_TITLE = 10.0  # taken off where nothing is left of one: more than any likeness


def headline(story: Story, titles: NDArray[np.float32], summary: NDArray[np.float32]) -> tuple[str, int]:
    """The title that is nearest to the other titles and to the summary, plain ones before loud ones; and its article.

    Empty where all that there is of titles would instruct a model.
    """
    outlets = {name.casefold() for name in story.outlets}
    plain = [
        plain_title(without_orders(article.title, article.language or "en"), outlets) for article in story.articles
    ]
    likeness = (titles @ titles.T).mean(1) + titles @ summary / (2 * np.linalg.norm(summary))
    loud = np.array([_is_loud(title, article.title) for title, article in zip(plain, story.articles, strict=True)])
    empty = np.array([not title for title in plain])
    best = int(np.argmax(likeness - PLAIN_TITLE * loud - NO_TITLE * empty))
    return plain[best], best


def plain_title(title: str, outlets: set[str] | frozenset[str] = frozenset()) -> str:
    """A title without the outlet's name behind it and without a label before it."""
    tail = TITLE_TAIL.search(title)
    if tail and tail[0].strip(" -–—|•·:").casefold() in outlets:
        title = title[: tail.start()]
    label = TITLE_LABEL.match(title)
    return title[label.end() :] if label and label.end() < len(title) else title


def _is_loud(plain: str, title: str) -> int:
    """How many ways there are in which a title is no plain headline."""
    words = plain.split()
    return sum(
        (
            plain != title and bool(TITLE_LABEL.match(title)),
            "?" in plain,
            "!" in plain,
            sum(word.isupper() and len(word) > 3 for word in words) > 1,
            not 4 <= len(words) <= 16,
            bool(FIRST_PERSON.search(plain)),
        )
    )

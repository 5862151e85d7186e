"""The corpora that quality and speed are measured on."""

from __future__ import annotations

import hashlib
import json
import lzma
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefing.sources.corpus import article_of
from briefing.types import LATEST, Article

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LEARNT_ON = 1000


def place(name: str) -> Path:
    """The file or folder of a corpus; where it is absent, a line that says so, and the end."""
    path = DATA / name
    if not path.exists():
        sys.exit(f"{path} is not there: nothing was measured on it")
    return path


def rows(name: str) -> list[dict[str, Any]]:
    """All rows of a corpus."""
    with lzma.open(place(f"{name}.jsonl.xz"), "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def articles(name: str, count: int | None = None) -> list[Article]:
    return [article_of(row) for row in rows(name)[:count]]


def held_out(stories: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The 1,000 stories that weights are learnt on, and those that state the result: by the hash of their names."""
    shuffled = sorted(stories, key=lambda row: hashlib.sha256(str(row["story"]).encode()).hexdigest())
    return shuffled[:LEARNT_ON], shuffled[LEARNT_ON:]


def halves(read: Sequence[Article]) -> dict[str, list[int]]:
    """The places of the articles before the middle date, and of those from it on."""
    dates = [article.published or LATEST for article in read]
    middle = sorted(dates)[len(dates) // 2]
    return {
        "first half": [place for place, date in enumerate(dates) if date < middle],
        "second half": [place for place, date in enumerate(dates) if date >= middle],
    }


def among(own: Sequence[Article], others: Sequence[Article], count: int) -> tuple[list[Article], list[int]]:
    """So many of ``others`` that are none of ``own``, in their order, with the dates of ``own``; and their places."""
    known = {article.url for article in own}
    strange = [place for place, article in enumerate(others) if article.url not in known]
    chosen = sorted(random.Random(5).sample(strange, count)) if count else []
    dates = sorted(article.published or LATEST for article in own)
    moved = [replace(others[place], published=dates[turn * len(dates) // count]) for turn, place in enumerate(chosen)]
    return moved, chosen

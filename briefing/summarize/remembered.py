"""Summaries that were written before, found again by the hash of everything that they depend on.

What a model failed to write is not kept: the next run asks it again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from briefing import prose, text
from briefing.store import Store, stamp
from briefing.types import Citation, Length, Removed, Sentence, Story, Summary, Writing

Write = Callable[[Sequence[Story], Sequence[Length]], list[Summary]]
Glance = tuple[tuple[Sentence, ...], Writing | None]
Look = Callable[[Sequence[Summary], int], Glance]


def remembering(write: Write, made_by: str, store: Store, now: datetime | None = None) -> Write:
    """``write``, asked only for what it has not written before. ``made_by`` names the writer and the model behind it."""

    def written(stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        keys = [_key(*each, made_by) for each in zip(stories, lengths, strict=True)]
        known = store.summaries(keys)
        missing = [place for place, key in enumerate(keys) if key not in known]
        new = write([stories[place] for place in missing], [lengths[place] for place in missing]) if missing else []
        found = dict(zip(missing, new, strict=True))
        whole = {keys[place]: _packed(summary) for place, summary in found.items() if not _failed(summary.writing)}
        store.keep_summaries(whole, now or datetime.now(UTC))
        return [
            found.get(place) or _unpacked(known[keys[place]], stories[place], lengths[place])
            for place in range(len(keys))
        ]

    return written


def remembering_overview(look: Look, made_by: str, store: Store, now: datetime | None = None) -> Look:
    """The same for the day at a glance: ``look`` gives its sentences, one a summary, and how they came about."""

    def looked(summaries: Sequence[Summary], count: int) -> Glance:
        told = [summary for summary in summaries if summary.sentences][:count]
        key = _hash("overview", made_by, [(each.headline, each.text, _articles(each.story)) for each in told])
        known = store.summaries([key])
        if key in known:
            sentences, writing = json.loads(known[key])
            cited = zip(sentences, told, strict=True)
            return tuple(_sentence(each, summary.story) for each, summary in cited), _writing(writing)
        sentences, writing = look(summaries, count)
        if not _failed(writing):
            packed = [_places(each, summary.story) for each, summary in zip(sentences, told, strict=True)]
            content = json.dumps([packed, writing and asdict(writing)], ensure_ascii=False)
            store.keep_summaries({key: content}, now or datetime.now(UTC))
        return sentences, writing

    return looked


def _failed(writing: Writing | None) -> bool:
    return writing is not None and bool(writing.failure)


def _key(story: Story, length: Length, made_by: str) -> bytes:
    news = None if story.news is None else [(each.article, each.start, each.end) for each in story.news]
    earlier = story.earlier.sentences if story.earlier and story.news is not None else ()
    return _hash(made_by, length.amount, length.unit, _articles(story), news, earlier)


def _articles(story: Story) -> list[object]:
    return [
        (
            each.url,
            each.title,
            each.text,
            each.source,
            each.language,
            each.published and stamp(each.published),
            each.outlets,
        )
        for each in story.articles
    ]


def _hash(*parts: object) -> bytes:
    return hashlib.sha256(json.dumps([_code(), *parts]).encode(errors="replace")).digest()


@cache
def _code() -> str:
    """The hash of the code that writes: a version that writes otherwise takes nothing from an earlier one."""
    return code_of(sys.modules[__package__ or ""], prose, text)


def code_of(*modules: ModuleType) -> str:
    """The hash of the code of modules, and of all that lies in the folders of those that are packages."""
    files = [Path(str(module.__file__)) for module in modules]
    every = [path for file in files for path in (sorted(_shipped(file.parent)) if file.stem == "__init__" else [file])]
    return hashlib.sha256(b"".join(path.read_bytes() for path in every)).hexdigest()


def _shipped(folder: Path) -> list[Path]:
    """The files of a package that decide what it does: its code, and weights."""
    return [path for path in folder.rglob("*") if path.suffix in (".py", ".safetensors")]


def _packed(summary: Summary) -> str:
    """A summary without its story: a citation names its article by its place."""
    sentences = [_places(each, summary.story) for each in summary.sentences]
    writing = summary.writing and asdict(summary.writing)
    return json.dumps([summary.headline, sentences, summary.writer, summary.note, writing], ensure_ascii=False)


def _places(sentence: Sentence, story: Story) -> tuple[str, list[tuple[int, int, int]]]:
    return sentence.text, [(story.articles.index(each.article), each.start, each.end) for each in sentence.citations]


def _unpacked(packed: str, story: Story, asked: Length) -> Summary:
    headline, sentences, writer, note, writing = json.loads(packed)
    told = tuple(_sentence(each, story) for each in sentences)
    return Summary(story, headline, told, asked, writer, note, writing=_writing(writing))


def _sentence(packed: Sequence[Any], story: Story) -> Sentence:
    text_, cited = packed
    return Sentence(
        text_,
        tuple(
            Citation(article := story.articles[place], article.text[start:end], start, end)
            for place, start, end in cited
        ),
    )


def _writing(packed: dict[str, Any] | None) -> Writing | None:
    return (
        None
        if packed is None
        else Writing(**{**packed, "removed": tuple(Removed(**each) for each in packed["removed"])})
    )

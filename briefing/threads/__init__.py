"""Stories over days: which thread each belongs to, and what of it readers do not know yet. Pure: ``encode`` is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from briefing.threads.matching import matched
from briefing.threads.news import compared
from briefing.types import Brief, Episode, Story, Thread

__all__ = ["episodes_of", "follow"]

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def follow(stories: Sequence[Story], threads: Sequence[Thread], encode: Encode) -> list[Story]:
    """The same stories in the same order, each with its thread, its status and its news.

    ``threads`` are what readers were shown. A story without one is new; several stories may go on with one thread.
    """
    found = matched(stories, threads, encode)
    pairs = [(story, thread) for story, thread in zip(stories, found, strict=True) if thread]
    told = iter(compared(pairs, encode))
    unknown = [replace(story, thread=None, status="new", news=None) for story in stories]
    return [next(told) if thread else story for story, thread in zip(unknown, found, strict=True)]


def episodes_of(brief: Brief) -> list[Thread]:
    """What the brief tells of each thread: threads of one episode, in the order of the brief."""
    told = [(each.story, each.headline, tuple(each.text for each in each.sentences)) for each in brief.summaries]
    named = [(story, story.linked.title, ()) for story in (*brief.continuing, *brief.elsewhere)]
    return [_episode(brief, *each) for each in [*told, *named]]


def _episode(brief: Brief, story: Story, headline: str, sentences: tuple[str, ...]) -> Thread:
    episode = Episode(brief.id, brief.date, story.id, headline, story.status, sentences, story.articles)
    return Thread(story.thread_id, (episode,))

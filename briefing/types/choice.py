"""What a reader wishes for, and what comes of each story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefing.types.length import Length
from briefing.types.story import Story

# Told by a summary, named by one line as continuing, named by a link, or left out
Place = Literal["told", "line", "link", "out"]


@dataclass(frozen=True, slots=True)
class Interest:
    """A word, a phrase or a text that a reader wants more of, or less where ``weight`` is below 0.

    ``learnt`` is the name of the feedback it comes from, and ``thread`` the id of the story that taught it; both are empty where
    the settings name it.
    """

    text: str
    weight: float = 1.0
    learnt: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A section that stories go to by their words or by their likeness to example texts; at most ``stories`` of them."""

    name: str
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    stories: int | None = None
    length: Length | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reader wants told.

    ``boost`` and ``mute`` are words, phrases or /regular expressions/. ``per_source`` is how many stories at most rest on one
    source alone. ``diversity`` is how much a story loses for each likeness to one above it, from 0 to 1. ``only`` are the
    sections that an edition has, in their order, all where it is empty. ``rare`` lifts sources that post rarely.
    """

    interests: tuple[Interest, ...] = ()
    boost: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    per_source: int | None = None
    diversity: float = 0.5
    only: tuple[str, ...] = ()
    rare: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of a story, and why, in words: ``told``, a ``line``, a ``link``, or ``out``.

    ``is_muted`` says that it is out because the reader does not want it, ``is_crowded`` that there was no room for it.
    """

    story: Story
    place: Place
    why: str
    is_muted: bool = False
    is_crowded: bool = False

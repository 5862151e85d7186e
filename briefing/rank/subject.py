"""What a story is about, as the ranking sees it: the vector of its first article, and the words of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.likeness import ENCODER_LANGUAGE, Vectors, gist
from briefing.pattern import first_match
from briefing.types import Story

Encode = Callable[[Sequence[str]], Vectors]
MOST = 0.5  # of a story's articles that name a word before the story is about it; chosen


@dataclass(frozen=True, slots=True)
class Subjects:
    """``vectors``: unit vectors, shape (stories, dimension); ``understood``: whether the encoder knows the language of each."""

    vectors: Vectors
    understood: NDArray[np.bool_]

    def like(self, texts: Vectors) -> Vectors:
        """Likeness of each story to each text, shape (stories, texts); 0 for a story that the encoder does not understand."""
        likeness: Vectors = np.where(self.understood[:, None], self.vectors @ texts.T, np.float32(0))
        return likeness

    def like_story(self, place: int) -> Vectors:
        """Likeness of each story to the one at ``place``, shape (stories,); 0 where either is not understood."""
        likeness: Vectors = self.understood * self.understood[place] * (self.vectors @ self.vectors[place])
        return likeness


def subjects(stories: Sequence[Story], encode: Encode) -> Subjects:
    """What each story is about: the vector of its first article, which clustering has made already."""
    known = [story.articles[0].language in ("", ENCODER_LANGUAGE) for story in stories]
    return Subjects(encode([gist(story.articles[0]) for story in stories]), np.array(known, dtype=bool))


def headlines(story: Story) -> str:
    """The titles and the first words of all its articles."""
    return "\n".join(gist(article) for article in story.articles)


def about(wishes: Sequence[str], story: Story) -> str | None:
    """The first of ``wishes`` that MOST of its articles name in their title or first words: a mention is not enough."""
    gists = [gist(article) for article in story.articles] if wishes else []
    for wish in wishes:
        if sum(first_match((wish,), each) is not None for each in gists) >= MOST * len(gists):
            return wish
    return None

"""The story that somebody means by an id or by words of its headline: as it is today, as it was told before, or both."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from briefing.compare import compare
from briefing.likeness import Vectors, gist
from briefing.summarize.headline import headline
from briefing.types import Article, Status, Story, Thread, Verdict

Encode = Callable[[Sequence[str]], Vectors]
SHORTEST_ID = 4  # digits of an id that stand for it; chosen
ID = re.compile(f"[0-9a-f]{{{SHORTEST_ID},12}}")


@dataclass(frozen=True, slots=True)
class Found:
    """A story with its headline: what comes of it today, what was told of it, or both; ``id`` is that of its thread."""

    id: str
    headline: str
    verdict: Verdict | None = None
    thread: Thread | None = None

    @property
    def status(self) -> Status:
        """What it is to those who read the earlier editions; what was told and is not taken up again is known."""
        if self.verdict is None:
            return "known"
        passed = self.verdict.story.status == "new" and self.verdict.place == "out" and self.thread
        return "known" if passed else self.verdict.story.status

    @property
    def articles(self) -> tuple[Article, ...]:
        """Those of today, or those that it was told from last."""
        if self.verdict:
            return self.verdict.story.articles
        return self.thread.episodes[-1].articles if self.thread else ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that it has or had."""
        own = (self.verdict.story.id,) if self.verdict else ()
        told = (episode.story for episode in self.thread.episodes) if self.thread else ()
        return tuple(dict.fromkeys((self.id, *own, *told)))

    @property
    def about(self) -> str:
        """What it is about, as a text that other stories can be compared with: of its newest article that has a text."""
        articles = [article for article in self.articles if article.text] or list(self.articles)
        return gist(Story(tuple(articles)).latest).strip() if articles else self.headline


def known(verdicts: Sequence[Verdict], headlines: Sequence[str], threads: Sequence[Thread] = ()) -> list[Found]:
    """All stories of today, under their headlines and in their order, and after them the threads that have none today.

    A story that was told already, just as it is, keeps the headline that it had.
    """
    by_id = {thread.id: thread for thread in threads}
    today = [
        _found(verdict, title, by_id.get(verdict.story.thread_id) or verdict.story.thread)
        for verdict, title in zip(verdicts, headlines, strict=True)
    ]
    taken = {each.id for each in today}
    before = [Found(thread.id, thread.last.headline, None, thread) for thread in threads if thread.id not in taken]
    return today + before


def _found(verdict: Verdict, title: str, thread: Thread | None) -> Found:
    told = (each.headline for each in (thread.episodes if thread else ()) if each.story == verdict.story.id)
    return Found(verdict.story.thread_id, next(told, title), verdict, thread)


def meant(stories: Sequence[Found], wanted: str) -> list[Found]:
    """Those that have this id or an id that begins so, else those with all these words in one of their titles.

    One whose headline it is to the letter goes before those that have it among other words.
    """
    asked = wanted.strip().casefold()
    if ID.fullmatch(asked) and (named := [each for each in stories if any(id_.startswith(asked) for id_ in each.ids)]):
        return named
    words = _words(asked)
    found = [each for each in stories if words and any(words <= _words(title) for title in _titles(each))]
    same = [each for each in found if each.headline.casefold() == asked]
    return same if len(same) == 1 else found


def compared(found: Found, encode: Encode) -> Found:
    """The story with the figures on which its outlets disagree; of those that are not told nobody has looked for them."""
    if not found.verdict:
        return found
    (story,) = compare([found.verdict.story], encode)
    return replace(found, verdict=replace(found.verdict, story=story))


def headlines(stories: Sequence[Story], encode: Encode) -> list[str]:
    """A headline for each story, in their order: the title that is nearest to all of its titles."""
    titles = [article.title for story in stories for article in story.articles]
    vectors = encode(titles) if titles else np.empty((0, 0), dtype=np.float32)
    ends = np.cumsum([len(story.articles) for story in stories]).tolist()
    own = [vectors[end - len(story.articles) : end] for story, end in zip(stories, ends, strict=True)]
    return [_headline(story, each) for story, each in zip(stories, own, strict=True)]


def _headline(story: Story, titles: Vectors) -> str:
    return headline(story, titles, titles.mean(0))[0] or story.first.url or "Untitled"


def _titles(found: Found) -> list[str]:
    told = [episode.headline for episode in found.thread.episodes] if found.thread else []
    return [found.headline, *told, *(article.title for article in found.articles)]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))

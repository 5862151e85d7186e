"""How many stories of one section, and of one source, a brief tells at most."""

from __future__ import annotations

from collections import Counter

from briefing.types import Story, Wishes

PLURALS = {"story": "stories"}


class Quotas:
    """Counts the stories told so far by section, and by the source that they rest on alone."""

    def __init__(self, wishes: Wishes) -> None:
        self._per_section = {topic.name: topic.stories for topic in wishes.topics if topic.stories is not None}
        self._per_source = wishes.per_source
        self._sections: Counter[str] = Counter()
        self._sources: Counter[str] = Counter()

    def full(self, story: Story) -> str:
        """Why one more like this is too many, in words; empty where it is not."""
        most, source = self._per_section.get(story.section), alone(story)
        if most is not None and self._sections[story.section] >= most:
            return f'section "{story.section}" has its {how_many(most, "story")}'
        if source and self._per_source is not None and self._sources[source] >= self._per_source:
            return f"rests on {source} alone, which has its {how_many(self._per_source, 'story')}"
        return ""

    def count(self, story: Story) -> None:
        """This one is told."""
        self._sections[story.section] += 1
        self._sources[alone(story)] += 1


def alone(story: Story) -> str:
    """The only outlet that reports a story; empty where several do."""
    outlets = story.outlets
    return outlets[0] if len(outlets) == 1 else ""


def how_many(count: int, noun: str) -> str:
    """``1 story``, ``12 stories``."""
    return f"{count} {noun if count == 1 else PLURALS.get(noun, noun + 's')}"

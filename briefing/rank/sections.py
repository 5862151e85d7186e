"""Which section a story goes to: by its source, by the words of a section, by example texts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.rank.subject import Encode, about, subjects
from briefing.types import Story, Topic

# Measured with 5 examples a section, drawn 40 times from the addresses of archive.jsonl.xz that name business, technology or
# world (143 articles): 41 % are filed, 86 % of them right (0.30: 63 %, 82 %; 0.40: 26 %, 88 %). The 30 English articles of
# multilingual.jsonl.xz in 6 categories, each against the 29 others: 43 % filed, 85 % right (0.30: 63 %, 68 %; 0.40: 27 %, 75 %)
LIKE_EXAMPLE = 0.35


def filed(stories: Sequence[Story], topics: Sequence[Topic], encode: Encode) -> list[Story]:
    """The stories with their sections.

    The section of its source decides where it is one of ``topics``; then the words of a topic; then the section of its source,
    whatever it is; then the examples. A story that nothing decides about has none.
    """
    if not topics or not stories:
        return list(stories)
    sections = [_decided(story, topics) for story in stories]
    open_places = [place for place, section in enumerate(sections) if not section]
    for place, section in zip(open_places, _by_example([stories[p] for p in open_places], topics, encode), strict=True):
        sections[place] = section
    return [replace(story, section=section) for story, section in zip(stories, sections, strict=True)]


def _decided(story: Story, topics: Sequence[Topic]) -> str:
    """The section by source or by words; empty where neither says one."""
    names = {topic.name.casefold(): topic.name for topic in topics}
    by_words = next((topic.name for topic in topics if about(topic.words, story)), "")
    return names.get(story.section.casefold()) or by_words or story.section


def _by_example(stories: Sequence[Story], topics: Sequence[Topic], encode: Encode) -> list[str]:
    """For each story the topic of the example that it is most like; empty where it is like none."""
    examples = [(example, topic.name) for topic in topics for example in topic.examples]
    if not examples or not stories:
        return [""] * len(stories)
    likeness = subjects(stories, encode).like(encode([example for example, _ in examples]))
    nearest = zip(likeness.argmax(axis=1), likeness.max(axis=1), strict=True)
    return [examples[place][1] if likeness >= LIKE_EXAMPLE else "" for place, likeness in nearest]

"""What a model is asked about a story of the newsroom: the values of each prompt, as a writer gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.config import WriterSettings
from briefing.demo import NEWSROOM
from briefing.errors import TemplateError
from briefing.pipeline import read_articles
from briefing.prompting import NAMES
from briefing.prose import lines
from briefing.summarize.composing import GLANCE_WORDS, HEADLINE_WORDS
from briefing.summarize.material import material, split
from briefing.types import Article, Story

OUTLETS = 2  # whose articles tell the first story, and come first in the newsroom
SENTENCES, SUMMARY_WORDS = 2, 45
WORDS = {"headline": HEADLINE_WORDS, "overview": GLANCE_WORDS}


@dataclass(frozen=True, slots=True)
class Part:
    """A summary of a part of the story."""

    number: int
    text: str


def asked(name: str) -> Mapping[str, object]:
    """The values of the prompt ``name``; TemplateError where no writer asks by it."""
    if name not in NAMES:
        raise TemplateError(f'no writer asks by the prompt "{name}"', f"choose one of {', '.join(NAMES)}")
    story = Story(tuple(read_articles(NEWSROOM)[:OUTLETS]))
    read = material(story, WriterSettings().reads)
    summary = " ".join(_beginning(story.first))
    return {
        "articles": read,
        "earlier": _beginning(story.articles[1]),
        "parts": [Part(number, part[0].text) for number, part in enumerate(split(read, OUTLETS), 1)],
        "summary": summary,
        "headline": story.first.title,
        "titles": [each.title for each in read],
        "words": WORDS.get(name, SUMMARY_WORDS),
        "sentences": SENTENCES,
        "language": "English",
    }


def _beginning(article: Article) -> Sequence[str]:
    """The first sentences, in place of a summary."""
    return [line.text for line in lines(article.text, article.language, SENTENCES)]

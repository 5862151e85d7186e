"""What a claim is held against: what the articles that it cites say, and the passages of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from briefing.ground.figures import figures
from briefing.ground.passages import told
from briefing.ground.reading import Number
from briefing.types import Article, Citation


@dataclass(frozen=True)
class Cited:
    """The passages that a claim rests on, best first, and the language of its story.

    ``is_foreign`` says that the claim is in another language than its articles, so that their words cannot be compared.
    """

    passages: tuple[Citation, ...]
    language: str = "en"
    is_foreign: bool = False

    @property
    def articles(self) -> list[Article]:
        return list({id(citation.article): citation.article for citation in self.passages}.values())

    @cached_property
    def texts(self) -> list[str]:
        """All that its articles say: their titles and texts."""
        return [text for article in self.articles for text in told(article)]

    @cached_property
    def numbers(self) -> list[Number]:
        """All the numbers of those."""
        return [number for text in self.texts for number in figures(text, self.language)]

    @property
    def quotes(self) -> Sequence[str]:
        return [citation.quote for citation in self.passages]

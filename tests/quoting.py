"""A model that tells the beginning of the article it reads: every sentence of it holds. Settings name it ``quoting:Quoting``."""

from __future__ import annotations

import re

from scripted import Scripted, said

from briefing.text import sentences
from briefing.types import ModelCard, Request, count_words

ARTICLE = re.compile(r"<article[^>]*>\n(.*?)\n</article", re.DOTALL)


class Quoting(Scripted):
    """Says the first sentences of the longest paragraph of the first article, until they are as many words as were asked for."""

    def __init__(self, *_: object) -> None:
        super().__init__(self.quote)

    @property
    def card(self) -> ModelCard:
        """A name of its own: what it wrote is not remembered as another scripted model's."""
        return ModelCard(self.kind, "quoting", "1")

    def quote(self, request: Request) -> str:
        read = ARTICLE.search(said(request))
        paragraph = max(read[1].splitlines(), key=len) if read else ""
        told = list[str]()
        for sentence in sentences(paragraph):
            if count_words(" ".join(told)) >= request.enough * 0.9:
                break
            told.append(sentence.string)
        return " ".join(told)

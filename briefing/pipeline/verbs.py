"""The verbs that need no settings: articles to stories, stories to summaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypedDict, Unpack, cast

from briefing.cluster import cluster as group
from briefing.cluster import collapse
from briefing.config import BriefSettings, Settings, settings
from briefing.embed import Encoder
from briefing.errors import LengthError
from briefing.likeness import gist
from briefing.pipeline.progress import Progress, silent
from briefing.pipeline.writers import Remembering, writer_of
from briefing.store import Store
from briefing.types import Article, Length, Story, Summary, Unit


class Lengths(TypedDict, total=False):
    """A length by its unit; one of them."""

    words: float
    sentences: float
    minutes: float


@cache
def _encoder() -> Encoder:
    """The built-in encoder, loaded once, with a memory as long as the process."""
    return Encoder(store=Store(":memory:"))


def cluster(
    articles: Sequence[Article],
    options: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress = silent,
) -> list[Story]:
    """Stories in the order of their first article; copies of one text become one article with all its outlets."""
    options = options or Settings()
    single = collapse(articles)
    texts = [gist(article) for article in single] + [article.title for article in single]
    vectors = (encoder or _encoder()).encode(texts, lambda done, total: progress("Finding stories", done, total))
    gists, titles = vectors[: len(single)], vectors[len(single) :]
    return group(single, gists, titles, options.stories.window, options.stories.threshold)


def summarize(
    stories: Sequence[Story],
    lengths: Length | Sequence[Length] | None = None,
    writer: str | Settings = "extractive",
    model: str = "",
    encoder: Encoder | None = None,
    progress: Progress = silent,
    store: Store | None = None,
    environment: Mapping[str, str] | None = None,
    **length: Unpack[Lengths],
) -> list[Summary]:
    """A summary for each story, in their order: ``words=45``, ``sentences=3``, ``minutes=1``, or a length for each.

    ``writer="chat", model="smollm2"`` has a model write; settings say all that there is to say about it. ``store`` remembers
    them: what was written before is not written again. ``environment`` holds the key of a server.
    """
    if lengths is None:
        lengths = _one_length(**length)
    each = [lengths] * len(stories) if isinstance(lengths, Length) else list(lengths)
    options = writer if isinstance(writer, Settings) else settings({"writer": {"name": writer, "model": model}})
    made = writer_of(options, encoder or _encoder(), progress, environment=environment)
    return (Remembering(made, store) if store else made).summaries(stories, each)


def _one_length(**length: Unpack[Lengths]) -> Length:
    if len(length) > 1:
        raise LengthError(" and ".join(length), "give one of words, sentences and minutes")
    for unit, amount in length.items():
        return Length(float(str(amount)), cast(Unit, unit))
    return BriefSettings().length

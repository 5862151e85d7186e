"""What is recommended, written into the settings. Pure: settings and text in, changes and text out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.config import Settings
from briefing.config.block import with_block_setting
from briefing.config.setting import with_setting
from briefing.tune.advice import Advice, advise_on
from briefing.tune.measuring import Trial
from briefing.types import READING_SPEED, WORDS_PER_SENTENCE, Article

NOTICEABLE = 15  # words by which a section differs that gets a length of its own; recommendations scatter by up to 14


@dataclass(frozen=True, slots=True)
class Change:
    """A length that is to stand in the settings: in ``[brief]``, or in the block of that number of ``table``."""

    name: str
    table: str
    block: int | None
    old: str
    new: str


def changes(options: Settings, advice: Sequence[Advice], sources: Mapping[int, Advice]) -> list[Change]:
    """What the settings would have otherwise. ``sources``: what is recommended for sources, by the numbers of their blocks.

    A section gets a length of its own where it differs; a source only where it has one already, for it goes before all others.
    """
    whole = next((each.words for each in advice if each.scope == "brief"), None)
    if whole is None:
        return []
    brief = Change("brief.length", "brief", None, str(options.brief.length), f"{whole} words")
    found = [brief, *_sections(options, advice, whole), *_sources(options, sources)]
    return [each for each in found if each.old != each.new]


def _sections(options: Settings, advice: Sequence[Advice], whole: int) -> Iterator[Change]:
    words = {each.name.casefold(): each.words for each in advice if each.scope == "section" and each.own and each.words}
    for number, block in enumerate(options.sections):
        wanted = words.get(block.name.strip().casefold())
        if wanted is not None and (block.length or abs(wanted - whole) >= NOTICEABLE):
            name = f'the length of the section "{block.name.strip()}"'
            yield Change(name, "sections", number, str(block.length or "none"), f"{wanted} words")


def _sources(options: Settings, sources: Mapping[int, Advice]) -> Iterator[Change]:
    for number, each in sources.items():
        block = options.sources[number]
        if block.length and each.own:
            name = f'the length of the source "{each.name}"'
            yield Change(name, "sources", number, str(block.length), f"{each.words} words")


def on_source(trial: Trial, name: str, articles: Sequence[Article], whole: Advice) -> Advice:
    """What is recommended for the stories that have one of these articles, which a source brought."""
    brought = {article.url or article.title for article in articles}
    places = [
        place
        for place, story in enumerate(trial.stories)
        if any((article.url or article.title) in brought for article in story.articles)
    ]
    return advise_on(trial, "source", name, places, whole)


def applied(text: str, wanted: Sequence[Change]) -> str:
    """The file with these changes."""
    for each in wanted:
        if each.block is None:
            text = with_setting(text, each.table, "length", each.new)
        else:
            text = with_block_setting(text, (each.table, each.block), "length", each.new)
    return text


def whole_words(words: int, stories: int, overview: int) -> int:
    """Words of a whole brief: its stories, and the day at a glance where it has one."""
    glance = min(overview, stories) * WORDS_PER_SENTENCE if stories > 1 else 0.0
    return round(words * stories + glance)


def overruled(options: Settings, words: int, stories: int) -> list[str]:
    """Which settings go before ``brief.length``, in words."""
    told = []
    if options.brief.total:
        minutes = whole_words(words, stories, options.brief.overview) / READING_SPEED
        about = f'; {words} words for each of {stories} stories are about total = "{minutes:.2g} minutes"'
        told.append(f"brief.total = {options.brief.total} goes before brief.length{about if stories else ''}")
    for edition in options.editions:
        given = [f"{key} = {value}" for key in ("length", "total") if (value := getattr(edition, key))]
        if given:
            told.append(f"the edition {edition.name} has its own {' and '.join(given)}, which goes before brief.length")
    return told

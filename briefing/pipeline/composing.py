"""A writer that composes: a model's drafts, grounded in the articles sentence by sentence, and brought to their lengths.

drafts | ground | settle | headlines
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from briefing import fence, ground
from briefing.config import Settings
from briefing.embed import Encoder
from briefing.errors import ModelError, TemplateError
from briefing.ground import Claim, Grounding
from briefing.models import opened
from briefing.models.judge import Judge
from briefing.pipeline.progress import Progress
from briefing.prompting import digest
from briefing.summarize import Vectors, overview, weighing
from briefing.summarize.candidates import offers
from briefing.summarize.composing import Composer
from briefing.summarize.drafts import Draft
from briefing.summarize.headings import glance, headed
from briefing.summarize.remembered import Glance, code_of
from briefing.summarize.settling import Checked, settle
from briefing.text import one_line
from briefing.types import Length, ModelCard, Problem, Sentence, Story, Summary

TOLD_BEFORE = "it tells what was told before"


@dataclass(frozen=True)
class Composing:
    """Has a model write, and lets through what the articles support; the rest is told by their own sentences."""

    composer: Composer
    encoder: Encoder
    progress: Progress

    @property
    def card(self) -> ModelCard:
        card = self.composer.model.card
        named = replace(card, name=one_line(card.name), revision=one_line(card.revision))  # a server says what it likes
        return replace(named, settings={**card.settings, "language": self.composer.language})

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self.composer.met.values())

    @cached_property
    def identity(self) -> str:
        """The model, the settings, the prompts, the encoder, the code; empty where a server has yet to name its model."""
        card, options = self.card, self.composer.options
        if not card.name:
            return ""
        settings = sorted(card.settings.items())
        how = (options.template, options.reads, options.headlines, options.unsupported, options.judge, self._prompts)
        code = code_of(ground, fence)
        return f"{card.kind} {card.name}@{card.revision} {settings} {how} {self.encoder.identity} {code}"

    @property
    def _prompts(self) -> str:
        """The hash of all prompts; where they cannot be read, whoever fills one is told so."""
        try:
            return digest(self.composer.own)
        except TemplateError:
            return ""

    def summaries(self, stories: Sequence[Story], lengths: Sequence[Length]) -> list[Summary]:
        """Drafts of all stories, grounded together, brought to their lengths, and given their headlines."""
        offered = offers(stories, lengths, self._encode, weighing(self.encoder.identity))
        drafts = self.composer.summaries(stories, lengths)
        checked = self._checked(stories, drafts)
        options, name = self.composer.options, f"{self.card.kind} {self.card.name}"
        settled = [
            settle(offer, length, draft, each, options.unsupported, name)
            for offer, length, draft, each in zip(offered, lengths, drafts, checked, strict=True)
        ]
        return self._headed(settled) if options.headlines and self.composer.instructs else settled

    def overview(self, summaries: Sequence[Summary], count: int) -> Glance:
        """A composed sentence for each of the first stories; where it does not hold, one of the articles'."""
        told = [summary for summary in summaries if summary.sentences][:count]
        plain = overview(told, count, self._encode, weighing(self.encoder.identity))
        if not self.composer.instructs:
            return plain, None
        drafts = self.composer.overview(told)
        checked = self._checked([summary.story for summary in told], drafts)
        return glance(plain, drafts, checked)

    def _headed(self, summaries: Sequence[Summary]) -> list[Summary]:
        """The summaries that the model told, with headlines of the model where those hold."""
        places = [place for place, each in enumerate(summaries) if each.writing and not each.writing.failure]
        told = [summaries[place] for place in places]
        drafts = self.composer.headlines(told)
        claims = [
            Claim(summary.story, f"{draft.sentences[0]}.")
            for summary, draft in zip(told, drafts, strict=True)
            if draft.sentences
        ]
        found = iter(self._grounded(claims))
        headed_ = [
            headed(summary, draft, next(found).fault if draft.sentences else "")
            for summary, draft in zip(told, drafts, strict=True)
        ]
        return [dict(zip(places, headed_, strict=True)).get(place, each) for place, each in enumerate(summaries)]

    def _checked(self, stories: Sequence[Story], drafts: Sequence[Draft]) -> list[list[Checked]]:
        """The sentences of each draft with what they rest on; all are grounded together."""
        claims = [Claim(story, text) for story, draft in zip(stories, drafts, strict=True) for text in draft.sentences]
        found = self._grounded(claims)
        vectors = self._encode([claim.text for claim in claims])
        each = iter(
            Checked(
                Sentence(claim.text, grounding.citations),
                vector,
                grounding.fault or _told_before(claim.story, grounding),
            )
            for claim, grounding, vector in zip(claims, found, vectors, strict=True)
        )
        return [[next(each) for _ in draft.sentences] for draft in drafts]

    def _grounded(self, claims: Sequence[Claim]) -> list[Grounding]:
        """What each claim rests on. A judge that fails is a problem; without it claims are held against words and vectors."""
        if self._judge:
            try:
                return ground.ground(claims, self._encode, self._judge)
            except (ModelError, RuntimeError, MemoryError) as error:
                self.composer.note(error if isinstance(error, ModelError) else ModelError(f"the judge failed: {error}"))
        return ground.ground(claims, self._encode)

    @cached_property
    def _judge(self) -> Callable[[Sequence[tuple[str, str]]], Vectors] | None:
        name = self.composer.options.judge
        return Judge(name).entails if name else None

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return self.encoder.encode(texts, lambda done, total: self.progress("Checking", done, total))


def _told_before(story: Story, grounding: Grounding) -> str:
    """That a sentence on a story that was told before rests on nothing new; empty where it does, or where all is new."""
    if story.news is None:
        return ""
    news = [(story.articles[each.article], each.start, each.end) for each in story.news]
    is_new = any(
        each.article == article and each.start < end and start < each.end
        for each in grounding.citations
        for article, start, end in news
    )
    return "" if is_new else TOLD_BEFORE


def composing(
    options: Settings, encoder: Encoder, progress: Progress, folder: Path, environment: Mapping[str, str]
) -> Composing:
    """The writer of the settings, where that is a model; nothing is loaded yet."""
    wished = options.writer
    composer = Composer(
        opened(wished, options.server, options.server.key(environment)),
        wished,
        wished.language or options.brief.language,
        wished.own_prompts(folder),
        lambda done, total: progress("Composing", done, total),
    )
    return Composing(composer, encoder, progress)

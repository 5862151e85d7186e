"""Has a model tell stories: all of them in one batch, from the articles alone, to the length that is asked for.

A story that is too long for the model is told in parts, which are then combined. A model that takes no instruction
(``seq2seq``) reads the articles themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefing.config import WriterSettings
from briefing.errors import BriefingError, ModelError, TooLongError
from briefing.fence import fenced
from briefing.models import Model
from briefing.prompting import prompt
from briefing.summarize.drafts import Draft, draft, line
from briefing.summarize.material import Reading, language_name, material, split
from briefing.text import one_line
from briefing.types import WORDS_PER_SENTENCE, Answer, Length, Message, Problem, Request, Story, Summary

# That a text may have at most, and a few more to end a sentence; chosen: English has 1.3 a word
TOKENS_PER_WORD, MORE_TOKENS = 2.0, 24
HEADLINE_WORDS, GLANCE_WORDS = 12, 25  # that are asked for; chosen
MOST_CHARACTERS = 200  # of what an exception says; chosen
FAILED_REMEDY = "see docs/how-to/writers.md, or name another model by writer.model"
MOST_PARTS = 12  # that a story is told in; what is beyond is not read; chosen
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that a prompt names by its number."""

    number: int
    text: str


@dataclass(frozen=True)
class Composer:
    """A model with what it is to write: in ``language``, by prompts of ours or of the folder ``own``.

    ``met`` is what went wrong with it so far, each thing once.
    """

    model: Model
    options: WriterSettings
    language: str
    own: Path | None
    progress: Progress
    met: dict[str, Problem] = field(default_factory=dict)

    def summaries(self, stories: Sequence[Story], lengths: Sequence[Length]) -> list[Draft]:
        """What the model tells of each story."""
        read = [material(story, self.options.reads) for story in stories]
        asked = [
            self._story(story, each, length) if each else ModelError("there is nothing to read")
            for story, each, length in zip(stories, read, lengths, strict=True)
        ]
        answers = self._ask(asked)
        told = {place: draft(answer, self.language) for place, answer in enumerate(answers)}
        long = {place: each for place, each in enumerate(answers) if isinstance(each, TooLongError)}
        if long:
            told |= self._combined(stories, read, lengths, long)
        for place in range(len(stories)):
            if told[place].failure and read[place]:
                self.note(ModelError(told[place].failure, FAILED_REMEDY))
        return [told[place] for place in range(len(stories))]

    def note(self, error: ModelError) -> None:
        """Write down what went wrong, each thing once."""
        self.met.setdefault(error.what, Problem("writer", error.what, error.remedy))

    def headlines(self, summaries: Sequence[Summary]) -> list[Draft]:
        """A headline for each summary."""
        asked = [self._about("headline", summary, HEADLINE_WORDS) for summary in summaries]
        return [line(answer, self.language) for answer in self._ask(asked)]

    def overview(self, summaries: Sequence[Summary]) -> list[Draft]:
        """One sentence on each summary: its main fact."""
        asked = [self._about("overview", summary, GLANCE_WORDS) for summary in summaries]
        return [draft(answer, self.language) for answer in self._ask(asked)]

    @property
    def instructs(self) -> bool:
        """Whether the model takes instructions."""
        return self.model.card.kind != "seq2seq"

    def _combined(
        self,
        stories: Sequence[Story],
        read: Sequence[tuple[Reading, ...]],
        lengths: Sequence[Length],
        long: Mapping[int, TooLongError],
    ) -> dict[int, Draft]:
        """Each of the stories that are too long, told in parts and the parts combined."""
        parts = {
            place: split(read[place], min(MOST_PARTS, math.ceil(error.times * 1.2))) for place, error in long.items()
        }
        flat = [(place, part) for place, each in parts.items() for part in each]
        answers = self._ask([self._story(stories[place], part, lengths[place]) for place, part in flat])
        drafts: dict[int, list[Draft]] = {place: [] for place in parts}
        for (place, _), answer in zip(flat, answers, strict=True):
            drafts[place].append(draft(answer, self.language))
        combined = self._ask([self._combine(each, lengths[place]) for place, each in drafts.items()])
        return {
            place: draft(answer, self.language).after(each)
            for (place, each), answer in zip(drafts.items(), combined, strict=True)
        }

    def _story(self, story: Story, read: Sequence[Reading], length: Length) -> Request | ModelError:
        earlier = [fenced(sentence) for sentence in story.earlier.sentences] if story.earlier and story.news else []
        if not self.instructs:
            return _bounded([Message("user", each.text) for each in read], length.words)
        values = {"articles": read, **self._length(length)}
        name = "update" if earlier else "story"
        return self._filled(name, values | ({"earlier": earlier} if earlier else {}), length.words)

    def _combine(self, parts: Sequence[Draft], length: Length) -> Request | ModelError:
        texts = [" ".join(each.sentences) for each in parts if each.sentences]
        if not texts:
            return ModelError(next((each.failure for each in parts if each.failure), "the model wrote nothing"))
        if not self.instructs:
            return _bounded([Message("user", text) for text in texts], length.words)
        numbered = [Text(number, fenced(text)) for number, text in enumerate(texts, 1)]
        return self._filled("combine", {"parts": numbered, **self._length(length)}, length.words)

    def _about(self, name: str, summary: Summary, words: int) -> Request | ModelError:
        if not self.instructs:
            return ModelError("the model takes no instructions")
        values: dict[str, object] = {"summary": fenced(summary.text), "words": words, "language": self._language}
        titles = [each.title for each in material(summary.story, self.options.reads)]
        values |= {"titles": titles} if name == "headline" else {"headline": fenced(summary.headline)}
        return self._filled(name, values, words, enough=0 if name == "headline" else 1)

    def _filled(
        self, name: str, values: Mapping[str, object], words: float, enough: int | None = None
    ) -> Request | ModelError:
        try:
            messages = prompt(name, values, self.own)
        except BriefingError as error:
            return ModelError(str(error), error.remedy)
        return _bounded(messages, words, enough)

    def _length(self, length: Length) -> dict[str, object]:
        words = round(length.words)
        sentences = length.amount if length.unit == "sentences" else max(1, round(length.words / WORDS_PER_SENTENCE))
        return {"words": words, "sentences": int(sentences), "language": self._language}

    @property
    def _language(self) -> str:
        return language_name(self.language) or self.language

    def _ask(self, asked: Sequence[Request | ModelError]) -> list[Answer | ModelError]:
        """An answer to each request, in one batch; what cannot be asked is its own answer."""
        requests = [each for each in asked if isinstance(each, Request)]
        answers = iter(self._answers(requests))
        return [next(answers) if isinstance(each, Request) else each for each in asked]

    def _answers(self, requests: Sequence[Request]) -> Sequence[Answer | ModelError]:
        if not requests:
            return []
        try:
            answers = list(self.model.write(requests, self.progress))
        except BriefingError as error:
            answers = [ModelError(error.what, error.remedy)] * len(requests)
        except Exception as error:  # noqa: BLE001 - whatever a model does, the brief goes out
            said = one_line(f"{type(error).__name__}: {error}")[:MOST_CHARACTERS]
            answers = [ModelError(f"the model failed: {said}")] * len(requests)
        if len(answers) != len(requests):
            answers = [ModelError(f"the model gave {len(answers)} answers to {len(requests)} requests")] * len(requests)
        for each in answers:
            if isinstance(each, ModelError) and not isinstance(each, TooLongError):
                self.note(each)
        return answers


def _bounded(messages: Sequence[Message], words: float, enough: int | None = None) -> Request:
    """A request whose answer ends where its length is reached."""
    most = math.ceil(words * TOKENS_PER_WORD) + MORE_TOKENS
    return Request(tuple(messages), most, math.ceil(words) if enough is None else enough)

"""What the models of this machine have in common: loaded once at the first request, asked in batches, bounded in time."""

from __future__ import annotations

import gc
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from briefing.config import WriterSettings
from briefing.errors import ModelError, TooLongError
from briefing.models.batches import Deadline, bytes_per_token, in_batches, token_budget
from briefing.models.decoding import Bounds, Tick, Written
from briefing.models.thought import without_thought
from briefing.models.weights import Network, Place, loaded, place
from briefing.text import sentences
from briefing.types import Answer, ModelCard, Request, count_words

if TYPE_CHECKING:
    from briefing.models import Progress


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt in tokens, and how far its answer goes."""

    prompt: list[int]
    bounds: Bounds


class Local(ABC):
    """A model of this machine. Weights are read at the first request; what is wrong with them fails each of them."""

    kind: ClassVar[str]
    loads: ClassVar[str]  # the class of transformers

    def __init__(self, writer: WriterSettings, *_: object) -> None:
        self._writer = writer
        self._deadline = Deadline(writer.minutes)

    @abstractmethod
    def _prompt(self, network: Network, request: Request) -> list[int]:
        """The tokens that the model reads for a request."""

    @abstractmethod
    def _run(self, network: Network, asked: Sequence[Asked], tick: Tick) -> Sequence[Written | None]:
        """What the model writes for a batch; None for a row that time did not suffice for."""

    @abstractmethod
    def _most(self, network: Network) -> int:
        """How many tokens the model can write at most."""

    @abstractmethod
    def _fits(self, network: Network, bounds: Bounds) -> int:
        """How many tokens a prompt may have."""

    @cached_property
    def card(self) -> ModelCard:
        settings = {"temperature": self._writer.temperature, "thinking": self._writer.thinking}
        try:
            revision = self._place.revision
        except ModelError:  # it is not here: whoever asks it is told so
            revision = self._writer.revision
        return ModelCard(self.kind, self._writer.model, revision, settings)

    @cached_property
    def _place(self) -> Place:
        return place(self._writer.model, self._writer.revision)

    @cached_property
    def _network(self) -> Network:
        return loaded(self.loads, self._writer.model, self._place)

    def write(self, requests: Sequence[Request], progress: Progress) -> list[Answer | ModelError]:
        """An answer for each request, in their order."""
        if not requests:
            return []
        try:
            asked = [self._asked(self._network, each) for each in requests]
        except ModelError as error:
            return [error] * len(requests)
        answers: dict[int, Answer | ModelError] = {}
        for number, each in enumerate(asked):
            room = self._fits(self._network, each.bounds)
            if len(each.prompt) > room:
                answers[number] = self._too_long(len(each.prompt), room)
        fitting = [number for number in range(len(asked)) if number not in answers]
        answers |= zip(fitting, self._written([asked[number] for number in fitting], progress), strict=True)
        return [answers[number] for number in range(len(asked))]

    def _asked(self, network: Network, request: Request) -> Asked:
        most = min(request.max_tokens + self._writer.thinking, self._most(network))
        bounds = Bounds(min(request.min_tokens, most), most, self._enough(network, request.enough))
        return Asked(self._prompt(network, request), bounds)

    def _enough(self, network: Network, words: int) -> Callable[[Sequence[int]], bool]:
        """Whether the whole sentences among some tokens have so many words; a thought is no sentence."""

        def enough(tokens: Sequence[int]) -> bool:
            if not words or len(tokens) < words:
                return False
            text = without_thought(network.tokenizer.decode(tokens, skip_special_tokens=True))
            whole = [span.string for span in sentences(text)[:-1]]
            return count_words(" ".join(whole)) >= words

        return enough

    def _written(self, wanted: Sequence[Asked], progress: Progress) -> list[Answer | ModelError]:
        network = self._network
        lengths = [len(each.prompt) + each.bounds.most for each in wanted]
        counter = _Counter(sum(lengths), progress, self._deadline)

        def batch(numbers: list[int]) -> list[Answer | ModelError]:
            asked = [wanted[number] for number in numbers]
            counter.begin(sum(lengths[number] for number in numbers))
            written = [None] * len(asked) if counter.tick(0) else self._run(network, asked, counter.tick)
            return [self._answer(each, text) for each, text in zip(asked, written, strict=True)]

        budget = token_budget(bytes_per_token(network.model.config, network.model.dtype.itemsize), network.device)
        found = dict(in_batches(lengths, budget, batch, _forget))
        counter.end()
        return [found[number] for number in range(len(wanted))]

    def _answer(self, asked: Asked, written: Written | None) -> Answer | ModelError:
        if written is None:
            return self._deadline.error
        text = without_thought(self._network.tokenizer.decode(written.tokens, skip_special_tokens=True))
        return Answer(text.strip(), len(asked.prompt), len(written.tokens), written.whole)

    def _too_long(self, tokens: int, room: int) -> TooLongError:
        model = self._writer.model
        return TooLongError(f"{tokens} tokens are more than {model} takes", "lower writer.reads", tokens / max(1, room))


class _Counter:
    """Tells of tokens that are done. A row that ends early is done as a whole when its batch is."""

    def __init__(self, total: int, progress: Progress, deadline: Deadline) -> None:
        self._total, self._progress, self._deadline = total, progress, deadline
        self._done = self._batch = 0
        self._before = 0

    def begin(self, tokens: int) -> None:
        self._before += self._batch
        self._batch, self._done = tokens, 0

    def tick(self, tokens: int) -> bool:
        self._done = min(self._batch, self._done + tokens)
        self._progress(self._before + self._done, self._total)
        return self._deadline.passed

    def end(self) -> None:
        self._progress(self._total, self._total)


def _forget() -> None:
    """Give back what a failed batch held."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()

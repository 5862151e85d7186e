"""Batches that fit the memory that is free, made smaller where it runs out all the same; the time that writing may take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from briefing.errors import ModelError
from briefing.hardware import by_padded_tokens, free_memory

# Tokens of a batch with its padding, read and to be written. SmolLM2-135M, 48 stories of 402 tokens and 60 new ones, bfloat16, stories/s:
# 1.71 for 16 to a batch, 1.72 for 24, 1.90 for 48; beyond it memory grows and nothing else.
MOST_TOKENS = 24_000
# A billion parameters, 390 and 60 tokens, H200, stories/s: 64 for 64 to a batch, 206 for 256, 331 for 1,024 (470,000 tokens, 37 GB)
MOST_TOKENS_GPU = 400_000
# Of the free memory that a batch may take. On GPUs with 2 to 8 GB free, batches of three models took 0.33 to 0.50 of it; what is
# counted is 1.1 to 1.5 times what is needed
SHARE = 0.5
OUT_OF_MEMORY = ("out of memory", "not enough memory", "can't allocate memory", "cannot allocate memory")

T = TypeVar("T")


class Deadline:
    """When writing has to be done: so many minutes after it was first asked."""

    def __init__(self, minutes: float) -> None:
        self._minutes = minutes
        self._end: float | None = None

    @property
    def passed(self) -> bool:
        if self._end is None:
            self._end = time.monotonic() + 60 * self._minutes
        return time.monotonic() > self._end

    @property
    def error(self) -> ModelError:
        return ModelError(f"the model was not done within {self._minutes:g} minutes", "raise writer.minutes")


def token_budget(bytes_per_token: int, device: str) -> int:
    """Tokens that a batch may have: what is fast, and no more than the free memory holds."""
    most = MOST_TOKENS_GPU if device == "cuda" else MOST_TOKENS
    return max(1, min(most, int(SHARE * free_memory()) // max(1, bytes_per_token)))


def bytes_per_token(config: Any, itemsize: int) -> int:
    """What a token takes while it is read: its keys and values in every layer, and the activations of one layer."""
    text = config.get_text_config(decoder=True)
    layers, hidden = text.num_hidden_layers, text.hidden_size
    heads = getattr(text, "num_attention_heads", 1)
    width = getattr(text, "head_dim", None) or hidden // heads
    kept = 2 * layers * (getattr(text, "num_key_value_heads", None) or heads) * width
    inner = max(
        (getattr(text, name, None) or 0 for name in ("intermediate_size", "decoder_ffn_dim", "d_ff")),
        default=4 * hidden,
    )
    return int((kept + 2 * inner + 8 * hidden) * itemsize)


def in_batches(
    lengths: Sequence[int], budget: int, run: Callable[[list[int]], Sequence[T]], forget: Callable[[], None]
) -> Iterator[tuple[int, T | ModelError]]:
    """What ``run`` gives for each index, in batches of at most ``budget`` padded tokens, longest first.

    Where the memory does not suffice, the batch is halved, and all later ones are as small; ``forget`` frees what it left.
    A single one that does not fit is a ModelError in its place.
    """
    waiting = list(by_padded_tokens(lengths, budget))
    while waiting:
        batch = waiting.pop(0)
        answers = _tried(run, batch)
        if answers is not None:
            yield from zip(batch, answers, strict=True)
            continue
        forget()
        if len(batch) == 1:
            yield batch[0], ModelError("the model ran out of memory", "name a smaller one, or lower writer.reads")
            continue
        budget = (len(batch) + 1) // 2 * lengths[batch[0]]
        left = [index for each in [batch, *waiting] for index in each]
        waiting = [[left[place] for place in each] for each in by_padded_tokens([lengths[i] for i in left], budget)]


def _tried(run: Callable[[list[int]], Sequence[T]], batch: list[int]) -> Sequence[T] | None:
    """What ``run`` gives; None where the memory does not suffice. The error ends here: its traceback holds the batch."""
    try:
        return run(batch)
    except (RuntimeError, MemoryError) as error:
        if is_out_of_memory(error):
            return None
        raise


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of torch, or of Python, means that there is no memory left."""
    return isinstance(error, MemoryError) or any(said in str(error).lower() for said in OUT_OF_MEMORY)

"""How fast the encoder is: beside sentence-transformers' own loop, and beside what the machine can multiply at all."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench.figures import Absent, Effort, Figure, Found

if TYPE_CHECKING:
    import torch

TIMES_DEFAULT = 3.0  # the goal: as often as fast as the default loop, where the hardware multiplies bfloat16
TIMES_LIMIT = 3.0  # the goal: the limit is at most so many times as fast
SQUARES = (1024, 2048, 4096)
ROWS = 2048  # of a matrix as the model has it: the tokens of a batch
AT_LEAST = 0.3  # seconds that each shape is multiplied; the fastest time counts
GIGA = 1e9


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT model, as its config.json says."""

    layers: int
    hidden: int
    forward: int

    @classmethod
    def of(cls, folder: Path) -> Shape:
        told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return cls(told["num_hidden_layers"], told["hidden_size"], told["intermediate_size"])

    def operations(self, tokens: int) -> int:
        """What a text of so many tokens needs, two for each multiply-add: four square matrices and the two of the feed-forward
        for each token, and in the attention each token with each, once for the weights and once for the values.
        """
        matrices = 4 * self.hidden**2 + 2 * self.hidden * self.forward
        return 2 * self.layers * (tokens * matrices + 2 * tokens**2 * self.hidden)


def measure(effort: Effort) -> Iterator[Found]:
    """The encoder against sentence-transformers' default loop and against the limit of the machine."""
    from benchmarks.memory import peak_megabytes
    from briefing.embed import BUILT_IN, Encoder, built_in_folder

    count = effort.of(3000, 400)
    texts = sentences(count)
    encoder, folder = Encoder(BUILT_IN), built_in_folder()
    yield Figure("encoder: loading", clocked(lambda: encoder.encode(["A word."])), "s", "less")
    seconds = clocked(lambda: encoder.encode(texts))
    peak = peak_megabytes()
    yield Figure(f"encoder, {count:,} sentences", count / seconds, "sentences/s", "more")
    yield Figure("encoder: peak memory", peak, "MB", "less")
    yield from against_limit(Shape.of(folder), lengths(texts, folder), seconds)
    yield from against_default(texts, folder, seconds)


def sentences(count: int) -> list[str]:
    """The first distinct sentences of the archive."""
    from benchmarks.corpora import articles
    from briefing import text

    every = (span.string for article in articles("archive", count) for span in text.sentences(article.text))
    return list(islice(dict.fromkeys(every), count))


def clocked(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def lengths(texts: Sequence[str], folder: Path) -> list[int]:
    """Tokens of each text, as far as the encoder reads it."""
    from transformers import AutoTokenizer

    from briefing.embed import MAX_TOKENS

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return [len(ids) for ids in tokenizer(list(texts), truncation=True, max_length=MAX_TOKENS)["input_ids"]]


def against_limit(shape: Shape, tokens: Sequence[int], seconds: float) -> Iterator[Figure]:
    """Useful operations a second, padding not counted, from text to vector; and how often as many the machine could do."""
    achieved = sum(map(shape.operations, tokens)) / seconds
    limit = peak(shape)
    yield Figure("encoder: useful operations", achieved / GIGA, "GFLOP/s", "more")
    yield Figure("encoder: limit, multiplying matrices in its type", limit / GIGA, "GFLOP/s")
    yield Figure("encoder: below its limit", limit / achieved, "times", "less", TIMES_LIMIT)


def peak(shape: Shape) -> float:
    """Operations a second of the fastest multiplication there is: with matrices as the model has them, or large square ones."""
    import torch

    from briefing.hardware import device, fast_type

    wide, narrow = shape.forward, shape.hidden
    sizes = [(ROWS, narrow, narrow), (ROWS, narrow, wide), (ROWS, wide, narrow), *((side,) * 3 for side in SQUARES)]
    kind, place = fast_type(), device()
    with torch.inference_mode():
        return max(
            _multiplied(torch.randn(n, k, device=place).to(kind), torch.randn(m, k, device=place).to(kind))
            for n, k, m in sizes
        )


def _multiplied(rows: torch.Tensor, weights: torch.Tensor) -> float:
    """Operations a second, the best of several times."""
    import torch

    def once() -> None:
        torch.nn.functional.linear(rows, weights)
        if rows.is_cuda:
            torch.cuda.synchronize()

    once()
    fastest, end = float("inf"), time.perf_counter() + AT_LEAST
    while time.perf_counter() < end:
        fastest = min(fastest, clocked(once))
    return 2 * rows.shape[0] * rows.shape[1] * weights.shape[0] / fastest


def against_default(texts: Sequence[str], folder: Path, seconds: float) -> Iterator[Found]:
    """The same sentences by ``SentenceTransformer(folder).encode(texts)``: float32, its own batches, all as it comes."""
    if find_spec("sentence_transformers") is None:
        yield Absent("encoder, sentence-transformers", "it is not installed; it comes with the extra `bench`")
        return
    import torch
    from sentence_transformers import SentenceTransformer

    from briefing.hardware import fast_type

    model = SentenceTransformer(str(folder), local_files_only=True)
    model.encode(["A word."])
    theirs = clocked(lambda: model.encode(list(texts)))
    yield Figure("encoder, sentence-transformers' default", len(texts) / theirs, "sentences/s")
    goal = TIMES_DEFAULT if fast_type() is torch.bfloat16 else None  # in one type both do the same
    yield Figure("encoder: times sentence-transformers' default", theirs / seconds, "times", "more", goal)

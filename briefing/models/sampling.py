"""How the next token is taken: the likeliest, or by chance, with a chance of its own for each prompt."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence

from briefing.models.decoding import Pick

TOP = 0.95  # of the probability that is drawn from (Holtzman 2020); chosen


def pick(temperature: float, prompts: Sequence[Sequence[int]]) -> Pick:
    """A function from logits, shape (rows, words), and the rows' numbers to a token each.

    Above a temperature of 0 the chance of a row depends on its prompt alone, so that its text does not on its batch.
    """
    import torch
    from transformers import TemperatureLogitsWarper, TopPLogitsWarper

    if not temperature:
        return lambda logits, _: logits.argmax(-1)
    generators = [torch.Generator().manual_seed(_seed(prompt)) for prompt in prompts]
    warm, top = TemperatureLogitsWarper(temperature), TopPLogitsWarper(TOP)

    def drawn(logits: torch.Tensor, rows: Sequence[int]) -> torch.Tensor:
        nothing = torch.empty(0)
        chances = top(nothing, warm(nothing, logits)).softmax(-1).cpu()  # neither looks at the tokens
        tokens = [torch.multinomial(chances[place], 1, generator=generators[row]) for place, row in enumerate(rows)]
        return torch.cat(tokens).to(logits.device)

    return drawn


def _seed(prompt: Sequence[int]) -> int:
    return int.from_bytes(hashlib.sha256(struct.pack(f"{len(prompt)}q", *prompt)).digest()[:7])

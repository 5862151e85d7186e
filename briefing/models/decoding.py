"""Decoding of many prompts together by a causal model: what they have in common is read once, what is finished leaves.

Pure but for the model: token ids in, token ids out. The cache grows in place, because growing it by concatenation, as
transformers does, copies it at each token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.hardware import inference
from briefing.models.weights import Network

if TYPE_CHECKING:
    import torch

# Of the rows that must be finished before they leave together: to take rows out copies the cache; chosen
LEAVING = 0.25
SHARED = 16  # tokens that prompts must have in common for it to be read by itself; chosen


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a row is written: between ``least`` and ``most`` tokens, and no farther than ``enough`` says of its tokens."""

    least: int
    most: int
    enough: Callable[[Sequence[int]], bool]


@dataclass(frozen=True, slots=True)
class Written:
    """The tokens of a row, and whether it came to an end before it had to."""

    tokens: list[int]
    whole: bool


Tick = Callable[[int], bool]  # is told of tokens that are done, and says whether time is up
Pick = Callable[["torch.Tensor", Sequence[int]], "torch.Tensor"]  # logits (rows, words) and the rows' numbers to tokens


def common_length(prompts: Sequence[Sequence[int]]) -> int:
    """How many tokens all prompts begin with, so that each has one at least of its own; 0 where that would not pay."""
    first, last = min(map(list, prompts)), max(map(list, prompts))
    most = min(map(len, prompts)) - 1
    shared = next((n for n in range(most) if first[n] != last[n]), most)
    return shared if len(prompts) > 1 and shared >= SHARED else 0


def decode(
    network: Network, prompts: Sequence[Sequence[int]], bounds: Sequence[Bounds], pick: Pick, tick: Tick
) -> list[Written | None]:
    """What the model writes after each prompt; None for a row that time did not suffice for."""
    with inference():
        return _Batch(network, prompts, bounds, pick).run(tick)


class _Batch:
    """Rows that are decoded together. Row ``i`` of the tensors is prompt ``rows[i]``."""

    def __init__(
        self, network: Network, prompts: Sequence[Sequence[int]], bounds: Sequence[Bounds], pick: Pick
    ) -> None:
        self._network, self._prompts, self._bounds, self._pick = network, prompts, bounds, pick
        self._ends = end_tokens(network)
        self._rows = list(range(len(prompts)))
        self._tokens: list[list[int]] = [[] for _ in prompts]
        self._done: dict[int, Written] = {}
        self._mask: torch.Tensor
        self._position: torch.Tensor

    def run(self, tick: Tick) -> list[Written | None]:
        import torch

        logits = self._read()
        late = tick(sum(map(len, self._prompts)))
        while self._rows and not late:
            picked = self._take(self._pick(logits, self._rows).tolist())
            late = tick(len(self._rows))
            self._leave()
            if self._rows and not late:
                device = self._network.device
                self._mask = torch.cat([self._mask, self._mask.new_ones(len(self._rows), 1)], 1)
                self._position = self._position + 1
                ids = torch.tensor([[picked[row]] for row in self._rows], device=device)
                logits = self._forward(ids, self._position, self._mask[:, None, None, :].bool())
        return [self._done.get(row) for row in range(len(self._prompts))]

    def _read(self) -> torch.Tensor:
        """Read the prompts, padded on the left, the common beginning once; the logits behind each."""
        import torch

        shared, device = common_length(self._prompts), self._network.device
        own = [list(prompt[shared:]) for prompt in self._prompts]
        width = max(map(len, own))
        most = max(bound.most for bound in self._bounds)
        ids = torch.tensor([[0] * (width - len(each)) + each for each in own], device=device)
        ones = [[1] * shared + [0] * (width - len(each)) + [1] * len(each) for each in own]
        self._mask = torch.tensor(ones, device=device)
        positions = (self._mask.cumsum(1) - 1).clamp(min=0)
        self._position = positions[:, -1:]
        first = None
        if shared:
            first = _roomy(self._network, shared)
            beginning = torch.tensor([list(self._prompts[0][:shared])], device=device)
            self._network.model(beginning, past_key_values=first, use_cache=True, logits_to_keep=1)
        self._cache = _roomy(self._network, shared + width + most, len(own), first)
        return self._forward(ids, positions[:, shared:], self._mask)

    def _forward(self, ids: torch.Tensor, positions: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The logits behind each row's last token, shape (rows, words).

        While decoding, the mask has four dimensions, (rows, 1, 1, tokens): one of two, without padding, transformers takes
        away, and without a mask torch's attention on a processor takes 360 ms a token for 48 rows of 400, with it 60.
        """
        output = self._network.model(
            ids,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        )
        logits: torch.Tensor = output.logits[:, -1].float()
        young = [place for place, row in enumerate(self._rows) if len(self._tokens[row]) < self._bounds[row].least]
        if young:
            for end in self._ends:
                logits[young, end] = -float("inf")
        return logits

    def _take(self, tokens: Sequence[int]) -> dict[int, int]:
        """Add each row's token; a row that is finished is written down."""
        for row, token in zip(self._rows, tokens, strict=True):
            if row in self._done:
                continue
            bound, written = self._bounds[row], self._tokens[row]
            if token in self._ends:
                self._done[row] = Written(written, whole=True)
                continue
            written.append(token)
            if len(written) >= bound.most or (len(written) >= bound.least and bound.enough(written)):
                self._done[row] = Written(written, whole=False)
        return dict(zip(self._rows, tokens, strict=True))

    def _leave(self) -> None:
        """Take finished rows out of the batch, once they are many."""
        import torch

        staying = [place for place, row in enumerate(self._rows) if row not in self._done]
        if len(self._rows) - len(staying) < max(1, LEAVING * len(self._rows)) and staying:
            return
        if staying:
            indices = torch.tensor(staying, device=self._network.device)
            self._cache.batch_select_indices(indices)
            self._mask, self._position = self._mask[indices], self._position[indices]
        self._rows = [self._rows[place] for place in staying]


def end_tokens(network: Network) -> frozenset[int]:
    """The tokens that end an answer, as the model and its tokenizer name them."""
    named = network.model.generation_config.eos_token_id
    ids = list(named) if isinstance(named, list | tuple) else [named]
    return frozenset(int(each) for each in [*ids, network.tokenizer.eos_token_id] if each is not None)


def can_share(network: Network) -> bool:
    """Whether every layer of the model keeps all it has read: windows and states are left to transformers."""
    from transformers import DynamicCache
    from transformers.cache_utils import DynamicLayer

    try:
        layers = DynamicCache(config=network.model.config).layers
    except (ValueError, KeyError, AttributeError):
        return False
    return bool(layers) and all(type(layer) is DynamicLayer for layer in layers)


def _roomy(network: Network, room: int, rows: int = 1, first: Any = None) -> Any:
    """A cache with room for so many tokens of each row, which begins with what ``first`` has read."""
    from transformers import DynamicCache

    from briefing.models.cache import RoomyLayer

    cache = DynamicCache(config=network.model.config)
    before = first.layers if first else [None] * len(cache.layers)
    cache.layers = [RoomyLayer(rows, room, each) for each in before]
    return cache

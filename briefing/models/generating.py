"""Generation by transformers' own loop: for sequence-to-sequence models, and for those whose layers forget what they read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefing.hardware import inference
from briefing.models.decoding import Bounds, Pick, Tick, Written, end_tokens
from briefing.models.weights import Network

BETWEEN = "<doc-sep>"  # between the documents that PRIMERA reads (Xiao 2022)


def generate(
    network: Network, prompts: Sequence[Sequence[int]], bounds: Sequence[Bounds], pick: Pick, tick: Tick
) -> list[Written | None]:
    """What the model writes after each prompt, by ``generate``; None for a row that time did not suffice for."""
    ends = end_tokens(network)
    padding = _padding(network, ends)
    written_after = not network.model.config.is_encoder_decoder
    given = _padded(prompts, padding, network.device, left=written_after)
    width = max(map(len, prompts)) if written_after else 1  # what the output begins with
    stopping = _Stopping(width, bounds, ends, tick)
    with inference():
        output = network.model.generate(
            **given,
            **_attention(network, given),
            max_new_tokens=max(bound.most for bound in bounds),
            min_length=0,  # its own habits: the length is ours
            num_beams=1,
            do_sample=False,
            pad_token_id=padding,
            logits_processor=[_Least(width, bounds, ends), _Picking(pick, len(prompts))],
            stopping_criteria=[stopping],
        )
    tick(sum(map(len, prompts)))
    return [stopping.written(row, tokens) for row, tokens in enumerate(output[:, width:].tolist())]


def _padding(network: Network, ends: frozenset[int]) -> int:
    own = network.tokenizer.pad_token_id
    return min(ends, default=0) if own is None else int(own)


def _padded(prompts: Sequence[Sequence[int]], padding: int, device: str, *, left: bool) -> dict[str, Any]:
    """The prompts as one tensor, and which of its tokens are theirs."""
    import torch

    width = max(map(len, prompts))
    rows, mask = [], []
    for prompt in prompts:
        filler, own = [padding] * (width - len(prompt)), list(prompt)
        rows.append(filler + own if left else own + filler)
        mask.append([0] * len(filler) + [1] * len(own) if left else [1] * len(own) + [0] * len(filler))
    return {
        "input_ids": torch.tensor(rows, device=device),
        "attention_mask": torch.tensor(mask, device=device),
    }


def _attention(network: Network, given: dict[str, Any]) -> dict[str, Any]:
    """For a model that looks at its neighborhood only (LED, PRIMERA): the tokens that all look at, the first and those
    between documents (Beltagy 2020; Xiao 2022).
    """
    import torch

    if network.model.config.model_type != "led":
        return {}
    whole = torch.zeros_like(given["input_ids"])
    whole[:, 0] = 1
    between = network.tokenizer.get_vocab().get(BETWEEN)
    if between is not None:
        whole[given["input_ids"] == between] = 1
    return {"global_attention_mask": whole}


class _Picking:
    """Leaves of each row's logits the one token that ``pick`` takes."""

    def __init__(self, pick: Pick, rows: int) -> None:
        self._pick, self._rows = pick, list(range(rows))

    def __call__(self, _: Any, scores: Any) -> Any:
        picked = self._pick(scores.float(), self._rows).unsqueeze(1)
        return scores.new_full(scores.shape, -float("inf")).scatter(1, picked, 0.0)


class _Least:
    """No end before a row has as many tokens as it shall have at least."""

    def __init__(self, width: int, bounds: Sequence[Bounds], ends: frozenset[int]) -> None:
        self._width, self._bounds, self._ends = width, bounds, ends

    def __call__(self, tokens: Any, scores: Any) -> Any:
        young = [row for row, bound in enumerate(self._bounds) if tokens.shape[1] - self._width < bound.least]
        if young:
            scores = scores.clone()
            for end in self._ends:
                scores[young, end] = -float("inf")
        return scores


class _Stopping:
    """Ends a row where its bounds say so, and all rows when time is up."""

    def __init__(self, width: int, bounds: Sequence[Bounds], ends: frozenset[int], tick: Tick) -> None:
        self._width, self._bounds, self._ends, self._tick = width, bounds, ends, tick
        self._bounded: dict[int, int] = {}
        self._ended: set[int] = set()
        self._late = False

    def __call__(self, tokens: Any, _: Any, **__: Any) -> Any:
        import torch

        self._late = self._late or self._tick(len(self._bounds) - len(self._bounded) - len(self._ended))
        for row, written in enumerate(tokens[:, self._width :].tolist()):
            if row not in self._bounded and row not in self._ended:
                self._look(row, written)
        over = [self._late or row in self._bounded or row in self._ended for row in range(len(self._bounds))]
        return torch.tensor(over, device=tokens.device)

    def _look(self, row: int, written: list[int]) -> None:
        bound = self._bounds[row]
        if written[-1] in self._ends:
            self._ended.add(row)
        elif len(written) >= bound.most or (len(written) >= bound.least and bound.enough(written)):
            self._bounded[row] = len(written)

    def written(self, row: int, tokens: list[int]) -> Written | None:
        if row in self._bounded:
            return Written(tokens[: self._bounded[row]], whole=False)
        if row in self._ended:
            end = next(place for place, token in enumerate(tokens) if token in self._ends)
            return Written(tokens[:end], whole=True)
        return None

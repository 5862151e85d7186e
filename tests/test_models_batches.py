"""Batches that fit the memory, become smaller where it runs out, and end when time is up."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence
from typing import Any

import pytest
import tiny
import torch

from briefing.errors import ModelError
from briefing.hardware import free_memory
from briefing.models.batches import MOST_TOKENS, Deadline, bytes_per_token, in_batches, is_out_of_memory, token_budget


def collect(lengths: Sequence[int], budget: int, holds: int) -> tuple[dict[int, int | ModelError], list[list[int]]]:
    """What comes of batches on a machine that has memory for ``holds`` padded tokens; and the batches it was asked."""
    asked: list[list[int]] = []

    def run(batch: list[int]) -> list[int]:
        asked.append(batch)
        if len(batch) * max(lengths[i] for i in batch) > holds:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
        return [10 * index for index in batch]

    return dict(in_batches(lengths, budget, run, lambda: None)), asked


def test_where_memory_runs_out_the_batch_is_halved_and_all_is_done() -> None:
    """Memory for a quarter of the batch: everything is answered, and what failed once as a whole is not tried again so."""
    lengths = [100] * 16
    answers, asked = collect(lengths, 1600, 400)
    assert answers == {index: 10 * index for index in range(16)}
    assert [len(batch) for batch in asked] == [16, 8, 4, 4, 4, 4]


def test_one_that_fits_no_memory_is_an_error_in_its_place() -> None:
    """The others are answered."""
    answers, _ = collect([1000, 50, 50], 1100, 200)
    assert isinstance(answers[0], ModelError)
    assert (answers[1], answers[2]) == (10, 20)


def test_the_memory_of_a_failed_batch_is_given_back() -> None:
    """What a batch held is forgotten before the next one is tried."""
    told: list[str] = []

    def run(batch: list[int]) -> list[int]:
        told.append(f"run {len(batch)}")
        if len(batch) > 1:
            raise MemoryError
        return batch

    assert dict(in_batches([5, 5], 100, run, lambda: told.append("forget"))) == {0: 0, 1: 1}
    assert told == ["run 2", "forget", "run 1", "run 1"]


def test_what_a_failed_batch_made_is_gone_before_its_memory_is_given_back() -> None:
    """Nothing holds it any more, the traceback of its error neither: else the memory could not be given back."""
    made: list[weakref.ref[torch.Tensor]] = []
    alive: list[bool] = []

    def run(batch: list[int]) -> list[int]:
        activations = torch.zeros(10)
        made.append(weakref.ref(activations))
        if len(batch) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
        return batch

    assert dict(in_batches([5, 5], 100, run, lambda: alive.append(made[-1]() is not None))) == {0: 0, 1: 1}
    assert alive == [False]


def test_another_fault_is_not_taken_for_memory() -> None:
    """A bug keeps its traceback."""

    def run(_: list[int]) -> list[int]:
        raise RuntimeError("shapes do not match")

    with pytest.raises(RuntimeError, match="shapes"):
        dict(in_batches([5], 100, run, lambda: None))


def test_what_torch_says_when_memory_is_gone_is_known() -> None:
    """An allocation that no machine can make, on the processor."""
    with pytest.raises(RuntimeError) as met:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert is_out_of_memory(met.value)


def test_the_budget_is_what_is_fast_or_what_fits() -> None:
    """A token of a byte: as many as are fast; tokens as large as the memory: one."""
    assert token_budget(1, "cpu") == MOST_TOKENS
    assert token_budget(free_memory() * 2, "cpu") == 1


def test_a_token_is_counted_with_what_the_cache_keeps_of_it() -> None:
    """At least the keys and values that a real cache holds after 100 tokens, and not ten times as much and more."""
    from transformers import DynamicCache

    model = tiny.causal(hidden_size=64, num_hidden_layers=8)
    cache = DynamicCache(config=model.config)
    with torch.no_grad():
        model(torch.zeros(1, 100, dtype=torch.long), past_key_values=cache, use_cache=True)
    layers: list[Any] = cache.layers  # one of several kinds, says transformers
    kept = sum(layer.keys.nbytes + layer.values.nbytes for layer in layers) // 100
    assert kept <= bytes_per_token(model.config, 4) <= 10 * kept
    gc.collect()


def test_time_is_counted_from_the_first_question() -> None:
    """A deadline of no time at all has passed once it was asked; one of an hour has not."""
    assert Deadline(0.0).passed or Deadline(0.0).passed
    late = Deadline(1e-9)
    assert late.passed or late.passed
    assert not Deadline(60).passed
    assert "writer.minutes" in Deadline(60).error.remedy

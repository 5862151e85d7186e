from __future__ import annotations

from typing import Any

import torch
from hypothesis import given
from hypothesis import strategies as st

from briefing.hardware import by_padded_tokens, free_memory, inference


@given(st.lists(st.integers(1, 300)), st.integers(1, 3000))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int], budget: int) -> None:
    """Longest first; a batch with its padding stays within the budget, or is a single text that is above it alone."""
    batches = list(by_padded_tokens(lengths, budget))
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= budget
    order = [lengths[i] for batch in batches for i in batch]
    assert order == sorted(order, reverse=True)


def test_free_memory_is_what_the_machine_can_spare() -> None:
    """More than nothing, less than a petabyte: bytes, not kilobytes."""
    assert 10_000_000 < free_memory() < 1e15


def test_models_are_asked_without_gradients_and_without_plans_for_each_shape() -> None:
    """Attention is any but cuDNN's while a model is asked; afterwards all is as it was."""
    ways: Any = torch.backends.cuda  # whose functions have no types
    before = ways.cudnn_sdp_enabled()
    with inference():
        assert torch.is_inference_mode_enabled()
        assert not ways.cudnn_sdp_enabled()
        assert ways.flash_sdp_enabled()
        assert ways.mem_efficient_sdp_enabled()
        assert ways.math_sdp_enabled()
    assert ways.cudnn_sdp_enabled() == before
    assert not torch.is_inference_mode_enabled()

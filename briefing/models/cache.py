"""A layer of the cache that has its room from the beginning, so that a token is written into it and nothing is copied."""

from __future__ import annotations

from typing import Any

import torch
from transformers.cache_utils import DynamicLayer


class RoomyLayer(DynamicLayer):  # type: ignore[no-untyped-call]  # its __init_subclass__ has no types
    """``keys`` and ``values``, shape (rows, heads, tokens, dimension), are views of tensors with ``room`` for more tokens.

    What ``before`` has read, in one row, is the beginning of each of the ``rows``.
    """

    keys: torch.Tensor
    values: torch.Tensor

    def __init__(self, rows: int, room: int, before: RoomyLayer | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # nor has its __init__
        self._room = room
        if before is not None:
            self.update(before.keys.expand(rows, -1, -1, -1), before.values.expand(rows, -1, -1, -1))

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        self.dtype, self.device = key_states.dtype, key_states.device
        self._keys, self._values = self._empty(key_states), self._empty(value_states)
        self.keys, self.values = self._keys[:, :, :0], self._values[:, :, :0]
        self.is_initialized = True

    def _empty(self, like: torch.Tensor) -> torch.Tensor:
        rows, heads, _, dimension = like.shape
        return like.new_empty((rows, heads, self._room, dimension))

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *_: Any, **__: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Write the new tokens behind those that are there; all of them."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        start = self.keys.shape[-2]
        end = start + key_states.shape[-2]
        self._keys[:, :, start:end] = key_states
        self._values[:, :, start:end] = value_states
        self.keys, self.values = self._keys[:, :, :end], self._values[:, :, :end]
        return self.keys, self.values

    def batch_select_indices(self, indices: torch.Tensor) -> None:
        """Keep these rows."""
        read = self.keys.shape[-2]
        self._keys, self._values = self._keys[indices], self._values[indices]
        self.keys, self.values = self._keys[:, :, :read], self._values[:, :, :read]

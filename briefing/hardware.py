"""What this machine computes with: its device, the number type that is fast on it, its free memory, batches that suit both;
and transformers, when it is to be silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def device() -> str:
    """``cuda`` where there is a GPU that torch can use, else ``cpu``."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def fast_type() -> torch.dtype:
    """bfloat16 where the GPU, or without one the processor, multiplies it in hardware, else float32.

    With AMX: 909 against 304 sentences/s, cosine to float32 at least 0.997. Without, bfloat16 is emulated and slower.
    """
    import torch

    if torch.cuda.is_available():
        in_hardware = torch.cuda.is_bf16_supported(including_emulation=False)
    else:  # torch has no public question for these two
        in_hardware = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001
    return torch.bfloat16 if in_hardware else torch.float32


@contextmanager
def inference() -> Iterator[None]:
    """Nothing is kept for training, and attention is not cuDNN's, which makes a plan for each new shape: every batch and every
    token has its own. On an H200 a model of a billion parameters writes 206 stories/s in a batch of 256, with the plans 28.
    """
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel

    others = [SDPBackend.FLASH_ATTENTION, SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]
    with torch.inference_mode(), sdpa_kernel(others):
        yield


def quiet_transformers() -> None:
    """No bars and no notices of transformers: ours are shown, and its own are for programmers."""
    logging: Any = import_module("transformers.utils.logging")  # whose functions have no types
    logging.disable_progress_bar()
    logging.set_verbosity_error()


def free_memory() -> int:
    """Bytes that can be taken on the device at this moment: the GPU's free ones, or what the computer has to spare."""
    import psutil
    import torch

    if torch.cuda.is_available():
        kept = torch.cuda.memory_reserved() - torch.cuda.memory_allocated()  # by torch, of what it has given back
        return int(torch.cuda.mem_get_info()[0]) + kept
    return int(psutil.virtual_memory().available)


def by_padded_tokens(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Indices in batches, longest texts first, each batch at most ``budget`` tokens with its padding."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch

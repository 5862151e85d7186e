"""What figures depend on beside the code: the machine, the versions of the libraries, and who else is at work."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CPU = Path("/proc/cpuinfo")  # of Linux, proc(5)
# what decides how fast torch multiplies matrices
INSTRUCTIONS = ("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "amx_int8", "asimd", "bf16", "i8mm", "sve")
LIBRARIES = ("briefing", "torch", "transformers", "tokenizers", "numpy", "scikit-learn", "scipy", "usearch", "sentencex", "trafilatura",
             "lxml", "typst", "sentence-transformers", "ray", "pyarrow")  # fmt: skip
GIBIBYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Machine:
    """Figures of equal machines can be compared. ``threads``: what a library may use, where that is not every core."""

    processor: str
    cores: int
    threads: int
    memory: int  # GiB
    instructions: tuple[str, ...]
    gpu: str
    system: str


def here() -> Machine:
    """This machine."""
    import psutil
    import torch

    told = CPU.read_text(encoding="utf-8") if CPU.exists() else ""
    return Machine(
        processor=_told(told, "model name") or platform.processor() or platform.machine(),
        cores=_cores(),
        threads=torch.get_num_threads(),
        memory=round(psutil.virtual_memory().total / GIBIBYTE),
        instructions=tuple(sorted({*INSTRUCTIONS} & {*(_told(told, "flags") or _told(told, "Features")).split()})),
        gpu=torch.cuda.get_device_name() if torch.cuda.is_available() else "",
        system=f"{platform.system()} {platform.machine()}",
    )


def _told(text: str, name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def versions() -> dict[str, str]:
    """Of Python, and of each library that is installed."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found

"""The most memory that this process has had."""

from __future__ import annotations

import re
from pathlib import Path

STATUS = Path("/proc/self/status")  # of Linux, proc(5)
KILOBYTES = 1024


def peak_megabytes() -> float:
    """In MB of 1,024 kB. Linux is asked itself: by getrusage a program begins with the peak of the one that started it."""
    if STATUS.exists() and (found := re.search(r"^VmHWM:\s*(\d+) kB", STATUS.read_text(), re.MULTILINE)):
        return int(found[1]) / KILOBYTES
    import psutil

    told = psutil.Process().memory_info()  # Windows alone tells the peak; elsewhere, what it has now
    return float(getattr(told, "peak_wset", told.rss)) / KILOBYTES**2

"""The most memory that this process has had."""

from __future__ import annotations

import re
import resource
from pathlib import Path

STATUS = Path("/proc/self/status")  # of Linux, proc(5)
KILOBYTES = 1024


def peak_megabytes() -> float:
    """In MB of 1,024 kB. Linux is asked itself: by getrusage a program begins with the peak of the one that started it."""
    if STATUS.exists() and (found := re.search(r"^VmHWM:\s*(\d+) kB", STATUS.read_text(), re.MULTILINE)):
        return int(found[1]) / KILOBYTES
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES

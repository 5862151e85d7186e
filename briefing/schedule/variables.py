"""Environment variables that stand in a file which its owner alone can read: passwords, for timers know no shell's."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefing.errors import ScheduleError

KEPT = ("PATH", "LANG", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
LINE = re.compile(r"(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)", re.ASCII)


def kept(environment: Mapping[str, str]) -> dict[str, str]:
    """What a timer would lack of the shell that it was installed from: where programs and files lie. No passwords."""
    return {name: environment[name] for name in KEPT if name in environment}


def read_variables(path: Path, platform: str) -> dict[str, str]:
    """The ``NAME=value`` lines of a file, none where there is no file; a value may stand in quotes, # begins a comment line.

    ScheduleError for a file that others can read, and for a line that is none.
    """
    try:
        others = stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
        if others and platform != "win32":
            raise ScheduleError(f"others can read {path}, which is for passwords", f"chmod 600 {path}")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ScheduleError(f"{path} cannot be read", getattr(error, "strerror", None) or str(error)) from error
    return dict(_parsed(text, path))


def _parsed(text: str, path: Path) -> Iterator[tuple[str, str]]:
    """Names and values. A line that is none is told by its number alone: it may hold a password."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = LINE.fullmatch(line.strip())
        if not found or "\0" in line:
            raise ScheduleError(f"{path}, line {number}, is no variable", "write NAME=value")
        value = found[2]
        in_quotes = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        yield found[1], value[1:-1] if in_quotes else value

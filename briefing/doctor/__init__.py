"""Looks after everything that a morning needs, and says of each whether it is well, or what mends it.

Each check is a function that yields findings; what it cannot look at is a finding too, and costs the others nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

from briefing.doctor.computer import disk, schedule, store, time_zone, workers
from briefing.doctor.finding import Case, Check, Finding, LastRun, State, Timer
from briefing.doctor.giving import deliveries, files, fonts, mail, recipients, templates
from briefing.doctor.reading import encoder, sources, writer
from briefing.errors import BriefingError

__all__ = ["CHECKS", "WITHOUT_SETTINGS", "Case", "Check", "Finding", "LastRun", "State", "Timer", "examine"]

CHECKS: Mapping[str, Check] = {
    "sources": sources, "encoder": encoder, "writer": writer, "workers": workers, "templates": templates, "fonts": fonts, "files": files,
    "recipients": recipients, "mail": mail, "deliveries": deliveries, "store": store, "disk": disk, "schedule": schedule, "time zone": time_zone,
}  # fmt: skip
WITHOUT_SETTINGS = ("encoder", "disk", "schedule")  # what can be looked at where briefing.toml cannot be read


def examine(case: Case, checks: Mapping[str, Check] = CHECKS) -> Iterator[Finding]:
    """What the checks find, in their order."""
    for number, (subject, check) in enumerate(checks.items()):
        case.progress("Checks", number, len(checks))
        begun = time.perf_counter()
        found = _found(subject, check, case)
        seconds = time.perf_counter() - begun
        yield from (replace(each, seconds=seconds) for each in found[:1])
        yield from found[1:]
    case.progress("Checks", len(checks), len(checks))


def _found(subject: str, check: Check, case: Case) -> list[Finding]:
    try:
        return list(check(case))
    except BriefingError as error:
        return [Finding.of(subject, error)]
    except Exception as error:  # noqa: BLE001 - a fault of one check costs no other
        fault = f"a fault of this program: {type(error).__name__}: {error}"
        return [Finding(subject, "broken", fault, "please report it")]

"""What is remembered of a schedule, as JSON in its folder: the plan that was installed, and how the last run went."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time
from pathlib import Path

from briefing.errors import ScheduleError
from briefing.schedule.machine import Write, save
from briefing.schedule.plan import Plan

LOG = "run.log"
PLAN = "plan.json"
LAST = "last.json"


@dataclass(frozen=True, slots=True)
class Last:
    """The last run: when it began and ended, with what exit status, in how many tries; when one last began that went well."""

    started: datetime
    ended: datetime | None = None
    status: int | None = None
    tries: int = 0
    succeeded: datetime | None = None


def plan_file(plan: Plan) -> Write:
    """The plan as a file in its folder."""
    return Write(plan.folder / PLAN, _json(asdict(plan)))


def read_plan(folder: Path) -> Plan | None:
    """The plan in a schedule's folder, None where none is installed; ScheduleError where the file is damaged."""
    path = folder / PLAN
    try:
        values = json.loads(path.read_bytes())
        return Plan(
            name=values["name"],
            at=time.fromisoformat(values["at"]),
            days=tuple(values["days"]),
            config=Path(values["config"]),
            folder=Path(values["folder"]),
            python=values["python"],
            back_end=values["back_end"],
            installed=datetime.fromisoformat(values["installed"]).astimezone(),
            secrets=Path(values["secrets"]),
            variables=values["variables"],
            edition=values.get("edition", ""),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ScheduleError(
            f"{path} cannot be read ({type(error).__name__})", "install the schedule again, or remove it"
        ) from error


def plans(folder: Path) -> Iterator[Plan]:
    """Every plan that is installed, by name; ``folder`` is where the schedules are kept."""
    for path in sorted(folder.glob(f"*/{PLAN}")):
        plan = read_plan(path.parent)
        if plan:
            yield plan


def save_last(folder: Path, last: Last) -> None:
    """Remember how a run goes."""
    save(folder / LAST, _json(asdict(last)))


def read_last(folder: Path) -> Last | None:
    """How the last run went. None where nothing is known of one: a damaged file must not keep the brief from being made."""
    try:
        values = json.loads((folder / LAST).read_bytes())
        moments = {name: _moment(values[name]) for name in ("ended", "succeeded")}
        started = datetime.fromisoformat(values["started"]).astimezone()
        return Last(started, moments["ended"], values["status"], int(values["tries"]), moments["succeeded"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone() if text else None


def _json(values: dict[str, object]) -> bytes:
    return (json.dumps(values, default=_plain, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | time) else str(value)

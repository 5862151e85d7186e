"""What a brief rests on: who does the work, the store, room on the disk, a timer, a clock."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from briefing import pipeline
from briefing.config import FILE
from briefing.doctor.finding import Case, Finding, State, Timer
from briefing.errors import EngineError
from briefing.parallel import engine
from briefing.store import Store
from briefing.store.archive import Archive

MEGABYTE = 1_000_000
FEW = 1000 * MEGABYTE  # bytes that are free, below which it is worth saying; chosen
TOO_FEW = 100 * MEGABYTE  # below which a run may fail half-way; chosen
SHOWN_FAULTS = 3


def workers(case: Case) -> Iterator[Finding]:
    """Whether the cluster of the settings is there, and how many workers it has room for. Without it a brief is made here."""
    run = case.settings.run
    if not run.on or (case.offline and run.on != "ray"):
        return
    with engine(run, case.environment) as cluster:
        try:
            count = cluster.workers
        except EngineError as error:
            yield Finding("workers", "warning", error.what, error.remedy)
        else:
            yield Finding(
                "workers", "good", f"{run.on} has {count}, with {run.threads} core{'s' * (run.threads > 1)} each"
            )


def store(case: Case) -> Iterator[Finding]:
    """Whether the store can be read and written, and is whole."""
    path = pipeline.store_path(case.settings)
    if case.settings.store == "none":
        yield Finding("store", "warning", "nothing is remembered between runs", "name a file by `store`")
        return
    if not path.exists():
        yield Finding("store", "good", f"none yet; the first run makes {path}")
        return
    with Store(path) as opened:  # the migration writes: it fails where nothing can be written
        with opened.reading() as connection:  # all of it is read: 195 MB took 1.1 s
            faults = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({SHOWN_FAULTS})")]
        articles = Archive(opened).count()
    if faults != ["ok"]:
        yield Finding("store", "broken", f"{path}: {'; '.join(faults)}", "move it away: it is made anew")
        return
    yield Finding("store", "good", f"{articles:,} articles in {_size(path) / MEGABYTE:,.1f} MB, whole: {path}")


def _size(path: Path) -> int:
    """Bytes of the store with what is written beside it."""
    names = (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.stem}-http.db"))
    return sum(each.stat().st_size for each in names if each.exists())


def disk(case: Case) -> Iterator[Finding]:
    """Whether there is room where the store and the briefs are written."""
    places = {_nearest(each.parent) for each in (pipeline.store_path(case.settings), case.path)}
    free, place = min((shutil.disk_usage(each).free, each) for each in places)
    state = room(free)
    remedy = "" if state == "good" else "make room; `briefing archive prune --days 90` takes out old articles"
    yield Finding("disk", state, f"{free / MEGABYTE:,.0f} MB are free in {place}", remedy)


def room(free: int) -> State:
    """Whether so many free bytes are enough."""
    return "broken" if free < TOO_FEW else "warning" if free < FEW else "good"


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())


def schedule(case: Case) -> Iterator[Finding]:
    """Whether a timer runs these settings, and how it last went."""
    wanted = case.path.resolve()
    timers = [each for each in case.timers() if each.config.resolve() == wanted]
    if not timers:
        yield Finding("schedule", "warning", f"no timer runs {case.path}", f"`{_install(case)}` sets one")
    for timer in timers:
        yield _timed(case, timer)
    for name in _timed_editions(case) if timers else ():
        if name not in [timer.name for timer in timers]:
            remedy = f"`{_install(case, name)}` sets one"
            yield Finding(f"schedule {name}", "warning", f"no timer makes the edition {name}", remedy)


def _timed_editions(case: Case) -> list[str]:
    """The names of the editions whose time stands in the settings."""
    return [each.name for each in case.settings.editions if each.at]


def _install(case: Case, name: str = "") -> str:
    """The command that has a timer run these settings; an edition that has a time of its own is not given another."""
    timed = _timed_editions(case)
    words = ["--at", "06:30"] * (name not in timed if name else not timed)
    words += ["--name", name] * bool(name) + ["-c", str(case.path)] * (case.path != Path(FILE))
    return shlex.join(["briefing", "schedule", "install", *words])


def _timed(case: Case, timer: Timer) -> Finding:
    subject = f"schedule {timer.name}"
    if not timer.intact:
        return Finding(subject, "broken", "its timer is gone", f"`{_install(case, timer.name)}` sets it anew")
    if timer.last and timer.last.status:
        told = f"the run of {timer.last.started.astimezone():%Y-%m-%d %H:%M} ended with status {timer.last.status}"
        return Finding(subject, "broken", told, f"see {timer.log}")
    return Finding(subject, "good", f"next run {timer.next:%Y-%m-%d %H:%M}" if timer.next else "it is set")


def time_zone(case: Case) -> Iterator[Finding]:
    """Which zone the brief's day and times are in, and what time it is there."""
    now = pipeline.local(case.now, case.settings)
    named = case.settings.brief.time_zone
    told = named or f"that of this computer, {now.tzname()}; brief.time_zone names another"
    yield Finding("time zone", "good", f"{told}; it is {now:%H:%M} there")

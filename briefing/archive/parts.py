"""The finished parts of a run, each a whole file that is there or not."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from briefing.archive.admission import Rejected
from briefing.archive.output import line_of, whole
from briefing.archive.summarizing import Finished, row_of
from briefing.archive.workspace import PART
from briefing.sources.packed import checked, opened, zstd
from briefing.types import Problem


class Parts:
    """The finished parts in a folder; ``before`` counts those that an earlier run left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = sum(1 for _ in folder.glob(PART))

    def has(self, number: int) -> bool:
        return self._path(number).exists()

    def keep(self, finished: Finished) -> None:
        """Write a part down, whole or not at all."""
        aside = {
            "rejected": [asdict(each) for each in finished.rejected],
            "problems": [asdict(each) for each in finished.problems],
        }
        head = json.dumps(aside, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with whole(self._path(finished.number)) as file:
            content = head + b"".join(map(line_of, finished.summaries))
            file.write(zstd().compress(content, options=checked()))

    def finished(self, number: int) -> Finished:
        """A part as it was kept."""
        with opened(self._path(number)) as file:
            head, *lines = map(json.loads, file.content)
        rejected = tuple(Rejected(**each) for each in head["rejected"])
        problems = tuple(Problem(**each) for each in head["problems"])
        return Finished(number, tuple(map(row_of, lines)), rejected, problems)

    def _path(self, number: int) -> Path:
        return self.folder / f"part-{number:08}.jsonl.zst"

"""Small archives for tests: articles that are long enough to be summarized, in every kind of file."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.sources.packed import zstd

if TYPE_CHECKING:
    from click.testing import Result
    from conftest import Run

PACKS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd().compress,
}
PLACES = ("Ashford", "Bremley", "Caldwick", "Dunmore", "Elmstead", "Farrow", "Glenhaven", "Hartwell")


def text(number: int) -> str:
    """A text of four sentences that stand on their own."""
    place = PLACES[number % len(PLACES)]
    return (
        f"The council of {place} voted on Tuesday to rebuild the harbour wall for {number + 2} million crowns. "
        f"Engineers in {place} had found {number + 3} cracks below the waterline of the old basin. "
        f"Fishermen of {place} will land their catch at the southern pier until the work is done. "
        f"The mayor of {place} expects the new wall to stand for more than {number + 40} years."
    )


def row(number: int, **more: Any) -> dict[str, Any]:
    """An article of a corpus."""
    return {
        "url": f"https://post.example/{number}",
        "title": f"Wall {number} to be rebuilt",
        "text": text(number),
        "source": "Harbour Post",
        "published": f"2026-03-{number % 28 + 1:02}T08:00:00Z",
        **more,
    }


def content(rows: Iterable[object]) -> bytes:
    """Rows as JSON Lines; one that is a text stands there as it is."""
    return "".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in rows).encode()


def write(path: Path, rows: Iterable[object]) -> Path:
    """Rows to a file, packed as its suffix says."""
    path.write_bytes(PACKS.get(path.suffix, bytes)(content(rows)))
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON Lines, unpacked as its suffix says."""
    unpack = {".gz": gzip.decompress, ".xz": lzma.decompress, ".zst": zstd().decompress}.get(path.suffix, bytes)
    return [json.loads(line) for line in unpack(path.read_bytes()).splitlines()]


class Command:
    """Runs one of the commands on archives, with an encoder that is quick."""

    def __init__(self, run: Run, name: str, encoder: Path) -> None:
        self._run, self._name, self._encoder = run, name, encoder

    def __call__(self, *arguments: str, input: str | None = None) -> Result:
        return self._run("archive", self._name, *arguments, input=input, BRIEFING_ENCODER_MODEL=str(self._encoder))

"""How much of an article, and how little else, is taken from a page: beside plain trafilatura, on forty real pages.

    python -m benchmarks.pages

The measure is that of the Article Extraction Benchmark (Zyte): four-word shingles, counted as often as they occur;
precision and recall are means over the pages, F1 is that of the two means.
"""

from __future__ import annotations

import json
import re
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

from benchmarks.corpora import place
from briefing.evaluate.clustering import Agreement
from briefing.extract import extract

SHINGLE = 4  # words
POOR = 0.8  # F1 below which a page is named


@dataclass(frozen=True)
class Page:
    url: str
    html: bytes
    text: str


def pages(folder: Path) -> Iterator[Page]:
    """Every page of the folder that somebody marked."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    with tarfile.open(folder / "html.tar.xz") as archive:
        for member in archive:
            marked, file = expected.get(Path(member.name).stem), archive.extractfile(member)
            if marked and file:
                yield Page(marked["url"], file.read(), marked["articleBody"])


def every() -> list[Page]:
    """The pages of the shared corpus."""
    return list(pages(place("pages")))


def score(found: str, expected: str) -> Agreement:
    one, other = _shingles(found), _shingles(expected)
    common = (one & other).total()
    return Agreement(common / max(1, one.total()), common / max(1, other.total()))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)) if words)


def overall(scores: list[Agreement]) -> Agreement:
    """The means over the pages; its F1 is the figure of the benchmark."""
    return Agreement(mean(each.precision for each in scores), mean(each.recall for each in scores))


def ours(page: Page) -> str:
    return extract(page.html, page.url).text


def plain(page: Page) -> str:
    """Trafilatura by itself, as the benchmark runs it: without comments and tables."""
    from trafilatura import bare_extraction

    found = bare_extraction(page.html, url=page.url, with_metadata=True, include_comments=False, include_tables=False)
    return str(getattr(found, "text", None) or "")


def measured(read: list[Page], way: Callable[[Page], str]) -> tuple[list[Agreement], float]:
    """The score of each page, and the milliseconds that one takes."""
    way(read[0])  # what is loaded once is not the page's time
    start = time.perf_counter()
    texts = [way(page) for page in read]
    milliseconds = (time.perf_counter() - start) / len(read) * 1000
    return [score(text, page.text) for text, page in zip(texts, read, strict=True)], milliseconds


def main() -> None:
    read = every()
    (our, our_time), (their, their_time) = measured(read, ours), measured(read, plain)
    print(f"{'':44}{'briefing':^24}{'trafilatura':^24}")
    print(f"{'page':44}" + f"{'precision':>10}{'recall':>7}{'F1':>7}" * 2)
    for page, one, other in sorted(zip(read, our, their, strict=True), key=lambda row: row[1].f1):
        print(f"{_name(page.url):44}" + "".join(f"{s.precision:10.3f}{s.recall:7.3f}{s.f1:7.3f}" for s in (one, other)))
    print(
        f"{'mean':44}" + "".join(f"{s.precision:10.3f}{s.recall:7.3f}{s.f1:7.3f}" for s in map(overall, (our, their)))
    )
    print(f"{f'pages below {POOR}':44}" + "".join(f"{sum(s.f1 < POOR for s in each):24d}" for each in (our, their)))
    print(f"{'milliseconds a page':44}{our_time:24.1f}{their_time:24.1f}")


def _name(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"[:42]


if __name__ == "__main__":
    main()

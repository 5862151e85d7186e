# ruff: noqa: INP001, T201 - a script, which prints
"""Follows every link of the built pages, and those of the README: to a file, to a place in it, to a picture. Asks no network.

python docs/links.py docs/_build/html
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")  # Markdown that is not among the pages
MARKDOWN = re.compile(r"\]\(([^)\s]+)\)")
NAMED = re.compile(r"\bdocs/[\w./-]*\w")  # a file of this folder, as our code and messages speak of it


@cache
def places(page: Path) -> frozenset[str]:
    """What a fragment may name in a page."""
    tree = html.parse(page)
    return frozenset(tree.xpath("//@id | //a/@name"))


def links(page: Path) -> list[str]:
    """Everything that a page leads to or shows."""
    return [str(each) for each in html.parse(page).xpath("//a/@href | //img/@src | //link[@rel='stylesheet']/@href")]


def missing(page: Path, link: str) -> bool:
    """Whether a link within the documentation leads nowhere."""
    parts = urlsplit(link)
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file():
        return True
    return bool(parts.fragment) and target.suffix == ".html" and unquote(parts.fragment) not in places(target)


def is_outside(link: str) -> bool:
    """Whether it leads to the network or to a mail program."""
    return bool(urlsplit(link).scheme or urlsplit(link).netloc)


def unnamed() -> Iterator[str]:
    """Files of the documentation that the README or our code speaks of, and that are not there."""
    files = [ROOT / name for name in BESIDE] + sorted(ROOT.glob("briefing/**/*.py"))
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = {each for each in MARKDOWN.findall(text) if not is_outside(each)} if file.suffix == ".md" else set()
        for name in sorted(found | set(NAMED.findall(text))):
            if not (ROOT / name.partition("#")[0]).exists():
                yield f"{file.relative_to(ROOT)}: {name}"


def main(built: Path) -> int:
    """Print what leads nowhere, and what was not asked; 1 where something leads nowhere."""
    pages = [page for page in sorted(built.rglob("*.html")) if "_static" not in page.parts]
    found = [(page, link) for page in pages for link in links(page)]
    outside = sorted({link for _, link in found if is_outside(link)})
    lost = [
        f"{page.relative_to(built)}: {link}" for page, link in found if not is_outside(link) and missing(page, link)
    ]
    lost += unnamed()
    for each in lost:
        print(f"leads nowhere: {each}", file=sys.stderr)
    print(f"{len(found)} links of {len(pages)} pages followed; {len(outside)} addresses outside were not asked:")
    print(*(f"  {each}" for each in outside), sep="\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))

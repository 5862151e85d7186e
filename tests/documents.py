"""The documentation as what it tells people to do: its blocks, the commands in them, and the marks that stand above them.

Above a block, where a reader does not see it, may stand

    <!-- not run: the reason -->                 none of its commands is run; those of ours must still be understood
    <!-- not run "make": the reason -->          the same of the commands that begin so
    <!-- exits with 1 "briefing doctor": why --> what the exit status of the commands that begin so is, in place of 0
    <!-- file: briefing.toml -->                 a reader puts it there, in place of its first line if the file has it
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    str(path.relative_to(ROOT)): path
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if "_build" not in path.parts
}
BLOCK = re.compile(
    r"(?P<marks>(?:^<!-- [^\n]* -->\n)*)^```(?P<language>[\w{}-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
MARK = re.compile(
    r'<!-- (?P<kind>not run|exits with|file)(?: (?P<status>\d))?(?: "(?P<begins>[^"]+)")?: (?P<text>.+) -->'
)
INLINE = re.compile(r"`(briefing [a-z][^`\n]*)`")
OURS = ("briefing", ".venv/bin/briefing")
OF_A_SHELL = {"|", ">", ">>", "<", "<<", "(", ")", "&"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said above a block of it or, where it names how they begin, of some of its commands."""

    kind: str
    text: str
    status: int = 0
    begins: str = ""

    def speaks_of(self, command: Command) -> bool:
        return command.text.startswith(self.begins)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its words as a shell parts them; ``whole`` where only a shell can run it: a pipe, a redirection."""

    text: str
    words: tuple[str, ...]
    whole: bool = False

    @property
    def is_ours(self) -> bool:
        return self.words[0] in OURS and not self.whole


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two fences, its language, the marks above it."""

    language: str
    text: str
    marks: tuple[Mark, ...]

    @property
    def file(self) -> str:
        """The file that a reader puts it into; empty for none."""
        return next((mark.text for mark in self.marks if mark.kind == "file"), "")

    def is_run(self, command: Command) -> bool:
        return not any(mark.kind == "not run" and mark.speaks_of(command) for mark in self.marks)

    def status(self, command: Command) -> int:
        """The exit status that the page speaks of."""
        marks = [mark for mark in self.marks if mark.kind == "exits with" and mark.speaks_of(command)]
        return marks[0].status if marks else 0


def blocks(page: Path) -> list[Block]:
    """The blocks of a page in their order."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(each["language"], each["text"], tuple(_marks(each["marks"]))) for each in found]


def _marks(lines: str) -> Iterator[Mark]:
    for line in lines.splitlines():
        if mark := MARK.fullmatch(line):
            yield Mark(mark["kind"], mark["text"], int(mark["status"] or 0), mark["begins"] or "")


def commands(text: str) -> list[Command]:
    """The commands of a block, line by line, without remarks."""
    lines = text.replace("\\\n", " ").splitlines()
    return [command for line in lines for command in _of_line(line)]


def _of_line(line: str) -> Iterator[Command]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    if OF_A_SHELL & set(words):
        yield Command(line, tuple(words), whole=True)
        return
    command: list[str] = []
    for word in [*words, ";"]:
        if word not in ("&&", ";"):
            command.append(word)
        elif command:
            yield Command(shlex.join(command), tuple(command))
            command = []


def inline(page: Path) -> list[Command]:
    """The commands of ours that a page names within its text."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return [command for found in INLINE.findall(text) for command in _of_line(found)]

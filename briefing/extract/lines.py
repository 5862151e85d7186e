"""The lines that an extractor took for an article, without those that belong to the page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefing.prose import is_furniture

LABEL_WORDS = 30  # of a line that can be a label or a caption; chosen, not calibrated
HEAD = 3  # lines in which the title is repeated
REPEATED = 60  # characters of a line that is not repeated by chance
ENDS = re.compile(r"[.!?…:;,。！？।۔]['\"”’»)\]]*$")
LABEL = re.compile(
    r"""^(?:advertisement|werbung|anzeige|publicité|publicidad|pubblicità|advertentie)s?\W*$
      |^(?:filed\ under|tags?|topics?|categor(?:y|ies|ia)|schlagworte|mots-clés)\b\s*:
      |^(?:like\ this\ (?:story|article)|also\ on\ |share\ (?:this|it|on)\b|image\ credit|\(image)
      |^(?:[\w.+-]+@[\w-]+\.[\w.]+|(?:www\.|twitter\.com|facebook\.com|https?://)\S*)$
      |^copyright\b""",
    re.IGNORECASE | re.VERBOSE,
)
STAMP = re.compile(r"\b(?:19|20)\d\d\b.*\d\d:\d\d|\d\d:\d\d.*\b(?:19|20)\d\d\b|^\d\d?[/.]\d\d?[/.]\d{4}\b", re.DOTALL)
STAMP_WORDS = 20
DOTTED = re.compile(r"^[-•*–—]\s+")


def article_lines(text: str, titles: Iterable[str]) -> list[str]:
    """Lines of a text without its title, without labels, furniture at its head and tail, and without any line twice."""
    lines = _without_title(
        [line.strip() for line in text.split("\n") if line.strip()], {_words(title) for title in titles}
    )
    while lines and _is_rim(lines[0]):
        lines = lines[1:]
    while lines and _is_rim(lines[-1]):
        lines = lines[:-1]
    return _once(line for line in lines if not _is_label(line))


def _words(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.lower()))


def _without_title(lines: list[str], titles: set[str]) -> list[str]:
    """Lines without the one that is the title, where it stands at the head, and without the labels above it."""
    for number, line in enumerate(lines[:HEAD]):
        words = _words(line)
        if words and any(words == title or (words in title and len(words) > 0.5 * len(title)) for title in titles):
            return [before for before in lines[:number] if ENDS.search(before)] + lines[number + 1 :]
    return lines


def _is_rim(line: str) -> bool:
    """Whether a first or last line belongs to the page: furniture, a label, a stamp of date and time."""
    if len(line.split()) > LABEL_WORDS:
        return False
    return is_furniture(line) or _is_label(line) or bool(STAMP.search(line) and len(line.split()) <= STAMP_WORDS)


def _is_label(line: str) -> bool:
    """Whether a line anywhere is short, ends like no sentence, and is furniture by its beginning."""
    line = DOTTED.sub("", line)
    if len(line.split()) > LABEL_WORDS:
        return False
    return bool(LABEL.search(line)) or (not ENDS.search(line) and is_furniture(line))


def _once(lines: Iterable[str]) -> list[str]:
    """Lines without the repetitions of long ones: pull quotes, leads that stand twice."""
    seen: set[str] = set()
    kept = []
    for line in lines:
        words = _words(line)
        if len(line) < REPEATED or words not in seen:
            kept.append(line)
        seen.add(words)
    return kept

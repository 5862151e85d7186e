"""Text as a machine may read it, whatever it was dressed up in: copies for patterns to look at, never for a reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# What nobody sees: soft hyphens, joiners, fillers, directions, variation selectors, control characters but the line feed
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e001f\U000e007f-\U000e0fff]+"
)
MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]+")
# What most texts have beyond ASCII, replaced at once: the rest takes ten times as long
TYPESET = (
    ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "..."), ("•", "*"), ("©", "c"), ("\xa0", " "),
)  # fmt: skip
TAGGED = re.compile("[\U000e0020-\U000e007e]")
TAGS = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}  # ASCII that no font shows
LOOKALIKES = str.maketrans(
    # Cyrillic, Greek, Armenian, small capitals: letters that pass for Latin ones
    "асԁеһіјӏӀкмԛопрѕтսυѵԝхугивьнαβϲεηικνοπρτγχωօոհցᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɡıɑ",
    "acdehijllkmqonpstuuvwxyruvbhabcenikvonptyxwonhgabcdefghijklmnoprstuvwyzgia",
) | {start + offset: chr(97 + offset) for start in (0x1F130, 0x1F150, 0x1F170) for offset in range(26)}
LOOKS_ALIKE = re.compile("[\u0250-\u02af\u0370-\u058f\u1d00-\u1d7f\ua730-\ua73f\U0001f130-\U0001f189]|\u0131")
FIGURES = str.maketrans("013457@$!", "oieastasi")
FIGURE_AS_LETTER = re.compile(r"[013457@$!](?<=[a-z].)(?=[a-z])")  # in "1gn0re", not in "20th"
GAP = "[ .*_|-]"
APART = re.compile(rf"(?<!\w)\w{GAP}{{1,3}}\w(?:{GAP}{{1,3}}\w(?!\w)){{4,}}")  # "i g n o r e"
VOWELS = frozenset("eo")  # one of which stands alone where letters do
PUNCTUATION = ".,:;!?\"'()[]{}<>/*#|_-\n"


def plain(text: str) -> str:
    """In small letters without accents and without what nobody sees, in Unicode's compatible form; lines stay lines."""
    for typeset, typed in TYPESET:
        text = text.replace(typeset, typed)
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        text = MARKS.sub(
            "", unicodedata.normalize("NFKD", UNSEEN.sub("", text.translate(TAGS) if TAGGED.search(text) else text))
        )
    return text.casefold().replace("a.i.", "ai")


def in_words(text: str) -> str:
    """A plain text with nothing but spaces between its words."""
    for mark in PUNCTUATION:
        text = text.replace(mark, " ")
    return text


def disguised(text: str, words: frozenset[str]) -> bool:
    """Whether any line of a plain text, which has these ``words``, may be read otherwise than it is written."""
    return bool(
        FIGURE_AS_LETTER.search(text)
        or (words & VOWELS and APART.search(text))
        or (not text.isascii() and LOOKS_ALIKE.search(text))
    )


def readings(line: str) -> Iterator[str]:
    """How a plain line may be read besides: its letters as those they pass for, and joined where they stand apart."""
    latin = line.translate(LOOKALIKES) if LOOKS_ALIKE.search(line) else line
    if latin is not line:
        yield latin
    if FIGURE_AS_LETTER.search(latin):
        yield latin.translate(FIGURES)
    if APART.search(latin):
        yield APART.sub(_joined, latin.translate(FIGURES)).strip()


def _joined(run: re.Match[str]) -> str:
    """Letters that stood apart as words, where the gaps between words are wider; else as one."""
    gaps = re.findall(rf"{GAP}+", run[0])
    narrow = min(gaps, key=len)
    return " " + re.sub(rf"{GAP}+", lambda gap: "" if len(gap[0]) == len(narrow) else " ", run[0]) + " "

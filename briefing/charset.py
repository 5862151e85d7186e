"""Bytes to text: by their mark, by what the server and the document declare, as UTF-8, else by the best guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
GUESS_BYTES = 50_000  # of a text that is not UTF-8, to guess its character set
DECLARED_BYTES = 4096  # in which a document declares its character set; browsers read 1024
# The character sets of the web (WHATWG), the commonest first: of two that fit equally well, the commoner is right
CHARACTER_SETS = (
    "cp1252", "cp1251", "gb18030", "shift_jis", "euc_jp", "euc_kr", "big5", "cp1250", "koi8_r", "cp1256", "cp1254", "cp1253",
    "cp1255", "cp1257", "cp1258", "cp874",
)  # fmt: skip
# What may be declared, by Python's names: the encodings of WHATWG, so that no "rot13" or "utf-7" is ever looked up
DECLARABLE = {
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp874",
    "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949",
    *(f"cp{number}" for number in range(1250, 1259)), *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
}  # fmt: skip
# Names that mean another character set on the web than they say: the larger one that browsers read in their place
WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "johab": "cp949", "big5": "big5hkscs",
    "utf-16": "utf-16-le", "utf-8-sig": "utf-8",
}  # fmt: skip
LABELS = {
    "x-sjis": "cp932",
    "windows-949": "cp949",
    "x-gbk": "gb18030",
    "windows-31j": "cp932",
    "x-mac-cyrillic": "mac-cyrillic",
}
LABELS |= {
    "x-cp1252": "cp1252",
    "x-cp1251": "cp1251",
    "x-euc-jp": "euc_jp",
    "x-x-big5": "big5hkscs",
    "windows-874": "cp874",
}
LABELS |= {
    "unicode-1-1-utf-8": "utf-8",
    "x-user-defined": "cp1252",
    "macintosh": "mac-roman",
    "iso-8859-8-i": "iso8859-8",
}
PROLOG = re.compile(rb"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def decode(content: bytes, declared: str = "") -> str:
    """Text by its byte order mark, by the character set that the server ``declared``, by the document's own declaration,
    as UTF-8, else by the best guess. What cannot be read becomes U+FFFD; nothing is raised.
    """
    if content.startswith(UTF_16_MARKS):
        return content.decode("utf-16", errors="replace")
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8-sig", errors="replace")
    names = [name for name in (character_set(declared), character_set(_own(content))) if name]
    for name in _tried(names):
        with suppress(UnicodeDecodeError):
            return content.decode(name)
    return content.decode(names[0] if names else _guess(content[:GUESS_BYTES]), errors="replace")


def character_set(label: str) -> str:
    """Python's name for the character set that a label means on the web; empty for one that nobody knows there."""
    label = label.strip(" \t\r\n\f\"'").lower()
    try:
        name = LABELS.get(label) or codecs.lookup(label).name
    except (LookupError, ValueError):  # a name with a null character is a ValueError
        return ""
    name = WIDER.get(name, name)
    return name if name in DECLARABLE else ""


def _tried(names: list[str]) -> Iterator[str]:
    """The declared ones in their order, then UTF-8; before Windows-1252, which is declared unasked and fits nearly anything."""
    for name in names:
        if name == "cp1252":
            yield "utf-8"
        yield name
    yield "utf-8"


def _own(content: bytes) -> str:
    """The label in a document's XML prolog or in one of its meta elements; empty in what is no document."""
    start = content[:DECLARED_BYTES]
    if not start.lstrip().startswith(b"<"):
        return ""
    found = PROLOG.match(start) or META.search(COMMENT.sub(b"", start))
    label = found[1].decode("ascii", errors="replace") if found else ""
    return "utf-8" if label.lower().startswith("utf-16") else label  # it could not have been read as bytes


def _guess(content: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(content, cp_isolation=list(CHARACTER_SETS))
    ranked = sorted(matches, key=lambda m: (m.chaos, -m.coherence, CHARACTER_SETS.index(m.encoding)))
    return ranked[0].encoding if ranked else CHARACTER_SETS[0]

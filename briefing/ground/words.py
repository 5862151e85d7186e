"""Words as they are compared: folded, stemmed lightly, and told from those that only join others. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from briefing.types import UNSPACED

WORD = re.compile(r"(?:\d+(?:[.,]\d+)*|[^\W\d_]+)(?:['’][^\W\d_]+)?")
ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,6}")  # U.S.
SHORT = 3  # letters of a word that says little, in languages without a list; chosen
FUNCTION = frozenset(
    word
    for line in (
        "a about above across after against all along also although am among an and another any are around as at away",
        "back be became because become been before began being below between both but by can cannot could did do does",
        "doing done down during each either else ever every few for from further get gets got had has have having he her",
        "here hers herself him himself his how however i if in including instead into is it its itself just least less",
        "like made make makes many may me might more most much must my near neither next no nor not now of off on once",
        "one only onto or other others our ours out over own per quite rather s said same say saying says she should",
        "since so some such t than that the their theirs them themselves then there these they this those through thus to",
        "together too toward towards under until up upon us very via was we were what when where whether which while who",
        "whom whose why will with within without would yet you your",
    )
    for word in line.split()
)
NEGATIONS = frozenset(
    word
    for line in (
        "no not never none nobody nothing neither nor cannot without fail deny refuse exclud except unabl lack reject",
        "instead rather dont didnt doesnt isnt arent wasnt werent wont wouldnt couldnt cant shouldnt hasnt havent hadnt aint",
    )
    for word in line.split()
)
ENDINGS = (  # what a word loses, what it gets instead, and how many letters must be left
    ("ational", "ate", 3), ("ations", "ate", 3), ("ation", "ate", 3), ("ities", "ity", 3), ("ments", "ment", 3), ("ingly", "", 4), ("edly", "", 4),
    ("ies", "y", 2), ("ied", "y", 2), ("ers", "", 4), ("ors", "", 4), ("ing", "", 3), ("ed", "", 3), ("er", "", 4), ("or", "", 4),
    ("es", "", 3), ("ly", "", 3), ("s", "", 3), ("e", "", 3),
)  # fmt: skip


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word in lower case, without marks on its letters, possessive and apostrophes."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").removesuffix("'s").removesuffix("'S")).casefold()
    return "".join(character for character in plain if not unicodedata.combining(character)).replace("'", "")


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "en") -> str:
    """What the forms of a word have in common, roughly: the same for the same word is all that matters."""
    plain = folded(word)
    if language not in ("", "en"):
        return plain[: max(4, len(plain) - 2)]
    for ending, instead, left in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= left and not plain.endswith("ss"):
            plain = plain[: -len(ending)] + instead
            break
    if len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "aeiouls":
        plain = plain[:-1]
    return plain.removesuffix("e") if len(plain) > 4 else plain


def words(text: str) -> list[str]:
    """The words and numbers of a text as they stand, ``U.S.`` as ``US``; where no spaces part them, every two characters."""
    found: list[str] = []
    for word in WORD.findall(ACRONYM.sub(lambda match: match[0].replace(".", ""), text)):
        found += [word] if not UNSPACED.search(word) else _pairs(word)
    return found


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(max(1, len(run) - 1))]


def is_content(word: str, language: str = "en") -> bool:
    """Whether a word says something by itself: a name, a number, a noun, and no preposition."""
    plain = folded(word)
    if plain[:1].isdigit() or UNSPACED.search(word):
        return True
    return plain not in FUNCTION and len(plain) > 1 if language in ("", "en") else len(plain) > SHORT

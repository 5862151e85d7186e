"""Takes tokens out of what others say of an address or a command, before a reader or a log sees it."""

from __future__ import annotations

import re
from urllib.parse import unquote

SHORTEST = 4  # characters of a word that may be a token; chosen: shorter ones are ports, and words of any sentence
LONGEST = 200  # chosen: characters of what is said
VEIL = "…"
BETWEEN = re.compile(r"[/?#&=:@,;+\s]+")


def veiled(said: str, *secrets: str) -> str:
    """What is said, shortened, with no word of the ``secrets`` in it: of an address also its pieces, its scheme aside."""
    whole = [secret.partition("://")[2] or secret for secret in secrets]
    spelled = {form for each in whole for form in (each, unquote(each))}
    words = spelled | {word for form in spelled for word in BETWEEN.split(form)}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORTEST:
            said = re.sub(re.escape(word), VEIL, said, flags=re.IGNORECASE)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + VEIL

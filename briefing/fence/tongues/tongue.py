"""What is said to instruct a model, in nine languages: short lists of phrases, by the part that they play in an order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """Phrases of one language with ``|`` between them, in small letters; no patterns.

    Each of ``always`` is one that no news has, each ``opening`` one that no sentence of news begins with. The others tell an
    order only together: to ``ignore`` some ``orders`` or what came ``before``; to ``say`` something as the ``target``; what the
    model's ``own`` text or a ``summary`` ``must`` say; what a ``machine`` must, or ``any`` of them, or one that is ``reading``
    this ``text``; a ``note`` to one, or a word to whoever it is, ``whether`` one or not; what you ``are`` now; what to ``hush``
    up from ``whom``; which orders are ``void``.
    """

    always: str
    opening: str
    ignore: str
    orders: str
    before: str
    say: str
    target: str
    own: str
    summary: str
    must: str
    machine: str
    any: str
    reading: str
    text: str
    note: str
    whether: str
    are: str
    hush: str
    whom: str
    void: str
    spaced: bool = True  # between its words

"""What a server's refusal means: what is wrong, whether asking again may help, and which setting mends it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from briefing.errors import ModelError, TooLongError
from briefing.text import one_line
from briefing.types import Secret

FOR_NOW = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 530)})  # from 520 on, those of a proxy before it
CROWDED = frozenset({429, 503})  # it has no time for us
SAID_CHARACTERS = 200  # of what a server says of itself; chosen
TOO_LONG = re.compile(
    r"context.{0,40}(?:length|size|window)|too long|reduce the length"
    r"|(?:tokens?|input|prompt|messages?).{0,80}(?:exceed|must be <=|maximum)|exceed.{0,80}tokens",
    re.IGNORECASE | re.DOTALL,
)
CAN_TAKE = [  # before or after which figure a server says what its model can take; the surest first
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[<>]=? ?(\d[\d,]{1,12})",
        r"context\D{0,40}(\d[\d,]{1,12})",
        r"(\d[\d,]{1,12}) (?:tokens )?max",
        r"(?:limit|max)\D{0,40}(\d[\d,]{1,12})",
    )
]
FIGURE = re.compile(r"\b\d[\d,]{1,12}\b")
TIMES, LEAST_TIMES, MOST_TIMES = 2.0, 1.1, 20.0  # where no figures are given; bounds of what they may come to; chosen


class Failed(Exception):  # noqa: N818 - it never leaves this part
    """An attempt that brought no answer, and the ``error`` that it is to the caller.

    ``again``: asking again may help, ``after`` so many seconds where the server said so. ``everywhere``: no other request
    would fare better, where none was answered yet. ``free``: the server did nothing for it that could cost.
    """

    def __init__(self, error: ModelError, *, again: bool = False, everywhere: bool = False, free: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.again = again
        self.everywhere = everywhere
        self.free = free
        self.after: float | None = None
        self.field = ""  # of what was asked, which the server does not take


@dataclass(frozen=True, slots=True)
class Refusals:
    """Those of the server at ``where``. ``key`` is how it is named, ``hidden`` the key itself, which no message repeats."""

    where: str
    key: Secret | None = None
    hidden: str = field(default="", repr=False)

    def of_status(self, status: int, body: bytes, asked: Mapping[str, Any]) -> Failed:
        """What a ``status`` that is no success means, in answer to ``asked``."""
        said = self.said(body)
        if status in FOR_NOW:
            error = self._error(status, said, "try again later; `server.at_once` asks for less at the same time")
            return Failed(error, again=True, everywhere=status in CROWDED, free=status < 500 or status == 503)
        if status in (401, 403):
            return Failed(self._error(status, "", self._mend_key()), everywhere=status == 401, free=True)
        if status == 413 or (status in (400, 422) and TOO_LONG.search(said)):
            return Failed(self._too_long(status, said, _new_tokens(asked)), free=True)
        if 300 <= status < 400:
            return Failed(self._error(status, "it has another address now", "give that one as server.url"), free=True)
        if status == 404:
            remedy = "compare server.url (mostly it ends in /v1) and writer.model with what the server offers"
            return Failed(self._error(status, said, remedy), everywhere=True, free=True)
        failed = Failed(self._error(status, said, "compare writer.model and [server] with what it offers"), free=True)
        failed.field = untaken_field(body)
        return failed

    def broken(self, what: str) -> Failed:
        """An answer that is none; another one may be."""
        return Failed(
            ModelError(f"{self.where} {what}", "try again later, or look at what the server logs"), again=True
        )

    def said(self, body: bytes) -> str:
        """What a server says of its refusal, in one line of bounded length."""
        content = parsed(body)
        error = content.get("error") or content.get("detail") or content.get("message")
        words = error.get("message") if isinstance(error, dict) else error
        return self.veiled(words if isinstance(words, str) else body.decode(errors="replace"))

    def veiled(self, text: str) -> str:
        """What stands in a message of a text from outside: one line of it, of bounded length, without the key."""
        open_text = text.replace(self.hidden, "…") if self.hidden else text
        return one_line(open_text[: 10 * SAID_CHARACTERS])[:SAID_CHARACTERS]

    def _error(self, status: int, said: str, remedy: str) -> ModelError:
        return ModelError(f"{self.where} answered {status}{': ' if said else ''}{said}", remedy)

    def _mend_key(self) -> str:
        if self.key is None:
            return "it wants a key: name it by server.key_env or server.key_command"
        if self.key.value or not self.key.command:
            return f"check the key in {self.key.name}, which server.key_env names, and what it may be used for"
        return "check the key that server.key_command prints, and what it may be used for"

    def _too_long(self, status: int, said: str, new: int) -> TooLongError:
        error = self._error(status, said, "read less of a story: writer.reads")
        return TooLongError(error.what, error.remedy, times_too_long(said, new))


def times_too_long(said: str, new: int) -> float:
    """How many times too long a text is by the figures in ``said``, with ``new`` tokens to be written after it."""
    found = next((found for pattern in CAN_TAKE if (found := pattern.search(said))), None)
    room = _number(found[1]) - new if found else 0
    if room <= 0:
        return TIMES
    asked = max(_number(figure) for figure in FIGURE.findall(said))
    return min(max(asked / room, LEAST_TIMES), MOST_TIMES)


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object that ``body`` is; an empty one where it is none."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def untaken_field(body: bytes) -> str:
    """The field that a server says it does not take, or not with this value; empty where it names none."""
    error = parsed(body).get("error")
    if not isinstance(error, dict) or not str(error.get("code")).startswith("unsupported_"):
        return ""
    return str(error.get("param") or "")


def _new_tokens(asked: Mapping[str, Any]) -> int:
    return int(asked.get("max_tokens") or asked.get("max_completion_tokens") or 0)


def _number(figure: str) -> int:
    return int(figure.replace(",", ""))

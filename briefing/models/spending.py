"""What a run may spend at a server, in tokens and in money: set aside before a request goes out, settled when it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from threading import Lock

from briefing.config import ServerSettings
from briefing.errors import ModelError
from briefing.types import Message

MILLION = 1_000_000  # tokens that a price is for
FRAME = 128  # tokens that a chat template may set around the messages; SmolLM2's takes 30 with a system text of its own, 14 without; chosen


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens that were read, and tokens that were written."""

    read: int
    written: int

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.read + other.read, self.written + other.written)

    def __sub__(self, other: Tokens) -> Tokens:
        return Tokens(self.read - other.read, self.written - other.written)

    @property
    def total(self) -> int:
        return self.read + self.written


NOTHING = Tokens(0, 0)


def at_most(messages: Sequence[Message], written: int) -> Tokens:
    """More tokens than a request can take: a token is a byte at least, in every tokenizer that can write any text."""
    return Tokens(sum(len(message.content.encode("utf-8", "replace")) for message in messages) + FRAME, written)


class Spending:
    """The tokens and the money of one run. What is set aside counts as spent until it is settled, so that requests at the
    same time never pass a limit together.
    """

    def __init__(self, server: ServerSettings) -> None:
        self._server = server
        self._spent = NOTHING
        self._lock = Lock()

    @property
    def spent(self) -> Tokens:
        """What was spent, with what is set aside."""
        return self._spent

    def set_aside(self, most: Tokens) -> bool:
        """Whether so much may be spent yet; it then counts as spent."""
        with self._lock:
            after = self._spent + most
            if self._excess(after):
                return False
            self._spent = after
            return True

    def settle(self, set_aside: Tokens, used: Tokens) -> None:
        """Count what was used in place of what was set aside for it."""
        with self._lock:
            self._spent += used - set_aside

    def refusal(self, most: Tokens) -> ModelError:
        """Why so much may not be spent, and which setting allows it."""
        setting = self._excess(self._spent + most) or "tokens"
        limit = self._server.tokens if setting == "tokens" else self._server.budget
        return ModelError(
            f"it was not asked for, for it might pass the limit of {limit:,} {'tokens' if setting == 'tokens' else 'in money'}",
            f"raise server.{setting}, or tell fewer stories",
        )

    def _excess(self, tokens: Tokens) -> str:
        """The setting whose limit so many tokens pass; empty for none. Exact, for floats would add up to a little more."""
        server = self._server
        if server.tokens is not None and tokens.total > server.tokens:
            return "tokens"
        price = tokens.read * _exact(server.input_price) + tokens.written * _exact(server.output_price)
        if server.budget is not None and price > _exact(server.budget) * MILLION:
            return "budget"
        return ""


def _exact(amount: float) -> Fraction:
    """The amount as it is written."""
    return Fraction(str(amount))

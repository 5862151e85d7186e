"""Hands the brief to a program of the reader's own: the JSON on its standard input, the edition in BRIEFING_EDITION."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from briefing.deliver.veil import veiled
from briefing.errors import DeliveryError
from briefing.process import Program, Run, ending, hindrance
from briefing.types import Handed, Parcel, Recipient

SECONDS = 120.0  # chosen: for the whole run
EDITION = "BRIEFING_EDITION"
BY_HAND = "run it by hand"


def run(parcel: Parcel, recipients: Sequence[Recipient], seconds: float = SECONDS) -> Iterator[Handed]:
    """How each program took it: well where it ended with status 0 within ``seconds``; with its children it is stopped then.

    One that failed may be run again for the same edition; one that cannot be started is not.
    """
    for recipient in recipients:
        yield Handed(recipient, _error(parcel, recipient, seconds))


def _error(parcel: Parcel, recipient: Recipient, seconds: float) -> DeliveryError | None:
    folder = Path(recipient.folder) if recipient.folder else None
    program = Program(recipient.command or ("",), folder, {EDITION: parcel.edition}, parcel.parts["json"])
    try:
        running = Run(program, seconds)
    except (OSError, ValueError) as error:
        return DeliveryError(
            f"the program {recipient.label} cannot be run: {hindrance(error)}",
            "check that it is installed and spelled right",
        )
    try:
        return _outcome(running, recipient)
    finally:
        if running.ended:
            running.leave()
        else:
            running.close()


def _outcome(running: Run, recipient: Recipient) -> DeliveryError | None:
    """What is to say of how it ended; what it prints is read away."""
    for _ in running.lines():
        pass
    status = running.wait()
    if running.stopped:
        return DeliveryError(f"the program {recipient.label} was {running.stopped}", BY_HAND, temporary=True)
    if status:
        # a token has no space in it, as code has
        words = [word for word in recipient.command[1:] if len(word.split()) == 1]
        said = veiled(running.complaint, *words)
        how = f"{ending(status)}: {said}" if said else ending(status)
        return DeliveryError(f"the program {recipient.label} ended with {how}", BY_HAND, temporary=True)
    return None

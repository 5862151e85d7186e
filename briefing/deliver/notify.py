"""Tells services of the brief by Apprise: Slack, Discord, Telegram, Matrix, ntfy and a hundred more get its short form."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.deliver.veil import veiled
from briefing.errors import DeliveryError
from briefing.types import Handed, Parcel, Recipient

if TYPE_CHECKING:
    import apprise

WHOLE = 60.0  # seconds for one service; chosen
WAITS = {"socket_connect_timeout": 10.0, "socket_read_timeout": 20.0}  # seconds; chosen
CALL = re.compile(r"(?<![\w/.])@(?=[\w&!])|@(?=(?:everyone|here|channel|all)\b)", re.IGNORECASE)
JOINER = "\u2060"  # a word joiner, which nobody sees


def notify(parcel: Parcel, recipients: Sequence[Recipient]) -> Iterator[Handed]:
    """How each service took the notice; nothing is printed, and no error shows an address, which may hold a token."""
    for recipient in recipients:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Apprise is made of: nothing that a reader could mend
            error = _error(parcel, recipient)
        yield Handed(recipient, error)


def is_known(address: str) -> bool:
    """Whether Apprise knows the service at this address; nobody is asked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _service(address) is not None


def _error(parcel: Parcel, recipient: Recipient) -> DeliveryError | None:
    service = _service(recipient.to)
    if service is None:
        return DeliveryError(
            f"{recipient.label} is no address that Apprise knows",
            "compare it with https://github.com/caronc/apprise/wiki",
        )
    import apprise

    body = (
        parcel.parts["notice"].decode().removeprefix(f"{parcel.title}\n").strip()
    )  # services show the title themselves
    result = apprise.Apprise(services=service, asset=service.asset).notify(
        body=_quiet(body), title=_quiet(parcel.title), body_format=apprise.NotifyFormat.TEXT
    )
    if result:
        return None
    complaints = [entry.message for entry in result.logs()]
    late = result.status == apprise.AppriseResultStatus.TIMEOUT
    reason = f"no answer within {WHOLE:g} seconds" if late else (complaints or ["no reason was given"])[-1]
    said = veiled(reason, recipient.to).rstrip(".")
    return DeliveryError(f"{recipient.label} did not take it: {said}", "it is tried again later", temporary=True)


def _service(address: str) -> apprise.NotifyBase | None:
    """The service at an address; what the address itself says of timeouts and long texts goes before ours."""
    import apprise

    logging.getLogger("apprise").propagate = False  # its complaints reach the reader as our errors
    asset = apprise.AppriseAsset(
        app_id="briefing",
        app_desc="A news brief",
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        http_redirects=False,  # a token goes to no other host
        service_timeout=WHOLE,
        async_mode=False,
    )
    service = apprise.Apprise.instantiate(address, asset=asset)
    if service is not None:
        ours = {**WAITS, "overflow_mode": apprise.OverflowMode.SPLIT}
        for name, value in ours.items():
            if name not in vars(service):
                setattr(service, name, value)
    return service


def _quiet(text: str) -> str:
    """Text in which no ``@everyone`` calls anybody: headlines are written by others, and chat services obey them."""
    return CALL.sub(f"@{JOINER}", text)

"""Posts the brief's JSON to the reader's own addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from briefing.deliver.veil import veiled
from briefing.errors import DeliveryError
from briefing.fetch import user_agent
from briefing.types import Handed, Parcel, Recipient

if TYPE_CHECKING:
    import httpx2

CONNECT, ANSWER = 10.0, 30.0  # seconds to wait for a connection, and for the next part of an answer; chosen
FOR_NOW = frozenset({408, 425, 429})  # answers that say: not now; so do all from 500 on
REMEDIES = {401: "check its password or token", 403: "check its password or token", 413: "the receiver takes less"}


def post(parcel: Parcel, recipients: Sequence[Recipient]) -> Iterator[Handed]:
    """How each address took it: well where it answered 2xx. Redirects are not followed: they would lose the body.

    The header ``Idempotency-Key`` (draft-ietf-httpapi-idempotency-key-header) is the same for the same edition and
    recipient, so that the receiver can tell what it has already.
    """
    import httpx2

    headers = {"User-Agent": user_agent(), "Content-Type": "application/json"}
    timeout = httpx2.Timeout(ANSWER, connect=CONNECT)
    with httpx2.Client(headers=headers, timeout=timeout, trust_env=False, follow_redirects=False) as client:
        for recipient in recipients:
            yield Handed(recipient, _error(parcel, recipient, client))


def _error(parcel: Parcel, recipient: Recipient, client: httpx2.Client) -> DeliveryError | None:
    import httpx2

    key = quote(f"{parcel.edition}/{recipient.key}", safe="/:")
    headers = {"Idempotency-Key": f'"{key}"'}
    try:
        with client.stream("POST", recipient.to, content=parcel.parts["json"], headers=headers) as response:
            return _refusal(response, recipient)  # its body is not read: nothing in it is wanted
    except httpx2.TransportError as error:
        if isinstance(error, httpx2.UnsupportedProtocol):
            return _no_address(recipient)
        reason = str(error) or re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__).lower()
        said = veiled(reason, recipient.to)
        return DeliveryError(f"{recipient.label} did not take it: {said}", "it is tried again later", temporary=True)
    except (httpx2.InvalidURL, UnicodeError, ValueError):
        return _no_address(recipient)


def _refusal(response: httpx2.Response, recipient: Recipient) -> DeliveryError | None:
    """What an answer that is no success says."""
    status = response.status_code
    if response.is_success:
        return None
    if status in FOR_NOW or status >= 500:
        return DeliveryError(f"{recipient.label} answered {status}", "it is tried again later", temporary=True)
    if response.is_redirect:
        return DeliveryError(
            f"{recipient.label} answered {status}: it has another address now", "give that one, with its whole path"
        )
    return DeliveryError(f"{recipient.label} answered {status}", REMEDIES.get(status, "check the address"))


def _no_address(recipient: Recipient) -> DeliveryError:
    return DeliveryError(f"{recipient.label} is no address that can be posted to", "it begins with https:// or http://")

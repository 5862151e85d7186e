"""A brief to where it goes: files, mailboxes, services, webhooks, programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from briefing.deliver.files import before, check, expand, format_of, latest_of, link_latest, make_folder, write
from briefing.errors import DeliveryError
from briefing.types import Account, Channel, Handed, Parcel, Recipient

__all__ = ["before", "check", "deliver", "expand", "format_of", "latest_of", "link_latest", "make_folder", "write"]

Handler = Callable[[Parcel, Sequence[Recipient], Account | None], Iterator[Handed]]


def deliver(parcel: Parcel, recipients: Sequence[Recipient], account: Account | None) -> Iterator[Handed]:
    """Hand the parcel to each recipient; how it went with each, as soon as it is known. Nothing is raised for one of them."""
    for lost in (recipient for recipient in recipients if not recipient.to and not recipient.command):
        remedy = "set the environment variable that its to_env names"
        yield Handed(lost, DeliveryError(f"the address of {lost.label} is not there", remedy))
    for channel, handler in CHANNELS.items():
        reached = [each for each in recipients if each.channel == channel and (each.to or each.command)]
        if reached:
            yield from handler(parcel, reached, account)


def _mail(parcel: Parcel, recipients: Sequence[Recipient], account: Account | None) -> Iterator[Handed]:
    from briefing.deliver.mail import send

    return send(parcel, recipients, account)


def _notify(parcel: Parcel, recipients: Sequence[Recipient], account: Account | None) -> Iterator[Handed]:  # noqa: ARG001
    from briefing.deliver.notify import notify

    return notify(parcel, recipients)


def _webhook(parcel: Parcel, recipients: Sequence[Recipient], account: Account | None) -> Iterator[Handed]:  # noqa: ARG001
    from briefing.deliver.webhook import post

    return post(parcel, recipients)


def _program(parcel: Parcel, recipients: Sequence[Recipient], account: Account | None) -> Iterator[Handed]:  # noqa: ARG001
    from briefing.deliver.program import run

    return run(parcel, recipients)


CHANNELS: Mapping[Channel, Handler] = {"mail": _mail, "notify": _notify, "webhook": _webhook, "program": _program}

"""What a person sees of sending: a line for each recipient, and what a dry run would have sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from briefing.cli.screen import complain, line

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.config import Settings
    from briefing.look import Look
    from briefing.send import Post
    from briefing.store import Store
    from briefing.types import Brief, Delivery, Parcel, Recipient, Source

KILOBYTE = 1000


def post_of(store: Store, settings: Settings, path: Path, recipients: Sequence[Recipient]) -> Post:
    """Everything that sending needs, as the settings say; ``path`` is their file."""
    from datetime import timedelta

    from briefing.send import Post

    account = settings.mail.account(path.parent, os.environ)
    return Post(store, recipients, account, timedelta(minutes=settings.delivery.patience), sleep=_wait, home=path)


def _wait(seconds: float) -> None:
    """Wait for a server that asked to come later, and say so; Ctrl-C loses nothing."""
    import time

    told = f"Waiting {seconds:.0f} s to try again; Ctrl-C leaves it to `briefing send --retry`."
    line(told, err=True)
    time.sleep(seconds)


def is_held_back(brief: Brief, settings: Settings) -> bool:
    """Whether the brief is not sent because it has nothing to tell, which is then said."""
    if not brief.is_empty or settings.delivery.empty:
        return False
    since = f" since {brief.since.astimezone(brief.date.tzinfo):%A %H:%M}" if brief.since else ""
    silent = f" ({len(brief.failing)} of {len(brief.health)} sources could not be read)" if brief.failing else ""
    line(f"Nothing new{since}{silent}, so nothing is sent; `delivery.empty = true` has it sent all the same.", err=True)
    return True


def telling(handed: list[Delivery]) -> Callable[[Delivery], None]:
    """Says how each attempt went, and keeps it in ``handed``."""

    def told(delivery: Delivery) -> None:
        handed.append(delivery)
        tell(delivery)

    return told


def tell(delivery: Delivery) -> None:
    """How handing it to one recipient went."""
    if delivery.sent:
        line(f"Sent to {delivery.label}", err=True)
        return
    remedy = f" ({delivery.remedy})" if delivery.remedy else ""
    line(f"Not sent to {delivery.label}: {delivery.error}{remedy}", err=True)


def finish(deliveries: Sequence[Delivery], handed: Sequence[Delivery], only: Sequence[str] = ()) -> None:
    """How it went as a whole; DeliveryError where somebody has not got the brief.

    ``handed`` are the attempts that were made for it now; ``only`` these recipients were named.
    """
    from briefing.errors import DeliveryError

    unsent = [each for each in deliveries if not each.sent]
    if unsent:
        named = "".join(f" --to {quote(each)}" for each in only)
        raise DeliveryError(
            f"{len(unsent)} of {len(deliveries)} recipients have not got the brief",
            f"mend what is said above, then: briefing send --retry{named} (without --retry for a changed address)",
        )
    count = len(deliveries)
    who = f"{count} recipient{'s' * (count != 1)}"
    if handed:
        line(f"{who} {'has' if count == 1 else 'have'} the brief.", err=True)
    else:
        line(f"{who} had the brief already; `briefing send --again` sends it anew.", err=True)


def finish_retry(left: Sequence[Delivery], recipients: Sequence[Recipient]) -> None:
    """What a retry left; DeliveryError where one of the recipients has still not got a brief."""
    from briefing.errors import DeliveryError

    keys = {recipient.key for recipient in recipients}
    for each in left:
        if each.recipient not in keys:
            remedy = f"name it with --to, or send to its new address by: briefing send ({each.edition})"
            line(f"Left: {each.label}, who is not among these recipients: {remedy}", err=True)
    count = sum(each.recipient in keys for each in left)
    if count:
        raise DeliveryError(
            f"{count} {'delivery has' if count == 1 else 'deliveries have'} failed again",
            "mend what is said above, then: briefing send --retry",
        )
    line("There is nothing left to send to these recipients.", err=True)


def tell_owner(error: Exception, settings: Settings, path: Path, sources: Sequence[Source], began: datetime) -> None:
    """Tell the owner of a morning that failed, if one is named. What comes of that is said here and never raised.

    ``began`` is when it began, by which the edition is named.
    """
    from briefing import pipeline
    from briefing.config import RecipientSettings
    from briefing.errors import BriefingError, LockedError, StoreError
    from briefing.send import report
    from briefing.store import MEMORY, Store
    from briefing.store.health import HealthBook

    if not settings.delivery.owner or isinstance(error, LockedError):
        return
    edition = f"{settings.brief.edition}-{began:%Y-%m-%d}"

    def remembering(store: Store) -> None:
        owner = RecipientSettings(to=settings.delivery.owner).value(path.parent, os.environ)
        post = post_of(store, settings, path, [owner])
        problems = [each.problem for each in HealthBook(store).of(sources) if each.problem]
        tell(report(_reason(error), edition, problems, post, settings.own_templates(path.parent)))

    try:
        with pipeline.opened(settings) as (store, _):
            try:
                remembering(store)
            except LockedError:
                raise
            except StoreError:  # a full disk may be the very thing to tell
                with Store(MEMORY) as memory:
                    remembering(memory)
    except BriefingError as failure:
        line(f"The owner could not be told: {failure}", err=True)


def _reason(error: Exception) -> str:
    """Why a morning failed, in words."""
    from briefing.errors import BriefingError

    ours = isinstance(error, BriefingError)
    return str(error) if ours else f"a fault in the program ({type(error).__name__}: {error})"


def dry_run(brief: Brief, look: Look, post: Post, into: Path) -> None:
    """Write each mail as a file and say what would go where; nothing is sent, and nothing is written into the ledger."""
    from briefing.send import parcel_of

    had = {each.recipient: each.sent for each in post.ledger.deliveries(brief.id)}
    parcel, problems = parcel_of(brief, look, post.recipients)
    for number, recipient in enumerate(post.recipients, 1):
        sent = had.get(recipient.key)
        told = f"has had it since {sent.astimezone():%H:%M}: " if sent else ""
        line(told + _would(parcel, recipient, post, into / f"{parcel.edition}-{number}.eml"))
    complain((*brief.problems, *problems), strict=False)


def _would(parcel: Parcel, recipient: Recipient, post: Post, path: Path) -> str:
    """What would be done for one recipient, in words; a mail is written to ``path``."""
    if not recipient.to and not recipient.command:
        return f"would not reach {recipient.label}: the environment variable that its to_env names is not set"
    match recipient.channel:
        case "mail":
            content = _written(parcel, recipient, post, path)
            attached = "".join(f", {name.upper()} attached" for name in recipient.attach)
            return f"would mail {recipient.label}: {_size(content)}{attached}; see {path}"
        case "notify":
            return f"would notify {recipient.label}: {len(parcel.parts['notice'].decode())} characters"
        case "webhook":
            return f"would post to {recipient.label}: {_size(parcel.parts['json'])} of JSON"
        case "program":
            return f"would run {recipient.label}: {_size(parcel.parts['json'])} of JSON"


def _written(parcel: Parcel, recipient: Recipient, post: Post, path: Path) -> bytes:
    """The mail as it would go, in a file."""
    from briefing import deliver
    from briefing.errors import OutputError
    from briefing.message import compose
    from briefing.types import Account

    account = post.account or Account(server="", sender="briefing@localhost")
    content = compose(parcel, account, recipient).as_bytes()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {path.parent} cannot be made", error.strerror or str(error)) from error
    deliver.write(path, content)
    return content


def _size(content: bytes) -> str:
    return f"{len(content) / KILOBYTE:.0f} KB"

"""An edition to its recipients: rendered once, written down, handed over, written down again.

A run that is killed at any moment repeats at most what it was just handing over, with the same Message-ID.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from zlib import crc32

from briefing.deliver import deliver
from briefing.errors import ConfigError, TemplateError
from briefing.look import Look
from briefing.render import surely
from briefing.store import Store
from briefing.store.ledger import REPORT, Ledger
from briefing.store.threads import ThreadBook
from briefing.templating import fill
from briefing.threads import episodes_of
from briefing.types import Account, Brief, Delivery, Parcel, Problem, Recipient

PARTS: Mapping[str, tuple[str, ...]] = {
    "mail": ("mail", "text"), "notify": ("notice",), "webhook": ("json",), "program": ("json",)
}  # fmt: skip

Told = Callable[[Delivery], None]


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs: who gets it, how mail goes, the store that remembers, and for how long it is tried.

    ``patience`` is how long a run tries again by itself; ``now`` and ``sleep`` (of seconds) are the clock that it goes by.
    ``home`` is the briefing.toml that it is of.
    """

    store: Store
    recipients: Sequence[Recipient]
    account: Account | None = None
    patience: timedelta = timedelta()
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    sleep: Callable[[float], None] = time.sleep
    home: Path | None = None

    @property
    def ledger(self) -> Ledger:
        """What went to whom."""
        return Ledger(self.store, self.home)


def parcel_of(
    brief: Brief, look: Look, recipients: Iterable[Recipient], edition: str = ""
) -> tuple[Parcel, tuple[Problem, ...]]:
    """The brief in every form that one of the recipients is to get, rendered once; with what went wrong on the way.

    ``edition`` is its name where it is sent anew.
    """
    from briefing.render.mail import images

    wanted = sorted({name for each in recipients for name in (*PARTS[each.channel], *each.attach)})
    made = {name: surely(brief, name, look) for name in wanted}
    pictures = images(brief) if "mail" in wanted else {}
    parts = {name: content for name, (content, _) in made.items()} | pictures
    problems = tuple(dict.fromkeys(problem for _, met in made.values() for problem in met))
    return Parcel(edition or brief.id, brief.title, brief.date, brief.language, parts), problems


def send(
    brief: Brief, look: Look, post: Post, told: Told, again: bool = False
) -> tuple[list[Delivery], tuple[Problem, ...]]:
    """Send the brief to those recipients that have not had its edition; how far it is with each, and what went wrong with it.

    Who gets it later gets what the others got, if that is within days. ``again`` makes a new edition of it, which goes to
    all. ConfigError where the edition is that of another briefing.toml.
    """
    with post.store.alone("sending"):
        ledger = post.ledger
        _expect_own(brief.id, post)
        edition = ledger.latest(brief.id)
        if again or ledger.is_past(edition, post.now()):
            edition = ledger.anew(brief.id)
        had = {each.recipient for each in ledger.deliveries(brief.id) if each.sent and not again}
        due = [recipient for recipient in post.recipients if recipient.key not in had]
        kept = ledger.parcel(edition)
        parcel, problems = parcel_of(brief, look, _missing(kept, due), edition)
        if kept is None and edition == brief.id:
            _record(brief, post)
        ledger.keep(_completed(kept, parcel), due, post.now())
        _hand_over(post, told, {edition})
        deliveries = ledger.deliveries(brief.id)
        if kept is None and any(each.sent and each.edition == edition != brief.id for each in deliveries):
            _record(brief, post)  # only now: that an earlier making went out does not say that its readers had this one
        keys = {recipient.key for recipient in post.recipients}
        return [delivery for delivery in deliveries if delivery.recipient in keys], problems


def _record(brief: Brief, post: Post) -> None:
    """Write down what the brief tells: known to its readers once one of them has it."""
    ThreadBook(post.store, post.home).record(brief.id, brief.edition, brief.date, episodes_of(brief))


def _expect_own(edition: str, post: Post) -> None:
    """Or the recipients of one briefing.toml would get the brief of another one."""
    home = post.ledger.other_home(edition)
    if home:
        raise ConfigError(
            f"the edition {edition} in {post.store.path} is that of {home}",
            "give one of the two another name by brief.edition, or another file by store",
        )


def retry(post: Post, told: Told) -> list[Delivery]:
    """Try again at once what has not gone out, also what was refused for good; what is left of it.

    That is also what was to go to somebody who is not among the recipients of ``post``.
    """
    with post.store.alone("sending"):
        _hand_over(post, told, None)
        unsent = post.ledger.unsent(post.now(), None, failed=True)
        return [delivery for delivery in unsent if not delivery.edition.startswith(REPORT)]


def _missing(kept: Parcel | None, due: Sequence[Recipient]) -> list[Recipient]:
    """The recipients whose parts are still to be rendered."""
    have = set(kept.parts) if kept else set()
    return [each for each in due if not {*PARTS[each.channel], *each.attach} <= have]


def _completed(kept: Parcel | None, made: Parcel) -> Parcel:
    """What was kept goes before what is rendered now."""
    return Parcel(made.edition, kept.title, kept.date, kept.language, {**made.parts, **kept.parts}) if kept else made


def _hand_over(post: Post, told: Told, editions: set[str] | None) -> None:
    """One round after another until all is sent, refused, or patience is at its end; in the first, everything is tried."""
    ledger, keys = post.ledger, {recipient.key for recipient in post.recipients}
    end = post.now() + post.patience

    def open_ones(failed: bool) -> list[Delivery]:
        unsent = ledger.unsent(post.now(), keys, failed)
        return [each for each in unsent if editions is None or each.edition in editions]

    _round(post, told, open_ones(failed=True))
    while waiting := [each for each in open_ones(failed=False) if each.again and each.again <= end]:
        soonest = min(each.again for each in waiting if each.again)
        pause = max(soonest - post.now(), timedelta())
        post.sleep(min(pause, post.patience).total_seconds())  # a clock that was set back keeps nobody waiting
        _round(post, told, [each for each in waiting if each.again and each.again <= post.now()])


def _round(post: Post, told: Told, deliveries: Sequence[Delivery]) -> None:
    """Hand each over once, edition by edition, and write down how it went as soon as it is known."""
    by_key = {recipient.key: recipient for recipient in post.recipients}
    for edition, group in groupby(deliveries, key=lambda delivery: delivery.edition):
        parcel = post.ledger.parcel(edition)
        if parcel is not None:
            for handed in deliver(parcel, [by_key[each.recipient] for each in group], post.account):
                told(post.ledger.record(edition, handed, post.now()))


def report(what: str, edition: str, problems: Sequence[Problem], post: Post, own: Path | None = None) -> Delivery:
    """Tell the owner, the one recipient of ``post``, why an edition failed, and what of it did go out; how that went.

    Once for an edition, however often it fails. ``own`` is the folder of the reader's own templates.
    """
    ledger, now = post.ledger, post.now()
    deliveries = [] if ledger.other_home(edition) else ledger.deliveries(edition)
    values: dict[str, object] = {"what": what, "edition": edition, "problems": problems, "deliveries": deliveries}
    try:
        text = fill("report.txt", values, own).encode()
    except TemplateError:  # which is a mistake in theirs, and no reason to say nothing
        text = fill("report.txt", values).encode()
    plain = {"report": what, "edition": edition, "problems": [str(problem) for problem in problems]}
    parts = {"text": text, "notice": text, "json": json.dumps(plain, ensure_ascii=False).encode()}
    with post.store.alone("sending"):
        name = f"{REPORT}{edition}"
        if ledger.other_home(name):  # its owner was told of another brief
            name = f"{REPORT}{crc32(str(post.home).encode()):x}:{edition}"
        parcel = Parcel(name, "The brief did not go out as it should", now, "en", parts)
        ledger.keep(parcel, post.recipients, now)
        _hand_over(post, lambda _: None, {parcel.edition})
        return ledger.deliveries(parcel.edition)[0]

"""The ledger: what was acknowledged is not lost, what was delivered is not delivered twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from briefing.errors import DeliveryError
from briefing.store import Store
from briefing.store.ledger import FIRST_PAUSE, KEPT, LONGEST_PAUSE, STALE, Ledger, tried
from briefing.types import Delivery, Handed, Parcel, Recipient

NOW = datetime(2026, 10, 15, 6, 30, tzinfo=UTC)
DATE = datetime(2026, 10, 15, 8, 30, tzinfo=timezone(timedelta(hours=2)))
INA, OTTO = Recipient("mail", "ina@example.org", "Ina"), Recipient("mail", "otto@example.org")
BUSY, REFUSED = DeliveryError("busy", "wait", temporary=True), DeliveryError("refused", "look at the address")


def parcel(edition: str = "morning-2026-10-15", **parts: bytes) -> Parcel:
    return Parcel(edition, "The Brief", DATE, "de", parts or {"text": b"Hello"})


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Store(":memory:") as store:
        yield Ledger(store)


def keys(*recipients: Recipient) -> set[str]:
    return {recipient.key for recipient in recipients}


def test_an_edition_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    """Its name, title, time with its zone, language and every part, byte for byte."""
    kept = parcel(text=b"\xff\x00", pdf=b"%PDF")
    ledger.keep(kept, [INA], NOW)
    assert ledger.parcel(kept.edition) == kept
    assert ledger.parcel("evening-2026-10-15") is None


def test_what_was_kept_stays(ledger: Ledger) -> None:
    """Keeping an edition again adds recipients and parts that are new, and changes nothing that was there."""
    ledger.keep(parcel(text=b"first"), [INA], NOW)
    ledger.record("morning-2026-10-15", Handed(INA), NOW)
    ledger.keep(parcel(text=b"second", pdf=b"%PDF"), [INA, OTTO], NOW)
    again = ledger.parcel("morning-2026-10-15")
    assert again is not None
    assert again.parts == {"text": b"first", "pdf": b"%PDF"}
    assert [each.sent for each in ledger.deliveries("morning-2026-10-15")] == [NOW, None]


def test_what_was_sent_is_no_longer_open(ledger: Ledger) -> None:
    """Of two recipients, the one that was reached is done."""
    ledger.keep(parcel(), [INA, OTTO], NOW)
    delivery = ledger.record("morning-2026-10-15", Handed(INA), NOW)
    assert (delivery.sent, delivery.attempts, delivery.error) == (NOW, 1, "")
    assert [each.recipient for each in ledger.unsent(NOW, keys(INA, OTTO))] == [OTTO.key]


def test_what_was_refused_waits_for_somebody_to_ask(ledger: Ledger) -> None:
    """A refusal for good is not tried by itself; with ``failed`` it is there, with its reason and remedy."""
    ledger.keep(parcel(), [INA], NOW)
    ledger.record("morning-2026-10-15", Handed(INA, REFUSED), NOW)
    assert ledger.unsent(NOW, keys(INA)) == []
    (delivery,) = ledger.unsent(NOW, keys(INA), failed=True)
    assert (delivery.failed, delivery.error, delivery.remedy, delivery.again) == (
        True,
        "refused",
        "look at the address",
        None,
    )


def test_pauses_double() -> None:
    """Each failure that may pass doubles the pause, up to a longest one."""
    delivery, pauses = Delivery("e", "r", "l"), []
    for _ in range(12):
        delivery = tried(delivery, BUSY, NOW)
        assert delivery.again is not None
        pauses.append(delivery.again - NOW)
    assert pauses[:4] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    assert tried(delivery, None, NOW) == Delivery("e", "r", "l", attempts=13, sent=NOW)


def test_news_of_the_past_is_not_sent(ledger: Ledger) -> None:
    """An edition that did not go out within the days that it is worth something is left."""
    ledger.keep(parcel(), [INA], NOW)
    assert ledger.unsent(NOW + STALE, keys(INA))
    assert not ledger.unsent(NOW + STALE + timedelta(seconds=1), keys(INA))


def test_who_is_no_longer_a_recipient_gets_nothing(ledger: Ledger) -> None:
    """Only those are named that are asked for."""
    ledger.keep(parcel(), [INA, OTTO], NOW)
    assert [each.recipient for each in ledger.unsent(NOW, keys(OTTO))] == [OTTO.key]


def test_the_oldest_edition_goes_first(ledger: Ledger) -> None:
    """What waits is handed over in the order in which it was made."""
    ledger.keep(parcel("evening-2026-10-14"), [INA], NOW - timedelta(hours=12))
    ledger.keep(parcel("morning-2026-10-15"), [INA], NOW)
    assert [each.edition for each in ledger.unsent(NOW, keys(INA))] == ["evening-2026-10-14", "morning-2026-10-15"]


def test_an_edition_made_anew_has_a_name_of_its_own(ledger: Ledger) -> None:
    """The first keeps the plain name, the next ones are counted; other editions do not disturb the count."""
    assert ledger.anew("morning-2026-10-15") == ledger.latest("morning-2026-10-15") == "morning-2026-10-15"
    ledger.keep(parcel("report-morning-2026-10-15"), [INA], NOW)
    for number in range(2, 13):
        ledger.keep(parcel(ledger.anew("morning-2026-10-15")), [INA], NOW)
        assert ledger.anew("morning-2026-10-15") == f"morning-2026-10-15.{number}"
    assert ledger.latest("morning-2026-10-15") == "morning-2026-10-15.11"


def test_old_parts_go_and_the_deliveries_stay(ledger: Ledger) -> None:
    """After some weeks what was rendered is thrown away; that it was sent is still known."""
    ledger.keep(parcel(), [INA], NOW)
    ledger.record("morning-2026-10-15", Handed(INA), NOW)
    ledger.keep(parcel("morning-2026-12-01"), [OTTO], NOW + KEPT + timedelta(days=1))
    old, new = ledger.parcel("morning-2026-10-15"), ledger.parcel("morning-2026-12-01")
    assert old is not None
    assert new is not None
    assert (old.parts, new.parts) == ({}, {"text": b"Hello"})
    assert ledger.deliveries("morning-2026-10-15")[0].sent == NOW


def test_the_last_delivery_to_somebody(ledger: Ledger) -> None:
    """It is that of the newest edition; there is none for somebody new."""
    ledger.keep(parcel("morning-2026-10-14"), [INA], NOW - timedelta(days=1))
    ledger.keep(parcel("morning-2026-10-15"), [INA], NOW)
    last = ledger.last(INA.key)
    assert last is not None
    assert last.edition == "morning-2026-10-15"
    assert ledger.last(OTTO.key) is None


@pytest.mark.parametrize(
    "recipient",
    [
        Recipient("notify", "slack://T0/B0/SECRET"),
        Recipient("webhook", "https://user:SECRET@hooks.example/SECRET?key=SECRET"),
        Recipient("program", command=("post-it", "--token", "SECRET")),
    ],
    ids=lambda recipient: recipient.channel,
)
def test_no_token_stands_in_keys_and_labels(recipient: Recipient) -> None:
    """What the store and the screen know a recipient by gives nothing away."""
    assert "SECRET" not in recipient.key + recipient.label


def test_one_mailbox_is_one_recipient() -> None:
    """However it is spelled; and two services are two."""
    assert Recipient("mail", "Ina@Example.org", "Ina").key == INA.key
    assert Recipient("notify", "ntfy://a").key != Recipient("notify", "ntfy://b").key

"""QuickBooks Online in particular: balances, taxes of no country, numbers that are too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from feeds import deliver, responses
from model.deliveries import ResponseStatus
from model.documents import TaxRow
from model.errors import DestinationRefused, DestinationUnreachable
from model.money import Money
from tests.feeds.peers import Site
from tests.feeds.rest.peer import CUT, Supplier
from tests.feeds.rest.quickbooks_peer import QuickBooks
from tests.feeds.rest.stands import CLOCK, QUICKBOOKS, Stand, standing
from tests.feeds.rest.test_every_system import BILL, CREDIT, TWO_RATES

pytestmark = pytest.mark.slow


@pytest.fixture
def stand(site: Site) -> Iterator[Stand]:
    with standing(site, QUICKBOOKS) as opened:
        yield opened


def books(stand: Stand) -> QuickBooks:
    assert isinstance(stand.peer, QuickBooks)
    return stand.peer


def send(stand: Stand, **facts: Any) -> str:
    return deliver(stand.to, replace(BILL, **facts), stand.lease, clock=CLOCK).reference


def test_the_balance_tells_who_has_paid(stand: Stand) -> None:
    reference = send(stand)
    (bill,) = books(stand).held["Bill"]
    for balance, status in [
        ("1928.64", ResponseStatus.ACKNOWLEDGED),
        ("900.00", ResponseStatus.ACCEPTED),
        ("0", ResponseStatus.PAID),
    ]:
        bill["Balance"] = Decimal(balance)
        (said,) = responses(stand.to, {BILL.key: reference}, stand.lease, clock=CLOCK)
        assert said.status is status


def test_many_are_asked_for_in_few_requests(stand: Stand) -> None:
    reference = send(stand)
    credit = deliver(stand.to, replace(CREDIT, key="c"), stand.lease, clock=CLOCK).reference
    asked = {f"k{n}": f"Bill/{n + 5000}" for n in range(70)} | {BILL.key: reference, "c": credit}
    before = len(stand.peer.asked)
    said = responses(stand.to, asked, stand.lease, clock=CLOCK)
    assert [one.key for one in said] == list(asked)
    assert [one.status for one in said[-2:]] == [ResponseStatus.ACKNOWLEDGED] * 2
    assert len(stand.peer.asked) - before == 4


def test_in_the_united_states_taxes_are_lines(stand: Stand) -> None:
    books(stand).country = "US"
    deliver(stand.to, TWO_RATES, stand.lease, clock=CLOCK)
    (bill,) = books(stand).held["Bill"]
    assert [(line["Description"], line["Amount"]) for line in bill["Line"]] == [
        ("Book", Decimal("20.0")),
        ("Lamp", Decimal("90.0")),
        ("Tax 19 %", Decimal("17.1")),
        ("Tax 7 %", Decimal("1.4")),
    ]
    assert stand.peer.entries()[0].gross == Decimal("128.50")


def test_what_no_tax_is_charged_on_has_the_code_of_none(stand: Stand) -> None:
    half = {
        "gross": Money(Decimal("219.00"), "EUR"),
        "net": Money(Decimal("200.00"), "EUR"),
        "lines": (),
        "tax_rows": (TaxRow(Decimal("100.00"), Decimal("19.00"), Decimal(19)),),
    }
    with pytest.raises(DestinationRefused, match="has no tax of 0 %"):
        send(stand, **half)
    stand.peer.rates["Exempt"] = Decimal(0)
    send(stand, **half)
    assert stand.peer.entries()[0].gross == Decimal("219.00")


def test_a_number_that_is_too_long_keeps_its_end_and_its_whole_in_the_note(stand: Stand) -> None:
    number = "RECHNUNG-2026-OKTOBER-000123"
    assert send(stand, number=number) == send(stand, number=number)
    (bill,) = books(stand).held["Bill"]
    assert bill["DocNumber"] == "2026-OKTOBER-000123"[-21:] or number.endswith(bill["DocNumber"])
    assert bill["PrivateNote"].startswith(f"No. {number}\n")


def test_the_same_number_of_another_vendor_is_no_repetition(stand: Stand) -> None:
    stand.peer.suppliers.append(Supplier("sup-2", "Others Ltd"))
    send(stand)
    send(stand, key="k2", supplier="Others Ltd")
    assert len(stand.peer.entries()) == 2


def test_a_repetition_that_overtakes_the_first_attempt_is_answered_with_its_bill(
    stand: Stand,
) -> None:
    send(stand)
    created = next(n for n, one in enumerate(stand.peer.asked) if one.endswith("/bill"))
    stand.begin_anew()
    stand.peer.faults = {created: CUT}
    with pytest.raises(DestinationUnreachable):
        send(stand)
    stand.peer.blind = 1  # the first attempt is still on its way when it is looked for
    send(stand)
    assert len(stand.peer.entries()) == len(books(stand).told) == 1


def test_another_company_is_not_written_to(stand: Stand) -> None:
    stand.set(company="78")
    with pytest.raises(DestinationRefused, match="403"):
        send(stand)


def test_an_account_that_is_not_there_is_said(stand: Stand) -> None:
    stand.set(account="Nowhere's")
    with pytest.raises(DestinationRefused, match="has no accounts Nowhere's"):
        send(stand)


def test_what_intuit_finds_wrong_is_what_a_person_reads(stand: Stand) -> None:
    gross = Money(Decimal("1928.64"), "CHF")
    with pytest.raises(DestinationRefused, match="400: Required param missing"):
        send(stand, gross=gross)

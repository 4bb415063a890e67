"""Business Central in particular: its statuses, VAT groups, ETags and attachments in two steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from feeds import deliver, responses
from model.deliveries import ResponseStatus
from model.errors import DestinationRefused, DestinationUnreachable
from tests.feeds.parcels import CONTENT
from tests.feeds.peers import Site
from tests.feeds.rest.business_central_peer import BusinessCentral
from tests.feeds.rest.peer import CUT, DOWN, Fault
from tests.feeds.rest.stands import BUSINESS_CENTRAL, CLOCK, Stand, standing
from tests.feeds.rest.test_every_system import BILL, CREDIT, TWO_RATES

pytestmark = pytest.mark.slow


@pytest.fixture
def stand(site: Site) -> Iterator[Stand]:
    with standing(site, BUSINESS_CENTRAL) as opened:
        yield opened


def books(stand: Stand) -> BusinessCentral:
    assert isinstance(stand.peer, BusinessCentral)
    return stand.peer


def send(stand: Stand, **facts: Any) -> str:
    return deliver(stand.to, replace(BILL, **facts), stand.lease, clock=CLOCK).reference


def test_statuses_come_back_in_peppols_words(stand: Stand) -> None:
    reference = send(stand)
    (bill,) = books(stand).held["purchaseInvoices"]
    for status, meant in [
        ("Draft", (ResponseStatus.ACKNOWLEDGED, "")),
        ("In Review", (ResponseStatus.IN_PROCESS, "")),
        ("Open", (ResponseStatus.ACCEPTED, "")),
        ("Paid", (ResponseStatus.PAID, "")),
        ("Canceled", (ResponseStatus.REJECTED, "it was cancelled in Business Central")),
        ("Corrective", (ResponseStatus.REJECTED, "it was corrected in Business Central")),
    ]:
        bill["status"] = status
        (said,) = responses(stand.to, {BILL.key: reference}, stand.lease, clock=CLOCK)
        assert (said.status, said.reason) == meant


def test_invoices_and_credit_memos_are_asked_for_together(stand: Stand) -> None:
    asked = {BILL.key: send(stand)}
    credit = deliver(stand.to, replace(CREDIT, key="k2"), stand.lease, clock=CLOCK)
    asked |= {
        "k2": credit.reference,
        "k3": "purchaseInvoices(00000000-0000-0000-0000-000000000009)",
    }
    said = responses(stand.to, asked, stand.lease, clock=CLOCK)
    assert [one.status for one in said] == [
        ResponseStatus.ACKNOWLEDGED,
        ResponseStatus.ACKNOWLEDGED,
        ResponseStatus.REJECTED,
    ]


def test_a_file_that_was_named_and_not_sent_is_filled_and_not_named_again(stand: Stand) -> None:
    send(stand)
    filled = next(n for n, one in enumerate(stand.peer.asked) if one.startswith("PATCH"))
    for fault in (CUT, DOWN):
        stand.begin_anew()
        stand.peer.faults = {filled: fault}
        with pytest.raises(DestinationUnreachable):
            send(stand)
        send(stand)
        assert [file["content"] for file in books(stand).files] == [CONTENT]


def test_without_a_named_group_the_accounts_own_is_taken_and_compared(stand: Stand) -> None:
    settings = {name: value for name, value in stand.to.settings.items() if "tax_" not in name}
    stand.to = replace(stand.to, settings=settings)
    send(stand)
    with pytest.raises(DestinationRefused, match=r"several rates; name .* with tax_19"):
        deliver(stand.to, TWO_RATES, stand.lease, clock=CLOCK)
    assert len(stand.peer.entries()) == 1


def test_a_draft_that_a_person_changed_meanwhile_is_not_taken_back(stand: Stand) -> None:
    stand.peer.skew = stand.peer.rates["VAT 7"]
    deleted = 0
    with pytest.raises(DestinationRefused):
        send(stand)
    deleted = next(n for n, one in enumerate(stand.peer.asked) if one.startswith("DELETE"))
    stand.begin_anew()
    stand.peer.skew = stand.peer.rates["VAT 7"]
    handle = books(stand).handle

    async def changing(request: Any) -> Any:
        if len(stand.peer.asked) == deleted + 1:
            books(stand).held["purchaseInvoices"][0]["@odata.etag"] = 'W/"changed"'
        return await handle(request)

    books(stand).handle = changing  # type: ignore[method-assign] # a person, in between
    with pytest.raises(DestinationRefused, match="409: Could not validate"):
        send(stand)
    assert len(stand.peer.entries()) == 1


def test_a_number_that_is_too_long_keeps_its_end(stand: Stand) -> None:
    number = "RECHNUNG-2026-OKTOBER-ABTEILUNG-EINS-000123"
    assert send(stand, number=number) == send(stand, number=number)
    assert number.endswith(stand.peer.entries()[0].number)


def test_what_business_central_says_is_told_without_its_trace_number(stand: Stand) -> None:
    stand.set(account="9999")
    with pytest.raises(DestinationRefused, match=r"400: Account does not exist\.$"):
        send(stand)


def test_an_unknown_company_is_said(stand: Stand) -> None:
    stand.set(company="O'Neill's")
    with pytest.raises(DestinationRefused, match="has no companies O'Neill's"):
        send(stand)
    stand.peer.faults = {len(stand.peer.asked): Fault()}
    with pytest.raises(DestinationUnreachable):
        send(stand)

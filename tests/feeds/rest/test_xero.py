"""Xero in particular: its key in a line of words, approval, statuses, replays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.responses import JSONResponse

from feeds import deliver, responses
from model.deliveries import ResponseStatus
from model.errors import CredentialRefused, DestinationRefused, DestinationUnreachable
from tests.feeds.peers import Site
from tests.feeds.rest.peer import CUT, Fault
from tests.feeds.rest.stands import CLOCK, XERO, Stand, standing
from tests.feeds.rest.test_every_system import BILL, CREDIT
from tests.feeds.rest.xero_peer import Xero

pytestmark = pytest.mark.slow


@pytest.fixture
def stand(site: Site) -> Iterator[Stand]:
    with standing(site, XERO) as opened:
        yield opened


def books(stand: Stand) -> Xero:
    assert isinstance(stand.peer, Xero)
    return stand.peer


def send(stand: Stand, **facts: Any) -> str:
    return deliver(stand.to, replace(BILL, **facts), stand.lease, clock=CLOCK).reference


def said_of(stand: Stand, reference: str) -> tuple[ResponseStatus, str]:
    (said,) = responses(stand.to, {BILL.key: reference}, stand.lease, clock=CLOCK)
    return said.status, said.reason


def test_statuses_come_back_in_peppols_words(stand: Stand) -> None:
    reference = send(stand)
    (bill,) = books(stand).held["Invoices"]
    for status, meant in [
        ("DRAFT", (ResponseStatus.ACKNOWLEDGED, "")),
        ("SUBMITTED", (ResponseStatus.IN_PROCESS, "")),
        ("AUTHORISED", (ResponseStatus.ACCEPTED, "")),
        ("PAID", (ResponseStatus.PAID, "")),
        ("VOIDED", (ResponseStatus.REJECTED, "it was voided in Xero")),
        ("DELETED", (ResponseStatus.REJECTED, "it was deleted there")),
    ]:
        bill["Status"] = status
        assert said_of(stand, reference) == meant


def test_bills_and_credit_notes_are_asked_for_together(stand: Stand) -> None:
    first, second = (
        send(stand),
        deliver(stand.to, replace(CREDIT, key="k2"), stand.lease, clock=CLOCK),
    )
    asked = {BILL.key: first, "k2": second.reference, "k3": "Invoices/nothing"}
    said = responses(stand.to, asked, stand.lease, clock=CLOCK)
    assert [(one.key, one.status) for one in said] == [
        (BILL.key, ResponseStatus.ACKNOWLEDGED),
        ("k2", ResponseStatus.ACKNOWLEDGED),
        ("k3", ResponseStatus.REJECTED),
    ]


def test_submitted_for_approval_it_is_rejected_where_it_goes_back_to_draft(stand: Stand) -> None:
    stand.set(status="SUBMITTED", account="6200")
    reference = send(stand)
    (bill,) = books(stand).held["Invoices"]
    assert said_of(stand, reference) == (ResponseStatus.IN_PROCESS, "")
    bill["Status"] = "DRAFT"  # as an approval tool leaves what it rejects
    assert said_of(stand, reference) == (
        ResponseStatus.REJECTED,
        "it was sent back to draft in Xero",
    )


def test_what_xero_finds_wrong_is_what_a_person_reads(stand: Stand) -> None:
    stand.set(status="SUBMITTED")
    with pytest.raises(DestinationRefused, match=r"400: Account code must be specified\.$"):
        send(stand)
    assert stand.peer.entries() == []


def test_another_organisation_is_not_written_to(stand: Stand) -> None:
    stand.set(tenant="tenant-2")
    with pytest.raises(DestinationRefused, match="403"):
        send(stand)


def test_a_repetition_that_overtakes_the_first_attempt_is_answered_with_its_bill(
    stand: Stand,
) -> None:
    created = next(n for n, one in enumerate(_asked(stand)) if one == "PUT /Invoices")
    stand.begin_anew()
    stand.peer.faults = {created: CUT}
    with pytest.raises(DestinationUnreachable):
        send(stand)
    stand.peer.blind = 1  # the first attempt is still on its way when it is looked for
    send(stand)
    assert len(stand.peer.entries()) == len(books(stand).keys) == 1


def _asked(stand: Stand) -> tuple[str, ...]:
    send(stand)
    return tuple(stand.peer.asked)


def test_a_day_full_of_requests_waits_as_long_as_xero_says(stand: Stand) -> None:
    full = JSONResponse({}, 429, {"retry-after": "3600", "x-rate-limit-problem": "day"})
    stand.peer.faults = {2: Fault(full)}
    with pytest.raises(DestinationUnreachable) as caught:
        send(stand)
    assert caught.value.retry_after is not None
    assert caught.value.retry_after.total_seconds() == 3600


def test_a_file_that_xero_would_not_take_is_said_before_a_bill_is_made(stand: Stand) -> None:
    with pytest.raises(DestinationRefused, match="takes files of at most 10 MB, and this one is"):
        send(stand, content=b"x" * 10_000_001)
    assert stand.peer.asked == []


def test_an_ended_token_is_told_from_a_refusal(stand: Stand) -> None:
    books(stand).issuer.access.clear()
    with pytest.raises(CredentialRefused):
        send(stand)

"""Odoo in particular: both of its interfaces, its rounding, its states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from starlette.responses import JSONResponse

from feeds import deliver, responses
from model.deliveries import ResponseStatus
from model.documents import Line, TaxRow
from model.errors import CredentialRefused, DestinationRefused, DestinationUnreachable
from model.money import Money
from model.secret import Secret
from tests.feeds.parcels import FakeLease
from tests.feeds.peers import Site
from tests.feeds.rest.odoo_peer import Odoo
from tests.feeds.rest.peer import CUT, Fault
from tests.feeds.rest.stands import CLOCK, ODOO, Stand, standing
from tests.feeds.rest.test_every_system import BILL, CREDIT

pytestmark = pytest.mark.slow

ROUNDED = replace(
    BILL,
    gross=Money(Decimal("1.19"), "EUR"),
    net=Money(Decimal("1.00"), "EUR"),
    lines=tuple(Line("Part", total=Decimal(text)) for text in ("0.33", "0.33", "0.34")),
    tax_rows=(TaxRow(Decimal("1.00"), Decimal("0.19"), Decimal(19)),),
)
"""Odoo rounds line by line, and makes 0.06 + 0.06 + 0.06 of it."""


@pytest.fixture
def stand(site: Site) -> Iterator[Stand]:
    with standing(site, ODOO) as opened:
        yield opened


def books(stand: Stand) -> Odoo:
    assert isinstance(stand.peer, Odoo)
    return stand.peer


def send(stand: Stand, **facts: Any) -> str:
    return deliver(stand.to, replace(BILL, **facts), stand.lease, clock=CLOCK).reference


def test_tax_that_odoo_rounds_another_way_is_set_to_the_documents(stand: Stand) -> None:
    deliver(stand.to, ROUNDED, stand.lease, clock=CLOCK)
    (entry,) = stand.peer.entries()
    assert (entry.tax, entry.gross) == (Decimal("0.19"), Decimal("1.19"))


def test_so_it_is_after_the_line_broke_before(stand: Stand) -> None:
    deliver(stand.to, ROUNDED, stand.lease, clock=CLOCK)
    for step, asked in enumerate(tuple(stand.peer.asked)):
        if "create" in asked or "write" in asked:
            stand.begin_anew()
            stand.peer.faults = {step: CUT}
            with pytest.raises(DestinationUnreachable):
                deliver(stand.to, ROUNDED, stand.lease, clock=CLOCK)
            deliver(stand.to, ROUNDED, stand.lease, clock=CLOCK)
            (entry,) = stand.peer.entries()
            assert (entry.gross, len(entry.files)) == (Decimal("1.19"), 1)


def test_what_a_person_changed_in_the_draft_is_said_and_left(stand: Stand) -> None:
    send(stand)
    books(stand).moves[0].update(amount_untaxed=Decimal("1592.07"), amount_total=Decimal("1900.00"))
    with pytest.raises(DestinationRefused, match=r"makes 1900\.00.*correct it there"):
        send(stand)
    assert len(stand.peer.entries()) == 1


STATES = [
    ("draft", "not_paid", ResponseStatus.ACKNOWLEDGED, ""),
    ("posted", "not_paid", ResponseStatus.ACCEPTED, ""),
    ("posted", "in_payment", ResponseStatus.ACCEPTED, ""),
    ("posted", "partial", ResponseStatus.ACCEPTED, ""),
    ("posted", "blocked", ResponseStatus.UNDER_QUERY, "its payment is blocked in Odoo"),
    ("posted", "reversed", ResponseStatus.REJECTED, "it was reversed in Odoo"),
    ("posted", "paid", ResponseStatus.PAID, ""),
    ("cancel", "not_paid", ResponseStatus.REJECTED, "it was cancelled in Odoo"),
]


def test_states_come_back_in_peppols_words(stand: Stand) -> None:
    send(stand)
    (move,) = books(stand).moves
    for state, payment, status, reason in STATES:
        move.update(state=state, payment_state=payment)
        (said,) = responses(stand.to, {BILL.key: "101"}, stand.lease, clock=CLOCK)
        assert (said.status, said.reason) == (status, reason), (state, payment)


def test_before_odoo_19_the_same_goes_by_json_rpc(stand: Stand) -> None:
    stand.set(api="jsonrpc")
    assert send(stand) == send(stand)
    send(stand, **{name: getattr(CREDIT, name) for name in ("gross", "net", "lines", "tax_rows")})
    assert [entry.gross for entry in stand.peer.entries()] == [Decimal("1928.64"), Decimal(-119)]
    assert set(stand.peer.asked) == {"POST /jsonrpc"}
    (said,) = responses(stand.to, {BILL.key: "101"}, stand.lease, clock=CLOCK)
    assert said.status is ResponseStatus.ACKNOWLEDGED


def test_a_wrong_key_is_named_and_not_told(stand: Stand) -> None:
    wrong = FakeLease(Secret("canary-wrong"), username="ap@us.example")
    for api in ("json2", "jsonrpc"):
        stand.set(api=api)
        with pytest.raises(CredentialRefused) as caught:
            deliver(stand.to, BILL, wrong, clock=CLOCK)
        assert "canary" not in repr(caught.value)


def _rpc(name: str, message: str) -> Fault:
    data = {"name": name, "message": message, "debug": "trace"}
    return Fault(JSONResponse({"jsonrpc": "2.0", "id": 1, "error": {"code": 200, "data": data}}))


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (_rpc("odoo.exceptions.UserError", "The period\nis locked."), DestinationRefused, "The pe"),
        (_rpc("odoo.exceptions.AccessDenied", "Access Denied"), CredentialRefused, "the key"),
        (_rpc("psycopg2.OperationalError", "busy"), DestinationUnreachable, "trouble of its own"),
        (Fault(JSONResponse([])), DestinationRefused, "not as Odoo does"),
    ],
)
def test_what_json_rpc_answers_says_whether_waiting_helps(
    stand: Stand, fault: Fault, error: type[Exception], words: str
) -> None:
    stand.set(api="jsonrpc")
    stand.peer.faults = {1: fault}
    with pytest.raises(error, match=words):
        send(stand)


def test_odoos_own_sentence_is_what_a_person_reads(stand: Stand) -> None:
    refusal = {"name": "odoo.exceptions.UserError", "message": "The period is locked."}
    stand.peer.faults = {1: Fault(JSONResponse(refusal, 422))}
    with pytest.raises(DestinationRefused, match=r"422: The period is locked\.$"):
        send(stand)


def test_account_and_company_are_those_of_the_destination(stand: Stand) -> None:
    stand.set(account="6200")
    send(stand)
    stand.set(account="9999")
    with pytest.raises(DestinationRefused, match="has no accounts 9999; enter it in Odoo"):
        send(stand, key="another", number="RE-2")
    stand.set(company="Others Inc.")
    with pytest.raises(DestinationRefused, match=r"has no companies Others Inc\."):
        send(stand)

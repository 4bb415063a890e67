from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import backoff, deliver, preflight
from feeds.facts import single_line, stem
from model.clock import FixedClock
from model.deliveries import DestinationKind
from model.errors import DestinationRefused
from model.money import Money
from tests.feeds.parcels import PARCEL, destination, parcel

FOLDER = DestinationKind.FOLDER


def test_a_whole_parcel_may_go() -> None:
    assert preflight(destination(FOLDER), PARCEL) == ()
    nothing_to_pay = parcel(gross=Money(Decimal(0), "EUR"))
    assert preflight(destination(FOLDER), nothing_to_pay) == ()


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        ({"number": " "}, "Approval needs the number.", "invoice_number"),
        ({"day": None}, "Approval needs the date.", "issue_date"),
        ({"gross": None}, "Approval needs the gross amount.", "gross_total"),
        ({"content": b""}, "Approval needs the file, and it is empty.", ""),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    facts: dict[str, Any], sentence: str, field: str
) -> None:
    (lack,) = preflight(destination(FOLDER), parcel(**facts))
    assert (lack.sentence, lack.field) == (sentence, field)


def test_a_destination_may_require_more() -> None:
    strict = destination(FOLDER, requires="po_number, due_date,net,account,buyer_reference,")
    assert preflight(strict, parcel(fields={"buyer_reference": "x"})) == ()
    bare = parcel(po_number=None, due=None, net=None, account=None)
    assert [(lack.sentence, lack.field) for lack in preflight(strict, bare)] == [
        ("Approval needs the order number.", "po_number"),
        ("Approval needs the due date.", "due_date"),
        ("Approval needs the net amount.", "net_total"),
        ("Approval needs the customer number.", "customer_number"),
        ("Approval needs the buyer reference.", "buyer_reference"),
    ]


def test_the_number_that_the_supplier_prints_does_for_an_account() -> None:
    strict = destination(FOLDER, requires="account")
    assert preflight(strict, parcel(account=None, fields={"customer_number": "K-1"})) == ()


def test_what_misses_something_is_not_sent(clock: FixedClock) -> None:
    with pytest.raises(DestinationRefused, match=r"needs the date\. Approval needs the gross"):
        deliver(destination(FOLDER), parcel(day=None, gross=None), None, clock=clock)


def test_waits_grow_and_end_after_days() -> None:
    waits = []
    for attempt in count(1):
        wait = backoff(attempt, lambda: 0.0)
        if wait is None:
            break
        waits.append(wait)
    assert waits[:4] == [timedelta(seconds=s) for s in (5, 60, 300, 1800)]
    assert waits == sorted(waits)
    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=5)


@given(st.integers(0, 9), st.floats(0, 1))
def test_the_jitter_adds_up_to_a_fifth(attempt: int, dice: float) -> None:
    least, most = backoff(attempt, lambda: 0.0), backoff(attempt, lambda: 1.0)
    wait = backoff(attempt, lambda: dice)
    assert least
    assert wait
    assert most == least * 1.2
    assert least <= wait <= most


def test_by_default_two_waits_differ() -> None:
    assert len({backoff(6) for _ in range(20)}) > 1


@given(st.text(), st.text())
def test_a_name_is_safe_whatever_it_is_made_of(supplier: str, number: str) -> None:
    name = stem(parcel(supplier=supplier, number=number, day=None))
    assert name
    assert name.isascii()
    assert not name.startswith((".", "-"))
    assert not set(name) & set("/\\\0\r\n ")
    assert len(name) <= 130


@given(st.text())
def test_a_single_line_is_one_line(text: str) -> None:
    line = single_line(text)
    assert len(line.splitlines()) <= 1
    assert line.isprintable()
    assert len(line) <= 200

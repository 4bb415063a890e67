"""What the overview follows from, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from model.clock import FixedClock
from model.deliveries import ResponseStatus
from model.documents import DocumentKind
from model.expectations import ExpectationState
from model.filing import Channel, DocumentStatus
from model.outcomes import Outcome, OutcomeCode
from model.overview import Arrived, Awaited, DueDay
from storage import adoption, deliveries, expectations, overview, runs
from storage.store import Store
from tests.storage import samples

TODAY = date(2026, 11, 21)
LATE, SOON = date(2026, 11, 13), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)


def test_what_is_due_is_summed_and_what_nobody_pays_any_more_is_left_out(store: Store) -> None:
    facts = {
        "late and here": {"due": LATE, "gross": samples.euros("10.00")},
        "late and sent": {"due": LATE, "status": DocumentStatus.DELIVERED},
        "soon": {"due": SOON, "gross": samples.euros("100.00")},
        "credit": {
            "due": SOON,
            "gross": samples.euros("-30.00"),
            "kind": DocumentKind.CREDIT_NOTE,
        },
        "soon and sent": {"due": SOON, "status": DocumentStatus.DELIVERED},
        "soon and paid": {"due": SOON, "status": DocumentStatus.DELIVERED},
        "rejected": {"due": SOON, "status": DocumentStatus.REJECTED},
        "statement": {"due": SOON, "kind": DocumentKind.STATEMENT},
        "undated": {"due": None},
        "undated and sent": {"due": None, "status": DocumentStatus.DELIVERED},
    }
    with store.begin() as tx:
        for name, changed in facts.items():
            samples.file_invoice(tx, name, number=name, **changed)  # type: ignore[arg-type]  # facts of a document
        deliveries.queue(tx, "soon and paid", "erp", "key")
        paid = deliveries.by_key(tx, "key")
        assert paid
        deliveries.respond(tx, paid.id, ResponseStatus.PAID, "")
    with store.read() as tx:
        found = overview.dues(tx, TODAY)
        assert overview.undated(tx) == 1
    assert set(found) == {
        DueDay("nordwind", LATE, samples.euros("10.00"), 1, sent=False),
        DueDay("nordwind", SOON, samples.euros("70.00"), 2, sent=False),
        DueDay("nordwind", SOON, samples.euros("1928.64"), 1, sent=True),
    }


def test_arrivals_are_counted_by_supplier_month_and_channel(store: Store) -> None:
    october, november = (datetime(2026, month, 1, 0, 30, tzinfo=UTC) for month in (10, 11))
    with store.begin() as tx:
        for number, at in enumerate((october, november, november)):
            samples.file_invoice(tx, f"d{number}", number=str(number), received=at)
        samples.file_invoice(tx, "nobody's", number="x", supplier_id="", received=november)
    with store.read() as tx:
        assert set(overview.arrived(tx, date(2026, 11, 1))) == {
            Arrived("nordwind", date(2026, 11, 1), Channel.PORTAL, 2),
            Arrived("", date(2026, 11, 1), Channel.PORTAL, 1),
        }


def test_what_is_missing_is_counted_by_the_day_since_which_it_is(store: Store) -> None:
    states = (*ExpectationState, ExpectationState.OPEN)
    with store.begin() as tx:
        for number, state in enumerate(states):
            expectations.expect(tx, samples.expectation(f"e{number}", state=state))
    day = samples.NOON.date()
    with store.read() as tx:
        assert set(overview.awaited(tx)) == {
            Awaited("nordwind", day, 2, asked=False),
            Awaited("nordwind", day, 1, asked=True),
        }


def test_what_visits_did_is_counted_by_month(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        for fetched in (3, 0):
            run = runs.start(tx, runs.request(tx, "portal-1", "its schedule").id)
            runs.finish(tx, run.id, Outcome(OutcomeCode.OK), fetched=fetched)
            clock.move(timedelta(days=30))
    with store.read() as tx:
        found = adoption.done_by_month(tx, datetime(2026, 1, 1, tzinfo=UTC))
    assert found == {"2026-11": (1, 3), "2026-12": (0, 0)}

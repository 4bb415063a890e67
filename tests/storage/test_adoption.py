"""What adoption follows from: asked at once for all suppliers, counted from stored visits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from model.adoption import PortalPast
from model.challenges import Challenge, ChallengeKind
from model.clock import FixedClock
from model.expectations import ExpectationState
from model.outcomes import Outcome, OutcomeCode
from model.suppliers import Supplier
from model.visits import Cause
from storage import adoption, challenges, documents, exceptions, expectations, runs, suppliers
from storage.store import Store, Tx
from tests.storage import samples

OK = Outcome(OutcomeCode.OK)
MONTH = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)


def visit(tx: Tx, outcome: Outcome = OK, fetched: int = 0, cause: Cause = Cause.REGULAR) -> str:
    run = runs.start(tx, runs.request(tx, "portal-1", "its schedule", cause=cause).id)
    runs.finish(tx, run.id, outcome, fetched=fetched)
    return run.id


def past(store: Store) -> PortalPast:
    with store.read() as tx:
        (found,) = adoption.pasts(tx, MONTH)
    (portal,) = found.portals
    return portal


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(*said: object) -> None:
        sent.append(str(said[2]))

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)


def test_a_portal_without_visits_has_no_past(store: Store) -> None:
    assert past(store) == PortalPast(samples.PORTAL)


def test_visits_come_newest_first_with_how_they_failed(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        visit(tx, fetched=2)
        clock.move(timedelta(hours=1))
        visit(tx, Outcome(OutcomeCode.SITE_DOWN), cause=Cause.PERSON)
        runs.request(tx, "portal-1", "not begun yet")
    newest, before = past(store).visits
    assert (before.alone, before.failure) == (True, None)
    assert (newest.unasked, newest.failure) == (False, Outcome(OutcomeCode.SITE_DOWN))
    assert newest.finished > before.finished


def test_who_answered_a_portal_or_opened_its_page_helped(store: Store) -> None:
    with store.begin() as tx:
        asked, attended = visit(tx, fetched=1), visit(tx, fetched=1)
        code = Challenge(ChallengeKind.CODE, "by phone", expires=tx.now())
        challenges.open_(tx, code, run_id=asked, portal_id="portal-1")
        runs.attend(tx, attended, "maya")
        visit(tx, fetched=3)
    found = past(store)
    assert sorted(one.helped for one in found.visits) == [False, True, True]
    assert (found.sign_ins, found.downloads) == (1, 5)


def test_what_was_done_before_the_month_is_not_saved_in_it(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        visit(tx, fetched=4)
        clock.move(timedelta(days=1))
        visit(tx)
    with store.read() as tx:
        (found,) = adoption.pasts(tx, clock.now())
    assert (found.portals[0].sign_ins, found.portals[0].downloads) == (0, 0)
    assert past(store).downloads == 4


def test_once_let_in_stays_so_however_many_visits_fail_after(store: Store) -> None:
    with store.begin() as tx:
        visit(tx, Outcome(OutcomeCode.LOGIN_FAILED))
    assert not past(store).let_in
    with store.begin() as tx:
        visit(tx)
        for _ in range(adoption.LOOKED_AT):
            visit(tx, Outcome(OutcomeCode.SITE_DOWN))
    found = past(store)
    assert found.let_in
    assert len(found.visits) == adoption.LOOKED_AT


def test_what_waits_for_a_person_is_told_with_whom_it_concerns(store: Store) -> None:
    with store.begin() as tx:
        expected = samples.expectation(portal_id="portal-1")
        expectations.expect(tx, expected)
        nowhere = replace(expected, id="e-2", key="k-2", portal_id=None)
        expectations.expect(tx, nowhere)
        for one in (expected, nowhere):
            expectations.settle(tx, one.id, ExpectationState.NEEDS_PERSON, "Nobody knows.")
        exceptions.raise_(tx, samples.question(subject="portal:portal-1"))
    with store.read() as tx:
        (found,) = adoption.pasts(tx, MONTH)
    assert found.unreached == 1
    assert (found.portals[0].waiting, found.portals[0].asked) == (1, True)


def test_a_supplier_without_a_portal_is_told_to_send_mails_if_it_does(store: Store) -> None:
    silent, sender = Supplier("silent", "Silent Ltd"), Supplier("sender", "Sender Ltd")
    with store.begin() as tx:
        for one in (silent, sender):
            suppliers.add(tx, one)
        paper = samples.invoice("d-9", supplier_id="sender", account_id=None)
        for document in (paper, samples.invoice()):
            documents.add(tx, document, samples.READING, samples.BY_MAIL)
    with store.read() as tx:
        told = {one.supplier.id: one.by_mail for one in adoption.pasts(tx, MONTH)}
    assert told == {"nordwind": False, "sender": True, "silent": False}


def test_a_hundred_suppliers_take_as_many_questions_as_one(store: Store) -> None:
    with store.begin() as tx:
        visit(tx)
    with counted(store) as of_one, store.read() as tx:
        adoption.pasts(tx, MONTH)
    with store.begin() as tx:
        for number in range(100):
            of = f"s-{number}"
            suppliers.add(tx, Supplier(of, f"Supplier {number}"))
            portal = replace(samples.PORTAL, id=f"p-{number}", supplier_id=of, account_id=None)
            suppliers.add_portal(tx, portal)
    with counted(store) as of_many, store.read() as tx:
        assert len(adoption.pasts(tx, MONTH)) == 101
    assert len(of_many) == len(of_one) < 15

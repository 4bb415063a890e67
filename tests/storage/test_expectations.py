"""Expectations: open, or ended in exactly one of three ways."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import RecordMissing
from model.expectations import Expectation, ExpectationState
from storage import expectations
from storage.store import Store
from tests.storage import samples

FULFILLED, ABSENT = ExpectationState.FULFILLED, ExpectationState.ABSENT
OPEN, PERSON = ExpectationState.OPEN, ExpectationState.NEEDS_PERSON


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)
        expectations.expect(tx, samples.expectation())


def _get(store: Store, expectation_id: str = "exp-1") -> Expectation:
    with store.read() as tx:
        return expectations.get(tx, expectation_id)


def test_a_sign_is_expected_once(store: Store) -> None:
    again = samples.expectation("exp-2", key="key of exp-1")
    with store.begin() as tx:
        assert not expectations.expect(tx, again)
        assert expectations.expect(tx, samples.expectation("exp-3", portal_id=None))
        assert [found.id for found in expectations.every(tx)] == ["exp-1", "exp-3"]
        assert [found.id for found in expectations.open_for_portal(tx, "portal-1")] == ["exp-1"]
    assert _get(store) == samples.expectation()


@pytest.mark.parametrize("state", [FULFILLED, ABSENT, PERSON])
def test_what_has_ended_stays_as_it_is(
    store: Store, state: ExpectationState, clock: FixedClock
) -> None:
    with store.begin() as tx:
        assert expectations.settle(tx, "exp-1", state, "first", document_id="doc-1")
        for late in (FULFILLED, ABSENT, PERSON):
            assert not expectations.settle(tx, "exp-1", late, "late")
        assert not expectations.postpone(tx, "exp-1", next_attempt=clock.now(), reason="late")
        assert expectations.all_open(tx) == ()
    ended = _get(store)
    assert (ended.state, ended.reason, ended.document_id) == (state, "first", "doc-1")
    assert ended.closed == clock.now()


def test_an_ended_one_is_reopened_on_purpose_only(store: Store) -> None:
    with store.begin() as tx:
        assert not expectations.reopen(tx, "exp-1")
        expectations.settle(tx, "exp-1", ABSENT, "The portal has none.")
        assert expectations.reopen(tx, "exp-1")
    assert _get(store) == samples.expectation()


def test_a_document_that_comes_late_fulfils_what_was_given_up(store: Store) -> None:
    with store.begin() as tx:
        expectations.settle(tx, "exp-1", PERSON, "Not found.")
        assert [e.id for e in expectations.unfulfilled(tx, "nordwind")] == ["exp-1"]
        assert expectations.fulfil(tx, "exp-1", "doc-1", "It came by mail.")
        assert not expectations.fulfil(tx, "exp-1", "doc-1", "again")
        assert expectations.unfulfilled(tx, "nordwind") == ()
        assert expectations.answering(tx, "nordwind") == {"doc-1"}
    assert (_get(store).state, _get(store).reason) == (FULFILLED, "It came by mail.")


def test_a_postponed_one_is_due_when_its_time_has_come(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        assert len(expectations.due(tx)) == 1
        later = clock.now() + timedelta(minutes=15)
        assert expectations.postpone(tx, "exp-1", next_attempt=later, reason="The site is down.")
        assert expectations.due(tx) == ()
    clock.move(timedelta(minutes=15))
    with store.begin() as tx:
        (due,) = expectations.due(tx)
        assert (due.attempts, due.next_attempt, due.reason) == (1, later, "The site is down.")
        expectations.postpone(tx, "exp-1", next_attempt=None, reason="")
        assert expectations.due(tx)[0].attempts == 2


def test_every_state_has_its_number(store: Store) -> None:
    with store.begin() as tx:
        for name in ("exp-2", "exp-3"):
            expectations.expect(tx, samples.expectation(name))
        expectations.settle(tx, "exp-3", ABSENT, "none")
        assert expectations.counts(tx) == {OPEN: 2, FULFILLED: 0, ABSENT: 1, PERSON: 0}


def test_a_missing_one_is_named(store: Store) -> None:
    with store.begin() as tx, pytest.raises(RecordMissing, match="no expectation"):
        expectations.settle(tx, "exp-9", ABSENT, "why")

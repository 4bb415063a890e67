"""Exceptions: asked once, answered once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.errors import RecordMissing, StaleVersion, WrongInput
from storage import audit, exceptions
from storage.store import Store
from tests.storage import samples


def test_a_question_is_asked_once(store: Store) -> None:
    item = samples.question(title="PO over by €48.20")
    later = samples.question("q-2", opened=samples.NOON + timedelta(hours=1))
    with store.begin() as tx:
        assert exceptions.raise_(tx, later)
        assert exceptions.raise_(tx, item)
        assert not exceptions.raise_(tx, item)
        assert exceptions.open_(tx) == (item, later)
        assert exceptions.of_subject(tx, "document:doc-1") == (item, later)
        assert exceptions.open_of(tx, "document:doc-2") == ()


def test_the_first_answer_stands_and_the_trail_says_whose(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        exceptions.raise_(tx, samples.question())
        answered = exceptions.answer(tx, "q-1", "1", "Maya")
        assert (answered.answer, answered.answered) == ("1", clock.now())
        with pytest.raises(StaleVersion):
            exceptions.answer(tx, "q-1", "2", "Ben")
        assert exceptions.open_(tx) == ()
        assert not exceptions.raise_(tx, samples.question())
        (event,) = audit.of_subject(tx, "document:doc-1")
    assert (event.actor, event.verb) == ("Maya", "answered")
    assert event.detail.startswith("Accept: PO-48213")


def test_a_question_that_no_longer_stands_is_closed(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        exceptions.raise_(tx, samples.question())
        assert exceptions.close(tx, "q-1", "The order was raised.")
        assert not exceptions.close(tx, "q-1", "again")
        closed = exceptions.get(tx, "q-1")
        assert (closed.answer, closed.answered) == ("", clock.now())
        with pytest.raises(StaleVersion):
            exceptions.answer(tx, "q-1", "1", "Maya")


def test_an_answer_that_was_not_offered_is_refused(store: Store) -> None:
    with store.begin() as tx:
        exceptions.raise_(tx, samples.question())
        with pytest.raises(WrongInput, match="no answer '9'"):
            exceptions.answer(tx, "q-1", "9", "Maya")
        with pytest.raises(RecordMissing):
            exceptions.answer(tx, "q-9", "1", "Maya")
        assert len(exceptions.open_(tx)) == 1

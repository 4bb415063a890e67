from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from model.deliveries import DeliveryState, DestinationKind
from model.errors import CredentialRefused
from model.exceptions import ExceptionItem, ExceptionReason
from pipeline import answers
from pipeline.deliveries import replaying
from pipeline.deliveries.outbox import Outbox
from pipeline.works import Works
from storage import deliveries, exceptions
from tests.pipeline.conftest import CLERK, Outside
from tests.pipeline.deliveries.test_outbox import released, states

pytestmark = pytest.mark.slow

Arrive = Callable[..., str]


@pytest.fixture(autouse=True)
def ledger(works: Works) -> None:
    """The destination is one that is signed in to."""
    become(works, DestinationKind.XERO)


def become(works: Works, kind: DestinationKind) -> None:
    with works.store.begin() as tx:
        (one,) = deliveries.destinations(tx)
        deliveries.add_destination(tx, replace(one, kind=kind, credential=None))


def asked(works: Works) -> tuple[ExceptionItem, ...]:
    with works.store.read() as tx:
        return tuple(exceptions.open_(tx))


def test_a_consent_that_ended_is_one_question_that_answers_all(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    released(works, arrive, "R-1", "R-2", "R-3")
    outside.refusals.append(CredentialRefused("The consent has ended; sign in again."))
    assert Outbox(works).turn("approval") == 0
    assert Outbox(works).turn("approval") == 0
    (item,) = asked(works)
    assert (item.reason, item.subject) == (ExceptionReason.DELIVERY_FAILED, "way:approval")
    assert "The consent has ended; sign in again. All that waits for Approval" in item.sentence
    assert not outside.taken
    released(works, arrive, "R-4")
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, item.id, "R")
    assert Outbox(works).turn("approval") == 4
    assert set(states(works)) == {DeliveryState.DELIVERED}
    assert not asked(works)


def test_whoever_lets_it_go_on_answers_the_question(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    released(works, arrive, "R-1")
    for _ in range(2):
        outside.refusals.append(CredentialRefused("The consent has ended; sign in again."))
        Outbox(works).turn("approval")
        assert len(asked(works)) == 1
        with works.store.begin() as tx:
            replaying.let_in(tx, "Maya", "approval")
        assert not asked(works)
    assert Outbox(works).turn("approval") == 1


def test_a_person_who_pauses_is_not_overruled(works: Works) -> None:
    with works.store.begin() as tx:
        replaying.pause(tx, "Maya", "approval", paused=True)
        replaying.let_in(tx, "Maya", "approval")
        assert deliveries.destination(tx, "approval").paused


def test_a_refused_signature_is_about_one_message(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    become(works, DestinationKind.WEBHOOK)
    released(works, arrive, "R-1", "R-2")
    outside.refusals.append(CredentialRefused("It answered 401."))
    assert Outbox(works).turn("approval") == 1
    assert sorted(states(works)) == [DeliveryState.DEAD_LETTER, DeliveryState.DELIVERED]

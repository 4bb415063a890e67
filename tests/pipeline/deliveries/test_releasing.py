from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest

from model.deliveries import Delivery, DeliveryState
from model.errors import WrongInput
from model.exceptions import ExceptionItem, ExceptionReason
from model.filing import DocumentStatus
from model.teaching import Said
from pipeline import answers
from pipeline.deliveries import delivering, replaying
from pipeline.documents import checking, correcting
from pipeline.works import Works
from storage import deliveries, documents, exceptions, screens, settings
from tests.pipeline.conftest import CLERK, Outside, paper

Arrive = Callable[..., str]


def demands(works: Works, *fields: str, name: str = "") -> str:
    """Let a destination demand fields: the one that is there, or a further one of this name."""
    with works.store.begin() as tx:
        first = deliveries.destinations(tx)[0]
        asked = MappingProxyType({**first.settings, "requires": ",".join(fields)})
        chosen = replace(first, settings=asked)
        if name:
            chosen = replace(chosen, id=name, name=name)
        deliveries.add_destination(tx, chosen)
        return chosen.id


def release(works: Works, document_id: str) -> None:
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)


def fill(works: Works, document_id: str, name: str, value: str) -> None:
    with works.store.begin() as tx:
        correcting.correct(tx, CLERK, document_id, Said(name, value))


def answer(works: Works, item: ExceptionItem, key: str) -> None:
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, item.id, key)


def asked(works: Works, document_id: str) -> list[ExceptionItem]:
    with works.store.read() as tx:
        return list(exceptions.open_of(tx, f"document:{document_id}"))


def sent(works: Works, document_id: str) -> dict[str, Delivery]:
    with works.store.read() as tx:
        return {one.destination_id: one for one in deliveries.of_document(tx, document_id)}


def status(works: Works, document_id: str) -> DocumentStatus:
    with works.store.read() as tx:
        return documents.get(tx, document_id).status


def test_what_a_destination_lacks_is_asked_for_before_anything_is_sent(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    to = demands(works, "po_number", "cost_centre")
    document_id = arrive(paper("R-1"))
    release(works, document_id)
    assert sent(works, document_id)[to].state is DeliveryState.HELD
    (item,) = asked(works, document_id)
    assert item.reason is ExceptionReason.DELIVERY_LACKS
    assert item.fields == ("po_number", "cost_centre")
    assert "needs the order number" in item.sentence
    assert status(works, document_id) is DocumentStatus.EXCEPTION
    with works.store.read() as tx:
        (shown,) = screens.exceptions(tx)
        blank = {one.name for one in screens.document(tx, document_id).fields if not one.sure}
    assert (shown.fields, blank) == (item.fields, {"po_number", "cost_centre"})
    delivering.attempt(works, sent(works, document_id)[to].id)
    assert not outside.taken


def test_filled_in_it_is_released_by_itself(works: Works, outside: Outside, arrive: Arrive) -> None:
    to = demands(works, "po_number", "cost_centre")
    document_id = arrive(paper("R-1"))
    release(works, document_id)
    fill(works, document_id, "po_number", "PO-9")
    (item,) = asked(works, document_id)
    assert item.fields == ("cost_centre",)
    fill(works, document_id, "cost_centre", "4711")
    assert not asked(works, document_id)
    delivery = sent(works, document_id)[to]
    assert delivery.state is DeliveryState.QUEUED
    delivering.attempt(works, delivery.id)
    assert outside.taken[0].fields["cost_centre"] == "4711"
    assert outside.taken[0].po_number == "PO-9"
    assert status(works, document_id) is DocumentStatus.DELIVERED


def test_what_an_e_invoice_lacks_is_asked_for_and_filled_in(works: Works, arrive: Arrive) -> None:
    with works.store.begin() as tx:
        first = deliveries.destinations(tx)[0]
        wanted = MappingProxyType({**first.settings, "einvoice": "ubl"})
        deliveries.add_destination(tx, replace(first, settings=wanted))
    document_id = arrive(paper("R-1"))
    release(works, document_id)
    assert {name for item in asked(works, document_id) for name in item.fields}
    assert sent(works, document_id)[first.id].state is DeliveryState.HELD
    told = {"buyer_name": "Us Ltd", "buyer_country": "GB", "seller_country": "DE"}
    told |= {"seller_vat_id": "DE284175635", "due_date": "2026-12-31", "tax_rate": "19"}
    for _ in told:
        for name in [name for item in asked(works, document_id) for name in item.fields][:1]:
            fill(works, document_id, name, told[name])
    assert not asked(works, document_id)
    assert sent(works, document_id)[first.id].state is DeliveryState.QUEUED


def test_one_destination_does_not_wait_for_what_another_lacks(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    other = demands(works, "cost_centre", name="strict")
    document_id = arrive(paper("R-1"))
    release(works, document_id)
    for delivery in sent(works, document_id).values():
        delivering.attempt(works, delivery.id)
    assert len(outside.taken) == 1
    assert status(works, document_id) is DocumentStatus.EXCEPTION
    fill(works, document_id, "cost_centre", "4711")
    delivering.attempt(works, sent(works, document_id)[other].id)
    assert len(outside.taken) == 2
    assert status(works, document_id) is DocumentStatus.DELIVERED


def test_the_company_s_rule_releases_what_was_filled_in(works: Works, arrive: Arrive) -> None:
    to = demands(works, "due_date")
    with works.store.begin() as tx:
        settings.put(tx, "auto_deliver", "yes")
    document_id = arrive(paper("R-1"))
    assert [item.fields for item in asked(works, document_id)] == [("due_date",)]
    fill(works, document_id, "due_date", "2026-12-01")
    assert sent(works, document_id)[to].state is DeliveryState.QUEUED


def test_a_person_leaves_a_destination_out_and_may_think_again(
    works: Works, arrive: Arrive
) -> None:
    to = demands(works, "cost_centre")
    document_id = arrive(paper("R-1"))
    release(works, document_id)
    answer(works, asked(works, document_id)[0], "2")
    assert sent(works, document_id)[to].state is DeliveryState.CANCELLED
    assert status(works, document_id) is DocumentStatus.READY
    release(works, document_id)
    (again,) = asked(works, document_id)
    assert sent(works, document_id)[to].state is DeliveryState.HELD
    answer(works, again, "3")
    assert sent(works, document_id)[to].state is DeliveryState.CANCELLED
    assert status(works, document_id) is DocumentStatus.REJECTED


def test_a_destination_that_demands_less_gets_what_was_held(works: Works, arrive: Arrive) -> None:
    to = demands(works, "cost_centre")
    document_id = arrive(paper("R-1"))
    release(works, document_id)
    (item,) = asked(works, document_id)
    answer(works, item, "1")  # nothing has changed: it is asked again
    assert [one.fields for one in asked(works, document_id)] == [("cost_centre",)]
    demands(works)
    with works.store.begin() as tx:
        checking.recheck_held(tx)
    assert not asked(works, document_id)
    assert sent(works, document_id)[to].state is DeliveryState.QUEUED


def test_only_what_is_asked_for_can_be_typed_in(works: Works, arrive: Arrive) -> None:
    document_id = arrive(paper("R-1"))
    with pytest.raises(WrongInput, match="cost_centre"):
        fill(works, document_id, "cost_centre", "4711")


def test_what_is_held_is_not_sent_again_by_a_replay(works: Works, arrive: Arrive) -> None:
    to = demands(works, "cost_centre")
    document_id = arrive(paper("R-1"))
    release(works, document_id)
    with works.store.begin() as tx:
        assert not replaying.again(tx, "Maya", deliveries.of_document(tx, document_id))
    assert sent(works, document_id)[to].state is DeliveryState.HELD

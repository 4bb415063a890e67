"""`billhook deliveries`, and the terms of `billhook connect destination`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from billhook.settings import load
from billhook.wiring import opened_store
from model.deliveries import Admits, Attempt, DeliveryState, Terms
from storage import deliveries
from storage.store import Store
from tests.billhook.conftest import Billhook
from tests.storage import samples

FAILED = Attempt(samples.NOON, ok=False, detail="answered 422", seconds=0.1)


@pytest.fixture
def store(billhook: Billhook, tmp_path: Path) -> Iterator[Store]:
    """A store with one delivery that was given up."""
    assert billhook("rules", "list").status == 0
    with opened_store(load(tmp_path / "data")) as opened:
        with opened.begin() as tx:
            samples.found_company(tx)
            samples.file_invoice(tx)
            delivery = deliveries.queue(tx, "doc-1", "erp", "key-1")
            deliveries.attempted(tx, delivery.id, FAILED, DeliveryState.DEAD_LETTER)
        yield opened


def state(store: Store) -> DeliveryState:
    with store.read() as tx:
        return deliveries.of_document(tx, "doc-1")[0].state


def test_what_was_given_up_is_listed_and_sent_again(billhook: Billhook, store: Store) -> None:
    (shown,) = billhook("deliveries", "list", "--failed", "--json").json()
    assert (shown["state"], shown["detail"]) == ("dead_letter", "answered 422")
    assert shown["id"] in billhook("deliveries", "list").out
    assert billhook("deliveries", "retry", shown["id"]).out == "1 sent again.\n"
    assert state(store) is DeliveryState.QUEUED
    assert billhook("deliveries", "retry", "--all").out == "0 sent again.\n"
    assert billhook("deliveries", "list", "--failed", "--json").json() == []


def test_a_period_is_sent_again_to_one_destination(billhook: Billhook, store: Store) -> None:
    since = ("--since", "2020-01-01")
    past = billhook("deliveries", "replay", *since, "--until", "2020-02-01")
    assert past.out == "0 sent again.\n"
    assert billhook("deliveries", "replay", *since, "--destination", "erp").out == "1 sent again.\n"
    assert state(store) is DeliveryState.QUEUED
    unknown = billhook("deliveries", "replay", *since, "--destination", "nowhere")
    assert (unknown.status, "no destination 'nowhere'" in unknown.err) == (1, True)


def test_a_destination_is_paused_and_goes_on(billhook: Billhook, store: Store) -> None:
    billhook("deliveries", "retry", "--all")
    assert billhook("deliveries", "pause", "ERP").status == 0
    (paused,) = billhook("deliveries", "destinations", "--json").json()
    assert (paused["paused"], paused["waiting"], paused["down_since"]) == (True, 1, None)
    assert "paused" in billhook("deliveries", "destinations").out
    assert billhook("deliveries", "resume", "ERP").status == 0
    with store.read() as tx:
        assert not deliveries.destination(tx, "erp").paused


def test_terms_are_set_where_a_destination_is_connected(
    billhook: Billhook, store: Store, tmp_path: Path
) -> None:
    command = ("connect", "destination", "Archive", "--kind", "folder", "--set", f"path={tmp_path}")
    bounds = ("--least", "100", "--most", "5000.50", "--buyer", "DE1", "--in-order")
    assert billhook(*command, *bounds, "--admits", "by_person").status == 0
    with store.read() as tx:
        (archive,) = [one for one in deliveries.destinations(tx) if one.name == "Archive"]
    assert archive.terms == Terms(
        frozenset({"DE1"}), Decimal(100), Decimal("5000.50"), Admits.BY_PERSON, in_order=True
    )
    assert billhook(*command, "--least", "much").status == 2
    assert billhook(*command, "--least", "-1").status == 2


def test_a_destination_that_lacks_a_setting_is_not_connected(billhook: Billhook) -> None:
    said = billhook("connect", "destination", "ERP", "--kind", "tryton", "--set", "database=ap")
    assert (said.status, said.err) == (1, "billhook: ERP lacks url; set it with --set.\n")

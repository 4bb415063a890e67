"""The story of a document tells every step in its order, whoever took it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from model.deliveries import Attempt, DeliveryState
from model.filing import Channel, DocumentSource
from storage import audit, deliveries, documents, expectations, runs, screens
from storage.store import Store
from tests.storage import samples

pytestmark = pytest.mark.slow


def test_a_document_is_told_from_its_notice_to_its_delivery(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        now = tx.now()
        run = runs.request(tx, samples.PORTAL.id, "a notice")
        earlier = now - timedelta(hours=3)
        expectations.expect(tx, samples.expectation("e-1", opened=earlier))
        source = DocumentSource(Channel.PORTAL, run.id, "Nordwind portal", now)
        documents.add(tx, samples.invoice(), samples.READING, source)
        audit.note(tx, "Billhook", "filed", "document:doc-1", "Nordwind portal")
        expectations.fulfil(tx, "e-1", "doc-1", "It is on file.")
        again = DocumentSource(Channel.MAIL, "no-such-mail", "inbox@x", now + timedelta(hours=1))
        documents.add_source(tx, "doc-1", again)
        view = screens.document(tx, "doc-1")
    verbs = [line.verb for line in view.story]
    order = ["expected", "visited", "filed", "read", "checked", "came again"]
    assert [verb for verb in verbs if verb in order] == order
    assert "expectation fulfilled" in verbs
    assert view.story[0].detail == "a mail announced it"
    assert len(view.versions) == 1


def test_every_version_is_listed_the_first_one_first(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)
        documents.add_version(
            tx,
            "doc-1",
            "b" * 64,
            "application/pdf",
            reading=replace(samples.READING, lines=()),
            source=samples.BY_MAIL,
        )
        view = screens.document(tx, "doc-1")
    assert [one.sha256 for one in view.versions] == [samples.invoice().sha256, "b" * 64]
    assert "came changed" in [line.verb for line in view.story]


def test_what_a_destination_did_not_take_is_told(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)
        destination = samples.DESTINATION
        delivery = deliveries.queue(tx, "doc-1", destination.id, "key-1")
        tried = Attempt(tx.now(), ok=False, detail="503 busy", seconds=0.1)
        deliveries.attempted(tx, delivery.id, tried, DeliveryState.RETRYING)
        told = {line.verb: line.detail for line in screens.document(tx, "doc-1").story}
    assert told["queued"] == f"for {destination.name}"
    assert told["not taken"] == f"{destination.name}: 503 busy"

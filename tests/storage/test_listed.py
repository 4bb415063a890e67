"""What lists call documents: remembered by row, forgotten while a person doubts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from model.documents import DocumentKind
from model.exceptions import ExceptionReason
from model.filing import DocumentStatus
from model.money import Money
from model.visits import Listing
from storage import documents, exceptions, listed
from storage.store import Store
from tests.storage import samples

ROW = Listing(DocumentKind.INVOICE, "ahm-3k", date(2026, 10, 14), None)
KEY = (DocumentKind.INVOICE, "AHM3K")


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx, "doc-1", number="FAIR-1")
        listed.note(tx, "portal-1", ROW, "doc-1")


def test_a_row_is_known_by_what_the_list_calls_it(store: Store) -> None:
    with store.read() as tx:
        assert listed.known(tx, "portal-1") == {KEY}
        assert listed.known(tx, "portal-2") == frozenset()
        assert listed.names(tx, "nordwind") == {"doc-1": {"AHM3K"}}
        assert listed.names(tx, "kestrel") == {}


def test_noted_again_it_stays_one_and_a_row_may_come_to_bring_another(store: Store) -> None:
    with store.begin() as tx:
        listed.note(tx, "portal-1", ROW, "doc-1")
        samples.file_invoice(tx, "doc-2", number="FAIR-2", sha256="2" * 64)
        listed.note(tx, "portal-1", ROW, "doc-2")
        assert listed.names(tx, "nordwind") == {"doc-2": {"AHM3K"}}


@pytest.mark.parametrize("number", [None, "", "-"])
def test_a_row_that_says_neither_number_nor_amount_is_not_known(
    store: Store, number: str | None
) -> None:
    with store.begin() as tx:
        listed.note(tx, "portal-1", replace(ROW, number=number), "doc-1")
        assert listed.known(tx, "portal-1") == {KEY}


def test_a_row_without_a_number_is_known_by_its_day_and_amount(store: Store) -> None:
    row = replace(ROW, number="-", amount=Money(Decimal("88.00"), "EUR"), due=date(2026, 11, 1))
    known = replace(row, number=None, due=None)
    with store.begin() as tx:
        samples.file_invoice(tx, "doc-2", number="FAIR-2", sha256="2" * 64)
        for document_id in ("doc-1", "doc-2", "doc-2"):
            listed.note(tx, "portal-1", row, document_id)
        assert listed.unnumbered(tx, "portal-1") == (known, known)
        assert listed.unnumbered(tx, "portal-2") == ()
        documents.set_status(tx, "doc-2", DocumentStatus.REJECTED, "Rejected")
        assert listed.unnumbered(tx, "portal-1") == (known,)


def test_what_a_person_is_asked_about_or_rejects_is_not_known(store: Store) -> None:
    doubt = samples.question(subject="document:doc-1", reason=ExceptionReason.LISTING_DISAGREES)
    with store.begin() as tx:
        exceptions.raise_(tx, doubt)
        assert listed.known(tx, "portal-1") == {KEY}  # it is about another row of this document
        listed.note(tx, "portal-1", ROW, "doc-1", doubt=doubt.id)
        assert listed.known(tx, "portal-1") == frozenset()
        assert listed.names(tx, "nordwind") == {}
        exceptions.close(tx, doubt.id, "It is the same.")
        assert listed.known(tx, "portal-1") == {KEY}
        documents.set_status(tx, "doc-1", DocumentStatus.REJECTED, "Rejected")
        assert listed.known(tx, "portal-1") == frozenset()


def test_how_a_list_names_documents_is_counted_by_kind_and_without_the_row_itself(
    store: Store,
) -> None:
    with store.begin() as tx:
        for number in ("RE-2", "RE-3"):
            samples.file_invoice(tx, number, number=number, sha256=number * 16)
            listed.note(tx, "portal-1", replace(ROW, number=number), number)
        credit = Listing(DocumentKind.CREDIT_NOTE, "RE-9", None, None)
        listed.note(tx, "portal-1", credit, "doc-1")
        assert listed.counted(tx, "portal-1", replace(ROW, number="RE-4")) == (2, 1)
        assert listed.counted(tx, "portal-1", ROW) == (2, 0)
        assert listed.counted(tx, "portal-1", replace(credit, number="RE-8")) == (0, 1)
        assert listed.counted(tx, "portal-2", ROW) == (0, 0)

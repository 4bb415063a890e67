"""The inbox: the rows of each tab, searched, filtered and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from model.deliveries import Attempt, DeliveryState
from model.documents import DocumentKind
from model.errors import WrongInput
from model.filing import DocumentStatus
from model.money import Money
from model.people import Role
from model.views import STATUSES, Counts, InboxQuery
from storage import (
    deliveries,
    documents,
    exceptions,
    screens,
    statements,
    suppliers,
    talk,
    users,
)
from storage.store import Store
from tests.storage import samples

FISHER = replace(samples.NORDWIND, id="fisher", name="Fisher 100% Lab_Instruments")


FISHER = replace(samples.NORDWIND, id="fisher", name="Fisher 100% Lab_Instruments")


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)


def _ids(store: Store, **asked: str) -> list[str]:
    with store.read() as tx:
        return [row.id for row in screens.inbox(tx, InboxQuery(**asked), 0, 100).rows]


def _file_one_of_each_status(store: Store) -> None:
    with store.begin() as tx:
        for at, status in enumerate(DocumentStatus):
            received = samples.NOON + timedelta(minutes=at)
            samples.file_invoice(
                tx, status.value, number=status.value, status=status, received=received
            )


def test_each_tab_shows_its_documents_newest_first(store: Store) -> None:
    _file_one_of_each_status(store)
    assert _ids(store) == ["ready", "waiting", "duplicate", "exception", "review"]
    assert _ids(store, view="exceptions") == ["duplicate", "exception"]
    assert _ids(store, view="ready") == ["ready"]
    assert _ids(store, view="delivered") == ["delivered"]
    assert _ids(store, view="all")[:2] == ["rejected", "filed"]
    assert set(_ids(store, view="all")) == set(STATUSES)


def test_the_place_of_a_document_is_counted_as_the_list_shows_it(store: Store) -> None:
    _file_one_of_each_status(store)
    with store.begin() as tx:
        for one in ("twin-a", "twin-b", "twin-c"):  # at one instant: their ids decide
            samples.file_invoice(tx, one, number=one, received=samples.NOON + timedelta(minutes=3))
    asked = ({"view": "all"}, {"view": "todo"}, {"view": "all", "text": "twin"}, {"view": "ready"})
    for query in asked:
        ids = _ids(store, **query)
        assert ids
        with store.read() as tx:
            places = {one: screens.place_in_inbox(tx, InboxQuery(**query), one) for one in ids}
            assert screens.place_in_inbox(tx, InboxQuery(**query), "delivered") == (
                ids.index("delivered") if "delivered" in ids else None
            )
            assert screens.place_in_inbox(tx, InboxQuery(**query), "no such \0 one") is None
        assert list(places.values()) == list(range(len(ids)))


def test_the_numbers_in_the_tabs_are_those_of_the_rows(store: Store) -> None:
    _file_one_of_each_status(store)
    with store.begin() as tx:
        exceptions.raise_(tx, samples.question())
        statements.add(tx, "filed", "nordwind", None, samples.STATEMENT_READING)
        suppliers.pause_portal(tx, "portal-1", "Wrong password.")
        delivery = deliveries.queue(tx, "ready", "erp", "key-1")
        tried = Attempt(samples.NOON, ok=False, detail="no", seconds=1)
        deliveries.attempted(tx, delivery.id, tried, DeliveryState.DEAD_LETTER)
    with store.read() as tx:
        assert screens.counts(tx) == Counts(
            todo=5,
            exceptions=2,
            ready=1,
            delivered=1,
            all=8,
            statements_open=1,
            portals_needing_person=1,
            deliveries_failed=1,
            questions_open=1,
        )


def test_a_row_says_what_a_clerk_needs(store: Store) -> None:
    with store.begin() as tx:
        filed = samples.file_invoice(tx)
        samples.file_invoice(tx, "doc-2", number=None, po_number=None, gross=None, supplier_id="")
    with store.read() as tx:
        page = screens.inbox(tx, InboxQuery(), 0, 10)
    bare, row = page.rows
    assert page.total == 2
    assert (row.supplier, row.number, row.amount) == (
        "Nordwind Energie GmbH",
        filed.number,
        filed.gross,
    )
    assert (row.status, row.source, row.due, row.received) == (
        "ready",
        "portal",
        filed.due,
        filed.received,
    )
    assert (bare.supplier, bare.number, bare.po_number, bare.amount) == ("", "", "", None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nordwind", ["doc-1"]),
        ("NORDwind 2026104877", ["doc-1"]),
        ("re-2026/104877", ["doc-1"]),
        ("1928.64", ["doc-1"]),
        ("po-48213 fisher", ["doc-2"]),
        ("100%", ["doc-2"]),
        ("lab_inst", ["doc-2"]),
        ("%", ["doc-2"]),
        ("_", ["doc-2"]),
        ("\\", []),
        ("nordwind fisher", []),
        ("' OR 1=1 --", []),
        ("\x00", []),
        ("ÄÖÜ", ["doc-2"]),
        ("äöü", ["doc-2"]),
    ],
)
def test_the_search_takes_words_as_they_are(store: Store, text: str, found: list[str]) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        suppliers.add(tx, FISHER)
        samples.file_invoice(tx, "doc-2", supplier_id="fisher", number="Äöü-1", gross=None)
    assert _ids(store, text=text) == found


def test_a_renamed_supplier_is_found_by_its_new_name(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        suppliers.add(tx, replace(samples.NORDWIND, name="Südwind"))
    assert _ids(store, text="südwind") == ["doc-1"]
    assert _ids(store, text="nordwind") == []


def test_filters_narrow_the_rows(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        other = samples.invoice("doc-2", kind=DocumentKind.CREDIT_NOTE)
        documents.add(tx, other, samples.READING, samples.BY_MAIL)
    assert _ids(store, supplier_id="nordwind") == ["doc-2", "doc-1"]
    assert _ids(store, supplier_id="fisher") == []
    assert _ids(store, kind="credit_note") == ["doc-2"]
    assert _ids(store, source="portal") == ["doc-1"]


@pytest.mark.parametrize("asked", [{"view": "x"}, {"kind": "x"}, {"source": "x"}])
def test_a_view_or_filter_that_is_not_there_is_refused(store: Store, asked: dict[str, str]) -> None:
    with pytest.raises(WrongInput, match="'x'"):
        _ids(store, **asked)


def test_filters_that_are_typed_narrow_the_inbox(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add(tx, FISHER)
        samples.file_invoice(tx, "a", number="A", gross=Money(Decimal("120.00"), "EUR"))
        samples.file_invoice(
            tx, "b", number="B", supplier_id="fisher", account_id=None, due=date(2026, 12, 24)
        )
        yen = {"gross": Money(Decimal(-5000), "JPY"), "kind": DocumentKind.CREDIT_NOTE}
        samples.file_invoice(tx, "c", number="C", **yen)
    assert _ids(store, view="all", text="supplier:fisher") == ["b"]
    assert _ids(store, view="all", text="amount:4000..6000") == ["c"]
    assert _ids(store, view="all", text="amount:120") == ["a"]
    assert _ids(store, view="all", text="due:2026-12") == ["b"]
    assert _ids(store, view="all", text="kind:credit_note amount:>4000") == ["c"]
    assert set(_ids(store, view="all", text="received:2026")) == {"a", "b", "c"}
    assert not _ids(store, view="all", text="received:>2027")


def test_what_somebody_has_in_hand_is_found_by_me_by_name_and_by_nobody(store: Store) -> None:
    with store.begin() as tx:
        maya = users.add(tx, "maya", "Maya Okafor", Role.CLERK, users.NO_PASSWORD)
        for number in "abc":
            samples.file_invoice(tx, number, number=number)
        talk.assign(tx, "ada", "document:a", maya)
    assert _ids(store, view="all", text="for:me", user_id=maya.id) == ["a"]
    assert _ids(store, view="all", text="for:me", user_id="somebody else") == []
    assert _ids(store, view="all", text="for:okafor") == ["a"]
    assert set(_ids(store, view="all", text="for:nobody")) == {"b", "c"}
    with store.read() as tx:
        rows = screens.inbox(tx, InboxQuery(view="all"), 0, 9).rows
        assert {row.id: row.assigned for row in rows} == {"a": "Maya Okafor", "b": "", "c": ""}
        assert screens.counted(tx, InboxQuery(view="all"), 2) == 2
        assert len(screens.fitting(tx, InboxQuery(view="all"), 2)) == 2

"""The inbox on SQLite: whole pages, in the order of an index."""

from __future__ import annotations

import pytest
from sqlalchemy.dialects import sqlite

from model.views import InboxQuery
from storage import (
    screens,
)
from storage.screens import inbox_rows
from storage.store import Store, Tx
from tests.storage import samples

pytestmark = pytest.mark.slow


def test_pages_are_whole_and_never_longer_than_500(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        samples.found_company(tx)
        for at in range(520):
            samples.file_invoice(tx, f"doc-{at:03}", number=f"{at}")
    with sqlite_store.read() as tx:
        query = InboxQuery()
        first = screens.inbox(tx, query, 0, 10_000)
        rest = screens.inbox(tx, query, 500, 1000)
        assert (first.total, len(first.rows), len(rest.rows)) == (520, 500, 20)
        ids = [row.id for row in (*first.rows, *rest.rows)]
        assert ids == sorted(ids, reverse=True)
        assert screens.inbox(tx, query, 10, 5).rows == ()
        assert screens.inbox(tx, query, -5, 1).rows == first.rows[:1]


def _plan(tx: Tx, query: InboxQuery) -> str:
    statement = inbox_rows.newest(inbox_rows.conditions(tx, query)).limit(100)
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}".replace("%%", "%"))
    return "\n".join(row[-1] for row in plan)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (InboxQuery(view="all"), "ix_document_received_id"),
        (InboxQuery(view="ready"), "ix_document_status_received_id"),
        (InboxQuery(view="delivered"), "ix_document_status_received_id"),
        (InboxQuery(view="all", supplier_id="nordwind"), "ix_document_supplier_id_received_id"),
        (InboxQuery(view="all", kind="invoice"), "ix_document_kind_received_id"),
        (InboxQuery(view="all", source="mail"), "ix_document_channel_received_id"),
        (InboxQuery(view="all", text="47"), "ix_document_received_id"),
    ],
)
def test_the_inbox_comes_in_the_order_of_an_index(
    sqlite_store: Store, query: InboxQuery, index: str
) -> None:
    with sqlite_store.read() as tx:
        plan = _plan(tx, query)
    read = "INDEX" if query.text else "COVERING INDEX"  # a page far down is counted off in it alone
    assert f"document USING {read} {index}" in plan
    assert "USE TEMP B-TREE" not in plan


def test_to_do_finds_its_few_documents_by_their_status(sqlite_store: Store) -> None:
    with sqlite_store.read() as tx:
        plan = _plan(tx, InboxQuery())
    assert "SEARCH document USING COVERING INDEX ix_document_status_received_id (status=?)" in plan


def test_what_few_documents_hold_is_found_without_looking_at_the_others(
    sqlite_store: Store,
) -> None:
    with sqlite_store.read() as tx:
        plan = _plan(tx, InboxQuery(view="all", text="4711"))
    assert "SEARCH document USING INDEX sqlite_autoindex_document_1 (id=?)" in plan
    assert "SCAN document_words VIRTUAL TABLE INDEX" in plan

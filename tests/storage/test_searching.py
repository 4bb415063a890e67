"""The search over documents: by an index where few fit, along the list where many do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.views import InboxQuery
from storage import documents, removal, screens, searching, tables
from storage.screens import inbox_rows
from storage.store import Store, Tx
from tests.storage import samples


def filed(store: Store, *numbers: str) -> None:
    with store.begin() as tx:
        samples.found_company(tx)
        for number in numbers:
            samples.file_invoice(tx, f"doc-{number}", number=number)


def found(tx: Tx, text: str) -> list[str]:
    return [row.number for row in screens.inbox(tx, InboxQuery(view="all", text=text), 0, 10).rows]


WORDS = ("471", "4711", "e-47", "nordwind 4712", "47 11", "99%", "a_1", "wind", "7")


@pytest.mark.parametrize("few", [5_000, 0])
def test_both_ways_find_the_same(store: Store, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    filed(store, "RE-4711", "RE-4712", "X 99%", "A_1", "AB1")
    wanted = (
        *(["RE-4712", "RE-4711"], ["RE-4711"], ["RE-4712", "RE-4711"], ["RE-4712"], ["RE-4711"]),
        *(["X 99%"], ["A_1"], ["X 99%", "RE-4712", "RE-4711", "AB1", "A_1"]),
        ["RE-4712", "RE-4711"],
    )
    monkeypatch.setattr(searching, "FEW", few)
    with store.read() as tx:
        assert [sorted(found(tx, word)) for word in WORDS] == [sorted(one) for one in wanted]


def test_a_corrected_number_is_found_and_the_one_before_is_not(store: Store) -> None:
    filed(store, "RE-4711")
    with store.begin() as tx:
        documents.update(tx, replace(documents.get(tx, "doc-RE-4711"), number="RE-5822"))
    with store.begin() as tx:
        assert (found(tx, "4711"), found(tx, "5822")) == ([], ["RE-5822"])
        removal.remove(tx, tables.document, ["doc-RE-4711"])
        assert found(tx, "5822") == []


def test_no_more_are_listed_than_somebody_reads(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(store, "RE-4711", "RE-4712", "RE-4713")
    monkeypatch.setattr(inbox_rows, "MOST_FOUND", 2)
    with store.read() as tx:
        page = screens.inbox(tx, InboxQuery(view="all", text="RE-47"), 0, 10)
        assert (page.total, len(page.rows)) == (2, 2)
        assert screens.inbox(tx, InboxQuery(view="all"), 0, 10).total == 3

"""Layout memory in the database: a row a supplier and layout, each version after the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from model.documents import Box
from model.memory import Landmark, LayoutMemory, Remembered
from model.suppliers import Supplier
from storage import layouts, suppliers
from storage.store import Store
from tests.storage.samples import NORDWIND

FIELD = Remembered(
    name="issue_date",
    page=1,
    box=Box(100.5, 80.25, 40, 9),
    anchors=("vom",),
    by="Maya Okafor",
    on=date(2026, 11, 20),
    touched=True,
    month_first=False,
)
FIRST = LayoutMemory("932a69f8dfa3ce3c", 1, (Landmark("00aa11bb", 1, 50.5, 60.0),), (FIELD,))
SECOND = replace(FIRST, version=2, fields=(replace(FIELD, confirmed=1),))


def test_a_memory_comes_back_as_it_was_kept(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add(tx, NORDWIND)
        assert layouts.of_supplier(tx, "nordwind") == ()
        assert layouts.keep(tx, "nordwind", FIRST)
        assert layouts.keep(tx, "nordwind", SECOND)
    with store.read() as tx:
        assert layouts.of_supplier(tx, "nordwind") == (SECOND,)


def test_a_lesson_that_does_not_follow_the_newest_is_not_kept(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add(tx, NORDWIND)
        assert not layouts.keep(tx, "nordwind", SECOND)
        assert layouts.keep(tx, "nordwind", FIRST)
        assert not layouts.keep(tx, "nordwind", FIRST)
        assert not layouts.keep(tx, "nordwind", replace(SECOND, version=3))
        assert layouts.of_supplier(tx, "nordwind") == (FIRST,)


def test_forgetting_leaves_other_suppliers_alone(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add(tx, NORDWIND)
        suppliers.add(tx, Supplier("lumen", "Lumen Mobile"))
        for supplier in ("nordwind", "lumen"):
            layouts.keep(tx, supplier, FIRST)
        assert layouts.forget(tx, "nordwind") == 1
        assert layouts.forget(tx, "nordwind") == 0
        assert layouts.of_supplier(tx, "lumen") == (FIRST,)

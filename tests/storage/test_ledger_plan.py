"""The ledger on SQLite: by index, however large it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import event

from model.orders import Wanted
from storage import ledger
from storage.store import Store


def test_a_ledger_is_never_read_whole_for_a_statement(sqlite_store: Store) -> None:
    day, marks = date(2026, 10, 1), frozenset({("4104", 700), ("4105", 800)})
    every = Wanted(
        "nordwind",
        amounts=frozenset({700, 800}),
        endings=frozenset({"-4104"}),
        documents=((day, day),),
        payments=((day, day),),
        elsewhere=marks,
    )
    asked: list[tuple[str, Any]] = []
    with sqlite_store.read() as tx:
        event.listen(
            tx.connection,
            "before_cursor_execute",
            lambda *said: asked.append((said[2], said[3])),
        )
        ledger.relevant(tx, every)
        statement, parameters = asked[-1]
        plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [step[-1] for step in plan]
    assert not [step for step in steps if step.startswith("SCAN ledger_entry")]
    assert any("ix_ledger_entry_core_ending_amount_minor" in step for step in steps)

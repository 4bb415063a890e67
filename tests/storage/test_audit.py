"""The audit trail: nothing is changed, moved or left out unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from model.clock import FixedClock
from model.errors import AuditBroken, StorageError
from storage import audit
from storage.store import Store

EVENTS = (
    ("Maya", "delivered", "document:doc-1", "to ERP"),
    ("", "filed", "document:doc-2", ""),
    ("Ben \ud800", "answered\x00", "document:doc-1", "Accept"),
    ("", "filed", "document:doc-3", ""),
)


@pytest.fixture(autouse=True)
def trail(store: Store, clock: FixedClock) -> None:
    for facts in EVENTS:
        with store.begin() as tx:
            audit.note(tx, *facts)
        clock.move(timedelta(seconds=1, microseconds=7))


def test_the_trail_holds_and_is_read_by_subject_and_by_page(store: Store) -> None:
    with store.read() as tx:
        assert audit.verify(tx) == 4
        assert [event.seq for event in audit.of_subject(tx, "document:doc-1")] == [1, 3]
        assert [event.seq for event in audit.page(tx, size=2)] == [4, 3]
        assert [event.seq for event in audit.page(tx, before=3, size=2)] == [2, 1]


def test_an_event_is_noted_as_it_is_read_again(store: Store) -> None:
    with store.begin() as tx:
        event = audit.note(tx, "Maya", "signed in", "user:maya", "\x00")
        assert audit.page(tx, size=1) == (event,)


def test_an_empty_trail_holds(store: Store) -> None:
    _tamper(store, "DELETE FROM event")
    with store.read() as tx:
        assert audit.verify(tx) == 0


@pytest.mark.parametrize(
    "statement", ["UPDATE event SET detail = ''", "DELETE FROM event WHERE seq = 4"]
)
def test_the_database_itself_refuses_to_change_the_trail(store: Store, statement: str) -> None:
    with pytest.raises(StorageError, match="append-only"), store.begin() as tx:
        tx.connection.execute(text(statement))
    with store.read() as tx:
        assert audit.verify(tx) == 4


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("UPDATE event SET actor = 'Ben' WHERE seq = 1", 1),
        ("UPDATE event SET verb = 'rejected' WHERE seq = 2", 2),
        ("UPDATE event SET subject = 'document:doc-9' WHERE seq = 3", 3),
        ("UPDATE event SET detail = 'x' WHERE seq = 4", 4),
        ("UPDATE event SET at = '2026-11-21T09:30:00.000001Z' WHERE seq = 1", 1),
        ("UPDATE event SET digest = '' WHERE seq = 2", 2),
        ("DELETE FROM event WHERE seq = 1", 1),
        ("DELETE FROM event WHERE seq = 3", 3),
        ("UPDATE event SET seq = 9 WHERE seq = 4", 4),
        # words moved from one field to the next read the same when simply joined
        ("UPDATE event SET actor = 'Mayad', verb = 'elivered' WHERE seq = 1", 1),
    ],
)
def test_a_change_behind_our_back_is_named_by_its_place(
    store: Store, statement: str, at: int
) -> None:
    _tamper(store, statement)
    with store.read() as tx, pytest.raises(AuditBroken, match=f"event {at}\\b"):
        audit.verify(tx)


def _tamper(store: Store, statement: str) -> None:
    """Change the trail as somebody who owns the database can."""
    on = " ON event" if store.engine.dialect.name == "postgresql" else ""
    kind = "postgresql" if on else "sqlite"
    triggers = {
        "sqlite": ("event_no_update", "event_no_delete"),
        "postgresql": ("event_append_only",),
    }
    with store.begin() as tx:
        for trigger in triggers[kind]:
            tx.connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
        tx.connection.execute(text(statement))

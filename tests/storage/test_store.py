"""The store: whole transactions, true snapshots, one writer at a time."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event, text

from model.clock import FixedClock
from model.database_lines import GRANTED_SECONDS, SILENT_SECONDS, WAIT_SECONDS
from model.errors import (
    SettingsInvalid,
    StorageBusy,
    StorageError,
    StorageFull,
    StorageUnreachable,
)
from storage import audit, changes, heartbeats, settings, trouble
from storage.store import Store
from tests.waiting import until


def test_what_is_written_stays(store: Store) -> None:
    with store.begin() as tx:
        settings.put(tx, "company", "Aldermoor Ltd")
        settings.put(tx, "company", "Aldermoor plc")
    with store.read() as tx:
        assert settings.get(tx, "company", "") == "Aldermoor plc"
        assert settings.get(tx, "other", "a default") == "a default"


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.begin() as tx:
            settings.put(tx, "company", "Aldermoor Ltd")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.read() as tx:
        assert settings.get(tx, "company", "none") == "none"


def test_a_reader_sees_one_instant_while_others_write(store: Store) -> None:
    with store.read() as reader:
        assert settings.get(reader, "company", "none") == "none"
        with store.begin() as writer:
            settings.put(writer, "company", "Aldermoor Ltd")
        assert settings.get(reader, "company", "none") == "none"
    with store.read() as reader:
        assert settings.get(reader, "company", "none") == "Aldermoor Ltd"


def test_a_reader_can_write_nothing(store: Store) -> None:
    with pytest.raises(StorageError, match=r"(?i)read-?only"), store.read() as tx:
        settings.put(tx, "company", "Aldermoor Ltd")
    with store.begin() as tx:
        settings.put(tx, "company", "Aldermoor Ltd")


def test_writers_wait_for_each_other_and_none_is_lost(store: Store) -> None:
    def count(_: int) -> None:
        with store.begin() as tx:
            settings.put(tx, "count", str(int(settings.get(tx, "count", "0")) + 1))
            audit.note(tx, "", "counted", "count")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(40)))
    with store.read() as tx:
        assert settings.get(tx, "count", "0") == "40"
        assert audit.verify(tx) == 40


def test_a_store_opened_again_keeps_its_rows(store: Store, tmp_path: Path, url: str) -> None:
    with store.begin() as tx:
        settings.put(tx, "company", "Aldermoor Ltd")
    again = Store.open(url, tmp_path, clock=FixedClock(store.clock.now()))
    with again.read() as tx:
        assert settings.get(tx, "company", "") == "Aldermoor Ltd"
    again.close()


def test_two_processes_may_open_one_new_store_at_once(
    url: str, tmp_path: Path, clock: FixedClock
) -> None:
    barrier = threading.Barrier(4)

    def open_one(_: int) -> Store:
        barrier.wait()
        return Store.open(url, tmp_path, clock=clock)

    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(open_one, range(4)):
            store.close()


def test_a_database_of_a_newer_billhook_is_refused(
    store: Store, url: str, tmp_path: Path, clock: FixedClock
) -> None:
    with store.begin() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer Billhook"):
        Store.open(url, tmp_path, clock=clock)


@pytest.mark.parametrize(
    "bad", ["nonsense", "mysql://localhost/x", "sqlite://", "sqlite:///:memory:", ""]
)
def test_other_databases_are_refused(bad: str, tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(SettingsInvalid, match="database URL"):
        Store.open(bad, tmp_path, clock=clock)


def test_a_password_in_a_bad_url_is_not_repeated(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        Store.open("postgresql://u:S3cr3t-Pw@host:badport/x", tmp_path, clock=clock)
    assert "S3cr3t" not in str(caught.value)


def test_parameters_do_not_stand_in_errors(store: Store) -> None:
    with pytest.raises(StorageError, match=r"setting|value") as caught, store.begin() as tx:
        tx.connection.execute(text("INSERT INTO setting VALUES (:a, NULL)"), {"a": "S3cr3t-Pw"})
    assert "S3cr3t" not in str(caught.value)


def test_sqlite_is_set_to_lose_nothing(sqlite_store: Store) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "trusted_schema": 0,
    }
    with sqlite_store.read() as tx:
        found = {
            name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected
        }
        strict = tx.connection.exec_driver_sql(
            "SELECT min(strict) FROM pragma_table_list "
            "WHERE schema = 'main' AND type = 'table'"
            " AND name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
        )
        assert strict.scalar() == 1
    assert found == expected


def test_a_full_disk_is_named_and_loses_nothing(sqlite_store: Store) -> None:
    def pages(limit: int) -> None:
        with sqlite_store.begin() as tx:
            tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")

    with sqlite_store.begin() as tx:
        settings.put(tx, "company", "Aldermoor Ltd")
    pages(1)  # SQLite takes the present size: no page can be added
    with pytest.raises(StorageFull), sqlite_store.begin() as tx:
        settings.put(tx, "long", "x" * 100_000)
    pages(1_000_000)
    with sqlite_store.begin() as tx:
        assert settings.get(tx, "company", "") == "Aldermoor Ltd"
        assert settings.get(tx, "long", "none") == "none"
        settings.put(tx, "long", "x" * 100_000)


def test_a_database_that_is_held_for_too_long_is_named(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.begin() as tx:
        tx.connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "billhook.sqlite")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy), sqlite_store.begin():
        pass
    other.rollback()
    other.close()


def test_a_server_that_is_away_is_named(tmp_path: Path, clock: FixedClock) -> None:
    url = f"postgresql://billhook@/billhook?host={tmp_path}"
    with pytest.raises(StorageUnreachable, match="can't be reached"):
        Store.open(url, tmp_path, clock=clock)


def test_other_trouble_of_the_disk_is_not_called_full() -> None:
    with pytest.raises(PermissionError), trouble.named():
        raise PermissionError(13, "no")


def test_changes_are_kept_in_order_and_only_the_newest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "KEPT", 3)
    for subject in "abcde":
        with store.begin() as tx:
            changes.announce(tx, "inbox", subject)
            changes.announce(tx, "inbox", subject)
    with store.read() as tx:
        remembered = [change.subject for change in changes.after(tx, 0)]
        assert remembered == ["b", "c", "d", "e"]  # the newest transaction's comes on top
        assert [change.subject for change in changes.after(tx, 4)] == ["e"]
        assert changes.last(tx) == 5


def test_a_writer_that_falls_silent_does_not_keep_others_waiting(store: Store) -> None:
    """Its machine may be cut off: the server undoes what it began before others give up."""
    assert SILENT_SECONDS < WAIT_SECONDS
    if store.engine.dialect.name == "postgresql":
        with store.begin() as tx:
            silent = "SHOW idle_in_transaction_session_timeout"
            assert tx.connection.exec_driver_sql(silent).scalar() == f"{SILENT_SECONDS}s"


@pytest.mark.e2e
def test_those_who_wait_for_a_machine_that_was_cut_off_have_short_turns_and_beats_none(
    postgres_url: str, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds the one lock, and all its threads wait for it; the server gives them their turns."""
    assert SILENT_SECONDS + GRANTED_SECONDS * 5 < WAIT_SECONDS
    monkeypatch.setattr("storage.store.SILENT_SECONDS", 2)
    monkeypatch.setattr("storage.store.GRANTED_SECONDS", 1)
    back, others = threading.Event(), ThreadPoolExecutor(4)
    ours = Store.open(postgres_url, tmp_path, clock=clock)
    theirs = Store.open(postgres_url, tmp_path, clock=clock)
    with ours.begin() as tx:
        worker = heartbeats.begin(tx, "worker-1", machine="m")

    def say_nothing(*given: object) -> None:
        if "SET LOCAL idle" in str(given[2]):  # the first word after the lock was granted
            back.wait(60)

    event.listen(theirs.engine, "before_cursor_execute", say_nothing)
    dead = [others.submit(_write, theirs) for _ in range(3)]
    until(lambda: _waiting(ours) == len(dead) - 1)
    living = others.submit(_write, ours)
    with ours.aside() as tx:
        heartbeats.go_on(tx, worker)
    assert not living.done()
    living.result(60)
    assert not any(one.done() for one in dead)
    back.set()
    for one in dead:
        with pytest.raises(StorageUnreachable):
            one.result(60)
    others.shutdown()
    for store in (ours, theirs):
        store.close()


def _write(store: Store) -> None:
    with store.begin() as tx:
        settings.put(tx, "company", "Aldermoor Ltd")


def _waiting(store: Store) -> int:
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with store.read() as tx:
        return int(tx.connection.exec_driver_sql(query).scalar() or 0)

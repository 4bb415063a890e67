"""The doctor: each finding with its state and remedy, and the exit status of the worst."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from billhook.doctor import Finding, Grade, house, machine, traffic
from billhook.settings import Settings
from billhook.wiring import CLOCK
from model.clock import FixedClock
from model.deliveries import DestinationKind
from model.outcomes import Outcome, OutcomeCode
from storage import audit, deliveries, heartbeats, outbox, runs, suppliers
from storage.store import Store
from tests import emptystore
from tests.billhook.conftest import Billhook
from tests.storage import samples

pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of the sample company, at this moment."""
    opened = emptystore.opened(tmp_path / "app.sqlite", FixedClock(CLOCK.now()))
    with opened.begin() as tx:
        samples.found_company(tx)
    yield opened
    opened.close()


def examined(store: Store) -> dict[str, Finding]:
    with store.read() as tx:
        found = (*house.records(store, tx), *traffic.traffic(tx))
    return {finding.check: finding for finding in found}


def test_every_state_has_its_sign_and_the_worst_is_the_exit_status(
    billhook: Billhook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = [Finding("Disk", Grade.WELL, "much", "no remedy shown")]
    monkeypatch.setattr("billhook.commands.doctor.examine", lambda *_: tuple(only))
    assert billhook("doctor", "--strict").out == "✓ Disk: much\n"
    only.append(Finding("Backup", Grade.NOTE, "a\x1b[31mb", "Make one."))
    noted = billhook("doctor")
    assert noted.status == 0
    assert noted.out.splitlines()[1:] == ["! Backup: a [31mb", "  → Make one."]
    strictly = billhook("doctor", "--strict")
    assert strictly.status == 1
    assert "Backup" in strictly.err
    only.append(Finding("Worker", Grade.UNWELL, "none", "Start it."))
    said = billhook("doctor", "--json")
    assert said.status == 1
    assert "Worker" in said.err
    assert "Backup" not in said.err
    assert [one["state"] for one in said.json()] == ["well", "note", "unwell"]
    assert [one["ok"] for one in said.json()] == [True, True, False]
    assert [bool(one["remedy"]) for one in said.json()] == [False, True, True]


def test_a_vault_that_waits_for_a_person_is_a_note_and_stays_closed(
    billhook: Billhook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ("--key-file", str(tmp_path / "k"))
    assert billhook("vault", "init", "--no-recovery-kit", *key).status == 0
    whole = {one["check"]: one for one in billhook("doctor", "--json", *key).json()}
    assert whole["Vault"]["state"] == "well"
    locked = {one["check"]: one for one in billhook("doctor", "--json").json()}
    assert locked["Vault"]["state"] == "unwell"
    assert locked["Vault"]["remedy"]


def test_a_backup_is_remembered_and_becomes_old(billhook: Billhook, tmp_path: Path) -> None:
    before = {one["check"]: one for one in billhook("doctor", "--json").json()}
    assert before["Backup"]["state"] == "note"
    assert billhook("backup", str(tmp_path / "b.tar")).status == 0
    after = {one["check"]: one for one in billhook("doctor", "--json").json()}
    assert after["Backup"]["state"] == "well"


def test_what_stands_in_the_tables_is_told(store: Store) -> None:
    found = examined(store)
    assert found["Database"].ok
    assert found["Portals"].detail == "1, none in trouble"
    assert found["Worker"].grade is Grade.UNWELL
    with store.begin() as tx:
        heartbeats.beat(tx, "worker-1", vault_locked=True)
        run = runs.start(tx, runs.request(tx, "portal-1", "why").id)
        broken = Outcome(OutcomeCode.RECIPE_BROKEN, {"step": "list"})
        runs.finish(tx, run.id, broken, fetched=0)
    found = examined(store)
    assert found["Worker"].grade is Grade.NOTE
    assert found["Portals"].grade is Grade.NOTE
    with store.begin() as tx:
        suppliers.pause_portal(tx, "portal-1", "The password was refused.")
    assert "The password was refused." in examined(store)["Portals"].detail
    assert examined(store)["Portals"].grade is Grade.UNWELL


def test_a_destination_that_is_down_is_a_note_first_and_unwell_after_an_hour(store: Store) -> None:
    with store.begin() as tx:
        outbox.down(tx, "erp", tx.now())
    assert examined(store)["Destination ERP"].grade is Grade.NOTE
    with store.begin() as tx:
        stands = outbox.standing(tx, "erp")
        early = replace(stands, down_since=CLOCK.now() - timedelta(hours=2))
        outbox._put(tx, early)
    assert examined(store)["Destination ERP"].grade is Grade.UNWELL
    with store.begin() as tx:
        outbox.up(tx, "erp")
        deliveries.pause(tx, "erp", paused=True)
    assert "paused" in examined(store)["Destination ERP"].detail


def test_what_sftp_needs_and_is_not_installed_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.begin() as tx:
        erp = deliveries.destination(tx, "erp")
        deliveries.add_destination(tx, replace(erp, kind=DestinationKind.SFTP))
    monkeypatch.setenv("PATH", "/nowhere")
    said = examined(store)["Destination ERP"]
    assert (said.ok, "sftp" in said.detail, "openssh-client" in said.remedy) == (False, True, True)


def test_a_clock_that_went_back_is_found_by_the_last_event(store: Store) -> None:
    assert examined(store)["Clock"].ok
    with store.begin() as tx:
        later = replace(tx, clock=FixedClock(tx.now() + timedelta(minutes=5)))
        audit.note(later, "Maya", "noted", "document:doc-1")
    assert "behind" in examined(store)["Clock"].detail


def test_damage_is_named_by_its_place(store: Store, tmp_path: Path) -> None:
    with store.begin() as tx:
        audit.note(tx, "Maya", "noted", "document:doc-1")
        samples.file_invoice(tx, sha256="b" * 64)
    store.close()
    with closing(sqlite3.connect(tmp_path / "app.sqlite")) as raw, raw:
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (trigger,) in triggers:
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute("UPDATE event SET detail = 'forged' WHERE seq = 1")
        raw.execute("UPDATE document SET supplier_id = 'nobody'")
    found = examined(store)
    assert "event 1" in found["Audit trail"].detail
    assert "names one of supplier" in found["Database"].detail
    assert "doc-1" in found["Files"].detail


def test_tables_of_an_older_version_are_said_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.sqlite")) as raw, raw:
        raw.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    assert "step 0001" in next(house.schema(Settings(tmp_path))).detail
    with closing(sqlite3.connect(tmp_path / "app.sqlite")) as raw:
        assert raw.execute("SELECT * FROM alembic_version").fetchall() == [("0001",)]


def test_files_that_others_can_read_are_named_with_the_command(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "vault.db").write_bytes(b"")
    (tmp_path / "vault.db").chmod(0o644)
    rights = [one for one in machine.folder(Settings(tmp_path)) if not one.ok]
    assert [one.remedy for one in rights] == [f"Run: chmod 600 {tmp_path}/vault.db"]

"""Somebody writes to the file while a process has the vault open and has proved its rows before."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import BillhookError, VaultDamaged, VaultRolledBack, VaultTampered
from tests.attacks.spoiling import CHANGES
from tests.vault.making import CANARY, Place, credential, filled
from vault import Vault

LOOKS = {
    "names": Vault.names,
    "check": Vault.check,
    "events": Vault.events,
    "rotate": Vault.rotate,
    "put": lambda vault: vault.put("globex", credential("new")),
    "lease": lambda vault: leased(vault, "globex"),
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return filled(tmp_path)


@pytest.fixture
def vault(place: Place) -> Vault:
    vault = place.open()
    assert leased(vault, "acme") == CANARY
    return vault


def leased(vault: Vault, name: str) -> str:
    with vault.lease(name, purpose="login", job="run-2") as lease:
        return lease.password.reveal()


def id_of(vault: Vault, name: str) -> str:
    return vault._access.key.record_id(name)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_table_is_refused_by_whatever_is_asked_next(
    place: Place, vault: Vault, change: str, look: str
) -> None:
    with place.spoiling() as raw:
        raw.execute(change, {"id": id_of(vault, "acme")} if ":id" in change else {})
    with pytest.raises((VaultTampered, VaultDamaged)):
        LOOKS[look](vault)


def test_rows_that_change_places_are_refused(place: Place, vault: Vault) -> None:
    one, other = id_of(vault, "acme"), id_of(vault, "globex")
    with place.spoiling() as raw:
        raw.execute("UPDATE vault_record SET id = 'x' WHERE id = ?", [one])
        raw.execute("UPDATE vault_record SET id = ? WHERE id = ?", [one, other])
        raw.execute("UPDATE vault_record SET id = ? WHERE id = 'x'", [other])
    with pytest.raises(VaultTampered):
        leased(vault, "acme")


def test_a_row_of_an_earlier_moment_is_refused(place: Place, vault: Vault) -> None:
    """Its blob and its digest agree, and it was proved once: only the manifest knows better."""
    with place.spoiling() as raw:
        own = [id_of(vault, "acme")]
        older = raw.execute("SELECT * FROM vault_record WHERE id = ?", own).fetchone()
    vault.put("acme", credential("new"))
    with place.spoiling() as raw:
        raw.execute("DELETE FROM vault_record WHERE id = ?", own)
        raw.execute("INSERT INTO vault_record VALUES (?,?,?,?,?,?,?,?)", older)
    with pytest.raises(VaultTampered):
        leased(vault, "acme")


def test_an_older_file_in_its_place_is_refused(place: Place, vault: Vault) -> None:
    older, anchor = place.path.read_bytes(), place.anchor.read_bytes()
    vault.put("acme", credential("new"))
    place.path.write_bytes(older)
    place.anchor.write_bytes(anchor)  # what this process has seen itself still counts
    with pytest.raises(VaultRolledBack):
        leased(vault, "acme")


def test_what_another_process_changed_is_seen(place: Place, vault: Vault) -> None:
    with place.open() as other:
        other.put("acme", credential("new"))
        other.remove("globex")
        other.put("initech", credential("third"))
    assert leased(vault, "acme") == "new"
    assert [entry.name for entry in vault.names()][-1] == "initech"
    with place.open() as other:
        other.rotate()
    assert leased(vault, "initech") == "third"
    assert place.check().records == 5


def test_a_change_that_was_undone_is_not_believed(
    place: Place, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise VaultDamaged

    with monkeypatch.context() as patched:
        patched.setattr("vault.tables.write_header", fail)
        with pytest.raises(BillhookError):
            vault.put("acme", credential("never kept"))
    assert leased(vault, "acme") == CANARY
    assert place.check().records == 5


def test_a_locked_vault_keeps_no_rows(vault: Vault) -> None:
    assert vault._access._known.rows
    vault.lock()
    assert not vault._access._known.rows

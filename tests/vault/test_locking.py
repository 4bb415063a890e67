"""Locking and unlocking a vault that others go on using."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from model.errors import LeaseOver, VaultLocked, WrongKey
from tests.vault.making import Place, credential
from vault import KeyFile, Vault, locked_vault


def test_a_vault_can_be_had_locked_and_unlocked_later(place: Place) -> None:
    vault = locked_vault(place.path, clock=place.clock)
    assert vault.is_locked
    with pytest.raises(VaultLocked), vault.lease("acme", purpose="login", job="run-1"):
        pytest.fail("a locked vault gave a lease")
    with pytest.raises(VaultLocked):
        _ = vault.opened_by
    vault.unlock(place.key)
    with vault.lease("acme", purpose="login", job="run-1") as lease:
        assert lease.record == credential()
    assert vault.opened_by is place.key


def test_a_wrong_key_leaves_it_locked(tmp_path: Path, place: Place) -> None:
    vault = locked_vault(place.path, clock=place.clock)
    with pytest.raises(WrongKey):
        vault.unlock(KeyFile.make(tmp_path / "other.key"))
    assert vault.is_locked


def test_a_vault_that_nobody_uses_locks_itself_and_ends_its_leases(place: Place) -> None:
    vault = locked_vault(place.path, clock=place.clock)
    vault.unlock(place.key, idle=timedelta(minutes=15))
    key = vault._access.key
    with vault.lease("acme", purpose="login", job="run-1") as lease:
        place.clock.move(timedelta(minutes=14))
        vault.lock_if_idle()
        assert lease.username
        place.clock.move(timedelta(minutes=1))
        vault.lock_if_idle()
        with pytest.raises(LeaseOver):
            _ = lease.username
    assert vault.is_locked
    assert "forgotten" in repr(key)


def test_every_use_starts_the_time_anew(place: Place) -> None:
    vault = locked_vault(place.path, clock=place.clock)
    vault.unlock(place.key, idle=timedelta(minutes=15))
    for _ in range(5):
        place.clock.move(timedelta(minutes=14))
        assert len(vault.names()) == 5
    place.clock.move(timedelta(minutes=15))
    with pytest.raises(VaultLocked):
        vault.names()


def test_a_vault_that_a_service_s_key_opened_stays_open(place: Place, vault: Vault) -> None:
    place.clock.move(timedelta(days=30))
    vault.lock_if_idle()
    assert len(vault.names()) == 5


def test_asking_whether_an_idle_vault_is_locked_ends_its_leases_too(place: Place) -> None:
    vault = locked_vault(place.path, clock=place.clock)
    vault.unlock(place.key, idle=timedelta(minutes=15))
    with vault.lease("acme", purpose="login", job="run-1") as lease:
        place.clock.move(timedelta(minutes=15))
        assert vault.is_locked
        with pytest.raises(LeaseOver):
            _ = lease.username

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from model.errors import VaultError, VaultMissing
from tests.vault.making import Place, credential
from vault import open_vault
from vault.copying import copy_sealed


def test_a_copy_of_an_open_vault_is_whole_and_private(tmp_path: Path, place: Place) -> None:
    with place.open() as vault:
        copy = tmp_path / "copy.db"
        copy_sealed(place.path, copy)
        vault.put("acme", credential("new"))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with open_vault(copy, place.key, clock=place.clock) as copied:
        assert copied.check().records == 5


def test_a_missing_vault_is_not_made_by_copying_it(tmp_path: Path, place: Place) -> None:
    with pytest.raises(VaultMissing):
        copy_sealed(tmp_path / "none.db", tmp_path / "copy.db")
    assert not (tmp_path / "none.db").exists()
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_never_takes_another_file_s_place(tmp_path: Path, place: Place) -> None:
    with pytest.raises(VaultError, match="already"):
        copy_sealed(place.path, place.anchor)
    assert place.check().records == 5

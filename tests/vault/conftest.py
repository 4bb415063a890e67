"""A vault of its own for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vault.making import Place, empty, filled
from vault import Vault


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return filled(tmp_path)


@pytest.fixture
def bare(tmp_path: Path) -> Place:
    return empty(tmp_path)


@pytest.fixture
def vault(place: Place) -> Vault:
    return place.open()


@pytest.fixture
def bare_vault(tmp_path: Path) -> Vault:
    folder = tmp_path / "bare"
    folder.mkdir()
    return empty(folder).open()

"""The database as the witness of the vault's age, by the commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from billhook.settings import load
from billhook.wiring import opened_vault
from billhook.witness import newest_line, settle
from tests.billhook.conftest import Billhook


class Installation:
    """A data folder, its key, and the vault as it was before its newest change."""

    def __init__(self, billhook: Billhook, folder: Path) -> None:
        self.settings = load(folder / "data")
        self.key = ("--key-file", str(folder / "k"))
        assert billhook("vault", "init", "--no-recovery-kit", *self.key).status == 0
        assert billhook("rules", "set", "po_tolerance_percent", "1.5").status == 0
        parts = (self.settings.vault_file, self.settings.vault_anchor)
        self.older = {path: path.read_bytes() for path in parts}
        added = billhook("vault", "add", "nw", "--password-stdin", *self.key, stdin="s3cret\n")
        assert added.status == 0
        with opened_vault(self.settings, self.key[1]) as vault:
            settle(self.settings, vault)  # as the worker does after each change

    def put_back(self, *paths: Path) -> None:
        for path in paths or self.older:
            path.write_bytes(self.older[path])


@pytest.fixture
def installation(billhook: Billhook, tmp_path: Path) -> Installation:
    return Installation(billhook, tmp_path)


def test_a_vault_put_back_with_its_anchor_is_refused_by_name(
    billhook: Billhook, installation: Installation
) -> None:
    assert billhook("vault", "check", *installation.key).status == 0
    installation.put_back()
    for command in (("vault", "check"), ("up", "--port", "0", "--no-browser")):
        said = billhook(*command, *installation.key)
        assert said.status == 1
        assert "--accept-epoch 1" in said.err
    findings = billhook("doctor", "--json", *installation.key).json()
    found = next(one for one in findings if one["check"] == "Vault")
    assert not found["ok"]
    assert "--accept-epoch 1" in found["detail"]


def test_an_older_vault_that_is_meant_is_the_newest_from_then_on(
    billhook: Billhook, installation: Installation
) -> None:
    installation.put_back()
    assert billhook("vault", "check", "--accept-epoch", "1", *installation.key).status == 0
    said = billhook("vault", "check", *installation.key)
    assert (said.status, said.err) == (0, "")


def test_an_anchor_put_back_alone_is_said(billhook: Billhook, installation: Installation) -> None:
    installation.put_back(installation.settings.vault_anchor)
    said = billhook("vault", "check", *installation.key)
    assert said.status == 0
    assert "knows change 1, its witness change 2" in said.err
    assert "doubt" in billhook("vault", "audit", *installation.key).out


def test_without_a_database_there_is_no_witness_and_none_is_made(
    billhook: Billhook, tmp_path: Path
) -> None:
    key = ("--key-file", str(tmp_path / "k"))
    assert billhook("vault", "init", "--no-recovery-kit", *key).status == 0
    assert billhook("vault", "check", *key).status == 0
    settings = load(tmp_path / "data")
    assert newest_line(settings) == ""
    assert not settings.database_file.exists()

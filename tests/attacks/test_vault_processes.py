"""Many processes at once, and processes that die in the middle of a change."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from model.errors import StorageFull
from tests.attacks.kills import kill, writer
from tests.vault.making import Place, credential, empty
from vault import Vault


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return empty(tmp_path)


def read_while_running(vault: Vault, writers: list[subprocess.Popen[str]]) -> int:
    """How often the vault proved itself while others wrote to it."""
    reads = 0
    while any(child.poll() is None for child in writers):
        vault.check()
        reads += 1
        time.sleep(0.01)
    return reads


@pytest.mark.slow
def test_four_processes_write_at_once_and_nothing_is_lost(place: Place) -> None:
    with place.open() as vault:
        writers = [writer(place, f"writer-{number}", 25) for number in range(4)]
        reads = read_while_running(vault, writers)
    for child in writers:
        with child:  # closes its pipe
            assert child.wait() == 0
    proof = place.check()
    assert (proof.records, proof.epoch, proof.events) == (100, 101, 101)
    assert reads > 0


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_that_it_acknowledged(place: Place) -> None:
    found = kill(place, 21)
    assert found["the old value"] + found["the new value"] == 21


def test_a_change_that_fails_leaves_everything_as_it_was(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.open() as vault:
        vault.put("acme", credential())
        before = vault.check()
        monkeypatch.setattr("vault.tables.write_header", full)
        with pytest.raises(StorageFull):
            vault.put("acme", credential("new"))
        monkeypatch.undo()
        assert vault.check() == before
        with vault.lease("acme", purpose="login", job="run-1") as lease:
            assert lease.record == credential()


def full(*_args: object) -> None:
    """What SQLite says when the disk is full."""
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.execute("PRAGMA max_page_count = 1")
        raw.execute("CREATE TABLE full (x)")

"""Many processes at once, and processes that die in the middle of a change."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from model.errors import StorageFull
from tests.vault.making import Place, credential, empty
from vault import Vault

WRITER = """
import itertools, sys
from pathlib import Path
from model.clock import SystemClock
from model.secret import Secret
from vault import ApiKey, KeyFile, open_vault

folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
vault = open_vault(folder / "vault.db", KeyFile(folder / "vault.key"), clock=SystemClock())
for number in itertools.islice(itertools.count(), count or None):
    vault.put(f"{name}-{number}" if count else name, ApiKey(key=Secret(str(number))))
    print(number, flush=True)
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return empty(tmp_path)


def writer(place: Place, name: str, count: int) -> subprocess.Popen[str]:
    """A process that puts `count` records, or one record again and again, and says so each time."""
    arguments = [sys.executable, "-c", WRITER, str(place.path.parent), name, str(count)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


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


def stored(place: Place) -> int:
    """The number that the one record holds."""
    with place.open() as vault, vault.lease("only", purpose="compare", job="test") as lease:
        return int(lease.password.reveal())


def kill_while_writing(place: Place, moment: float) -> int:
    """The last number that a writer acknowledged before it was killed."""
    child = writer(place, "only", 0)
    with child, child.stdout or pytest.fail("no pipe") as out:
        acknowledged = int(out.readline())
        time.sleep(moment)
        child.kill()
        rest = out.read().splitlines(keepends=True)
    return max([acknowledged, *(int(line) for line in rest if line.endswith("\n"))])


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_that_it_acknowledged(place: Place) -> None:
    rng = random.Random(7)
    for _ in range(20):
        acknowledged = kill_while_writing(place, rng.uniform(0, 0.2))
        assert stored(place) in (acknowledged, acknowledged + 1)
        assert place.check().records == 1


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

"""A visit's process that stands by, looked at from outside."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from fetchers.portals import standby
from fetchers.portals.starting import Child
from tests.fetchers.portals.test_starting import parent_of, waited

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    standby.dismiss()
    yield
    standby.dismiss()


@pytest.fixture
def spare() -> Child:
    """The one that stands by after two visits."""
    for _ in range(2):
        with standby.child():
            pass
    found = standby._STANDBY._spare
    assert found
    return found.child


def drivers_of(pid: int) -> list[str]:
    """What a process has started."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_the_next_visit_gets_it_with_its_driver_running_and_one_more_stands_by(
    spare: Child,
) -> None:
    assert waited(lambda: drivers_of(spare.pid))
    with standby.child() as born:
        assert born is spare
        assert drivers_of(born.pid)
    after = standby._STANDBY._spare
    assert after
    assert after.child.pid != spare.pid
    assert not Path(f"/proc/{spare.pid}").exists()


def test_a_visit_that_is_expected_finds_one_with_its_driver_running() -> None:
    standby.expect()
    with standby.child() as born:
        assert drivers_of(born.pid)
        assert standby._STANDBY._spare is None


@pytest.mark.parametrize("victim", ["it", "its driver"])
def test_one_that_died_is_replaced(spare: Child, victim: str) -> None:
    assert waited(lambda: drivers_of(spare.pid))
    os.kill(spare.pid if victim == "it" else int(drivers_of(spare.pid)[0]), signal.SIGKILL)
    with standby.child() as born:
        assert born.pid != spare.pid
        assert not born.ended_within(0)
    assert not Path(f"/proc/{spare.pid}").exists()


def test_one_of_another_environment_is_replaced(
    spare: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", "/tmp/another")
    with standby.child() as born:
        assert born.pid != spare.pid
        assert "TMPDIR=/tmp/another" in Path(f"/proc/{born.pid}/environ").read_text()


def test_it_waits_no_longer_than_it_may(spare: Child) -> None:
    assert waited(lambda: drivers_of(spare.pid))
    os.kill(spare.pid, signal.SIGALRM)
    assert spare.ended_within(30)


def test_a_visit_with_a_line_to_who_attends_it_gets_a_new_one(spare: Child) -> None:
    read, write = os.pipe()
    with standby.child(line=write) as born:
        assert born.pid != spare.pid
        assert parent_of(born.pid) == parent_of(spare.pid)
    os.close(read)
    os.close(write)

"""A visit's process, looked at from outside while it waits for its job."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from fetchers.portals import standby, starting
from fetchers.portals.calls import LINE
from fetchers.portals.starting import Child, child

pytestmark = pytest.mark.slow

CANARY = "C4nary-Of-The-Worker"


@pytest.fixture
def waiting() -> Iterator[Child]:
    standby.dismiss()
    with child() as born:
        assert waited(lambda: os.getsid(born.pid) == born.pid)
        yield born


def test_it_has_nothing_open_but_input_output_and_a_way_to_nowhere(waiting: Child) -> None:
    assert waited(lambda: set(open_in(waiting.pid)) == {"0", "1", "2"})
    assert open_in(waiting.pid)["2"] == "/dev/null"
    assert open_in(waiting.pid)["0"] == open_in(os.getpid())[str(waiting.told.fileno())]


def test_two_at_once_have_nothing_of_each_other(waiting: Child) -> None:
    with child() as other:
        for one in (waiting, other):
            assert waited(lambda: set(open_in(one.pid)) == {"0", "1", "2"})  # noqa: B023 - called at once
        ends = {open_in(pid)[end] for pid in (waiting.pid, other.pid) for end in "01"}
    assert len(ends) == 4


def test_it_sees_nothing_of_the_environment_but_what_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BILLHOOK_SECRET", CANARY)
    monkeypatch.setenv("TMPDIR", "/tmp/another")
    with child() as born:
        names = set(re.findall(r"(\w+)=", Path(f"/proc/{born.pid}/environ").read_text()))
        assert "TMPDIR=/tmp/another" in Path(f"/proc/{born.pid}/environ").read_text()
    ours = {"LANG", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "NODE_COMPILE_CACHE"}
    assert names <= {"PATH", "HOME", "TMPDIR", *ours}


def test_compiled_scripts_are_kept_where_nobody_else_can_put_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = str(tmp_path / "billhook" / "node")
    assert starting.environment()["NODE_COMPILE_CACHE"] == folder
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert "NODE_COMPILE_CACHE" not in starting.environment()


def test_it_leads_a_group_of_its_own_and_writes_private_files(waiting: Child) -> None:
    assert os.getpgid(waiting.pid) == waiting.pid
    assert waited(lambda: re.search(r"Umask:\s+0077", status(waiting.pid)))
    limits = Path(f"/proc/{waiting.pid}/limits").read_text()
    assert re.search(r"Max core file size\s+0\s+0", limits)


def test_what_it_is_forked_from_has_one_thread_and_has_started_nothing(waiting: Child) -> None:
    server = parent_of(waiting.pid)
    assert server != os.getpid()
    assert len(list(Path(f"/proc/{server}/task").iterdir())) == 1
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    assert children == [str(waiting.pid)]


def test_the_line_to_who_attends_is_the_only_thing_more() -> None:
    mine, theirs = socket.socketpair()
    with mine, theirs, child(line=theirs.fileno()) as born:
        wanted = open_in(os.getpid())[str(theirs.fileno())]
        assert waited(lambda: set(open_in(born.pid)) == {"0", "1", "2", str(LINE)})
        assert open_in(born.pid)[str(LINE)] == wanted


def test_it_is_gone_at_the_end_though_it_is_stopped() -> None:
    with child() as born:
        os.kill(born.pid, signal.SIGSTOP)
        assert not born.ended_within(0)
    assert not Path(f"/proc/{born.pid}").exists()


def test_its_end_is_noticed() -> None:
    with child() as born:
        assert not born.ended_within(0)
        os.kill(born.pid, signal.SIGKILL)
        assert born.ended_within(30)
        born.tell(b"too late\n")


def test_after_the_death_of_what_it_is_forked_from_it_goes_on_and_a_new_one_is_had() -> None:
    with child() as first:
        server = parent_of(first.pid)
        os.kill(server, signal.SIGKILL)
        with child() as second:
            assert parent_of(second.pid) != server
            assert not first.ended_within(0)
    assert first.heard.closed
    assert waited(lambda: not Path(f"/proc/{first.pid}").exists())


@pytest.mark.slow
def test_one_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with child() as born:
        server = parent_of(born.pid)
    os.kill(server, signal.SIGSTOP)
    monkeypatch.setattr(starting, "_START_SECONDS", 10.0)
    with child() as born:
        assert parent_of(born.pid) != server
    assert not Path(f"/proc/{server}").exists()


def open_in(pid: int) -> dict[str, str]:
    """What a process has open, by its numbers."""
    found = {}
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # what was open only to list them
            found[entry.name] = str(entry.readlink())
    return found


def status(pid: int) -> str:
    """What the kernel says of a process."""
    return Path(f"/proc/{pid}/status").read_text()


def parent_of(pid: int) -> int:
    """The process that forked this one."""
    found = re.search(r"PPid:\s+(\d+)", status(pid))
    assert found
    return int(found[1])


def waited(look: Callable[[], object]) -> bool:
    """Whether something comes true within a fair while."""
    for _ in range(200):
        if look():
            return True
        time.sleep(0.05)
    return False

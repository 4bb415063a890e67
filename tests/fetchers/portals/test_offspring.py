"""What a visit has started ends before its folder is cleared, in whatever process group it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from fetchers.portals.offspring import kill_offspring

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

FAMILY = """
import subprocess, sys
started = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(600)"]
begins = "import subprocess, sys; subprocess.Popen(sys.argv[1:], start_new_session=True).wait()"
subprocess.Popen([sys.executable, "-c", begins, *started], start_new_session=True)
sys.stdin.read()
"""


def test_grandchildren_in_sessions_of_their_own_are_dead_when_it_comes_back() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as root:
        assert root.stdin
        assert root.stdout
        root.stdout.readline()  # the grandchild is at work
        kill_offspring(root.pid)
        assert root.poll() is None
        root.stdin.close()
        assert root.stdout.read() == b""  # nobody holds the other end any more


def test_a_process_that_has_ended_has_none() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    kill_offspring(ended.pid)

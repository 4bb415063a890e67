"""The faults of `tests.crash.outbox`, some of its runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_under_every_fault_each_document_arrives_once() -> None:
    command = (sys.executable, "-m", "tests.crash.outbox", "--runs", "4", "--seed", "11")
    said = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "16 documents, 0 lost, 0 doubled" in said.stdout
    assert "sender killed" in said.stdout

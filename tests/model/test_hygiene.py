from __future__ import annotations

import resource
import subprocess
import sys
from types import SimpleNamespace

import pytest

from model import hygiene

CHILD = """
import os, resource
from model.hygiene import harden
harden()
print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))
import ctypes
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


def test_a_hardened_process_leaves_no_core_and_no_way_in() -> None:
    done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True)
    limits, dumpable = done.stdout.splitlines()
    assert limits == "(0, 0) 0o77"
    assert dumpable == "0"


def test_what_the_system_does_not_have_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("os.umask", asked.append)
    hygiene.harden()
    assert asked == [0o077]


def test_what_linux_has_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    libc = SimpleNamespace(prctl=lambda *arguments: asked.append(arguments))
    monkeypatch.setattr("os.umask", lambda _mask: None)
    monkeypatch.setattr("resource.setrlimit", lambda *arguments: asked.append(arguments))
    monkeypatch.setattr("ctypes.CDLL", lambda _name: libc)
    hygiene.harden()
    assert asked == [(resource.RLIMIT_CORE, (0, 0)), (4, 0, 0, 0, 0)]

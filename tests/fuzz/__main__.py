"""Fuzzing of the boundaries:  python -m tests.fuzz [NAME...] [--seconds 300]

With atheris installed (`pip install atheris`) libFuzzer chooses what to change, by what code it
reaches; else the changes are drawn by chance. A file that gets past is kept under its boundary's
name in the working folder, and the run ends with 1.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tests.fuzz.mutations import MOST, changed

LIMIT = 10
"""Seconds of processor time that one file may take: as `parsers.safety.sandbox` allows a reader."""
HANGS = 300
"""Seconds by the clock after which libFuzzer ends a file that no signal of ours reaches."""


def main() -> int:
    """Run the boundaries one after the other; how the process ends."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("names", nargs="*", help="pdf, ubl, csv …; all where none is named")
    asked.add_argument("--seconds", type=int, default=300, help="for each boundary")
    asked.add_argument("--first", type=int, default=0, help="number of the first drawn change")
    asked.add_argument("--by-chance", action="store_true", help="without atheris")
    told = asked.parse_args()
    warnings.simplefilter("ignore")
    guided = bool(importlib.util.find_spec("atheris")) and not told.by_chance
    boundaries = _boundaries(guided=guided)
    ends = [
        _guided(boundaries[name], name, told.seconds)
        if guided
        else _by_chance(boundaries[name], name, told.seconds, told.first)
        for name in told.names or boundaries
    ]
    return max(ends)


def _boundaries(*, guided: bool) -> Mapping[str, Any]:
    """The boundaries; for atheris imported so that it sees what code of ours is reached."""
    if not guided:
        return dict(importlib.import_module("tests.fuzz.boundaries").BOUNDARIES)
    atheris: Any = importlib.import_module("atheris")  # no part of the environment
    with atheris.instrument_imports(include=["parsers", "fetchers", "model"]):
        return dict(importlib.import_module("tests.fuzz.boundaries").BOUNDARIES)


def _by_chance(boundary: Any, name: str, seconds: int, first: int) -> int:
    number, findings = first, 0
    seeds = boundary.seeds()
    signal.signal(signal.SIGVTALRM, _late)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        content = changed(seeds[number % len(seeds)], number)
        findings += not _holds(boundary, content, f"{name}-{number}")
        number += 1
    print(f"{name}: {number - first} files, {findings} got past", flush=True)
    return int(findings > 0)


def _late(*_: object) -> None:
    raise TimeoutError(f"more than {LIMIT} s of processor time")


def _holds(boundary: Any, content: bytes, name: str) -> bool:
    try:
        _enter(boundary, content)
    except Exception:  # noqa: BLE001 - whatever gets past is what this looks for
        traceback.print_exc(limit=-4)
        Path(f"past-{name}").write_bytes(content)
        return False
    return True


def _guided(boundary: Any, name: str, seconds: int) -> int:
    """libFuzzer in a child, since it ends the process that it runs in."""
    child = os.fork()
    if child == 0:
        _fuzz(boundary, name, seconds)
    _, status = os.waitpid(child, 0)
    return int(status != 0)


def _fuzz(boundary: Any, name: str, seconds: int) -> None:
    atheris: Any = importlib.import_module("atheris")
    with tempfile.TemporaryDirectory() as corpus:
        for at, seed in enumerate(boundary.seeds()):
            (Path(corpus) / str(at)).write_bytes(seed)
        limits = [f"-max_total_time={seconds}", f"-timeout={HANGS}", f"-max_len={MOST}"]
        signal.signal(signal.SIGVTALRM, _late)
        atheris.Setup(
            [sys.argv[0], *limits, "-rss_limit_mb=3000", f"-artifact_prefix=past-{name}-", corpus],
            partial(_enter, boundary),
        )
        atheris.Fuzz()


def _enter(boundary: Any, content: bytes) -> None:
    """Into the boundary, with the processor's time counted, not that of a busy machine."""
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        boundary.enter(content)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


if __name__ == "__main__":
    sys.exit(main())

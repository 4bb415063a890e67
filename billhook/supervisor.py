"""The supervisor: starts the web process and the workers, and starts again what dies."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from model.clock import Clock
from model.secret import Secret

_PATIENCE: Final = 10.0
"""Seconds that a child gets to end by itself."""
_CALM: Final = 30.0
"""A child that lived so long starts again at once."""


@dataclass(frozen=True, slots=True)
class Program:
    """A child process: a module of ours with its arguments. `first_line` goes to its input."""

    name: str
    module: str
    arguments: tuple[str, ...]
    first_line: Secret = field(default_factory=lambda: Secret(""))

    def start(self) -> subprocess.Popen[bytes]:
        """The running process; it ends when its standard input does."""
        command = [sys.executable, "-m", self.module, *self.arguments]
        child = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own modules
        if child.stdin is not None:
            with suppress(BrokenPipeError):  # dead already: it is started again at the next look
                child.stdin.write(self.first_line.reveal().encode() + b"\n")
                child.stdin.flush()
        return child


class _Child:
    """One program that is kept running."""

    def __init__(self, program: Program, clock: Clock) -> None:
        self._program = program
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._falls = 0

    def tend(self) -> None:
        """Start it, or start it again once it has fallen; the more often, the later."""
        if self._process is not None and self._process.poll() is None:
            return
        now = self._clock.monotonic()
        if self._process is not None and now - self._started > _CALM:
            self._falls = 0
        if now - self._started < min(self._falls, 10):
            return
        self._let_go()
        self._process, self._started = self._program.start(), now
        self._falls += 1

    def _let_go(self) -> None:
        """Close the pipe on which the process lives."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError):  # it died before it read its first line
                self._process.stdin.close()

    def end(self) -> None:
        """Let it end; after the patience, end it."""
        if self._process is None:
            return
        self._let_go()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Supervisor:
    """Keeps programs running until told to stop."""

    def __init__(self, programs: Iterable[Program], clock: Clock) -> None:
        self._children = {program.name: _Child(program, clock) for program in programs}

    def start(self) -> None:
        """Start every program."""
        for child in self._children.values():
            child.tend()

    def run(self, stop: threading.Event) -> None:
        """Keep them running until `stop` is set, then end them in their turn."""
        try:
            while not stop.wait(0.2):
                for child in self._children.values():
                    child.tend()
        finally:
            self.end()

    def end(self) -> None:
        """End every program, the last started first."""
        for child in reversed(self._children.values()):
            child.end()

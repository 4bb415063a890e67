"""Programs that are killed, or die by themselves, and start again."""

from __future__ import annotations

import resource
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from billhook.supervisor import Program


class Mortal:
    """A program that is started again whenever it has died; `falls` counts its own deaths."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] = program.start()
        self._lock = threading.Lock()
        self.falls = 0

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def kill(self) -> None:
        """Nothing comes back: it was killed, and runs again."""
        with self._lock:
            self._process.send_signal(signal.SIGKILL)
            self._start_again()

    def tend(self) -> None:
        """Nothing comes back: it runs, though it may have died by itself."""
        with self._lock:
            if self._process.poll() is not None:
                self.falls += 1
                self._start_again()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """It stands still meanwhile, as on a machine that sleeps or swaps."""
        process = self._process
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            process.send_signal(signal.SIGCONT)

    @contextmanager
    def on_a_full_disk(self) -> Iterator[None]:
        """Nothing that it writes to a file fits meanwhile: EFBIG, and SIGXFSZ for its children."""
        with suppress(ProcessLookupError):
            _, most = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (0, most))
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                _, most = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
                resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (most, most))

    def end(self) -> None:
        """Nothing comes back: it has ended by itself."""
        self._let_go()
        self._process.wait(20)

    def _start_again(self) -> None:
        self._process.wait()
        self._let_go()
        self._process = self._program.start()

    def _let_go(self) -> None:
        if self._process.stdin:
            with suppress(BrokenPipeError):  # it died before it read its first line
                self._process.stdin.close()

"""Programs that are killed, and start again."""

from __future__ import annotations

import signal
import subprocess

from billhook.supervisor import Program


class Mortal:
    """A program that is started again whenever it was killed."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] = program.start()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._let_go()
        self._process = self._program.start()

    def end(self) -> None:
        self._let_go()
        self._process.wait(20)

    def _let_go(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()

"""A visit's parent, as its child knows it: it hears what is said, and answers what is asked.

A child lives no longer than its parent: when standard input ends, it kills its whole process group.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import BinaryIO, Final

from fetchers.portals.wire import asked_line, read_answer
from model.codes import CodeAsked
from model.secret import Secret

_LOOK_MS: Final = 200


class Parent:
    """The two pipes to the process that started this visit."""

    def __init__(self, told: BinaryIO, out: BinaryIO, home: Path) -> None:
        self._out = out
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=self._hear, args=(told, home), daemon=True).start()

    def say(self, line: bytes) -> None:
        """Nothing comes back: the line is out."""
        self._out.write(line)
        self._out.flush()

    def say_and_wait(self, line: bytes) -> None:
        """Nothing comes back: the line is out, and the parent has written it down."""
        self.say(line)
        self._answers.get()

    def ask(self, asked: CodeAsked, wait: Callable[[int], None]) -> Secret | None:
        """The code or link that the parent brings; None where none came in time.

        `wait` lets so many milliseconds pass in the browser, whose pages live on meanwhile.
        """
        self.say(asked_line(asked))
        while True:
            try:
                return read_answer(self._answers.get_nowait())
            except Empty:
                wait(_LOOK_MS)

    def _hear(self, told: BinaryIO, home: Path) -> None:
        for line in told:
            self._answers.put(line)
        shutil.rmtree(home, ignore_errors=True)  # what is written after that, the next visit sweeps
        os.killpg(0, signal.SIGKILL)

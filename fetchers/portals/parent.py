"""A visit's parent, as its child knows it: it hears what is said, and answers what is asked.

A child lives no longer than its parent: when standard input ends, it kills its whole process group.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import BinaryIO, Final

from fetchers.portals.den import clear
from fetchers.portals.wire import asked_line, challenge_line, keep_line, read_answer
from model.challenges import Challenge, ChallengeKind
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
        return self._answer(wait)

    def ask_person(self, challenge: Challenge, wait: Callable[[int], None]) -> Secret | None:
        """What the person types; None where they did not in time, or have nothing to type."""
        self.say(challenge_line(challenge))
        return None if challenge.kind is ChallengeKind.APPROVAL else self._answer(wait)

    def keep(self, state: Secret) -> None:
        """Nothing comes back: the parent seals what is to be kept of the sign-in."""
        self.say(keep_line(state))

    def _answer(self, wait: Callable[[int], None]) -> Secret | None:
        while True:
            try:
                return read_answer(self._answers.get_nowait())
            except Empty:
                wait(_LOOK_MS)

    def _hear(self, told: BinaryIO, home: Path) -> None:
        for line in told:
            self._answers.put(line)
        clear(home)  # what is written after that, the next visit sweeps
        os.killpg(0, signal.SIGKILL)

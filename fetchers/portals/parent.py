"""A visit's parent, as its child knows it: it hears what is said, and answers what is asked.

A child lives no longer than its parent: when standard input ends, it kills its whole process group.
It does the same when its parent was silent for too long: a parent that is stopped counts as gone to
all others, and another may be about to make this very visit.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import BinaryIO, Final

from fetchers.portals.den import clear
from fetchers.portals.offspring import kill_offspring
from fetchers.portals.wire import PULSE, asked_line, challenge_line, keep_line, read_answer
from model.challenges import Challenge, ChallengeKind
from model.codes import CodeAsked
from model.secret import Secret

_LOOK_MS: Final = 200
_SILENCE: Final = 40.0  # seconds; below the minute after which a worker is taken for gone


class Parent:
    """The two pipes to the process that started this visit."""

    def __init__(self, told: BinaryIO, out: BinaryIO, home: Path) -> None:
        self._out = out
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        self._pulses: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=self._hear, args=(told, home), daemon=True).start()
        threading.Thread(target=self._miss, args=(home,), daemon=True).start()

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
            heard = self._pulses if line == PULSE else self._answers
            heard.put(line)
        _end(home)

    def _miss(self, home: Path) -> None:
        with suppress(Empty):
            while True:
                self._pulses.get(timeout=_SILENCE)
        _end(home)


def _end(home: Path) -> None:
    kill_offspring(os.getpid())  # first: a browser that lives writes to its den again
    clear(home)
    os.killpg(0, signal.SIGKILL)

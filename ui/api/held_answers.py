"""Answers that were written already, held for a moment for the next who ask the same.

After a change every open page may ask for the same block of the same list. The first question is
answered by the desk, those that come meanwhile wait for it; for a second it is handed out as it is.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Final

LASTS: Final = 1.0
"""Seconds for which an answer holds."""
MOST: Final = 64
"""So many are held: blocks of a hundred rows, some forty kilobytes each."""


class HeldAnswers:
    """The answers of one web process; asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, tuple[float, Future[bytes]]] = OrderedDict()

    def answer(self, key: Hashable, write: Callable[[], bytes]) -> bytes:
        """The answer to the question that the key says all of; raises what `write` raises."""
        with self._lock:
            until, answer = self._held.get(key, (0.0, Future[bytes]()))
            first = until < time.monotonic()
            if first:
                answer = Future()
                self._held[key] = time.monotonic() + LASTS, answer
                self._held.move_to_end(key)
                self._drop()
        if first:
            self._write(key, answer, write)
        return answer.result()

    def _write(self, key: Hashable, answer: Future[bytes], write: Callable[[], bytes]) -> None:
        try:
            answer.set_result(write())
        except BaseException as trouble:  # noqa: BLE001 - whoever waits for it must not wait for ever
            with self._lock:
                self._held.pop(key, None)
            answer.set_exception(trouble)

    def _drop(self) -> None:
        while len(self._held) > MOST:
            self._held.popitem(last=False)

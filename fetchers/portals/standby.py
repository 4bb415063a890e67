"""Visits' processes, of which one stands by where a process makes one visit after the other."""

from __future__ import annotations

import atexit
import os
import select
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from fetchers.portals.calls import READY, STAND_BY, TAKE
from fetchers.portals.starting import Child, born, environment
from model.errors import VisitNotStarted

_OFTEN: Final = 2  # visits; who has made as many is likely to make more
_READY_SECONDS: Final = 30.0  # on a machine under load


@dataclass(frozen=True, slots=True)
class _Spare:
    """A child that stands by, whose it is, and the environment that it has."""

    child: Child
    owner: int
    environment: Mapping[str, str]

    def answers(self) -> bool:
        """Whether it is ours, as one started now would be, and ready for a job."""
        if self.owner != os.getpid() or self.environment != environment():
            return False
        self.child.tell(TAKE)
        pipe = self.child.heard.fileno()
        told = select.select([pipe], [], [], _READY_SECONDS)[0]
        return bool(told) and os.read(pipe, len(READY)) == READY


class _Standby:
    """The one child that stands by for this process's next visit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spare: _Spare | None = None
        self._made = 0
        self._coming: threading.Thread | None = None

    def taken(self) -> Child | None:
        """The child that stood by, at work now; None where there is none."""
        if self._coming is not None:
            self._coming.join()
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is None:
            return None
        if spare.answers():
            return spare.child
        _end(spare)
        return None

    def prepare(self) -> None:
        """Nothing comes back: a visit was made, and one stands by for the next if that is near."""
        with self._lock:
            self._made += 1
            if self._made >= _OFTEN and self._spare is None:
                self._spare = _prepared()

    def expect(self) -> None:
        """Nothing comes back: a child for the next visit starts beside other work."""
        self._coming = threading.Thread(target=self._expect)
        self._coming.start()

    def _expect(self) -> None:
        with self._lock:
            if self._spare is None:
                self._spare = _prepared()

    def dismiss(self) -> None:
        """Nothing comes back: none stands by."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            _end(spare)


def _prepared() -> _Spare | None:
    with suppress(VisitNotStarted):  # the next visit says so, if it finds none either
        spare = _Spare(born(None), os.getpid(), environment())
        spare.child.tell(STAND_BY)
        return spare
    return None


def _end(spare: _Spare) -> None:
    if spare.owner == os.getpid():
        spare.child.end()


_STANDBY: Final = _Standby()
atexit.register(_STANDBY.dismiss)
dismiss = _STANDBY.dismiss
expect = _STANDBY.expect


@contextmanager
def child(*, line: int | None = None) -> Iterator[Child]:
    """A child at work, as `starting.child`; the one that stands by, where there is one.

    One with a line to those who attend its visit is always new: it inherits that at its birth.

    Raises:
        VisitNotStarted: no process could be had.
    """
    one = _STANDBY.taken() if line is None else None
    one = one or born(line)
    try:
        yield one
    finally:
        one.end()
        _STANDBY.prepare()

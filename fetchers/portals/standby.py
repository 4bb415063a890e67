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

from fetchers.portals.calls import READY, STAND_BY, STAND_BY_BARE, TAKE
from fetchers.portals.starting import Child, born, environment
from model.errors import VisitNotStarted

_OFTEN: Final = 2  # visits; who has made as many is likely to make more
_READY_SECONDS: Final = 30.0  # on a machine under load


@dataclass(frozen=True, slots=True)
class _Spare:
    """A child that stands by, whose it is, and the environment that it has.

    `bare` says that nothing runs in it yet that drives browsers.
    """

    child: Child
    owner: int
    environment: Mapping[str, str]
    bare: bool

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

    def taken(self, *, bare: bool) -> Child | None:
        """The child that stood by, at work now; None where there is none of that kind."""
        if self._coming is not None:
            self._coming.join()
        with self._lock:
            spare = self._spare
            if spare is None or spare.bare is not bare:
                return None
            self._spare = None
        if spare.answers():
            return spare.child
        _end(spare)
        return None

    def prepare(self) -> None:
        """Nothing comes back: a visit was made, and one stands by for the next if that is near."""
        with self._lock:
            self._made += 1
            if self._made >= _OFTEN and self._spare is None:
                self._spare = _prepared(bare=False)

    def expect(self, *, bare: bool = False) -> None:
        """Nothing comes back: a child for the next visit starts beside other work.

        One for a visit that is not likely to need a browser is `bare`.
        """
        self._coming = threading.Thread(target=self._expect, args=(bare,))
        self._coming.start()

    def _expect(self, bare: bool) -> None:  # noqa: FBT001 - a thread's target
        with self._lock:
            if self._spare is None:
                self._spare = _prepared(bare=bare)

    def dismiss(self) -> None:
        """Nothing comes back: none stands by."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            _end(spare)


def _prepared(*, bare: bool) -> _Spare | None:
    with suppress(VisitNotStarted):  # the next visit says so, if it finds none either
        spare = _Spare(born(None), os.getpid(), environment(), bare)
        spare.child.tell(STAND_BY_BARE if bare else STAND_BY)
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
def child(*, line: int | None = None, bare: bool = False) -> Iterator[Child]:
    """A child at work, as `starting.child`; the one that stands by, where there is one.

    One with a line to those who attend its visit is always new: it inherits that at its birth. One
    whose visit is not likely to need a browser (`bare`) leaves what drives them to the next.

    Raises:
        VisitNotStarted: no process could be had.
    """
    one = _STANDBY.taken(bare=bare) if line is None else None
    one = one or born(line)
    try:
        yield one
    finally:
        one.end()
        if not bare:
            _STANDBY.prepare()

"""What this worker holds alone among all machines: portals that it visits, browsers, the mailboxes.

The engine gives each visit to one worker; this makes sure of it in the tables, which are the truth:
a visit begins only where nobody else is at its portal, and no more browsers are open anywhere than
the company wants.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from model.errors import VisitNotStarted
from storage import claims, heartbeats
from storage.heartbeats import Worker
from storage.store import Store, Tx

_PORTAL_TAKEN = "Another worker is at this portal; the visit is made after its own."
_LOOKS = 120
_PAUSE = 0.5  # seconds


class _AllBusy(VisitNotStarted):
    """As many browsers are open as may be; the visit is made once one is free."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The claims of one life of a worker; without a worker (a single command) nothing is claimed.

    `browsers` is how many visits all machines make at once, 0 for as many as their workers can.
    While `ending` is not set, a visit waits for one of them where it is: who goes back into the
    line stands behind those that came later.
    """

    worker: Worker | None = None
    browsers: int = 0
    ending: threading.Event = field(default_factory=threading.Event)
    _held: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def visit(self, store: Store, portal_id: str) -> Iterator[None]:
        """The block visits a portal, where nobody else does.

        Raises:
            VisitNotStarted: somebody does, or all browsers are at work and stay so.
        """
        if self.worker is None:
            yield
            return
        held = self._awaited(store, self.worker.executor, claims.portal(portal_id))
        try:
            yield
        finally:
            self._give_up(held)
            with store.begin() as tx:
                claims.free(tx, held, self.worker.executor)

    def watching(self, tx: Tx) -> bool | None:
        """Whether this worker holds the mailboxes; None where nobody does."""
        if self.worker is None:
            return True
        holder = claims.holder(tx, claims.MAILBOXES)
        return None if holder is None else holder == self.worker.executor

    def watches(self, tx: Tx) -> bool:
        """Whether this worker is the one that holds the mailboxes, from now on or already."""
        return self.worker is None or claims.hold(tx, claims.MAILBOXES, self.worker.executor)

    def tidy(self, store: Store) -> None:
        """Give up what visits have left whose end could not be written down."""
        if self.worker is None:
            return
        with store.read() as tx:
            if claims.held(tx, self.worker.executor) <= self._kept():
                return
        with self._lock, store.begin() as tx:
            claims.free_all(tx, self.worker.executor, but={claims.MAILBOXES, *self._held})

    def _kept(self) -> frozenset[str]:
        with self._lock:
            return frozenset({claims.MAILBOXES, *self._held})

    def prove(self, tx: Tx) -> None:
        """Nothing comes back, while this life of the worker goes on. Raises TakenOver."""
        if self.worker is not None:
            heartbeats.prove(tx, self.worker)

    def _awaited(self, store: Store, executor: str, portal: str) -> frozenset[str]:
        """The portal and a browser, once one is free; it is not waited for for ever."""
        for _ in range(_LOOKS):
            if self._may_open(store):
                with suppress(_AllBusy):  # somebody was faster
                    return self._taken(store, executor, portal)
            if self.ending.wait(_PAUSE):
                break
        return self._taken(store, executor, portal)

    def _may_open(self, store: Store) -> bool:
        if not self.browsers:
            return True
        with store.read() as tx:
            return claims.any_free(tx, self._names())

    def _names(self) -> tuple[str, ...]:
        return tuple(f"browser {number}" for number in range(1, self.browsers + 1))

    def _taken(self, store: Store, executor: str, portal: str) -> frozenset[str]:
        with self._lock, store.begin() as tx:
            if portal in self._held or not claims.hold(tx, portal, executor):
                raise VisitNotStarted(_PORTAL_TAKEN)
            browser = self._browser(tx, executor)
            self._held.update((portal, *browser))
        return frozenset({portal, *browser})

    def _browser(self, tx: Tx, executor: str) -> tuple[str, ...]:
        """The browser that is free; none is counted where there may be any number."""
        if not self.browsers:
            return ()
        if (free := claims.hold_one(tx, self._names(), executor)) is None:
            raise _AllBusy
        return (free,)

    def _give_up(self, held: frozenset[str]) -> None:
        with self._lock:
            self._held.difference_update(held)

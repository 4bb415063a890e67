"""Access to an open vault: its key, and one proved moment of its contents a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from model.clock import Clock
from model.errors import VaultLocked, VaultRolledBack, VaultTampered
from vault import tables
from vault.anchor import Anchor, Witness, line_of, nobody, witnessed
from vault.container import Container
from vault.contents import Contents, header_of
from vault.header import Slot
from vault.hierarchy import VaultKey
from vault.rows import NOTHING
from vault.slots.lock import opened
from vault.slots.source import KeySource


class Access:
    """What a vault's parts share while it's open: nothing is read or written but through it."""

    def __init__(
        self, container: Container, *, clock: Clock, anchor: Anchor, witness: Witness = nobody
    ) -> None:
        self.clock = clock
        self.anchor = anchor
        self.witness = witness
        self._container = container
        self._key: VaultKey | None = None
        self._seen = 0
        self._known = NOTHING
        self._idle: float | None = None
        self._used = 0.0

    @property
    def key(self) -> VaultKey:
        """The vault key.

        Raises:
            VaultLocked: the vault is locked.
        """
        self.lock_if_idle()
        if self._key is None:
            raise VaultLocked
        self._used = self.clock.monotonic()
        return self._key

    @property
    def is_locked(self) -> bool:
        """Whether there is no key now."""
        self.lock_if_idle()
        return self._key is None

    def keep_for(self, idle: timedelta | None) -> None:
        """Lock by itself after so long without use; never, for None."""
        self._idle = idle.total_seconds() if idle else None

    def lock_if_idle(self) -> bool:
        """Whether the key was wiped just now, because nobody used it for too long."""
        over = self._idle is not None and self.clock.monotonic() - self._used >= self._idle
        if self._key is None or not over:
            return False
        self.lock()
        return True

    def take(self, key: VaultKey) -> None:
        """Go on with this key; one that was in use before is wiped."""
        self.lock()
        self._key, self._used = key, self.clock.monotonic()

    def lock(self) -> None:
        """Wipe the key."""
        if self._key is not None:
            self._key.forget()
        self._key, self._known = None, NOTHING

    def find(self, source: KeySource) -> tuple[Slot, VaultKey]:
        """The slot that the source opens, and the vault key in it; the access stays as it is.

        Raises:
            VaultError: the source opens none, or the file can't be read.
        """
        with self._container.reading() as connection:
            tables.quick_check(connection)
            header = header_of(connection)
        with self._container.named_errors():  # the slots are foreign bytes until one of them opens
            slot, key = opened(header, source)
        return slot, VaultKey(header.vault, key)

    @contextmanager
    def reading(self) -> Iterator[Contents]:
        """The contents of one moment."""
        key, seen = self.key, self._highest_seen()
        with self._container.reading() as connection:
            contents = Contents(connection, key, seen=seen, known=self._known)
            yield contents
        self._settled(contents)

    @contextmanager
    def changing(self, *, seen: int | None = None) -> Iterator[Contents]:
        """The contents, to be changed by nobody else meanwhile; undone where the block raises.

        `seen` is the epoch of an older copy that is meant; else the highest that was seen.
        """
        key = self.key
        seen = self._highest_seen() if seen is None else seen
        with self._container.changing() as connection:
            contents = Contents(connection, key, seen=seen, known=self._known)
            yield contents
            epoch = contents.settle()
        self._settled(contents)
        self.anchor.raise_to(epoch, key)

    @contextmanager
    def renewing(self, new: VaultKey) -> Iterator[Contents]:
        """As `changing`, where the block makes `new` the vault's key."""
        old, seen = self.key, self._highest_seen()
        with self._container.changing() as connection:
            contents = Contents(connection, old, seen=seen, known=self._known)
            yield contents
            epoch = contents.settle()
            self.anchor.bridge(old, new, epoch)
        self._settled(contents)
        self.take(new)
        self.anchor.note(epoch, new)

    def heed_witness(self) -> str:
        """What is wrong between the anchor and its witness, empty for nothing.

        An epoch that only the witness has seen counts from now on.
        """
        noted, seen = self.anchor.epoch(self.key) or 0, witnessed(self.witness(), self.key)
        self._seen = max(self._seen, seen)
        if noted >= seen:
            return ""
        return f"{self.anchor.path.name} knows change {noted}, its witness change {seen}"

    def line(self) -> str:
        """The line for a witness to keep, for the vault as it is now."""
        with self.reading() as contents:
            return line_of(contents.header.epoch, self.key)

    def accept(self, epoch: int) -> None:
        """Take an older copy that was restored on purpose; that goes on record.

        Raises:
            VaultRolledBack: the vault is at another epoch.
        """
        with self.changing(seen=epoch) as contents:
            if contents.header.epoch != epoch:
                raise VaultRolledBack(
                    f"The vault is at change {contents.header.epoch}, not at {epoch}; nothing was"
                    " accepted."
                )
            contents.note(self.clock.now(), actor="person", verb="accept", purpose=str(epoch))
        self.anchor.note(self._seen, self.key)

    def _settled(self, contents: Contents) -> None:
        self._seen = max(self._seen, contents.header.epoch)
        self._known = contents.listing

    def _highest_seen(self) -> int:
        """The epoch below which the file is an old copy; asked before a snapshot, never after."""
        try:
            noted = self.anchor.epoch(self.key)
        except VaultTampered:
            self._prove_key()  # a renewed key has an anchor of its own
            raise
        return max(self._seen, noted or 0)

    def _prove_key(self) -> None:
        with self._container.reading() as connection:
            Contents(connection, self.key, seen=0)

"""What is remembered of a watched folder: by the journal for ever, by the process until it ends."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from model.clock import Clock

_NET: Final = timedelta(days=1)
_MANY: Final = 3


class Seen(Protocol):
    """The journal of one folder, as far as a watch asks it."""

    def known(self, uidvalidity: int, fingerprints: Mapping[int, str]) -> frozenset[int]:
        """The UIDs of mails that were handed over before, there or before a renumbering.

        Two mails of one fingerprint are known only if two were handed over.
        """
        ...

    def uids(self, uidvalidity: int) -> frozenset[int]:
        """The UIDs that were handed over."""
        ...


@dataclass(slots=True)
class Memory:
    """What one connection to a folder leaves to the next; losing it costs time and nothing else.

    `compared` is when all UIDs were last compared with the journal, at the count of changes
    `compared_modseq` (RFC 7162); `modseq` is the count at the last look; `refused` says how often a
    mail could not be fetched; `renumbered` holds the instants of the last changes of UIDVALIDITY.
    `pushed` says whether the server tells of new mail by itself (IDLE), None before it was asked.
    """

    compared: datetime | None = None
    compared_modseq: int = 0
    modseq: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    renumbered: deque[datetime] = field(default_factory=lambda: deque(maxlen=_MANY + 1))
    pushed: bool | None = None

    def changes_counted(self, modseq: int) -> None:
        """Take the folder's count of changes (HIGHESTMODSEQ); one that goes back is a restore."""
        if modseq < self.modseq:
            self.compared = None
        self.modseq = modseq

    def comparison_due(self, clock: Clock) -> bool:
        """Whether the folder should be compared: daily, but not where nothing changed."""
        if self.compared is None:
            return True
        unchanged = self.modseq > 0 and self.modseq == self.compared_modseq
        return clock.now() - self.compared >= _NET and not unchanged

    def renumbers_often(self, clock: Clock) -> bool:
        """Whether the server changed UIDVALIDITY more than three times in a day."""
        return sum(clock.now() - at < _NET for at in self.renumbered) > _MANY

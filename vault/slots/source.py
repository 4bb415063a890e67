"""Key sources: where the secret that opens a vault comes from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final

from vault.header import Slot
from vault.seal import Cost

NO_COST: Final = Cost(0, 0, 0)


class KeySource(ABC):
    """One way to open a vault. Its secret never lies in the vault's file."""

    kind: ClassVar[str]
    cost: Cost = NO_COST
    floor: Cost = NO_COST
    ceiling: Cost = NO_COST

    @property
    @abstractmethod
    def label(self) -> str:
        """What a person calls it; stands in the header, so it holds no secret."""

    @abstractmethod
    def enrol(self, slot: Slot, vault: str, /) -> None:
        """Get ready to open this new slot of a vault; nothing is wrapped in it yet.

        Raises:
            BillhookError: this source can't open a vault; the message says why.
        """

    @abstractmethod
    def secret(self, slot: Slot, vault: str, /) -> bytes:
        """The secret, 32 bytes, as it is for this slot of this vault.

        Raises:
            VaultError: it can't be had.
        """

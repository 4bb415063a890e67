"""A passphrase, stretched by Argon2id."""

from __future__ import annotations

import unicodedata
from typing import Final

from model.errors import WrongInput
from model.secret import Secret
from vault.header import Slot
from vault.seal import Cost, stretched
from vault.slots.source import KeySource

COST: Final = Cost(m=256 * 1024, t=3, p=4)  # half a second, once an unlock
FLOOR: Final = Cost(m=47_104, t=1, p=1)  # OWASP ASVS 5, appendix C
CEILING: Final = Cost(m=1024 * 1024, t=16, p=16)  # a forged header may not ask for more
_MIN_LENGTH: Final = 8  # OWASP ASVS 5, 6.2.1


class Passphrase(KeySource):
    """A passphrase that a person enters.

    `cost` is what a new vault gets. A vault whose cost lies below `FLOOR` opens only where a cost
    as low as its own is named here: tests do, so that they needn't stretch.
    """

    kind = "passphrase"
    ceiling = CEILING

    def __init__(self, passphrase: Secret, *, cost: Cost = COST) -> None:
        # the same keys give other bytes on another system unless they are composed (RFC 8265)
        self._passphrase = Secret(unicodedata.normalize("NFC", passphrase.reveal()))
        self.cost = cost
        self.floor = Cost(min(cost.m, FLOOR.m), min(cost.t, FLOOR.t), min(cost.p, FLOOR.p))

    @property
    def label(self) -> str:
        """What a person calls it."""
        return "passphrase"

    def enrol(self, _slot: Slot, _vault: str, /) -> None:
        """Refuse a passphrase that is too short for a new slot."""
        if len(self._passphrase.reveal()) < _MIN_LENGTH:
            raise WrongInput(f"A passphrase needs at least {_MIN_LENGTH} characters.")

    def secret(self, slot: Slot, _vault: str, /) -> bytes:
        """The stretched passphrase."""
        return stretched(self._passphrase.reveal(), salt=slot.salt, cost=slot.kdf)

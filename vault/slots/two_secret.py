"""Two secrets at once: a passphrase in a head, a key on a machine; neither opens anything alone."""

from __future__ import annotations

from model.secret import Secret
from vault.header import Slot
from vault.seal import Cost
from vault.slots.passphrase import CEILING, COST, Passphrase
from vault.slots.source import KeySource
from vault.wire import pack


class TwoSecret(KeySource):
    """A passphrase together with a key file or the OS keyring.

    Who steals the vault's file can't even try passphrases: each guess needs the other secret too.
    """

    kind = "two-secret"
    ceiling = CEILING

    def __init__(self, passphrase: Secret, key: KeySource, *, cost: Cost = COST) -> None:
        self._passphrase = Passphrase(passphrase, cost=cost)
        self._key = key
        self.cost = cost
        self.floor = self._passphrase.floor

    @property
    def label(self) -> str:
        """What a person calls both."""
        return f"{self._passphrase.label} and {self._key.label}"

    def enrol(self, slot: Slot, vault: str, /) -> None:
        """Get both ready."""
        self._passphrase.enrol(slot, vault)
        self._key.enrol(slot, vault)

    def secret(self, slot: Slot, vault: str, /) -> bytes:
        """Both secrets, packed."""
        key = self._key.secret(slot, vault)  # first: it costs nothing to find it missing
        return pack(self._passphrase.secret(slot, vault), key)

"""The two keys inside a vault: the vault key wraps data keys, a data key seals records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from model.errors import VaultLocked, VaultTampered
from vault import seal
from vault.header import Header, Slot, WrappedKey
from vault.slots.lock import closed, new_slot
from vault.slots.source import KeySource
from vault.wire import pack

_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one generation that seals records, the manifest and the audit trail."""

    vault: str
    gen: int
    _bytes: bytes

    def __repr__(self) -> str:
        return f"DataKey(gen={self.gen})"

    def sub(self, *purpose: str) -> bytes:
        """The key for one of its purposes."""
        return seal.subkey(self._bytes, *purpose)

    def wrapped_by(self, vault_key: VaultKey) -> WrappedKey:
        """This key as it stands in the header."""
        sealed = seal.seal(
            vault_key.sub("wrap-dek"), self._bytes, bound_to=_wrap_binding(self.vault, self.gen)
        )
        return WrappedKey(self.gen, sealed.nonce, sealed.text)


def new_data_key(vault: str, gen: int) -> DataKey:
    """A fresh data key of a generation."""
    return DataKey(vault, gen, seal.new_key())


class VaultKey:
    """The vault key while the vault is open. It wraps keys and proves headers."""

    __slots__ = ("_bytes", "slots", "vault")

    def __init__(self, vault: str, key: bytes) -> None:
        self.vault = vault
        self.slots: frozenset[str] = frozenset()  # that it was last seen wrapped in, by their ids
        self._bytes = bytearray(key)

    def __repr__(self) -> str:
        return "VaultKey(open)" if self._bytes else "VaultKey(forgotten)"

    def sub(self, purpose: str) -> bytes:
        """The key for one of its purposes.

        Raises:
            VaultLocked: it was forgotten.
        """
        return seal.subkey(self._open(), purpose)

    def wrapped_for(self, source: KeySource) -> Slot:
        """A new slot that this source opens, with this key in it."""
        return new_slot(source, self.vault, self._open())

    def wrapped_again(self, slot: Slot, source: KeySource) -> Slot:
        """The same slot, stretched as its source does it now."""
        return closed(slot, source, vault=self.vault, vault_key=self._open())

    def header_mac(self, body: bytes) -> bytes:
        """The MAC over a header's text."""
        return seal.mac(self.sub("header"), body)

    def record_id(self, name: str) -> str:
        """The id of the record of this name: found without opening others, and not telling it."""
        return seal.mac(self.sub("name"), pack(name))[:_ID_BYTES].hex()

    def data_key(self, header: Header) -> DataKey:
        """The current data key of a header."""
        wrapped = next((key for key in header.keys if key.gen == header.gen), None)
        if wrapped is None:
            raise VaultTampered
        binding = _wrap_binding(self.vault, wrapped.gen)
        key = seal.unseal(self.sub("wrap-dek"), wrapped.sealed, bound_to=binding)
        return DataKey(self.vault, wrapped.gen, key)

    def _open(self) -> bytearray:
        if not self._bytes:
            raise VaultLocked
        return self._bytes

    def same(self, other: VaultKey) -> bool:
        """Whether another key is this one."""
        return seal.same(self.header_mac(b""), other.header_mac(b""))

    def forget(self) -> None:
        """Wipe the key."""
        self._bytes[:] = bytes(len(self._bytes))
        self._bytes.clear()


def _wrap_binding(vault: str, gen: int) -> bytes:
    return pack(seal.DOMAIN, "wrap-dek", vault, gen)

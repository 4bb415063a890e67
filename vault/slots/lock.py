"""Closing a slot around the vault key, and opening it again."""

from __future__ import annotations

import secrets
from typing import Final

from model.errors import VaultTampered, WrongKey
from model.ids import new_id
from vault import seal
from vault.header import Header, Slot
from vault.seal import Sealed
from vault.slots.source import KeySource

_SALT_BYTES: Final = 16


def new_slot(source: KeySource, vault: str, vault_key: bytes) -> Slot:
    """A slot that this source opens."""
    source.enrol(vault)
    salt = secrets.token_bytes(_SALT_BYTES)
    blank = Slot(new_id(), source.kind, source.label, source.cost, salt, nonce=b"", wrapped=b"")
    sealed = seal.seal(_key(source, blank, vault), vault_key, bound_to=blank.binding(vault))
    return Slot(
        blank.id, blank.kind, blank.label, blank.kdf, salt, nonce=sealed.nonce, wrapped=sealed.text
    )


def opened(header: Header, source: KeySource) -> bytes:
    """The vault key, from the first slot that the source opens; slots of other kinds are passed by.

    Raises:
        WrongKey: it opens none of them.
        VaultTampered: a slot asks for a derivation out of bounds; it isn't tried.
    """
    for slot in header.slots:
        if slot.kind != source.kind:
            continue
        if not slot.kdf.within(source.floor, source.ceiling):
            raise VaultTampered("A key slot of the vault asks for a derivation out of bounds.")
        try:
            key = _key(source, slot, header.vault)
            sealed = Sealed(slot.nonce, slot.wrapped)
            return seal.unseal(key, sealed, bound_to=slot.binding(header.vault))
        except VaultTampered:
            continue  # another key's slot looks just like this
    raise WrongKey


def _key(source: KeySource, slot: Slot, vault: str) -> bytes:
    secret = source.secret(slot, vault)
    return seal.subkey(secret, "slot", slot.kind, vault, salt=slot.salt)

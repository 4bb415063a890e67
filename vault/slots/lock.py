"""Closing a slot around the vault key, and opening it again."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Final

from model.errors import VaultLocked, VaultTampered, WrongKey
from model.ids import new_id
from vault import seal
from vault.header import Header, Slot
from vault.seal import KEY_BYTES, NONCE_BYTES, TAG_BYTES, Sealed
from vault.slots.source import KeySource

_SALT_BYTES: Final = 16


def new_slot(source: KeySource, vault: str, vault_key: bytes | bytearray) -> Slot:
    """A slot that this source opens."""
    salt = secrets.token_bytes(_SALT_BYTES)
    slot = Slot(new_id(), source.kind, source.label, source.cost, salt, nonce=b"", wrapped=b"")
    source.enrol(slot, vault)
    return closed(slot, source, vault=vault, vault_key=vault_key)


def closed(slot: Slot, source: KeySource, *, vault: str, vault_key: bytes | bytearray) -> Slot:
    """The slot with the vault key wrapped in it, stretched as the source does it now."""
    fresh = replace(slot, kdf=source.cost, salt=secrets.token_bytes(_SALT_BYTES))
    key = _key(source, fresh, vault)
    sealed = seal.seal(key, bytes(vault_key), bound_to=fresh.binding(vault))
    return replace(fresh, nonce=sealed.nonce, wrapped=sealed.text)


def opened(header: Header, source: KeySource) -> tuple[Slot, bytes]:
    """The first slot that the source opens, and the vault key; other kinds are passed by.

    Raises:
        WrongKey: it opens none of them.
        VaultLocked: its secret isn't at hand here.
        VaultTampered: a slot is out of bounds; it isn't tried.
    """
    why: VaultLocked | WrongKey = WrongKey()
    for slot in header.slots:
        if slot.kind != source.kind:
            continue
        _prove_bounds(slot, source)
        try:
            return slot, _open(slot, source, header.vault)
        except VaultTampered:
            continue  # another key's slot looks just like this
        except VaultLocked as elsewhere:
            why = elsewhere  # the keyring of another machine
    raise why


def _open(slot: Slot, source: KeySource, vault: str) -> bytes:
    sealed = Sealed(slot.nonce, slot.wrapped)
    return seal.unseal(_key(source, slot, vault), sealed, bound_to=slot.binding(vault))


def _prove_bounds(slot: Slot, source: KeySource) -> None:
    """Nothing, where the slot may be tried: a forged one could ask for terabytes of memory."""
    lengths = len(slot.salt), len(slot.nonce), len(slot.wrapped)
    whole = lengths == (_SALT_BYTES, NONCE_BYTES, KEY_BYTES + TAG_BYTES)
    if not whole or not slot.kdf.within(source.floor, source.ceiling):
        raise VaultTampered("A key slot of the vault asks for a derivation out of bounds.")


def _key(source: KeySource, slot: Slot, vault: str) -> bytes:
    secret = source.secret(slot, vault)
    return seal.subkey(secret, "slot", slot.kind, vault, salt=slot.salt)

"""The keys of an open vault: who may open it, and making a leaked one worthless."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from model.errors import VaultError, VaultTampered, WrongInput
from vault import seal
from vault.access import Access
from vault.contents import Contents
from vault.header import MAX_SLOTS, Slot
from vault.hierarchy import VaultKey
from vault.slots.os_keyring import OsKeyring
from vault.slots.source import KeySource

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One way in, as it may be shown."""

    id: str
    kind: str
    label: str


class Keys:
    """The key slots of an open vault."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def slots(self) -> tuple[KeySlot, ...]:
        """Every way in, oldest first."""
        with self._access.reading() as contents:
            return tuple(_shown(slot) for slot in contents.header.slots)

    def prove(self, source: KeySource, *, actor: str = "person") -> KeySlot:
        """The slot that this source opens; that it was tried goes on record.

        Raises:
            WrongKey: it opens none.
        """
        slot, found = self._access.find(source)
        try:
            if not found.same(self._access.key):
                raise VaultTampered
        finally:
            found.forget()
        self._note("prove-key", slot, actor=actor)
        return _shown(slot)

    def add(self, source: KeySource, *, alone: bool = False, actor: str = "person") -> KeySlot:
        """A new slot that this source opens; where `alone`, others of its kind are removed.

        Raises:
            BillhookError: the source can't open a vault.
            WrongInput: the vault has as many slots as it may.
        """
        slot = self._access.key.wrapped_for(source)  # outside the transaction: it may take seconds
        with self._access.changing() as contents:
            old = contents.header.slots
            kept = [one for one in old if not (alone and one.kind == slot.kind)]
            if len(kept) == MAX_SLOTS:
                raise WrongInput(f"A vault has at most {MAX_SLOTS} keys; remove one first.")
            contents.keep_slots((*kept, slot))
            self._record(contents, "add-key", slot, actor=actor)
        self._clear([one for one in old if one not in kept])
        return _shown(slot)

    def remove(self, slot: str, *, actor: str = "person") -> KeySlot:
        """The slot that was removed. Whoever opened the vault by it may have kept the vault's key.

        Raises:
            WrongInput: there is no such slot, or no other one that Billhook knows how to open.
        """
        with self._access.changing() as contents:
            gone = next((one for one in contents.header.slots if one.id == slot), None)
            if gone is None:
                raise WrongInput(
                    f"The vault has no key {slot}; see them with: billhook vault slots list."
                )
            kept = [one for one in contents.header.slots if one is not gone]
            if not kept:
                raise WrongInput("This is the vault's only key; add another one first.")
            contents.keep_slots(kept)
            self._record(contents, "remove-key", gone, actor=actor)
        self._clear([gone])
        return _shown(gone)

    def strengthen(self, slot: Slot, source: KeySource) -> None:
        """Wrap the vault key again in a slot whose derivation has fallen below today's."""
        better = self._access.key.wrapped_again(slot, source)
        with self._access.changing() as contents:
            slots = contents.header.slots
            contents.keep_slots(better if one == slot else one for one in slots)
            self._record(contents, "strengthen-key", slot, actor="billhook")

    def renew(self, sources: Sequence[KeySource], *, actor: str = "person") -> tuple[KeySlot, ...]:
        """The slots that were dropped, as a new vault key was wrapped for these sources only.

        Everything is sealed again under it: a copy of the old key opens nothing of the new file.
        Processes that hold the vault open must unlock it again.

        Raises:
            WrongKey: one of the sources opens no slot now; nothing was changed.
        """
        if not sources:
            raise WrongInput("Name at least one key that shall open the vault from now on.")
        again = {self.prove(source, actor=actor).id for source in sources}
        key = VaultKey(self._access.key.vault, seal.new_key())
        slots = [key.wrapped_for(source) for source in sources]
        with self._access.renewing(key) as contents:
            old = contents.header.slots
            contents.renew_vault_key(key, slots)
            contents.note(self._access.clock.now(), actor=actor, verb="renew-key")
        self._clear(old)
        return tuple(_shown(slot) for slot in old if slot.id not in again)

    def _note(self, verb: str, slot: Slot, *, actor: str) -> None:
        with self._access.changing() as contents:
            self._record(contents, verb, slot, actor=actor)

    def _record(self, contents: Contents, verb: str, slot: Slot, *, actor: str) -> None:
        purpose = f"{slot.kind} {slot.id}"
        contents.note(self._access.clock.now(), actor=actor, verb=verb, purpose=purpose)

    def _clear(self, gone: Sequence[Slot]) -> None:
        """Take what the OS keyring holds for slots that are gone out of it."""
        for slot in gone:
            if slot.kind == OsKeyring.kind:
                try:
                    OsKeyring().forget(slot, self._access.key.vault)
                except VaultError as error:  # the slot is gone: the secret opens nothing any more
                    _log.warning("The OS keyring keeps a key of no use: %s", error.message)


def _shown(slot: Slot) -> KeySlot:
    return KeySlot(slot.id, slot.kind, slot.label)

"""Unlocking the vault from the dashboard: by an admin, a few tries a minute, on the audit trail."""

from __future__ import annotations

import threading
from typing import Final

from model.clock import Clock
from model.errors import TooManyTries, WrongInput, WrongKey
from model.patience import Patience
from model.people import Right, User
from model.secret import Secret
from pipeline.access.rights import prove
from pipeline.keyholder.vault_talk import VaultDoor
from storage import audit, heartbeats
from storage.store import Store

_LONGEST: Final = 1024  # characters
_SUBJECT: Final = "vault:workers"


class Unlocking:
    """The way from a signed-in person to the workers' vaults; the passphrase is kept nowhere."""

    def __init__(self, store: Store, clock: Clock, door: VaultDoor) -> None:
        self._store = store
        self._door = door
        self._patience = Patience(clock)
        self._at_it = threading.Lock()

    def unlock(self, user: User, passphrase: Secret) -> None:
        """Open the vaults by what a person typed.

        Raises:
            WrongInput: this person may not, or it can't be a passphrase, or they are open.
            TooManyTries: the next try has to wait.
            VaultError: the passphrase is wrong, or no worker answers.
        """
        prove(user, Right.UNLOCK_VAULT)
        if not 0 < len(passphrase.reveal()) <= _LONGEST:
            raise WrongInput(f"Type the vault's passphrase, at most {_LONGEST} characters.")
        if not self._at_it.acquire(blocking=False):  # else many tries at once count as one
            raise TooManyTries("Somebody is unlocking the vault at this moment.")
        try:
            self._try(user, passphrase)
        finally:
            self._at_it.release()

    def _try(self, user: User, passphrase: Secret) -> None:
        if wait := self._patience.wait(user.id):
            raise TooManyTries(f"Too many wrong passphrases. Wait {wait:.0f} seconds.")
        self._prove_locked()
        try:
            self._door.unlock(user.name, passphrase)
        except WrongKey:
            self._patience.failed(user.id)
            self._note(user, "failed to unlock", "wrong passphrase")
            raise WrongKey("This passphrase does not open the vault.") from None
        self._patience.forget(user.id)
        self._note(user, "unlocked")

    def _prove_locked(self) -> None:
        """Raise WrongInput where nothing is locked: an open vault would take any passphrase."""
        with self._store.read() as tx:
            if not heartbeats.any_locked(tx, heartbeats.LIVELY):
                raise WrongInput("The vault is open; nothing waits for it.")

    def _note(self, user: User, verb: str, detail: str = "") -> None:
        with self._store.begin() as tx:
            audit.note(tx, user.name, verb, _SUBJECT, detail)

"""Doors to workers, for tests: one behind which nobody is, and one into this process."""

from __future__ import annotations

import json
from datetime import timedelta

from model.clock import SystemClock
from model.errors import VaultError
from model.secret import Secret
from pipeline.keyholder.connecting_ground import Ground
from pipeline.keyholder.vault_keeping import Keeping
from pipeline.keyholder.vault_talk import (
    Answer,
    Question,
    read_answer,
    read_question,
    write_answer,
    write_question,
)
from storage.store import Store
from vault import Vault


class ShutDoor:
    """Nobody is there."""

    def ask(self, _question: Question, /) -> Answer:
        raise VaultError("No worker is running here.")

    def unlock(self, _actor: str, _passphrase: Secret, /) -> None:
        raise VaultError("No worker is running here.")

    def lock(self, _actor: str, /) -> None:
        raise VaultError("No worker is running here.")

    def hand(self, _challenge_id: str, _answer: Secret, /) -> bool:
        return False

    def lock_after(self, _minutes: int, /) -> None:
        raise VaultError("No worker is running here.")


class InnerDoor(ShutDoor):
    """A worker in this process; all that is said becomes JSON on the way, and is kept."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self._vault = vault
        self._keeping = Keeping(Ground(store, vault, SystemClock(), loopback=True))

    def ask(self, question: Question, /) -> Answer:
        line = json.dumps(write_question(question))
        self.asked.append(line)
        answer = json.dumps(write_answer(self._keeping.answer(read_question(json.loads(line)))))
        self.said.append(answer)
        return read_answer(question, json.loads(answer))

    def lock(self, _actor: str, /) -> None:
        self._vault.lock()

    def lock_after(self, minutes: int, /) -> None:
        self._vault.lock_after(timedelta(minutes=minutes) if minutes else None)

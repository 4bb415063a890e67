"""What health, readiness and metrics ask, on the store."""

from __future__ import annotations

from datetime import datetime

from model.api import ApiToken
from model.errors import BillhookError
from model.secret import Secret
from model.vitals import Ended, Readiness, Vitals
from storage import api_tokens, heartbeats, vitals
from storage.store import Store


class StoreVitals:
    """`model.vitals.VitalsDesk` on a store; every call is one short look."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def readiness(self) -> Readiness:
        """Whether the tables answer, and whether a worker is at work with an open vault."""
        try:
            with self._store.read() as tx:
                alive = bool(heartbeats.alive(tx, heartbeats.LIVELY))
                locked = heartbeats.any_locked(tx, heartbeats.LIVELY)
        except BillhookError:  # why is the log's and the doctor's to say
            return Readiness(database=False)
        return Readiness(database=True, worker=alive, vault_open=alive and not locked)

    def vitals(self) -> Vitals:
        """The numbers of now. Raises StorageError."""
        with self._store.read() as tx:
            return vitals.taken(tx)

    def ended(self, since: datetime) -> tuple[Ended, ...]:
        """The visits that ended since an instant, oldest first. Raises StorageError."""
        with self._store.read() as tx:
            return vitals.ended(tx, since)

    def holder(self, token: Secret) -> ApiToken | None:
        """The token of the API, None where it is unknown, expired or revoked."""
        with self._store.read() as tx:
            return api_tokens.holder(tx, token)

"""Signed-in people, kept in the store."""

from __future__ import annotations

from model.people import User
from model.secret import Secret
from storage import audit, users
from storage.store import Store


class StoreSessions:
    """Sessions of the dashboard; only the hash of a token is stored."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, user_id: str, place: str = "") -> Secret:
        """The token of a new session; it goes on record."""
        with self._store.begin() as tx:
            user = users.get(tx, user_id)
            audit.note(tx, user.name, "signed in", f"person:{user.name}", place)
            return Secret(users.open_session(tx, user_id, place))

    def user(self, token: Secret) -> User | None:
        """The user of a session that is open."""
        with self._store.read() as tx:
            return users.session_user(tx, token.reveal())

    def close(self, token: Secret) -> None:
        """End a session."""
        with self._store.begin() as tx:
            users.close_session(tx, token.reveal())

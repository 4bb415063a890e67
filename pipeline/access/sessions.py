"""Signed-in people, kept in the store."""

from __future__ import annotations

from contextlib import suppress

from model.errors import BillhookError
from model.people import User
from model.secret import Secret
from storage import audit, users
from storage.store import Store


class StoreSessions:
    """Sessions of the dashboard; only the hash of a token is stored."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, user_id: str, place: str = "", *, by_provider: bool = False) -> Secret:
        """The token of a new session; it goes on record."""
        with self._store.begin() as tx:
            user = users.get(tx, user_id)
            verb = "signed in by the company's account" if by_provider else "signed in"
            audit.note(tx, user.name, verb, f"person:{user.name}", place)
            return Secret(users.open_session(tx, user_id, place, by_provider=by_provider))

    def user(self, token: Secret) -> User | None:
        """The user of a session that is open; it is marked as used, now and then."""
        with self._store.read() as tx:
            user = users.session_user(tx, token.reveal())
            mark = user is not None and users.is_unmarked(tx, token.reveal())
        if mark:
            with suppress(BillhookError), self._store.begin() as tx:  # a full disk shuts nobody out
                users.mark_used(tx, token.reveal())
        return user

    def close(self, token: Secret) -> bool:
        """Whether the company's identity provider had opened it; it has ended."""
        with self._store.begin() as tx:
            return users.close_session(tx, token.reveal())

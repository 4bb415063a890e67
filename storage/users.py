"""The people who may sign in, their sessions and one-time tokens.

Only a token's SHA-256 is kept: a stolen database opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, Table, select

from model.ids import derived_id
from model.people import Role, User
from model.secret import Secret
from storage import passwords, rows, tables
from storage.tx import Tx

LONGEST: Final = timedelta(hours=12)
"""A session ends after this time, used or not."""
TOKEN_LIFE: Final = timedelta(minutes=10)
"""A one-time token is worth nothing after this time."""
_TOKEN_BYTES: Final = 32

_user = tables.app_user.c
_session = tables.session.c
_token = tables.one_time_token.c


def add(tx: Tx, name: str, full_name: str, role: Role, password: Secret) -> User:
    """The user, now able to sign in; one with this name gets the new password and role.

    All sessions that were open under this name end.
    """
    user = User(id=derived_id("user", name), name=name, full_name=full_name, role=role)
    kept = {"password": passwords.hashed(password)}
    rows.put(tx, tables.app_user, rows.values(user) | kept)
    tx.connection.execute(tables.session.delete().where(_session.user_id == user.id))
    return user


def get(tx: Tx, user_id: str) -> User:
    """One user. Raises RecordMissing."""
    return rows.get(tx, tables.app_user, User, user_id)


def every(tx: Tx) -> tuple[User, ...]:
    """All users, by name."""
    return rows.records(tx, select(tables.app_user).order_by(_user.name), User)


def verify(tx: Tx, name: str, password: Secret) -> User | None:
    """The user, or None where name and password don't fit, or too many tries failed just now.

    Every call does the same work, so that time does not tell which names exist.
    """
    row = rows.find(tx, select(tables.app_user).where(_user.name == name))
    fits = passwords.fits(password, row["password"] if row else passwords.NOBODY)
    if passwords.waiting(tx, name):
        return None
    if row is None or not fits:
        passwords.count_failure(tx, name)
        return None
    passwords.forgive(tx, name)
    return rows.record(User, row)


def open_session(tx: Tx, user_id: str) -> str:
    """The token of a new session; ended ones are swept out."""
    _sweep(tx)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    columns = {"digest": _digest(token), "user_id": user_id, "opened": tx.now()}
    tx.connection.execute(tables.session.insert().values(columns))
    return token


def session_user(tx: Tx, token: str) -> User | None:
    """The user of a session, None once it has ended."""
    mine = (_session.digest == _digest(token), _session.opened > tx.now() - LONGEST)
    return next(iter(rows.records(tx, _with_user(tables.session).where(*mine), User)), None)


def close_session(tx: Tx, token: str) -> None:
    """End a session."""
    tx.connection.execute(tables.session.delete().where(_session.digest == _digest(token)))


def one_time_token(tx: Tx, user_id: str) -> str:
    """A token that signs this user in once, within ten minutes."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    columns = {"digest": _digest(token), "user_id": user_id, "expires": tx.now() + TOKEN_LIFE}
    tx.connection.execute(tables.one_time_token.insert().values(columns))
    return token


def use_token(tx: Tx, token: str) -> User | None:
    """The user of a one-time token, which is used up by this; None where it is spent or too old."""
    mine = _token.digest == _digest(token)
    valid = _with_user(tables.one_time_token).where(mine, _token.expires > tx.now())
    found = rows.records(tx, valid, User)
    tx.connection.execute(tables.one_time_token.delete().where(mine))
    return next(iter(found), None)


def _with_user(table: Table) -> Select[Any]:
    return select(tables.app_user).join(table, table.c.user_id == _user.id)


def _sweep(tx: Tx) -> None:
    tx.connection.execute(tables.session.delete().where(_session.opened <= tx.now() - LONGEST))
    tx.connection.execute(tables.one_time_token.delete().where(_token.expires <= tx.now()))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

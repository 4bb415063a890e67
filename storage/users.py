"""The people who may sign in, their sessions and one-time tokens.

Only a token's SHA-256 is kept, and of a password what `vault.passwords` makes of it: a stolen
database opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, Table, literal, or_, select

from model.errors import WrongInput
from model.ids import derived_id
from model.languages import Language
from model.people import Role, SignedIn, TokenPurpose, User
from storage import rows, tables
from storage.columns import Flag, storable
from storage.tx import Tx

LONGEST: Final = timedelta(hours=12)
"""A session ends after this time, used or not."""
TOKEN_LIFE: Final = timedelta(minutes=10)
"""A one-time token is worth nothing after this time."""
MARKED: Final = timedelta(minutes=5)
"""So seldom it is written down that a session is used: a page asks many times a second."""
INVITED: Final = timedelta(days=3)
"""So long a person has to choose a password."""
NO_PASSWORD: Final = ""
"""What is kept of a password that nobody has chosen yet: nothing fits it."""
_LONGEST_PLACE: Final = 200
_TOKEN_BYTES: Final = 32

_user = tables.app_user.c
_session = tables.session.c
_token = tables.one_time_token.c
_IS_ACTIVE: Final = _user.active == literal(True, Flag())


def add(tx: Tx, name: str, full_name: str, role: Role, kept: str) -> User:
    """The user, whose password is kept as this hash; one with this name gets it, and the role.

    All sessions that were open under this name end.
    """
    user = User(id=derived_id("user", name), name=name, full_name=full_name, role=role)
    rows.put(tx, tables.app_user, _given(user, kept))
    end_sessions(tx, user.id)
    return get(tx, user.id)


def _given(user: User, kept: str) -> rows.Values:
    """The columns of a user who is added; one who is there keeps the limit that they have."""
    columns = rows.values(user) | {"password": kept}
    del columns["entities"]
    return columns


def invite(tx: Tx, name: str, full_name: str, role: Role, mail: str = "") -> User:
    """A new user who has no password yet.

    Raises:
        WrongInput: somebody has this name, or one that differs only in capitals.
    """
    if any(one.name.casefold() == name.casefold() for one in every(tx)):
        raise WrongInput(f"There is somebody with the name {name}; choose another.")
    user = User(id=derived_id("user", name), name=name, full_name=full_name, role=role, mail=mail)
    rows.put(tx, tables.app_user, _given(user, NO_PASSWORD))
    return user


def set_role(tx: Tx, user_id: str, role: Role) -> None:
    """Let a user do other things than before; their sessions end."""
    rows.change(tx, tables.app_user, _user.id == user_id, role=role)
    end_sessions(tx, user_id)


def set_active(tx: Tx, user_id: str, *, active: bool) -> None:
    """Let a user sign in, or not any more; their sessions end."""
    rows.change(tx, tables.app_user, _user.id == user_id, active=active)
    end_sessions(tx, user_id)


def limit(tx: Tx, user_id: str, entities: frozenset[str]) -> None:
    """Let a user see the documents of these entities alone, none: of all; their sessions end."""
    rows.change(tx, tables.app_user, _user.id == user_id, entities=entities)
    end_sessions(tx, user_id)


def set_mail(tx: Tx, user_id: str, mail: str) -> None:
    """Write down a user's mail address."""
    rows.change(tx, tables.app_user, _user.id == user_id, mail=mail)


def of_mail(tx: Tx, mail: str) -> User | None:
    """Whose mail address this is, in capitals or not; None for nobody's, or for several's."""
    found = [one for one in every(tx) if one.mail and one.mail.casefold() == mail.casefold()]
    return found[0] if len(found) == 1 else None


def set_password(tx: Tx, user_id: str, kept: str, *, but: str = "") -> None:
    """Give a user a new password, by its hash; links and sessions end but the one of a token."""
    rows.change(tx, tables.app_user, _user.id == user_id, password=kept)
    end_sessions(tx, user_id, but=but)


def forget_password(tx: Tx, user_id: str) -> None:
    """Let no password fit until the user has chosen one; their sessions and links end."""
    rows.change(tx, tables.app_user, _user.id == user_id, password=NO_PASSWORD)
    end_sessions(tx, user_id)


def without_password(tx: Tx) -> frozenset[str]:
    """The ids of the users who have not chosen a password yet."""
    query = select(_user.id).where(_user.password == NO_PASSWORD)
    return frozenset(tx.connection.scalars(query))


def get(tx: Tx, user_id: str) -> User:
    """One user. Raises RecordMissing."""
    return rows.get(tx, tables.app_user, User, user_id)


def speak(tx: Tx, user_id: str, language: Language | None) -> None:
    """Say which language a person reads; None is that of their browser."""
    rows.change(tx, tables.app_user, _user.id == user_id, language=language)


def every(tx: Tx) -> tuple[User, ...]:
    """All users, by name, those who may not sign in any more too."""
    return rows.records(tx, select(tables.app_user).order_by(_user.name), User)


def active(tx: Tx, user_id: str) -> User | None:
    """A user who may sign in, None where there is none of this id."""
    mine = (_user.id == user_id, _IS_ACTIVE)
    return next(iter(rows.records(tx, select(tables.app_user).where(*mine), User)), None)


def kept_password(tx: Tx, name: str) -> tuple[User | None, str]:
    """The user of this name who may sign in, and the hash that is kept: nobody's is empty."""
    mine = (_user.name == name, _IS_ACTIVE)
    row = rows.find(tx, select(tables.app_user).where(*mine))
    return (rows.record(User, row), row["password"]) if row else (None, NO_PASSWORD)


def renew_hash(tx: Tx, user_id: str, before: str, kept: str) -> None:
    """Keep the same password in another way, unless another was chosen meanwhile."""
    same = (_user.id == user_id, _user.password == before)
    rows.change(tx, tables.app_user, *same, password=kept)


def open_session(tx: Tx, user_id: str, place: str = "", *, by_provider: bool = False) -> str:
    """The token of a new session; ended ones are swept out. `place` tells it from others.

    `by_provider`: it was opened by the company's identity provider.
    """
    _sweep(tx)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    where = storable(place)[:_LONGEST_PLACE]
    columns = {
        "digest": _digest(token),
        "user_id": user_id,
        "opened": tx.now(),
        "place": where,
        "last_used": tx.now(),
        "by_provider": by_provider,
    }
    tx.connection.execute(tables.session.insert().values(columns))
    return token


def session_user(tx: Tx, token: str) -> User | None:
    """The user of a session, None once it has ended."""
    mine = (_session.digest == _digest(token), _session.opened > tx.now() - LONGEST)
    return next(iter(rows.records(tx, _with_user(tables.session).where(*mine), User)), None)


def is_unmarked(tx: Tx, token: str) -> bool:
    """Whether a session is used, and was not marked as such for five minutes."""
    long_ago = or_(_session.last_used.is_(None), _session.last_used <= tx.now() - MARKED)
    query = select(_session.digest).where(_session.digest == _digest(token), long_ago)
    return rows.find(tx, query) is not None


def mark_used(tx: Tx, token: str) -> None:
    """Keep that a session is used now."""
    rows.change(tx, tables.session, _session.digest == _digest(token), last_used=tx.now())


def close_session(tx: Tx, token: str) -> bool:
    """Whether it had been opened by the company's identity provider; it has ended."""
    mine = _session.digest == _digest(token)
    row = rows.find(tx, select(_session.by_provider).where(mine))
    tx.connection.execute(tables.session.delete().where(mine))
    return row is not None and bool(row["by_provider"])


def sessions(tx: Tx, user_id: str | None = None) -> tuple[SignedIn, ...]:
    """The open sessions of a user, or of everybody, newest first."""
    columns = (
        _session.digest.label("id"),
        *(_session[name] for name in ("user_id", "opened", "place", "last_used")),
    )
    query = select(*columns).where(_session.opened > tx.now() - LONGEST)
    if user_id is not None:
        query = query.where(_session.user_id == user_id)
    return rows.records(tx, query.order_by(_session.opened.desc(), _session.digest), SignedIn)


def session_id(token: str) -> str:
    """The id under which `sessions` lists the session of a token."""
    return _digest(token)


def end_session(tx: Tx, user_id: str, session_id: str) -> bool:
    """Whether there was such a session of this user; it has ended."""
    mine = (_session.digest == session_id, _session.user_id == user_id)
    return tx.connection.execute(tables.session.delete().where(*mine)).rowcount > 0


def end_sessions(tx: Tx, user_id: str, *, but: str = "") -> int:
    """How many sessions of a user ended: all, and what could open another, but the one of a token.

    One-time tokens go too: a password or role that was changed leaves no way in from before.
    """
    mine = (_session.user_id == user_id, _session.digest != _digest(but))
    tx.connection.execute(tables.one_time_token.delete().where(_token.user_id == user_id))
    return tx.connection.execute(tables.session.delete().where(*mine)).rowcount


def one_time_token(
    tx: Tx, user_id: str, purpose: TokenPurpose = TokenPurpose.ENTER, life: timedelta = TOKEN_LIFE
) -> str:
    """A token that is good once, for one purpose: to sign this user in, within ten minutes."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    columns = {
        "digest": _digest(token),
        "user_id": user_id,
        "expires": tx.now() + life,
        "purpose": purpose,
    }
    tx.connection.execute(tables.one_time_token.insert().values(columns))
    return token


def token_user(tx: Tx, token: str, purpose: TokenPurpose = TokenPurpose.ENTER) -> User | None:
    """The user of a one-time token, which stays good; None where it is spent or too old."""
    mine = (_token.digest == _digest(token), _token.purpose == purpose)
    valid = _with_user(tables.one_time_token).where(*mine, _token.expires > tx.now())
    return next(iter(rows.records(tx, valid, User)), None)


def use_token(tx: Tx, token: str, purpose: TokenPurpose = TokenPurpose.ENTER) -> User | None:
    """The user of a one-time token, which is used up by this; None where it is spent or too old."""
    found = token_user(tx, token, purpose)
    mine = (_token.digest == _digest(token), _token.purpose == purpose)
    tx.connection.execute(tables.one_time_token.delete().where(*mine))
    return found


def _with_user(table: Table) -> Select[Any]:
    """Those users of a table's rows who may sign in."""
    joined = select(tables.app_user).join(table, table.c.user_id == _user.id)
    return joined.where(_IS_ACTIVE)


def _sweep(tx: Tx) -> None:
    tx.connection.execute(tables.session.delete().where(_session.opened <= tx.now() - LONGEST))
    tx.connection.execute(tables.one_time_token.delete().where(_token.expires <= tx.now()))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

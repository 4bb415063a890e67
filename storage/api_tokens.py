"""Tokens of the REST API. Only a token's SHA-256 is kept: a stolen database opens nothing."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from model.api import ApiToken, Scope
from model.entities import Entity
from model.errors import RecordMissing, WrongInput
from model.ids import new_id
from model.secret import Secret
from storage import audit, rows, tables
from storage.tx import Tx

PREFIX: Final = "bhk_"
"""What every token begins with, so that one in a file or a log can be found."""
LONGEST: Final = timedelta(days=730)
_BYTES: Final = 32
_TRUE_TO: Final = timedelta(minutes=1)
_NAME: Final = re.compile(r"[\w][\w .@-]{0,63}")

_table = tables.api_token
_column = tables.api_token.c


def add(
    tx: Tx,
    name: str,
    scopes: AbstractSet[Scope],
    *,
    life: timedelta,
    actor: str,
    entities: Sequence[Entity] = (),
) -> tuple[ApiToken, Secret]:
    """A new token, as it is registered and as its holder sends it.

    It sees the documents of these `entities` alone; none: of all.

    Raises:
        WrongInput: the name is taken or none, it may do nothing, would live too long, or is to see
            some companies alone and count what all have.
    """
    _refuse_odd(tx, name, scopes, life)
    if entities and Scope.READ_METRICS in scopes:
        raise WrongInput("Metrics count what all companies have: leave read:metrics or --company.")
    secret = Secret(PREFIX + secrets.token_urlsafe(_BYTES))
    now = tx.now()
    ours = frozenset(one.id for one in entities)
    token = ApiToken(new_id(), name, frozenset(scopes), now, now + life, entities=ours)
    columns = rows.values(token) | {"digest": _digest(secret)}
    tx.connection.execute(_table.insert().values(columns))
    whose = f"; of {', '.join(one.name for one in entities)} alone" if entities else ""
    may = f"{name}: {', '.join(sorted(scopes))}{whose}; until {token.expires:%Y-%m-%d}"
    audit.note(tx, actor, "made an API token", f"token:{token.id}", may)
    return token, secret


def _refuse_odd(tx: Tx, name: str, scopes: AbstractSet[Scope], life: timedelta) -> None:
    if not _NAME.fullmatch(name):
        raise WrongInput("A token's name has 1 to 64 letters, digits, spaces, dots or dashes.")
    if any(one.name == name and one.revoked is None for one in every(tx)):
        raise WrongInput(f"There is a token {name!r} already; revoke it, or choose another name.")
    if not scopes:
        raise WrongInput("Say what the token may do, with --scope.")
    if not timedelta() < life <= LONGEST:
        raise WrongInput(f"A token lives between 1 and {LONGEST.days} days.")


def every(tx: Tx) -> tuple[ApiToken, ...]:
    """All tokens, ended ones too, oldest first."""
    return rows.records(tx, select(_table).order_by(_column.made, _column.id), ApiToken)


def holder(tx: Tx, secret: Secret) -> ApiToken | None:
    """The token as it is registered; None where it is unknown, expired or revoked."""
    row = rows.find(tx, select(_table).where(_column.digest == _digest(secret)))
    if row is None:
        return None
    token = rows.record(ApiToken, row)
    return None if token.revoked or token.expires <= tx.now() else token


def is_due(tx: Tx, token: ApiToken) -> bool:
    """Whether the use of a token is to be noted again."""
    return token.last_used is None or tx.now() - token.last_used >= _TRUE_TO


def used(tx: Tx, token: ApiToken) -> None:
    """Note that a token was used now."""
    rows.change(tx, _table, _column.id == token.id, last_used=tx.now())


def revoke(tx: Tx, name: str, *, actor: str) -> ApiToken:
    """The token, which opens nothing any more.

    Raises:
        RecordMissing: no token of this name or id is left to revoke.
    """
    for token in every(tx):
        if name in (token.name, token.id) and token.revoked is None:
            rows.change(tx, _table, _column.id == token.id, revoked=tx.now())
            audit.note(tx, actor, "revoked an API token", f"token:{token.id}", token.name)
            return token
    raise RecordMissing(f"There is no token {name!r} to revoke; see: billhook api-tokens list.")


def _digest(secret: Secret) -> str:
    return hashlib.sha256(secret.reveal().encode("utf-8", "surrogatepass")).hexdigest()

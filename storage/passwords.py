"""Passwords: kept as salted scrypt hashes, tried again only so often."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from model.secret import Secret
from storage import rows
from storage.tables import sign_in_failure
from storage.tx import Tx

# OWASP's password storage cheat sheet: N = 2^14, r = 8, p = 5 (16 MiB).
_N: Final = 2**14
_R: Final = 8
_P: Final = 5
_MEMORY: Final = 64 * 2**20
_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 64

FREE_FAILURES: Final = 5
"""So many wrong passwords in a row cost nothing; each further one doubles the waiting time."""
_FIRST_WAIT: Final = timedelta(seconds=2)
_LONGEST_WAIT: Final = timedelta(minutes=15)
_MOST_DOUBLINGS: Final = 16
_FORGOTTEN_AFTER: Final = timedelta(hours=24)

NOBODY: Final = f"scrypt${_N}${_R}${_P}${'00' * _SALT_BYTES}${'00' * _HASH_BYTES}"
"""A hash of no password: for a name that nobody has, the same work is done against this."""

_column = sign_in_failure.c


def hashed(password: Secret) -> str:
    """The hash to keep, with its salt and costs."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_scrypt(password, salt, (_N, _R, _P)).hex()}"


def fits(password: Secret, kept: str) -> bool:
    """Whether the password is the one that was hashed; in the same time either way."""
    _, n, r, p, salt, digest = kept.split("$")
    found = _scrypt(password, bytes.fromhex(salt), (int(n), int(r), int(p)))
    return hmac.compare_digest(found, bytes.fromhex(digest))


def _scrypt(password: Secret, salt: bytes, costs: tuple[int, int, int]) -> bytes:
    n, r, p = costs
    text = password.reveal().encode("utf-8", "surrogatepass")
    return hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=_HASH_BYTES)


def waiting(tx: Tx, name: str) -> bool:
    """Whether this name, known or not, has to wait before its next try."""
    query = select(sign_in_failure).where(_column.name_digest == _digest(name))
    row = rows.find(tx, query)
    return row is not None and tx.now() < _free_again(row["failures"], row["last"])


def _free_again(failures: int, last: datetime) -> datetime:
    if failures < FREE_FAILURES:
        return last
    doublings: int = min(failures - FREE_FAILURES, _MOST_DOUBLINGS)
    return last + min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def count_failure(tx: Tx, name: str) -> None:
    """Count a wrong password; what is older than a day is forgotten."""
    forgotten = _column.last < tx.now() - _FORGOTTEN_AFTER
    tx.connection.execute(sign_in_failure.delete().where(forgotten))
    new = {"name_digest": _digest(name), "failures": 1, "last": tx.now()}
    if rows.put_new(tx, sign_in_failure, new):
        return
    known = _column.name_digest == _digest(name)
    rows.change(tx, sign_in_failure, known, failures=_column.failures + 1, last=tx.now())


def forgive(tx: Tx, name: str) -> None:
    """Forget the failures of a name: it has signed in."""
    tx.connection.execute(sign_in_failure.delete().where(_column.name_digest == _digest(name)))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()

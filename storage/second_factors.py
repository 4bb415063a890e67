"""Who signs in with an authenticator: since when, which code came last, and what replaces it.

The seed lies in the vault. A recovery code is kept as its digest; it has 80 random bits, so a
stolen database gives none of them away.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterable
from typing import Final

from sqlalchemy import func, select

from model.secret import Secret
from storage import rows
from storage.tables import recovery_code, second_factor
from storage.tx import Tx

CODES: Final = 10
_BYTES: Final = 10
_PART: Final = 4  # letters between two dashes


def enrolled(tx: Tx) -> frozenset[str]:
    """The ids of the users who sign in with an authenticator."""
    return frozenset(tx.connection.scalars(select(second_factor.c.user_id)))


def last_step(tx: Tx, user_id: str) -> int | None:
    """The time step of the code that was taken last; None where a user has no authenticator."""
    mine = second_factor.c.user_id == user_id
    return tx.connection.scalars(select(second_factor.c.last_step).where(mine)).first()


def enrol(tx: Tx, user_id: str, step: int) -> tuple[Secret, ...]:
    """The recovery codes of a user who signs in with an authenticator from now on.

    Those from before are worth nothing any more; `step` is that of the code which proved it.
    """
    leave(tx, user_id)
    columns = {"user_id": user_id, "since": tx.now(), "last_step": step}
    tx.connection.execute(second_factor.insert().values(columns))
    codes = tuple(_new_code() for _ in range(CODES))
    digests = [{"digest": _digest(user_id, code), "user_id": user_id} for code in codes]
    tx.connection.execute(recovery_code.insert(), digests)
    return codes


def leave(tx: Tx, user_id: str) -> bool:
    """Whether a user had an authenticator; they sign in without one from now on."""
    mine = second_factor.c.user_id == user_id
    tx.connection.execute(recovery_code.delete().where(recovery_code.c.user_id == user_id))
    return tx.connection.execute(second_factor.delete().where(mine)).rowcount > 0


def take_step(tx: Tx, user_id: str, step: int) -> bool:
    """Whether a code's time step is later than all that were taken; it is taken by this."""
    later = (second_factor.c.user_id == user_id, second_factor.c.last_step < step)
    return rows.change(tx, second_factor, *later, last_step=step) > 0


def take_recovery_code(tx: Tx, user_id: str, code: Secret) -> bool:
    """Whether this is a recovery code of the user's; it is spent by this."""
    mine = recovery_code.c.digest == _digest(user_id, code)
    return tx.connection.execute(recovery_code.delete().where(mine)).rowcount > 0


def codes_left(tx: Tx, user_id: str) -> int:
    """How many recovery codes a user has left."""
    mine = recovery_code.c.user_id == user_id
    found = tx.connection.scalar(select(func.count()).select_from(recovery_code).where(mine))
    return int(found or 0)


def _new_code() -> Secret:
    letters = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    return Secret("-".join(_parts(letters)))


def _parts(letters: str) -> Iterable[str]:
    return (letters[at : at + _PART] for at in range(0, len(letters), _PART))


def _digest(user_id: str, code: Secret) -> str:
    letters = "".join(code.reveal().split()).replace("-", "").lower()
    return hashlib.sha256(f"{user_id}:{letters}".encode("utf-8", "surrogatepass")).hexdigest()

"""Who somebody is at an identity provider: its name and theirs there, for one of our people."""

from __future__ import annotations

from sqlalchemy import select

from model.people import User
from storage import rows
from storage.tables import app_user, identity
from storage.tx import Tx


def user_of(tx: Tx, issuer: str, subject: str) -> User | None:
    """Whose identity this is, those who may not sign in any more too; None where nobody's."""
    joined = select(app_user).join(identity, identity.c.user_id == app_user.c.id)
    mine = (identity.c.issuer == issuer, identity.c.subject == subject)
    return next(iter(rows.records(tx, joined.where(*mine), User)), None)


def subject_of(tx: Tx, user_id: str, issuer: str) -> str | None:
    """Who a user is at a provider; None where that is not known."""
    mine = (identity.c.user_id == user_id, identity.c.issuer == issuer)
    return tx.connection.scalars(select(identity.c.subject).where(*mine)).first()


def link(tx: Tx, user_id: str, issuer: str, subject: str) -> None:
    """Know a user by this identity from now on."""
    columns = {"issuer": issuer, "subject": subject, "user_id": user_id, "since": tx.now()}
    tx.connection.execute(identity.insert().values(columns))


def linked(tx: Tx) -> frozenset[str]:
    """The ids of the users who are known by an identity."""
    return frozenset(tx.connection.scalars(select(identity.c.user_id)))


def unlink(tx: Tx, user_id: str) -> bool:
    """Whether a user was known by an identity; they are known by none from now on."""
    mine = identity.c.user_id == user_id
    return tx.connection.execute(identity.delete().where(mine)).rowcount > 0

"""What the first of two people said about a question that needs both."""

from __future__ import annotations

from sqlalchemy import select

from storage import rows
from storage.tables import first_opinion
from storage.tx import Tx


def first(tx: Tx, exception_id: str, seen: str) -> str | None:
    """Who said yes first, by their id, having seen the same; None where nobody has."""
    mine = (first_opinion.c.exception_id == exception_id, first_opinion.c.seen == seen)
    return tx.connection.scalars(select(first_opinion.c.user_id).where(*mine)).first()


def keep(tx: Tx, exception_id: str, user_id: str, seen: str) -> None:
    """Keep who said yes first, and what they saw."""
    rows.put(tx, first_opinion, {"exception_id": exception_id, "user_id": user_id, "seen": seen})
